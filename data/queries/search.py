"""Finds orders and customers by one structure per kind of question, each an index range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from data import models as m
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
    technician_id: int | None


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
        _T.technician_id,
    ).join(m.customer, _C.id == _T.customer_id)


def tickets_by_number(uow: UnitOfWork, *, prefix: str, limit: int) -> list[TicketHit]:
    """Find orders whose number begins so, newest first."""
    return _ticket_hits(uow, _tickets().where(_begins(_T.number, prefix)), limit)


def tickets_by_sequence(uow: UnitOfWork, *, sequence: int, limit: int) -> list[TicketHit]:
    """Find orders of any year by the counter in their number, newest first."""
    years = select(m.number_counter.c.year).where(m.number_counter.c.kind == "order")
    query = _tickets().where(_T.number_year.in_(years), _T.number_seq == sequence)
    return _ticket_hits(uow, query, limit)


def tickets_by_identity(uow: UnitOfWork, *, text: str, limit: int) -> list[TicketHit]:
    """Find orders by the IMEI or serial of their device: its beginning or its end."""
    backwards = text[::-1]
    found: dict[int, TicketHit] = {}
    for column, value in (
        (_D.imei, text),
        (_D.imei_reversed, backwards),
        (_D.serial_folded, text.lower()),
        (_D.serial_reversed, backwards.lower()),
    ):
        few = select(_D.id).where(_begins(column, value)).limit(limit)
        for hit in _ticket_hits(uow, _tickets().where(_T.device_id.in_(few)), limit):
            found.setdefault(hit.ticket_id, hit)
    return sorted(found.values(), key=lambda hit: -hit.ticket_id)[:limit]


def tickets_of_customers(
    uow: UnitOfWork, *, customer_ids: Sequence[int], limit: int
) -> list[TicketHit]:
    """Find the orders of some customers, newest first."""
    if not customer_ids:
        return []
    return _ticket_hits(uow, _tickets().where(_T.customer_id.in_(list(customer_ids))), limit)


def customers_by_phone(uow: UnitOfWork, *, digits: str, limit: int) -> list[CustomerHit]:
    """Find customers whose number begins or ends so."""
    begins = _customer_hits(uow, _begins(_C.phone_digits, digits), limit)
    ends = _customer_hits(uow, _begins(_C.phone_digits_reversed, digits[::-1]), limit)
    found = {hit.customer_id: hit for hit in (*begins, *ends)}
    return list(found.values())[:limit]


def customers_by_e164(uow: UnitOfWork, *, e164: str, limit: int) -> list[CustomerHit]:
    """Find customers by their whole number."""
    return _customer_hits(uow, _C.phone_e164 == e164, limit)


def customers_by_name(uow: UnitOfWork, *, key: str, limit: int) -> list[CustomerHit]:
    """Find customers one of whose names begins so; ``key`` is folded."""
    names = m.customer_name_key.c
    few = select(names.customer_id).where(_begins(names.key, key)).order_by(names.key).limit(limit)
    return _customer_hits(uow, _C.id.in_(few), limit)


def customers_by_email(uow: UnitOfWork, *, prefix: str, limit: int) -> list[CustomerHit]:
    """Find customers whose e-mail address begins so."""
    return _customer_hits(uow, _begins(_C.email_folded, prefix.casefold()), limit)


def _begins(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix + "\U0010ffff")


def _ticket_hits(uow: UnitOfWork, query: Select[Any], limit: int) -> list[TicketHit]:
    rows = uow.connection.execute(query.order_by(_T.id.desc()).limit(limit))
    return [TicketHit(**row._mapping) for row in rows]


def _customer_hits(uow: UnitOfWork, where: ColumnElement[bool], limit: int) -> list[CustomerHit]:
    query = (
        select(_C.id.label("customer_id"), _C.name, _C.phone, _C.email)
        .where(where, _C.active.is_(True))
        .limit(limit)
    )
    return [CustomerHit(**row._mapping) for row in uow.connection.execute(query)]
