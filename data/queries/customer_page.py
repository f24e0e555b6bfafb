"""Reads one customer with everything held of them, and of those who became them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Table,
    and_,
    case,
    func,
    literal,
    select,
    union_all,
)

from data import models as m
from data.queries.finding import own_orders
from data.queries.frozen import frozen
from data.unit_of_work import UnitOfWork
from data.values import OPEN_STATUSES, Channel

_C, _T, _P = m.customer.c, m.ticket.c, m.person.c
_OPEN = [status.value for status in OPEN_STATUSES]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    id: int
    kind: str
    value: str
    label: str
    phone_e164: str | None
    phone_digits: str | None
    email_folded: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    id: int
    label: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    id: int
    text: str
    person_name: str
    at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    id: int
    channel: str
    granted: bool
    how: str
    person_name: str
    at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSums:
    """``balance_minor`` is what open orders still cost; one of them may still be "ask"."""

    tickets: int
    open_tickets: int
    balance_minor: int
    balance_is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    ticket_id: int
    number: str
    status: str
    device_title: str
    repairs: str
    opened_at_utc: datetime
    promised_at_utc: datetime | None
    total_minor: int
    balance_minor: int
    total_is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """How many rows of other tables name a customer."""

    tickets: int
    open_tickets: int
    visits: int
    devices: int
    consents: int
    merges: int
    contacts: int
    addresses: int
    notes: int


def kept_id(uow: UnitOfWork, customer_id: int) -> int | None:
    """Return whom an id means now, one step along a merge; None for nobody."""
    found = uow.first(select(func.coalesce(_C.merged_into_id, _C.id)).where(_C.id == customer_id))
    return None if found is None else int(found[0])


def read_contacts(uow: UnitOfWork, customer_id: int) -> tuple[ContactRow, ...]:
    """Return the further contacts, in the order they were added."""
    contact = m.customer_contact.c
    columns = [contact[name] for name in ContactRow.__dataclass_fields__]
    query = select(*columns).where(contact.customer_id == customer_id).order_by(contact.id)
    return frozen(ContactRow, uow.execute(query))


def read_addresses(uow: UnitOfWork, customer_id: int) -> tuple[AddressRow, ...]:
    """Return the addresses, in the order they were added."""
    address = m.customer_address.c
    columns = [address[name] for name in AddressRow.__dataclass_fields__]
    query = select(*columns).where(address.customer_id == customer_id).order_by(address.id)
    return frozen(AddressRow, uow.execute(query))


def read_notes(uow: UnitOfWork, customer_id: int) -> tuple[NoteRow, ...]:
    """Return the notes, newest first."""
    note = m.customer_note.c
    query = (
        select(note.id, note.text, _P.name.label("person_name"), note.at_utc)
        .join(m.person, _P.id == note.person_id)
        .where(note.customer_id == customer_id)
        .order_by(note.id.desc())
    )
    return frozen(NoteRow, uow.execute(query))


def read_consents(uow: UnitOfWork, customer_id: int) -> tuple[ConsentRow, ...]:
    """Return the ledger of a customer and of those who became them, newest first."""
    consent = m.consent.c
    query = (
        select(
            consent.id,
            consent.channel,
            consent.granted,
            consent.how,
            _P.name.label("person_name"),
            consent.at_utc,
        )
        .join(m.person, _P.id == consent.person_id)
        .where(consent.customer_id.in_(family_ids(uow, customer_id)))
        .order_by(consent.id.desc())
    )
    return frozen(ConsentRow, uow.execute(query))


def family_ids(uow: UnitOfWork, customer_id: int) -> list[int]:
    """Return a customer's id and those of who became them."""
    rows = uow.rows(select(_C.id).where(_C.merged_into_id == customer_id).order_by(_C.id))
    return [customer_id, *(int(row[0]) for row in rows)]


