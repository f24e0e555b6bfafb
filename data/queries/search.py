"""Finds orders and customers by one structure per kind of question, each an index range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true

from data import models as m
from data.queries.customers import begins_with, has_order_of, own_orders
from data.unit_of_work import UnitOfWork

_T, _C, _D = m.ticket.c, m.customer.c, m.device.c


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHit:
    ticket_id: int
    number: str
    device_title: str
    repairs: str
    customer_name: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHit:
    customer_id: int
    name: str
    phone: str
    email: str


def _tickets() -> Select[Any]:
    return select(
        _T.id.label("ticket_id"),
        _T.number,
        _T.device_title,
        _T.repair_summary.label("repairs"),
        _C.name.label("customer_name"),
        _T.status,
    ).join(m.customer, _C.id == _T.customer_id)


def tickets_by_number(
    uow: UnitOfWork, *, year: int, first: int, last: int, own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find orders of a year whose counter lies in a range, newest first.

    Walks the index of numbers downward, so that a whole year costs no more than one order.
    """
    query = (
        _tickets()
        .where(_T.number_year == year, _T.number_seq.between(first, last), _own(own_person))
        .order_by(_T.number_seq.desc())
    )
    return _ticket_hits(uow, query, limit)


def tickets_by_sequence(
    uow: UnitOfWork, *, sequence: int, own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find orders of any year by the counter in their number, newest first."""
    years = select(m.number_counter.c.year).where(m.number_counter.c.kind == "order")
    query = _tickets().where(_T.number_year.in_(years), _T.number_seq == sequence, _own(own_person))
    return _ticket_hits(uow, query.order_by(_T.id.desc()), limit)


def tickets_by_identity(
    uow: UnitOfWork, *, text: str, own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find orders by the IMEI or serial of their device: its beginning or its end."""
    backwards = text[::-1]
    found: dict[int, TicketHit] = {}
    for column, value in (
        (_D.imei, text),
        (_D.imei_reversed, backwards),
        (_D.serial_folded, text.lower()),
        (_D.serial_reversed, backwards.lower()),
    ):
        few = select(_D.id).where(begins_with(column, value), _brought_in(own_person)).limit(limit)
        query = _tickets().where(_T.device_id.in_(few), _own(own_person))
        for hit in _ticket_hits(uow, query.order_by(_T.id.desc()), limit):
            found.setdefault(hit.ticket_id, hit)
    return sorted(found.values(), key=lambda hit: -hit.ticket_id)[:limit]


def tickets_of_customers(
    uow: UnitOfWork, *, customer_ids: Sequence[int], own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find the orders of some customers, newest first."""
    if not customer_ids:
        return []
    query = _tickets().where(_T.customer_id.in_(list(customer_ids)), _own(own_person))
    return _ticket_hits(uow, query.order_by(_T.id.desc()), limit)


def customers_by_phone(
    uow: UnitOfWork, *, digits: str, own_person: int | None, limit: int
) -> list[CustomerHit]:
    """Find customers whose number begins or ends so."""
    begins = begins_with(_C.phone_digits, digits)
    ends = begins_with(_C.phone_digits_reversed, digits[::-1])
    found = {
        hit.customer_id: hit
        for where in (begins, ends)
        for hit in _customer_hits(uow, where, own_person=own_person, limit=limit)
    }
    return list(found.values())[:limit]


def customers_by_e164(
    uow: UnitOfWork, *, e164: str, own_person: int | None, limit: int
) -> list[CustomerHit]:
    """Find customers by their whole number."""
    return _customer_hits(uow, _C.phone_e164 == e164, own_person=own_person, limit=limit)


def customers_by_name(
    uow: UnitOfWork, *, key: str, own_person: int | None, limit: int
) -> list[CustomerHit]:
    """Find customers one of whose names begins so; ``key`` is folded."""
    names = m.customer_name_key.c
    few = (
        select(names.customer_id)
        .join(m.customer, _C.id == names.customer_id)
        .where(begins_with(names.key, key), _C.active.is_(True), has_order_of(own_person))
        .order_by(names.key)
        .limit(limit)
    )
    return _customer_hits(uow, _C.id.in_(few), own_person=None, limit=limit)


def customers_by_email(
    uow: UnitOfWork, *, prefix: str, own_person: int | None, limit: int
) -> list[CustomerHit]:
    """Find customers whose e-mail address begins so."""
    where = begins_with(_C.email_folded, prefix.casefold())
    return _customer_hits(uow, where, own_person=own_person, limit=limit)


def _own(own_person: int | None) -> ColumnElement[bool]:
    """Assigned to this technician, or unassigned and not yet started; None is every order."""
    return true() if own_person is None else own_orders(own_person)


def _brought_in(own_person: int | None) -> ColumnElement[bool]:
    """Devices of such an order: what others brought in must not use up the few looked at."""
    if own_person is None:
        return true()
    return (
        select(_T.id)
        .where(_T.device_id == _D.id, own_orders(own_person))
        .correlate(m.device)
        .exists()
    )


def _ticket_hits(uow: UnitOfWork, query: Select[Any], limit: int) -> list[TicketHit]:
    return [TicketHit(**row._mapping) for row in uow.connection.execute(query.limit(limit))]


def _customer_hits(
    uow: UnitOfWork, where: ColumnElement[bool], *, own_person: int | None, limit: int
) -> list[CustomerHit]:
    query = (
        select(_C.id.label("customer_id"), _C.name, _C.phone, _C.email)
        .where(where, _C.active.is_(True), has_order_of(own_person))
        .limit(limit)
    )
    return [CustomerHit(**row._mapping) for row in uow.connection.execute(query)]
