"""Rows of orders an act is on its way for, or was just refused for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from services.tickets.dto import QueueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRow(QueueRow):
    """The row as it will be; painted with a ring until it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow(QueueRow):
    """The row as it was before; marked for a while, with the reason."""

    reason: str


def pending(row: QueueRow) -> PendingRow:
    """Return a row as one whose answer is awaited."""
    return PendingRow(**_values(row))


def refused(row: QueueRow, *, reason: str) -> RefusedRow:
    """Return a row as one that something was refused for."""
    return RefusedRow(**_values(row), reason=reason)


def plain(row: QueueRow) -> QueueRow:
    """Return a row without either mark."""
    return QueueRow(**_values(row))


def reason_in(row: QueueRow) -> str:
    """Return why something was just refused for an order; empty where nothing was."""
    return row.reason if isinstance(row, RefusedRow) else ""


def _values(row: QueueRow) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(QueueRow)}
