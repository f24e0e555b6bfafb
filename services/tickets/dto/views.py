"""One order as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.values import (
    AttachmentKind,
    CollectedBy,
    CollectedCheck,
    ConditionMark,
    ConditionPart,
    CustomerId,
    DeviceCategory,
    DeviceId,
    DeviceModelId,
    HistoryId,
    HistoryKind,
    NoteKind,
    Outcome,
    PartGrade,
    PersonId,
    Priority,
    RepairTypeId,
    TicketId,
    TicketStatus,
    VisitId,
)
from services.printing.dto import PrintRecord
from services.tickets.dto.changes import Because
from services.tickets.dto.editing import EditedField, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """Amounts are minor units; ``price_minor`` None is "ask". ``tax_minor`` is this line's tax.

    ``price_minor`` is for one piece, ``discount_minor`` for all. ``book_minor`` is the price book's
    price when the order was opened, where the book has one and the order is still open.
    """

    line_id: int
    position: int
    repair_type_id: RepairTypeId | None
    title: str
    grade: PartGrade | None
    quantity: int
    price_minor: int | None
    labour_minor: int
    discount_minor: int
    tax_name: str
    tax_rate_ppm: int
    tax_minor: int
    warranty_months: int
    estimated: bool
    book_minor: int | None = None

    @property
    def amount_minor(self) -> int | None:
        """What the whole line comes to, its discount taken off; None is "ask"."""
        if self.price_minor is None:
            return None
        return self.price_minor * self.quantity - self.discount_minor

    @property
    def is_below_book(self) -> bool:
        """Whether the customer pays less than the price book asks."""
        amount = self.amount_minor
        if amount is None or self.book_minor is None:
            return False
        return amount < self.book_minor * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """One thing that happened. ``changes`` are those of an edit, or of one taken back.

    ``is_undone``: it was taken back, and a note's words with it.
    """

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
    assigned_to: str = ""
    note_kind: NoteKind = NoteKind.INTERNAL
    changes: tuple[FieldChange, ...] = ()
    attached: AttachmentKind | None = None
    because: Because | None = None
    is_undone: bool = False


class LinkKind(StrEnum):
    """Why another order is shown beside this one; an order is shown for the first that holds."""

    COMEBACK_OF = "comeback_of"
    COMEBACK = "comeback"
    SAME_VISIT = "same_visit"
    SAME_DEVICE = "same_device"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedOrder:
    kind: LinkKind
    ticket_id: TicketId
    number: str
    status: TicketStatus
    device_title: str
    opened_at_utc: datetime


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
class Collection:
    """Who took the device out of the shop and how it was checked; ``name`` if not the customer."""

    by: CollectedBy
    name: str
    check: CollectedCheck
    at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDetail:
    """Everything about one order. Amounts are minor units of ``currency``.

    ``agreed_minor`` is the total the customer was told when the device was taken in, None while
    that was open; no edit since changes it.
    ``because``: why the rule gave it to the technician who has it now.
    """

    ticket_id: TicketId
    number: str
    status: TicketStatus
    outcome: Outcome | None
    priority: Priority
    customer_id: CustomerId
    customer_name: str
    customer_phone: str
    customer_email: str
    device_id: DeviceId
    device_model_id: DeviceModelId | None
    device_title: str
    device_category: DeviceCategory | None
    job_category: str
    colour: str
    imei: str
    serial: str
    no_identity_reason: str
    words: str
    finding: str
    condition: tuple[tuple[ConditionPart, ConditionMark], ...]
    accessories: tuple[str, ...]
    lines: tuple[LineView, ...]
    currency: str
    prices_include_tax: bool
    subtotal_minor: int
    tax_minor: int
    total_minor: int
    total_is_open: bool
    agreed_minor: int | None
    deposit_agreed_minor: int
    paid_minor: int
    balance_minor: int
    technician_id: PersonId | None
    technician_name: str
    promised_at_utc: datetime | None
    estimated_minutes: int | None
    actual_minutes: int | None
    slot: str
    opened_at_utc: datetime
    taken_in_by: str
    till: str
    terms_version: int | None
    terms_accepted: bool
    visit_id: VisitId
    visit_numbers: tuple[str, ...]
    linked: tuple[LinkedOrder, ...]
    to_hand_back: bool
    version: int
    history: tuple[HistoryView, ...]
    prints: tuple[PrintRecord, ...]
    next_moves: tuple[NextMove, ...]
    editable: frozenset[EditedField]
    undoable_history_id: HistoryId | None
    undo_until_utc: datetime | None
    collection: Collection | None = None
    because: Because | None = None

    @property
    def is_above_agreed(self) -> bool:
        """Whether the order now comes to more than the customer was told."""
        if self.agreed_minor is None or self.total_is_open:
            return False
        return self.total_minor > self.agreed_minor
