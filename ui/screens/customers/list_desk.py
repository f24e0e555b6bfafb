"""The list's side of the screen: question, rows and the person's place kept together."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from services.changes import Change, Entity
from services.customers.dto import Activity, CustomerListPage, CustomerQuestion, CustomerSort
from services.errors import MendpointError
from ui.context import UiContext
from ui.errors import present
from ui.screens.customers.columns import USUAL, RowCells
from ui.screens.customers.empties import Way, empty_words, unread_words
from ui.screens.customers.header import Since
from ui.screens.customers.list_view import ListView
from ui.screens.customers.listing import Answered, Listing
from ui.screens.customers.model import CustomersModel, Wish

_TOLD = (Entity.CUSTOMER, Entity.TICKET)


class ListDesk(QObject):
    """Asks, shows what comes, and keeps the person's row over every new answer.

    Signals:
        opened(object): the id of a customer whose page a person wants.
        new_wanted(): a person wants a new customer.
    """

    opened = Signal(object)
    new_wanted = Signal()

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._listing = Listing(context, parent=self)
        self._cells = RowCells(context.formats, now=context.now)
        self.model = CustomersModel(
            fetch=self._listing.read, cell=self._cells.cell, columns=USUAL, parent=self
        )
        self.view = ListView(self.model)
        self._page: CustomerListPage | None = None
        self._answered_question: CustomerQuestion | None = None
        self._since = Since.ANY
        self._connect()

    @property
    def question(self) -> CustomerQuestion:
        """What the list is asked."""
        return self._listing.question

    @property
    def has_arrived(self) -> bool:
        """Whether the first answer is here."""
        return self._page is not None

    def load(self) -> None:
        """Ask for the active customers."""
        self._ask(self.question)

    # --- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        header, table, listing = self.view.header, self.view.table, self._listing
        header.text_changed.connect(self._find)
        header.filters_changed.connect(self._filter)
        header.list_wanted.connect(self.view.focus_rows)
        table.sort_chosen.connect(self._sort)
        table.sight_changed.connect(self._count)
        table.opened.connect(self.opened)
        listing.answered.connect(self._answered)
        listing.failed.connect(self._failed)
        listing.page_read.connect(self._page_read)
        listing.page_failed.connect(self._page_failed)
        listing.stale.connect(self._read_again)
        self.view.way_chosen.connect(self._go)
        self._context.live.changed.connect(self._hear)

    def _ask(self, question: CustomerQuestion) -> None:
        header = self.view.header
        header.show_text(question.text)
        header.show_filters(
            activity=question.activity, has_open=question.has_open, since=self._since
        )
        self.view.table.show_sorted(question.sort)
        self.view.show_asking()
        self._listing.show(question)

    def _find(self, text: object) -> None:
        if str(text) != self.question.text:
            self._ask(replace(self.question, text=str(text)))

    def _filter(self) -> None:
        header = self.view.header
        self._since = Since(str(header.since.value()))
        today = self._context.formats.local(self._context.now()).date()
        self._ask(
            replace(
                self.question,
                activity=Activity(str(header.activity.value())),
                has_open=header.has_open.isChecked(),
                since=self._since.day(today),
            )
        )

    def _sort(self, sort: CustomerSort) -> None:
        self._ask(replace(self.question, sort=sort))

    def _answered(self, answered: Answered) -> None:
        self._page = answered.page
        self._answered_question = answered.question
        stood = self.view.table.chosen_id()
        self.model.answer(answered.page)
        if not answered.page.rows:
            may_add = self._context.may("customers:update")
            self.view.show_empty(empty_words(answered.question, may_add=may_add))
            return
        self.view.show_rows()
        place = None if stood is None else self.model.place_of(stood)
        self.view.table.choose(place or 0)
        self._count()

    def _failed(self, error: MendpointError) -> None:
        # Rows that answer an older question would be taken for those that were asked for.
        if self._answered_question != self.question:
            self.view.show_empty(unread_words(error.message))
        else:
            self.view.show_rows()
            self._count()
        present(self.view, error)

    def _page_read(self, pair: tuple[Wish, CustomerListPage]) -> None:
        wish, page = pair
        if wish.generation != self.model.generation:
            return
        if wish.page == 0:
            if not page.rows:
                self.load()
                return
            self._page = page
        stood = self.view.table.chosen_id()
        self.model.take_page(wish, page=page)
        place = None if stood is None else self.model.place_of(stood)
        if place is not None and self.view.table.chosen_id() != stood:
            self.view.table.selectRow(place)
        self._count()

    def _page_failed(self, pair: tuple[Wish, MendpointError]) -> None:
        wish, error = pair
        self.model.wish_failed(wish)
        present(self.view, error)

    def _read_again(self) -> None:
        if self.model.rowCount():
            self.model.read_again()
        else:
            self._listing.show(self.question)

    def _hear(self, changes: tuple[Change, ...]) -> None:
        if self.has_arrived and any(change.entity in _TOLD for change in changes):
            self._listing.read_soon()

    def _count(self) -> None:
        page = self._page
        if page is not None and not self.view.is_empty:
            count = page.count if page.count is not None else self.model.rowCount()
            self.view.show_count(count, is_capped=page.count_is_capped)

    def _go(self, way: object) -> None:
        match Way(str(way)):
            case Way.NEW:
                self.new_wanted.emit()
                return
            case Way.CLEAR:
                self._ask(replace(self.question, text=""))
            case Way.ALL:
                self._since = Since.ANY
                self._ask(CustomerQuestion(sort=self.question.sort))
            case Way.AGAIN:
                self._ask(self.question)
        self.view.header.focus_find()
