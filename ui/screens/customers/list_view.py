"""The list's widgets put together: header, rows or an empty place, footer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.icons import Icon
from ui.measures import least_height
from ui.parts.card import Surface
from ui.parts.empty import Empty
from ui.parts.text import Text, Tone
from ui.screens.customers.empties import EmptyWords, Way
from ui.screens.customers.header import ListHeader
from ui.screens.customers.model import CustomersModel
from ui.screens.customers.table import CustomersTable
from ui.screens.customers.words import listed_words, say
from ui.tokens import Height, Space

_BUSY_MS: Final = 300


class ListView(QWidget):
    """Header, rows and footer in their places.

    Signals:
        way_chosen(object): the `Way` of the empty place's button.
    """

    way_chosen = Signal(object)

    def __init__(self, model: CustomersModel) -> None:
        super().__init__()
        self.setObjectName("customers-list")
        self.header = ListHeader()
        self.table = CustomersTable(model)
        self.empty = Empty("", icon=Icon.USERS, name="customers-empty")
        self.count = Text("", tone=Tone.SECOND, name="customers-count")
        self._keys = Text(
            "    ".join((say("Enter open"), say("/ find"))), tone=Tone.THIRD, name="customers-keys"
        )
        self._rows = QStackedWidget()
        self._way = Way.ALL
        self._busy = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._busy.timeout.connect(lambda: self.count.setText(say("Reading the customers …")))
        self.empty.acted.connect(lambda: self.way_chosen.emit(self._way))
        self._build()

    @property
    def is_empty(self) -> bool:
        """Whether the empty place is shown instead of rows."""
        return self._rows.currentIndex() == 1

    def focus_rows(self) -> None:
        """Take the keyboard to the rows, or to what can be done about there being none."""
        where = self.table
        if not self.is_empty:
            where.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.empty.action.isHidden():
            self.empty.action.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.header.focus_find()

    def show_asking(self) -> None:
        """Say that customers are being read, if it takes a while."""
        self._busy.start()

    def show_rows(self) -> None:
        """Show the rows."""
        self._busy.stop()
        self._rows.setCurrentIndex(0)

    def show_empty(self, words: EmptyWords) -> None:
        """Show why there is nothing."""
        self._busy.stop()
        had_keyboard = self.table.hasFocus()
        self._way = words.way
        self.empty.say(words.what, why=words.why, action=words.action, icon=words.icon)
        self._rows.setCurrentIndex(1)
        self.count.setText("")
        if had_keyboard:
            self.focus_rows()

    def show_count(self, count: int, *, is_capped: bool) -> None:
        """Say how many customers are in sight, and of how many."""
        if not self._busy.isActive():
            shown = self.table.whole_rows_in_sight()
            self.count.setText(listed_words(shown, count=count, is_capped=is_capped))

    def _build(self) -> None:
        place = Surface("surface", name="customers-empty-place")
        middle = QVBoxLayout(place)
        middle.addWidget(self.empty)
        self._rows.addWidget(self.table)
        self._rows.addWidget(place)
        footer = Surface("canvas", name="customers-footer")
        least_height(footer, Height.STANDARD)
        self._keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout(footer)
        line.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        line.setSpacing(Space.LARGE)
        line.addWidget(self.count)
        line.addWidget(self._keys, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._rows, stretch=1)
        column.addWidget(footer)
