"""Where a database's drafts are kept: never with those of another one (ADR 0008)."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from app.config import Config
from app.home import Home

_NAME_LETTERS = 16


def draft_folder(home: Home, *, database: str) -> Path:
    """Return the folder of the drafts of one database, named by its place (`Place.words`).

    A draft names customers, devices and repairs by their ids: in another database those are others.
    """
    digest = sha256(database.encode("utf-8", "surrogateescape")).hexdigest()
    return home.drafts / digest[:_NAME_LETTERS]


def take_along(home: Home, *, database: str, config: Config) -> None:
    """Move drafts that were kept for all databases together to this one's, if it is the only one.

    Where this computer knows another database, nobody can say whose they are: they stay where they
    are. A draft that can't be moved keeps no shop closed.
    """
    if {*config.opened, *config.tills} != {database}:
        return
    folder = draft_folder(home, database=database)
    with suppress(OSError):
        for path in [each for each in home.drafts.glob("*.*") if each.is_file()]:
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / path.name).exists():
                path.rename(folder / path.name)


def set_drafts_aside(home: Home, *, database: str, stamp: str) -> None:
    """Put a database's drafts where the next one at its place does not find them.

    Raises:
        OSError: the home can't be written to.
    """
    folder = draft_folder(home, database=database)
    if folder.exists():
        folder.rename(folder.with_name(f"{folder.name}-set-aside-{stamp}"))
