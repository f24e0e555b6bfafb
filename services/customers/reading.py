"""Puts a customer's page together, inside a transaction that is already open."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.queries import customer_merges as merges
from data.queries import customer_page as queries
from data.queries import customers as people
from data.queries.customers import CustomerRow, OwnedDeviceRow
from data.values import (
    Channel,
    ConsentHow,
    ContactKind,
    CustomerId,
    DeviceCategory,
    DeviceId,
    DeviceModelId,
    GrantScope,
)
from services.auth.rights import Permission
from services.auth.work import Work
from services.customers.dto import (
    UNDO_MERGE_HOURS,
    Address,
    ConsentEntry,
    Contact,
    CustomerCard,
    CustomerNote,
    CustomerPage,
    CustomerSuggestion,
    OwnedDevice,
)
from services.errors import NotFound


def read_card(work: Work, customer_id: int) -> CustomerCard:
    """Return a customer as the Counter shows them.

    Raises:
        NotFound: there is no such customer, or none that the actor may see.
    """
    row = seen_customer(work, customer_id)
    devices = people.read_owned_devices(work, row.id)
    return CustomerCard(
        customer=suggestion(row),
        devices=tuple(_device(device) for device in devices),
        version=row.version,
    )


def read_page(work: Work, customer_id: int, *, currency: str) -> CustomerPage:
    """Return a customer with everything held of them but their orders.

    Raises:
        NotFound: there is no such customer, or none that the actor may see.
    """
    row = seen_customer(work, customer_id)
    sums = queries.read_order_sums(work, row.id, own_person=orders_of(work))
    consents = tuple(
        ConsentEntry(
            channel=Channel(each.channel),
            granted=each.granted,
            how=ConsentHow(each.how),
            person_name=each.person_name,
            at_utc=each.at_utc,
        )
        for each in queries.read_consents(work, row.id)
    )
    merge_id, until = undoable_merge(work, row.id)
    return CustomerPage(
        customer_id=CustomerId(row.id),
        asked_for=CustomerId(customer_id),
        name=row.name,
        phone=row.phone,
        email=row.email,
        flag=row.flag,
        active=row.active,
        erased_at_utc=row.erased_at_utc,
        since_utc=row.created_at_utc,
        contacts=_contacts(work, row),
        addresses=tuple(
            Address(
                address_id=each.id,
                label=each.label,
                street=each.street,
                postal_code=each.postal_code,
                city=each.city,
                region=each.region,
                country=each.country,
            )
            for each in queries.read_addresses(work, row.id)
        ),
        notes=tuple(
            CustomerNote(
                note_id=each.id,
                text=each.text,
                person_name=each.person_name,
                at_utc=each.at_utc,
            )
            for each in queries.read_notes(work, row.id)
        ),
        consents=consents,
        sms_consent=row.sms_consent,
        email_consent=row.email_consent,
        devices=tuple(_device(each) for each in people.read_owned_devices(work, row.id)),
        open_tickets=sums.open_tickets,
        tickets=sums.tickets,
        balance_minor=sums.balance_minor,
        balance_is_open=sums.balance_is_open,
        currency=currency,
        undoable_merge_id=merge_id,
        undoable_merge_until_utc=until,
        version=row.version,
    )


def seen_customer(work: Work, customer_id: int) -> CustomerRow:
    """Return whom an id means now.

    Raises:
        NotFound: there is no such customer, or none that the actor may see.
    """
    row = people.read_customer(work, customer_id, own_person=work.own_person)
    if row is None:
        raise NotFound("This customer is not known.")
    return row


def orders_of(work: Work) -> int | None:
    """Return whose orders alone the actor may see; None is everybody's."""
    found = work.allowed(Permission.SEE_TICKETS)
    if found is None or found.scope is GrantScope.OWN:
        return work.actor.person_id
    return None


def undoable_merge(work: Work, customer_id: int) -> tuple[int | None, datetime | None]:
    """Return the last merge into a customer and until when it can be undone."""
    last = merges.last_merge_into(work, customer_id)
    if last is None:
        return None, None
    until = last.at_utc + timedelta(hours=UNDO_MERGE_HOURS)
    return (last.id, until) if work.at < until else (None, None)


def suggestion(row: CustomerRow) -> CustomerSuggestion:
    """Return a customer as a line of the type-ahead."""
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


def _contacts(work: Work, row: CustomerRow) -> tuple[Contact, ...]:
    primary = ((ContactKind.PHONE, row.phone), (ContactKind.EMAIL, row.email))
    return (
        *(
            Contact(contact_id=None, kind=kind, value=value, label="", primary=True)
            for kind, value in primary
            if value
        ),
        *(
            Contact(
                contact_id=each.id,
                kind=ContactKind(each.kind),
                value=each.value,
                label=each.label,
                primary=False,
            )
            for each in queries.read_contacts(work, row.id)
        ),
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
