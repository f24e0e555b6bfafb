"""The list of customers and the page of one: read, and changed piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from data.queries import customer_page as queries
from data.values import TicketId, TicketStatus
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.customers import editing
from services.customers.dto import (
    LIST_ROWS,
    ORDER_ROWS,
    AddContact,
    AddCustomerNote,
    CustomerListPage,
    CustomerOrder,
    CustomerOrders,
    CustomerPage,
    CustomerPlace,
    CustomerQuestion,
    MakePrimary,
    RemoveAddress,
    RemoveContact,
    RemoveCustomerNote,
    SaveAddress,
    SetConsent,
)
from services.customers.listing import list_customers
from services.customers.reading import orders_of, read_page, seen_customer
from services.settings.reference import ReferenceCache

C = TypeVar("C", bound=Any)


class CustomerPageService:
    """Customers as a list and one by one. Every change commits once and returns the fresh page."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.SEE_CUSTOMERS)
    def ask(
        self,
        actor: Actor,
        question: CustomerQuestion,
        *,
        after: CustomerPlace | None = None,
        limit: int = LIST_ROWS,
    ) -> CustomerListPage:
        """Return a page of customers; ``after`` is the ``next_place`` of the page before."""
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            return list_customers(work, question, reference, after=after, limit=limit)

    @requires(Permission.SEE_CUSTOMERS)
    def page(self, actor: Actor, *, customer_id: int) -> CustomerPage:
        """Return a customer with everything held of them; a merged one's id leads to the other.

        Raises:
            NotFound: there is no such customer, or none that the actor may see.
        """
        with self._gate.reading(actor) as work:
            return read_page(work, customer_id, currency=self._currency(work))

    @requires(Permission.SEE_CUSTOMERS)
    def orders(
        self,
        actor: Actor,
        *,
        customer_id: int,
        before_id: int | None = None,
        limit: int = ORDER_ROWS,
    ) -> CustomerOrders:
        """Return a page of a customer's orders that the actor may see, newest first.

        Raises:
            NotFound: there is no such customer, or none that the actor may see.
        """
        with self._gate.reading(actor) as work:
            row = seen_customer(work, customer_id)
            found = queries.read_orders(
                work, row.id, own_person=orders_of(work), before_id=before_id, limit=limit + 1
            )
        rows = tuple(_order(each) for each in found[:limit])
        return CustomerOrders(
            rows=rows, next_before_id=rows[-1].ticket_id if len(found) > limit else None
        )

    @requires(Permission.EDIT_CUSTOMERS)
    def add_contact(self, actor: Actor, command: AddContact) -> CustomerPage:
        """Add a further phone number or e-mail address.

        Raises:
            Invalid: not a number or an address, or one the customer has already.
            Conflict: the customer became another one or was erased.
        """
        return self._change(
            actor,
            command,
            lambda work: editing.add_contact(work, command, country=self._country(work)),
        )

    @requires(Permission.EDIT_CUSTOMERS)
    def remove_contact(self, actor: Actor, command: RemoveContact) -> CustomerPage:
        """Take a further contact away.

        Raises:
            NotFound: the customer has no such contact.
        """
        return self._change(actor, command, lambda work: editing.remove_contact(work, command))

    @requires(Permission.EDIT_CUSTOMERS)
    def make_primary(self, actor: Actor, command: MakePrimary) -> CustomerPage:
        """Let a further contact and the primary one of its kind change places.

        Raises:
            Invalid: another customer has this contact and name.
            Conflict: someone else changed the customer since ``seen_version``.
        """
        return self._change(
            actor,
            command,
            lambda work: editing.make_primary(work, command, country=self._country(work)),
        )

    @requires(Permission.EDIT_CUSTOMERS)
    def save_address(self, actor: Actor, command: SaveAddress) -> CustomerPage:
        """Add an address or change one.

        Raises:
            Invalid: nothing is written in it.
            Conflict: someone else changed the customer since ``seen_version``.
        """
        return self._change(actor, command, lambda work: editing.save_address(work, command))

    @requires(Permission.EDIT_CUSTOMERS)
    def remove_address(self, actor: Actor, command: RemoveAddress) -> CustomerPage:
        """Take an address away.

        Raises:
            NotFound: the customer has no such address.
        """
        return self._change(actor, command, lambda work: editing.remove_address(work, command))

    @requires(Permission.EDIT_CUSTOMERS)
    def add_note(self, actor: Actor, command: AddCustomerNote) -> CustomerPage:
        """Write a note about a customer.

        Raises:
            Invalid: nothing is written in it.
        """
        return self._change(actor, command, lambda work: editing.add_note(work, command))

    @requires(Permission.EDIT_CUSTOMERS)
    def remove_note(self, actor: Actor, command: RemoveCustomerNote) -> CustomerPage:
        """Take a note away.

        Raises:
            NotFound: the customer has no such note.
        """
        return self._change(actor, command, lambda work: editing.remove_note(work, command))

    @requires(Permission.EDIT_CUSTOMERS)
    def set_consent(self, actor: Actor, command: SetConsent) -> CustomerPage:
        """Append a line to the ledger: a channel granted or withdrawn, by whom, when and how.

        Raises:
            Conflict: the customer became another one or was erased.
        """
        return self._change(actor, command, lambda work: editing.set_consent(work, command))

    def _change(self, actor: Actor, command: C, change: Callable[[Work], None]) -> CustomerPage:
        operation = operation_of(command, kind=f"customer_{type(command).__name__}")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                change(work)
            return read_page(work, command.customer_id, currency=self._currency(work))

    def _country(self, work: Work) -> str:
        return self._reference.get(work).shop.country

    def _currency(self, work: Work) -> str:
        return self._reference.get(work).shop.currency


def _order(row: queries.OrderRow) -> CustomerOrder:
    return CustomerOrder(
        ticket_id=TicketId(row.ticket_id),
        number=row.number,
        status=TicketStatus(row.status),
        device_title=row.device_title,
        repairs=row.repairs,
        opened_at_utc=row.opened_at_utc,
        promised_at_utc=row.promised_at_utc,
        total_minor=row.total_minor,
        balance_minor=row.balance_minor,
        total_is_open=row.total_is_open,
    )
