"""Finds orders, customers and devices, each by index ranges; one statement a kind.

Of every way at most `CANDIDATES` entries are looked at, in key order; the newest of what they
lead to come first (ADR 0020).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from data import models as m
from data.prepared import Prepared
from data.queries.finding import (
    CANDIDATES,
    OWN_PERSON,
    Way,
    candidates,
    end_of,
    own_orders,
    own_person_value,
    sought,
)
from data.search_keys import Typed
from data.unit_of_work import UnitOfWork

# So many pages of customers are ranked; those who are no longer active are left out of them.
RANKED_PAGES = 3

_T, _C, _D = m.ticket.c, m.customer.c, m.device.c
_IDENTITIES = ("imei", "imei_reversed", "serial_folded", "serial_reversed")
_MOST = bindparam("most", type_=Integer)


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


def tickets_of_devices(
    uow: UnitOfWork, *, device_ids: Sequence[int], own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find the orders of some devices, newest first."""
    if not device_ids:
        return []
    query = _tickets().where(_T.device_id.in_(list(device_ids)), own_orders(own_person))
    return _ticket_hits(uow, query.order_by(_T.id.desc()), limit)


def tickets_of_customers(
    uow: UnitOfWork, *, customer_ids: Sequence[int], own_person: int | None, limit: int
) -> list[TicketHit]:
    """Find the orders of some customers, newest first."""
    if not customer_ids:
        return []
    query = _tickets().where(_T.customer_id.in_(list(customer_ids)), own_orders(own_person))
    return _ticket_hits(uow, query.order_by(_T.id.desc()), limit)


def devices(
    uow: UnitOfWork, identity: Identity, *, own_person: int | None, limit: int
) -> list[DeviceHit]:
    """Find devices by IMEI or serial, its beginning or its end; the last one taken in first."""
    values = {
        **{
            name: value
            for column, beginning in _beginnings(identity)
            for name, value in (
                (column, beginning),
                # A serial without a letter or digit is nobody's.
                (f"{column}_end", end_of(beginning) if beginning else ""),
            )
        },
        OWN_PERSON: own_person,
        "most": limit,
    }
    rows = _devices(own_only=own_person is not None).rows(uow, values)
    return [DeviceHit(**row._mapping) for row in rows]


def customers(
    uow: UnitOfWork, typed: Typed, *, own_person: int | None, limit: int
) -> list[CustomerHit]:
    """Find active customers, those with the newest orders first; each says what of them fits."""
    asked = sought(typed)
    if not asked.ways:
        return []
    values = {
        **asked.values,
        OWN_PERSON: own_person,
        "most": limit,
        "ranked": limit * RANKED_PAGES,
    }
    rows = _customers(asked.ways, own_only=own_person is not None).rows(uow, values)
    return [CustomerHit(**row._mapping) for row in rows]


@lru_cache(maxsize=256)
def _customers(ways: tuple[Way, ...], *, own_only: bool) -> Prepared:
    found = candidates(ways, own_only=own_only).subquery("found")
    newest = select(func.coalesce(func.max(_T.id), 0)).where(_T.customer_id == found.c.id)
    # Only indexes are read up to here: of the rows of the first few alone is more told.
    ranked = (
        select(
            found.c.id,
            func.min(found.c.rank).label("rank"),
            newest.correlate(found).scalar_subquery().label("newest"),
        )
        .group_by(found.c.id)
        .order_by(literal_column("newest").desc(), found.c.id.desc())
        .limit(bindparam("ranked", type_=Integer))
        .subquery("ranked")
    )
    query = (
        select(_C.id.label("customer_id"), _C.name, _C.phone, _C.email, ranked.c.rank.label("why"))
        .select_from(ranked.join(m.customer, _C.id == ranked.c.id))
        .where(_C.active.is_(True))
        .order_by(ranked.c.newest.desc(), _C.id.desc())
        .limit(_MOST)
    )
    return Prepared(query)


@lru_cache(maxsize=2)
def _devices(*, own_only: bool) -> Prepared:
    own = own_person_value() if own_only else None
    found = union_all(*(_range(column, own) for column in _IDENTITIES)).subquery("found")
    newest = select(func.coalesce(func.max(_T.id), 0)).where(
        _T.device_id == found.c.id, own_orders(own)
    )
    few = (
        select(found.c.id, newest.correlate(found).scalar_subquery().label("newest"))
        .group_by(found.c.id)
        .order_by(literal_column("newest").desc(), found.c.id.desc())
        .limit(_MOST)
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
        .order_by(few.c.newest.desc(), _D.id.desc())
    )
    return Prepared(query)


def _range(column: str, own: BindParameter[Any] | None) -> Select[Any]:
    """Return the first candidates of one index, in key order."""
    key = _D[column]
    begun = bindparam(column, type_=Text), bindparam(f"{column}_end", type_=Text)
    few = (
        select(_D.id)
        .where(key >= begun[0], key < begun[1], _brought_in(own))
        .order_by(key, _D.id)
        .limit(CANDIDATES)
        .subquery()
    )
    return select(few.c.id)


def _beginnings(identity: Identity) -> Iterator[tuple[str, str]]:
    """Return what each of the four columns begins with: whole, beginning and end are alike."""
    imei, serial = identity.imei, identity.serial
    yield from zip(_IDENTITIES, (imei, imei[::-1], serial, serial[::-1]), strict=True)


def _brought_in(own: BindParameter[Any] | None) -> ColumnElement[bool]:
    """Devices of such an order: what others brought in must not use up the few looked at."""
    if own is None:
        return true()
    orders = select(_T.id).where(_T.device_id == _D.id, own_orders(own))
    return orders.correlate(m.device).exists()


def _tickets() -> Select[Any]:
    return select(
        _T.id.label("ticket_id"),
        _T.number,
        _T.device_title,
        _T.repair_summary.label("repairs"),
        _C.name.label("customer_name"),
        _T.status,
    ).join(m.customer, _C.id == _T.customer_id)


def _ticket_hits(uow: UnitOfWork, query: Select[Any], limit: int) -> list[TicketHit]:
    return [TicketHit(**row._mapping) for row in uow.connection.execute(query.limit(limit))]
