"""Repair orders as they cross the boundary: commands in, views out, and the Counter's draft."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from data.values import (
    CollectedBy,
    CollectedCheck,
    ConditionMark,
    ConditionPart,
    CustomerId,
    DeviceCategory,
    HistoryId,
    HistoryKind,
    JobId,
    Outcome,
    PartGrade,
    PersonId,
    Priority,
    TicketId,
    TicketStatus,
    VisitId,
)
from services.commands import (
    Instant,
    LongText,
    MinorAmount,
    OperationId,
    ShortText,
    command,
)
from services.printing.dto import DocumentKind, PrintRecord

Quantity = Annotated[int, Field(ge=1, le=999)]

# Keys a caller confirms by repeating the command with them in ``confirmed``.
CONFIRM_BALANCE_DUE = "balance-due"
CONFIRM_TERMS_OPEN = "terms-open"

# Within this many seconds the person who made the last move may take it back (DOMAIN.md).
UNDO_SECONDS = 60


# --- taking in ----------------------------------------------------------------------------------


@command
class CustomerEntry:
    """A known customer by id, or a new one: a name and one contact (phone or e-mail)."""

    customer_id: int | None = None
    name: ShortText = ""
    phone: ShortText = ""
    email: ShortText = ""
    sms_consent: bool | None = None
    email_consent: bool | None = None


@command
class LineEntry:
    """One repair or part. ``price_minor`` None takes the price book's, or stays "ask".

    ``price_minor`` is for one piece, as the shop writes prices (with or without tax).
    """

    repair_type_id: int | None = None
    title: ShortText = ""
    grade: PartGrade | None = None
    quantity: Quantity = 1
    price_minor: MinorAmount | None = None
    labour_minor: MinorAmount = 0
    tax_class_id: int | None = None
    estimated: bool = False


@command
class DeviceEntry:
    """One device of the visit with its order. IMEI or serial, or a reason why neither."""

    device_id: int | None = None
    device_model_id: int | None = None
    title: ShortText = ""
    colour: ShortText = ""
    imei: ShortText = ""
    serial: ShortText = ""
    no_identity_reason: ShortText = ""
    words: LongText = ""
    priority: Priority = Priority.NORMAL
    lines: Annotated[tuple[LineEntry, ...], Field(max_length=50)] = ()
    condition: dict[ConditionPart, ConditionMark] = field(default_factory=dict)
    accessories: Annotated[tuple[ShortText, ...], Field(max_length=30)] = ()
    promised_at_utc: Instant | None = None
    deposit_agreed_minor: MinorAmount = 0
    technician_id: int | None = None
    comeback_of_id: int | None = None


@command
class IntakeCommand:
    """Take in one visit. ``prints`` None prints what this till prints on intake."""

    operation_id: OperationId
    customer: CustomerEntry
    devices: Annotated[tuple[DeviceEntry, ...], Field(min_length=1, max_length=20)]
    terms_accepted: bool = False
    prints: tuple[DocumentKind, ...] | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    ticket_id: TicketId
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeResult:
    """The visit is stored. ``replayed`` says this operation id had been carried out before."""

    visit_id: VisitId
    customer_id: CustomerId
    customer_created: bool
    tickets: tuple[TakenIn, ...]
    print_job_ids: tuple[JobId, ...]
    taken_in_at_utc: datetime
    replayed: bool = False


# --- the Counter's draft: everything optional, kept as it is typed -------------------------------


@dataclass(slots=True, kw_only=True)
class DraftLine:
    repair_type_id: int | None = None
    title: str = ""
    grade: str = PartGrade.ORIGINAL.value
    price_minor: int | None = None
    price_text: str = ""
    estimated: bool = False
    tax_class_id: int | None = None
    warranty_months: int = 0


@dataclass(slots=True, kw_only=True)
class DraftDevice:
    device_id: int | None = None
    device_model_id: int | None = None
    title: str = ""
    category: str = ""
    colour: str = ""
    imei: str = ""
    serial: str = ""
    no_identity_reason: str = ""
    grade: str = PartGrade.ORIGINAL.value
    lines: list[DraftLine] = field(default_factory=list)
    words: str = ""
    condition: dict[str, str] = field(default_factory=dict)
    accessories: list[str] = field(default_factory=list)
    promised_at_utc: str = ""
    deposit_text: str = ""
    priority: str = Priority.NORMAL.value


@dataclass(slots=True, kw_only=True)
class IntakeDraft:
    """What is on the Counter, typed so far. Plain JSON values, so that any text survives."""

    operation_id: str = ""
    customer_id: int | None = None
    customer_text: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    sms_consent: bool | None = None
    email_consent: bool | None = None
    devices: list[DraftDevice] = field(default_factory=lambda: [DraftDevice()])
    current_device: int = 0
    terms_accepted: bool = False
    kept_at_utc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedDraft:
    """A draft set aside with *Save draft*."""

    key: str
    title: str
    kept_at_utc: str


# --- moving -------------------------------------------------------------------------------------


@command
class MoveCommand:
    """Move one order on. A note is required for ``cancelled``.

    ``outcome`` applies to ``completed``; by default repaired, from awaiting_approval declined.
    """

    operation_id: OperationId
    ticket_id: int
    to: TicketStatus
    note: LongText = ""
    outcome: Outcome | None = None
    seen_version: int | None = None
    confirmed: frozenset[str] = frozenset()


@command
class UndoCommand:
    """Take the last move back, within `UNDO_SECONDS`, by the person who made it."""

    operation_id: OperationId
    ticket_id: int
    history_id: int


@command
class CorrectCommand:
    """Put a wrong status, customer or device right, with a reason. A manager's act."""

    operation_id: OperationId
    ticket_id: int
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    status: TicketStatus | None = None
    customer_id: int | None = None
    device_model_id: int | None = None
    device_title: ShortText | None = None
    imei: ShortText | None = None
    serial: ShortText | None = None
    seen_version: int | None = None


