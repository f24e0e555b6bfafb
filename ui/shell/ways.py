"""Where the palette's lines lead: to an order, a customer's intake, a filter, a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from services.search.dto import HitKind
from ui.context import (
    ActsOnOrders,
    Arrange,
    BeginsIntakes,
    HandlesSearch,
    OpensCustomers,
    OrderAct,
    ShowsFilters,
    ShowsViews,
    UiContext,
)
from ui.parts.toast import ToastKind
from ui.screen_key import ScreenKey

if TYPE_CHECKING:
    from services.search.dto import SearchHit
    from services.tickets.dto import QueueChip
    from ui.shell.session import Session
    from ui.tokens import ThemeChoice


def ticket_of(hit: SearchHit) -> int | None:
    """Return the order a hit leads to: itself, or the newest one of a device."""
    return hit.entity_id if hit.kind is HitKind.TICKET else hit.ticket_id


class Ways(QObject):
    """Carries out what a person chose in the palette."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    # --- what was found -----------------------------------------------------------------------

    def open_hit(self, hit: SearchHit) -> None:
        """Show an order, or a customer's page; who may not open it sees their orders."""
        ticket_id = ticket_of(hit)
        if ticket_id is not None:
            self._session.open_ticket(ticket_id)
            return
        screen = self._show(ScreenKey.CUSTOMERS) if hit.kind is HitKind.CUSTOMER else None
        if isinstance(screen, OpensCustomers):
            screen.open_customer(hit.entity_id)
        else:
            self.show_orders_of(hit)

    def show_orders_of(self, hit: SearchHit) -> None:
        """List the orders of a customer in the queue."""
        screen = self._show(ScreenKey.QUEUE)
        if isinstance(screen, HandlesSearch):
            screen.handle_search(hit)
        elif hit.kind is HitKind.CUSTOMER:
            self.intake_for(hit.entity_id)

    def act_on(self, ticket_id: int, *, act: OrderAct) -> None:
        """Begin an act on an order, as its key in the queue does."""
        self._session.open_ticket(ticket_id)
        screen = self._session.screen
        if isinstance(screen, ActsOnOrders):
            screen.act_on(ticket_id, act=act)

    def intake_for(self, customer_id: int) -> None:
        """Begin an intake for somebody known."""
        self._session.intake_for(customer_id)

    def intake_with(self, typed: str) -> None:
        """Begin an intake for somebody new, with the number, address or name typed."""
        screen = self._show(ScreenKey.COUNTER)
        if isinstance(screen, BeginsIntakes):
            screen.begin_new(typed)

    # --- actions ------------------------------------------------------------------------------

    def go(self, key: ScreenKey) -> None:
        """Show a screen."""
        self._session.go(key)

    def show_filter(self, chip: QueueChip) -> None:
        """Show one of the queue's filters."""
        screen = self._show(ScreenKey.QUEUE)
        if isinstance(screen, ShowsFilters):
            screen.show_filter(chip)

    def new_customer(self) -> None:
        """Begin a new customer, without an intake."""
        screen = self._show(ScreenKey.CUSTOMERS)
        if isinstance(screen, OpensCustomers):
            screen.begin_customer()

    def import_customers(self) -> None:
        """Show where customers come from a file."""
        screen = self._show(ScreenKey.CUSTOMERS)
        if isinstance(screen, OpensCustomers):
            screen.open_import()

    def show_view(self, view_id: int) -> None:
        """Show one of the person's saved views."""
        screen = self._show(ScreenKey.QUEUE)
        if isinstance(screen, ShowsViews):
            screen.show_view(view_id)

    def arrange(self, what: Arrange) -> None:
        """Begin to arrange the queue's list."""
        screen = self._show(ScreenKey.QUEUE)
        if isinstance(screen, ShowsViews):
            screen.arrange(what)

    def open_settings(self, page: str) -> None:
        """Show a page of the settings."""
        self._session.open_settings(page)

    def open_printer(self) -> None:
        """Say how the printer is."""
        self._session.pills.open_printer()

    def open_jobs(self) -> None:
        """List the print jobs."""
        self._session.pills.open_jobs()

    def ask_person(self) -> None:
        """Ask who takes over."""
        self._session.ask_person()

    def undo(self) -> None:
        """Take back the last action, or say that there is none."""
        if not self._session.undo():
            words = self.tr("There is nothing to undo")
            self._session.toast(words, kind=ToastKind.TOLD)

    def open_undos(self) -> None:
        """List what can be undone."""
        self._session.open_undos()

    def choose_colours(self, choice: ThemeChoice) -> None:
        """Change to light, dark or the system's colours, and remember it at this computer."""
        context: UiContext = self._session.context
        context.theme.set_choice(choice)
        workstation = context.workstation
        context.runner.run(
            self,
            lambda: workstation.keep_look(replace(workstation.look(), choice=choice)),
            done=lambda _kept: None,
        )

    def quit(self) -> None:
        """End the program, as closing its window does."""
        self._session.close_window()

    def _show(self, key: ScreenKey) -> object:
        return self._session.screen if self._session.go(key) else None
