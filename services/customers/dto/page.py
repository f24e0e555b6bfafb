"""One customer with everything the shop holds of them, and their orders page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.values import (
    Channel,
    ConsentHow,
    ContactKind,
    CustomerId,
    TicketId,
    TicketStatus,
)
from services.customers.dto.card import OwnedDevice


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A phone number or e-mail address. The primary one has no id: it is in the customer's row."""

    contact_id: int | None
    kind: ContactKind
    value: str
    label: str
    primary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    address_id: int
    label: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNote:
    note_id: int
    text: str
    person_name: str
    at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEntry:
    """One line of the ledger, the newest of a channel counts."""

    channel: Channel
    granted: bool
    how: ConsentHow
    person_name: str
    at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPage:
    """A customer. Sums are over the orders the actor may see, in minor units.

    ``asked_for`` is the id that was asked for: another than ``customer_id`` where that one was
    merged into this. ``contacts`` begins with the primary ones. ``consents`` is the whole ledger,
    newest first. ``undoable_merge_id`` names the last merge into this customer that can be undone.
    """

    customer_id: CustomerId
    asked_for: CustomerId
    name: str
    phone: str
    email: str
    flag: str
    active: bool
    erased_at_utc: datetime | None
    since_utc: datetime
    contacts: tuple[Contact, ...]
    addresses: tuple[Address, ...]
    notes: tuple[CustomerNote, ...]
    consents: tuple[ConsentEntry, ...]
    sms_consent: bool | None
    email_consent: bool | None
    devices: tuple[OwnedDevice, ...]
    open_tickets: int
    tickets: int
    balance_minor: int
    balance_is_open: bool
    currency: str
    undoable_merge_id: int | None
    undoable_merge_until_utc: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerOrder:
    """One order of a customer. Amounts are minor units."""

    ticket_id: TicketId
    number: str
    status: TicketStatus
    device_title: str
    repairs: str
    opened_at_utc: datetime
    promised_at_utc: datetime | None
    total_minor: int
    balance_minor: int
    total_is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerOrders:
    """A page of orders, newest first. ``next_before_id`` asks for the next one; None: no more."""

    rows: tuple[CustomerOrder, ...]
    next_before_id: int | None


ORDER_ROWS = 50
