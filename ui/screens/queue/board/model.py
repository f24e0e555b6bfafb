"""The board's orders: a `QueueModel` for each column, told and asked as one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from services.tickets.dto import BOARD_STATUSES, BoardAnswer, QueueRow
from services.types import TicketStatus
from ui.screens.queue.columns import Column
from ui.screens.queue.model import MARK_MS, QueueModel, Wish

# A card is one cell; readers hear all of it.
CARD: Final = (Column.DEVICE,)


class BoardModel(QObject):
    """Holds the columns of the board. What is true of an order is told to its column.

    ``fetch`` reads the rows a column wishes, off the main thread, and gives them to that column.

    Signals:
        refreshed(ids): rows that were shown have been read again; a tuple of ticket ids.
        row_gone(ticket_id): a card in sight is no longer there for this person.
        moving(status): a card is about to leave this column.
        moved(ticket_id): a card stands in another column now.
        counted(): a column has more or fewer cards.
    """

    refreshed = Signal(object)
    row_gone = Signal(object)
    moving = Signal(object)
    moved = Signal(object)
    counted = Signal()

    def __init__(
        self,
        *,
        fetch: Callable[[QueueModel, Wish], None],
        words: Callable[[QueueRow], str],
        tip: Callable[[QueueRow], str],
        parent: QObject,
        mark_ms: int = MARK_MS,
    ) -> None:
        super().__init__(parent)
        self.columns: dict[TicketStatus, QueueModel] = {}
        for status in BOARD_STATUSES:
            self.columns[status] = self._column(fetch, words, tip=tip, mark_ms=mark_ms)

    @property
    def count(self) -> int:
        """How many cards there are."""
        return sum(column.rowCount() for column in self.columns.values())

    def answer(self, answer: BoardAnswer) -> set[TicketStatus]:
        """Show the answer to a question; return the columns whose cards are not the same ones."""
        changed = set()
        for status, column in self.columns.items():
            ids, rows = answer.columns[status], answer.first_rows[status]
            if column.ids == ids and column.rowCount():
                column.refresh(_differing(column, rows))
            else:
                column.answer(ids, first_rows=rows)
                changed.add(status)
        self.counted.emit()
        return changed

    def status_of(self, ticket_id: int) -> TicketStatus | None:
        """Return the column an order stands in."""
        for status, column in self.columns.items():
            if ticket_id in column.ids:
                return status
        return None

    def place_of(self, ticket_id: int) -> tuple[TicketStatus, int] | None:
        """Return the column and the position in it."""
        status = self.status_of(ticket_id)
        return None if status is None else (status, self.columns[status].ids.index(ticket_id))

    def row_of(self, ticket_id: int) -> QueueRow | None:
        """Return the row if it is here."""
        found = (column.row_of(ticket_id) for column in self.columns.values())
        return next((row for row in found if row is not None), None)

    def put(self, row: QueueRow) -> None:
        """Show this row for its order at once: in another column if its status is another."""
        ticket_id = int(row.ticket_id)
        status = self.status_of(ticket_id)
        if status is None:
            return
        if status is row.status or row.status not in self.columns:
            self.columns[status].put(row)
            return
        self.moving.emit(status)
        self.columns[status].take_out(ticket_id)
        target = self.columns[row.status]
        target.bring_in(row, place=_place_by_promise(target, row))
        self.moved.emit(ticket_id)
        self.counted.emit()

    def refresh(self, ticket_ids: Collection[int]) -> set[int]:
        """Read changed rows again, as far as they are here; return the ids that are not."""
        missing = set(ticket_ids)
        for column in self.columns.values():
            missing &= column.refresh(ticket_ids)
        return missing

    def mark(self, ticket_ids: Iterable[int]) -> None:
        """Show a dot on changed cards for a while."""
        fresh = set(ticket_ids)
        for column in self.columns.values():
            column.mark(fresh.intersection(column.ids))

    def ids(self) -> Mapping[TicketStatus, array[int]]:
        """Return the ids by column. Read only."""
        return {status: column.ids for status, column in self.columns.items()}

    def _column(
        self,
        fetch: Callable[[QueueModel, Wish], None],
        words: Callable[[QueueRow], str],
        *,
        tip: Callable[[QueueRow], str],
        mark_ms: int,
    ) -> QueueModel:
        column = QueueModel(
            fetch=lambda wish: fetch(column, wish),
            words=lambda row, _column: words(row),
            columns=CARD,
            tip=tip,
            parent=self,
            mark_ms=mark_ms,
        )
        column.refreshed.connect(self.refreshed)
        column.row_gone.connect(self.row_gone)
        return column


def _differing(column: QueueModel, rows: Sequence[QueueRow]) -> set[int]:
    return {int(row.ticket_id) for row in rows if column.row_of(row.ticket_id) != row}


def _place_by_promise(column: QueueModel, row: QueueRow) -> int:
    """Return where a card belongs among those that are here, until the list is asked again."""
    mine = _promise_key(row)
    for place, ticket_id in enumerate(column.ids):
        other = column.row_of(ticket_id)
        if other is None or _promise_key(other) > mine:
            return place
    return column.rowCount()


def _promise_key(row: QueueRow) -> tuple[bool, float, int]:
    promised = row.promised_at_utc
    return promised is None, promised.timestamp() if promised else 0.0, int(row.ticket_id)
