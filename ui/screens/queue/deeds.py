"""What the person asks of one order: shown at once, carried out off the main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from services.actor import Actor
from services.errors import (
    Conflict,
    InvalidTransition,
    MendpointError,
    NeedsConfirmation,
    NotFound,
    OutcomeUnknown,
)
from services.tickets.dto import MoveResult
from services.types import TicketStatus
from ui.context import UiContext

Confirmed = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act on one order.

    ``call`` carries the operation id made when the person acted, so that a repeat is the same act.
    ``shows`` is the status to show before the answer is here (``shown_before`` the one it
    replaces); ``said`` the words once it is stored.
    """

    ticket_id: int
    call: Callable[[Actor, Confirmed], MoveResult]
    said: str
    shows: TicketStatus | None = None
    shown_before: TicketStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An act that was not done, and why."""

    deed: Deed
    error: MendpointError


class Deeds(QObject):
    """Carries acts out, at most one at a time for one order.

    Signals:
        begun(object): the `Deed` is on its way; show what it shows.
        stored(object): a `(Deed, MoveResult)` pair.
        asked(object): a `(Deed, NeedsConfirmation)` pair: ask, then `carry_out` with its key.
        overtaken(object): a `Refusal`: the order is not as it was seen; show it anew.
        refused(object): a `Refusal` of any other kind; nothing was stored.
    """

    begun = Signal(object)
    stored = Signal(object)
    asked = Signal(object)
    overtaken = Signal(object)
    refused = Signal(object)

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._busy: set[int] = set()

    def is_busy(self, ticket_id: int) -> bool:
        """Say whether an act on this order is on its way."""
        return ticket_id in self._busy

    def carry_out(self, deed: Deed, *, confirmed: Confirmed = frozenset()) -> bool:
        """Begin an act; False when another on the same order has not ended yet."""
        if self.is_busy(deed.ticket_id):
            return False
        self._busy.add(deed.ticket_id)
        self.begun.emit(deed)
        self._send(deed, confirmed, again=True)
        return True

    def _send(self, deed: Deed, confirmed: Confirmed, *, again: bool) -> None:
        actor = self._context.actor()
        self._context.runner.run(
            self,
            lambda: deed.call(actor, confirmed),
            done=lambda result: self._done(deed, result),
            failed=lambda error: self._failed(deed, error, confirmed, again=again),
        )

    def _done(self, deed: Deed, result: MoveResult) -> None:
        self._busy.discard(deed.ticket_id)
        self.stored.emit((deed, result))

    def _failed(
        self, deed: Deed, error: MendpointError, confirmed: Confirmed, *, again: bool
    ) -> None:
        if isinstance(error, OutcomeUnknown) and again:
            # The same operation id: if it was stored, this returns what was stored.
            self._send(deed, confirmed, again=False)
            return
        self._busy.discard(deed.ticket_id)
        match error:
            case NeedsConfirmation():
                self.asked.emit((deed, error))
            case Conflict() | InvalidTransition() | NotFound():
                self.overtaken.emit(Refusal(deed=deed, error=error))
            case _:
                self.refused.emit(Refusal(deed=deed, error=error))
