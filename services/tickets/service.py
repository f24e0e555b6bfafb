"""What people do to an order after it was taken in: move, undo, hand over, note, assign."""

from __future__ import annotations

from data.queries import tickets as queries
from data.values import CollectedBy, HistoryKind, NoteKind, PersonId, TicketStatus
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.errors import Invalid, InvalidTransition, NeedsConfirmation, NotFound
from services.settings.reference import ReferenceCache
from services.tickets import workflow
from services.tickets.assigning import assign_next, refuse_closed
from services.tickets.changing import Changing, History, finish_change, open_change, replayed_change
from services.tickets.detail import detail_from
from services.tickets.dto import (
    CONFIRM_BALANCE_DUE,
    AssignCommand,
    AssignNextCommand,
    CorrectCommand,
    HandOverCommand,
    MoveCommand,
    MoveResult,
    NoteCommand,
    ScannedCode,
    TicketDetail,
    UndoCommand,
)
from services.tickets.numbering import read_number
from services.tickets.putting_right import correct, undo
from services.tickets.scanning import ScanForm, scan_form, scanned_number

S = TicketStatus

# Ids are 64 bits on both engines; a larger number can't even be asked for.
_ID_LIMIT = 2**63


class TicketService:
    """Reads and changes one repair order at a time."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.SEE_TICKETS)
    def detail(self, actor: Actor, *, ticket_id: int) -> TicketDetail:
        """Return everything about one order, with the moves that are legal now.

        Raises:
            NotFound: there is no such order, or it is not the actor's own.
        """
        if not 0 < ticket_id < _ID_LIMIT:
            raise NotFound("There is no such order.")
        with self._gate.reading(actor) as work:
            return self._detail(work, queries.read_ticket(work, ticket_id=ticket_id))

    @requires(Permission.SEE_TICKETS)
    def find(self, actor: Actor, *, number: str) -> TicketDetail:
        """Return an order by its number, with or without check character.

        Raises:
            Invalid: not an order number, or its check character is wrong.
            NotFound: there is no such order, or it is not the actor's own.
        """
        wanted = read_number(number)
        with self._gate.reading(actor) as work:
            return self._detail(work, queries.read_ticket(work, number=str(wanted)))

    @requires(Permission.SEARCH)
    def read_scan(self, actor: Actor, *, code: str) -> ScannedCode:
        """Say what a scanned code is, and which order it opens.

        Scanning is everybody's, as searching is; an order beyond the actor's scope is told as if
        there were none.
        """
        number = scanned_number(code)
        is_ours = scan_form(code) is ScanForm.ORDER
        with self._gate.reading(actor) as work:
            row = queries.read_ticket(work, number=str(number)) if number is not None else None
            if row is None or not work.reaches(
                technician_id=row.technician_id,
                status=row.status,
                permission=Permission.SEE_TICKETS,
            ):
                return ScannedCode(is_ours=is_ours)
            return ScannedCode(is_ours=True, ticket_id=row.ticket_id, number=row.number)

    def _detail(self, work: Work, row: queries.TicketRow | None) -> TicketDetail:
        if row is None or not work.reaches(technician_id=row.technician_id, status=row.status):
            raise NotFound("There is no such order.")
        return detail_from(work, row, self._reference.get(work))

    @requires(Permission.MOVE_TICKETS)
    def move(self, actor: Actor, command: MoveCommand) -> MoveResult:
        """Move an order to another status; `deliver` through `hand_over`, which this also does.

        Commits once: status, outcome, history, note, audit and change row.

        Raises:
            NotFound: no such order, or not the actor's own.
            InvalidTransition: the order can't go there from where it stands.
            Invalid: a note is missing, or the outcome does not belong to the move.
            Conflict: somebody changed the order after ``seen_version``.
            NeedsConfirmation: ``balance-due`` when delivering an order that is not paid.
        """
        if command.to is S.DELIVERED:
            return self.hand_over(actor, _as_hand_over(command))
        operation = operation_of(command, kind="move")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            change = open_change(work, command.ticket_id, seen_version=command.seen_version)
            _check_move(work, change, command)
            return self._carry_out(work, change, command)

    def _carry_out(self, work: Work, change: Changing, command: MoveCommand) -> MoveResult:
        values = {"status": command.to.value, **_marks_of(work, change, command)}
        if work.own_person is not None and change.state.technician_id is None:
            # Who starts an order that was everybody's takes it on, or would lose sight of it.
            values["technician_id"] = work.own_person
        history = History(
            kind=HistoryKind.MOVED,
            new_status=command.to,
            outcome=values["outcome"],
            note=command.note,
        )
        return finish_change(work, change, history=history, values=values, action="ticket.moved")

    @requires(Permission.HAND_OVER)
    def hand_over(self, actor: Actor, command: HandOverCommand) -> MoveResult:
        """Record who collected the device: ready_pickup → delivered. Can't be undone.

        Raises:
            InvalidTransition: the order is not ready for pickup.
            Invalid: another person collects and has no name.
            NeedsConfirmation: ``balance-due``, with the amount in ``details``.
            Conflict: somebody changed the order after ``seen_version``.
        """
        operation = operation_of(command, kind="hand_over")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            change = open_change(work, command.ticket_id, seen_version=command.seen_version)
            _refuse_move(change, S.DELIVERED)
            _check_collector(command)
            _confirm_balance(change, command)
            history = History(
                kind=HistoryKind.HANDED_OVER,
                new_status=S.DELIVERED,
                outcome=change.state.outcome,
                note=command.note,
                details=_collection(command),
            )
            values = {"status": S.DELIVERED.value, **_collected(work, command)}
            return finish_change(
                work, change, history=history, values=values, action="ticket.handed_over"
            )

    @requires(Permission.HAND_OVER)
    def hand_back(self, actor: Actor, command: HandOverCommand) -> MoveResult:
        """Record who took a cancelled order's device back: who, when, to whom.

        Raises:
            InvalidTransition: the order is not cancelled, or its device has left the shop.
            Invalid: another person collects and has no name.
        """
        operation = operation_of(command, kind="hand_back")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            change = open_change(work, command.ticket_id, seen_version=command.seen_version)
            if change.status is not S.CANCELLED or not change.state.device_in_shop:
                raise InvalidTransition(
                    f"{change.state.number} has no device to hand back.", field="ticket_id"
                )
            _check_collector(command)
            history = History(
                kind=HistoryKind.HANDED_BACK, note=command.note, details=_collection(command)
            )
            return finish_change(
                work,
                change,
                history=history,
                values=_collected(work, command),
                action="ticket.handed_back",
            )

    @requires(Permission.UPDATE_TICKETS)
    def note(self, actor: Actor, command: NoteCommand) -> MoveResult:
        """Add a note to the order's timeline.

        Raises:
            NotFound: no such order, or not the actor's own.
            Invalid: the note holds no word.
        """
        if not command.text.strip():
            raise Invalid("Write the note first.", field="text")
        operation = operation_of(command, kind="note")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            change = open_change(work, command.ticket_id, seen_version=None)
            history = History(
                kind=HistoryKind.NOTED, note=command.text, note_kind=NoteKind(command.kind)
            )
            return finish_change(work, change, history=history, values={}, action="ticket.noted")

    @requires(Permission.ASSIGN_TICKETS)
    def assign(self, actor: Actor, command: AssignCommand) -> MoveResult:
        """Give the order to a technician, or to nobody.

        Raises:
            Invalid: the person does not work here.
            Conflict: somebody changed the order after ``seen_version``.
        """
        operation = operation_of(command, kind="assign")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            change = open_change(work, command.ticket_id, seen_version=command.seen_version)
            refuse_closed(change)
            self._check_person(work, command.technician_id)
            history = History(
                kind=HistoryKind.ASSIGNED,
                details={
                    "technician_id": command.technician_id,
                    "before_id": change.state.technician_id,
                },
            )
            return finish_change(
                work,
                change,
                history=history,
                values={"technician_id": command.technician_id},
                action="ticket.assigned",
            )

    @requires(Permission.ASSIGN_TICKETS)
    def assign_next(self, actor: Actor, command: AssignNextCommand) -> MoveResult:
        """Give an order nobody has to the next available technician; ``technician_id`` says who.

        The rule is the intake's. Two tills that ask at once follow each other, so that the second
        counts what the first gave.

        Raises:
            InvalidTransition: somebody has the order, it is closed, or nobody who is here takes it.
            Conflict: somebody changed the order after ``seen_version``.
        """
        operation = operation_of(command, kind="assign_next")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            change = open_change(work, command.ticket_id, seen_version=command.seen_version)
            return assign_next(work, change, self._reference.get(work))

    @requires(Permission.MOVE_TICKETS)
    def undo(self, actor: Actor, command: UndoCommand) -> MoveResult:
        """Take the last change back, within a minute, by the person who made it.

        A move, an assignment, a note. Commits once: the old status with a history row that names
        the undone one; waiting jobs of the change are withdrawn.

        Raises:
            Conflict: the order was changed since, or something of the change has left the shop.
            InvalidTransition: too late, somebody else's change, or one that can't be undone.
        """
        operation = operation_of(command, kind="undo")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            return undo(work, command, self._reference.get(work))

    @requires(Permission.CORRECT_TICKETS)
    def correct(self, actor: Actor, command: CorrectCommand) -> MoveResult:
        """Put a wrong status, customer or device right, with a reason. A manager's right.

        Raises:
            Invalid: nothing to correct, or a value that can't be accepted.
            Conflict: somebody changed the order after ``seen_version``.
        """
        operation = operation_of(command, kind="correct")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            return correct(work, command, self._reference.get(work))

    def _check_person(self, work: Work, technician_id: int | None) -> None:
        if technician_id is None:
            return
        person = self._reference.get(work).people.get(PersonId(technician_id))
        if person is None or not person.active:
            raise Invalid("This person does not work here.", field="technician_id")


def _check_move(work: Work, change: Changing, command: MoveCommand) -> None:
    _refuse_move(change, command.to)
    if workflow.needs_note(command.to) and not command.note.strip():
        raise Invalid("Say why the order is cancelled.", field="note")
    if command.to is S.CANCELLED:
        work.demand(Permission.CANCEL_TICKETS, words="Your role may not cancel an order.")


def _refuse_move(change: Changing, to: TicketStatus) -> None:
    if not workflow.is_legal(change.status, to):
        legal = ", ".join(status.value for status in workflow.TRANSITIONS[change.status])
        raise InvalidTransition(
            f"{change.state.number} is {change.status.value} and can't become {to.value}.",
            field="to",
            details={"from": change.status.value, "legal": legal.split(", ") if legal else []},
        )


def _marks_of(work: Work, change: Changing, command: MoveCommand) -> dict[str, object]:
    try:
        outcome = workflow.outcome_after(
            change.status, command.to, asked=command.outcome, now=change.outcome
        )
    except ValueError:
        raise Invalid(
            "Repaired, not repairable or declined goes with completed only.", field="outcome"
        ) from None
    return {
        "outcome": outcome.value if outcome is not None else None,
        "ready_at_utc": work.at if command.to is S.READY_PICKUP else None,
        "closed_at_utc": work.at if command.to is S.CANCELLED else None,
    }


def _as_hand_over(command: MoveCommand) -> HandOverCommand:
    return HandOverCommand(
        operation_id=command.operation_id,
        ticket_id=command.ticket_id,
        note=command.note,
        seen_version=command.seen_version,
        confirmed=command.confirmed,
    )


def _check_collector(command: HandOverCommand) -> None:
    if command.collected_by is CollectedBy.OTHER and not command.collected_name.strip():
        raise Invalid("Write down who collects the device.", field="collected_name")


def _confirm_balance(change: Changing, command: HandOverCommand) -> None:
    due = change.state.balance_minor
    open_total = change.state.total_is_open
    if (due > 0 or open_total) and CONFIRM_BALANCE_DUE not in command.confirmed:
        raise NeedsConfirmation(
            f"{change.state.number} is not paid. Hand it over all the same?",
            key=CONFIRM_BALANCE_DUE,
            details={
                "balance_minor": due,
                "currency": change.state.currency,
                "total_is_open": open_total,
            },
        )


def _collection(command: HandOverCommand) -> dict[str, object]:
    # The collector's name is a personal value: it stays in the order's row, not in the history.
    return {"by": command.collected_by.value, "check": command.check.value}


def _collected(work: Work, command: HandOverCommand) -> dict[str, object]:
    return {
        "device_in_shop": False,
        "slot": None,
        "slot_folded": None,
        "collected_by": command.collected_by.value,
        "collected_name": command.collected_name.strip() or None,
        "collected_check": command.check.value,
        "collected_at_utc": work.at,
        "closed_at_utc": work.at,
    }
