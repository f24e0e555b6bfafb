"""Editing one order: what may be changed, the command, and what an edit changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from data.values import (
    ConditionMark,
    ConditionPart,
    DeviceCategory,
    PartGrade,
    Priority,
    TicketId,
)
from services.commands import Instant, LongText, MinorAmount, OperationId, RowId, ShortText, command
from services.tickets.dto.intake import Quantity

# Confirmed by repeating the command with this key in ``confirmed``.
CONFIRM_SLOT_IN_USE = "slot-in-use"

# A device may wait for weeks, but nobody works on it for this long.
MOST_MINUTES = 60_000

Minutes = Annotated[int, Field(ge=0, le=MOST_MINUTES)]
SlotName = Annotated[str, Field(max_length=40)]


class EditedField(StrEnum):
    """What may be edited of an order; the names of `EditCommand`'s fields."""

    PRIORITY = "priority"
    PROMISE = "promised_at_utc"
    SLOT = "slot"
    DEVICE_CATEGORY = "device_category"
    JOB_CATEGORY = "job_category"
    ESTIMATED_MINUTES = "estimated_minutes"
    ACTUAL_MINUTES = "actual_minutes"
    WORDS = "words"
    FINDING = "finding"
    CONDITION = "condition"
    ACCESSORIES = "accessories"
    LINES = "lines"


@command
class LineEdit:
    """One line as it shall be; lines not named are taken off, their order is the order given.

    With ``line_id`` a line that is there: what it is called, its repair and its tax stay, whatever
    is said of them here, and ``price_minor`` None leaves it at "ask". Without, a new line, as at
    the intake: ``price_minor`` None takes the price book's. The price is for one piece, the
    discount for all of them.
    """

    line_id: RowId | None = None
    repair_type_id: RowId | None = None
    title: ShortText = ""
    grade: PartGrade | None = None
    quantity: Quantity = 1
    price_minor: MinorAmount | None = None
    discount_minor: MinorAmount = 0
    tax_class_id: RowId | None = None


@command
class EditCommand:
    """Edit one order. A field that is None stays; one named in ``emptied`` is emptied.

    Texts are emptied by "". ``slot`` is where the device lies.
    """

    operation_id: OperationId
    ticket_id: RowId
    priority: Priority | None = None
    promised_at_utc: Instant | None = None
    slot: SlotName | None = None
    device_category: DeviceCategory | None = None
    job_category: ShortText | None = None
    estimated_minutes: Minutes | None = None
    actual_minutes: Minutes | None = None
    words: LongText | None = None
    finding: LongText | None = None
    condition: dict[ConditionPart, ConditionMark] | None = None
    accessories: Annotated[tuple[ShortText, ...], Field(max_length=30)] | None = None
    lines: Annotated[tuple[LineEdit, ...], Field(max_length=50)] | None = None
    emptied: frozenset[EditedField] = frozenset()
    seen_version: int | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSays:
    """A line before or after an edit. Amounts are minor units."""

    title: str
    grade: PartGrade | None
    quantity: int
    price_minor: int | None
    discount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """One line that an edit added (``old`` None), took off (``new`` None) or changed."""

    old: LineSays | None
    new: LineSays | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that an edit changed, as plain text: an ISO instant, minutes, a key, words.

    ``is_told`` False: the words were erased with the person they were about.
    """

    field: EditedField
    old: str = ""
    new: str = ""
    lines: tuple[LineChange, ...] = ()
    is_told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotUse:
    """A slot with a device in it; without a number where it is not the actor's to see."""

    slot: str
    slot_folded: str
    ticket_id: TicketId | None
    number: str
    device_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePrice:
    """What one line would cost. ``book_minor`` is the price book's confirmed price for one now."""

    price_minor: int | None
    amount_minor: int | None
    book_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesPreview:
    """What an order would come to with other lines. Amounts are minor units."""

    lines: tuple[LinePrice, ...]
    tax_minor: int
    total_minor: int
    total_is_open: bool
