"""Taking in: the command and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from pydantic import Field

from data.values import (
    ConditionMark,
    ConditionPart,
    CustomerId,
    JobId,
    PartGrade,
    Priority,
    TicketId,
    VisitId,
)
from services.commands import Instant, LongText, MinorAmount, OperationId, RowId, ShortText, command
from services.printing.dto import DocumentKind

Quantity = Annotated[int, Field(ge=1, le=999)]

# Confirmed by repeating the command with this key in ``confirmed``.
CONFIRM_TERMS_OPEN = "terms-open"


@command
class CustomerEntry:
    """A known customer by id, or a new one: a name and one contact (phone or e-mail).

    Name and phone beside an id say who was chosen: they must be the ones kept.
    """

    customer_id: RowId | None = None
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

    repair_type_id: RowId | None = None
    title: ShortText = ""
    grade: PartGrade | None = None
    quantity: Quantity = 1
    price_minor: MinorAmount | None = None
    labour_minor: MinorAmount = 0
    tax_class_id: RowId | None = None
    estimated: bool = False


@command
class DeviceEntry:
    """One device of the visit with its order. IMEI or serial, or a reason why neither."""

    device_id: RowId | None = None
    device_model_id: RowId | None = None
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
    technician_id: RowId | None = None
    comeback_of_id: RowId | None = None


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
