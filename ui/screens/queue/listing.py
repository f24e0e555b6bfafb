"""The list's question and its answer: ids and counts read off-thread, newest question first."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from services.actor import Actor
from services.errors import MendpointError
from services.paging import PAGE_ROWS
from services.tickets.dto import BoardAnswer, QueueAnswer, QueueQuestion
from ui.context import UiContext
from ui.screens.queue.model import QueueModel, Wish
from ui.screens.queue.shape import Shape

SOON_MS: Final = 300
# After a change the list stays as it is while the dot shows, then closes its gaps.
SETTLED_MS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer, with the place of the order the person is at (None: not in the table)."""

    question: QueueQuestion
    answer: QueueAnswer | BoardAnswer
    at: int | None
    place: int | None
    is_new_question: bool


class Listing(QObject):
    """Asks the queue. A newer question drops the answer to an older one.

    Signals:
        answered(object): an `Answered`.
        counted(object): a dict of `QueueChip` to int, true under the text filter.
        failed(object): a `MendpointError`; the list keeps its rows.
        rows_read(object): a `(Wish, rows)` pair.
        rows_failed(object): a `(Wish, MendpointError)` pair.
        unread(object): a `MendpointError`: cards of the board could not be read.
    """

    answered = Signal(object)
    counted = Signal(object)
    failed = Signal(object)
    rows_read = Signal(object)
    rows_failed = Signal(object)
    unread = Signal(object)

    def __init__(
        self, context: UiContext, *, parent: QObject, settled_ms: int = SETTLED_MS
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._question = QueueQuestion()
        self.shape = Shape.TABLE
        self._at: int | None = None
        self._took_ms = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask_again)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(settled_ms)
        self._settled.timeout.connect(self._ask_again)

    @property
    def question(self) -> QueueQuestion:
        """What the list is asked."""
        return self._question

    def stay_at(self, ticket_id: int | None) -> None:
        """Name the order whose place the next answers shall find."""
        self._at = ticket_id

    def show(self, question: QueueQuestion) -> None:
        """Ask this question, even if it is the same as before."""
        self._question = question
        self._ask(is_new=True)

    def ask_soon(self) -> None:
        """Ask again for orders that may have come in; slow answers are asked for less often."""
        if not self._soon.isActive():
            self._soon.start(max(SOON_MS, 3 * self._took_ms))

    def ask_when_settled(self) -> None:
        """Ask again when the marks of a change are gone; count at once."""
        if not self._settled.isActive():
            self._settled.start()
        self._count()

    def read(self, wish: Wish) -> None:
        """Read the rows of a wish off-thread."""
        actor = self._context.actor()
        queue = self._context.services.queue
        self._context.runner.run(
            self,
            lambda: queue.rows(actor, ids=wish.ids),
            done=lambda rows: self.rows_read.emit((wish, rows)),
            failed=lambda error: self.rows_failed.emit((wish, error)),
        )

    def read_into(self, column: QueueModel, wish: Wish) -> None:
        """Read the rows a column of the board wishes, off-thread, and give them to it."""
        actor = self._context.actor()
        queue = self._context.services.queue

        def fail(error: MendpointError) -> None:
            column.wish_failed(wish)
            self.unread.emit(error)

        self._context.runner.run(
            self,
            lambda: queue.rows(actor, ids=wish.ids),
            done=lambda rows: column.take_rows(wish, rows=rows),
            failed=fail,
        )

    # --- inside ----------------------------------------------------------------------------------

    def _ask_again(self) -> None:
        self._ask(is_new=False)

    def _ask(self, *, is_new: bool, count: bool = True) -> None:
        self._soon.stop()
        self._settled.stop()
        actor, question, at = self._context.actor(), self._question, self._at
        begun = monotonic()
        limit = PAGE_ROWS if is_new else None
        is_board = self.shape is Shape.BOARD

        def work() -> Answered:
            if is_board:
                return self._board(actor, question, at=at, is_new=is_new)
            return self._work(actor, question, at=at, limit=limit)

        def done(answered: Answered) -> None:
            self._took_ms = round((monotonic() - begun) * 1000)
            self.answered.emit(answered)
            if isinstance(answered.answer, QueueAnswer) and not answered.answer.complete:
                self._ask(is_new=False, count=False)

        self._context.runner.run(self, work, done=done, failed=self._fail, kind="ask")
        if count:
            self._count()

    def _work(
        self, actor: Actor, question: QueueQuestion, *, at: int | None, limit: int | None
    ) -> Answered:
        answer = self._context.services.queue.ask(actor, question, limit=limit)
        # Finding a place among 2,000,000 ids takes 22 ms: not on the main thread.
        place = None if at is None else _place(answer, at)
        return Answered(
            question=question, answer=answer, at=at, place=place, is_new_question=limit is not None
        )

    def _board(
        self, actor: Actor, question: QueueQuestion, *, at: int | None, is_new: bool
    ) -> Answered:
        answer = self._context.services.queue.board(actor, question)
        return Answered(question=question, answer=answer, at=at, place=None, is_new_question=is_new)

    def _count(self) -> None:
        actor, question = self._context.actor(), self._question
        queue = self._context.services.queue
        self._context.runner.run(
            self,
            lambda: queue.counts(actor, question),
            done=self.counted.emit,
            failed=self._fail,
            kind="count",
        )

    def _fail(self, error: MendpointError) -> None:
        self.failed.emit(error)


def _place(answer: QueueAnswer, ticket_id: int) -> int | None:
    try:
        return answer.ids.index(ticket_id)
    except ValueError:
        return None
