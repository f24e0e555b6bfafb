"""Several rows at once: from a key to a preview, the doing, and one toast with "Undo all"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from services.auth.dto import Person
from services.tickets.dto import MoveResult, QueueRow
from services.types import PersonId, TicketStatus
from ui.context import UiContext
from ui.parts.dialog import QuestionDialog
from ui.parts.menus import Choice, open_menu
from ui.parts.pill import status_word
from ui.parts.toast import ToastKind
from ui.screens.queue.commands import technician_values
from ui.screens.queue.offers import next_choice
from ui.screens.queue.pending import Pending, Values
from ui.screens.queue.rights import Rights
from ui.screens.queue.several.doing import (
    Became,
    Errand,
    assign_errand,
    assign_next_errand,
    carry_out,
    label_errand,
    move_errand,
    undo_errand,
)
from ui.screens.queue.several.plans import (
    Plan,
    moves_of,
    orders_words,
    plan_assignment,
    plan_labels,
    plan_move,
    plan_next,
    preview,
)
from ui.screens.queue.shape import Orders
from ui.screens.queue.words import say

Rows = Sequence[QueueRow]


class SeveralDesk(QObject):
    """Carries out an act on the marked orders.

    ``take_keyboard`` is called when a question is closed.

    Signals:
        stored(object): a `MoveResult` that was made here.
    """

    stored = Signal(object)

    def __init__(
        self,
        context: UiContext,
        *,
        orders: Orders,
        pending: Pending,
        rights: Rights,
        take_keyboard: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._orders = orders
        self._pending = pending
        self._rights = rights
        self._take_keyboard = take_keyboard
        self._host = parent

    def choose_move(self, ticket_ids: Sequence[int], *, at: QPoint) -> None:
        """Open the menu of statuses some of the orders can go to."""
        self._read(ticket_ids, then=lambda rows: self._open_moves(rows, at=at))

    def choose_technician(
        self, ticket_ids: Sequence[int], people: Sequence[Person], *, at: QPoint
    ) -> None:
        """Open the list of people the orders can be given to."""
        if self._rights.may_assign:
            self._read(ticket_ids, then=lambda rows: self._open_people(rows, people, at=at))

    def print_labels(self, ticket_ids: Sequence[int]) -> None:
        """Print the bench labels of the orders."""
        if self._rights.may_print:
            self._read(ticket_ids, then=self._print)

    # --- inside ----------------------------------------------------------------------------------

    def _read(self, ticket_ids: Sequence[int], *, then: Callable[[Rows], None]) -> None:
        """Read the marked orders as they are now: what can be done depends on it."""
        actor, queue = self._context.actor(), self._context.services.queue
        self._context.runner.run(
            self, lambda: queue.rows(actor, ids=ticket_ids), done=then, kind="several"
        )

    def _open_moves(self, rows: Rows, *, at: QPoint) -> None:
        offers = moves_of(rows, rights=self._rights)
        if not offers:
            words = say("{orders} have no next step here", orders=orders_words(len(rows)))
            self._context.shell.toast(words, kind=ToastKind.TOLD)
            return

        def take(to: TicketStatus) -> Callable[[], None]:
            return lambda: self._move(rows, to)

        choices = [
            Choice(
                words=say(
                    "{status}, {able} of {count}",
                    status=status_word(to.value),
                    able=able,
                    count=len(rows),
                ),
                act=take(to),
                name=f"several-{to.value}",
            )
            for to, able in offers
        ]
        open_menu(self._host, choices, at=at, name="several-menu", title=say("Move to"))

    def _open_people(self, rows: Rows, people: Sequence[Person], *, at: QPoint) -> None:
        def give(person_id: PersonId | None, name: str) -> Callable[[], None]:
            return lambda: self._assign(rows, person_id, name=name)

        choices = [
            Choice(
                words=each.name if each.present else say("{name}, away", name=each.name),
                act=give(each.person_id, each.name),
                name=f"assign-{each.person_id}",
            )
            for each in people
        ]
        nobody = Choice(
            words=say("Nobody"), act=give(None, ""), begins_group=True, name="assign-nobody"
        )
        if choices and plan_next(rows).able:
            first = replace(choices[0], begins_group=True)
            choices = [next_choice(lambda: self._assign_next(rows)), first, *choices[1:]]
        open_menu(self._host, [*choices, nobody], at=at, name="assign-menu", title=say("Assign to"))

    def _move(self, rows: Rows, to: TicketStatus) -> None:
        plan = plan_move(rows, to, rights=self._rights)
        services, actor, status = (
            self._context.services,
            self._context.actor(),
            status_word(to.value),
        )

        def do() -> None:
            self._begin(plan.able, {"status": to})
            self._carry_out(
                [move_errand(services, actor, row, to=to) for row in plan.able],
                said=lambda n: say("{orders} moved to {status}", orders=n, status=status),
            )

        heading = say("Move {orders} to {status}?", orders=_of(plan), status=status)
        self._ask(plan, heading=heading, action=say("Move {orders}", orders=_able(plan)), do=do)

    def _assign(self, rows: Rows, person_id: PersonId | None, *, name: str) -> None:
        plan = plan_assignment(rows)
        services, actor = self._context.services, self._context.actor()

        def said(orders: str) -> str:
            if person_id is None:
                return say("{orders} taken from their technicians", orders=orders)
            return say("{orders} given to {name}", orders=orders, name=name)

        def do() -> None:
            self._begin(plan.able, technician_values(name))
            errands = [
                assign_errand(services, actor, row, person_id=person_id) for row in plan.able
            ]
            self._carry_out(errands, said=said)

        to = name or say("nobody")
        heading = say("Give {orders} to {name}?", orders=_of(plan), name=to)
        self._ask(plan, heading=heading, action=say("Give {orders}", orders=_able(plan)), do=do)

    def _assign_next(self, rows: Rows) -> None:
        plan = plan_next(rows)
        services, actor = self._context.services, self._context.actor()

        def do() -> None:
            self._begin(plan.able, {})
            self._carry_out(
                [assign_next_errand(services, actor, row) for row in plan.able],
                said=lambda n: say("{orders} given to the next available technicians", orders=n),
            )

        heading = say("Give {orders} to the next available technicians?", orders=_of(plan))
        self._ask(plan, heading=heading, action=say("Give {orders}", orders=_able(plan)), do=do)

    def _print(self, rows: Rows) -> None:
        plan = plan_labels(rows)
        services, actor = self._context.services, self._context.actor()

        def do() -> None:
            self._carry_out(
                [label_errand(services, actor, row) for row in plan.able],
                said=lambda n: say("Labels of {orders} are being printed", orders=n),
                told=self._context.shell.printer_state_changed,
            )

        self._ask(
            plan,
            heading=say("Print the labels of {orders}?", orders=_of(plan)),
            action=say("Print {count} labels", count=len(plan.able)),
            do=do,
            always=True,
        )

    def _begin(self, rows: Rows, values: Values) -> None:
        """Show what was asked of several orders at once."""
        for row in rows:
            self._pending.begin(int(row.ticket_id), values)

    def _ask(
        self,
        plan: Plan,
        *,
        heading: str,
        action: str,
        do: Callable[[], None],
        always: bool = False,
    ) -> None:
        """Do it, after a preview where something can't be done or can't be undone."""
        if not plan.unable and not always:
            do()
            return
        dialog = QuestionDialog(preview(plan, heading=heading, action=action), parent=self._host)
        dialog.agreed.connect(lambda _text: do())
        dialog.finished.connect(lambda _result: self._come_back())
        dialog.ask()

    def _come_back(self) -> None:
        self._host.activateWindow()
        self._take_keyboard()

    def _carry_out(
        self,
        errands: Sequence[Errand],
        *,
        said: Callable[[str], str],
        told: Callable[[], None] | None = None,
    ) -> None:
        def done(became: Became) -> None:
            for result in became.results:
                self._pending.stored(result)
                self.stored.emit(result)
            for errand, error in became.refused:
                self._pending.give_up(errand.ticket_id, reason=error.message)
            self._orders.refresh({errand.ticket_id for errand in errands})
            self._say(became, said=said)
            if told is not None:
                told()

        self._context.runner.run(self, lambda: carry_out(errands), done=done)

    def _say(self, became: Became, *, said: Callable[[str], str]) -> None:
        words = said(orders_words(len(became.done)))
        if became.refused:
            first, error = became.refused[0]
            text = "{done}; {count} not. {number}: {why}"
            if not became.done:
                text = "None of {count} was done. {number}: {why}"
            words = say(
                text,
                done=words,
                count=len(became.refused),
                number=first.number,
                why=error.message,
            )
        undoable = [each for each in became.results if each.undo_until_utc is not None]
        kind = ToastKind.NOT_DONE if became.refused else ToastKind.DONE
        undo = (lambda: self._undo(undoable)) if undoable else None
        self._context.shell.toast(
            words,
            kind=kind,
            undo=undo,
            undoes_all=True,
            until=min((u for each in undoable if (u := each.undo_until_utc)), default=None),
            about=[int(each.ticket_id) for each in undoable],
        )

    def _undo(self, results: Sequence[MoveResult]) -> None:
        services, actor = self._context.services, self._context.actor()
        self._carry_out(
            [undo_errand(services, actor, result) for result in results],
            said=lambda n: say("{orders} back where they were", orders=n),
        )


def _of(plan: Plan) -> str:
    """Return "12 of 15 orders", or "15 orders" where all can."""
    if not plan.unable:
        return orders_words(plan.count)
    return say("{able} of {orders}", able=len(plan.able), orders=orders_words(plan.count))


def _able(plan: Plan) -> str:
    return orders_words(len(plan.able))
