"""Finds customers while the Counter types, and keeps their own data."""

from __future__ import annotations

import json
from collections.abc import Sequence

from data.queries import customers as queries
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.customers.dto import (
    CreateCustomer,
    CustomerCard,
    CustomerPage,
    CustomerSuggestion,
    PhoneReading,
    SaveCustomer,
    Twin,
)
from services.customers.looking_up import read_typed
from services.customers.phones import read_phone
from services.customers.reading import read_card, read_page, suggestion
from services.customers.steps import create_customer, save_customer
from services.customers.twins import find_twins
from services.settings.reference import ReferenceCache


class CustomerService:
    """Customers as the shop knows them. Amounts are minor units of the shop's currency."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.SEE_CUSTOMERS)
    def suggest(self, actor: Actor, *, text: str, limit: int = 8) -> tuple[CustomerSuggestion, ...]:
        """Return known customers that fit what was typed, newest activity first. One query.

        A number fits by its beginning or its end in any writing, a name by any of its words, an
        e-mail address by its beginning. Texts too short to tell customers apart fit nobody.
        """
        with self._gate.reading(actor) as work:
            typed = read_typed(text, country=self._reference.get(work).shop.country)
            rows = queries.find_customers(work, typed, own_person=work.own_person, limit=limit)
        return tuple(suggestion(row) for row in rows)

    @requires(Permission.SEE_CUSTOMERS)
    def card(self, actor: Actor, *, customer_id: int) -> CustomerCard:
        """Return a customer with the devices brought in before, the last one first.

        Raises:
            NotFound: there is no such customer, or none that the actor may see.
        """
        with self._gate.reading(actor) as work:
            return read_card(work, customer_id)

    @requires(Permission.SEE_CUSTOMERS)
    def find_twins(
        self,
        actor: Actor,
        *,
        name: str = "",
        phones: Sequence[str] = (),
        emails: Sequence[str] = (),
        but_not: int | None = None,
        limit: int = 5,
    ) -> tuple[Twin, ...]:
        """Return known customers who may be the one being typed, each with why.

        Those of the same phone come first, then of the same e-mail address, then of a name that
        differs by no more than a slip. ``but_not`` is the customer who is being changed.
        """
        with self._gate.reading(actor) as work:
            return find_twins(
                work,
                name=name,
                phones=phones,
                emails=emails,
                but_not=but_not,
                country=self._reference.get(work).shop.country,
                limit=limit,
            )

    @requires(Permission.EDIT_CUSTOMERS)
    def create(self, actor: Actor, command: CreateCustomer) -> CustomerPage:
        """Take a customer down without a device. Commits once.

        Raises:
            Invalid: with one problem per field; another customer has this contact and name, whose
                id is in the details.
        """
        operation = operation_of(command, kind="create_customer")
        with self._gate.writing(actor, operation=operation) as work:
            shop = self._reference.get(work).shop
            if work.replayed is None:
                customer_id = create_customer(work, command, country=shop.country)
            else:
                customer_id = json.loads(work.replayed)["customer_id"]
            return read_page(work, customer_id, currency=shop.currency)

    @requires(Permission.SEE_CUSTOMERS)
    def read_phone(self, actor: Actor, *, text: str) -> PhoneReading:
        """Understand a typed phone number as it is meant in the shop's country."""
        with self._gate.reading(actor) as work:
            country = self._reference.get(work).shop.country
        return read_phone(text, country=country)

    @requires(Permission.EDIT_CUSTOMERS)
    def save(self, actor: Actor, command: SaveCustomer) -> CustomerCard:
        """Change a customer's own data. Commits once; consents are appended with who and when.

        Raises:
            Invalid: with one problem per field; another customer has this contact and name.
            Conflict: someone else changed the customer since ``seen_version``.
            NotFound: there is no such customer.
        """
        operation = operation_of(command, kind="save_customer")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                save_customer(work, command, country=self._reference.get(work).shop.country)
                customer_id = command.customer_id
            else:
                customer_id = json.loads(work.replayed)["customer_id"]
            return read_card(work, customer_id)
