"""The database's own clock, for leases: the same for every workstation of a shop."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Float, bindparam, func, literal_column, type_coerce

from data.types import UtcDateTime
from data.unit_of_work import UnitOfWork

# SQLite's clock tells milliseconds; the zeros make its text compare with stored instants.
_SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'"


def now_of(uow: UnitOfWork) -> ColumnElement[datetime]:
    """Return the SQL of the database's present instant."""
    text = _SQLITE_NOW if uow.dialect == "sqlite" else "clock_timestamp()"
    return literal_column(text, type_=UtcDateTime())


def later_of(uow: UnitOfWork, seconds: float) -> ColumnElement[datetime]:
    """Return the SQL of the database's instant ``seconds`` from now."""
    bound = bindparam(None, seconds, Float())
    if uow.dialect == "sqlite":
        moved = func.strftime("%Y-%m-%d %H:%M:%f", "now", func.printf("%+.3f seconds", bound)).op(
            "||"
        )("000")
        return type_coerce(moved, UtcDateTime())
    return literal_column("clock_timestamp()", type_=UtcDateTime()) + func.make_interval(
        0, 0, 0, 0, 0, 0, bound
    )
