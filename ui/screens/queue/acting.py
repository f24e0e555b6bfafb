"""A row key acts on the marked rows if they are several, else on the order one stands at."""

from __future__ import annotations

from collections.abc import Callable

from ui.context import UiContext
from ui.parts.toast import ToastKind
from ui.screens.queue.order_desk import OrderDesk
from ui.screens.queue.several.desk import SeveralDesk
from ui.screens.queue.shape import Orders, Shape
from ui.screens.queue.view import QueueView
from ui.screens.queue.words import say


class Acting:
    """Decides for each row key what it is about."""

    def __init__(
        self,
        context: UiContext,
        *,
        view: QueueView,
        orders: Orders,
        one: OrderDesk,
        several: SeveralDesk,
    ) -> None:
        self._shell = context.shell
        self._view = view
        self._orders = orders
        self._one = one
        self._several = several

    def marked(self) -> tuple[int, ...]:
        """Return the marked orders if they are several."""
        if self._orders.shape is Shape.BOARD:
            return ()
        marked = self._view.table.marked_ids()
        return marked if len(marked) > 1 else ()

    def choose_move(self) -> None:
        """S: move to another status."""
        at = self._one.menu_place()
        if not self._with_several(lambda ids: self._several.choose_move(ids, at=at)):
            self._one.choose_move()

    def assign(self) -> None:
        """A: give to a technician."""
        at, people = self._one.menu_place(), self._one.acts.people
        if not self._with_several(lambda ids: self._several.choose_technician(ids, people, at=at)):
            self._one.assign()

    def print_labels(self) -> None:
        """P: print the labels of several, or a copy of one order's papers."""
        if not self._with_several(self._several.print_labels):
            self._one.print_again()

    def for_one(self, act: Callable[[], None]) -> None:
        """Act on one order, also while several are marked: a note, an edit."""
        if not self._with_several(lambda _ids: act()):
            act()

    def say_too_many(self, count: int) -> None:
        """Say that not all rows could be marked."""
        most = self._view.table.most
        if count > most:
            words = say("The first {most} of {count} orders are marked", most=most, count=count)
            self._shell.toast(words, kind=ToastKind.TOLD)

    def _with_several(self, act: Callable[[tuple[int, ...]], None]) -> bool:
        """Act on the marked rows, or say why not; False: it is about one order."""
        if self._orders.shape is Shape.TABLE and self._view.table.is_at_head:
            words = say("Go to an order first: this is the head of a group.")
            self._shell.toast(words, kind=ToastKind.TOLD)
            return True
        marked = self.marked()
        most = self._view.table.most
        if len(marked) > most:
            words = say("At most {count} orders at once. Mark fewer.", count=most)
            self._shell.toast(words, kind=ToastKind.NOT_DONE)
        elif marked:
            act(marked)
        return bool(marked)
