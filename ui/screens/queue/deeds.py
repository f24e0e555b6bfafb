"""What the person asks of one order: shown at once, carried out off the main thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from services.actor import Actor
from services.errors import (
    Conflict,
    InvalidTransition,
    MendpointError,
    NeedsConfirmation,
    NotFound,
    OutcomeUnknown,
    StorageUnavailable,
)
from services.tickets.dto import MoveResult
from services.types import TicketStatus
from ui.context import UiContext

Confirmed = frozenset[str]

# After how long a lost answer is asked for again. It stays shown as on its way until then.
AGAIN_MS: Final = (0, 1_000, 4_000, 15_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One act on one order.

    ``call`` carries the operation id made when the person acted, so that a repeat is the same act.
    ``shows`` is the status to show before the answer is here (``shown_before`` the one it
    replaces), ``row`` what else to show in the order's row (``row_before`` likewise); ``said`` the
    words once it is stored, ``then`` what to do besides. One that ``waits`` follows an act on the
    same order that is still on its way. ``asks_who``: the answer says which technician has it.
    """

    ticket_id: int
    call: Callable[[Actor, Confirmed], MoveResult]
    said: str
    row: Mapping[str, Any] = field(default_factory=dict)
    row_before: Mapping[str, Any] = field(default_factory=dict)
    then: Callable[[], None] | None = None
    shows: TicketStatus | None = None
    shown_before: TicketStatus | None = None
    waits: bool = False
    asks_who: bool = False

    @property
    def row_values(self) -> dict[str, Any]:
        """What the order's row shows before the answer is here."""
        return {**self.row, **({"status": self.shows} if self.shows is not None else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An act that was not done, and why."""

    deed: Deed
    error: MendpointError


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sending:
    """An act on its way, for whom, and how often its answer was lost."""

    deed: Deed
    actor: Actor
    confirmed: Confirmed
    lost: int = 0


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

    def __init__(
        self, context: UiContext, *, parent: QObject, again_ms: Sequence[int] = AGAIN_MS
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._again_ms = again_ms
        self._busy: set[int] = set()
        self._waiting: dict[int, list[Deed]] = {}

    def is_busy(self, ticket_id: int) -> bool:
        """Say whether an act on this order is on its way."""
        return ticket_id in self._busy

    def carry_out(self, deed: Deed, *, confirmed: Confirmed = frozenset()) -> bool:
        """Begin an act; False when another on the same order has not ended yet."""
        if self.is_busy(deed.ticket_id):
            if deed.waits:
                self._waiting.setdefault(deed.ticket_id, []).append(deed)
            return deed.waits
        self._busy.add(deed.ticket_id)
        self.begun.emit(deed)
        self._send(_Sending(deed=deed, actor=self._context.actor(), confirmed=confirmed))
        return True

    def _send(self, sending: _Sending) -> None:
        self._context.runner.run(
            self,
            lambda: sending.deed.call(sending.actor, sending.confirmed),
            done=lambda result: self._done(sending.deed, result),
            failed=lambda error: self._failed(sending, error),
        )

    def _done(self, deed: Deed, result: MoveResult) -> None:
        self._busy.discard(deed.ticket_id)
        self.stored.emit((deed, result))
        if deed.then is not None:
            deed.then()
        self._go_on(deed.ticket_id)

    def _failed(self, sending: _Sending, error: MendpointError) -> None:
        deed = sending.deed
        # Once an answer was lost, a database that is away says nothing about what became of it.
        is_lost = isinstance(error, OutcomeUnknown) or (
            sending.lost > 0 and isinstance(error, StorageUnavailable)
        )
        if is_lost and sending.lost < len(self._again_ms):
            # The same operation id: if it was stored, this returns what was stored.
            again = replace(sending, lost=sending.lost + 1)
            QTimer.singleShot(self._again_ms[sending.lost], self, lambda: self._send(again))
            return
        self._busy.discard(deed.ticket_id)
        match error:
            case NeedsConfirmation():
                self.asked.emit((deed, error))
            case Conflict() | InvalidTransition() | NotFound():
                self.overtaken.emit(Refusal(deed=deed, error=error))
            case _:
                self.refused.emit(Refusal(deed=deed, error=error))
        self._go_on(deed.ticket_id)

    def _go_on(self, ticket_id: int) -> None:
        """Begin what waited for the order to be free."""
        waiting = self._waiting.pop(ticket_id, [])
        if waiting and self.carry_out(waiting[0]) and waiting[1:]:
            self._waiting[ticket_id] = waiting[1:]
