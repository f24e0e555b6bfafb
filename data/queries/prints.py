"""Reads what goes onto paper: one visit with all its orders, as they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from data import models as m
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedVisit:
    visit_id: int
    till_id: int
    person_id: int
    customer_name: str
    customer_phone: str
    terms_version: int | None
    terms_text: str | None
    terms_accepted: bool
    opened_at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedOrder:
    ticket_id: int
    number: str
    brand: str | None
    device_title: str
    colour: str
    imei: str | None
    serial: str | None
    no_identity_reason: str
    words: str
    condition: Mapping[str, str]
    accessories: Sequence[str]
    priority: str
    technician_id: int | None
    promised_at_utc: datetime | None
    currency: str
    prices_include_tax: bool
    total_minor: int
    total_is_open: bool
    deposit_agreed_minor: int
    slot: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedOrderLine:
    ticket_id: int
    title: str
    short: str | None
    grade: str | None
    quantity: int
    price_minor: int | None
    discount_minor: int
    tax_name: str
    tax_rate_ppm: int
    tax_minor: int
    warranty_months: int
    estimated: bool


_V, _T, _D, _L = m.visit.c, m.ticket.c, m.device.c, m.ticket_line.c


def read_visit(uow: UnitOfWork, *, visit_id: int) -> PrintedVisit | None:
    """Read a visit with its customer and the terms that were agreed on."""
    query = (
        select(
            _V.id.label("visit_id"),
            _V.till_id,
            _V.person_id,
            m.customer.c.name.label("customer_name"),
            m.customer.c.phone.label("customer_phone"),
            _V.terms_version,
            m.terms.c.text.label("terms_text"),
            _V.terms_accepted,
            _V.opened_at_utc,
        )
        .join(m.customer, m.customer.c.id == _V.customer_id)
        .outerjoin(m.terms, m.terms.c.version == _V.terms_version)
        .where(_V.id == visit_id)
    )
    row = uow.connection.execute(query).one_or_none()
    return PrintedVisit(**row._mapping) if row is not None else None


def read_orders(uow: UnitOfWork, *, visit_id: int) -> list[PrintedOrder]:
    """Read a visit's orders in their order."""
    query = (
        select(
            _T.id.label("ticket_id"),
            _T.number,
            m.device_model.c.brand,
            _T.device_title,
            _D.colour,
            _D.imei,
            _D.serial,
            _D.no_identity_reason,
            _T.words,
            _T.condition,
            _T.accessories,
            _T.priority,
            _T.technician_id,
            _T.promised_at_utc,
            _T.currency,
            _T.prices_include_tax,
            _T.total_minor,
            _T.total_is_open,
            _T.deposit_agreed_minor,
            _T.slot,
        )
        .join(m.device, _D.id == _T.device_id)
        .outerjoin(m.device_model, m.device_model.c.id == _T.device_model_id)
        .where(_T.visit_id == visit_id)
        .order_by(_T.visit_position)
    )
    return [PrintedOrder(**row._mapping) for row in uow.connection.execute(query)]


def read_order_lines(uow: UnitOfWork, *, visit_id: int) -> list[PrintedOrderLine]:
    """Read the lines of a visit's orders in their order."""
    query = (
        select(
            _L.ticket_id,
            _L.title,
            m.repair_type.c.short,
            _L.grade,
            _L.quantity,
            _L.price_minor,
            _L.discount_minor,
            _L.tax_name,
            _L.tax_rate_ppm,
            _L.tax_minor,
            _L.warranty_months,
            _L.estimated,
        )
        .join(m.ticket, _T.id == _L.ticket_id)
        .outerjoin(m.repair_type, m.repair_type.c.id == _L.repair_type_id)
        .where(_T.visit_id == visit_id)
        .order_by(_T.visit_position, _L.position)
    )
    return [PrintedOrderLine(**row._mapping) for row in uow.connection.execute(query)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOf:
    """Where an order's papers belong, and what decides who may see them."""

    visit_id: int
    first_ticket_id: int
    technician_id: int | None
    status: str


def paper_of_ticket(uow: UnitOfWork, *, ticket_id: int) -> PaperOf | None:
    """Return an order's visit, the visit's first order, its technician and its status."""
    first = m.ticket.alias("first")
    first_id = (
        select(first.c.id)
        .where(first.c.visit_id == _T.visit_id)
        .order_by(first.c.visit_position)
        .limit(1)
        .scalar_subquery()
    )
    query = select(_T.visit_id, first_id, _T.technician_id, _T.status).where(_T.id == ticket_id)
    row = uow.connection.execute(query).one_or_none()
    if row is None:
        return None
    return PaperOf(visit_id=row[0], first_ticket_id=row[1], technician_id=row[2], status=row[3])
