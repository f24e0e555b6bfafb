"""Commands that change an order: move, hand over and back, undo, note, edit, assign.

Each takes ``--operation-id``: repeated with the same id it answers with the first result.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.cli.json_out import write_json
from app.cli.session import Session, till_option
from app.cli.writing import naming_operation, operation_option
from data.values import CollectedBy, CollectedCheck, NoteKind, Outcome, Priority, TicketStatus
from services.commands import checked
from services.errors import NotFound

if TYPE_CHECKING:
    from services.tickets.dto import HandOverCommand, TicketDetail

F = TypeVar("F", bound=Callable[..., Any])

_OUTCOMES = [each.value for each in Outcome if each is not Outcome.CANCELLED]

_confirm_option = click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="KEY",
    help="Go ahead although the command asked; KEY is in its error. May be repeated.",
)
_seen_option = click.option(
    "--seen-version",
    type=click.IntRange(1, 2**31 - 1),
    help="Refuse when the order was changed after this version of it.",
)


@click.command("move")
@click.argument("number")
@click.argument("status", type=click.Choice([each.value for each in TicketStatus]))
@click.option("--note", default="", help="Why; needed for cancelled.")
@click.option(
    "--outcome",
    type=click.Choice(_OUTCOMES),
    help="With completed: repaired unless said; declined from awaiting_approval.",
)
@_confirm_option
@_seen_option
@operation_option
@till_option
@click.pass_obj
def move(session: Session, /, number: str, operation_id: str, **asked: Any) -> None:
    """Move an order to STATUS; delivered records that the customer collected the device."""
    from services.tickets.dto import MoveCommand

    detail = _order(session, number)
    command = checked(
        lambda: MoveCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            to=asked["status"],
            note=asked["note"],
            outcome=asked["outcome"],
            seen_version=asked["seen_version"],
            confirmed=frozenset(asked["confirmed"]),
        )
    )
    with naming_operation(operation_id):
        result = session.services().tickets.move(session.actor(), command)
    write_json(result, to=sys.stdout)


def _collecting(command: F) -> F:
    """Add the options that say who took the device."""
    options = (
        click.option(
            "--collected-by",
            type=click.Choice([each.value for each in CollectedBy]),
            default=CollectedBy.CUSTOMER.value,
            show_default=True,
            help="Who took the device.",
        ),
        click.option("--name", "collected_name", default="", help="The other person's name."),
        click.option(
            "--check",
            type=click.Choice([each.value for each in CollectedCheck]),
            default=CollectedCheck.CLAIM_TICKET.value,
            show_default=True,
            help="How that was known.",
        ),
        click.option("--note", default="", help="A note for the timeline."),
        _confirm_option,
        _seen_option,
        operation_option,
        till_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("hand-over")
@click.argument("number")
@_collecting
@click.pass_obj
def hand_over(session: Session, /, number: str, operation_id: str, **asked: Any) -> None:
    """Record who collected the device of an order that is ready for pickup."""
    command = _collection(_order(session, number), operation_id, asked)
    with naming_operation(operation_id):
        result = session.services().tickets.hand_over(session.actor(), command)
    write_json(result, to=sys.stdout)


@click.command("hand-back")
@click.argument("number")
@_collecting
@click.pass_obj
def hand_back(session: Session, /, number: str, operation_id: str, **asked: Any) -> None:
    """Record who took the device of a cancelled order back."""
    command = _collection(_order(session, number), operation_id, asked)
    with naming_operation(operation_id):
        result = session.services().tickets.hand_back(session.actor(), command)
    write_json(result, to=sys.stdout)


@click.command("undo")
@click.argument("number")
@operation_option
@till_option
@click.pass_obj
def undo(session: Session, number: str, operation_id: str) -> None:
    """Take back the last move of the command line, within a minute."""
    from services.tickets.dto import UndoCommand

    detail = _order(session, number)
    last = max(detail.history, key=lambda each: each.history_id)
    command = checked(
        lambda: UndoCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            # A repeat finds the undoing itself last, and must ask for the same again.
            history_id=last.undoes_id or last.history_id,
        )
    )
    with naming_operation(operation_id):
        result = session.services().tickets.undo(session.actor(), command)
    write_json(result, to=sys.stdout)


@click.command("note")
@click.argument("number")
@click.argument("text")
@click.option(
    "--kind",
    type=click.Choice([NoteKind.INTERNAL.value, NoteKind.CUSTOMER.value]),
    default=NoteKind.INTERNAL.value,
    show_default=True,
    help="Whom it is for; an internal note is never printed or sent.",
)
@operation_option
@till_option
@click.pass_obj
def note(session: Session, number: str, text: str, kind: str, operation_id: str) -> None:
    """Add a note to the order's timeline."""
    from services.tickets.dto import NoteCommand

    detail = _order(session, number)
    command = checked(
        lambda: NoteCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            text=text,
            kind=NoteKind(kind),  # type: ignore[arg-type]
        )
    )
    with naming_operation(operation_id):
        result = session.services().tickets.note(session.actor(), command)
    write_json(result, to=sys.stdout)


