"""Doing one act to several orders: one transaction for each, and what became of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from services.actor import Actor, new_operation_id
from services.errors import MendpointError, OutcomeUnknown
from services.facade import Services
from services.printing.dto import DocumentKind
from services.tickets.dto import (
    AssignCommand,
    AssignNextCommand,
    MoveCommand,
    MoveResult,
    QueueRow,
    UndoCommand,
)
from services.types import PersonId, TicketStatus

Call = Callable[[], MoveResult | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One act on one order. ``call`` carries its own operation id: a repeat is the same act."""

    ticket_id: int
    number: str
    call: Call


@dataclass(slots=True, kw_only=True)
class Became:
    """What became of several errands."""

    done: list[Errand] = field(default_factory=list)
    results: list[MoveResult] = field(default_factory=list)
    refused: list[tuple[Errand, MendpointError]] = field(default_factory=list)


def carry_out(errands: Iterable[Errand]) -> Became:
    """Run errands one after the other; a refused one does not stop the others."""
    became = Became()
    for errand in errands:
        try:
            result = _run(errand)
        except MendpointError as error:
            became.refused.append((errand, error))
            continue
        became.done.append(errand)
        if result is not None:
            became.results.append(result)
    return became


def _run(errand: Errand) -> MoveResult | None:
    try:
        return errand.call()
    except OutcomeUnknown:
        # The same operation id: if it was stored, this returns what was stored.
        return errand.call()


def move_errand(services: Services, actor: Actor, row: QueueRow, *, to: TicketStatus) -> Errand:
    """Return the move of one order."""
    command = MoveCommand(
        operation_id=new_operation_id(), ticket_id=row.ticket_id, to=to, seen_version=row.version
    )
    return _errand(row, lambda: services.tickets.move(actor, command))


def assign_errand(
    services: Services, actor: Actor, row: QueueRow, *, person_id: PersonId | None
) -> Errand:
    """Return the assignment of one order."""
    command = AssignCommand(
        operation_id=new_operation_id(),
        ticket_id=row.ticket_id,
        technician_id=person_id,
        seen_version=row.version,
    )
    return _errand(row, lambda: services.tickets.assign(actor, command))


def assign_next_errand(services: Services, actor: Actor, row: QueueRow) -> Errand:
    """Return the giving of one order to the next available technician."""
    command = AssignNextCommand(
        operation_id=new_operation_id(), ticket_id=row.ticket_id, seen_version=row.version
    )
    return _errand(row, lambda: services.tickets.assign_next(actor, command))


def label_errand(services: Services, actor: Actor, row: QueueRow) -> Errand:
    """Return the print of one order's bench label."""
    operation_id = new_operation_id()

    def call() -> None:
        services.printing.reprint(
            actor,
            operation_id=operation_id,
            ticket_id=row.ticket_id,
            document=DocumentKind.BENCH_LABEL,
        )

    return _errand(row, call)


def undo_errand(services: Services, actor: Actor, result: MoveResult) -> Errand:
    """Return the taking back of what was done to one order."""
    command = UndoCommand(
        operation_id=new_operation_id(),
        ticket_id=result.ticket_id,
        history_id=result.history_id,
    )
    return Errand(
        ticket_id=int(result.ticket_id),
        number=result.number,
        call=lambda: services.tickets.undo(actor, command),
    )


def _errand(row: QueueRow, call: Call) -> Errand:
    return Errand(ticket_id=int(row.ticket_id), number=row.number, call=call)
