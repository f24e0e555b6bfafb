"""Writes operations, audit rows and the change log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from data import models as m
from data.unit_of_work import UnitOfWork


def insert_changes(uow: UnitOfWork, changes: Sequence[tuple[str, int]], *, at: datetime) -> None:
    """Write one change row per (entity, id)."""
    uow.connection.execute(
        m.change.insert(),
        [{"entity": entity, "entity_id": key, "at_utc": at} for entity, key in changes],
    )


def insert_operation(uow: UnitOfWork, row: Mapping[str, Any]) -> None:
    """Write one carried-out operation; a twin of the same id loses (`TryAgain`)."""
    uow.connection.execute(m.operation.insert(), row)


def insert_audit(uow: UnitOfWork, row: Mapping[str, Any]) -> None:
    """Append one audit row."""
    uow.connection.execute(m.audit.insert(), row)
