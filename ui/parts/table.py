"""The table of every list: 32 px rows, hairlines, no grid, a 3 px mark at the selection."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.cells import CellPainter, TextCell
from ui.parts.painting import LEFT, RIGHT, paint_dot, paint_text, text_width
from ui.theme import tokens
from ui.tokens import Height, IconSize, Space, TypeRole

# A model answers these besides `DisplayRole` (the cell as text, for readers and the clipboard).
CELL_ROLE: Final = Qt.ItemDataRole.UserRole + 1  # a `cells.Cell`, or None while it is being fetched
CHANGED_ROLE: Final = Qt.ItemDataRole.UserRole + 2  # True: another till changed this row just now

_MARK: Final = 3
_DOT: Final = 6

_Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints row background, mark, hairline and cell; never fetches, never makes a widget."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        self.cells = CellPainter()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell of a row."""
        rect = QRect(option.rect)
        selected = self._view.is_selected(index.row())
        first = self._view.is_first_column(index.column())
        self._paint_row(painter, rect, row=index.row(), selected=selected, first=first)
        if first and index.data(CHANGED_ROLE):
            centre = QPointF(rect.left() + Space.SMALL, rect.center().y())
            paint_dot(painter, centre, diameter=_DOT, colour=tokens().focus)
        cell = index.data(CELL_ROLE)
        box = QRectF(rect).adjusted(*self._view.cell_margins(index.column()))
        strong = selected and first
        self.cells.paint(painter, box, cell or TextCell(text="…"), strong=strong)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the row height; columns have fixed or stretched widths."""
        return QSize(scaled(96), scaled(Height.TABLE_ROW))

    def _paint_row(
        self, painter: QPainter, rect: QRect, *, row: int, selected: bool, first: bool
    ) -> None:
        t = tokens()
        if selected:
            painter.fillRect(rect, QColor(t.sel))
        elif row == self._view.hovered_row:
            painter.fillRect(rect, QColor(t.hover))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, QColor(t.hairline))
        if selected and first:
            mark = QRect(rect.left(), rect.top(), _MARK, rect.height() - 1)
            painter.fillRect(mark, QColor(t.focus))


class TableHeader(QHeaderView):
    """Column heads, 34 high, with hairlines above and below and an arrow at the sorted one."""

    def __init__(self, view: TableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self.has_top_line = True
        self.setObjectName("table-head")
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setMinimumSectionSize(32)
        self.setMouseTracking(True)

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder] | None:
        """The column with the arrow, and where the arrow points."""
        return self._sorted

    def show_sort(self, column: int | None, *, order: Qt.SortOrder) -> None:
        """Put the arrow at a column, or nowhere."""
        self._sorted = None if column is None else (column, order)
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the height of the heads."""
        return QSize(super().sizeHint().width(), scaled(Height.TABLE_HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one head."""
        t = tokens()
        painter.save()
        painter.fillRect(rect, QColor(t.canvas))
        if self.has_top_line:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), QColor(t.hairline))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.hairline))
        model = self.model()
        words = str(model.headerData(logicalIndex, self.orientation()) or "")
        box = QRectF(rect).adjusted(*self._view.cell_margins(logicalIndex))
        font = role_font(TypeRole.STRONG)
        right = self._view.is_right_aligned(logicalIndex)
        align = RIGHT if right else LEFT
        paint_text(painter, box, words, font=font, colour=t.text_2, align=align)
        if self._sorted is not None and self._sorted[0] == logicalIndex:
            self._paint_arrow(painter, box, after=text_width(words, font=font), right=right)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, box: QRectF, *, after: float, right: bool) -> None:
        if self._sorted is None:
            return
        up = self._sorted[1] == Qt.SortOrder.AscendingOrder
        size = scaled(IconSize.PILL)
        left = box.right() - after - size - 4 if right else box.left() + after + 4
        spot = QRectF(left, box.center().y() - size / 2, size, size)
        paint_icon(painter, spot, Icon.ARROW_UP if up else Icon.ARROW_DOWN, colour=tokens().text_2)


class TableView(QTableView):
    """A table of rows: whole rows are selected, hovered and marked; there are no vertical lines.

    Signals:
        row_activated(object): the row number on Return or a double press.
        row_changed(object): the current row number after the keyboard or the pointer moved.
    """

    row_activated = Signal(object)
    row_changed = Signal(object)

    def __init__(self, label: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self._right_aligned: frozenset[int] = frozenset()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.rows = RowDelegate(self)
        self.setItemDelegate(self.rows)
        self.head = TableHeader(self)
        self.setHorizontalHeader(self.head)
        self.head.setVisible(True)
        self._dress()
        self.doubleClicked.connect(self._double_pressed)

    def set_right_aligned(self, columns: frozenset[int]) -> None:
        """Say which columns hold numbers: heads follow their cells to the right."""
        self._right_aligned = columns

    def is_right_aligned(self, column: int) -> bool:
        """Return whether a column's head stands at the right."""
        return column in self._right_aligned

    def is_first_column(self, column: int) -> bool:
        """Return whether this column stands at the far left."""
        return self.head.visualIndex(column) == 0

    def is_selected(self, row: int) -> bool:
        """Return whether a row is selected."""
        return self.model() is not None and self.selectionModel().isRowSelected(row, QModelIndex())

    def cell_margins(self, column: int) -> tuple[int, int, int, int]:
        """Return what to add to a cell's edges: 16 at the outer ends, 8 between columns."""
        last = self.head.visualIndex(column) == self.head.count() - 1
        left = Space.LARGE if self.is_first_column(column) else 0
        right = Space.LARGE if last else Space.SMALL
        return (left, 0, -right, -1)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.row_changed.emit(current.row())

    def keyPressEvent(self, event: QEvent) -> None:
        """Activate the current row on Return."""
        key = getattr(event, "key", int)()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_activated.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the hovered row."""
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Leave no row hovered."""
        super().leaveEvent(event)
        self._hover(QPoint(-1, -1))

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self.rows.cells.forget()
        self._measure()

    # --- inside -------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure()

    def _measure(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(scaled(Height.TABLE_ROW))
        rows.setDefaultSectionSize(scaled(Height.TABLE_ROW))
        self.head.setFixedHeight(scaled(Height.TABLE_HEAD))

    def _double_pressed(self, index: QModelIndex) -> None:
        self.row_activated.emit(index.row())

    def _hover(self, spot: QPoint) -> None:
        row = self.indexAt(spot).row() if spot.y() >= 0 else -1
        if row == self.hovered_row:
            return
        before, self.hovered_row = self.hovered_row, row
        for each in (before, row):
            self._repaint_row(each)

    def _repaint_row(self, row: int) -> None:
        if row >= 0:
            top = self.rowViewportPosition(row)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(row))
