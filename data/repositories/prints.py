"""Writes print records: what became of every attempt to put something onto paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data import models as m
from data.clock import now_of
from data.unit_of_work import UnitOfWork


def insert_record(uow: UnitOfWork, row: Mapping[str, Any]) -> None:
    """Append one print record, at the database's instant."""
    uow.connection.execute(m.print_record.insert().values(**row, at_utc=now_of(uow)))