@command
class HandOverCommand:
    """Record who collected the device (ready_pickup → delivered), or *Hand back* if cancelled."""

    operation_id: OperationId
    ticket_id: int
    collected_by: CollectedBy = CollectedBy.CUSTOMER
    collected_name: ShortText = ""
    check: CollectedCheck = CollectedCheck.CLAIM_TICKET
    note: LongText = ""
    seen_version: int | None = None
    confirmed: frozenset[str] = frozenset()


@command
class NoteCommand:
    operation_id: OperationId
    ticket_id: int
    text: Annotated[str, Field(min_length=1, max_length=20_000)]


@command
class AssignCommand:
    """Give the order to a technician, or to nobody."""

    operation_id: OperationId
    ticket_id: int
    technician_id: int | None
    seen_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveResult:
    """Where the order stands now. ``undo_until_utc`` None: this can't be taken back."""

    ticket_id: TicketId
    number: str
    status: TicketStatus
    version: int
    history_id: HistoryId
    undo_until_utc: datetime | None
    replayed: bool = False


# --- views --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """Amounts are minor units; ``price_minor`` None is "ask". ``tax_minor`` is this line's tax."""

    position: int
    title: str
    grade: PartGrade | None
    quantity: int
    price_minor: int | None
    labour_minor: int
    tax_name: str
    tax_rate_ppm: int
    tax_minor: int
    warranty_months: int
    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    history_id: HistoryId
    kind: HistoryKind
    old_status: TicketStatus | None
    new_status: TicketStatus | None
    outcome: Outcome | None
    note: str
    person: str
    till: str
    at_utc: datetime
    undoes_id: HistoryId | None


class MoveKind(StrEnum):
    """How a legal next step is carried out: a move, a hand-over or a hand-back."""

    MOVE = "move"
    HAND_OVER = "hand_over"
    HAND_BACK = "hand_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextMove:
    """One legal next step. The first of a list is the most likely one."""

    kind: MoveKind
    to: TicketStatus
    needs_note: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDetail:
    """Everything about one order. Amounts are minor units of ``currency``."""

    ticket_id: TicketId
    number: str
    status: TicketStatus
    outcome: Outcome | None
    priority: Priority
    customer_id: CustomerId
    customer_name: str
    customer_phone: str
    customer_email: str
    device_title: str
    device_category: DeviceCategory | None
    colour: str
    imei: str
    serial: str
    no_identity_reason: str
    words: str
    condition: tuple[tuple[ConditionPart, ConditionMark], ...]
    accessories: tuple[str, ...]
    lines: tuple[LineView, ...]
    currency: str
    prices_include_tax: bool
    subtotal_minor: int
    tax_minor: int
    total_minor: int
    total_is_open: bool
    deposit_agreed_minor: int
    paid_minor: int
    balance_minor: int
    technician_id: PersonId | None
    technician_name: str
    promised_at_utc: datetime | None
    opened_at_utc: datetime
    taken_in_by: str
    till: str
    terms_version: int | None
    terms_accepted: bool
    visit_id: VisitId
    visit_numbers: tuple[str, ...]
    to_hand_back: bool
    version: int
    history: tuple[HistoryView, ...]
    prints: tuple[PrintRecord, ...]
    next_moves: tuple[NextMove, ...]
    undoable_history_id: HistoryId | None
    undo_until_utc: datetime | None


# --- the queue ----------------------------------------------------------------------------------


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
    """``promise``: earliest promise first, none last. ``newest``: by intake, newest first."""

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
