"""A short table for a page: rows of cells that are all there, the choice told by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QHeaderView

from ui.fonts import role_font, scaled
from ui.parts.cells import Cell, cell_text, cell_width
from ui.parts.painting import text_width
from ui.parts.table import CELL_ROLE, TableView
from ui.parts.text import plain_tip
from ui.tokens import Radius, TypeRole

# What the column that takes the rest should have before the others give way.
_REST: Final = 200

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its head and its width; None takes what is left."""

    words: str
    width: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. ``key`` is told when a person chooses it."""

    key: object
    cells: tuple[Cell, ...]


class RowsModel(QAbstractTableModel):
    """Rows in memory."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell, or its text for readers and the clipboard."""
        cell = self.rows[index.row()].cells[index.column()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell_text(cell))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's head."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].words
        return None


class RowsTable(TableView):
    """The table.

    Signals:
        row_chosen(object): the key of the row that became current.
    """

    row_chosen = Signal(object)

    def __init__(self, label: str, *, columns: Sequence[Column], name: str) -> None:
        self._most = 0
        self._is_in_card = False
        self._columns = tuple(columns)
        super().__init__(label, name=name)
        self.rows_model = RowsModel(columns)
        self.setModel(self.rows_model)
        for index, column in enumerate(columns):
            stretches = column.width is None
            mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Fixed
            self.head.setSectionResizeMode(index, mode)
        self._share()
        self.row_changed.connect(self._tell)

    def fill_card(self) -> None:
        """Lie at the upper edge of a card: the card's own line and corners are seen, not another's.

        The table has to stand 1 px inside the card.
        """
        self.head.has_top_line = False
        self._is_in_card = True
        self._cut_corners()

    def show_rows(self, rows: Sequence[Row], *, chosen: object | None = None) -> None:
        """Replace the rows and keep the chosen one, without telling."""
        self.blockSignals(True)
        self.rows_model.show(rows)
        self.choose(chosen)
        self.blockSignals(False)
        self._share()

    def choose(self, key: object | None) -> None:
        """Make the row with this key current, or none."""
        for number, row in enumerate(self.rows_model.rows):
            if key is not None and row.key == key:
                self.selectRow(number)
                return
        self.clearSelection()

    def fit_to_rows(self, *, most: int) -> None:
        """Be as high as the rows, at most ``most`` of them, also at another text size."""
        self._most = most
        count = min(most, max(1, len(self.rows_model.rows)))
        height = self.head.height() + count * self.verticalHeader().defaultSectionSize() + 2
        self.setFixedHeight(height)

    def restyle(self) -> None:
        """Take on the theme now in force."""
        super().restyle()
        if self._most:
            self.fit_to_rows(most=self._most)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share()
        self._cut_corners()

    def _cut_corners(self) -> None:
        if self._is_in_card:
            radius, box = Radius.CARD - 1, self.rect()
            outline = QPainterPath()
            # Only the upper corners lie in the card's: the lower ones are below the table's end.
            outline.addRoundedRect(box.adjusted(0, 0, 0, 2 * radius), radius, radius)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()).intersected(box))

    def _share(self) -> None:
        """Give every column its width; where large text takes the room, what its cells need."""
        widths = {
            index: scaled(column.width)
            for index, column in enumerate(self._columns)
            if column.width is not None
        }
        if self.viewport().width() - sum(widths.values()) < scaled(_REST):
            widths = {i: min(width, self._needed(i)) for i, width in widths.items()}
        for index, width in widths.items():
            self.head.resizeSection(index, width)

    def _needed(self, column: int) -> int:
        cells = (row.cells[column] for row in self.rows_model.rows)
        head = text_width(self._columns[column].words, font=role_font(TypeRole.STRONG))
        left, _top, right, _bottom = self.cell_margins(column)
        return max([ceil(head), *map(cell_width, cells)]) + left - right

    def _tell(self, number: object) -> None:
        if isinstance(number, int) and 0 <= number < len(self.rows_model.rows):
            self.row_chosen.emit(self.rows_model.rows[number].key)
