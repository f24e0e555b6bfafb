"""Puts one order's rows together into the detail that screens and the command line show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from data.queries import tickets as queries
from data.values import (
    OPEN_STATUSES,
    AttachmentKind,
    CollectedBy,
    CollectedCheck,
    ConditionMark,
    ConditionPart,
    CustomerId,
    DeviceCategory,
    DeviceId,
    DeviceModelId,
    HistoryId,
    HistoryKind,
    JobId,
    NoteKind,
    Outcome,
    PartGrade,
    PersonId,
    Priority,
    RepairTypeId,
    TicketId,
    TicketStatus,
    VisitId,
)
from services.auth.work import Work
from services.pricing.dto import Confidence, Quote
from services.pricing.steps import Wanted, quote_all
from services.printing.dto import DocumentKind, PrintOutcome, PrintRecord
from services.settings.reference import Reference
from services.tickets.assignment import because_in
from services.tickets.dto import (
    UNDO_SECONDS,
    Because,
    Collection,
    HistoryView,
    LineView,
    TicketDetail,
)
from services.tickets.edit_fields import editable_fields
from services.tickets.edit_record import changes_from
from services.tickets.linking import linked_orders, visit_numbers
from services.tickets.putting_right import undo_refusal
from services.tickets.standing import standing, undone_ids
from services.tickets.workflow import next_moves


def detail_from(work: Work, row: queries.TicketRow, reference: Reference) -> TicketDetail:
    """Read what belongs to ``row`` and return the whole detail."""
    history = queries.read_history(work, ticket_id=row.ticket_id)
    lines = queries.read_lines(work, ticket_id=row.ticket_id)
    linked = queries.read_linked(work, row=row)
    status = TicketStatus(row.status)
    undoable, until = _undoable(work, history)
    return TicketDetail(
        ticket_id=TicketId(row.ticket_id),
        number=row.number,
        status=status,
        outcome=Outcome(row.outcome) if row.outcome is not None else None,
        priority=Priority(row.priority),
        customer_id=CustomerId(row.customer_id),
        customer_name=row.customer_name,
        customer_phone=row.customer_phone,
        customer_email=row.customer_email,
        **_device(row),
        job_category=row.job_category or _job_category(lines, reference),
        words=row.words,
        finding=row.finding,
        condition=tuple(
            (part, ConditionMark(row.condition[part.value]))
            for part in ConditionPart
            if part.value in row.condition
        ),
        accessories=tuple(row.accessories),
        lines=_lines(work, row, lines),
        **_money(row, history),
        technician_id=PersonId(row.technician_id) if row.technician_id is not None else None,
        technician_name=_person(reference, row.technician_id),
        promised_at_utc=row.promised_at_utc,
        estimated_minutes=row.estimated_minutes,
        actual_minutes=row.actual_minutes,
        slot=row.slot or "",
        opened_at_utc=row.opened_at_utc,
        taken_in_by=_person(reference, row.taken_in_by_id),
        till=_till(reference, row.till_id),
        terms_version=row.terms_version,
        terms_accepted=row.terms_accepted,
        visit_id=VisitId(row.visit_id),
        visit_numbers=visit_numbers(row, linked),
        linked=linked_orders(work, row, linked),
        to_hand_back=status is TicketStatus.CANCELLED and row.device_in_shop,
        version=row.version,
        history=_history_views(history, reference),
        prints=tuple(
            _print(each, row.ticket_id, reference)
            for each in queries.read_prints(work, ticket_id=row.ticket_id, visit_id=row.visit_id)
        ),
        editable=editable_fields(status, device_in_shop=row.device_in_shop),
        next_moves=next_moves(status, device_in_shop=row.device_in_shop),
        undoable_history_id=undoable,
        undo_until_utc=until,
        collection=_collection(row),
        because=_because(row, history),
    )


def _device(row: queries.TicketRow) -> dict[str, Any]:
    return {
        "device_id": DeviceId(row.device_id),
        "device_model_id": DeviceModelId(row.device_model_id) if row.device_model_id else None,
        "device_title": row.device_title,
        "device_category": DeviceCategory(row.device_category) if row.device_category else None,
        "colour": row.colour,
        "imei": row.imei or "",
        "serial": row.serial or "",
        "no_identity_reason": row.no_identity_reason,
    }


def _money(row: queries.TicketRow, history: list[queries.HistoryRow]) -> dict[str, Any]:
    return {
        "currency": row.currency,
        "prices_include_tax": row.prices_include_tax,
        "subtotal_minor": row.subtotal_minor,
        "tax_minor": row.tax_minor,
        "total_minor": row.total_minor,
        "total_is_open": row.total_is_open,
        "agreed_minor": _agreed(row, history),
        "deposit_agreed_minor": row.deposit_agreed_minor,
        "paid_minor": row.paid_minor,
        "balance_minor": row.total_minor - row.paid_minor,
    }


def _collection(row: queries.TicketRow) -> Collection | None:
    if row.collected_by is None or row.collected_check is None or row.collected_at_utc is None:
        return None
    return Collection(
        by=CollectedBy(row.collected_by),
        name=row.collected_name or "",
        check=CollectedCheck(row.collected_check),
        at_utc=row.collected_at_utc,
    )


def _undoable(
    work: Work, history: list[queries.HistoryRow]
) -> tuple[HistoryId | None, datetime | None]:
    steps = standing(history)
    if not steps:
        return None, None
    last = steps[0]
    refusal = undo_refusal(
        kind=last.kind,
        person_id=last.person_id,
        made_at=last.at_utc,
        by=work.actor.person_id,
        at=work.at,
    )
    if refusal is not None:
        return None, None
    return HistoryId(last.history_id), last.at_utc + timedelta(seconds=UNDO_SECONDS)


def _lines(
    work: Work, row: queries.TicketRow, lines: list[queries.LineRow]
) -> tuple[LineView, ...]:
    """Return the lines; those of an open order beside the price book's prices of its first day."""
    wanted = {
        line.line_id: Wanted(
            device_model_id=row.device_model_id,
            repair_type_id=line.repair_type_id,
            grade=PartGrade(line.grade) if line.grade is not None else None,
        )
        for line in lines
        if line.repair_type_id is not None and row.status in OPEN_STATUSES
    }
    book = quote_all(work, frozenset(wanted.values()), at=row.opened_at_utc)
    return tuple(
        _line(line, book.get(wanted[line.line_id]) if line.line_id in wanted else None)
        for line in lines
    )


