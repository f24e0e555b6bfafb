"""The queue's questions and rows."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.values import (
    Priority,
    TicketId,
    TicketStatus,
)


class QueueChip(StrEnum):
    """The queue's filters. Counts are true under the current text filter."""

    OPEN = "open"
    MINE = "mine"
    DUE_TODAY = "due_today"
    LATE = "late"
    AWAITING_APPROVAL = "awaiting_approval"
    WAITING_PARTS = "waiting_parts"
    READY = "ready"
    UNASSIGNED = "unassigned"
    TO_HAND_BACK = "to_hand_back"
    ALL = "all"


class QueueSort(StrEnum):
    """``promise``: earliest first, none last, after these what is ready. ``newest``: by intake."""

    PROMISE = "promise"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuestion:
    """What the queue is asked. ``text`` filters by number, customer, phone or device."""

    chip: QueueChip = QueueChip.OPEN
    text: str = ""
    status: TicketStatus | None = None
    sort: QueueSort = QueueSort.PROMISE


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the queue. ``balance_minor`` is what is due; ``balance_is_open`` shows "ask"."""

    ticket_id: TicketId
    number: str
    device_title: str
    repairs: str
    priority: Priority
    customer_name: str
    status: TicketStatus
    promised_at_utc: datetime | None
    ready_at_utc: datetime | None
    opened_at_utc: datetime
    technician_name: str
    technician_initials: str
    balance_minor: int
    balance_is_open: bool
    to_hand_back: bool
    till: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAnswer:
    """The ids in order, and the first page of rows read in the same transaction."""

    ids: array[int]
    first_rows: tuple[QueueRow, ...]
    complete: bool
