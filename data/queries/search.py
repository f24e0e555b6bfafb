"""Finds orders, customers and devices, each by index ranges; one statement a kind.

Of every way at most `CANDIDATES` entries are looked at, in key order; the newest of what they
lead to come first (ADR 0020).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union_all

from data import models as m
from data.queries.customers import newest_order
from data.queries.finding import CANDIDATES, Sight, begins_with, candidates, own_orders
from data.search_keys import Typed
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
    why: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceHit:
    """A device with its owner and its newest order; that is None before the first."""

    device_id: int
    title: str
    imei: str | None
    serial: str | None
    customer_name: str
    ticket_id: int | None
    number: str | None
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What identifies a device, as IMEIs are stored and as serials are compared."""

    imei: str
    serial: str


def last_numbers(uow: UnitOfWork) -> dict[int, int]:
    """Return the last counter of every year that has orders."""
    counter = m.number_counter.c
    query = select(counter.year, counter.last_value).where(counter.kind == "order")
    return {row.year: row.last_value for row in uow.rows(query)}


def tickets_by_number(
    uow: UnitOfWork, *, year: int, first: int, last: int, own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find orders of a year whose counter lies in a range, newest first.

    Walks the index of numbers downward, so that a whole year costs no more than one order.
    """
    query = (
        _tickets()
        .where(_T.number_year == year, _T.number_seq.between(first, last), own_orders(own_person))
        .order_by(_T.number_seq.desc())
    )
    return _ticket_hits(uow, query, limit)


def tickets_by_counters(
    uow: UnitOfWork,
    counters: Mapping[int, Iterable[int]],
    *,
    own_person: int | None,
    limit: int,
) -> list[TicketHit]:
    """Find the orders with these counters by year, newest first."""
    numbered = [
        and_(_T.number_year == year, _T.number_seq.in_(list(sequences)))
        for year, sequences in counters.items()
        if sequences
    ]
    if not numbered:
        return []
    query = _tickets().where(or_(*numbered), own_orders(own_person))
    return _ticket_hits(uow, query.order_by(_T.id.desc()), limit)


def tickets_of_customers(
    uow: UnitOfWork, *, customer_ids: Sequence[int], own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find the orders of some customers, newest first."""
    if not customer_ids:
        return []
    query = _tickets().where(_T.customer_id.in_(list(customer_ids)), own_orders(own_person))
    return _ticket_hits(uow, query.order_by(_T.id.desc()), limit)


def tickets_of_devices(
    uow: UnitOfWork, identity: Identity, *, own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find the orders of devices with this IMEI or serial, its beginning or its end."""
    found = _devices(identity, own_person=own_person).subquery("found")
    query = _tickets().where(_T.device_id.in_(select(found.c.id)), own_orders(own_person))
    return _ticket_hits(uow, query.order_by(_T.id.desc()), limit)


def devices(
    uow: UnitOfWork, identity: Identity, *, own_person: int | None, limit: int
) -> list[DeviceHit]:
    """Find devices by IMEI or serial, its beginning or its end; the last one taken in first."""
    found = _devices(identity, own_person=own_person).subquery("found")
    newest = (
        select(func.max(_T.id))
        .where(_T.device_id == _D.id, own_orders(own_person))
        .correlate(m.device)
        .scalar_subquery()
    )
    few = (
        select(_D.id, newest.label("newest"))
        .where(_D.id.in_(select(found.c.id)))
        .order_by(func.coalesce(newest, 0).desc(), _D.id.desc())
        .limit(limit)
        .subquery("few")
    )
    query = (
        select(
            _D.id.label("device_id"),
            _D.title,
            _D.imei,
            _D.serial,
            _C.name.label("customer_name"),
            _T.id.label("ticket_id"),
            _T.number,
            _T.status,
        )
        .select_from(few.join(m.device, _D.id == few.c.id).join(m.customer))
        .outerjoin(m.ticket, _T.id == few.c.newest)
        .order_by(func.coalesce(few.c.newest, 0).desc(), _D.id.desc())
    )
    return [DeviceHit(**row._mapping) for row in uow.rows(query)]


def customers(
    uow: UnitOfWork, typed: Typed, *, own_person: int | None, limit: int
) -> list[CustomerHit]:
    """Find active customers, those with the newest orders first; each says what of them fits."""
    ways = candidates(typed, sight=Sight(own_person=own_person))
    if ways is None:
        return []
    found = ways.subquery("found")
    best = (
        select(found.c.id, func.min(found.c.why).label("why")).group_by(found.c.id).subquery("best")
    )
    newest = newest_order()
    query = (
        select(_C.id.label("customer_id"), _C.name, _C.phone, _C.email, best.c.why)
        .select_from(best.join(m.customer, _C.id == best.c.id))
        .order_by(func.coalesce(newest, 0).desc(), _C.id.desc())
        .limit(limit)
    )
    return [CustomerHit(**row._mapping) for row in uow.rows(query)]


def _tickets() -> Select[Any]:
    return select(
        _T.id.label("ticket_id"),
        _T.number,
        _T.device_title,
        _T.repair_summary.label("repairs"),
        _C.name.label("customer_name"),
        _T.status,
    ).join(m.customer, _C.id == _T.customer_id)


def _devices(identity: Identity, *, own_person: int | None) -> Any:
    """Return the query of the ids of candidates: whole, beginning and end of both identities."""
    ranges = (
        (_D.imei, identity.imei),
        (_D.imei_reversed, identity.imei[::-1]),
        (_D.serial_folded, identity.serial),
        (_D.serial_reversed, identity.serial[::-1]),
    )
    few = (
        select(_D.id)
        .where(begins_with(column, beginning), _brought_in(own_person))
        .order_by(column, _D.id)
        .limit(CANDIDATES)
        .subquery()
        for column, beginning in ranges
        if beginning
    )
    return union_all(*(select(each.c.id) for each in few))


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
