"""Loads what an edit of an order starts from, and writes its lines anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from data import models as m
from data.queries.frozen import frozen, frozen_one
from data.rows import reserve
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EditableTicket:
    """What may be edited of an order, as it stands. Amounts are minor units."""

    priority: str
    promised_at_utc: datetime | None
    device_model_id: int | None
    device_category: str | None
    job_category: str | None
    estimated_minutes: int | None
    actual_minutes: int | None
    words: str
    finding: str
    condition: Mapping[str, str]
    accessories: Sequence[str]
    slot: str | None
    prices_include_tax: bool
    opened_at_utc: datetime
    total_minor: int
    total_is_open: bool


# More than any shop has shelves; a list of suggestions is not longer.
_MOST_SLOTS = 2_000

_EDITABLE = tuple(m.ticket.c[name] for name in EditableTicket.__dataclass_fields__)


def load_editable(uow: UnitOfWork, *, ticket_id: int) -> EditableTicket:
    """Load what may be edited of an order that is held for a change."""
    query = select(*_EDITABLE).where(m.ticket.c.id == ticket_id)
    found = frozen_one(EditableTicket, uow.execute(query))
    if found is None:
        raise LookupError(f"ticket {ticket_id} is held, so it must be there")
    return found


def load_lines(uow: UnitOfWork, *, ticket_id: int) -> list[dict[str, Any]]:
    """Load an order's lines, whole rows, in their order."""
    line = m.ticket_line
    query = select(line).where(line.c.ticket_id == ticket_id).order_by(line.c.position)
    return [dict(row) for row in uow.execute(query).mappings()]


def reserve_lines(uow: UnitOfWork, *, count: int) -> list[int]:
    """Return ids for new lines."""
    if count == 0:
        return []
    return reserve(uow, counts={m.ticket_line: count}).ids[m.ticket_line.name]


def replace_lines(uow: UnitOfWork, *, ticket_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write an order's lines anew; a line that stays keeps its id."""
    uow.execute(delete(m.ticket_line).where(m.ticket_line.c.ticket_id == ticket_id))
    if rows:
        uow.connection.execute(m.ticket_line.insert(), [dict(row) for row in rows])


def note_of(uow: UnitOfWork, *, history_id: int) -> str | None:
    """Return the text of the note that a history row names."""
    query = (
        select(m.ticket_note.c.text)
        .join(m.ticket_history, m.ticket_history.c.note_id == m.ticket_note.c.id)
        .where(m.ticket_history.c.id == history_id)
    )
    return uow.execute(query).scalar_one_or_none()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRow:
    """A device on a shelf."""

    ticket_id: int
    number: str
    device_title: str
    slot: str
    slot_folded: str
    technician_id: int | None
    status: str


def read_slots(uow: UnitOfWork, *, slot_folded: str | None = None) -> tuple[SlotRow, ...]:
    """Read which devices are in which slots, or in one of them, by its folded name."""
    t = m.ticket.c
    query = select(
        t.id.label("ticket_id"),
        t.number,
        t.device_title,
        t.slot,
        t.slot_folded,
        t.technician_id,
        t.status,
    ).order_by(t.slot_folded, t.id)
    if slot_folded is None:
        query = query.where(t.slot_folded.is_not(None)).limit(_MOST_SLOTS)
    else:
        query = query.where(t.slot_folded == slot_folded, t.slot_folded.is_not(None))
    return frozen(SlotRow, uow.execute(query))
