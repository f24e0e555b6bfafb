"""The list's side of the queue: filters, answers, places, and what changed meanwhile."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from services.errors import MendpointError
from services.tickets.dto import QueueChip, QueueQuestion, QueueRow, QueueSort
from ui.context import ScreenKey, UiContext
from ui.errors import present
from ui.screens.queue.empties import Way, empty_words, unread_words
from ui.screens.queue.following import Following
from ui.screens.queue.listing import Answered, Listing
from ui.screens.queue.model import QueueModel, Wish
from ui.screens.queue.view import QueueView


class ListDesk(QObject):
    """Keeps question, rows and the person's place together.

    Signals:
        arrived(object): the ticket id the person is at after the first answer, or None.
    """

    arrived = Signal(object)

    def __init__(
        self,
        context: UiContext,
        *,
        view: QueueView,
        model: QueueModel,
        listing: Listing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._model = model
        self._listing = listing
        self._at: int | None = None
        self._has_orders = True
        self._has_arrived = False
        self.following = Following(context, model=model, listing=listing, parent=self)
        self._connect()

    @property
    def question(self) -> QueueQuestion:
        """What the list is asked."""
        return self._listing.question

    @property
    def has_arrived(self) -> bool:
        """Whether the first answer is here."""
        return self._has_arrived

    def ask(self, question: QueueQuestion) -> None:
        """Ask a question and show it in the header."""
        self._view.header.show_text(question.text)
        self._view.header.chips.show_value(question.chip)
        self._view.table.show_sorted(question.sort)
        self._view.show_asking()
        self._listing.show(question)

    def stay_at(self, ticket_id: int | None) -> None:
        """Keep the person at this order over every new answer."""
        self._at = ticket_id
        self._listing.stay_at(ticket_id)

    def go_to(self, ticket_id: int) -> None:
        """Mark an order's row as the person's, if it is in the list and here."""
        self.stay_at(ticket_id)
        self._view.table.choose(self._model.place_of(ticket_id))

    def show_orders_of(self, customer: str) -> None:
        """List everything of one customer."""
        self.ask(replace(self.question, chip=QueueChip.ALL, text=customer))

    # --- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        header, table, listing = self._view.header, self._view.table, self._listing
        header.text_changed.connect(self._search)
        header.list_wanted.connect(table.setFocus)
        header.chips.chosen.connect(self._filter)
        table.sort_chosen.connect(self._sort)
        table.sight_changed.connect(self._count)
        listing.answered.connect(self._answered)
        listing.counted.connect(self._counted)
        listing.failed.connect(self._failed)
        listing.rows_read.connect(self._take_rows)
        listing.rows_failed.connect(self._rows_failed)
        self._view.way_chosen.connect(self._go)

    def _search(self, text: object) -> None:
        if str(text) != self.question.text:
            self.ask(replace(self.question, text=str(text)))

    def _filter(self, chip: object) -> None:
        self.ask(replace(self.question, chip=QueueChip(str(chip))))

    def _sort(self, sort: object) -> None:
        self.ask(replace(self.question, sort=QueueSort(str(sort))))

    def _answered(self, answered: Answered) -> None:
        anchor = None if answered.is_new_question else self._view.table.anchor()
        stood = self._view.table.currentIndex().row()
        self._model.answer(answered.answer.ids, first_rows=answered.answer.first_rows)
        if not answered.answer.ids:
            self._view.show_empty(
                empty_words(answered.question, has_orders=self._has_orders),
                question=answered.question,
            )
            self._arrive(None)
            return
        self._view.show_rows(answered.question)
        self._stand(answered, stood=stood)
        self._view.table.return_to(anchor)
        self.following.answered()

    def _stand(self, answered: Answered, *, stood: int) -> None:
        table, place = self._view.table, answered.place
        if answered.at != self._at and self._at is not None:
            place = self._model.place_of(self._at)
        if place is not None:
            table.choose(place)
            if answered.is_new_question:
                table.scrollTo(self._model.index(place, 0))
        elif not self._has_arrived or answered.is_new_question:
            table.scrollToTop()
            table.choose(0)
            self._arrive(self._model.id_at(0))
        else:
            # The order left the list: it stays in the panel, the arrows go on from its place.
            table.choose(None)
            table.stand_near(max(0, stood))

    def _arrive(self, ticket_id: int | None) -> None:
        self._has_arrived = True
        self.stay_at(ticket_id)
        self.arrived.emit(ticket_id)

    def _counted(self, counts: dict[QueueChip, int]) -> None:
        self._view.header.chips.show_counts(counts)
        if not self.question.text:
            self._has_orders = counts.get(QueueChip.ALL, 1) > 0
        if self._view.is_empty and not self._model.rowCount():
            words = empty_words(self.question, has_orders=self._has_orders)
            self._view.show_empty(words, question=self.question)

    def _failed(self, error: MendpointError) -> None:
        if not self._model.rowCount():
            self._view.show_empty(unread_words(error.message), question=self.question)
        present(self._view, error)

    def _take_rows(self, pair: tuple[Wish, tuple[QueueRow, ...]]) -> None:
        wish, rows = pair
        self._model.take_rows(wish, rows=rows)

    def _rows_failed(self, pair: tuple[Wish, MendpointError]) -> None:
        wish, error = pair
        self._model.wish_failed(wish)
        present(self._view, error)

    def _count(self) -> None:
        if not self._view.is_empty:
            self._view.show_count(self.question)

    def _go(self, way: object) -> None:
        match Way(str(way)):
            case Way.COUNTER:
                self._context.shell.go(ScreenKey.COUNTER)
            case Way.CLEAR:
                self.ask(replace(self.question, text=""))
            case Way.OPEN:
                self.ask(QueueQuestion(sort=self.question.sort))
            case Way.AGAIN:
                self.ask(self.question)
        self._view.header.filter.edit.clearFocus()
        self._view.table.setFocus()
