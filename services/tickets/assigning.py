"""Giving an order nobody has to the next available technician, by the intake's rule."""

from __future__ import annotations

from data.repositories import intake_lookups as lookups
from data.repositories import tickets as repository
from data.rows import look_up
from data.values import HistoryKind, RepairTypeId, TicketStatus
from services.auth.work import Work
from services.errors import InvalidTransition
from services.settings.reference import Reference
from services.tickets.assignment import Chosen, choose_technician, technicians
from services.tickets.changing import Changing, History, finish_change
from services.tickets.dto import MoveResult


def refuse_closed(change: Changing) -> None:
    """Refuse to give an order to anybody that nobody works on any more.

    Raises:
        InvalidTransition: it is delivered or cancelled.
    """
    if change.status in (TicketStatus.DELIVERED, TicketStatus.CANCELLED):
        raise InvalidTransition(
            f"{change.state.number} is {change.status.value}: nobody works on it any more.",
            field="ticket_id",
        )


def assign_next(work: Work, change: Changing, reference: Reference) -> MoveResult:
    """Choose who takes the order and give it to them.

    Raises:
        InvalidTransition: somebody has it, it is closed, or nobody who is here takes it.
    """
    refuse_closed(change)
    state = change.state
    if state.technician_id is not None:
        raise InvalidTransition(f"{state.number} has a technician already.", field="technician_id")
    chosen = _choose(work, change, reference)
    if chosen is None:
        raise InvalidTransition(
            f"No technician who is here today takes {state.number}.", field="technician_id"
        )
    history = History(
        kind=HistoryKind.ASSIGNED, details={**chosen.details(), "before_id": state.technician_id}
    )
    return finish_change(
        work,
        change,
        history=history,
        values={"technician_id": chosen.person_id},
        action="ticket.assigned",
    )


def _choose(work: Work, change: Changing, reference: Reference) -> Chosen | None:
    available = technicians(reference.people_at(work.at))
    repository.wait_to_assign(work)
    load = lookups.load_lookup(person.person_id for person in available)
    if load is None:
        return None
    found = [
        reference.repair_types.get(RepairTypeId(key))
        for key in repository.repair_types_of(work, ticket_id=change.state.ticket_id)
    ]
    needed = frozenset(repair.category for repair in found if repair is not None)
    open_orders = lookups.open_orders(look_up(work, [load]))
    return choose_technician(available, needed=needed, open_orders=open_orders)
