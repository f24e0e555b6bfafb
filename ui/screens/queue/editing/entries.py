"""One field of the sheet each: what it holds, and what the order holds, as comparable values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from services.tickets.dto import EditedField, TicketDetail
from services.types import ConditionPart
from ui.format import Formats
from ui.moment_field import MomentField
from ui.parts.checkbox import Checkbox
from ui.parts.combo import Combo
from ui.parts.condition_row import Condition, ConditionRow
from ui.parts.field import Field
from ui.parts.text import Text, Tone
from ui.parts.text_area import TextArea
from ui.screens.queue.editing.words import FIELD_WORDS
from ui.screens.queue.words import CONDITION_WORDS, say
from ui.tokens import Space, TypeRole

# A new promise begins an hour from now, on the hour.
_PROMISE_AHEAD: Final = timedelta(hours=1)

Choices = tuple[tuple[str, str], ...]
Read = Callable[[TicketDetail], object]


class Entry(Protocol):
    """A field of the sheet. Values are compared with ``==``, typed ones with the order's."""

    what: EditedField

    @property
    def widget(self) -> QWidget:
        """The field."""

    def get(self) -> object:
        """Return what stands in it."""

    def put(self, value: object) -> None:
        """Put a value in without a signal."""

    def of(self, detail: TicketDetail) -> object:
        """Return the value an order has."""

    def set_error(self, sentence: str | None) -> None:
        """Say what can't be accepted."""

    def set_hint(self, hint: str) -> None:
        """Say something quiet below."""

    def take_focus(self) -> None:
        """Take the keyboard."""


class TextEntry:
    """A line or some lines of text."""

    def __init__(self, what: EditedField, field: Field | TextArea, *, read: Read) -> None:
        self.what = what
        self.field = field
        self._read = read
        field.text_edited.connect(lambda _text: field.set_error(None))

    @property
    def widget(self) -> QWidget:
        """The field."""
        return self.field

    def get(self) -> object:
        """Return the text."""
        return self.field.text()

    def put(self, value: object) -> None:
        """Put a text in."""
        self.field.set_text(str(value))

    def of(self, detail: TicketDetail) -> object:
        """Return the order's text."""
        return str(self._read(detail)).strip()

    def set_error(self, sentence: str | None) -> None:
        """Say what can't be accepted."""
        self.field.set_error(sentence)

    def set_hint(self, hint: str) -> None:
        """Say something quiet below."""
        self.field.set_hint(hint)

    def take_focus(self) -> None:
        """Take the keyboard."""
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class ChoiceEntry:
    """One of some values; the empty text is none of them."""

    def __init__(self, what: EditedField, combo: Combo, *, choices: Choices, read: Read) -> None:
        self.what = what
        self.combo = combo
        self._read = read
        self.offer(choices)
        combo.chosen.connect(lambda _value: combo.set_error(None))

    @property
    def widget(self) -> QWidget:
        """The list."""
        return self.combo

    def offer(self, choices: Choices) -> None:
        """Offer these; what was chosen before stays chosen."""
        chosen = self.get()
        known = {value for value, _words in choices}
        self._known = choices
        self.combo.set_choices(choices)
        if chosen in known or chosen:
            self.put(chosen)

    def get(self) -> object:
        """Return the chosen value as text."""
        return str(self.combo.value() or "")

    def put(self, value: object) -> None:
        """Choose a value; one that is not on the list is put there."""
        if value not in {known for known, _words in self._known}:
            self._known = (*self._known, (str(value), str(value).capitalize()))
            self.combo.set_choices(self._known)
        self.combo.set_value(value)

    def of(self, detail: TicketDetail) -> object:
        """Return the order's value as text."""
        return str(self._read(detail) or "")

    def set_error(self, sentence: str | None) -> None:
        """Say what can't be accepted."""
        self.combo.set_error(sentence)

    def set_hint(self, hint: str) -> None:
        """Say something quiet below."""
        self.combo.set_hint(hint)

    def take_focus(self) -> None:
        """Take the keyboard."""
        self.combo.box.setFocus(Qt.FocusReason.OtherFocusReason)


