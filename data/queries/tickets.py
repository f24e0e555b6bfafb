"""Reads one order with everything its detail shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, union_all

from data import models as m
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRow:
    ticket_id: int
    number: str
    status: str
    outcome: str | None
    priority: str
    customer_id: int
    customer_name: str
    customer_phone: str
    customer_email: str
    device_id: int
    device_model_id: int | None
    device_title: str
    device_category: str | None
    job_category: str | None
    colour: str
    imei: str | None
    serial: str | None
    no_identity_reason: str
    words: str
    finding: str
    condition: Mapping[str, str]
    accessories: Sequence[str]
    currency: str
    prices_include_tax: bool
    subtotal_minor: int
    tax_minor: int
    total_minor: int
    total_is_open: bool
    deposit_agreed_minor: int
    paid_minor: int
    technician_id: int | None
    promised_at_utc: datetime | None
    estimated_minutes: int | None
    actual_minutes: int | None
    slot: str | None
    comeback_of_id: int | None
    opened_at_utc: datetime
    taken_in_by_id: int
    till_id: int
    terms_version: int | None
    terms_accepted: bool
    visit_id: int
    device_in_shop: bool
    collected_by: str | None
    collected_name: str | None
    collected_check: str | None
    collected_at_utc: datetime | None
    last_history_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    line_id: int
    position: int
    repair_type_id: int | None
    title: str
    grade: str | None
    quantity: int
    price_minor: int | None
    labour_minor: int
    discount_minor: int
    tax_name: str
    tax_rate_ppm: int
    tax_minor: int
    warranty_months: int
    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    history_id: int
    kind: str
    old_status: str | None
    new_status: str | None
    outcome: str | None
    note: str | None
    note_kind: str | None
    person_id: int
    till_id: int
    at_utc: datetime
    undoes_id: int | None
    details: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRow:
    """A paper of the order: ``outcome`` None while its job has not ended."""

    document: str
    copy_no: int
    outcome: str | None
    detail: str
    printer: str
    at_utc: datetime
    person_id: int
    till_id: int | None
    job_id: int


_T, _C, _D, _V = m.ticket.c, m.customer.c, m.device.c, m.visit.c


def _ticket_query() -> Select[Any]:
    return (
        select(
            _T.id.label("ticket_id"),
            _T.number,
            _T.status,
            _T.outcome,
            _T.priority,
            _T.customer_id,
            _C.name.label("customer_name"),
            _C.phone.label("customer_phone"),
            _C.email.label("customer_email"),
            _T.device_id,
            _T.device_model_id,
            _T.device_title,
            _T.device_category,
            _T.job_category,
            _D.colour,
            _D.imei,
            _D.serial,
            _D.no_identity_reason,
            _T.words,
            _T.finding,
            _T.condition,
            _T.accessories,
            _T.currency,
            _T.prices_include_tax,
            _T.subtotal_minor,
            _T.tax_minor,
            _T.total_minor,
            _T.total_is_open,
            _T.deposit_agreed_minor,
            _T.paid_minor,
            _T.technician_id,
            _T.promised_at_utc,
            _T.estimated_minutes,
            _T.actual_minutes,
            _T.slot,
            _T.comeback_of_id,
            _T.opened_at_utc,
            _V.person_id.label("taken_in_by_id"),
            _T.till_id,
            _V.terms_version,
            _V.terms_accepted,
            _T.visit_id,
            _T.device_in_shop,
            _T.collected_by,
            _T.collected_name,
            _T.collected_check,
            _T.collected_at_utc,
            _T.last_history_id,
            _T.version,
        )
        .join(m.customer, _C.id == _T.customer_id)
        .join(m.device, _D.id == _T.device_id)
        .join(m.visit, _V.id == _T.visit_id)
    )


def read_ticket(
    uow: UnitOfWork, *, ticket_id: int | None = None, number: str | None = None
) -> TicketRow | None:
    """Read one order by id or by its whole number."""
    where = _T.id == ticket_id if ticket_id is not None else _T.number == number
    row = uow.connection.execute(_ticket_query().where(where)).one_or_none()
    return TicketRow(**row._mapping) if row is not None else None


def read_lines(uow: UnitOfWork, *, ticket_id: int) -> list[LineRow]:
    """Read an order's lines in their order."""
    line = m.ticket_line.c
    query = (
        select(
            line.id.label("line_id"),
            line.position,
            line.repair_type_id,
            line.title,
            line.grade,
            line.quantity,
            line.price_minor,
            line.labour_minor,
            line.discount_minor,
            line.tax_name,
            line.tax_rate_ppm,
            line.tax_minor,
            line.warranty_months,
            line.estimated,
        )
        .where(line.ticket_id == ticket_id)
        .order_by(line.position)
    )
    return [LineRow(**row._mapping) for row in uow.connection.execute(query)]


