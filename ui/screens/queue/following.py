"""Follows changes from here and elsewhere: rows are read again in place, news gets a dot."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from services.changes import Change, Entity
from services.tickets.dto import MoveResult
from ui.context import UiContext
from ui.screens.queue.listing import Listing
from ui.screens.queue.shape import Orders

# What rows show besides the order itself: names of customers, technicians and tills.
_NAMES: Final = (Entity.CUSTOMER, Entity.PEOPLE, Entity.SETTINGS)


class Following(QObject):
    """Keeps the rows true without moving anything under the person's hand.

    A row that changed is read again where it stands, even if it no longer belongs to the filter;
    the list closes its gaps when all is quiet. An order that is not here may have come in: the list
    is asked again at once, and its rows stay in place around the person's.

    Signals:
        ticket_changed(object): the id of an order that changed, here or elsewhere.
        people_changed(): names, roles or presence changed.
    """

    ticket_changed = Signal(object)
    people_changed = Signal()

    def __init__(
        self, context: UiContext, *, model: Orders, listing: Listing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._listing = listing
        self._own: dict[int, int] = {}
        self._awaited: set[int] = set()
        context.live.changed.connect(self._hear)
        model.refreshed.connect(self._mark)
        model.row_gone.connect(self._gone)

    def done_here(self, result: MoveResult) -> None:
        """Remember that this version of an order was made here: it gets no dot."""
        self._own[int(result.ticket_id)] = result.version

    def answered(self) -> None:
        """Mark orders that came in from elsewhere with the newest answer."""
        found = {i for i in self._awaited if self._model.row_of(i) is not None}
        self._awaited.clear()
        self._mark(tuple(found))

    def _hear(self, changes: tuple[Change, ...]) -> None:
        tickets = {change.entity_id for change in changes if change.entity is Entity.TICKET}
        if tickets:
            self._awaited |= self._model.refresh(tickets)
            if self._awaited:
                self._listing.ask_soon()
            self._listing.ask_when_settled()
        for change in changes:
            if change.entity in (Entity.TICKET, Entity.PRINT):
                self.ticket_changed.emit(change)
        if any(change.entity in _NAMES for change in changes):
            self._listing.ask_soon()
        if any(change.entity is Entity.PEOPLE for change in changes):
            self.people_changed.emit()

    def _mark(self, ticket_ids: tuple[int, ...]) -> None:
        self._model.mark(i for i in ticket_ids if self._is_news(i))

    def _is_news(self, ticket_id: int) -> bool:
        row = self._model.row_of(ticket_id)
        if row is None or self._own.get(ticket_id) == row.version:
            return False
        taken_in_here = row.version == 1 and row.till == self._context.actor().till_name
        return not taken_in_here

    def _gone(self, _ticket_id: object) -> None:
        self._listing.ask_soon()
