"""The lines and facts of an order: repairs with prices, words, condition, identity."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from services.tickets.dto import LineView, TicketDetail
from services.types import ConditionMark, Outcome, Priority, TicketStatus
from ui.fonts import scaled
from ui.format import Formats, PromiseKind
from ui.parts.painting import RIGHT
from ui.parts.text import Text, Tone
from ui.screens.queue.editing.words import (
    DEVICE_CATEGORY_WORDS,
    clock_words,
    job_category_words,
)
from ui.screens.queue.words import (
    CHECK_WORDS,
    CONDITION_WORDS,
    GRADE_WORDS,
    MARK_WORDS,
    OUTCOME_WORDS,
    PRIORITY_WORDS,
    because_words,
    say,
)
from ui.tokens import Space, TypeRole

_LABEL_WIDTH: Final = 84
_HOUR: Final = timedelta(hours=1)
_TOLD: Final = (ConditionMark.BROKEN, ConditionMark.WORN, ConditionMark.UNTESTABLE)

_DONE: Final = (TicketStatus.READY_PICKUP, TicketStatus.DELIVERED, TicketStatus.CANCELLED)

Fact = tuple[str, str]


class Lines(QWidget):
    """The repairs and parts with their prices."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue-lines")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(7)

    def show_lines(self, detail: TicketDetail, *, formats: Formats) -> None:
        """Show the lines of an order."""
        _empty(self._column)
        if not detail.lines:
            self._column.addWidget(Text(say("No repair chosen yet"), tone=Tone.SECOND))
        for line in detail.lines:
            self._column.addWidget(LineRow(line, formats=formats))


class LineRow(QWidget):
    """One repair or part: its name, its grade and warranty, its price."""

    def __init__(self, line: LineView, *, formats: Formats) -> None:
        super().__init__()
        self.setObjectName("queue-line")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Text(_titled(line), role=TypeRole.LABEL, wrap=True, name="line-title"))
        about = _about(line, formats=formats)
        if about:
            names.addWidget(Text(about, tone=Tone.SECOND, wrap=True, name="line-about"))
        words, tone = _price(line, formats=formats)
        amount = Text(words, role=TypeRole.LABEL, tone=tone, align=RIGHT, name="line-amount")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.MEDIUM)
        row.addLayout(names, stretch=1)
        row.addWidget(amount)


def _titled(line: LineView) -> str:
    return line.title if line.quantity == 1 else f"{line.quantity} × {line.title}"


def _about(line: LineView, *, formats: Formats) -> str:
    parts = [say(GRADE_WORDS[line.grade])] if line.grade is not None else []
    if line.warranty_months == 1:
        parts.append(say("1 month"))
    elif line.warranty_months:
        parts.append(say("{months} months", months=line.warranty_months))
    if line.discount_minor:
        parts.append(say("discount {amount}", amount=formats.money(line.discount_minor)))
    if line.is_below_book and line.book_minor is not None:
        book = formats.money(line.book_minor * line.quantity)
        parts.append(say("below the price book’s {amount}", amount=book))
    return _sentence_case(", ".join(parts))


def _price(line: LineView, *, formats: Formats) -> tuple[str, Tone]:
    if line.price_minor is None:
        return say("ask"), Tone.SECOND
    amount = formats.money(line.amount_minor or 0)
    return (f"≈ {amount}", Tone.EST) if line.estimated else (amount, Tone.TEXT)


