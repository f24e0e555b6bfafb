"""What was asked of orders, shown at the key press, until the answer confirms or refuses it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from services.tickets.dto import MoveResult, QueueRow, TicketDetail
from ui.screens.queue.model import MARK_MS
from ui.screens.queue.pending_row import pending, plain, refused
from ui.screens.queue.shape import Orders, Shape

# An answer usually comes before this: nothing flickers then (SCREENS.md, promise 6).
QUIET_MS: Final = 300
_KEPT: Final = 200

Values = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class _Asked:
    """What an order shall become. ``row`` is the newest row read, to go back to."""

    values: Values
    row: QueueRow | None
    is_slow: bool = False


class Pending(QObject):
    """Lays what was asked over the rows, whatever is read meanwhile; the newest state wins.

    A row stays where it is in the table, even if it no longer belongs to the filter: it goes when
    the list is asked again after the change. On the board the card goes to its new column at once.
    """

    def __init__(
        self, orders: Orders, *, parent: QObject, quiet_ms: int = QUIET_MS, mark_ms: int = MARK_MS
    ) -> None:
        super().__init__(parent)
        self._orders = orders
        self._mark_ms = mark_ms
        self._quiet_ms = quiet_ms
        self._asked: dict[int, _Asked] = {}
        self._refused: dict[int, str] = {}
        # The newest rows of orders changed here: what was read before, but comes after, is older.
        self._stored: OrderedDict[int, QueueRow] = OrderedDict()
        for model in (orders.table, *orders.board.columns.values()):
            model.settle = self.settle

    def begin(self, ticket_id: int, values: Values) -> None:
        """Show an order with these values of its row at once."""
        self._unmark(ticket_id, self._refused.get(ticket_id, ""))
        earlier = self._asked.get(ticket_id)
        # What is shown may be an earlier wish, and that is nothing to go back to.
        row = self._orders.row_of(ticket_id) if earlier is None else earlier.row
        asked = _Asked(values=values, row=row)
        self._asked[ticket_id] = asked
        self._show(ticket_id)
        QTimer.singleShot(self._quiet_ms, self, lambda: self._be_slow(ticket_id, asked))

    def stored(self, result: MoveResult) -> None:
        """Show what was asked as what is."""
        ticket_id = int(result.ticket_id)
        asked = self._asked.pop(ticket_id, None)
        if asked is None or asked.row is None:
            return
        row = asked.row
        if row.version < result.version:
            row = replace(row, **{**asked.values, "status": result.status}, version=result.version)
            self._stored[ticket_id] = row
            if len(self._stored) > _KEPT:
                self._stored.popitem(last=False)
        self._orders.put(row)

    def give_up(self, ticket_id: int, *, reason: str = "") -> None:
        """Show the order as it was read last, with the reason if what was asked is refused."""
        asked = self._asked.pop(ticket_id, None)
        if asked is None or asked.row is None:
            return
        if reason:
            self._refused[ticket_id] = reason
            QTimer.singleShot(self._mark_ms, self, lambda: self._unmark(ticket_id, reason))
        self._orders.put(self.settle(asked.row))

    def settle(self, row: QueueRow) -> QueueRow:
        """Return the row to show for one that was read: never older than what is known."""
        ticket_id = int(row.ticket_id)
        known = self._stored.get(ticket_id)
        if known is not None:
            row = self._stored[ticket_id] = known if row.version < known.version else row
        asked = self._asked.get(ticket_id)
        if asked is None:
            reason = self._refused.get(ticket_id, "")
            return refused(row, reason=reason) if reason else row
        asked.row = row
        return _as_asked(asked, row)

    def values_of(self, ticket_id: int) -> Values:
        """Return what is asked of an order now, as values of its row."""
        asked = self._asked.get(ticket_id)
        return asked.values if asked is not None else {}

    def show_again(self, _answer: object = None) -> None:
        """Lay everything over a new answer: on the board a card may stand where it was."""
        if self._orders.shape is Shape.BOARD:
            for ticket_id in (*self._asked, *self._stored):
                self._show(ticket_id)

    # --- inside -------------------------------------------------------------------------------

    def _show(self, ticket_id: int) -> None:
        asked, row = self._asked.get(ticket_id), self._stored.get(ticket_id)
        if asked is not None and asked.row is not None:
            self._orders.put(_as_asked(asked, asked.row))
        elif row is not None and self._orders.row_of(ticket_id) is not None:
            self._orders.put(row)

    def _unmark(self, ticket_id: int, reason: str) -> None:
        """Let the mark of a refusal go, if it is still this one."""
        if not reason or self._refused.get(ticket_id) != reason:
            return
        del self._refused[ticket_id]
        row = self._orders.row_of(ticket_id)
        if row is not None:
            self._orders.put(plain(row))

    def _be_slow(self, ticket_id: int, asked: _Asked) -> None:
        if self._asked.get(ticket_id) is asked:
            asked.is_slow = True
            self._show(ticket_id)


def as_asked(detail: TicketDetail, values: Values) -> TicketDetail:
    """Return a detail with what is asked of its order, except the status its steps depend on."""
    names = {each.name for each in fields(TicketDetail)} - {"status"}
    known = {name: value for name, value in values.items() if name in names}
    because = None if "technician_name" in known else detail.because
    return replace(detail, **known, because=because)


def _as_asked(asked: _Asked, row: QueueRow) -> QueueRow:
    shown = replace(row, **asked.values)
    return pending(shown) if asked.is_slow else shown
