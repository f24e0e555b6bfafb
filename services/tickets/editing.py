"""Editing an order: what is asked is checked, recorded as old and new, and stored with its sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from data.repositories import ticket_edits as repository
from data.repositories.ticket_edits import EditableTicket
from data.values import HistoryKind, NoteKind
from services.auth.rights import Permission
from services.auth.work import Work
from services.errors import Conflict, FieldProblem, Invalid, InvalidTransition
from services.pricing.steps import quote_all
from services.settings.reference import Reference
from services.tickets.changing import Changing, History, finish_change, open_change
from services.tickets.custody import confirm_slot
from services.tickets.dto import EditCommand, EditedField, LineEntry, MoveResult
from services.tickets.edit_fields import editable_fields
from services.tickets.edit_lines import (
    EditedLines,
    Row,
    discount_problems,
    edited_lines,
    line_problems,
    lines_total,
    total_problems,
    wanted_prices,
)
from services.tickets.edit_record import (
    EditRecord,
    instant_from,
    instant_text,
    read_record,
)
from services.tickets.line_rows import repair_summary
from services.tickets.slots import slot_key, slot_name

F = EditedField

# A promise may be typed a little late; further back it is a slip.
_PROMISE_GRACE = timedelta(minutes=5)

_MAY_BE_EMPTY = frozenset(
    {F.PROMISE, F.DEVICE_CATEGORY, F.JOB_CATEGORY, F.ESTIMATED_MINUTES, F.ACTUAL_MINUTES}
)


def edit(work: Work, command: EditCommand, reference: Reference) -> MoveResult:
    """Edit an order in this transaction, as `EditingService.edit` says."""
    change = open_change(work, command.ticket_id, seen_version=command.seen_version)
    before = repository.load_editable(work, ticket_id=command.ticket_id)
    asked = _asked(command)
    _refuse_closed(change, asked)
    rows = repository.load_lines(work, ticket_id=command.ticket_id) if _needs_lines(asked) else []
    _refuse(tuple(_problems(work, command, before, rows, reference)))
    values, record = _plain_values(command, asked, before)
    if F.SLOT in record.changes and values["slot"] is not None:
        confirm_slot(
            work,
            slot=values["slot"],
            ticket_id=command.ticket_id,
            confirmed=command.confirmed,
        )
    if command.lines is not None:
        lines = _lines(work, command, before, rows, reference)
        after = [dict(row) for row in lines.rows]
        if record.note(F.LINES, rows, after):
            values |= _sums(lines)
            repository.replace_lines(work, ticket_id=command.ticket_id, rows=after)
            rows = after
    if not record.changes:
        raise Invalid("Nothing was changed.", field="ticket_id")
    _refuse_empty(record, values, before, rows)
    if record.changes.keys() & {F.LINES, F.WORDS}:
        values["repair_summary"] = _summary(
            rows, reference, words=values.get("words", before.words)
        )
    return _finish(work, change, record, values, before)


def take_edit_back(work: Work, change: Changing, reference: Reference) -> MoveResult:
    """Put back what the last edit of an order changed; that is recorded as an edit is.

    Raises:
        Conflict: the words it replaced were erased.
    """
    state = change.state
    note = repository.note_of(work, history_id=state.last_history_id)
    record = read_record(state.last_details, note)
    if record is None:
        raise Conflict(f"What {state.number} said before is no longer kept.")
    before = repository.load_editable(work, ticket_id=state.ticket_id)
    values = {
        column: value
        for what, (old, _new) in record.changes.items()
        if what is not F.LINES
        for column, value in _columns(what, old).items()
    }
    rows = repository.load_lines(work, ticket_id=state.ticket_id)
    if F.LINES in record.changes:
        rows = record.changes[F.LINES][0]
        totals = lines_total(rows, prices_include_tax=before.prices_include_tax)
        values |= _sums(EditedLines(rows=tuple(rows), totals=totals, priced=False))
        repository.replace_lines(work, ticket_id=state.ticket_id, rows=rows)
    values["repair_summary"] = _summary(rows, reference, words=values.get("words", before.words))
    return _finish(work, change, record.turned, values, before, undoes_id=state.last_history_id)


def _finish(
    work: Work,
    change: Changing,
    record: EditRecord,
    values: Mapping[str, Any],
    before: EditableTicket,
    *,
    undoes_id: int | None = None,
) -> MoveResult:
    details: dict[str, Any] = {"changed": record.plain()}
    if F.LINES in record.changes:
        details["total"] = {
            "old": None if before.total_is_open else before.total_minor,
            "new": None if values["total_is_open"] else values["total_minor"],
        }
    history = History(
        kind=HistoryKind.EDITED if undoes_id is None else HistoryKind.UNDONE,
        outcome=change.state.outcome,
        note=record.words(),
        note_kind=NoteKind.EARLIER,
        undoes_id=undoes_id,
        details=details,
    )
    action = "ticket.edited" if undoes_id is None else "ticket.undone"
    return finish_change(work, change, history=history, values=values, action=action)


def _asked(command: EditCommand) -> frozenset[EditedField]:
    given = {what for what in EditedField if getattr(command, what.value) is not None}
    return frozenset(given | command.emptied)


def _needs_lines(asked: frozenset[EditedField]) -> bool:
    return bool(asked & {F.LINES, F.WORDS})


def _refuse_closed(change: Changing, asked: frozenset[EditedField]) -> None:
    left = editable_fields(change.status, device_in_shop=change.state.device_in_shop)
    refused = sorted(asked - left)
    if refused:
        raise InvalidTransition(
            f"{change.state.number} is {change.status.value}: this can't be edited any more.",
            field=refused[0],
        )


def _refuse(problems: tuple[FieldProblem, ...]) -> None:
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)


def _problems(
    work: Work,
    command: EditCommand,
    before: EditableTicket,
    rows: list[Row],
    reference: Reference,
) -> Iterator[FieldProblem]:
    for what in sorted(command.emptied - _MAY_BE_EMPTY):
        yield _problem(what, "missing", "This can't be emptied so.")
    promise = command.promised_at_utc
    is_new = promise is not None and promise != before.promised_at_utc
    if promise is not None and is_new and promise < work.at - _PROMISE_GRACE:
        yield _problem(F.PROMISE, "past", "The promised time has passed already.")
    if command.device_category is not None and before.device_model_id is not None:
        yield _problem(F.DEVICE_CATEGORY, "fixed", "The catalogue says what this model is.")
    if command.job_category:
        known = {repair.category for repair in reference.repair_types.values()}
        if command.job_category not in known:
            yield _problem(F.JOB_CATEGORY, "unknown", "No repair of the catalogue is of this kind.")
    if command.lines is not None:
        yield from line_problems(command.lines, rows, reference)


def _refuse_empty(
    record: EditRecord, values: Mapping[str, Any], before: EditableTicket, rows: list[Row]
) -> None:
    """Refuse to leave an order without a word on what is to be done."""
    touched = record.changes.keys() & {F.LINES, F.WORDS}
    if touched and not rows and not values.get("words", before.words).strip():
        what = F.WORDS if F.WORDS in touched else F.LINES
        _refuse((_problem(what, "missing", "Choose a repair or write what the customer says."),))


def _plain_values(
    command: EditCommand, asked: frozenset[EditedField], before: EditableTicket
) -> tuple[dict[str, Any], EditRecord]:
    """Return the columns that change, and what is recorded of them; lines are another matter."""
    values, record = dict[str, Any](), EditRecord()
    for what in sorted(asked - {F.LINES}):
        new = _value_of(what, None if what in command.emptied else getattr(command, what.value))
        if record.note(what, _value_of(what, getattr(before, what.value)), new):
            values |= _columns(what, new)
    return values, record


def _value_of(what: EditedField, value: Any) -> Any:
    """Return a field's value as a record keeps it, from a command or from the stored order."""
    match what:
        case EditedField.PROMISE:
            return instant_text(value)
        case EditedField.SLOT:
            return slot_name(value or "") or None
        case EditedField.CONDITION:
            return {str(part): str(mark) for part, mark in (value or {}).items()}
        case EditedField.ACCESSORIES:
            return [each.strip() for each in value or () if each.strip()]
        case EditedField.WORDS | EditedField.FINDING:
            return (value or "").strip()
        case EditedField.PRIORITY | EditedField.DEVICE_CATEGORY:
            return str(value) if value is not None else None
        case EditedField.JOB_CATEGORY:
            return value or None
        case _:
            return value


