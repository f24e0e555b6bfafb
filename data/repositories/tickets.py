"""Loads one order for a change and writes what changed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from data import models as m
from data.rows import reserve, write_rows
from data.unit_of_work import UnitOfWork
from data.values import JobState


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketState:
    """What a change of an order starts from, and its last history row."""

    ticket_id: int
    number: str
    status: str
    outcome: str | None
    technician_id: int | None
    customer_id: int
    device_id: int
    visit_id: int
    device_in_shop: bool
    balance_minor: int
    total_is_open: bool
    currency: str
    ready_at_utc: datetime | None
    closed_at_utc: datetime | None
    version: int
    last_history_id: int
    last_kind: str
    last_old_status: str | None
    last_new_status: str | None
    last_person_id: int
    last_at_utc: datetime
    last_details: Mapping[str, Any] | None


_LAST = m.ticket_history.alias("last")
_STATE = (
    select(
        m.ticket.c.id.label("ticket_id"),
        m.ticket.c.number,
        m.ticket.c.status,
        m.ticket.c.outcome,
        m.ticket.c.technician_id,
        m.ticket.c.customer_id,
        m.ticket.c.device_id,
        m.ticket.c.visit_id,
        m.ticket.c.device_in_shop,
        (m.ticket.c.total_minor - m.ticket.c.paid_minor).label("balance_minor"),
        m.ticket.c.total_is_open,
        m.ticket.c.currency,
        m.ticket.c.ready_at_utc,
        m.ticket.c.closed_at_utc,
        m.ticket.c.version,
        m.ticket.c.last_history_id,
        _LAST.c.kind.label("last_kind"),
        _LAST.c.old_status.label("last_old_status"),
        _LAST.c.new_status.label("last_new_status"),
        _LAST.c.person_id.label("last_person_id"),
        _LAST.c.at_utc.label("last_at_utc"),
        _LAST.c.details.label("last_details"),
    )
    .join(_LAST, _LAST.c.id == m.ticket.c.last_history_id)
    .where(m.ticket.c.id == bindparam("ticket_id"))
)


def load_for_change(uow: UnitOfWork, *, ticket_id: int) -> TicketState | None:
    """Load one order and keep it from being changed by others until the commit."""
    held = _STATE.with_for_update(of=m.ticket)
    row = uow.connection.execute(held, {"ticket_id": ticket_id}).one_or_none()
    if row is None:
        # Whoever held the order before us has changed it: PostgreSQL then checks the row again,
        # but against the history row joined before the wait. Asked once more, it sees the new one.
        row = uow.connection.execute(held, {"ticket_id": ticket_id}).one_or_none()
    return TicketState(**row._mapping) if row is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryStep:
    """One row of an order's history, as taking it back needs it."""

    history_id: int
    undoes_id: int | None
    kind: str
    old_status: str | None
    new_status: str | None
    person_id: int
    at_utc: datetime
    details: Mapping[str, Any] | None


def history_from(uow: UnitOfWork, *, ticket_id: int, history_id: int) -> list[HistoryStep]:
    """Return a row of an order's history and all that came after it, oldest first."""
    history = m.ticket_history.c
    query = (
        select(
            history.id.label("history_id"),
            history.undoes_id,
            history.kind,
            history.old_status,
            history.new_status,
            history.person_id,
            history.at_utc,
            history.details,
        )
        .where(history.ticket_id == ticket_id, history.id >= history_id)
        .order_by(history.id)
    )
    return [HistoryStep(**row._mapping) for row in uow.connection.execute(query)]


def empty_note(uow: UnitOfWork, *, history_id: int) -> None:
    """Take the words of the note that a history row names away; the row itself stays."""
    named = select(m.ticket_history.c.note_id).where(m.ticket_history.c.id == history_id)
    uow.connection.execute(
        update(m.ticket_note).where(m.ticket_note.c.id == named.scalar_subquery()).values(text="")
    )


def repair_types_of(uow: UnitOfWork, *, ticket_id: int) -> list[int]:
    """Return which known repairs an order's lines name."""
    line = m.ticket_line.c
    query = select(line.repair_type_id).where(
        line.ticket_id == ticket_id, line.repair_type_id.is_not(None)
    )
    return list(uow.connection.execute(query).scalars())