def read_history(uow: UnitOfWork, *, ticket_id: int) -> list[HistoryRow]:
    """Read an order's history, newest first, with the text of its notes."""
    history, note = m.ticket_history.c, m.ticket_note.c
    query = (
        select(
            history.id.label("history_id"),
            history.kind,
            history.old_status,
            history.new_status,
            history.outcome,
            note.text.label("note"),
            note.kind.label("note_kind"),
            history.person_id,
            history.till_id,
            history.at_utc,
            history.undoes_id,
            history.details,
        )
        .outerjoin(m.ticket_note, note.id == history.note_id)
        .where(history.ticket_id == ticket_id)
        .order_by(history.id.desc())
    )
    return [HistoryRow(**row._mapping) for row in uow.connection.execute(query)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRow:
    """An order that stands beside another one, and what links them."""

    ticket_id: int
    number: str
    status: str
    technician_id: int | None
    device_title: str
    opened_at_utc: datetime
    visit_id: int
    visit_position: int
    device_id: int
    comeback_of_id: int | None


# Of a device that was here more often, the newest orders.
_MOST_OF_A_DEVICE = 20


def read_linked(uow: UnitOfWork, *, row: TicketRow) -> list[LinkedRow]:
    """Read the orders of the same visit and device and the comebacks before and after, by id.

    The order itself is among those of its visit. Each way has its own index.
    """
    columns = (
        _T.id.label("ticket_id"),
        _T.number,
        _T.status,
        _T.technician_id,
        _T.device_title,
        _T.opened_at_utc,
        _T.visit_id,
        _T.visit_position,
        _T.device_id,
        _T.comeback_of_id,
    )
    newest = (
        select(_T.id)
        .where(_T.device_id == row.device_id)
        .order_by(_T.id.desc())
        .limit(_MOST_OF_A_DEVICE)
        .subquery()
    )
    ways = [
        select(*columns).where(_T.visit_id == row.visit_id),
        select(*columns).where(_T.id.in_(select(newest.c.id))),
        select(*columns).where(_T.comeback_of_id == row.ticket_id, _T.comeback_of_id.is_not(None)),
    ]
    if row.comeback_of_id is not None:
        ways.append(select(*columns).where(_T.id == row.comeback_of_id))
    found = {each.ticket_id: each for each in uow.execute(union_all(*ways))}
    return [LinkedRow(**found[ticket_id]._mapping) for ticket_id in sorted(found)]


def read_prints(uow: UnitOfWork, *, ticket_id: int, visit_id: int) -> list[PrintRow]:
    """Read an order's papers, newest first: what came of them, and those still to come.

    The visit's claim ticket belongs to each of its orders.
    """
    record, job = m.print_record.c, m.job.c
    mine = (record.ticket_id == ticket_id) | (
        (record.visit_id == visit_id) & (record.document == "claim-ticket")
    )
    done = select(
        record.document,
        record.copy_no,
        record.outcome,
        record.detail,
        record.printer,
        record.at_utc,
        record.person_id,
        record.till_id,
        record.job_id,
    ).where(mine)
    waiting = select(
        job.id, job.payload, job.last_error, job.created_at_utc, job.person_id, job.till_id
    ).where(job.ticket_id == ticket_id, job.state.in_(("waiting", "running")))
    found = [PrintRow(**row._mapping) for row in uow.connection.execute(done)]
    for row in uow.connection.execute(waiting):
        found.append(
            PrintRow(
                document=row.payload["document"],
                copy_no=row.payload["copy_no"],
                outcome=None,
                detail=row.last_error,
                printer=row.payload.get("address") or "",
                at_utc=row.created_at_utc,
                person_id=row.person_id,
                till_id=row.till_id,
                job_id=row.id,
            )
        )
    return sorted(found, key=lambda each: each.at_utc, reverse=True)
