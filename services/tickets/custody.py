"""Where a device lies: the shop's slots are what people call them; one asks before it holds two."""

from __future__ import annotations

from data.repositories import ticket_edits as repository
from data.values import TicketId
from services.auth.work import Work
from services.errors import NeedsConfirmation
from services.tickets.dto import CONFIRM_SLOT_IN_USE, SlotUse
from services.tickets.slots import slot_key


def slots_in_use(work: Work) -> tuple[SlotUse, ...]:
    """Return the slots with what is in them; an order beyond the actor's scope is not named."""
    return tuple(_use(work, row) for row in repository.read_slots(work))


def _use(work: Work, row: repository.SlotRow) -> SlotUse:
    mine = work.reaches(technician_id=row.technician_id, status=row.status)
    return SlotUse(
        slot=row.slot,
        slot_folded=row.slot_folded,
        ticket_id=TicketId(row.ticket_id) if mine else None,
        number=row.number if mine else "",
        device_title=row.device_title if mine else "",
    )


def confirm_slot(work: Work, *, slot: str, ticket_id: int, confirmed: frozenset[str]) -> None:
    """Ask before a device goes where another one lies.

    Raises:
        NeedsConfirmation: ``slot-in-use``, with what lies there in ``details``.
    """
    if CONFIRM_SLOT_IN_USE in confirmed:
        return
    found = repository.read_slots(work, slot_folded=slot_key(slot))
    other = next((_use(work, row) for row in found if row.ticket_id != ticket_id), None)
    if other is None:
        return
    what = ", ".join(part for part in (other.number, other.device_title) if part)
    raise NeedsConfirmation(
        f"{other.slot} holds {what or 'another device'} already. Put this one there too?",
        key=CONFIRM_SLOT_IN_USE,
        details={"slot": other.slot, "number": other.number, "device_title": other.device_title},
    )
