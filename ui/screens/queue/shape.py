"""The two shapes of the queue, and the orders of the one that is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from services.tickets.dto import QueueRow
from ui.screens.queue.board.model import BoardModel
from ui.screens.queue.grouped_model import GroupedModel
from ui.screens.queue.model import QueueModel


class Shape(StrEnum):
    """How the same orders are shown; the value is what a workstation remembers."""

    TABLE = "table"
    BOARD = "board"

    @property
    def other(self) -> Shape:
        """The shape V leads to."""
        return Shape.BOARD if self is Shape.TABLE else Shape.TABLE


class Orders(QObject):
    """The rows people see now, by ticket id, in whichever shape they stand.

    Signals:
        refreshed(ids): rows that were shown have been read again; a tuple of ticket ids.
        row_gone(ticket_id): a row in sight is no longer there for this person.
    """

    refreshed = Signal(object)
    row_gone = Signal(object)

    def __init__(self, table: GroupedModel, board: BoardModel, *, parent: QObject) -> None:
        super().__init__(parent)
        self.table = table
        self.board = board
        self.shape = Shape.TABLE
        for model in (table, board):
            model.refreshed.connect(self.refreshed)
            model.row_gone.connect(self.row_gone)

    @property
    def count(self) -> int:
        """How many orders the list holds."""
        return self.table.order_count if self.shape is Shape.TABLE else self.board.count

    def row_of(self, ticket_id: int) -> QueueRow | None:
        """Return the row if it is here."""
        return self._model.row_of(ticket_id)

    def put(self, row: QueueRow) -> None:
        """Show this row for its order at once, until it is read again."""
        self._model.put(row)

    def refresh(self, ticket_ids: Collection[int]) -> set[int]:
        """Read changed rows again, as far as they are here; return the ids that are not."""
        return self._model.refresh(ticket_ids)

    def mark(self, ticket_ids: Iterable[int]) -> None:
        """Show a dot on changed rows for a while."""
        self._model.mark(ticket_ids)

    @property
    def _model(self) -> QueueModel | BoardModel:
        return self.table if self.shape is Shape.TABLE else self.board
