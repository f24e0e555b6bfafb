"""The queue screen: every order in a table, one of them in a panel, its next moves at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.tickets.dto import (
    QueueChip,
    QueueFilters,
    QueueRow,
    SavedView,
)
from services.types import TicketStatus
from ui.context import Arrange, OrderAct, ScreenKey, UiContext
from ui.parts.toast import ToastKind
from ui.screens.queue.acting import Acting
from ui.screens.queue.arranging import Arranging
from ui.screens.queue.board.board import Board
from ui.screens.queue.board.cards import CardDelegate, card_tip, card_words
from ui.screens.queue.board.model import BoardModel
from ui.screens.queue.columns import USUAL
from ui.screens.queue.delegate import QueueDelegate
from ui.screens.queue.grouped_model import GroupedModel
from ui.screens.queue.grouping import head_line
from ui.screens.queue.habits import Habits
from ui.screens.queue.list_desk import ListDesk
from ui.screens.queue.listing import SETTLED_MS, Listing
from ui.screens.queue.model import MARK_MS
from ui.screens.queue.order_desk import OrderDesk
from ui.screens.queue.pending import Pending
from ui.screens.queue.pending_row import reason_in
from ui.screens.queue.rights import Rights
from ui.screens.queue.several.desk import SeveralDesk
from ui.screens.queue.shape import Orders, Shape
from ui.screens.queue.sorting import kept_sort
from ui.screens.queue.view import QueueView
from ui.screens.queue.words import RowWords, no_way_words, say
from ui.shortcuts import shortcut
from ui.workstation import QueueLook

if TYPE_CHECKING:
    from services.search.dto import SearchHit

_TICK_MS: Final = 30_000


class QueueScreen(QWidget):
    """The Queue (F2). A change is marked for ``mark_ms`` and waited out for ``settled_ms``."""

    key = ScreenKey.QUEUE
    title = "Queue"

    def __init__(
        self, context: UiContext, *, mark_ms: int = MARK_MS, settled_ms: int = SETTLED_MS
    ) -> None:
        super().__init__()
        self.setObjectName("queue")
        self.setAccessibleName(say("Queue"))
        self._context = context
        self._person_id: int | None = None
        self._panel_stood = True
        self._rights = Rights(context.may)
        listing = Listing(context, parent=self, settled_ms=settled_ms)
        self.model = self._table_model(listing, mark_ms=mark_ms)
        board = BoardModel(
            fetch=listing.read_into,
            words=lambda row: card_words(self._words(), row),
            tip=lambda row: card_tip(self._words(), row),
            parent=self,
            mark_ms=mark_ms,
        )
        self.orders = Orders(self.model, board, parent=self)
        self.view = QueueView(
            self,
            orders=self.orders,
            delegate=QueueDelegate(words=self._words, parent=self),
            board=Board(
                board,
                delegate=CardDelegate(words=self._words, parent=self),
                rights=self._rights,
            ),
        )
        self.list = ListDesk(
            context, view=self.view, orders=self.orders, listing=listing, parent=self
        )
        self.pending = Pending(self.orders, parent=self, mark_ms=mark_ms)
        # After the list has taken the answer.
        listing.answered.connect(self.pending.show_again)
        self.order = OrderDesk(
            context,
            view=self.view,
            model=self.orders,
            pending=self.pending,
            rights=self._rights,
            parent=self,
        )
        self.several = SeveralDesk(
            context,
            orders=self.orders,
            pending=self.pending,
            rights=self._rights,
            take_keyboard=self.view.focus_rows,
            parent=self,
        )
        self.acting = Acting(
            context, view=self.view, orders=self.orders, one=self.order, several=self.several
        )
        self.habits = Habits(context, parent=self)
        self.arranging = self._arranging()
        self._clock = QTimer(self)
        self._build()
        self._connect()

    # --- what the shell asks ---------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the open orders, in the shape the person left them in."""
        self.order.read_people()
        self.habits.recall(self._begin)

    def _begin(self, look: QueueLook) -> None:
        # Who asked for a filter before this was read gets that, not the view to start with.
        self._go_on(look, starts=not self.list.asks)
        if self.view.is_docked and self.orders.shape is Shape.TABLE:
            self.order.open(with_focus=False)

    def shown(self) -> None:
        """Take the keyboard to the rows; another person sees another list."""
        self.view.footer.show_keys(self._rights)
        self.order.read_papers()
        person_id = self._context.actor().person_id
        if self._person_id not in (None, person_id):
            self.order.read_people()
            self.order.reader.read_again()
            self.habits.recall(self._go_on)
        self._person_id = person_id
        self.view.focus_rows()

    def can_leave(self) -> bool:
        """Leave at any time: what is on its way goes on, what is typed is kept."""
        return True

    def open_ticket(self, ticket_id: int) -> None:
        """Show one order in the panel, wherever it stands in the list."""
        self.list.go_to(ticket_id)
        self.order.go_to(ticket_id, at_once=True)
        self.order.open(with_focus=False)

    def handle_search(self, hit: SearchHit) -> None:
        """Show what the search line found: an order, or a customer's orders."""
        if hit.number:
            self.open_ticket(hit.entity_id)
        else:
            self.list.show_orders_of(hit.title)

    def act_on(self, ticket_id: int, *, act: OrderAct) -> None:
        """Show an order and begin an act on it, as its key does."""
        self.open_ticket(ticket_id)
        match act:
            case OrderAct.MOVE:
                self.order.choose_move()
            case OrderAct.ASSIGN:
                self.order.assign()
            case OrderAct.NOTE:
                self.order.note()
            case OrderAct.ATTACH:
                self.order.attach()
            case OrderAct.PRINT:
                self.order.print_again()

    def show_filter(self, chip: QueueChip) -> None:
        """Show what a chip lets through, without a text filter."""
        self.list.ask(replace(self.list.question, chip=chip, text="", filters=QueueFilters()))

    def show_view(self, view_id: int) -> None:
        """Show one of the person's saved views."""
        self.arranging.views.open_by_id(view_id)

    def arrange(self, what: Arrange) -> None:
        """Begin as its key does."""
        self.arranging.begin(what)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the words about time true while they are seen."""
        super().showEvent(event)
        self._tick()
        self._clock.start(_TICK_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest."""
        super().hideEvent(event)
        self._clock.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more columns where there is room for them."""
        super().resizeEvent(event)
        self.view.table.show_for(self.width())

    def show_as(self, shape: Shape) -> None:
        """Show the same orders as a table or as a board, and remember it for the person."""
        if shape is self.orders.shape:
            return
        self._turn(shape)
        self.habits.keep_shape(shape)

    # --- inside ----------------------------------------------------------------------------------

    def _arranging(self) -> Arranging:
        return Arranging(
            self._context,
            view=self.view,
            orders=self.orders,
            listing=self.list,
            habits=self.habits,
            people=lambda: self.order.acts.people,
            parent=self,
        )

    def _table_model(self, listing: Listing, *, mark_ms: int) -> GroupedModel:
        return GroupedModel(
            # Late: it is made of the list, which is made of this.
            head_words=lambda group, by: self.arranging.head_words(group, by),  # noqa: PLW0108
            head_line=head_line,
            fetch=listing.read,
            words=lambda row, column: self._words().cell(row, column),
            columns=USUAL,
            tip=reason_in,
            parent=self,
            mark_ms=mark_ms,
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        for action, act in (
            ("queue.filter", self._focus_filter),
            ("queue.status", self.acting.choose_move),
            ("queue.assign", self.acting.assign),
            ("queue.note", lambda: self.acting.for_one(self.order.note)),
            ("queue.edit", lambda: self.acting.for_one(self.order.edit)),
            ("queue.print", self.acting.print_labels),
            ("queue.attach", lambda: self.acting.for_one(self.order.attach)),
            ("queue.paste", self.order.photos.paste),
            ("queue.shape", self._other_shape),
            ("queue.sort", self.arranging.choose_sort),
            ("queue.narrow", self.arranging.narrow),
            ("queue.clear", self.arranging.clear),
            ("queue.group", self.arranging.choose_grouping),
            ("queue.views", self.arranging.choose_view),
            ("queue.columns", self.arranging.choose_columns),
        ):
            key = QShortcut(QKeySequence(shortcut(action).key), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.setAutoRepeat(False)
            key.activated.connect(act)

    def _connect(self) -> None:
        for rows in (self.view.table, self.view.board):
            rows.chosen.connect(self._chosen)
            rows.opened.connect(self._opened)
            rows.detail_toggled.connect(self.order.toggle)
            rows.left.connect(self.order.close)
        self.view.board.dropped.connect(self._dropped)
        self.view.board.refused.connect(self._refused)
        self.view.header.shape_chosen.connect(self.show_as)
        self.view.table.all_marked.connect(self.acting.say_too_many)
        self.view.table.marks_changed.connect(
            lambda: self.view.show_marked(len(self.acting.marked()), question=self.list.question)
        )
        self.several.stored.connect(self.list.following.done_here)
        self.list.sorted.connect(self.habits.keep_sort)
        self.list.table_wanted.connect(lambda: self.show_as(Shape.TABLE))
        self.list.arrived.connect(self.order.go_to)
        self.list.following.ticket_changed.connect(self.order.follow)
        self.list.following.people_changed.connect(self.order.read_people)
        self.order.stored.connect(self.list.following.done_here)
        self.order.customer_asked.connect(self.list.show_orders_of)
        self.order.order_asked.connect(self.open_ticket)
        self._clock.timeout.connect(self._tick)

    def _chosen(self, ticket_id: int) -> None:
        self.list.stay_at(ticket_id)
        self.order.go_to(ticket_id)

    def _opened(self, ticket_id: int) -> None:
        # Without a marked row the person is still at the order in the panel, which left the list.
        if self.view.has_chosen:
            self.order.go_to(ticket_id, at_once=True)
        self.order.open(with_focus=True)

    def _dropped(self, drop: tuple[int, TicketStatus, QPoint]) -> None:
        ticket_id, to, where = drop
        self.list.stay_at(ticket_id)
        self.order.move_to(ticket_id, to, at=where)

    def _refused(self, pair: tuple[QueueRow, TicketStatus]) -> None:
        row, to = pair
        words = no_way_words(row.number, at=row.status, to=to)
        self._context.shell.toast(words, kind=ToastKind.NOT_DONE)

    def _other_shape(self) -> None:
        self.show_as(self.orders.shape.other)
        self.view.focus_rows()

    def _turn(self, shape: Shape) -> None:
        """Show the other shape; the board keeps a panel only where there is room for both."""
        was_open = self.view.is_open
        self.list.show_as(shape)
        if shape is Shape.TABLE:
            if self._panel_stood:
                self.order.open(with_focus=False)
        else:
            self._panel_stood = was_open
            if was_open and not self.view.is_docked:
                self.order.close()

    def _take_shape(self, look: QueueLook) -> None:
        shape = Shape.BOARD if look.shape == Shape.BOARD.value else Shape.TABLE
        if shape is not self.orders.shape:
            had_keyboard = self.view.rows_have_keyboard
            self._turn(shape)
            if had_keyboard:
                self.view.focus_rows()

    def _go_on(self, look: QueueLook, *, starts: bool = True) -> None:
        """Show the list as the person left it, or with the view they start with."""
        self._take_shape(look)
        self.arranging.take_look(look)
        asks = self.list.asks

        def ask(view: SavedView | None) -> None:
            if view is not None and starts and self.list.asks == asks:
                self.arranging.views.open(view)
                return
            kept = kept_sort(look)
            question = replace(self.list.question, sort=kept.sort, turned=kept.turned)
            self.list.ask(replace(question, grouping=kept.grouping))

        self.arranging.views.read(ask)

    def _focus_filter(self) -> None:
        if not self.view.is_docked:
            self.order.close()
        self.view.header.focus_filter()

    def _tick(self) -> None:
        """Let "in 35 min" become "in 34 min"."""
        self.view.paint_again()
        self.order.show_again()

    def _words(self) -> RowWords:
        return RowWords(self._context.formats, now=self._context.now())
