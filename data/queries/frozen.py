"""Turns result rows into the frozen dataclasses that read queries answer with."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.engine import CursorResult

Row = TypeVar("Row")


def frozen(kind: type[Row], result: CursorResult[Any]) -> tuple[Row, ...]:
    """Return every row as a ``kind``, whose fields are the selected columns by name."""
    return tuple(kind(**row) for row in result.mappings())


def frozen_one(kind: type[Row], result: CursorResult[Any]) -> Row | None:
    """Return the first row as a ``kind``, or None."""
    row = result.mappings().first()
    return None if row is None else kind(**row)
