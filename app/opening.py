"""Opens the shop's data: finds it, brings it up to date after a copy, composes the services."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import Config, read_config, write_config
from app.draft_folders import set_drafts_aside, take_along
from app.home import Home
from app.places import Place, files_beside, find_place
from data import migrate
from data.engine import Database, open_database
from data.errors import StorageFailure, StorageFault
from data.faults import file_fault
from data.migrate import SchemaStand
from services.errors import MendpointError, storage_error

if TYPE_CHECKING:
    from app.build import Shop
    from services.clock import Clock
    from services.settings.dto import StartState

# Below this nothing is opened: SQLite needs room for its journal to store even one order.
LEAST_FREE_BYTES = 20_000_000

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The shop's data is open. ``config`` knows of it."""

    shop: Shop
    state: StartState
    place: Place
    config: Config


def open_shop(
    home: Home,
    *,
    environment: Mapping[str, str],
    say: Say,
    clock: Clock | None = None,
    may_set_aside: bool = False,
) -> Opened:
    """Open the workstation's database and build the services on it.

    Writes the schema where it is missing or older, after a copy of a file that has data, and
    remembers in the config that this database was opened here.

    ``may_set_aside`` carries out "start a new shop" chosen at the last run. Only the window may: a
    command in the background must not rename a file that a window still has open.

    Raises:
        StorageUnavailable: with the fault that chooses the trouble screen.
    """
    try:
        if may_set_aside:
            _set_aside_if_asked(home, environment=environment)
        return _open(home, environment=environment, say=say, clock=clock)
    except StorageFailure as failure:
        raise storage_error(failure) from failure
    except OSError as error:
        raise file_trouble(error) from error


def _open(home: Home, *, environment: Mapping[str, str], say: Say, clock: Clock | None) -> Opened:
    config = read_config(home.config_file)
    place = find_place(home, config=config, environment=environment)
    if place.path is not None:
        look_at_file(place.path, home=home, opened_before=place.words in config.opened)
    bring_up_to_date(place, backups=home.backups, say=say)
    take_along(home, database=place.words, config=config)
    say("Starting …")
    from app.build import build_shop

    shop = build_shop(home, database_url=place.url, environment=environment, clock=clock)
    try:
        state = shop.services.settings.start_state()
        if place.words not in config.opened:
            config = replace(config, opened=(*config.opened, place.words))
            write_config(home.config_file, config)
    except BaseException:
        shop.close()
        raise
    return Opened(shop=shop, state=state, place=place, config=config)


def _set_aside_if_asked(home: Home, *, environment: Mapping[str, str]) -> None:
    config = read_config(home.config_file)
    place = find_place(home, config=config, environment=environment)
    if place.path is not None and config.start_new:
        set_aside(place, path=place.path, config=config, home=home)


def set_aside(place: Place, *, path: Path, config: Config, home: Home) -> Config:
    """Rename the database file, its photos and its drafts, so that a new shop can start.

    Returns the config without it.

    Done while nothing has the file open: an open one can't be renamed everywhere.

    Raises:
        OSError: the file or the config can't be written.
    """
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside = path.with_name(f"{path.stem}-set-aside-{stamp}{path.suffix}")
    for ending in ("", "-wal", "-shm"):
        present = Path(f"{path}{ending}")
        if present.exists():
            present.rename(f"{aside}{ending}")
    files, files_aside = files_beside(path), files_beside(aside)
    if files is not None and files_aside is not None and files.exists():
        # A new shop's sweep would find them named by no row.
        files.rename(files_aside)
    take_along(home, database=place.words, config=config)
    set_drafts_aside(home, database=place.words, stamp=stamp)
    kept = tuple(words for words in config.opened if words != place.words)
    tills = {words: till for words, till in config.tills.items() if words != place.words}
    without = replace(config, opened=kept, tills=tills, start_new=False)
    write_config(home.config_file, without)
    return without


def look_at_file(path: Path, *, home: Home, opened_before: bool) -> None:
    """Look for trouble that the file system can tell better than the database.

    Raises:
        StorageFailure: MISSING, DAMAGED, READ_ONLY or FULL.
        OSError: the home's folder can't be made.
    """
    folder = path.parent
    if folder == home.path:
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        raise StorageFailure(StorageFault.MISSING, f"there is no folder {folder}")
    if path.exists():
        if opened_before and path.stat().st_size == 0:
            raise StorageFailure(StorageFault.DAMAGED, "the file is empty")
    elif opened_before:
        raise StorageFailure(StorageFault.MISSING, f"there is no file {path}")
    for place in (folder, path):
        if place.exists() and not _writable(place):
            raise StorageFailure(StorageFault.READ_ONLY, f"{place} can't be written to")
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        raise StorageFailure(StorageFault.FULL, f"less than 20 MB are free in {folder}")


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def bring_up_to_date(place: Place, *, backups: Path, say: Say) -> None:
    """Write or update the schema where that is needed.

    Raises:
        StorageFailure: the database can't be used, or is newer than the program.
    """
    stand = _stand(open_database(place.url))
    if stand is SchemaStand.CURRENT:
        return
    if stand is SchemaStand.OLDER:
        say("Copying the data, then bringing it up to date …")
    if stand is SchemaStand.EMPTY:
        say("Preparing the database …")
    migrate.upgrade(place.url, backups=backups)


def _stand(database: Database) -> SchemaStand:
    try:
        return migrate.state(database).stand
    finally:
        database.close()


def file_trouble(error: OSError) -> MendpointError:
    """Return the error, in words, for a file that can't be read or written."""
    return storage_error(StorageFailure(file_fault(error), str(error)))
