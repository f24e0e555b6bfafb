"""The table of orders: what is in sight, where the person is, and the keys of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from services.tickets.dto import QueueSort
from ui.fonts import text_scale
from ui.parts.table import TableView
from ui.screens.queue.columns import Column, columns_for
from ui.screens.queue.delegate import CELL_GAP, QueueDelegate
from ui.screens.queue.grouped_model import GroupedModel
from ui.screens.queue.places import near_place
from ui.screens.queue.several.plans import MOST
from ui.screens.queue.widths import Widths
from ui.screens.queue.words import say
from ui.tokens import Space

# Long enough that a drag over two million rows asks only for where it ends.
_SETTLE_MS: Final = 40

# The others read upward: the earliest promise and the first letter come first.
_DOWNWARD: Final = (QueueSort.NEWEST, QueueSort.BALANCE)

_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An order in sight and how far below the table's top it stands."""

    ticket_id: int
    place: int
    top: int


class QueueTable(TableView):
    """Shows a `GroupedModel`. One row is the person's; it is kept by its order's id.

    Signals (besides those of `TableView`):
        chosen(object): the ticket id a person moved to.
        opened(object): the ticket id a person pressed Enter on, or double-clicked.
        detail_toggled(): Space: show or hide the details.
        left(): Esc.
        sight_changed(): other rows came into sight.
        sort_chosen(object): the `QueueSort` of a head that was pressed.
        all_marked(object): how many orders the list holds, when all shall be marked.
        marks_changed(): more or fewer rows are marked.
    """

    chosen = Signal(object)
    opened = Signal(object)
    detail_toggled = Signal()
    left = Signal()
    sight_changed = Signal()
    sort_chosen = Signal(object)
    all_marked = Signal(object)
    marks_changed = Signal()

    def __init__(
        self, model: GroupedModel, *, delegate: QueueDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(say("Orders"), name="queue-table", parent=parent)
        self._orders = model
        self._row_painter = delegate
        self._is_moving = False
        # No row is the person's, though Qt's current one stays for the arrows to go on from.
        self._is_apart = False
        self.most = MOST
        self._sort = QueueSort.PROMISE
        self._is_turned = False
        # What a person chose; none: those of the screen's width.
        self.chosen_columns: tuple[Column, ...] = ()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegate(delegate)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.head.setSectionsClickable(True)
        self.widths = Widths(self, model=model)
        self._settle.timeout.connect(self._tell_sight)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.row_changed.connect(self._moved)
        self.row_activated.connect(self._opened)
        self.head.sectionClicked.connect(self._head_pressed)
        self.clicked.connect(lambda index: self._orders.toggle(index.row()))
        model.modelReset.connect(self._show_arrow)
        self._fit_columns()

    # --- where the person is ---------------------------------------------------------------------

    def chosen_place(self) -> int | None:
        """Return the position of the row the person is at."""
        current = self.currentIndex()
        is_chosen = current.isValid() and self.is_selected(current.row())
        return current.row() if is_chosen else None

    def marked_places(self) -> list[int]:
        """Return where the marked orders stand, from the top; at most one more than ``most``."""
        ranges = self.selectionModel().selection().toList()
        spans = (self._orders.order_places(each.top(), last=each.bottom()) for each in ranges)
        places = {place for span in spans for place in islice(span, self.most + 1)}
        return sorted(places)[: self.most + 1]

    def marked_ids(self) -> tuple[int, ...]:
        """Return the orders of all marked rows, at most one more than ``most``."""
        ids = (self._orders.id_at(place) for place in self.marked_places())
        return tuple(ticket_id for ticket_id in ids if ticket_id is not None)

    def mark_again(self, ticket_ids: Sequence[int]) -> None:
        """Mark several orders that were marked before a new answer, where they stand now."""
        near = self.currentIndex().row()
        self._is_moving = True
        for ticket_id in ticket_ids:
            place = near_place(self._orders.ids, ticket_id, near=max(0, near))
            if place is not None:
                flags = QItemSelectionModel.SelectionFlag
                index = self._orders.index(place, 0)
                self.selectionModel().select(index, flags.Select | flags.Rows)
        self._is_moving = False

    def selectAll(self) -> None:
        """Mark the orders of the list, as many as can be acted on at once."""
        count = self._orders.rowCount()
        if not count:
            return
        orders = islice(self._orders.order_places(0, last=count - 1), self.most)
        last = self._orders.index(max(orders, default=0), 0)
        flags = QItemSelectionModel.SelectionFlag
        marked = QItemSelection(self._orders.index(0, 0), last)
        self.selectionModel().select(marked, flags.ClearAndSelect | flags.Rows)
        current = self.currentIndex()
        if not current.isValid() or current.row() > last.row():
            self.selectionModel().setCurrentIndex(last, flags.NoUpdate)
        self.all_marked.emit(self._orders.order_count)

    def chosen_id(self) -> int | None:
        """Return the order of the row the person is at."""
        place = self.chosen_place()
        return None if place is None else self._orders.id_at(place)

    @property
    def is_at_head(self) -> bool:
        """Whether the person is at a group's head, which is no order."""
        return self._orders.is_head(self.currentIndex().row())

    @property
    def has_chosen(self) -> bool:
        """Whether a row is marked as the person's."""
        return self.chosen_place() is not None

    def choose(self, place: int | None) -> None:
        """Mark a row as the person's without saying so; None marks none."""
        self._is_moving = True
        self._is_apart = place is None
        if place is None:
            self.clearSelection()
        else:
            flags = QItemSelectionModel.SelectionFlag
            index = self._orders.index(place, 0)
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._is_moving = False

    def stand_near(self, place: int) -> None:
        """Let the arrow keys go on from a place without marking its row."""
        count = self._orders.rowCount()
        if not count:
            return
        self._is_moving = True
        index = self._orders.index(min(place, count - 1), 0)
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(index, flags)
        self._is_moving = False

    # --- staying in place over a new answer ------------------------------------------------------

    def rows_in_sight(self) -> range:
        """Return the positions of the rows one can see, even in part."""
        count = self._orders.rowCount()
        if not count:
            return range(0)
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(max(0, first), (count if last < 0 else last + 1))

    def whole_rows_in_sight(self) -> int:
        """Return how many rows one can see from top to bottom."""
        fit = self.viewport().height() // self._row_height()
        if not self._orders.is_grouped:
            return min(fit, self._orders.rowCount())
        first = max(0, self.rowAt(0))
        places = range(first, min(first + fit, self._orders.rowCount()))
        return sum(not self._orders.is_head(place) for place in places)

    def anchor(self) -> Anchor | None:
        """Return what must not move: the person's row if in sight, else the first in sight."""
        sight = self.rows_in_sight()
        if not sight:
            return None
        chosen = self.chosen_place()
        first = next((at for at in sight if not self._orders.is_head(at)), sight.start)
        place = chosen if chosen is not None and chosen in sight else first
        ticket_id = self._orders.id_at(place)
        if ticket_id is None:
            return None
        return Anchor(ticket_id=ticket_id, place=place, top=self.rowViewportPosition(place))

    def return_to(self, anchor: Anchor | None) -> None:
        """Scroll so that the anchor stands where it stood, if it is still near there."""
        if anchor is not None:
            place = near_place(self._orders.ids, anchor.ticket_id, near=anchor.place)
            if place is None:
                place = min(anchor.place, max(0, self._orders.rowCount() - 1))
            self.verticalScrollBar().setValue(place * self._row_height() - anchor.top)
        self._tell_sight()

    def menu_spot(self) -> QPoint | None:
        """Return the place below the status of the person's row, None if it is out of sight."""
        place = self.chosen_place()
        if place is None or place not in self.rows_in_sight():
            return None
        left = self.columnViewportPosition(self.status_section())
        top = self.rowViewportPosition(place) + self.rowHeight(place)
        return self.viewport().mapToGlobal(QPoint(left, top))

    def status_section(self) -> int:
        """Return where the status stands, from the left; where it is hidden, the device."""
        columns = self._orders.columns
        return columns.index(Column.STATUS if Column.STATUS in columns else Column.DEVICE)

    def show_sorted(self, sort: QueueSort, *, turned: bool = False) -> None:
        """Put the arrow where the list is sorted."""
        self._sort, self._is_turned = sort, turned
        self._show_arrow()

    def choose_columns(self, columns: tuple[Column, ...], *, width: int) -> None:
        """Show these columns, or with none those of the screen's width."""
        self.chosen_columns = columns
        self.show_for(width)

    def show_for(self, width: int) -> None:
        """Show the columns of a screen ``width`` pixels wide."""
        columns = columns_for(round(width / text_scale()), chosen=self.chosen_columns)
        if columns != self._orders.columns:
            place = self.chosen_place()
            self._orders.show_columns(columns)
            self.choose(place)
        self._fit_columns()

    # --- Qt's events -----------------------------------------------------------------------------

    def cell_margins(self, column: int) -> tuple[int, int, int, int]:
        """Return what to add to a cell's edges; the scroll bar takes its room from the gutter."""
        is_last = column == len(self._orders.columns) - 1
        left = Space.LARGE if column == 0 else 0
        return (left, 0, -(self.widths.gutter if is_last else CELL_GAP), -1)

    def keyPressEvent(self, event: QEvent) -> None:
        """Take the row's own keys; letters never search."""
        if not isinstance(event, QKeyEvent):
            return
        if self._head_key(event):
            return
        match event.key():
            case Qt.Key.Key_Space:
                if not event.isAutoRepeat():
                    self.detail_toggled.emit()
            case Qt.Key.Key_Escape if len(self.marked_places()) > 1:
                self.choose(self.currentIndex().row())
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Home:
                self._go(self._orders.first_place or 0)
            case Qt.Key.Key_End:
                self._go(self._orders.rowCount() - 1)
            case _:
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do not look for typed letters: they are the row's keys."""

    def restyle(self) -> None:
        """Take on the theme now in force."""
        super().restyle()
        self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows; what all cells share is looked up once."""
        self._row_painter.begin_frame(self.devicePixelRatioF())
        super().paintEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Make what rows are painted with ready while the orders are being read."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._prepare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew and ask for rows that came into sight."""
        super().resizeEvent(event)
        self._fit_columns()
        self._settle.start()

    # --- inside ----------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self._row_painter.prepare(self.devicePixelRatioF())

    def _row_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def _fit_columns(self) -> None:
        self.widths.fit()
        self._show_arrow()

    def _show_arrow(self) -> None:
        sorts = [column.sort for column in self._orders.columns]
        is_down = (self._sort in _DOWNWARD) is not self._is_turned
        order = Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder
        self.head.show_sort(sorts.index(self._sort) if self._sort in sorts else None, order=order)

    def _head_key(self, event: QKeyEvent) -> bool:
        """Close and open groups: Left and Right anywhere in one, Space and Enter at its head."""
        orders, place = self._orders, self.currentIndex().row()
        if not orders.is_grouped or event.modifiers() & ~_KEYPAD:
            return False
        at_head = orders.is_head(place)
        match event.key():
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter if at_head:
                orders.toggle(place)
            case Qt.Key.Key_Right:
                if at_head and not orders.is_open(place):
                    orders.toggle(place)
            case Qt.Key.Key_Left:
                head = orders.head_of(place)
                if head is not None and orders.is_open(head):
                    self.setCurrentIndex(orders.index(head, 0))
                    orders.toggle(head)
            case _:
                return False
        return True

    def _go(self, place: int) -> None:
        if 0 <= place < self._orders.rowCount():
            self.setCurrentIndex(self._orders.index(place, 0))

    def _moved(self, place: object) -> None:
        ticket_id = self._orders.id_at(place) if isinstance(place, int) else None
        if not self._is_moving and ticket_id is not None:
            self._is_apart = False
            self.chosen.emit(ticket_id)

    def _opened(self, place: object) -> None:
        ticket_id = self._orders.id_at(place) if isinstance(place, int) else None
        if ticket_id is not None:
            self.opened.emit(ticket_id)

    def _head_pressed(self, section: int) -> None:
        sort = self._orders.columns[section].sort
        if sort is not None:
            self.sort_chosen.emit(sort)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell that the marks changed; Qt says no word of a row marked that was current before."""
        super().selectionChanged(selected, deselected)
        self.marks_changed.emit()
        if self._is_apart and not self._is_moving:
            self._moved(self.chosen_place())

    def _scrolled(self, _value: int) -> None:
        self._settle.start()

    def _tell_sight(self) -> None:
        sight = self.rows_in_sight()
        if sight:
            self._orders.want(sight.start, last=sight.stop - 1)
        self.sight_changed.emit()
