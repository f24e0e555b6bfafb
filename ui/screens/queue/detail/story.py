"""One timeline of everything that happened to an order, newest first. Words only, no widgets."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from services.printing.dto import PrintRecord
from services.tickets.dto import EditedField, HistoryView, TicketDetail
from services.types import AttachmentKind, HistoryKind, NoteKind, Outcome
from ui.format import Formats
from ui.icons import Icon
from ui.parts.pill import status_word
from ui.parts.timeline import TimelineEntry
from ui.screens.queue.detail.edits import edit_body, edit_title
from ui.screens.queue.detail.papers import paper_advice, paper_title
from ui.screens.queue.words import OUTCOME_WORDS, because_words, say
from ui.tokens import STATUS_LOOKS

_PLAIN: Final = {
    HistoryKind.TAKEN_IN: ("Taken in", Icon.INBOX),
    HistoryKind.HANDED_OVER: ("Handed over", Icon.CHECK_CHECK),
    HistoryKind.HANDED_BACK: ("Handed back", Icon.CHECK_CHECK),
}


def story_of(detail: TicketDetail, *, formats: Formats, now: datetime) -> tuple[TimelineEntry, ...]:
    """Return what happened, newest first; of one instant, what was written last comes first."""
    rows = sorted(detail.history, key=lambda row: row.history_id)
    told = [(row.at_utc, _happened(row, formats=formats, now=now)) for row in rows]
    told += [(slip.at_utc, _printed(slip, formats=formats, now=now)) for slip in detail.prints]
    told.sort(key=lambda pair: pair[0])
    return tuple(entry for _at, entry in reversed(told))


def last_change_words(detail: TicketDetail, *, formats: Formats, now: datetime) -> str:
    """Say what somebody else did last: "Marco, 13:52 at Bench 2: Diagnosing → In progress."."""
    last = max(detail.history, key=lambda row: row.history_id)
    who = who_and_where(last.person, at=last.at_utc, place=last.till, formats=formats, now=now)
    return say(
        "{number} was changed first. {who}: {what}.",
        number=detail.number,
        who=who,
        what=_title(last, formats=formats, now=now)[0],
    )


def who_and_where(person: str, *, at: datetime, place: str, formats: Formats, now: datetime) -> str:
    """Say who, when and where: "Marco, 13:52 at Bench 2"; the day too when it is not today."""
    today = formats.local(at).date() == formats.local(now).date()
    when = formats.time(at) if today else formats.date_short(at, now)
    if place:
        return say("{person}, {when} at {place}", person=person, when=when, place=place)
    return say("{person}, {when}", person=person, when=when)


def _happened(row: HistoryView, *, formats: Formats, now: datetime) -> TimelineEntry:
    title, icon = _title(row, formats=formats, now=now)
    return TimelineEntry(
        icon=icon,
        title=title,
        detail=who_and_where(row.person, at=row.at_utc, place=row.till, formats=formats, now=now),
        body=because_sentence(row) or row.note or edit_body(row.changes, formats=formats, now=now),
        hint=formats.date_full(row.at_utc),
    )


def because_sentence(row: HistoryView) -> str:
    """Return why the rule chose a technician, as a sentence; empty where a person chose."""
    if row.because is None:
        return ""
    why = because_words(row.because)
    if row.kind is HistoryKind.ASSIGNED:
        return say("Because: {why}.", why=why)
    return say("Assigned to {name}: {why}.", name=row.assigned_to, why=why)


def _noted(row: HistoryView) -> tuple[str, Icon]:
    if row.is_undone:
        return say("Note, taken back"), Icon.FILE_TEXT
    if row.note_kind is NoteKind.CUSTOMER:
        return say("Note for the customer"), Icon.MESSAGE_SQUARE
    return say("Note"), Icon.FILE_TEXT


def _title(row: HistoryView, *, formats: Formats, now: datetime) -> tuple[str, Icon]:
    if row.kind is HistoryKind.NOTED:
        return _noted(row)
    plain = _PLAIN.get(row.kind)
    if plain is not None:
        return say(plain[0]), plain[1]
    if row.attached is not None:
        return _attached(row, row.attached)
    step = edit_title(row.changes, formats=formats, now=now) if row.changes else _step(row)
    match row.kind:
        case HistoryKind.ASSIGNED:
            name = row.assigned_to
            words = say("Assigned to {name}", name=name) if name else say("Assigned to nobody")
            return words, Icon.USER
        case HistoryKind.UNDONE:
            words = say("Taken back: {step}", step=step) if step else say("Taken back")
            return words, Icon.UNDO_2
        case HistoryKind.CORRECTED:
            words = say("Corrected: {step}", step=step) if step else say("Corrected")
            return words, Icon.PENCIL
        case HistoryKind.EDITED:
            return step, _edit_icon(row)
        case _:
            look = STATUS_LOOKS[row.new_status.value] if row.new_status else None
            return step, Icon(look.icon) if look else Icon.HISTORY


def _edit_icon(row: HistoryView) -> Icon:
    is_moved = [change.field for change in row.changes] == [EditedField.SLOT]
    return Icon.PACKAGE if is_moved else Icon.PENCIL


def _attached(row: HistoryView, kind: AttachmentKind) -> tuple[str, Icon]:
    is_photo = kind is AttachmentKind.PHOTO
    match row.kind:
        case HistoryKind.ATTACHED:
            words = say("Photo added") if is_photo else say("File added")
            return words, Icon.IMAGE if is_photo else Icon.FILE_TEXT
        case HistoryKind.DETACHED:
            return say("Photo removed") if is_photo else say("File removed"), Icon.TRASH_2
        case _:
            return say("Photo put back") if is_photo else say("File put back"), Icon.UNDO_2


def _step(row: HistoryView) -> str:
    if row.new_status is None or row.old_status is None or row.new_status is row.old_status:
        return ""
    step = f"{status_word(row.old_status.value)} → {status_word(row.new_status.value)}"
    if row.outcome is None or row.outcome in (Outcome.REPAIRED, Outcome.CANCELLED):
        return step
    outcome = say(OUTCOME_WORDS[row.outcome]).lower()
    return say("{step}, {outcome}", step=step, outcome=outcome)


def _printed(record: PrintRecord, *, formats: Formats, now: datetime) -> TimelineEntry:
    title, icon, tone = paper_title(record)
    return TimelineEntry(
        icon=icon,
        tone=tone,
        title=title,
        detail=who_and_where(
            record.person, at=record.at_utc, place=record.till, formats=formats, now=now
        ),
        body=paper_advice(record),
        # Where exactly it went is for who looks after the printers.
        hint="\n".join(part for part in (formats.date_full(record.at_utc), record.printer) if part),
    )
