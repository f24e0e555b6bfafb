"""One order as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.values import (
    CollectedBy,
    CollectedCheck,
    ConditionMark,
    ConditionPart,
    CustomerId,
    DeviceCategory,
    HistoryId,
    HistoryKind,
    Outcome,
    PartGrade,
    PersonId,
    Priority,
    TicketId,
    TicketStatus,
    VisitId,
)
from services.printing.dto import PrintRecord


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
    assigned_to: str = ""


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
    collection: Collection | None = None
