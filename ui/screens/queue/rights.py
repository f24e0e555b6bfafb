"""What the person at the till may do: nothing is offered that would be refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from services.tickets.dto import MoveKind, NextMove
from services.types import TicketStatus

_MOVE: Final = "tickets:move"
_CANCEL: Final = "tickets:cancel"
_HAND_OVER: Final = "tickets:hand_over"
_UPDATE: Final = "tickets:update"
_ASSIGN: Final = "tickets:assign"
_CORRECT: Final = "tickets:correct"
_PRICE: Final = "tickets:price"
_TAKE_IN: Final = "tickets:take_in"
_PRINT: Final = "printing:print"


class Rights:
    """Asks the shell's ``may`` for each act of the queue."""

    def __init__(self, may: Callable[[str], bool]) -> None:
        self._may = may

    def may_move(self, move: NextMove) -> bool:
        """Say whether this step is the person's to take."""
        if move.kind is not MoveKind.MOVE:
            return self._may(_HAND_OVER)
        if move.to is TicketStatus.CANCELLED and not self._may(_CANCEL):
            return False
        return self._may(_MOVE)

    @property
    def may_note(self) -> bool:
        """Whether notes may be added."""
        return self._may(_UPDATE)

    @property
    def may_edit(self) -> bool:
        """Whether an order's lines, promise, slot and words may be changed."""
        return self._may(_UPDATE)

    @property
    def may_price(self) -> bool:
        """Whether a line may cost another price than the price book's."""
        return self._may(_PRICE)

    @property
    def may_take_in(self) -> bool:
        """Whether a device that comes back may be taken in."""
        return self._may(_TAKE_IN)

    @property
    def may_attach(self) -> bool:
        """Whether photos and files may be added and removed."""
        return self._may(_UPDATE)

    @property
    def may_assign(self) -> bool:
        """Whether orders may be given to a technician."""
        return self._may(_ASSIGN)

    @property
    def may_correct(self) -> bool:
        """Whether wrong moves, customers and devices may be put right."""
        return self._may(_CORRECT)

    @property
    def may_print(self) -> bool:
        """Whether documents may be printed again."""
        return self._may(_PRINT)