def _columns(what: EditedField, value: Any) -> dict[str, Any]:
    """Return the columns of the order that hold a recorded value."""
    match what:
        case EditedField.PROMISE:
            return {"promised_at_utc": instant_from(value)}
        case EditedField.SLOT:
            return {"slot": value, "slot_folded": slot_key(value) if value else None}
        case _:
            return {what.value: value}


def _lines(
    work: Work,
    command: EditCommand,
    before: EditableTicket,
    rows: list[Row],
    reference: Reference,
) -> EditedLines:
    edits = command.lines or ()
    model_id = before.device_model_id
    wanted = wanted_prices(edits, rows, device_model_id=model_id)
    fresh = sum(line.line_id is None for line in edits)
    lines = edited_lines(
        edits,
        rows,
        reference,
        quotes=quote_all(work, wanted, at=work.at),
        ticket_id=command.ticket_id,
        device_model_id=model_id,
        prices_include_tax=before.prices_include_tax,
        new_ids=repository.reserve_lines(work, count=fresh),
    )
    _refuse((*discount_problems(edits, lines), *total_problems(lines)))
    if lines.priced:
        work.demand(Permission.PRICE_TICKETS, words="Your role may not change what a line costs.")
    return lines


def _sums(lines: EditedLines) -> dict[str, Any]:
    return {
        "subtotal_minor": lines.totals.subtotal_minor,
        "tax_minor": lines.totals.tax_minor,
        "total_minor": lines.totals.total_minor,
        "total_is_open": lines.totals.is_open,
    }


def _summary(rows: list[Row], reference: Reference, *, words: str) -> str:
    entries = [LineEntry(repair_type_id=row["repair_type_id"], title=row["title"]) for row in rows]
    return repair_summary(entries, reference, words=words)


def _problem(what: EditedField, code: str, message: str) -> FieldProblem:
    return FieldProblem(field=what.value, code=code, message=message)
