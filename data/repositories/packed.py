"""Many rows in one statement: packed into one JSON text, unpacked by the store itself.

Bound one by one, the values of a large import keep SQLite's only writer for seconds in Python.
Packed, they are ready before the transaction begins, and the store inserts them in one go.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import TextClause, bindparam, text

from data.types import UtcDateTime


class Kind(StrEnum):
    """What a packed column holds."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Packed:
    """Rows on their way. They name no columns: the layout that packed them does."""

    rows: str
    count: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of packed rows, in order."""

    columns: Mapping[str, Kind]

    def pack(self, rows: Iterable[Mapping[str, Any]]) -> Packed:
        """Pack rows; each names every column of the layout."""
        cells = [[_plain(row[name]) for name in self.columns] for row in rows]
        return Packed(json.dumps(cells, ensure_ascii=False), len(cells))

    def source(self, dialect: Literal["sqlite", "postgresql"]) -> str:
        """Return the query that unpacks the rows bound as ``rows``."""
        unpack = _ON_SQLITE if dialect == "sqlite" else _ON_POSTGRESQL
        listed = ", ".join(
            f"{unpack[kind].format(index)} AS {name}"
            for index, (name, kind) in enumerate(self.columns.items())
        )
        if dialect == "sqlite":
            return f"(SELECT {listed} FROM json_each(:rows))"
        return (
            f"(SELECT {listed} FROM jsonb_array_elements(CAST(:rows AS jsonb)) "
            "WITH ORDINALITY AS each_row(value, position) ORDER BY position)"
        )


_ON_SQLITE = dict.fromkeys(Kind, "json_extract(value, '$[{}]')")
_ON_POSTGRESQL = {
    Kind.NUMBER: "CAST(value ->> {} AS bigint)",
    Kind.TEXT: "value ->> {}",
    Kind.TRUTH: "CAST(value ->> {} AS boolean)",
    Kind.INSTANT: "CAST(value ->> {} AS timestamp) AT TIME ZONE 'UTC'",
}


def statement(sql: str, **values: Any) -> TextClause:
    """Return a statement with its values bound; instants as the store writes them."""
    bound = (
        bindparam(name, value, type_=UtcDateTime())
        if isinstance(value, datetime)
        else bindparam(name, value)
        for name, value in values.items()
    )
    return text(sql).bindparams(*bound)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # As `UtcDateTime` writes it, so that instants sort as text on SQLite.
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value
