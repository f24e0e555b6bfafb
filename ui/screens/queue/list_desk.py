"""The list's side of the queue: filters, answers, places, and what changed meanwhile."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from services.errors import MendpointError
from services.tickets.dto import (
    BoardAnswer,
    QueueAnswer,
    QueueChip,
    QueueFilters,
    QueueGrouping,
    QueueQuestion,
    QueueRow,
    QueueSort,
)
from ui.context import ScreenKey, UiContext
from ui.errors import present
from ui.parts.toast import ToastKind
from ui.screens.queue.empties import Way, empty_words, unread_words
from ui.screens.queue.following import Following
from ui.screens.queue.grouping import ungrouped_words
from ui.screens.queue.listing import Answered, Listing
from ui.screens.queue.model import Wish
from ui.screens.queue.shape import Orders, Shape
from ui.screens.queue.sorting import unsorted_words
from ui.screens.queue.view import QueueView


class ListDesk(QObject):
    """Keeps question, rows and the person's place together.

    Signals:
        arrived(object): the ticket id the person is at after the first answer, or None.
        table_wanted(): what is asked for stands in the table only.
        sorted(object): the `QueueQuestion` with the sort a person chose.
        asked(object): the `QueueQuestion` the list is asked from now on.
    """

    arrived = Signal(object)
    table_wanted = Signal()
    sorted = Signal(object)
    asked = Signal(object)

    def __init__(
        self,
        context: UiContext,
        *,
        view: QueueView,
        orders: Orders,
        listing: Listing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._orders = orders
        self._model = orders.table
        self._listing = listing
        self._at: int | None = None
        self._has_orders = True
        self._has_arrived = False
        self._asks = 0
        self.following = Following(context, model=orders, listing=listing, parent=self)
        self._connect()

    @property
    def question(self) -> QueueQuestion:
        """What the list is asked."""
        return self._listing.question

    @property
    def asks(self) -> int:
        """How often a question was asked."""
        return self._asks

    @property
    def has_arrived(self) -> bool:
        """Whether the first answer is here."""
        return self._has_arrived

    def ask(self, question: QueueQuestion) -> None:
        """Ask a question and show it in the header."""
        self._asks += 1
        self._view.header.show_text(question.text)
        self._view.header.chips.show_value(question.chip)
        self._view.table.show_sorted(question.sort_in_force, turned=question.is_turned)
        self._view.show_asking()
        self._listing.show(question)
        self.asked.emit(question)

    def show_as(self, shape: Shape) -> None:
        """Show the same orders as a table or as a board."""
        self._orders.shape = self._listing.shape = shape
        self._view.show_shape(shape)
        self.ask(self.question)

    def stay_at(self, ticket_id: int | None) -> None:
        """Keep the person at this order over every new answer."""
        self._at = ticket_id
        self._listing.stay_at(ticket_id)

    def go_to(self, ticket_id: int) -> None:
        """Mark an order's row as the person's, if it is in the list and here."""
        self.stay_at(ticket_id)
        if self._orders.shape is Shape.BOARD:
            self._view.board.choose(ticket_id)
        else:
            self._view.table.choose(self._model.place_of(ticket_id))

    def show_orders_of(self, customer: str) -> None:
        """List everything of one customer."""
        every = replace(self.question, chip=QueueChip.ALL, filters=QueueFilters())
        self.ask(replace(every, text=customer))

    # --- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        header, table, listing = self._view.header, self._view.table, self._listing
        header.text_changed.connect(self._search)
        header.list_wanted.connect(self._view.focus_rows)
        header.chips.chosen.connect(self._filter)
        table.sort_chosen.connect(self.sort_by)
        table.sight_changed.connect(self._count)
        self._view.board.sight_changed.connect(self._count)
        listing.answered.connect(self._answered)
        listing.counted.connect(self._counted)
        listing.failed.connect(self._failed)
        listing.rows_read.connect(self._take_rows)
        listing.rows_failed.connect(self._rows_failed)
        listing.unread.connect(lambda error: present(self._view, error))
        self._view.way_chosen.connect(self._go)

    def _search(self, text: object) -> None:
        if str(text) != self.question.text:
            self.ask(replace(self.question, text=str(text)))

    def _filter(self, chip: object) -> None:
        self.ask(replace(self.question, chip=QueueChip(str(chip))))

    def sort_by(self, sort: QueueSort) -> None:
        """Sort by this; what it is sorted by already is turned the other way round."""
        question = self.question
        turned = sort is question.sort_in_force and not question.is_turned
        self.ask(replace(question, sort=sort, turned=turned))
        self.sorted.emit(self.question)
        if self.question.sort_in_force is not sort:
            self._context.shell.toast(unsorted_words(sort), kind=ToastKind.TOLD)

    def _answered(self, answered: Answered) -> None:
        """Show an answer in the shape it was asked for; the other shape has asked anew."""
        match answered.answer, self._orders.shape:
            case QueueAnswer() as answer, Shape.TABLE:
                self._fill_table(answered, answer)
            case BoardAnswer() as answer, Shape.BOARD:
                self._fill_board(answered, answer)

    def _fill_board(self, answered: Answered, answer: BoardAnswer) -> None:
        board = self._view.board
        board.show_answer(answer)
        if not self._orders.count:
            self._say_empty(answered.question)
            self._arrive(None if self._has_arrived else self._at)
            return
        self._view.show_rows(answered.question)
        opened_before = not self._has_arrived and self._at is not None
        if board.choose(self._at, scroll=answered.is_new_question) or opened_before:
            self._has_arrived = True
        elif answered.is_new_question or not self._has_arrived:
            self._arrive(board.choose_first())
        self.following.answered()

    def _fill_table(self, answered: Answered, answer: QueueAnswer) -> None:
        anchor = None if answered.is_new_question else self._view.table.anchor()
        stood = self._view.table.currentIndex().row()
        head = None if answered.is_new_question else self._model.group_at(stood)
        marked = () if answered.is_new_question else self._view.table.marked_ids()
        grouping = answered.question.grouping
        self._model.show_grouped_by(grouping)
        self._model.answer(answer.ids, first_rows=answer.first_rows, groups=answer.groups)
        if answered.is_new_question and answer.ids and not answer.groups:
            self._say_ungrouped(grouping)
        if not answer.ids:
            self._say_empty(answered.question)
            self._arrive(None if self._has_arrived else self._at)
            return
        self._view.show_rows(answered.question)
        at_head = self._model.head_place(head) if head is not None else None
        if at_head is not None:
            self._view.table.stand_near(at_head)
        else:
            self._stand(answered, stood=stood)
        if len(marked) > 1:
            self._view.table.mark_again(marked)
        self._view.table.return_to(anchor)
        self.following.answered()

    def _say_ungrouped(self, grouping: QueueGrouping) -> None:
        if grouping is not QueueGrouping.NONE:
            self._context.shell.toast(ungrouped_words(), kind=ToastKind.TOLD)

    def _stand(self, answered: Answered, *, stood: int) -> None:
        table, place = self._view.table, answered.place
        if self._model.is_grouped and place is not None:
            # Heads stand between the orders, and closed groups hold some back.
            place = self._model.place_of(answered.at or 0)
        if answered.at != self._at and self._at is not None:
            place = self._model.place_of(self._at)
        if place is not None:
            table.choose(place)
            if answered.is_new_question:
                table.scrollTo(self._model.index(place, 0))
        elif not self._has_arrived and self._at is not None:
            # Opened before the first answer came: it stays in the panel though it is not listed.
            self._has_arrived = True
            table.choose(None)
        elif not self._has_arrived or answered.is_new_question:
            table.scrollToTop()
            first = self._model.first_place
            table.choose(first)
            self._arrive(None if first is None else self._model.id_at(first))
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
        if not self.question.text and self.question.filters.is_empty:
            self._has_orders = counts.get(QueueChip.ALL, 1) > 0
        if self._view.is_empty and not self._orders.count:
            self._say_empty(self.question)

    def _say_empty(self, question: QueueQuestion) -> None:
        on_board = self._orders.shape is Shape.BOARD
        words = empty_words(question, has_orders=self._has_orders, on_board=on_board)
        self._view.show_empty(words, question=question)

    def _failed(self, error: MendpointError) -> None:
        if not self._orders.count:
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
            case Way.FILTERS:
                self.ask(replace(self.question, filters=QueueFilters()))
            case Way.OPEN:
                plain = replace(self.question, chip=QueueChip.OPEN, filters=QueueFilters())
                self.ask(replace(plain, text=""))
            case Way.TABLE:
                self.table_wanted.emit()
            case Way.AGAIN:
                self.ask(self.question)
        self._view.header.filter.edit.clearFocus()
        self._view.focus_rows()
