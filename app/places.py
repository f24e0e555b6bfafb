"""Which database this workstation uses: the environment decides, then the config, then the home."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.config import Config
from app.home import DATABASE_VARIABLE, Home
from data.addresses import holds_secret, path_of, without_secrets
from data.engine import read_url, sqlite_url
from data.errors import StorageFailure
from services.errors import Invalid


class Place:
    """One database address; a file's is absolute. ``words`` names it without any secret."""

    __slots__ = ("by_environment", "path", "url", "words")

    def __init__(self, url: str, *, by_environment: bool) -> None:
        parsed = read_url(url)
        self.by_environment = by_environment
        self.path = path_of(parsed)
        self.url = url if self.path is None else sqlite_url(self.path)
        self.words = str(self.path or without_secrets(parsed))

    @property
    def is_local(self) -> bool:
        """Whether the database is a file on this computer."""
        return self.path is not None


def find_place(home: Home, *, config: Config, environment: Mapping[str, str]) -> Place:
    """Return the database this workstation uses.

    Raises:
        StorageFailure: the address can't be read (WRONG_URL).
    """
    named = environment.get(DATABASE_VARIABLE, "").strip()
    if named:
        return Place(named, by_environment=True)
    return Place(config.database_url or sqlite_url(home.database_file), by_environment=False)


def files_beside(database: Path | None) -> Path | None:
    """Return the folder of photos and files beside a database file; None for a server's."""
    return database.with_name(f"{database.stem}-files") if database is not None else None


def checked_address(text: str) -> str:
    """Return a typed database address as it is kept in the config; a bare path means a file.

    Raises:
        Invalid: it can't be read, or it holds a secret: those are never written to a file.
    """
    typed = text.strip()
    if not typed:
        return ""
    address = typed if "://" in typed else sqlite_url(Path(typed).expanduser().absolute())
    try:
        parsed = read_url(address)
    except StorageFailure as failure:
        raise Invalid(
            "Use a file’s path, or postgresql://user@host/name.", field="address"
        ) from failure
    if holds_secret(parsed):
        raise Invalid(
            "Leave the password out: it would be kept in a file. Name the whole address in "
            f"{DATABASE_VARIABLE}, or use a .pgpass file.",
            field="address",
        )
    path = path_of(parsed)
    return address if path is None else sqlite_url(path)
