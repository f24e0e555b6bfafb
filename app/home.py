"""Where this workstation keeps its state: ``MENDPOINT_HOME``, else the user's data folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

HOME_VARIABLE = "MENDPOINT_HOME"
DATABASE_VARIABLE = "MENDPOINT_DATABASE_URL"
FILES_VARIABLE = "MENDPOINT_FILES"
FOLDER_NAME = "Mendpoint"


class Home:
    """The folder of all local state. Nothing is made until it is written to."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def database_file(self) -> Path:
        """The embedded database, used unless a server is named."""
        return self.path / "mendpoint.db"

    @property
    def drafts(self) -> Path:
        """What is typed at the Counter and not taken in yet, a folder for each database."""
        return self.path / "drafts"

    @property
    def thumbnails(self) -> Path:
        """Small pictures of the shop's photos: a cache."""
        return self.path / "thumbnails"

    @property
    def logs(self) -> Path:
        """The program's log files."""
        return self.path / "logs"

    @property
    def backups(self) -> Path:
        """Copies of the database made before it is changed by a new version."""
        return self.path / "backups"

    @property
    def config_file(self) -> Path:
        """What was set at this workstation (app/config.py)."""
        return self.path / "config.json"


def find_home(environment: Mapping[str, str]) -> Home:
    """Return this workstation's home, without making it."""
    named = named_home(environment)
    if named is not None:
        return named
    # 10 ms that the window's first paint does without (see `app.desktop`).
    from platformdirs import user_data_path

    return Home(user_data_path(FOLDER_NAME, appauthor=False, roaming=False))


def named_home(environment: Mapping[str, str]) -> Home | None:
    """Return the home that the environment names, if it names one."""
    named = environment.get(HOME_VARIABLE, "").strip()
    return Home(Path(named).expanduser().absolute()) if named else None
