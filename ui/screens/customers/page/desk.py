"""One customer: read, changed by one service call at a time, kept true to what others change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from services.changes import Change, Entity
from services.customers.dto import CustomerOrders, CustomerPage
from services.errors import Conflict, MendpointError, NotFound, OutcomeUnknown
from ui.context import UiContext
from ui.errors import present
from ui.parts.toast import ToastKind
from ui.screens.customers.page.port import Deed
from ui.screens.customers.page.versions import VersionsDialog
from ui.screens.customers.page.view import PageView
from ui.screens.customers.words import say


class PageDesk(QObject):
    """Shows a customer and carries changes out.

    Signals:
        shown(object): the `CustomerPage` now shown.
        gone(): the customer is no longer there: back to the list.
    """

    shown = Signal(object)
    gone = Signal()

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._page: CustomerPage | None = None
        self._wanted: int | None = None
        self._busy = False
        self.view = PageView(self)
        self._connect()

    # --- what the sections see -------------------------------------------------------------------

    @property
    def context(self) -> UiContext:
        """The screen's surroundings."""
        return self._context

    @property
    def page(self) -> CustomerPage:
        """The customer as last read."""
        assert self._page is not None, "no customer is shown"
        return self._page

    @property
    def may_edit(self) -> bool:
        """Whether this person may change this customer."""
        page = self._page
        return page is not None and not page.erased_at_utc and self._context.may("customers:update")

    def carry_out(self, deed: Deed) -> None:
        """Begin a change; a second one waits for nobody and is not begun."""
        if self._busy:
            return
        self._busy = True
        if deed.button is not None:
            deed.button.set_busy(deed.busy)
        self._send(deed, again=True)

    # --- which customer --------------------------------------------------------------------------

    @property
    def has_page(self) -> bool:
        """Whether a customer is shown."""
        return self._page is not None

    @property
    def unsaved_words(self) -> str:
        """Whose changes are not saved; empty when all are."""
        if self._page is None:
            return ""
        is_unsaved = bool(self.view.contact.unsaved) or self.view.typed_elsewhere
        return self._page.name if is_unsaved else ""

    def open(self, customer_id: int) -> None:
        """Show a customer; what was typed at another is let go of."""
        self._wanted = customer_id
        self._page = None
        self._busy = False
        self.view.show_reading()
        self.read_again()

    def close(self) -> None:
        """Show nobody."""
        self._wanted = None
        self._page = None

    def read_again(self) -> None:
        """Read the customer and the newest orders."""
        customer_id = self._wanted
        if customer_id is None:
            return
        actor, pages = self._context.actor(), self._context.services.customer_pages

        def failed(error: MendpointError) -> None:
            if customer_id == self._wanted:
                self._unread(error)

        self._context.runner.run(
            self,
            lambda: pages.page(actor, customer_id=customer_id),
            done=lambda page: self._read(customer_id, page),
            failed=failed,
            kind="page",
        )
        self._read_orders(customer_id)

    def revert(self) -> bool:
        """Show again what is stored; say whether anything was changed."""
        contact = self.view.contact
        if self._page is None or not contact.unsaved or contact.is_saving:
            return False
        contact.show_stored(self._page)
        return True

    def show(self, page: CustomerPage) -> None:
        """Show a customer as they are stored now."""
        self._page = page
        self._wanted = int(page.customer_id)
        self.view.show_page(page)
        self._follow_form()
        self.shown.emit(page)

    # --- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        view = self.view
        view.contact.changed.connect(self._follow_form)
        view.contact.overtaken.connect(self._overtaken)
        view.bar.save.clicked.connect(view.contact.save)
        view.bar.undo.clicked.connect(self.revert)
        view.again_wanted.connect(self._try_again)
        view.orders.opened.connect(self._context.shell.open_ticket)
        view.orders.more_wanted.connect(self._read_more)
        self._context.live.changed.connect(self._hear)

    def _follow_form(self) -> None:
        contact = self.view.contact
        self.view.bar.follow(unsaved=contact.unsaved, is_saving=contact.is_saving)

    def _read(self, asked_for: int, page: CustomerPage) -> None:
        if asked_for != self._wanted:
            return
        first = self._page is None
        self.show(page)
        if first:
            self.view.take_focus()

    def _unread(self, error: MendpointError) -> None:
        if isinstance(error, NotFound):
            self._context.shell.toast(error.message, kind=ToastKind.NOT_DONE)
            self.gone.emit()
            return
        if self._page is None:
            self.view.show_away(error.message)
        present(self.view, error)

    def _try_again(self) -> None:
        self.view.show_reading()
        self.read_again()

    def _read_orders(self, customer_id: int, *, before_id: int | None = None) -> None:
        actor, pages = self._context.actor(), self._context.services.customer_pages
        if not self._context.may("tickets:read"):
            self.view.orders.hide()
            return

        def done(orders: CustomerOrders) -> None:
            if customer_id == self._wanted:
                self.view.orders.show_orders(orders, goes_on=before_id is not None)

        self._context.runner.run(
            self,
            lambda: pages.orders(actor, customer_id=customer_id, before_id=before_id),
            done=done,
            failed=self.view.orders.say_unread,
            kind="orders",
        )

    def _read_more(self, before_id: int) -> None:
        if self._wanted is not None:
            self._read_orders(self._wanted, before_id=before_id)

    def _send(self, deed: Deed, *, again: bool) -> None:
        actor, services, wanted = self._context.actor(), self._context.services, self._wanted

        def failed(error: MendpointError) -> None:
            if isinstance(error, OutcomeUnknown) and again:
                # The same operation id: if it was stored, this returns what was stored.
                self._send(deed, again=False)
                return
            self._ended(deed)
            self._refused(deed, error)

        def done(page: CustomerPage) -> None:
            self._ended(deed)
            if wanted == self._wanted:
                self._stored(deed, page)

        self._context.runner.run(self, lambda: deed.call(services, actor), done=done, failed=failed)

    def _ended(self, deed: Deed) -> None:
        self._busy = False
        if deed.button is not None:
            deed.button.set_busy(None)

    def _stored(self, deed: Deed, page: CustomerPage) -> None:
        if deed.done is not None:
            deed.done(page)
        self.show(page)
        if deed.said:
            undo = (lambda: self._take_back(deed)) if deed.undo is not None else None
            self._context.shell.toast(deed.said, undo=undo)

    def _take_back(self, deed: Deed) -> None:
        back = deed.undo(self.page) if deed.undo is not None and self._page is not None else None
        if back is not None:
            self.carry_out(back)
        else:
            words = say("This can't be taken back any more")
            self._context.shell.toast(words, kind=ToastKind.NOT_DONE)

    def _refused(self, deed: Deed, error: MendpointError) -> None:
        if deed.refused is not None and deed.refused(error):
            return
        if isinstance(error, (Conflict, NotFound)):
            self.read_again()
        present(self.view, error)

    def _overtaken(self, error: Conflict) -> None:
        """Read what is stored, and show both versions."""
        customer_id = self._wanted
        actor, pages = self._context.actor(), self._context.services.customer_pages
        if customer_id is None:
            return

        def done(page: CustomerPage) -> None:
            if customer_id == self._wanted:
                self._ask_which(page, error)

        self._context.runner.run(
            self, lambda: pages.page(actor, customer_id=customer_id), done=done, kind="page"
        )

    def _ask_which(self, page: CustomerPage, error: Conflict) -> None:
        contact = self.view.contact
        mine = contact.form.values()
        if page.erased_at_utc is not None or int(page.customer_id) != int(page.asked_for):
            # Erased or merged meanwhile: there is nothing to save over.
            contact.show_stored(page)
            self.show(page)
            present(self.view, error)
            return
        self._page = page
        contact.adopt(page)
        self.show(page)
        dialog = VersionsDialog(page, mine=mine, parent=self.view)
        dialog.agreed.connect(lambda _typed: contact.save())
        dialog.stored_taken.connect(lambda: contact.show_stored(page))
        dialog.finished.connect(lambda _result: contact.take_focus())
        dialog.ask()

    def _hear(self, changes: tuple[Change, ...]) -> None:
        if self._wanted is None or self._busy:
            return
        told = {(change.entity, change.entity_id) for change in changes}
        if (Entity.CUSTOMER, self._wanted) in told:
            self.read_again()
        elif any(entity is Entity.TICKET for entity, _id in told):
            self._read_orders(self._wanted)
