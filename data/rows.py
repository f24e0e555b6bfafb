"""Reserve ids, raise a counter and write rows of many tables in the fewest round trips.

On PostgreSQL one statement with writable CTEs carries every table's rows (foreign keys are checked
when the whole statement ends). On SQLite a round trip costs nothing, so each table has its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, text, update
from sqlalchemy.engine import Dialect

from data.errors import TryAgain
from data.unit_of_work import UnitOfWork

Rows = Sequence[Mapping[str, Any]]

# Reads without reserving, as a preview does, hold nothing: there it is a remark.
HELD = "/* held */"
_HOLDING = "FOR KEY SHARE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """A query that travels with a reservation. It selects ``id, n1, n2, t1 … t5`` in this order.

    ``n`` are numbers, ``t`` texts, cast so by the query; ``what`` names the answer. Values of one
    name mean the same in all lookups that travel together. A select that ends in `HELD` keeps its
    rows from being merged or removed until the commit (PostgreSQL; on SQLite nobody else writes).
    """

    what: str
    sql: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a lookup."""

    id: int
    n1: int | None
    n2: int | None
    t1: str | None
    t2: str | None
    t3: str | None
    t4: str | None
    t5: str | None


@dataclass(slots=True)
class Reserved:
    """Ids set aside for this transaction, the numbers drawn, and what the lookups found."""

    ids: dict[str, list[int]]
    last_number: int = 0
    found: dict[str, list[Found]] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """New values for one row that is there.

    With ``seen_version`` only while the row still has it; its version then goes up by one.
    """

    table: Table
    id: int
    values: Mapping[str, Any]
    seen_version: int | None = None


_NOTHING = "NULL::bigint, NULL::bigint, NULL::text, NULL::text, NULL::text, NULL::text, NULL::text"

_RAISE_COUNTER = (
    "INSERT INTO number_counter (kind, year, last_value) VALUES (:kind, :year, :count) "
    "ON CONFLICT (kind, year) DO UPDATE SET last_value = number_counter.last_value + :count "
    "RETURNING last_value"
)


def reserve(
    uow: UnitOfWork,
    *,
    counts: Mapping[Table, int],
    draw: Draw | None = None,
    lookups: Sequence[Lookup] = (),
) -> Reserved:
    """Set ids aside for new rows, draw numbers from a counter, and answer ``lookups``.

    One round trip on PostgreSQL. On SQLite the write lock is held, so reading is reserving.
    """
    wanted = {table.name: count for table, count in counts.items() if count > 0}
    if uow.dialect == "postgresql":
        return _reserve_postgresql(uow, wanted, draw, lookups)
    return _reserve_sqlite(uow, wanted, draw, lookups)


def look_up(uow: UnitOfWork, lookups: Sequence[Lookup]) -> dict[str, list[Found]]:
    """Answer ``lookups`` by their names without reserving anything, one statement each."""
    found: dict[str, list[Found]] = {}
    for lookup in lookups:
        rows = uow.execute(text(lookup.sql), dict(lookup.values))
        found.setdefault(lookup.what, []).extend(Found(*tuple(row)) for row in rows)
    return found


def _reserve_sqlite(
    uow: UnitOfWork, wanted: Mapping[str, int], draw: Draw | None, lookups: Sequence[Lookup]
) -> Reserved:
    sequences = uow.connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
    last: dict[str, int] = {row[0]: row[1] for row in sequences}
    reserved = Reserved(
        {
            name: list(range(last.get(name, 0) + 1, last.get(name, 0) + count + 1))
            for name, count in wanted.items()
        }
    )
    reserved.found.update(look_up(uow, lookups))
    if draw is not None:
        reserved.last_number = uow.execute(text(_RAISE_COUNTER), _draw_values(draw)).scalar_one()
    return reserved