@click.command("edit")
@click.argument("number")
@click.option(
    "--promise", metavar="INSTANT", help="When it is promised, ISO 8601 with its zone, or none."
)
@click.option(
    "--priority",
    type=click.Choice([each.value for each in Priority]),
    help="How much haste it has.",
)
@click.option("--slot", help="Where the device lies; empty takes it off the shelf.")
@_confirm_option
@_seen_option
@operation_option
@till_option
@click.pass_obj
def edit(session: Session, /, number: str, operation_id: str, **asked: Any) -> None:
    """Change the promise, the priority or the slot of an order."""
    from services.tickets.dto import EditCommand, EditedField

    promise = asked["promise"]
    takes_back = promise is not None and promise.casefold() == "none"
    detail = _order(session, number)
    command = checked(
        lambda: EditCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            promised_at_utc=None if takes_back else promise,
            emptied=frozenset({EditedField.PROMISE} if takes_back else ()),
            priority=asked["priority"],
            slot=asked["slot"],
            seen_version=asked["seen_version"],
            confirmed=frozenset(asked["confirmed"]),
        )
    )
    with naming_operation(operation_id):
        result = session.services().editing.edit(session.actor(), command)
    write_json(result, to=sys.stdout)


@click.command("assign")
@click.argument("number")
@click.argument("person", required=False)
@click.option("--nobody", is_flag=True, help="Give the order to nobody.")
@click.option("--next", is_flag=True, help="Give it to the next available technician.")
@_seen_option
@operation_option
@till_option
@click.pass_obj
def assign(
    session: Session,
    /,
    number: str,
    person: str | None,
    operation_id: str,
    seen_version: int | None,
    **asked: bool,
) -> None:
    """Give the order to PERSON, by name."""
    from services.tickets.dto import AssignCommand

    if [person is not None, asked["nobody"], asked["next"]].count(True) != 1:
        raise click.UsageError("Say who gets the order: a name, --next or --nobody.")
    detail = _order(session, number)
    if asked["next"]:
        _assign_next(session, detail, operation_id=operation_id, seen_version=seen_version)
        return
    technician_id = _person_id(session, person) if person is not None else None
    command = checked(
        lambda: AssignCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            technician_id=technician_id,
            seen_version=seen_version,
        )
    )
    with naming_operation(operation_id):
        result = session.services().tickets.assign(session.actor(), command)
    write_json(result, to=sys.stdout)


def _assign_next(
    session: Session, detail: TicketDetail, *, operation_id: str, seen_version: int | None
) -> None:
    from services.tickets.dto import AssignNextCommand

    command = checked(
        lambda: AssignNextCommand(
            operation_id=operation_id, ticket_id=detail.ticket_id, seen_version=seen_version
        )
    )
    with naming_operation(operation_id):
        result = session.services().tickets.assign_next(session.actor(), command)
    write_json(result, to=sys.stdout)


def _order(session: Session, number: str) -> TicketDetail:
    return session.services().tickets.find(session.actor(), number=number)


def _collection(detail: TicketDetail, operation_id: str, asked: dict[str, Any]) -> HandOverCommand:
    from services.tickets.dto import HandOverCommand

    return checked(
        lambda: HandOverCommand(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            collected_by=asked["collected_by"],
            collected_name=asked["collected_name"],
            check=asked["check"],
            note=asked["note"],
            seen_version=asked["seen_version"],
            confirmed=frozenset(asked["confirmed"]),
        )
    )


def _person_id(session: Session, name: str) -> int:
    wanted = " ".join(name.casefold().split())
    for person in session.services().people.list(session.actor()):
        if " ".join(person.name.casefold().split()) == wanted:
            return person.person_id
    raise NotFound(f"Nobody here is called “{name}”.", field="person")
