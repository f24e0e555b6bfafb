"""Finds customers by what is typed of them, with their orders, in one statement for the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    func,
    select,
)

from data import models as m
from data.queries.customer_page import kept_id, latest_consent
from data.queries.finding import OWN_PERSON, Way, candidates, has_order_of, sought
from data.queries.frozen import frozen, frozen_one
from data.search_keys import Typed
from data.unit_of_work import UnitOfWork
from data.values import OPEN_STATUSES, Channel

_DEVICES = 50

_C, _T, _D = m.customer.c, m.ticket.c, m.device.c
_SHOWN = ("id", "name", "name_folded", "phone", "phone_e164", "phone_digits", "email", "flag")
_OPEN = [status.value for status in OPEN_STATUSES]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """A customer with sums over the orders. ``balance_minor`` is what open orders still cost."""

    id: int
    name: str
    phone: str
    phone_e164: str | None
    phone_digits: str | None
    name_folded: str
    email: str
    flag: str
    active: bool
    version: int
    created_at_utc: datetime
    erased_at_utc: datetime | None
    open_tickets: int
    earlier_repairs: int
    balance_minor: int
    sms_consent: bool | None
    email_consent: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedDeviceRow:
    id: int
    device_model_id: int | None
    title: str
    colour: str
    imei: str | None
    serial: str | None
    category: str | None
    last_number: str | None
    last_seen_utc: datetime | None


def find_customers(
    uow: UnitOfWork, typed: Typed, *, own_person: int | None, limit: int
) -> tuple[CustomerRow, ...]:
    """Return active customers that fit what was typed, newest activity first. One statement.

    ``own_person`` limits the answer to customers of orders that this technician may see.
    """
    asked = sought(typed)
    if not asked.ways:
        return ()
    suggestions = _suggestions(asked.ways, own_only=own_person is not None)
    values = {**asked.values, OWN_PERSON: own_person, "most": limit}
    return frozen(CustomerRow, uow.execute(suggestions, values))


@lru_cache(maxsize=256)
def _suggestions(ways: tuple[Way, ...], *, own_only: bool) -> Select[Any]:
    found = candidates(ways, own_only=own_only).subquery("found")
    newest = _newest_order()
    page = (
        select(m.customer, newest.label("newest"))
        .where(_C.id.in_(select(found.c.id)), _C.active)
        .order_by(func.coalesce(newest, 0).desc(), _C.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
    return _with_sums(page)


def read_customer(
    uow: UnitOfWork, customer_id: int, *, own_person: int | None
) -> CustomerRow | None:
    """Return whom an id means now, or None when there is nobody that may be seen."""
    meant = kept_id(uow, customer_id)
    page = select(m.customer, _newest_order().label("newest")).where(
        _C.id == meant, has_order_of(own_person)
    )
    return frozen_one(CustomerRow, uow.execute(_with_sums(page)))


def read_owned_devices(uow: UnitOfWork, customer_id: int) -> tuple[OwnedDeviceRow, ...]:
    """Return the devices a customer has brought in, the last one first."""
    last = (
        select(func.max(_T.id)).where(_T.device_id == _D.id).correlate(m.device).scalar_subquery()
    )
    query = (
        select(
            _D.id,
            _D.device_model_id,
            _D.title,
            _D.colour,
            _D.imei,
            _D.serial,
            func.coalesce(m.device_model.c.category, _T.device_category).label("category"),
            _T.number.label("last_number"),
            _T.opened_at_utc.label("last_seen_utc"),
        )
        .select_from(
            m.device.outerjoin(m.ticket, _T.id == last).outerjoin(
                m.device_model, m.device_model.c.id == _D.device_model_id
            )
        )
        .where(_D.customer_id == customer_id)
        .order_by(func.coalesce(_T.id, 0).desc(), _D.id.desc())
        .limit(_DEVICES)
    )
    return frozen(OwnedDeviceRow, uow.execute(query))


def find_twin(uow: UnitOfWork, identity_key: str, *, customer_id: int) -> int | None:
    """Return the other customer that has this identity, if there is one.

    Whoever became ``customer_id`` is nobody else.
    """
    meant = func.coalesce(_C.merged_into_id, _C.id)
    query = select(meant).where(_C.identity_key == identity_key, meant != customer_id)
    found = uow.first(query)
    return None if found is None else int(found[0])


def is_seen(uow: UnitOfWork, customer_id: int, *, own_person: int | None) -> bool:
    """Say whether a technician may see the customer; None may see everybody."""
    if own_person is None:
        return True
    return (
        uow.first(select(_C.id).where(_C.id == customer_id, has_order_of(own_person))) is not None
    )


def _newest_order() -> ScalarSelect[int]:
    """Return the id of a customer's newest order, as a sub-query on rows of `customer`."""
    newest = select(func.max(_T.id)).where(_T.customer_id == _C.id)
    return newest.correlate(m.customer).scalar_subquery()


def _with_sums(page: Select[Any]) -> Select[Any]:
    found = page.cte("page")
    is_open = _T.status.in_(_OPEN)
    orders = (
        select(
            _T.customer_id,
            func.count().filter(is_open).label("open_tickets"),
            func.count().filter(~is_open).label("earlier_repairs"),
            func.sum(_T.total_minor - _T.paid_minor).filter(is_open).label("balance_minor"),
        )
        .where(_T.customer_id.in_(select(found.c.id)))
        .group_by(_T.customer_id)
        .subquery("orders")
    )
    facts = (found.c[name] for name in _SHOWN)
    return (
        select(
            *facts,
            found.c.active,
            found.c.version,
            found.c.created_at_utc,
            found.c.erased_at_utc,
            func.coalesce(orders.c.open_tickets, 0).label("open_tickets"),
            func.coalesce(orders.c.earlier_repairs, 0).label("earlier_repairs"),
            func.coalesce(orders.c.balance_minor, 0).label("balance_minor"),
            latest_consent(found.c.id, Channel.SMS).label("sms_consent"),
            latest_consent(found.c.id, Channel.EMAIL).label("email_consent"),
        )
        .select_from(found.outerjoin(orders, orders.c.customer_id == found.c.id))
        .order_by(func.coalesce(found.c.newest, 0).desc(), found.c.id.desc())
    )
