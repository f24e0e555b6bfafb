"""Finds customers while the Counter types, and keeps their own data."""

from __future__ import annotations

import json

from data.queries import customers as queries
from data.queries.customers import CustomerRow, OwnedDeviceRow
from data.values import CustomerId, DeviceCategory, DeviceId, DeviceModelId
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.customers.dto import (
    CustomerCard,
    CustomerSuggestion,
    OwnedDevice,
    PhoneReading,
    SaveCustomer,
)
from services.customers.looking_up import read_typed
from services.customers.phones import read_phone
from services.customers.steps import save_customer
from services.errors import NotFound
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
        return tuple(_suggestion(row) for row in rows)

    @requires(Permission.SEE_CUSTOMERS)
    def card(self, actor: Actor, *, customer_id: int) -> CustomerCard:
        """Return a customer with the devices brought in before, the last one first.

        Raises:
            NotFound: there is no such customer, or none that the actor may see.
        """
        with self._gate.reading(actor) as work:
            return _card(work, customer_id)

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
            return _card(work, customer_id)


def _card(work: Work, customer_id: int) -> CustomerCard:
    row = queries.read_customer(work, customer_id, own_person=work.own_person)
    if row is None:
        raise NotFound("This customer is not known.")
    devices = queries.read_owned_devices(work, customer_id)
    return CustomerCard(
        customer=_suggestion(row),
        devices=tuple(_device(device) for device in devices),
        version=row.version,
        notes=row.notes,
    )


def _suggestion(row: CustomerRow) -> CustomerSuggestion:
    return CustomerSuggestion(
        customer_id=CustomerId(row.id),
        name=row.name,
        phone=row.phone,
        email=row.email,
        open_tickets=row.open_tickets,
        earlier_repairs=row.earlier_repairs,
        balance_minor=row.balance_minor,
        sms_consent=row.sms_consent,
        email_consent=row.email_consent,
        flag=row.flag,
    )


def _device(row: OwnedDeviceRow) -> OwnedDevice:
    return OwnedDevice(
        device_id=DeviceId(row.id),
        device_model_id=DeviceModelId(row.device_model_id) if row.device_model_id else None,
        title=row.title,
        colour=row.colour,
        category=DeviceCategory(row.category) if row.category else None,
        imei=row.imei or "",
        serial=row.serial or "",
        last_seen_utc=row.last_seen_utc,
        last_number=row.last_number or "",
    )
