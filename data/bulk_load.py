"""Loads millions of rows in one transaction: COPY on PostgreSQL, prepared inserts on SQLite.

The guards of `ticket` judge single moves of people; a load brings whole histories. They are set
aside inside the transaction and put back before its commit, from the database's own definition, so
nothing can be stored while they are away and nobody else ever sees the tables without them. Large
loads build the indexes afterwards, which is several times faster than keeping them row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Table, text

from data import models as m
from data.types import UtcDateTime
from data.unit_of_work import UnitOfWork

LARGE_LOAD = 50_000
_BATCH = 20_000
_GUARDED = "ticket"

Values = tuple[Any, ...]


class BulkLoad:
    """Rows go in as tuples in the order of the columns named. Instants are naive UTC."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def insert(self, table: Table, columns: Sequence[str], rows: Iterable[Values]) -> int:
        """Insert rows and return how many. Values are plain: JSON as text, instants naive UTC."""
        if self._uow.dialect == "postgresql":
            return self._copy(table, columns, rows)
        return self._insert_many(table, columns, rows)

    def _copy(self, table: Table, columns: Sequence[str], rows: Iterable[Values]) -> int:
        names = ", ".join(f'"{column}"' for column in columns)
        count = 0
        with (
            self._driver().cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)
                count += 1
        return count

    def _insert_many(self, table: Table, columns: Sequence[str], rows: Iterable[Values]) -> int:
        names = ", ".join(f'"{column}"' for column in columns)
        places = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'
        instants = [
            place
            for place, name in enumerate(columns)
            if isinstance(table.c[name].type, UtcDateTime)
        ]
        cursor = self._driver().cursor()
        count = 0
        source = iter(rows)
        try:
            while batch := list(islice(source, _BATCH)):
                cursor.executemany(statement, [_for_sqlite(row, instants) for row in batch])
                count += len(batch)
        finally:
            cursor.close()
        return count

    def _driver(self) -> Any:
        return self._uow.connection.connection.driver_connection

    def reserve_ids(self, table: Table, count: int) -> int:
        """Set ``count`` ids aside and return the first. Those not used are never given out."""
        if self._uow.dialect == "sqlite":
            found = self._uow.connection.exec_driver_sql(
                "SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)
            ).scalar()
            return int(found or 0) + 1
        sequence = f"{table.name}_id_seq"
        last, is_called = self._uow.connection.exec_driver_sql(
            f"SELECT last_value, is_called FROM {sequence}"
        ).one()
        first = int(last) + (1 if is_called else 0)
        if count:
            self._uow.connection.exec_driver_sql(
                f"SELECT setval('{sequence}', {first + count - 1})"
            )
        return first

    def analyze(self) -> None:
        """Let the planner know the new sizes."""
        self._uow.connection.exec_driver_sql("ANALYZE")


@contextmanager
def bulk_load(
    uow: UnitOfWork, tables: Sequence[Table], *, rows_expected: int
) -> Iterator[BulkLoad]:
    """Set guards aside, and for a large load the indexes of ``tables``; put all back at the end.

    Other writers wait (SQLite has one at a time anyway), so that ids and numbers stay in order.
    """
    if uow.dialect == "postgresql":
        keep_others_out(uow, tables)
    indexes = _indexes(uow, tables) if rows_expected >= LARGE_LOAD else []
    for name, _definition in indexes:
        uow.connection.exec_driver_sql(f'DROP INDEX "{name}"')
    guards = _set_guards_aside(uow)
    load = BulkLoad(uow)
    with roomy_cache(uow):
        yield load
        _put_guards_back(uow, guards)
        for _name, definition in indexes:
            uow.connection.exec_driver_sql(definition)
        load.analyze()


def keep_others_out(uow: UnitOfWork, tables: Sequence[Table]) -> None:
    """Let other writers of ``tables`` wait until the commit (PostgreSQL), however long it takes."""
    # The counters first: an intake locks them before it takes any id.
    names = ", ".join(f'"{table.name}"' for table in (m.number_counter, *tables))
    for statement in (
        f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE",
        "SET LOCAL statement_timeout = 0",
        "SET LOCAL idle_in_transaction_session_timeout = 0",
        "SET LOCAL maintenance_work_mem = '256MB'",
    ):
        uow.connection.exec_driver_sql(statement)


@contextmanager
def roomy_cache(uow: UnitOfWork) -> Iterator[None]:
    """Let SQLite hold up to 1 GiB meanwhile: foreign keys look parents up at random."""
    if uow.dialect != "sqlite":
        yield
        return
    usual = uow.connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    uow.connection.exec_driver_sql("PRAGMA cache_size = -1000000")
    try:
        yield
    finally:
        uow.connection.exec_driver_sql(f"PRAGMA cache_size = {int(usual)}")


def _set_guards_aside(uow: UnitOfWork) -> list[str]:
    if uow.dialect == "postgresql":
        uow.connection.exec_driver_sql(f"ALTER TABLE {_GUARDED} DISABLE TRIGGER USER")
        return []
    found = uow.connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (_GUARDED,)
    ).all()
    for name, _definition in found:
        uow.connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return [definition for _name, definition in found]


def _put_guards_back(uow: UnitOfWork, definitions: Iterable[str]) -> None:
    if uow.dialect == "postgresql":
        uow.connection.exec_driver_sql(f"ALTER TABLE {_GUARDED} ENABLE TRIGGER USER")
    for definition in definitions:
        uow.connection.exec_driver_sql(definition)


def _indexes(uow: UnitOfWork, tables: Sequence[Table]) -> list[tuple[str, str]]:
    """Return the plain indexes of ``tables``; those that hold a constraint stay."""
    names = [table.name for table in tables]
    if uow.dialect == "sqlite":
        listed = ", ".join(f"'{name}'" for name in names)
        query = text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
            f"AND tbl_name IN ({listed})"
        )
        return [(row[0], row[1]) for row in uow.connection.execute(query)]
    query = text(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
        "AND tablename = ANY(:names) "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    )
    return [(row[0], row[1]) for row in uow.connection.execute(query, {"names": names})]


def _for_sqlite(row: Values, instants: Sequence[int]) -> Values:
    values = list(row)
    for place in instants:
        if values[place] is not None:
            values[place] = values[place].isoformat(" ", "microseconds")
    return tuple(values)


def naive_utc(instant: datetime) -> datetime:
    """Return an aware instant as naive UTC, as a bulk load takes it."""
    return instant.astimezone(UTC).replace(tzinfo=None)


LOADED = (
    m.customer,
    *m.SEARCH_KEYS,
    m.consent,
    m.device,
    m.visit,
    m.ticket,
    m.ticket_line,
    m.ticket_note,
    m.ticket_history,
)
