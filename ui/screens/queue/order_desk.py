"""The order's side of the queue: the panel, its acts, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from services.auth.dto import Person
from services.changes import Change, Entity
from services.errors import Conflict, MendpointError, NotFound
from services.printing.dto import PaperChoice
from services.tickets.dto import DraftDevice, MoveResult, NextMove, TicketDetail
from services.types import TicketStatus
from ui.context import Comeback, UiContext
from ui.errors import present
from ui.parts.toast import ToastKind
from ui.screens.queue.acts import Acts
from ui.screens.queue.deeds import Deed, Deeds, Refusal
from ui.screens.queue.detail.story import last_change_words
from ui.screens.queue.editing.desk import EditDesk
from ui.screens.queue.pending import Pending, as_asked
from ui.screens.queue.photos.desk import PhotosDesk
from ui.screens.queue.reading import DetailReader
from ui.screens.queue.rights import Rights
from ui.screens.queue.shape import Orders
from ui.screens.queue.view import QueueView
from ui.screens.queue.words import no_way_words, say

_TECHNICIAN: Final = "technician"

WithDetail = Callable[[TicketDetail], None]


class OrderDesk(QObject):
    """Keeps the panel at the person's order and carries out what they ask of it.

    Signals:
        stored(object): a `MoveResult` that was made here.
        customer_asked(object): the name of the customer whose orders shall be listed.
        order_asked(object): the id of a linked order to be shown.
    """

    stored = Signal(object)
    customer_asked = Signal(object)
    order_asked = Signal(object)

    def __init__(
        self,
        context: UiContext,
        *,
        view: QueueView,
        model: Orders,
        pending: Pending,
        rights: Rights,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._model = model
        self._rights = rights
        self._pending = pending
        self._overtaken: Refusal | None = None
        self._wants_panel = False
        self._deeds = Deeds(context, parent=self)
        self.acts = Acts(
            context,
            deeds=self._deeds,
            rights=rights,
            take_keyboard=self._take_keyboard,
            parent=parent,
        )
        self.editing = EditDesk(
            context, deeds=self._deeds, rights=rights, ask=self.acts.ask, parent=parent
        )
        self.reader = DetailReader(context, parent=self)
        self.photos = PhotosDesk(context, section=view.panel.photos, rights=rights, parent=self)
        self._connect()

    # --- where the person is ---------------------------------------------------------------------

    def go_to(self, ticket_id: int | None, *, at_once: bool = False) -> None:
        """Show another order in the panel, if it is open."""
        self.reader.go_to(ticket_id, at_once=at_once)
        if ticket_id is None:
            self._hide()
        elif self._wants_panel:
            self._view.open()

    def toggle(self) -> None:
        """Show or hide the panel."""
        if self._view.is_open:
            self.close()
        elif self.reader.ticket_id is not None:
            self.reader.with_detail(self._show)
            self.open(with_focus=False)

    def open(self, *, with_focus: bool) -> None:
        """Show the panel; with focus, the keyboard goes to the most likely step."""
        self._wants_panel = True
        if self.reader.ticket_id is not None:
            self._view.open()
        if with_focus:
            self.reader.with_detail(lambda _detail: self._focus_panel())

    def close(self) -> None:
        """Hide the panel and go back to the rows."""
        self._wants_panel = False
        self._hide()

    def _hide(self) -> None:
        had_focus = self._view.panel.isAncestorOf(self._view.focusWidget())
        self._view.close_panel()
        if had_focus:
            self._view.focus_rows()

    def follow(self, change: object) -> None:
        """Read the detail again if a change may concern it."""
        if not isinstance(change, Change):
            return
        if change.entity is Entity.PRINT or change.entity_id == self.reader.ticket_id:
            self.reader.read_again()

    def show_again(self) -> None:
        """Write times and markers anew."""
        if self.reader.detail is not None:
            self._show(self.reader.detail)

    # --- the keys of a row -----------------------------------------------------------------------

    def choose_move(self) -> None:
        """Open the menu of legal next steps."""
        self.reader.with_detail(lambda d: self.acts.choose_move(d, at=self.menu_place()))

    def move_to(self, ticket_id: int, to: TicketStatus, *, at: QPoint) -> None:
        """Take the step that leads to a status; menus and questions it needs open ``at``."""
        self.reader.go_to(ticket_id, at_once=True)

        def take(detail: TicketDetail) -> None:
            for move in detail.next_moves:
                if move.to is to and self._rights.may_move(move):
                    self.acts.move(detail, move, at=at)
                    return
            self._context.shell.toast(
                no_way_words(detail.number, at=detail.status, to=to), kind=ToastKind.NOT_DONE
            )

        self.reader.with_detail(take)

    def assign(self) -> None:
        """Open the list of technicians."""
        self.reader.with_detail(lambda d: self.acts.choose_technician(d, at=self.menu_place()))

    def note(self) -> None:
        """Ask for a note."""
        self.reader.with_detail(self.acts.note)

    def edit(self) -> None:
        """Open the sheet in which the order is edited."""
        self.reader.with_detail(self.editing.begin)

    def print_again(self) -> None:
        """Open the menu of documents."""
        self.reader.with_detail(lambda d: self.acts.choose_document(d, at=self._print_place()))

    def attach(self) -> None:
        """Ask for photos or files to attach, with the panel open to show them."""
        self.open(with_focus=False)
        self.reader.with_detail(lambda _detail: self.photos.choose())

    def read_people(self) -> None:
        """Read who orders can be given to."""
        if not self._rights.may_assign:
            return
        actor, people = self._context.actor(), self._context.services.people
        self._context.runner.run(
            self, lambda: people.list(actor), done=self._take_people, kind="people"
        )

    def read_papers(self) -> None:
        """Read what can be printed at this till, and where: the settings may have changed."""
        if not self._rights.may_print:
            return
        actor, printing = self._context.actor(), self._context.services.printing
        self._context.runner.run(
            self, lambda: printing.choices(actor), done=self._take_papers, kind="papers"
        )

    # --- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        panel, deeds = self._view.panel, self._deeds
        panel.closed.connect(self.close)
        panel.copy_asked.connect(lambda: self.reader.with_detail(self._copy))
        panel.edit_asked.connect(self.edit)
        panel.order_asked.connect(self.order_asked.emit)
        panel.print_asked.connect(self.print_again)
        panel.more_asked.connect(self._more)
        panel.customer_asked.connect(lambda: self.reader.with_detail(self._ask_customer))
        panel.moves.move_asked.connect(self._move)
        panel.moves.note_asked.connect(self.note)
        panel.moves.comeback_asked.connect(lambda: self.reader.with_detail(self._come_back))
        deeds.begun.connect(self._begun)
        deeds.stored.connect(self._stored)
        deeds.asked.connect(lambda pair: self._put_back(pair[0]))
        deeds.overtaken.connect(self._was_overtaken)
        deeds.refused.connect(self._was_refused)
        self.acts.print_begun.connect(lambda _id: self.reader.read_again())
        self.reader.read.connect(self._take_detail)
        self.reader.failed.connect(self._unread)

    def _take_detail(self, detail: TicketDetail) -> None:
        self._show(detail)
        refusal, self._overtaken = self._overtaken, None
        if refusal is None:
            return
        if refusal.deed.ticket_id != detail.ticket_id:
            # The person went on to another order: said now, not when they come back some day.
            present(self._view, refusal.error)
            return
        if self.editing.take_overtaken(refusal, detail):
            return
        words = last_change_words(detail, formats=self._context.formats, now=self._context.now())
        present(self._view, Conflict(words, details=refusal.error.details))

    def _show(self, detail: TicketDetail) -> None:
        moves = self._view.panel.moves
        had_keyboard = moves.holds_keyboard
        asked = self._pending.values_of(int(detail.ticket_id))
        self._view.panel.show_detail(
            as_asked(detail, asked),
            formats=self._context.formats,
            now=self._context.now(),
            rights=self._rights,
        )
        self.photos.show_order(detail)
        if "status" in asked:
            # The steps stay those of the status that is stored.
            self._view.panel.pill.set_status(asked["status"].value)
        if had_keyboard and not moves.holds_keyboard:
            self._take_keyboard()

    def _unread(self, error: MendpointError) -> None:
        refusal, self._overtaken = self._overtaken, None
        if refusal is not None:
            present(self._view, refusal.error)
        if isinstance(error, NotFound):
            self.go_to(None)
        present(self._view, error)

    def _focus_panel(self) -> None:
        if not self._view.panel.moves.focus_first():
            self._view.panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_keyboard(self) -> None:
        """Give the keyboard, whose button is gone, to the likely step, else to the rows."""
        if not (self._view.is_open and self._view.panel.moves.focus_first()):
            self._view.focus_rows()

    def _move(self, move: object) -> None:
        if isinstance(move, NextMove):
            place = self._move_place()
            self.reader.with_detail(lambda detail: self.acts.move(detail, move, at=place))

    def _more(self) -> None:
        button = self._view.panel.more
        at = button.mapToGlobal(QPoint(0, button.height()))
        self.reader.with_detail(lambda detail: self.acts.choose_rare(detail, at=at))

    def _copy(self, detail: TicketDetail) -> None:
        QGuiApplication.clipboard().setText(detail.number)
        self._context.shell.toast(say("{number} copied", number=detail.number))

    def _ask_customer(self, detail: TicketDetail) -> None:
        self.customer_asked.emit(detail.customer_name)

    def _come_back(self, detail: TicketDetail) -> None:
        self._context.shell.begin_comeback(
            Comeback(
                ticket_id=int(detail.ticket_id),
                number=detail.number,
                customer_id=int(detail.customer_id),
                device=DraftDevice(
                    device_id=int(detail.device_id),
                    device_model_id=detail.device_model_id,
                    title=detail.device_title,
                    category=detail.device_category.value if detail.device_category else "",
                    colour=detail.colour,
                    imei=detail.imei,
                    serial=detail.serial,
                    no_identity_reason=detail.no_identity_reason,
                    comeback_of_id=int(detail.ticket_id),
                    comeback_of=detail.number,
                ),
            )
        )

    def _take_people(self, people: tuple[Person, ...]) -> None:
        active = [person for person in people if person.active]
        skilled = [p for p in active if p.skills or p.role_key == _TECHNICIAN]
        ordered = sorted(skilled or active, key=lambda p: (not p.present, p.name.casefold()))
        self.acts.people = tuple(ordered)

    def _take_papers(self, papers: tuple[PaperChoice, ...]) -> None:
        self.acts.papers = papers

    # --- what became of an act -------------------------------------------------------------------

    def _begun(self, deed: Deed) -> None:
        self._pending.begin(deed.ticket_id, deed.row_values)
        if deed.ticket_id == self.reader.ticket_id:
            self.show_again()

    def _stored(self, pair: tuple[Deed, MoveResult]) -> None:
        deed, result = pair
        self._pending.stored(result)
        self.stored.emit(result)
        if deed.ticket_id == self.reader.ticket_id:
            self.reader.read_again()

    def _put_back(self, deed: Deed, *, reason: str = "") -> None:
        self._pending.give_up(deed.ticket_id, reason=reason)
        self.show_again()

    def _was_overtaken(self, refusal: Refusal) -> None:
        self._put_back(refusal.deed, reason=refusal.error.message)
        self._model.refresh({refusal.deed.ticket_id})
        here = refusal.deed.ticket_id == self.reader.ticket_id
        if here and isinstance(refusal.error, Conflict):
            # Said once the order has been read again: then it can be said who did what.
            self._overtaken = refusal
        else:
            present(self._view, refusal.error)
        self.reader.read_again()

    def _was_refused(self, refusal: Refusal) -> None:
        self._put_back(refusal.deed, reason=refusal.error.message)
        if not (self.acts.take_refusal(refusal) or self.editing.take_refusal(refusal)):
            present(self._view, refusal.error)

    # --- where menus open ------------------------------------------------------------------------

    def menu_place(self) -> QPoint:
        """Return the place below the person's row or card, or below "Next"."""
        return self._view.menu_spot() or self._move_place()

    def _move_place(self) -> QPoint:
        moves = self._view.panel.moves
        return moves.mapToGlobal(QPoint(20, 20))

    def _print_place(self) -> QPoint:
        if not self._view.is_open:
            return self.menu_place()
        button = self._view.panel.print
        return button.mapToGlobal(QPoint(0, button.height()))