def latest_consent(customer_id: ColumnElement[int], channel: Channel) -> ScalarSelect[bool]:
    """Return the sub-query of the last answer of a customer or of somebody who became them."""
    consent, merged = m.consent.c, m.customer.alias("merged")
    whose = union_all(
        select(customer_id), select(merged.c.id).where(merged.c.merged_into_id == customer_id)
    )
    return (
        select(consent.granted)
        .where(consent.customer_id.in_(whose), consent.channel == channel.value)
        .order_by(consent.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def read_order_sums(uow: UnitOfWork, customer_id: int, *, own_person: int | None) -> OrderSums:
    """Return how many orders a customer has and what the open ones still cost."""
    is_open = _T.status.in_(_OPEN)
    due = case((is_open, _T.total_minor - _T.paid_minor), else_=0)
    asks = case((and_(is_open, _T.total_is_open), 1), else_=0)
    row = uow.execute(
        select(
            func.count().label("tickets"),
            func.coalesce(func.sum(case((is_open, 1), else_=0)), 0).label("open_tickets"),
            func.coalesce(func.sum(due), 0).label("balance_minor"),
            func.coalesce(func.sum(asks), 0).label("asks"),
        ).where(_T.customer_id == customer_id, own_orders(own_person))
    ).one()
    return OrderSums(
        tickets=row.tickets,
        open_tickets=int(row.open_tickets),
        balance_minor=int(row.balance_minor),
        balance_is_open=bool(row.asks),
    )


def read_orders(
    uow: UnitOfWork,
    customer_id: int,
    *,
    own_person: int | None,
    before_id: int | None,
    limit: int,
) -> tuple[OrderRow, ...]:
    """Return the orders of a customer before an id, newest first."""
    query = (
        select(
            _T.id.label("ticket_id"),
            _T.number,
            _T.status,
            _T.device_title,
            _T.repair_summary.label("repairs"),
            _T.opened_at_utc,
            _T.promised_at_utc,
            _T.total_minor,
            (_T.total_minor - _T.paid_minor).label("balance_minor"),
            _T.total_is_open,
        )
        .where(_T.customer_id == customer_id, own_orders(own_person))
        .order_by(_T.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(_T.id < before_id)
    return frozen(OrderRow, uow.execute(query))


def read_holdings(uow: UnitOfWork, customer_id: int) -> Holdings:
    """Count what names a customer, each by its index."""
    merge = m.customer_merge.c
    counts = {
        "tickets": _counted(m.ticket.c.customer_id, customer_id),
        "open_tickets": select(func.count())
        .where(_T.customer_id == customer_id, _T.status.in_(_OPEN))
        .scalar_subquery(),
        "visits": _counted(m.visit.c.customer_id, customer_id),
        "devices": _counted(m.device.c.customer_id, customer_id),
        "consents": _counted(m.consent.c.customer_id, customer_id),
        "merges": select(
            _counted(merge.kept_id, customer_id) + _counted(merge.gone_id, customer_id)
        ).scalar_subquery(),
        "contacts": _counted(m.customer_contact.c.customer_id, customer_id),
        "addresses": _counted(m.customer_address.c.customer_id, customer_id),
        "notes": _counted(m.customer_note.c.customer_id, customer_id),
    }
    row = uow.execute(select(*(query.label(name) for name, query in counts.items()))).one()
    return Holdings(**row._mapping)


def _counted(column: ColumnElement[int], customer_id: int) -> ScalarSelect[int]:
    return select(func.count()).where(column == literal(customer_id)).scalar_subquery()


def owned_by(
    uow: UnitOfWork, table: Table, names: Sequence[str], ids: Sequence[int]
) -> dict[int, list[tuple[Any, ...]]]:
    """Return columns of the rows that belong to customers, by customer, in the order they came."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    columns = [table.c[name] for name in names]
    query = select(table.c.customer_id, *columns).where(table.c.customer_id.in_(ids))
    for row in uow.rows(query.order_by(table.c.id)):
        found.setdefault(row[0], []).append(tuple(row[1:]))
    return found
