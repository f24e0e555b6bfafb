"""One transaction in progress: what repositories and queries are handed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import CursorResult, Row


class UnitOfWork:
    """A connection inside an open transaction. It never outlives its ``with`` block."""

    __slots__ = ("connection", "dialect")

    def __init__(self, *, connection: Connection, dialect: Literal["sqlite", "postgresql"]) -> None:
        self.connection = connection
        self.dialect = dialect

    def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run one statement in this transaction."""
        return self.connection.execute(statement, parameters)

    def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Iterable[Row[Any]]:
        """Run a query and return all its rows."""
        return self.connection.execute(statement, parameters).all()

    def first(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Row[Any] | None:
        """Run a query and return its first row, or None."""
        return self.connection.execute(statement, parameters).first()
