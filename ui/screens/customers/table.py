"""The table of customers: what is in sight, where the person is, and the keys of a row."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from services.customers.dto import CustomerSort
from ui.fonts import text_scale
from ui.parts.table import TableView
from ui.screens.customers.columns import columns_for, section_widths
from ui.screens.customers.model import CustomersModel
from ui.screens.customers.words import say
from ui.tokens import Space

_SETTLE_MS: Final = 40


class CustomersTable(TableView):
    """Shows a `CustomersModel`. One row is the person's; it is kept by its customer's id.

    Signals (besides those of `TableView`):
        opened(object): the customer id a person pressed Enter on, or double-clicked.
        sight_changed(): other rows came into sight.
        sort_chosen(object): the `CustomerSort` of a head that was pressed.
    """

    opened = Signal(object)
    sight_changed = Signal()
    sort_chosen = Signal(object)

    def __init__(self, model: CustomersModel, *, parent: QWidget | None = None) -> None:
        super().__init__(say("Customers"), name="customers-table", parent=parent)
        self._customers = model
        self._sort = CustomerSort.LATEST_ORDER
        self._right_gutter = int(Space.LARGE)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.head.setSectionsClickable(True)
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.head.setMinimumSectionSize(1)
        self._settle.timeout.connect(self._tell_sight)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._settle.start())
        self.row_activated.connect(self._opened)
        self.head.sectionClicked.connect(self._head_pressed)
        model.modelReset.connect(self._reset)
        self._fit_columns()

    # --- where the person is ---------------------------------------------------------------------

    def chosen_id(self) -> int | None:
        """Return the customer of the row the person is at."""
        current = self.currentIndex()
        return self._customers.id_at(current.row()) if current.isValid() else None

    def choose(self, place: int) -> None:
        """Mark a row as the person's and show it."""
        if 0 <= place < self._customers.rowCount():
            self.selectRow(place)
            self.scrollTo(self._customers.index(place, 0))

    def rows_in_sight(self) -> range:
        """Return the positions of the rows one can see, even in part."""
        count = self._customers.rowCount()
        if not count:
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(max(0, self.rowAt(0)), count if last < 0 else last + 1)

    def whole_rows_in_sight(self) -> int:
        """Return how many rows one can see from top to bottom."""
        fit = self.viewport().height() // self.verticalHeader().defaultSectionSize()
        return min(fit, self._customers.rowCount())

    def show_sorted(self, sort: CustomerSort) -> None:
        """Put the arrow where the list is sorted."""
        self._sort = sort
        sorts = [column.sort for column in self._customers.columns]
        is_down = sort is CustomerSort.LATEST_ORDER
        order = Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder
        self.head.show_sort(sorts.index(sort) if sort in sorts else None, order=order)

    def show_for(self, width: int) -> None:
        """Show the columns of a screen ``width`` pixels wide."""
        columns = columns_for(round(width / text_scale()))
        if columns != self._customers.columns:
            row = self.currentIndex().row()
            self._customers.show_columns(columns)
            self.choose(row)
        self._fit_columns()

    # --- Qt's events -----------------------------------------------------------------------------

    def cell_margins(self, column: int) -> tuple[int, int, int, int]:
        """Return what to add to a cell's edges; the scroll bar takes its room from the gutter."""
        left, top, right, bottom = super().cell_margins(column)
        is_last = column == len(self._customers.columns) - 1
        return (left, top, -self._right_gutter if is_last else right, bottom)

    def keyPressEvent(self, event: QEvent) -> None:
        """Go to the first and last row; letters never search."""
        key = event.key() if isinstance(event, QKeyEvent) else None
        if key == Qt.Key.Key_Home:
            self.choose(0)
        elif key == Qt.Key.Key_End:
            self.choose(self._customers.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do not look for typed letters: the search field does."""

    def restyle(self) -> None:
        """Take on the theme now in force."""
        super().restyle()
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew and ask for rows that came into sight."""
        super().resizeEvent(event)
        self._fit_columns()
        self._settle.start()

    # --- inside ----------------------------------------------------------------------------------

    def _reset(self) -> None:
        self._fit_columns()
        self._settle.start()

    def _fit_columns(self) -> None:
        # The scroll bar stands in the gutter, so that amounts keep their place when it comes.
        self._right_gutter = max(4, Space.LARGE - (self.width() - self.viewport().width()))
        columns = self._customers.columns
        numbers = frozenset(i for i, column in enumerate(columns) if column.is_number)
        self.set_right_aligned(numbers)
        widths = section_widths(
            columns,
            room=self.viewport().width(),
            factor=text_scale(),
            gutter=self._right_gutter,
        )
        for section, width in enumerate(widths):
            self.setColumnWidth(section, width)
        self.show_sorted(self._sort)

    def _opened(self, place: object) -> None:
        customer_id = self._customers.id_at(place) if isinstance(place, int) else None
        if customer_id is not None:
            self.opened.emit(customer_id)

    def _head_pressed(self, section: int) -> None:
        sort = self._customers.columns[section].sort
        if sort is not None:
            self.sort_chosen.emit(sort)

    def _tell_sight(self) -> None:
        sight = self.rows_in_sight()
        if sight:
            self._customers.want(sight.start, last=sight.stop - 1)
        self.sight_changed.emit()
