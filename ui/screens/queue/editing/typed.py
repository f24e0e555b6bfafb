"""From what was typed into the sheet to the command, or to what keeps it from that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.tickets.dto import EditedField, LineEdit, TicketDetail
from services.types import PartGrade
from ui.format import Formats
from ui.screens.queue.editing.words import minutes_in
from ui.screens.queue.words import say

F = EditedField

# What differs from the order it was typed for, by field: the values of the sheet's entries.
Typed = dict[EditedField, object]

_TIMES = (F.ESTIMATED_MINUTES, F.ACTUAL_MINUTES)
_CATEGORIES = (F.DEVICE_CATEGORY, F.JOB_CATEGORY)
_MOST_PIECES = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTyped:
    """One line as it stands in the sheet; amounts and pieces as they were typed."""

    line_id: int | None
    title: str
    repair_type_id: int | None = None
    grade: PartGrade | None = None
    quantity: str = "1"
    price: str = ""
    discount: str = ""


@dataclass(slots=True, kw_only=True)
class Wanted:
    """The fields of an `EditCommand`, and sentences by field where something can't be read."""

    fields: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def wanted_from(typed: Typed, *, formats: Formats) -> Wanted:
    """Read what was typed."""
    wanted, emptied = Wanted(), set[EditedField]()
    for what, value in typed.items():
        if what is F.LINES:
            lines, problems = lines_from(value, formats=formats)
            wanted.problems |= problems
            wanted.fields[what.value] = lines
        elif what in _TIMES and value:
            minutes = minutes_in(str(value))
            if minutes is None:
                wanted.problems[what.value] = say("Write hours and minutes, like 1:30.")
            wanted.fields[what.value] = minutes
        elif (what in (*_TIMES, *_CATEGORIES) and not value) or value is None:
            emptied.add(what)
        elif what is F.ACCESSORIES:
            wanted.fields[what.value] = tuple(
                part for part in (each.strip() for each in str(value).split(",")) if part
            )
        else:
            wanted.fields[what.value] = value
    if emptied:
        wanted.fields["emptied"] = frozenset(emptied)
    return wanted


def lines_from(value: object, *, formats: Formats) -> tuple[tuple[LineEdit, ...], dict[str, str]]:
    """Read the lines as they were typed; sentences by field for what is no number."""
    lines = value if isinstance(value, tuple) else ()
    edits: list[LineEdit] = []
    problems: dict[str, str] = {}
    for place, line in enumerate(lines):
        assert isinstance(line, LineTyped)
        edits.append(_line_edit(line, place=place, formats=formats, problems=problems))
    return tuple(edits), problems


def _line_edit(
    line: LineTyped, *, place: int, formats: Formats, problems: dict[str, str]
) -> LineEdit:
    def amount(name: str, text: str) -> int | None:
        minor = formats.parse_money(text) if text else None
        if text and minor is None:
            problems[f"lines.{place}.{name}"] = say("Write an amount, like 49.00.")
        return minor

    pieces = int(line.quantity) if line.quantity.isascii() and line.quantity.isdigit() else 0
    if not 1 <= pieces <= _MOST_PIECES:
        problems[f"lines.{place}.quantity"] = say("1 to {most}", most=_MOST_PIECES)
        pieces = 1
    return LineEdit(
        line_id=line.line_id,
        repair_type_id=line.repair_type_id if line.line_id is None else None,
        title=line.title[:200] if line.line_id is None else "",
        grade=line.grade,
        quantity=pieces,
        price_minor=amount("price_minor", line.price),
        discount_minor=amount("discount_minor", line.discount) or 0,
    )


def lines_of(detail: TicketDetail, *, formats: Formats) -> tuple[LineTyped, ...]:
    """Return an order's lines as the sheet shows them."""
    return tuple(
        LineTyped(
            line_id=line.line_id,
            title=line.title,
            repair_type_id=line.repair_type_id,
            grade=line.grade,
            quantity=str(line.quantity),
            price="" if line.price_minor is None else formats.money_field(line.price_minor),
            discount=formats.money_field(line.discount_minor) if line.discount_minor else "",
        )
        for line in detail.lines
    )


def text_of(what: EditedField, value: object) -> str:
    """Return a sheet's value as `FieldChange` keeps one, to be put into words."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return " ".join(f"{part}={mark}" for part, mark in sorted(value.items()))
    if what in _TIMES:
        minutes = minutes_in(str(value))
        return "" if minutes is None else str(minutes)
    return str(value)
