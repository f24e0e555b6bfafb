"""The queue's questions and rows."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.values import (
    CustomerId,
    DeviceModelId,
    PersonId,
    Priority,
    TicketId,
    TicketStatus,
)
from services.tickets.dto.views import NextMove


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
    """``promise``: earliest first, none last, after these what is ready. ``newest``: by intake.

    The others sort open orders only: ``status`` in the order of the work, ``balance`` what is due
    most first, the rest by the alphabet. What has none comes last.
    """

    PROMISE = "promise"
    NEWEST = "newest"
    DEVICE = "device"
    CUSTOMER = "customer"
    STATUS = "status"
    TECHNICIAN = "technician"
    TILL = "till"
    BALANCE = "balance"


class QueueGrouping(StrEnum):
    """What orders are grouped by. ``day`` is the shop's day of the promise."""

    NONE = "none"
    STATUS = "status"
    TECHNICIAN = "technician"
    PRIORITY = "priority"
    DAY = "day"
    DEVICE = "device"


class SpanKind(StrEnum):
    """Which days are meant, seen from the shop's today; ``days`` names the first and the last."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    NEXT_7_DAYS = "next_7_days"
    DAYS = "days"
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
    """Days of the shop, both ends included. Without ``first`` or ``last`` that side is open."""

    kind: SpanKind
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilters:
    """What narrows the list besides its chip; all of it applies. ``unassigned``: to nobody."""

    status: TicketStatus | None = None
    priority: Priority | None = None
    technician_id: PersonId | None = None
    unassigned: bool = False
    customer_id: CustomerId | None = None
    device_model_id: DeviceModelId | None = None
    opened: DaySpan | None = None
    promised: DaySpan | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == QueueFilters()

    @property
    def is_closed(self) -> bool:
        """Whether only closed orders can answer."""
        return self.status in (TicketStatus.DELIVERED, TicketStatus.CANCELLED)


# More orders than this are listed without groups, and say so.
MOST_GROUPED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuestion:
    """What the queue is asked. ``text`` filters by number, customer, phone or device.

    ``turned`` asks for the other way round than ``sort`` usually goes.
    """

    chip: QueueChip = QueueChip.OPEN
    text: str = ""
    filters: QueueFilters = QueueFilters()
    sort: QueueSort = QueueSort.PROMISE
    turned: bool = False
    grouping: QueueGrouping = QueueGrouping.NONE

    @property
    def sort_in_force(self) -> QueueSort:
        """What the answer is sorted by: all orders, of which there may be millions, by intake."""
        return QueueSort.NEWEST if self.chip is QueueChip.ALL else self.sort

    @property
    def is_turned(self) -> bool:
        """Whether the answer is the other way round than its sort usually goes."""
        return self.turned and self.sort_in_force is self.sort


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the queue. ``balance_minor`` is what is due; ``balance_is_open`` shows "ask".

    ``next_moves`` are the legal steps from ``status``, whoever may take them.
    """

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
    customer_id: CustomerId
    device_model_id: DeviceModelId | None
    technician_id: PersonId | None
    next_moves: tuple[NextMove, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueGroup:
    """Orders that follow each other in the answer. ``key`` is stable over answers.

    It is a status, a priority, a person's id or a day (ISO 8601), empty for "none"; ``name`` is the
    technician's or the device's.
    """

    key: str
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAnswer:
    """The ids in order, and the first page of rows read in the same transaction.

    ``groups`` follow each other in the ids' order; there are none where more than `MOST_GROUPED`
    orders answer.
    """

    ids: array[int]
    first_rows: tuple[QueueRow, ...]
    complete: bool
    groups: tuple[QueueGroup, ...] = ()


# The columns of the board, from left to right: every status an open order can have.
BOARD_STATUSES = (
    TicketStatus.PENDING,
    TicketStatus.DIAGNOSING,
    TicketStatus.AWAITING_APPROVAL,
    TicketStatus.IN_PROGRESS,
    TicketStatus.WAITING_PARTS,
    TicketStatus.COMPLETED,
    TicketStatus.READY_PICKUP,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAnswer:
    """The open orders by status, in the list's order, and the first page of rows of each."""

    columns: dict[TicketStatus, array[int]]
    first_rows: dict[TicketStatus, tuple[QueueRow, ...]]
