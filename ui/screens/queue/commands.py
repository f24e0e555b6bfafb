"""What the person chose, as commands with their operation ids, ready to be carried out."""

from __future__ import annotations

from collections.abc import Callable

from services.actor import Actor, new_operation_id
from services.errors import MendpointError
from services.facade import Services
from services.tickets.dto import (
    AssignCommand,
    AssignNextCommand,
    CorrectCommand,
    HandOverCommand,
    MoveCommand,
    MoveKind,
    MoveResult,
    NextMove,
    NoteCommand,
    TicketDetail,
    UndoCommand,
)
from services.types import NoteKind, Outcome, PersonId, TicketStatus
from ui.parts.avatar import initials
from ui.parts.pill import status_word
from ui.screens.queue.correction import Correction
from ui.screens.queue.deeds import Confirmed, Deed
from ui.screens.queue.questions import Collection
from ui.screens.queue.words import say


def moving(
    services: Services,
    detail: TicketDetail,
    move: NextMove,
    *,
    note: str = "",
    outcome: Outcome | None = None,
) -> Deed:
    """Return the act of moving an order on."""
    operation_id = new_operation_id()

    def call(actor: Actor, confirmed: Confirmed) -> MoveResult:
        command = MoveCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            to=move.to,
            note=note,
            outcome=outcome,
            seen_version=detail.version,
            confirmed=confirmed,
        )
        return services.tickets.move(actor, command)

    word = status_word(move.to.value)
    return Deed(
        ticket_id=detail.ticket_id,
        call=call,
        shows=move.to,
        shown_before=detail.status,
        said=say("{number} moved to {status}", number=detail.number, status=word),
    )


def collecting(
    services: Services, detail: TicketDetail, move: NextMove, *, collection: Collection
) -> Deed:
    """Return the act of handing a device over, or back."""
    operation_id = new_operation_id()
    back = move.kind is MoveKind.HAND_BACK

    def call(actor: Actor, confirmed: Confirmed) -> MoveResult:
        command = HandOverCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            collected_by=collection.by,
            collected_name=collection.name,
            check=collection.check,
            seen_version=detail.version,
            confirmed=confirmed,
        )
        tickets = services.tickets
        return tickets.hand_back(actor, command) if back else tickets.hand_over(actor, command)

    who = collection.name or detail.customer_name
    text = "{number} handed back to {who}" if back else "{number} handed over to {who}"
    return Deed(
        ticket_id=detail.ticket_id,
        call=call,
        shows=None if back else TicketStatus.DELIVERED,
        shown_before=detail.status,
        said=say(text, number=detail.number, who=who),
    )


def noting(services: Services, detail: TicketDetail, *, text: str, kind: NoteKind) -> Deed:
    """Return the act of adding a note."""
    command_id = new_operation_id()

    def call(actor: Actor, _confirmed: Confirmed) -> MoveResult:
        command = NoteCommand(
            operation_id=command_id,
            ticket_id=detail.ticket_id,
            text=text,
            kind=kind,  # type: ignore[arg-type]
        )
        return services.tickets.note(actor, command)

    said = say("Note added to {number}", number=detail.number)
    return Deed(ticket_id=detail.ticket_id, call=call, said=said)


def assigning(
    services: Services, detail: TicketDetail, *, person_id: PersonId | None, name: str
) -> Deed:
    """Return the act of giving an order to a technician, or to nobody."""
    operation_id = new_operation_id()

    def call(actor: Actor, _confirmed: Confirmed) -> MoveResult:
        command = AssignCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            technician_id=person_id,
            seen_version=detail.version,
        )
        return services.tickets.assign(actor, command)

    return Deed(
        ticket_id=detail.ticket_id,
        call=call,
        row=technician_values(name),
        row_before=technician_values(detail.technician_name),
        said=given_words(detail.number, name=name),
    )


def assigning_next(services: Services, detail: TicketDetail) -> Deed:
    """Return the act of giving an order to the next available technician; the answer says whom."""
    operation_id = new_operation_id()

    def call(actor: Actor, _confirmed: Confirmed) -> MoveResult:
        command = AssignNextCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            seen_version=detail.version,
        )
        return services.tickets.assign_next(actor, command)

    return Deed(
        ticket_id=detail.ticket_id,
        call=call,
        row_before=technician_values(detail.technician_name),
        said=say("{number} given to the next available technician", number=detail.number),
        asks_who=True,
    )


def given_words(number: str, *, name: str) -> str:
    """Say to whom an order was given."""
    if not name:
        return say("{number} is nobody’s now", number=number)
    return say("{number} given to {name}", number=number, name=name)


def technician_values(name: str) -> dict[str, str]:
    """Return what a row shows of its technician."""
    return {"technician_name": name, "technician_initials": initials(name)}


def correcting(services: Services, detail: TicketDetail, *, correction: Correction) -> Deed:
    """Return the act of putting an order right."""
    operation_id = new_operation_id()

    def call(actor: Actor, _confirmed: Confirmed) -> MoveResult:
        command = CorrectCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            reason=correction.reason,
            status=correction.status,
            customer_id=correction.customer_id,
            device_title=correction.device_title,
            imei=correction.imei,
            serial=correction.serial,
            seen_version=detail.version,
        )
        return services.tickets.correct(actor, command)

    said = say("{number} corrected", number=detail.number)
    return Deed(
        ticket_id=detail.ticket_id,
        call=call,
        shows=correction.status,
        shown_before=detail.status,
        said=said,
    )


def undoing(
    services: Services,
    deed: Deed,
    result: MoveResult,
    *,
    then: Callable[[], None] | None = None,
) -> Deed:
    """Return the act of taking an act back; it waits for what is under way on the order."""
    operation_id = new_operation_id()

    def call(actor: Actor, _confirmed: Confirmed) -> MoveResult:
        command = UndoCommand(
            operation_id=operation_id,
            ticket_id=result.ticket_id,
            history_id=result.history_id,
        )
        return services.tickets.undo(actor, command)

    return Deed(
        ticket_id=deed.ticket_id,
        call=call,
        row=deed.row_before,
        shows=deed.shown_before if deed.shows is not None else None,
        said=say("{number} is back where it was", number=result.number),
        then=then,
        waits=True,
    )


def problems_in(error: MendpointError) -> dict[str, str]:
    """Return the sentences of an error by field."""
    problems = getattr(error, "problems", ())
    return {problem.field: problem.message for problem in problems}