def wait_to_assign(uow: UnitOfWork) -> None:
    """Let one transaction after the other count open orders and add one: SQLite has one anyway."""
    if uow.dialect == "postgresql":
        key = func.hashtextextended("assign-next", 0)
        uow.connection.execute(select(func.pg_advisory_xact_lock(key)))


def reserve_history(uow: UnitOfWork, *, with_note: bool) -> tuple[int, int | None]:
    """Return the id of a new history row and, if wanted, of its note."""
    reserved = reserve(uow, counts={m.ticket_history: 1, m.ticket_note: 1 if with_note else 0})
    return reserved.take(m.ticket_history), reserved.take(m.ticket_note) if with_note else None


def insert_history(
    uow: UnitOfWork, *, history: Mapping[str, Any], note: Mapping[str, Any] | None
) -> None:
    """Write a history row and the note it names."""
    write_rows(
        uow,
        [(m.ticket_note, [note] if note is not None else []), (m.ticket_history, [history])],
    )


def update_ticket(uow: UnitOfWork, *, ticket_id: int, values: Mapping[str, Any]) -> int:
    """Change an order's columns, raise its version and return the new one."""
    statement = (
        update(m.ticket)
        .where(m.ticket.c.id == ticket_id)
        .values(**values, version=m.ticket.c.version + 1)
        .returning(m.ticket.c.version)
    )
    return int(uow.connection.execute(statement).scalar_one())


def update_device(uow: UnitOfWork, *, device_id: int, values: Mapping[str, Any]) -> None:
    """Change a device's columns."""
    uow.connection.execute(update(m.device).where(m.device.c.id == device_id).values(**values))


def is_alone_in_visit(uow: UnitOfWork, *, visit_id: int) -> bool:
    """Say whether a visit has one order only."""
    query = select(func.count()).select_from(m.ticket).where(m.ticket.c.visit_id == visit_id)
    return int(uow.connection.execute(query).scalar_one()) == 1


def give_visit(uow: UnitOfWork, *, visit_id: int, customer_id: int) -> None:
    """Let a visit belong to another customer."""
    uow.connection.execute(
        update(m.visit).where(m.visit.c.id == visit_id).values(customer_id=customer_id)
    )


def device_of_its_own(uow: UnitOfWork, *, device_id: int) -> int:
    """Return ``device_id`` if one order uses it, else a copy for the order at hand."""
    query = select(func.count()).select_from(m.ticket).where(m.ticket.c.device_id == device_id)
    if int(uow.connection.execute(query).scalar_one()) <= 1:
        return device_id
    columns = [column for column in m.device.c if column.name != "id"]
    copied = m.device.insert().from_select(
        [column.name for column in columns],
        select(*columns).where(m.device.c.id == device_id),
    )
    return int(uow.connection.execute(copied.returning(m.device.c.id)).scalar_one())


def meant_customer(uow: UnitOfWork, *, customer_id: int) -> int | None:
    """Return the active customer an id means now, kept from being merged; None for nobody."""
    customer = m.customer.c
    followed = (
        select(func.coalesce(customer.merged_into_id, customer.id))
        .where(customer.id == customer_id)
        .scalar_subquery()
    )
    found = uow.connection.execute(
        select(customer.id)
        .where(customer.id == followed, customer.active.is_(True))
        .with_for_update(read=True, key_share=True)
    ).first()
    return None if found is None else int(found[0])


def withdraw_jobs(uow: UnitOfWork, *, history_id: int, at: datetime) -> int:
    """Cancel the waiting jobs that a history row enqueued; return how many have left already."""
    uow.connection.execute(
        update(m.job)
        .where(m.job.c.history_id == history_id, m.job.c.state == JobState.WAITING.value)
        .values(state=JobState.CANCELLED.value, finished_at_utc=at)
    )
    left = select(m.job.c.id).where(
        m.job.c.history_id == history_id, m.job.c.state != JobState.CANCELLED.value
    )
    return len(uow.connection.execute(left).all())
