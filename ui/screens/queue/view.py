"""The queue's widgets put together: header, rows or an empty place, footer, and the panel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from services.tickets.dto import QueueQuestion
from ui.icons import Icon
from ui.parts.card import Surface
from ui.parts.empty import Empty
from ui.screens.queue.delegate import QueueDelegate
from ui.screens.queue.detail.panel import DetailPanel
from ui.screens.queue.empties import EmptyWords, Way
from ui.screens.queue.footer import QueueFooter
from ui.screens.queue.header import QueueHeader
from ui.screens.queue.model import QueueModel
from ui.screens.queue.stage import Stage
from ui.screens.queue.table import QueueTable
from ui.screens.queue.words import listed_words, say

_BUSY_MS: Final = 300


class QueueView(Stage):
    """Header, rows, footer and panel in their places.

    Signals (besides those of `Stage`):
        way_chosen(object): the `Way` of the empty place's button.
    """

    way_chosen = Signal(object)

    def __init__(self, parent: QWidget, *, model: QueueModel, delegate: QueueDelegate) -> None:
        super().__init__(parent)
        self._model = model
        self.table = QueueTable(model, delegate=delegate)
        self.header = QueueHeader()
        self.footer = QueueFooter()
        self.panel = DetailPanel()
        self.empty = Empty("", icon=Icon.INBOX, name="queue-empty")
        self._rows = QStackedWidget()
        self._way = Way.OPEN
        self.put(self._listing(), panel=self.panel)
        self._busy = QTimer(self)
        self._busy.setSingleShot(True)
        self._busy.setInterval(_BUSY_MS)
        self._busy.timeout.connect(self._say_busy)
        self.empty.acted.connect(lambda: self.way_chosen.emit(self._way))

    def show_rows(self, question: QueueQuestion) -> None:
        """Show the rows and say how many are in sight."""
        self._rows.setCurrentWidget(self.table)
        self.show_count(question)

    def show_empty(self, words: EmptyWords, *, question: QueueQuestion) -> None:
        """Show why there is nothing."""
        self._way = words.way
        self.empty.say(words.what, why=words.why, action=words.action, icon=words.icon)
        self._rows.setCurrentIndex(1)
        self.show_count(question)

    @property
    def is_empty(self) -> bool:
        """Whether the empty place is shown instead of rows."""
        return self._rows.currentIndex() == 1

    def show_count(self, question: QueueQuestion) -> None:
        """Say how many orders are in sight."""
        self._busy.stop()
        shown = self.table.whole_rows_in_sight()
        count = self._model.rowCount()
        self.footer.count.setText(listed_words(question.chip, shown=shown, count=count))

    def show_asking(self) -> None:
        """Say that the orders are being read, if it takes a while."""
        self._busy.start()

    # --- inside ----------------------------------------------------------------------------------

    def _listing(self) -> QWidget:
        place = Surface("surface", name="queue-empty-place")
        middle = QVBoxLayout(place)
        middle.addWidget(self.empty)
        self._rows.addWidget(self.table)
        self._rows.addWidget(place)
        listing = QWidget()
        listing.setObjectName("queue-list")
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._rows, stretch=1)
        column.addWidget(self.footer)
        return listing

    def _say_busy(self) -> None:
        self.footer.count.setText(say("Reading the orders …"))
