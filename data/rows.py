"""Reserve ids, raise a counter and insert rows of many tables in the fewest round trips.

On PostgreSQL one statement with writable CTEs carries every table's rows (foreign keys are checked
when the whole statement ends). On SQLite a round trip costs nothing, so each table has its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.engine import Dialect

from data.unit_of_work import UnitOfWork

Rows = Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Reserved:
    """Ids set aside for this transaction, table by table, and the numbers drawn."""

    ids: dict[str, list[int]]
    last_number: int = 0
    _next: dict[str, int] = field(default_factory=dict)

    def take(self, table: Table) -> int:
        """Return the next reserved id of ``table``."""
        position = self._next.get(table.name, 0)
        self._next[table.name] = position + 1
        return self.ids[table.name][position]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How many consecutive numbers to draw from a counter row, in this transaction."""

    kind: str
    year: int
    count: int


_RAISE_COUNTER = (
    "INSERT INTO number_counter (kind, year, last_value) VALUES (:kind, :year, :count) "
    "ON CONFLICT (kind, year) DO UPDATE SET last_value = number_counter.last_value + :count "
    "RETURNING last_value"
)


def reserve(uow: UnitOfWork, *, counts: Mapping[Table, int], draw: Draw | None = None) -> Reserved:
    """Set ids aside for new rows and, with ``draw``, numbers from a counter.

    One round trip on PostgreSQL. On SQLite the write lock is held, so reading is reserving.
    """
    wanted = {table.name: count for table, count in counts.items() if count > 0}
    if uow.dialect == "postgresql":
        return _reserve_postgresql(uow, wanted, draw)
    return _reserve_sqlite(uow, wanted, draw)


def _reserve_sqlite(uow: UnitOfWork, wanted: Mapping[str, int], draw: Draw | None) -> Reserved:
    last = dict(
        uow.connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").tuples().all()
    )
    ids = {
        name: list(range(last.get(name, 0) + 1, last.get(name, 0) + count + 1))
        for name, count in wanted.items()
    }
    reserved = Reserved(ids)
    if draw is not None:
        reserved.last_number = uow.execute(text(_RAISE_COUNTER), _draw_values(draw)).scalar_one()
    return reserved


def _reserve_postgresql(uow: UnitOfWork, wanted: Mapping[str, int], draw: Draw | None) -> Reserved:
    parts = [
        f"SELECT '{name}' AS what, nextval('{name}_id_seq') AS value "  # noqa: S608 - table names
        f"FROM generate_series(1, {count})"
        for name, count in wanted.items()
    ]
    if draw is not None:
        parts.append("SELECT '#' AS what, last_value AS value FROM raised")
    head = f"WITH raised AS ({_RAISE_COUNTER}) " if draw is not None else ""
    found = uow.execute(
        text(head + " UNION ALL ".join(parts)), _draw_values(draw) if draw is not None else {}
    )
    reserved = Reserved({name: [] for name in wanted})
    for what, value in found:
        if what == "#":
            reserved.last_number = value
        else:
            reserved.ids[what].append(value)
    return reserved


def _draw_values(draw: Draw) -> dict[str, Any]:
    return {"kind": draw.kind, "year": draw.year, "count": draw.count}


def insert_rows(uow: UnitOfWork, batches: Sequence[tuple[Table, Rows]]) -> None:
    """Insert rows of several tables. All rows of one batch name the same columns."""
    filled = [(table, rows) for table, rows in batches if rows]
    if uow.dialect == "postgresql":
        _insert_in_one_statement(uow, filled)
        return
    for table, rows in filled:
        uow.connection.execute(table.insert(), list(rows))


def _insert_in_one_statement(uow: UnitOfWork, batches: Sequence[tuple[Table, Rows]]) -> None:
    dialect = uow.connection.dialect
    clauses: list[str] = []
    values: dict[str, Any] = {}
    for index, (table, rows) in enumerate(batches):
        columns = list(rows[0])
        tuples = [
            _placeholders(table, row, columns, prefix=f"p{index}_{line}", values=values, to=dialect)
            for line, row in enumerate(rows)
        ]
        clauses.append(
            f'i{index} AS (INSERT INTO "{table.name}" ({_quoted(columns)}) '  # noqa: S608 - names
            f"VALUES {', '.join(tuples)})"
        )
    uow.connection.exec_driver_sql(f"WITH {', '.join(clauses)} SELECT 1", values)


def _placeholders(
    table: Table,
    row: Mapping[str, Any],
    columns: Sequence[str],
    *,
    prefix: str,
    values: dict[str, Any],
    to: Dialect,
) -> str:
    names = []
    for number, column in enumerate(columns):
        name = f"{prefix}_{number}"
        kind = table.c[column].type
        process = kind.dialect_impl(to).bind_processor(to)
        value = row[column]
        values[name] = process(value) if process is not None else value
        names.append(f"%({name})s")
    return f"({', '.join(names)})"


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