def _reserve_postgresql(
    uow: UnitOfWork, wanted: Mapping[str, int], draw: Draw | None, lookups: Sequence[Lookup]
) -> Reserved:
    parts = [
        f"SELECT '{name}', nextval('{name}_id_seq'), {_NOTHING} FROM generate_series(1, {count})"
        for name, count in wanted.items()
    ]
    values: dict[str, Any] = {}
    for lookup in lookups:
        sql = lookup.sql.replace(HELD, _HOLDING)
        parts.append(f"SELECT '?{lookup.what}', found.* FROM ({sql}) AS found")
        values.update(lookup.values)
    head = ""
    if draw is not None:
        parts.append(f"SELECT '#', last_value::bigint, {_NOTHING} FROM raised")
        head = f"WITH raised AS ({_RAISE_COUNTER}) "
        values.update(_draw_values(draw))
    return _sorted_out(uow.execute(text(head + " UNION ALL ".join(parts)), values), wanted)


def _sorted_out(rows: Iterable[Any], wanted: Mapping[str, int]) -> Reserved:
    reserved = Reserved({name: [] for name in wanted})
    for what, value, *rest in rows:
        if what == "#":
            reserved.last_number = value
        elif what.startswith("?"):
            reserved.found.setdefault(what[1:], []).append(Found(value, *rest))
        else:
            reserved.ids[what].append(value)
    return reserved


def _draw_values(draw: Draw) -> dict[str, Any]:
    return {"kind": draw.kind, "year": draw.year, "count": draw.count}


def write_rows(
    uow: UnitOfWork, batches: Sequence[tuple[Table, Rows]], *, changes: Sequence[RowChange] = ()
) -> None:
    """Insert rows of several tables and change others. All rows of one batch name the same columns.

    No row is changed that is inserted here, and none twice.

    Raises:
        TryAgain: a row to be changed is gone or no longer has the version it was seen with.
    """
    filled = [(table, rows) for table, rows in batches if rows]
    if uow.dialect == "postgresql":
        changed = _write_in_one_statement(uow, filled, changes)
    else:
        changed = sum(_change(uow, change) for change in changes)
        for table, rows in filled:
            uow.connection.execute(table.insert(), list(rows))
    if changed != len(changes):
        raise TryAgain("a row was changed in the meantime")


def _change(uow: UnitOfWork, change: RowChange) -> int:
    row, values = change.table.c, dict(change.values)
    statement = update(change.table).where(row.id == change.id)
    if change.seen_version is not None:
        statement = statement.where(row.version == change.seen_version)
        values["version"] = change.seen_version + 1
    return uow.execute(statement.values(values)).rowcount


def _write_in_one_statement(
    uow: UnitOfWork, batches: Sequence[tuple[Table, Rows]], changes: Sequence[RowChange]
) -> int:
    """Return how many rows were changed."""
    dialect = uow.connection.dialect
    clauses: list[str] = []
    values: dict[str, Any] = {}
    for index, change in enumerate(changes):
        clauses.append(
            f"u{index} AS ({_update(change, prefix=f'u{index}', values=values, to=dialect)})"
        )
    for index, (table, rows) in enumerate(batches):
        columns = list(rows[0])
        tuples = [
            _placeholders(table, row, columns, prefix=f"p{index}_{line}", values=values, to=dialect)
            for line, row in enumerate(rows)
        ]
        clauses.append(
            f'i{index} AS (INSERT INTO "{table.name}" ({_quoted(columns)}) '
            f"VALUES {', '.join(f'({each})' for each in tuples)})"
        )
    changed = " + ".join(f"(SELECT count(*) FROM u{index})" for index in range(len(changes)))
    statement = f"WITH {', '.join(clauses)} SELECT {changed or '0'}"
    return int(uow.connection.exec_driver_sql(statement, values).scalar_one())


def _update(change: RowChange, *, prefix: str, values: dict[str, Any], to: Dialect) -> str:
    table, new, where = change.table, dict(change.values), {"id": change.id}
    if change.seen_version is not None:
        new["version"] = change.seen_version + 1
        where["version"] = change.seen_version
    columns, conditions = list(new), list(where)
    settings = _placeholders(table, new, columns, prefix=prefix, values=values, to=to)
    seen = _placeholders(table, where, conditions, prefix=f"{prefix}_w", values=values, to=to)
    return (
        f'UPDATE "{table.name}" SET ({_quoted(columns)}) = ROW ({settings}) '
        f"WHERE ({_quoted(conditions)}) = ({seen}) RETURNING 1"
    )


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
    return ", ".join(names)


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
