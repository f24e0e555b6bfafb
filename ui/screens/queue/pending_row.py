"""A row that shows what was asked for, while the answer is still on its way."""

from __future__ import annotations

from dataclasses import dataclass, fields

from services.tickets.dto import QueueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRow(QueueRow):
    """The row as it will be; painted with a ring until it is."""


def pending(row: QueueRow) -> PendingRow:
    """Return a row as one whose answer is awaited."""
    return PendingRow(**{each.name: getattr(row, each.name) for each in fields(QueueRow)})
