"""The widths of the table's columns: the usual ones, and those a person drew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHeaderView

from ui.fonts import text_scale
from ui.parts.table import TableView
from ui.screens.queue.columns import Column, section_widths
from ui.screens.queue.model import QueueModel
from ui.tokens import Space

_SETTLE_MS: Final = 400
# Narrower, a column shows nothing; wider, it hides the others.
NARROWEST: Final = 32
WIDEST: Final = 600


class Widths(QObject):
    """Shares a table's room among its columns; a border that is dragged is remembered.

    Signals:
        chosen(object): the widths a person drew, by column, in pixels at 100 %.
    """

    chosen = Signal(object)

    def __init__(self, table: TableView, *, model: QueueModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._own: dict[Column, int] = {}
        self._is_fitting = False
        self.gutter = int(Space.LARGE)
        self._drawn = QTimer(self)
        self._drawn.setSingleShot(True)
        self._drawn.setInterval(_SETTLE_MS)
        self._drawn.timeout.connect(lambda: self.chosen.emit(dict(self._own)))
        table.head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.head.setMinimumSectionSize(1)
        table.head.sectionResized.connect(self._resized)
        model.modelReset.connect(self.fit)

    @property
    def own(self) -> Mapping[Column, int]:
        """The widths a person chose, by column."""
        return self._own

    def take(self, own: Mapping[Column, int]) -> None:
        """Use the widths a person chose before."""
        self._own = {column: min(WIDEST, max(NARROWEST, width)) for column, width in own.items()}
        self.fit()

    def change(self, column: Column, *, by: int) -> None:
        """Make a column wider or narrower by key."""
        width = self._own.get(column, column.width) + by
        self.take({**self._own, column: width})
        self._drawn.start()

    def fit(self) -> None:
        """Share the width anew."""
        table = self._table
        # The scroll bar stands in the gutter, so that amounts keep their place when it comes.
        self.gutter = max(4, Space.LARGE - (table.width() - table.viewport().width()))
        columns = self._model.columns
        table.set_right_aligned(
            frozenset(i for i, column in enumerate(columns) if column.is_number)
        )
        widths = section_widths(
            columns,
            room=table.viewport().width(),
            factor=text_scale(),
            gutter=self.gutter,
            own=self._own,
        )
        self._is_fitting = True
        for section, width in enumerate(widths):
            table.setColumnWidth(section, width)
        self._is_fitting = False

    def _resized(self, section: int, _before: int, width: int) -> None:
        columns = self._model.columns
        if self._is_fitting or not 0 <= section < len(columns):
            return
        edges = (Space.LARGE if section == 0 else 0) + (
            self.gutter if section == len(columns) - 1 else 0
        )
        drawn = round((width - edges) / text_scale())
        self.take({**self._own, columns[section]: drawn})
        self._drawn.start()