class Facts(QWidget):
    """Short facts: a quiet word at the left, what is known at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue-facts")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.MEDIUM)
        self._grid.setVerticalSpacing(Space.TIGHT)
        self._grid.setColumnStretch(1, 1)
        self._fit()

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these facts."""
        _empty(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for row, (word, known) in enumerate(facts):
            self._grid.addWidget(Text(word, tone=Tone.SECOND, name="fact-word"), row, 0, top)
            value = Text(known, wrap=True, name="fact")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(value, row, 1)

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self._fit()

    def _fit(self) -> None:
        self._grid.setColumnMinimumWidth(0, scaled(_LABEL_WIDTH))


def facts_of(detail: TicketDetail) -> tuple[Fact, ...]:
    """Return what there is to know of an order; what is empty is left out."""
    known = (
        (say("Shelf slot"), detail.slot),
        (say("Priority"), _haste(detail)),
        (say("Words"), f"“{detail.words}”" if detail.words else ""),
        (say("Finding"), detail.finding),
        (say("Condition"), _condition(detail)),
        (say("Left with it"), ", ".join(detail.accessories)),
        *_identity(detail),
        (say("Outcome"), _outcome(detail)),
        (say("Collected by"), _collected(detail)),
        (say("Technician"), detail.technician_name or say("Nobody yet")),
        (say("Because"), _because(detail)),
        (say("Kind"), _kind(detail)),
        (say("Time"), _time(detail)),
    )
    return tuple(fact for fact in known if fact[1])


def _because(detail: TicketDetail) -> str:
    return _sentence_case(because_words(detail.because)) if detail.because is not None else ""


def _condition(detail: TicketDetail) -> str:
    told = [
        say("{part} {mark}", part=say(CONDITION_WORDS[part]), mark=say(MARK_WORDS[mark]))
        for mark in _TOLD
        for part, marked in detail.condition
        if marked is mark
    ]
    if detail.condition and not told:
        return say("All good")
    return _sentence_case(", ".join(told))


def _sentence_case(text: str) -> str:
    # Not `capitalize`: it would make the rest lower case.
    return text[:1].upper() + text[1:]


def _identity(detail: TicketDetail) -> tuple[Fact, ...]:
    if detail.imei or detail.serial:
        return ((say("IMEI"), detail.imei), (say("Serial"), detail.serial))
    return ((say("No IMEI"), detail.no_identity_reason),)


def _outcome(detail: TicketDetail) -> str:
    if detail.outcome is None or detail.outcome is Outcome.CANCELLED:
        return say("Device is still here") if detail.to_hand_back else ""
    return say(OUTCOME_WORDS[detail.outcome])


def _collected(detail: TicketDetail) -> str:
    if detail.collection is None:
        return ""
    who = detail.collection.name or detail.customer_name
    return say("{who}, {check}", who=who, check=say(CHECK_WORDS[detail.collection.check]))


def _haste(detail: TicketDetail) -> str:
    return "" if detail.priority is Priority.NORMAL else say(PRIORITY_WORDS[detail.priority])


def _kind(detail: TicketDetail) -> str:
    """Say what kind of device and of work it is: "Phone, display"."""
    category = detail.device_category
    device = say(DEVICE_CATEGORY_WORDS[category]) if category is not None else ""
    work = job_category_words(detail.job_category)
    if device and work:
        return say("{device}, {work}", device=device, work=work[:1].lower() + work[1:])
    return device or work


def _time(detail: TicketDetail) -> str:
    estimated, actual = detail.estimated_minutes, detail.actual_minutes
    parts = []
    if estimated is not None:
        parts.append(say("{time} h estimated", time=clock_words(estimated)))
    if actual is not None:
        parts.append(say("{time} h taken", time=clock_words(actual)))
    return ", ".join(parts)


def due_words(detail: TicketDetail, *, formats: Formats, now: datetime) -> tuple[str, PromiseKind]:
    """Say when the order is due: "due in 35 min, 15:00"; what is done is no longer late."""
    promised = detail.promised_at_utc
    if promised is None:
        return say("No time promised"), PromiseKind.PLAIN
    if detail.status in _DONE:
        day = formats.date_short(promised, now)
        return say("Promised: {time}", time=day), PromiseKind.PLAIN
    words, time = formats.promise(promised, now), formats.time(promised)
    match words.kind:
        case PromiseKind.LATE:
            return say("{late}, {time}", late=words.text, time=time), words.kind
        case PromiseKind.SOON if now <= promised <= now + _HOUR:
            return say("due {soon}, {time}", soon=words.text, time=time), words.kind
        case PromiseKind.SOON:
            # Till the shop closes, and from its next opening on.
            day = formats.date_short(promised, now)
            return say("{left}, {time}", left=words.text, time=day), words.kind
        case PromiseKind.PLAIN:
            return words.text, words.kind


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
