"""Taking a change back within its minute, and a manager's correction after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from data.repositories import tickets as repository
from data.repositories.tickets import TicketState
from data.values import HistoryKind, Outcome, TicketStatus
from services.auth.work import Work
from services.catalog.names import fold
from services.errors import Conflict, FieldProblem, Invalid, InvalidTransition
from services.settings.reference import Reference
from services.tickets.changing import UNDOABLE, Changing, History, finish_change, open_change
from services.tickets.dto import UNDO_SECONDS, CorrectCommand, MoveResult, UndoCommand
from services.tickets.editing import take_edit_back
from services.tickets.imei import imei_digits, imei_problem
from services.tickets.standing import standing, undone_ids

# Two workstations' clocks may differ by this much; a clock set back further gives no more time.
_CLOCK_SKEW = timedelta(seconds=10)

# No row has this id.
_NOBODY = 0


def undo(work: Work, command: UndoCommand, reference: Reference) -> MoveResult:
    """Take the last change that stands back, and withdraw what it had queued, in this transaction.

    What was done since and taken back since is as if it had not been: a person may go back step by
    step.

    Raises:
        Conflict: the order was changed since, or something of the change has left the shop.
        InvalidTransition: the minute is over, somebody else made it, or it can't be undone.
    """
    held = open_change(work, command.ticket_id, seen_version=None)
    change = Changing(state=_back_at(work, held.state, command.history_id))
    state = change.state
    refusal = undo_refusal(
        kind=state.last_kind,
        person_id=state.last_person_id,
        made_at=state.last_at_utc,
        by=work.actor.person_id,
        at=work.at,
    )
    if refusal is not None:
        raise InvalidTransition(refusal, field="history_id")
    if repository.withdraw_jobs(work, history_id=command.history_id, at=work.at):
        raise Conflict(f"Something of this change of {state.number} has already left the shop.")
    return _take_back(work, change, reference)


def _back_at(work: Work, state: TicketState, history_id: int) -> TicketState:
    """Return the order's state as one whose last history row is the one to take back.

    Raises:
        Conflict: that row was taken back, or something that stands came after it.
    """
    steps = repository.history_from(work, ticket_id=state.ticket_id, history_id=history_id)
    wanted = next((step for step in steps if step.history_id == history_id), None)
    if wanted is None or history_id in undone_ids(steps):
        raise Conflict(
            f"This was taken back already: {state.number} is {state.status} now.",
            details={"status": state.status, "version": state.version, "why": "undone"},
        )
    last = (standing(steps) or [wanted])[-1]
    if last is not wanted:
        raise Conflict(
            f"{state.number} was changed since: it is {state.status} now.",
            details={
                "status": state.status,
                "version": state.version,
                "why": "changed",
                "changed_by_id": last.person_id,
            },
        )
    return replace(
        state,
        last_history_id=wanted.history_id,
        last_kind=wanted.kind,
        last_old_status=wanted.old_status,
        last_new_status=wanted.new_status,
        last_person_id=wanted.person_id,
        last_at_utc=wanted.at_utc,
        last_details=wanted.details,
    )


def undo_refusal(
    *, kind: str, person_id: int, made_at: datetime, by: int, at: datetime
) -> str | None:
    """Return why the last history row can't be taken back, or None."""
    if kind not in UNDOABLE:
        return "This can't be taken back. A manager can correct it with a reason."
    if person_id != by:
        return "Only the person who did this can take it back."
    passed = at - made_at
    if not -_CLOCK_SKEW <= passed <= timedelta(seconds=UNDO_SECONDS):
        return f"Undo is possible for {UNDO_SECONDS} seconds. A manager can correct it."
    return None


def _take_back(work: Work, change: Changing, reference: Reference) -> MoveResult:
    state = change.state
    if state.last_kind == HistoryKind.EDITED.value:
        return take_edit_back(work, change, reference)
    if state.last_kind == HistoryKind.NOTED.value:
        # Nobody shall read it any more; that there was a note stays in the history.
        repository.empty_note(work, history_id=state.last_history_id)
    before: dict[str, Any] = dict((state.last_details or {}).get("before", {}))
    values: dict[str, Any] = {
        "outcome": before.get("outcome"),
        "technician_id": before.get("technician_id"),
        "ready_at_utc": _instant(before.get("ready_at_utc")),
        "closed_at_utc": _instant(before.get("closed_at_utc")),
    }
    old = state.last_old_status
    if old is not None:
        values["status"] = old
    history = History(
        kind=HistoryKind.UNDONE,
        new_status=TicketStatus(old) if old is not None else None,
        outcome=before.get("outcome"),
        undoes_id=state.last_history_id,
    )
    return finish_change(work, change, history=history, values=values, action="ticket.undone")


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def correct(work: Work, command: CorrectCommand, reference: Reference) -> MoveResult:
    """Put a wrong status, customer or device right; the reason goes into the timeline.

    Raises:
        Invalid: nothing to correct, delivered as a target, or a value that can't be accepted: a
            blank reason or device title, a wrong IMEI. A blank IMEI or serial takes it away.
        Conflict: somebody changed the order after ``seen_version``.
    """
    change = open_change(work, command.ticket_id, seen_version=command.seen_version)
    command = _as_meant(work, command)
    _check_correction(command, reference)
    values = _corrected_ticket(work, change, command, reference)
    device = _corrected_device(command, reference)
    if not values and not device:
        raise Invalid("Say what is to be corrected.", field="status")
    if "customer_id" in values:
        _move_to_customer(work, change, int(values["customer_id"]))
    if device:
        device_id = repository.device_of_its_own(work, device_id=change.state.device_id)
        repository.update_device(work, device_id=device_id, values=device)
        values["device_id"] = device_id
    status_changed = command.status is not None and command.status is not change.status
    history = History(
        kind=HistoryKind.CORRECTED,
        new_status=command.status if status_changed else None,
        outcome=values.get("outcome", change.state.outcome),
        note=command.reason.strip(),
        details={"corrected": sorted({*values, *device})},
    )
    return finish_change(work, change, history=history, values=values, action="ticket.corrected")


