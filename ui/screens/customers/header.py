"""The list's header: title, what to find, and the filters."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.customers.dto import Activity
from ui.icons import Icon
from ui.measures import least_width, most_width
from ui.parts.button import Button, ButtonKind, IconButton
from ui.parts.card import Surface
from ui.parts.chip import FilterChip
from ui.parts.combo import Combo
from ui.parts.field import Field, LabelPlace
from ui.parts.flow import Flow
from ui.parts.keycap import Keycap
from ui.parts.segmented import Segmented
from ui.parts.text import Text
from ui.screens.customers.words import ACTIVITY_WORDS, say
from ui.shortcuts import shortcut
from ui.tokens import Height, Space, TypeRole

_TYPED_MS: Final = 120
_FIND_MOST: Final = 300
_FIND_LEAST: Final = 140


class Since(StrEnum):
    """Since when a customer is known, as one chooses it."""

    ANY = "any"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def day(self, today: date) -> date | None:
        """Return the first day, None for any."""
        days = _DAYS.get(self)
        return None if days is None else today - timedelta(days=days)


_DAYS: Final = {Since.WEEK: 7, Since.MONTH: 30, Since.QUARTER: 90, Since.YEAR: 365}
_SINCE_WORDS: Final = {
    Since.ANY: "Any time",
    Since.WEEK: "Last 7 days",
    Since.MONTH: "Last 30 days",
    Since.QUARTER: "Last 90 days",
    Since.YEAR: "Last 12 months",
}


class ListHeader(Surface):
    """Title, search and filters.

    Signals:
        text_changed(object): what to find, shortly after the last key.
        filters_changed(): another filter was chosen.
        list_wanted(): Enter, Down or Esc in the search: back to the rows.
    """

    text_changed = Signal(object)
    filters_changed = Signal()
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", name="customers-header", parent=parent)
        self.title = Text(say("Customers"), role=TypeRole.TITLE, name="customers-title")
        self.search = Field(
            say("Find by name, phone or e-mail"),
            name="customers-find",
            placeholder=say("Name, phone or e-mail"),
            icon=Icon.SEARCH,
            trailing=Keycap(shortcut("customers.find").keycap),
            place=LabelPlace.HIDDEN,
            height=Height.STANDARD,
            max_length=200,
        )
        new = shortcut("customers.new")
        self.new = Button(
            say("New customer"),
            kind=ButtonKind.PRIMARY,
            icon=Icon.PLUS,
            key=new.keycap,
            name="customers-new",
        )
        self.more = IconButton(say("Import or export"), icon=Icon.ELLIPSIS, name="customers-files")
        self.activity = Segmented(
            say("Active or set aside"),
            name="customers-activity",
            choices=tuple((each, say(words)) for each, words in ACTIVITY_WORDS.items()),
            value=Activity.ACTIVE,
            height=Height.DENSE,
        )
        self.has_open = FilterChip(say("With open orders"), name="customers-has-open")
        self.since = Combo(
            say("Known since"),
            name="customers-since",
            choices=tuple((each, say(words)) for each, words in _SINCE_WORDS.items()),
            value=Since.ANY,
            place=LabelPlace.BESIDE,
            height=Height.DENSE,
        )
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        most_width(self.search, _FIND_MOST)
        least_width(self.search, _FIND_LEAST)
        line = QHBoxLayout()
        line.setSpacing(Space.SMALL)
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(self.search, stretch=4)
        line.addWidget(self.more)
        line.addWidget(self.new)
        filters = Flow(gap=Space.MEDIUM, name="customers-filters")
        filters.show_row([self.activity, self.has_open, self.since])
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, 10)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(filters)

    def _connect(self) -> None:
        self._typed.timeout.connect(self._tell)
        self.search.text_edited.connect(self._edited)
        self.activity.chosen.connect(self._filtered)
        self.has_open.chosen.connect(self._filtered)
        self.since.chosen.connect(self._filtered)
        self.search.edit.installEventFilter(self)

    def focus_find(self) -> None:
        """Take the keyboard into the search."""
        self.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit.selectAll()

    def show_text(self, text: str) -> None:
        """Show a text in the search without a signal."""
        self._typed.stop()
        if self.search.text() != text:
            self.search.set_text(text)

    def show_filters(self, *, activity: Activity, has_open: bool, since: Since) -> None:
        """Show filters as chosen, without a signal."""
        self.activity.set_value(activity)
        self.has_open.setChecked(has_open)
        self.since.set_value(since)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down go to the rows; Esc clears first, then goes too."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._leave()
            case Qt.Key.Key_Escape if self.search.edit.text():
                self.search.edit.clear()
                self._tell()
            case Qt.Key.Key_Escape:
                self._leave()
            case _:
                return False
        return True

    def _edited(self, _text: object) -> None:
        self._typed.start()

    def _filtered(self, _value: object) -> None:
        self.filters_changed.emit()

    def _leave(self) -> None:
        if self._typed.isActive():
            self._tell()
        self.list_wanted.emit()

    def _tell(self) -> None:
        self._typed.stop()
        self.text_changed.emit(self.search.text())