class PromiseEntry(QWidget):
    """A box to tick, and while it is ticked a day and time."""

    what = EditedField.PROMISE

    def __init__(self, formats: Formats, *, now: datetime) -> None:
        super().__init__()
        self.setObjectName("edit-promise-row")
        self._formats = formats
        self._start = formats.local(now + _PROMISE_AHEAD).replace(minute=0, second=0, microsecond=0)
        self._kept: datetime | None = None
        label = Text(say(FIELD_WORDS[self.what]), role=TypeRole.LABEL, tone=Tone.SECOND)
        self.ticked = Checkbox(say("A time is promised"), name="edit-promised")
        self.moment = MomentField(say("Day and time"), name="edit-promise", formats=formats)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(label)
        column.addWidget(self.ticked)
        column.addWidget(self.moment)
        self.ticked.toggled.connect(self._tick)
        self.moment.picked.connect(lambda _moment: self.moment.set_error(None))

    @property
    def widget(self) -> QWidget:
        """Both."""
        return self

    def get(self) -> object:
        """Return the promised instant, or None; one that was only shown keeps its seconds."""
        if not self.ticked.isChecked():
            return None
        shown = self.moment.moment()
        kept = self._kept
        if kept is not None and shown == kept.replace(second=0, microsecond=0):
            return kept
        return shown

    def put(self, value: object) -> None:
        """Show a promise, or none."""
        self._kept = value if isinstance(value, datetime) else None
        self.ticked.setChecked(self._kept is not None)
        self.moment.show_moment(self._kept or self._start)
        self.moment.setVisible(self._kept is not None)

    def of(self, detail: TicketDetail) -> object:
        """Return the order's promise."""
        return detail.promised_at_utc

    def set_error(self, sentence: str | None) -> None:
        """Say what can't be accepted."""
        self.moment.set_error(sentence)

    def set_hint(self, hint: str) -> None:
        """Say something quiet below."""
        self.moment.set_hint(hint)
        self.moment.setVisible(self.ticked.isChecked() or bool(hint))

    def take_focus(self) -> None:
        """Take the keyboard."""
        if self.ticked.isChecked():
            self.moment.take_focus()
        else:
            self.ticked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tick(self, on: object) -> None:
        self.moment.setVisible(bool(on))
        self.moment.set_error(None)


class ConditionEntry(QWidget):
    """The marks of the device's parts, in two columns."""

    what = EditedField.CONDITION

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("edit-condition")
        self.rows = {
            part: ConditionRow(
                say(CONDITION_WORDS[part]).capitalize(), name=f"edit-condition-{part.value}"
            )
            for part in ConditionPart
        }
        self._hint = Text("", tone=Tone.THIRD, wrap=True, name="edit-condition-below")
        self._hint.hide()
        label = Text(say(FIELD_WORDS[self.what]), role=TypeRole.LABEL, tone=Tone.SECOND)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.LARGE)
        grid.setVerticalSpacing(Space.TIGHT)
        grid.addWidget(label, 0, 0, 1, 2)
        half = (len(self.rows) + 1) // 2
        for place, row in enumerate(self.rows.values()):
            grid.addWidget(row, 1 + place % half, place // half)
        grid.addWidget(self._hint, 1 + half, 0, 1, 2)

    @property
    def widget(self) -> QWidget:
        """The grid."""
        return self

    def get(self) -> object:
        """Return the marks by part."""
        found = ((part, row.condition()) for part, row in self.rows.items())
        return {part.value: mark.value for part, mark in found if mark is not None}

    def put(self, value: object) -> None:
        """Show the marks."""
        marks = value if isinstance(value, dict) else {}
        for part, row in self.rows.items():
            mark = marks.get(part.value)
            row.set_value(Condition(mark) if mark is not None else None)

    def of(self, detail: TicketDetail) -> object:
        """Return the order's marks."""
        return {part.value: mark.value for part, mark in detail.condition}

    def set_error(self, sentence: str | None) -> None:
        """Say what can't be accepted, which no mark can be."""
        self.set_hint(sentence or "")

    def set_hint(self, hint: str) -> None:
        """Say something quiet below."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def take_focus(self) -> None:
        """Take the keyboard."""
        next(iter(self.rows.values())).setFocus(Qt.FocusReason.OtherFocusReason)