def _line(row: queries.LineRow, book: Quote | None) -> LineView:
    is_confirmed = book is not None and book.confidence is Confidence.CONFIRMED
    return LineView(
        line_id=row.line_id,
        position=row.position,
        repair_type_id=RepairTypeId(row.repair_type_id) if row.repair_type_id is not None else None,
        title=row.title,
        grade=PartGrade(row.grade) if row.grade is not None else None,
        quantity=row.quantity,
        price_minor=row.price_minor,
        labour_minor=row.labour_minor,
        discount_minor=row.discount_minor,
        tax_name=row.tax_name,
        tax_rate_ppm=row.tax_rate_ppm,
        tax_minor=row.tax_minor,
        warranty_months=row.warranty_months,
        estimated=row.estimated,
        book_minor=book.price_minor if book is not None and is_confirmed else None,
    )


def _job_category(lines: list[queries.LineRow], reference: Reference) -> str:
    """Return what kind of work the first repair of the catalogue is."""
    for line in lines:
        repair = reference.repair_types.get(line.repair_type_id or 0)
        if repair is not None:
            return repair.category
    return ""


def _agreed(row: queries.TicketRow, history: list[queries.HistoryRow]) -> int | None:
    """Return the total of the day the device was taken in: the oldest change of it says so."""
    for each in reversed(history):
        total = (each.details or {}).get("total")
        if total is not None:
            old = total["old"]
            return int(old) if old is not None else None
    return None if row.total_is_open else row.total_minor


def _because(row: queries.TicketRow, history: list[queries.HistoryRow]) -> Because | None:
    """Return why the rule chose the order's technician, if the last who was chosen has it still."""
    given = [each for each in standing(history) if "technician_id" in (each.details or {})]
    if not given or (given[0].details or {})["technician_id"] != row.technician_id:
        return None
    return because_in(given[0].details)


def _history_views(
    history: list[queries.HistoryRow], reference: Reference
) -> tuple[HistoryView, ...]:
    undone = undone_ids(history)
    return tuple(_history(each, reference, undone) for each in history)


def _history(row: queries.HistoryRow, reference: Reference, undone: frozenset[int]) -> HistoryView:
    return HistoryView(
        history_id=HistoryId(row.history_id),
        kind=HistoryKind(row.kind),
        old_status=TicketStatus(row.old_status) if row.old_status is not None else None,
        new_status=TicketStatus(row.new_status) if row.new_status is not None else None,
        outcome=Outcome(row.outcome) if row.outcome is not None else None,
        note=_note(row),
        note_kind=NoteKind(row.note_kind) if row.note_kind is not None else NoteKind.INTERNAL,
        person=_person(reference, row.person_id),
        till=_till(reference, row.till_id),
        at_utc=row.at_utc,
        undoes_id=HistoryId(row.undoes_id) if row.undoes_id is not None else None,
        assigned_to=_person(reference, (row.details or {}).get("technician_id")),
        changes=changes_from(row.details, row.note),
        attached=_attached((row.details or {}).get("attachment")),
        because=because_in(row.details),
        is_undone=row.history_id in undone,
    )


def _attached(kind: str | None) -> AttachmentKind | None:
    return AttachmentKind(kind) if kind is not None else None


def _note(row: queries.HistoryRow) -> str:
    # What was said before is told as changes, not as a note.
    return "" if row.note is None or row.note_kind == NoteKind.EARLIER.value else row.note


def _print(row: queries.PrintRow, ticket_id: int, reference: Reference) -> PrintRecord:
    return PrintRecord(
        ticket_id=TicketId(ticket_id),
        document=DocumentKind(row.document),
        copy_no=row.copy_no,
        outcome=PrintOutcome(row.outcome) if row.outcome is not None else None,
        detail=row.detail,
        printer=row.printer,
        at_utc=row.at_utc,
        person=_person(reference, row.person_id),
        till=_till(reference, row.till_id),
        job_id=JobId(row.job_id),
    )


def _person(reference: Reference, person_id: int | None) -> str:
    if person_id is None:
        return ""
    found = reference.people.get(person_id)
    return found.name if found is not None else ""


def _till(reference: Reference, till_id: int | None) -> str:
    found = reference.tills.get(till_id or 0)
    return found.name if found is not None else ""
