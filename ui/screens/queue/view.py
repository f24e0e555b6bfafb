"""The queue's widgets put together: header, rows or an empty place, footer, and the panel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from services.tickets.dto import QueueChip, QueueQuestion
from ui.icons import Icon
from ui.parts.card import Surface
from ui.parts.empty import Empty
from ui.screens.queue.board.board import Board, least_board_width
from ui.screens.queue.delegate import QueueDelegate
from ui.screens.queue.detail.panel import DetailPanel
from ui.screens.queue.empties import EmptyWords, Way
from ui.screens.queue.footer import QueueFooter
from ui.screens.queue.header import QueueHeader
from ui.screens.queue.shape import Orders, Shape
from ui.screens.queue.stage import Stage
from ui.screens.queue.table import QueueTable
from ui.screens.queue.words import listed_words, say
from ui.tokens import Space

_BUSY_MS: Final = 300


class QueueView(Stage):
    """Header, rows, footer and panel in their places.

    Signals (besides those of `Stage`):
        way_chosen(object): the `Way` of the empty place's button.
    """

    way_chosen = Signal(object)

    def __init__(
        self, parent: QWidget, *, orders: Orders, delegate: QueueDelegate, board: Board
    ) -> None:
        super().__init__(parent)
        self._orders = orders
        self.table = QueueTable(orders.table, delegate=delegate)
        self.board = board
        self.header = QueueHeader()
        self.footer = QueueFooter()
        self.panel = DetailPanel()
        self.empty = Empty("", icon=Icon.INBOX, name="queue-empty")
        self._rows = QStackedWidget()
        self._way = Way.OPEN
        self._marked = 0
        self.put(self._listing(), panel=self.panel)
        self._busy = QTimer(self)
        self._busy.setSingleShot(True)
        self._busy.setInterval(_BUSY_MS)
        self._busy.timeout.connect(self._say_busy)
        self.empty.acted.connect(lambda: self.way_chosen.emit(self._way))

    def show_shape(self, shape: Shape) -> None:
        """Make table or board the place of the rows."""
        self.header.shape.set_value(shape)
        self.keep_for_list(least_board_width() if shape is Shape.BOARD else 0)
        if not self.is_empty:
            self._rows.setCurrentWidget(self._place())

    def focus_rows(self) -> None:
        """Take the keyboard to the rows."""
        if self._orders.shape is Shape.BOARD:
            self.board.take_keyboard()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def has_chosen(self) -> bool:
        """Whether the order the person is at is marked among the rows."""
        shown = self.board if self._orders.shape is Shape.BOARD else self.table
        return shown.has_chosen

    @property
    def rows_have_keyboard(self) -> bool:
        """Whether the keyboard is among the rows."""
        return self._rows.isAncestorOf(self.focusWidget())

    def paint_again(self) -> None:
        """Write what the clock changes anew."""
        self.table.viewport().update()
        self.board.update_cards()

    def rows_corner(self) -> QPoint:
        """Return the top left corner of the rows on the screen."""
        return self._rows.mapToGlobal(QPoint(Space.LARGE, 0))

    def menu_spot(self) -> QPoint | None:
        """Return the place for a menu of the person's order, None if it is out of sight."""
        shown = self.board if self._orders.shape is Shape.BOARD else self.table
        return shown.menu_spot()

    def show_rows(self, question: QueueQuestion) -> None:
        """Show the rows and say how many are in sight."""
        self._rows.setCurrentWidget(self._place())
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
        if self._marked > 1:
            words = say("{count} orders marked", count=f"{self._marked:,}")
            self.footer.count.setText(words)
            return
        is_board = self._orders.shape is Shape.BOARD
        shown = self.board.whole_cards_in_sight() if is_board else self.table.whole_rows_in_sight()
        # Of all orders only the open ones stand on the board.
        chip = QueueChip.OPEN if is_board and question.chip is QueueChip.ALL else question.chip
        self.footer.count.setText(listed_words(chip, shown=shown, count=self._orders.count))

    def show_marked(self, count: int, *, question: QueueQuestion) -> None:
        """Say how many orders the keys act on, while they are several."""
        was, self._marked = self._marked, count
        if count > 1 or was > 1:
            self.show_count(question)

    def show_asking(self) -> None:
        """Say that the orders are being read, if it takes a while."""
        self._busy.start()

    # --- inside ----------------------------------------------------------------------------------

    def _place(self) -> QWidget:
        return self.board if self._orders.shape is Shape.BOARD else self.table

    def _listing(self) -> QWidget:
        place = Surface("surface", name="queue-empty-place")
        middle = QVBoxLayout(place)
        middle.addWidget(self.empty)
        self._rows.addWidget(self.table)
        self._rows.addWidget(place)
        self._rows.addWidget(self.board)
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
