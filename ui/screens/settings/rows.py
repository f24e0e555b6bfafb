"""A short table for a page: rows of cells that are all there, the choice told by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView

from ui.parts.cells import Cell, cell_text
from ui.parts.table import CELL_ROLE, TableView

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
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell_text(cell)
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
        super().__init__(label, name=name)
        self.rows_model = RowsModel(columns)
        self.setModel(self.rows_model)
        for index, column in enumerate(columns):
            if column.width is None:
                self.head.setSectionResizeMode(index, QHeaderView.ResizeMode.Stretch)
            else:
                self.head.setSectionResizeMode(index, QHeaderView.ResizeMode.Fixed)
                self.head.resizeSection(index, column.width)
        self.row_changed.connect(self._tell)

    def show_rows(self, rows: Sequence[Row], *, chosen: object | None = None) -> None:
        """Replace the rows and keep the chosen one, without telling."""
        self.blockSignals(True)
        self.rows_model.show(rows)
        self.choose(chosen)
        self.blockSignals(False)

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

    def _tell(self, number: object) -> None:
        if isinstance(number, int) and 0 <= number < len(self.rows_model.rows):
            self.row_chosen.emit(self.rows_model.rows[number].key)
