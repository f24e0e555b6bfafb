"""The queue screen: every order in a table, one of them in a panel, its next moves at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.tickets.dto import QueueQuestion
from ui.context import ScreenKey, UiContext
from ui.screens.queue.columns import USUAL
from ui.screens.queue.delegate import QueueDelegate
from ui.screens.queue.list_desk import ListDesk
from ui.screens.queue.listing import SETTLED_MS, Listing
from ui.screens.queue.model import MARK_MS, QueueModel
from ui.screens.queue.order_desk import OrderDesk
from ui.screens.queue.rights import Rights
from ui.screens.queue.view import QueueView
from ui.screens.queue.words import RowWords, say
from ui.shortcuts import shortcut

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
        self._rights = Rights(context.may)
        listing = Listing(context, parent=self, settled_ms=settled_ms)
        self.model = QueueModel(
            fetch=listing.read,
            words=lambda row, column: self._words().cell(row, column),
            columns=USUAL,
            parent=self,
            mark_ms=mark_ms,
        )
        delegate = QueueDelegate(words=self._words, parent=self)
        self.view = QueueView(self, model=self.model, delegate=delegate)
        self.list = ListDesk(
            context, view=self.view, model=self.model, listing=listing, parent=self
        )
        self.order = OrderDesk(
            context, view=self.view, model=self.model, rights=self._rights, parent=self
        )
        self._clock = QTimer(self)
        self._build()
        self._connect()

    # --- what the shell asks ---------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the open orders."""
        self.order.read_people()
        self.list.ask(QueueQuestion())
        if self.view.is_docked:
            self.order.open(with_focus=False)

    def shown(self) -> None:
        """Take the keyboard to the rows; another person sees another list."""
        self.view.footer.show_keys(self._rights)
        self.order.read_papers()
        person_id = self._context.actor().person_id
        if self._person_id not in (None, person_id):
            self.order.read_people()
            self.order.reader.read_again()
            self.list.ask(self.list.question)
        self._person_id = person_id
        self.view.table.setFocus(Qt.FocusReason.OtherFocusReason)

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

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        for action, act in (
            ("queue.filter", self._focus_filter),
            ("queue.status", self.order.choose_move),
            ("queue.assign", self.order.assign),
            ("queue.note", self.order.note),
            ("queue.print", self.order.print_again),
        ):
            key = QShortcut(QKeySequence(shortcut(action).key), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.setAutoRepeat(False)
            key.activated.connect(act)

    def _connect(self) -> None:
        table = self.view.table
        table.chosen.connect(self._chosen)
        table.opened.connect(self._opened)
        table.detail_toggled.connect(self.order.toggle)
        table.left.connect(self.order.close)
        self.list.arrived.connect(self.order.go_to)
        self.list.following.ticket_changed.connect(self.order.follow)
        self.list.following.people_changed.connect(self.order.read_people)
        self.order.stored.connect(self.list.following.done_here)
        self.order.customer_asked.connect(self.list.show_orders_of)
        self._clock.timeout.connect(self._tick)

    def _chosen(self, ticket_id: int) -> None:
        self.list.stay_at(ticket_id)
        self.order.go_to(ticket_id)

    def _opened(self, ticket_id: int) -> None:
        # Without a marked row the person is still at the order in the panel, which left the list.
        if self.view.table.chosen_place() is not None:
            self.order.go_to(ticket_id, at_once=True)
        self.order.open(with_focus=True)

    def _focus_filter(self) -> None:
        if not self.view.is_docked:
            self.order.close()
        self.view.header.focus_filter()

    def _tick(self) -> None:
        """Let "in 35 min" become "in 34 min"."""
        self.view.table.viewport().update()
        self.order.show_again()

    def _words(self) -> RowWords:
        return RowWords(self._context.formats, now=self._context.now())
