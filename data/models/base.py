"""The one metadata, and the columns and checks every table is built from."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData, Table

from data.types import Id

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def table(name: str, *parts: Any, **options: Any) -> Table:
    """Declare a table; ids are never given out twice, also on SQLite."""
    return Table(name, metadata, *parts, sqlite_autoincrement=True, **options)


def id_column() -> Column[int]:
    """Return the primary key: never reused, on both engines."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def refers(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    """Return a foreign key column to ``target``'s id."""
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """Return the check that keeps ``column`` to the enum's values (NULL passes)."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")