def _as_meant(work: Work, command: CorrectCommand) -> CorrectCommand:
    """Return the command with the customer that the id means now."""
    if command.customer_id is None:
        return command
    meant = repository.meant_customer(work, customer_id=command.customer_id)
    return replace(command, customer_id=meant or _NOBODY)


def _move_to_customer(work: Work, change: Changing, customer_id: int) -> None:
    """Let the visit, which its claim ticket names, follow its only order to another customer."""
    visit_id = change.state.visit_id
    if not repository.is_alone_in_visit(work, visit_id=visit_id):
        raise Invalid(
            "This visit has several orders on one claim ticket. Correct the customer's own data, "
            "or cancel this order and take the device in again.",
            field="customer_id",
        )
    repository.give_visit(work, visit_id=visit_id, customer_id=customer_id)


def _check_correction(command: CorrectCommand, reference: Reference) -> None:
    problems = [*_order_problems(command), *_device_problems(command, reference)]
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=tuple(problems))


def _order_problems(command: CorrectCommand) -> Iterator[FieldProblem]:
    if not command.reason.strip():
        yield _problem("reason", "missing", "Say why.")
    if command.status is TicketStatus.DELIVERED:
        yield _problem("status", "hand_over", "Delivered needs a hand-over: who collected it.")
    if command.customer_id == _NOBODY:
        yield _problem("customer_id", "unknown", "This customer does not exist.")


def _device_problems(command: CorrectCommand, reference: Reference) -> Iterator[FieldProblem]:
    model_id = command.device_model_id
    if model_id is not None and model_id not in reference.device_models:
        yield _problem("device_model_id", "unknown", "This model is not known.")
    # Without a model the title is all that says which device it is: changed it may be, not emptied.
    if model_id is None and command.device_title is not None and not command.device_title.strip():
        yield _problem("device_title", "missing", "Say which device it is.")
    wrong = imei_problem(command.imei) if command.imei and command.imei.strip() else None
    if wrong is not None:
        yield _problem("imei", "imei", wrong)


def _corrected_ticket(
    work: Work, change: Changing, command: CorrectCommand, reference: Reference
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if command.status is not None and command.status is not change.status:
        values |= _status_values(work, change, command.status)
    if command.customer_id is not None and command.customer_id != change.state.customer_id:
        values["customer_id"] = command.customer_id
    model = reference.device_models.get(command.device_model_id or 0)
    if model is not None:
        values |= {
            "device_model_id": model.device_model_id,
            "device_title": model.title,
            "device_category": model.category.value,
        }
    elif command.device_title:
        values["device_title"] = command.device_title.strip()
    return values


def _status_values(work: Work, change: Changing, status: TicketStatus) -> dict[str, Any]:
    closed = status is TicketStatus.CANCELLED
    outcome = change.state.outcome
    if closed:
        outcome = Outcome.CANCELLED.value
    elif status not in (TicketStatus.COMPLETED, TicketStatus.READY_PICKUP):
        outcome = None
    elif outcome in (None, Outcome.CANCELLED.value):
        outcome = Outcome.REPAIRED.value
    values: dict[str, Any] = {
        "status": status.value,
        "outcome": outcome,
        "closed_at_utc": work.at if closed else None,
        "ready_at_utc": work.at if status is TicketStatus.READY_PICKUP else None,
    }
    if not change.state.device_in_shop and not closed:
        values |= {"device_in_shop": True, "collected_by": None, "collected_check": None}
        values |= {"collected_name": None, "collected_at_utc": None}
    return values


def _corrected_device(command: CorrectCommand, reference: Reference) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if command.imei is not None:
        imei = imei_digits(command.imei) or None
        values |= {"imei": imei, "imei_reversed": imei[::-1] if imei is not None else None}
    if command.serial is not None:
        serial = command.serial.strip() or None
        folded = fold(serial).replace(" ", "") if serial is not None else None
        values |= {
            "serial": serial,
            "serial_folded": folded,
            "serial_reversed": folded[::-1] if folded is not None else None,
        }
    model = reference.device_models.get(command.device_model_id or 0)
    if model is not None:
        values |= {"device_model_id": model.device_model_id, "title": model.title}
    elif command.device_title:
        values["title"] = command.device_title.strip()
    if command.customer_id is not None:
        values["customer_id"] = command.customer_id
    return values


def _problem(field: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(field=field, code=code, message=message)
