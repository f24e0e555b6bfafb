"""The three pages of the sheet: the order, its device and fault, its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.tickets.dto import EditedField, TicketDetail
from services.types import DeviceCategory, Priority
from ui.field_row import FieldRow
from ui.format import Formats
from ui.parts.combo import Combo
from ui.parts.field import Field
from ui.parts.text import Text, Tone
from ui.parts.text_area import TextArea
from ui.screens.queue.editing.entries import (
    ChoiceEntry,
    Choices,
    ConditionEntry,
    Entry,
    PromiseEntry,
    Read,
    TextEntry,
)
from ui.screens.queue.editing.line_editor import LinesEntry
from ui.screens.queue.editing.slot_field import SlotField
from ui.screens.queue.editing.words import (
    DEVICE_CATEGORY_WORDS,
    FIELD_WORDS,
    clock_words,
    job_category_words,
)
from ui.screens.queue.words import PRIORITY_WORDS, say
from ui.tokens import Height, Space, TypeRole

F = EditedField

_NONE = ("", "–")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its key and words on the switch, its widget and its entries in reading order."""

    key: str
    words: str
    widget: QWidget
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """All pages, and the entries that more is to be told to."""

    pages: tuple[Page, ...]
    slot: SlotField
    job: ChoiceEntry
    lines: LinesEntry
    total: Text
    agreed: Text


def build_pages(detail: TicketDetail, *, formats: Formats, now: datetime, prices: bool) -> Pages:
    """Build the pages of an order; what can't be edited where it stands is left out."""
    slot = SlotField(say(FIELD_WORDS[F.SLOT]), ticket_id=int(detail.ticket_id))
    job = _choice(F.JOB_CATEGORY, choices=(_NONE,), read=lambda d: d.job_category)
    lines = LinesEntry(formats, prices=prices)
    total = Text("", role=TypeRole.STRONG, name="edit-total")
    agreed = Text("", tone=Tone.WARN, wrap=True, name="edit-agreed")
    agreed.hide()
    may = detail.editable
    order = [each for each in _order_entries(detail, slot, job, formats, now) if each.what in may]
    fault = [each for each in _fault_entries() if each.what in may]
    pages = [
        _page("order", say("Order"), order, pairs=True),
        _page("fault", say("Device and fault"), fault),
    ]
    if F.LINES in may:
        pages.append(_page("lines", say("Lines"), (lines,), below=(total, agreed)))
    return Pages(
        pages=tuple(page for page in pages if page.entries),
        slot=slot,
        job=job,
        lines=lines,
        total=total,
        agreed=agreed,
    )


def job_choices(categories: Iterable[str]) -> Choices:
    """Return the kinds of work as a list offers them."""
    return (_NONE, *((key, job_category_words(key)) for key in sorted(set(categories))))


def _order_entries(
    detail: TicketDetail, slot: SlotField, job: ChoiceEntry, formats: Formats, now: datetime
) -> tuple[Entry, ...]:
    device = _choice(
        F.DEVICE_CATEGORY,
        choices=(_NONE, *((c.value, say(DEVICE_CATEGORY_WORDS[c])) for c in DeviceCategory)),
        read=lambda d: d.device_category or "",
    )
    priority = _choice(
        F.PRIORITY,
        choices=tuple((p.value, say(PRIORITY_WORDS[p])) for p in Priority),
        read=lambda d: d.priority.value,
    )
    entries: tuple[Entry, ...] = (
        priority,
        TextEntry(F.SLOT, slot, read=lambda d: d.slot),
        PromiseEntry(formats, now=now),
        job,
        _time(F.ESTIMATED_MINUTES, read=lambda d: d.estimated_minutes),
        _time(F.ACTUAL_MINUTES, read=lambda d: d.actual_minutes),
    )
    # The catalogue says what its models are.
    return (*entries, device) if detail.device_model_id is None else entries


def _fault_entries() -> tuple[Entry, ...]:
    return (
        _words(F.WORDS, read=lambda d: d.words),
        _words(F.FINDING, read=lambda d: d.finding),
        TextEntry(
            F.ACCESSORIES,
            Field(
                say(FIELD_WORDS[F.ACCESSORIES]),
                name="edit-accessories",
                height=Height.STANDARD,
                placeholder=say("Parted by commas"),
            ),
            read=lambda d: ", ".join(d.accessories),
        ),
        ConditionEntry(),
    )


def _choice(what: EditedField, *, choices: Choices, read: Read) -> ChoiceEntry:
    combo = Combo(
        say(FIELD_WORDS[what]),
        name=f"edit-{what.value}".replace("_", "-"),
        height=Height.STANDARD,
    )
    return ChoiceEntry(what, combo, choices=choices, read=read)


def _time(what: EditedField, *, read: Callable[[TicketDetail], int | None]) -> TextEntry:
    field = Field(
        say(FIELD_WORDS[what]),
        name=f"edit-{what.value}".replace("_", "-"),
        height=Height.STANDARD,
        placeholder=say("h:mm"),
        max_length=10,
    )
    return TextEntry(what, field, read=lambda detail: clock_words(read(detail)))


def _words(what: EditedField, *, read: Read) -> TextEntry:
    area = TextArea(say(FIELD_WORDS[what]), name=f"edit-{what.value}", lines=2)
    return TextEntry(what, area, read=read)


def _page(
    key: str,
    words: str,
    entries: Iterable[Entry],
    *,
    pairs: bool = False,
    below: tuple[QWidget, ...] = (),
) -> Page:
    widget = QWidget()
    widget.setObjectName(f"edit-page-{key}")
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.MEDIUM)
    shown = tuple(entries)
    fields = [entry.widget for entry in shown]
    if pairs:
        for start in range(0, len(fields), 2):
            beside = fields[start : start + 2]
            column.addWidget(FieldRow(*beside) if len(beside) > 1 else beside[0])
    else:
        for field in fields:
            column.addWidget(field)
    for each in below:
        column.addWidget(each)
    column.addStretch(1)
    return Page(key=key, words=words, widget=widget, entries=shown)
