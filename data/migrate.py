"""Brings a database to this program's schema: under a lock, after a verified copy of the file.

Each run is one transaction: a migration that fails leaves the database as it was. A database newer
than the program is refused. Alembic is loaded only when there is something to do.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, inspect, text

from data.engine import Database, read_url
from data.errors import ConstraintViolation, StorageFailure, StorageFault, TryAgain
from data.faults import file_fault, translate
from data.schema_head import HEAD, KNOWN_REVISIONS

if TYPE_CHECKING:
    from alembic.config import Config

# Any constant will do, as long as every Mendpoint uses the same one.
_ADVISORY_LOCK = 0x4D454E44


class SchemaStand(StrEnum):
    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaState:
    """How a database stands to this program. ``revision`` is empty when it has none."""

    stand: SchemaStand
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationReport:
    """What an upgrade did. ``backup`` is the verified copy made before, if there was data."""

    from_revision: str
    to_revision: str
    backup: Path | None


def state(database: Database) -> SchemaState:
    """Say how the database stands to this program's schema.

    Raises:
        StorageFailure: the store can't be read.
    """
    with database.reading() as uow:
        return _state(uow.connection)


def upgrade(url: str, *, backups: Path | None) -> MigrationReport:
    """Bring the database at ``url`` to this program's schema. Commits once.

    ``backups`` is the folder for a copy of an SQLite file that has data; None makes no copy.
    Running it twice, or in two programs at once, does the work once.

    Raises:
        StorageFailure: NEWER when the database is newer than the program, FAILED when its rows
            do not fit the new schema, or any other fault.
    """
    parsed = read_url(url)
    database = Database(parsed)
    try:
        with database.writing() as uow:
            return _upgrade(uow.connection, parsed, backups)
    except (ConstraintViolation, TryAgain) as refused:
        told = f"the data does not fit the new schema: {refused}"
        raise StorageFailure(StorageFault.FAILED, told) from refused
    finally:
        database.close()


def _upgrade(connection: Connection, url: URL, backups: Path | None) -> MigrationReport:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    found = _state(connection)
    _refuse_foreign(found)
    if found.stand is SchemaStand.CURRENT:
        return MigrationReport(from_revision=HEAD, to_revision=HEAD, backup=None)
    backup = _back_up_first(url, backups, found)
    _run_revisions(connection)
    return MigrationReport(from_revision=found.revision, to_revision=HEAD, backup=backup)


def _back_up_first(url: URL, backups: Path | None, found: SchemaState) -> Path | None:
    has_file = url.get_backend_name() == "sqlite" and url.database
    if backups is None or not has_file or found.stand is not SchemaStand.OLDER:
        return None
    return back_up_file(Path(str(url.database)), backups, label=found.revision)


def _refuse_foreign(found: SchemaState) -> None:
    if found.stand is SchemaStand.NEWER:
        raise StorageFailure(
            StorageFault.NEWER,
            f"the database has schema {found.revision}; this program knows up to {HEAD}",
        )
    if found.stand is SchemaStand.FOREIGN:
        raise StorageFailure(
            StorageFault.WRONG_URL, "the database belongs to another program: it has other tables"
        )


def _state(connection: Connection) -> SchemaState:
    names = set(inspect(connection).get_table_names())
    if "alembic_version" not in names:
        stand = SchemaStand.FOREIGN if names else SchemaStand.EMPTY
        return SchemaState(stand=stand, revision="")
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return SchemaState(stand=SchemaStand.EMPTY, revision="")
    if revision == HEAD:
        return SchemaState(stand=SchemaStand.CURRENT, revision=revision)
    stand = SchemaStand.OLDER if revision in KNOWN_REVISIONS else SchemaStand.NEWER
    return SchemaState(stand=stand, revision=revision)


def _run_revisions(connection: Connection, *, to: str = "head") -> None:
    from alembic import command

    command.upgrade(_config(connection), to)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade_to(url: str, revision: str) -> None:
    """Bring an empty or older database to one revision: for the tests of the next one."""
    database = Database(read_url(url))
    try:
        with database.writing() as uow:
            _run_revisions(uow.connection, to=revision)
    finally:
        database.close()


def back_up_file(source: Path, folder: Path, *, label: str) -> Path:
    """Copy a file of revision ``label`` while it is in use, check the copy, return its path.

    Raises:
        StorageFailure: FULL, READ_ONLY or FAILED when the copy can't be written, DAMAGED when it
            does not pass its check. Nothing of it is left behind.
    """
    target = folder / f"{source.stem}-{label}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
    partial = target.with_suffix(".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy(source, partial, label=label)
        _settle(partial, target)
    except sqlite3.Error as error:
        told = translate(error)
        raise told if told is not None else error from error
    except OSError as error:
        raise StorageFailure(_copy_fault(error), f"the copy can't be written: {error}") from error
    finally:
        _clear_away(partial)
    return target


def _copy(source: Path, partial: Path, *, label: str) -> None:
    # The file system says why a file can't be made; SQLite, that it can't open it.
    partial.touch()
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as origin,
        closing(sqlite3.connect(partial)) as copy,
    ):
        origin.backup(copy)
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
        copied = _revision_of(copy)
    if copied != label:
        raise StorageFailure(StorageFault.DAMAGED, f"the copy holds schema {copied!r}")
    if answer != "ok":
        raise StorageFailure(StorageFault.DAMAGED, f"the copy does not check: {answer}")


def _copy_fault(error: OSError) -> StorageFault:
    fault = file_fault(error)
    # MISSING would tell the person that the shop's data are gone, and offer to start anew.
    return StorageFault.FAILED if fault is StorageFault.MISSING else fault


def _clear_away(partial: Path) -> None:
    """Remove what a copy that failed has left; after one that did not, there is nothing."""
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{partial}{ending}").unlink(missing_ok=True)


def _revision_of(connection: sqlite3.Connection) -> str:
    # An empty file passes the integrity check; it has no revision.
    named = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.execute(named).fetchone()[0] == 0:
        return ""
    return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _settle(partial: Path, target: Path) -> None:
    with partial.open("rb+") as handle:
        os.fsync(handle.fileno())
    partial.replace(target)
