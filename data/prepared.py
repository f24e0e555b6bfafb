"""Statements built once and run many times.

Building a statement of a dozen sub-queries, and recognising it in SQLAlchemy's cache, costs one to
two milliseconds a time: more than running it. Here it is compiled once for each engine, and a call
hands the driver its text and its values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.sql.compiler import SQLCompiler

from data.unit_of_work import UnitOfWork


class Prepared:
    """A query with named values (`bindparam`). Its columns are numbers, texts and truths only:
    what comes back has the driver's types, and no list may be among the values.
    """

    def __init__(self, query: Select[Any]) -> None:
        self._query = query
        self._compiled: dict[str, SQLCompiler] = {}

    def rows(self, uow: UnitOfWork, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """Run the query and return all its rows."""
        compiled = self._compiled.get(uow.dialect)
        if compiled is None:
            made = self._query.compile(dialect=uow.connection.dialect)
            assert isinstance(made, SQLCompiler)
            compiled = self._compiled[uow.dialect] = made
        bound = compiled.construct_params(dict(values))
        order = compiled.positiontup
        ready = bound if order is None else tuple(bound[name] for name in order)
        return uow.connection.exec_driver_sql(str(compiled.string), ready).all()
