"""Reads the detail of the order the person is at; the newest wish wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from services.errors import MendpointError
from services.tickets.dto import TicketDetail
from ui.context import UiContext

# An arrow key held down passes thirty rows a second: only the last one is read.
_SETTLE_MS: Final = 60


class DetailReader(QObject):
    """Keeps the detail of one order fresh.

    Signals:
        read(object): the `TicketDetail` that was wished last.
        failed(object): a `MendpointError`; the detail shown is no longer sure.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._ticket_id: int | None = None
        self._detail: TicketDetail | None = None
        self._then: list[Callable[[TicketDetail], None]] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.read_again)

    @property
    def ticket_id(self) -> int | None:
        """The order whose detail is wished."""
        return self._ticket_id

    @property
    def detail(self) -> TicketDetail | None:
        """The detail, if it is that of the order wished."""
        here = self._detail
        return here if here is not None and here.ticket_id == self._ticket_id else None

    def go_to(self, ticket_id: int | None, *, at_once: bool = False) -> None:
        """Wish another order's detail."""
        if ticket_id == self._ticket_id:
            return
        self._ticket_id = ticket_id
        self._then.clear()
        if ticket_id is None:
            self._settle.stop()
        elif at_once:
            self.read_again()
        else:
            self._settle.start()

    def with_detail(self, then: Callable[[TicketDetail], None]) -> None:
        """Call ``then`` with the detail: now if it is here, else when it has been read."""
        if self._ticket_id is None:
            return
        if self.detail is not None:
            then(self.detail)
            return
        self._then.append(then)
        self.read_again()

    def read_again(self) -> None:
        """Read the detail anew."""
        self._settle.stop()
        ticket_id = self._ticket_id
        if ticket_id is None:
            return
        actor, tickets = self._context.actor(), self._context.services.tickets
        self._context.runner.run(
            self,
            lambda: tickets.detail(actor, ticket_id=ticket_id),
            done=self._take,
            failed=self._fail,
            kind="detail",
        )

    def _take(self, detail: TicketDetail) -> None:
        if detail.ticket_id != self._ticket_id:
            return
        self._detail = detail
        self.read.emit(detail)
        waiting, self._then = self._then, []
        for then in waiting:
            then(detail)

    def _fail(self, error: MendpointError) -> None:
        self._then.clear()
        self.failed.emit(error)
