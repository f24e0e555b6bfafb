"""The list's question and its answer: pages read off-thread, the newest question first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from services.customers.dto import CustomerListPage, CustomerQuestion
from services.errors import MendpointError
from ui.context import UiContext
from ui.screens.customers.model import Wish

# Changes come in bursts (an import, a merge): they are read once.
_SOON_MS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The first page of an answer."""

    question: CustomerQuestion
    page: CustomerListPage


class Listing(QObject):
    """Asks for customers. A newer question drops the answer to an older one.

    Signals:
        answered(object): an `Answered`.
        failed(object): a `MendpointError`; the list keeps its rows.
        page_read(object): a `(Wish, CustomerListPage)` pair.
        page_failed(object): a `(Wish, MendpointError)` pair.
        stale(): something changed; what is in sight should be read again.
    """

    answered = Signal(object)
    failed = Signal(object)
    page_read = Signal(object)
    page_failed = Signal(object)
    stale = Signal()

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._question = CustomerQuestion()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.stale)

    @property
    def question(self) -> CustomerQuestion:
        """What the list is asked."""
        return self._question

    def show(self, question: CustomerQuestion) -> None:
        """Ask this question, even if it is the same as before."""
        self._question = question
        self._soon.stop()
        actor, pages = self._context.actor(), self._context.services.customer_pages
        self._context.runner.run(
            self,
            lambda: Answered(question=question, page=pages.ask(actor, question)),
            done=self.answered.emit,
            failed=self.failed.emit,
            kind="ask",
        )

    def read_soon(self) -> None:
        """Say in a moment that what is in sight should be read again."""
        if not self._soon.isActive():
            self._soon.start()

    def read(self, wish: Wish) -> None:
        """Read one page."""
        actor, pages = self._context.actor(), self._context.services.customer_pages
        question = self._question

        def fail(error: MendpointError) -> None:
            self.page_failed.emit((wish, error))

        self._context.runner.run(
            self,
            lambda: pages.ask(actor, question, after=wish.after),
            done=lambda page: self.page_read.emit((wish, page)),
            failed=fail,
        )
