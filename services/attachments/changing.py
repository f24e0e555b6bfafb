"""The rows of an addition, a removal and its undo, inside a transaction that is already open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from data.queries import attachments as queries
from data.queries.attachments import AttachmentRow
from data.repositories import attachments as repository
from data.repositories import jobs as job_repository
from data.repositories import tickets as ticket_repository
from data.values import (
    AttachmentId,
    AttachmentKind,
    AttachmentStage,
    HistoryId,
    HistoryKind,
    TicketId,
    TicketStatus,
)
from services.attachments.dto import (
    AddAttachment,
    AddedAttachment,
    RemoveAttachment,
    RemovedAttachment,
    UndoRemoval,
)
from services.attachments.folder import Folder
from services.attachments.jobs import KEPT_AFTER_REMOVAL, deleting_rows
from services.audit.steps import finish
from services.auth.work import Work
from services.errors import Conflict, InvalidTransition, NotFound
from services.tickets.dto import UNDO_SECONDS
from services.tickets.steps import Changing, History, hold_order, tell_of_order

# Two workstations' clocks may differ by this much.
_CLOCK_SKEW = timedelta(seconds=10)

_INTAKE = (TicketStatus.PENDING, TicketStatus.DIAGNOSING)
_HAND_OVER = (TicketStatus.READY_PICKUP, TicketStatus.DELIVERED, TicketStatus.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A content that may be kept, as it will be."""

    content: bytes
    kind: AttachmentKind
    media_type: str
    name: str
    width_px: int | None
    height_px: int | None


def stage_at(status: TicketStatus) -> AttachmentStage:
    """Return what a photo of this status shows: a device as it came, at work, or as it leaves."""
    if status in _INTAKE:
        return AttachmentStage.INTAKE
    return AttachmentStage.HAND_OVER if status in _HAND_OVER else AttachmentStage.REPAIR


def keep_content(work: Work, folder: Folder, *, sha256: str, content: bytes) -> None:
    """Make sure that the content is there while the folder is shared: a sweep may just have run.

    Raises:
        StorageUnavailable: it is gone and can't be written again.
    """
    repository.share_folder(work)
    if not folder.has(sha256, size_bytes=len(content)):
        folder.put(content)


def add(work: Work, command: AddAttachment, *, ready: Ready, sha256: str) -> AddedAttachment:
    """Write the row of a content that is in the folder.

    Raises:
        NotFound: no such order, or it is not in the actor's scope.
    """
    order = hold_order(work, command.ticket_id)
    attachment_id = repository.insert_attachment(
        work,
        {
            "ticket_id": order.state.ticket_id,
            "sha256": sha256,
            "kind": ready.kind.value,
            "stage": (command.stage or stage_at(order.status)).value,
            "media_type": ready.media_type,
            "name": ready.name,
            "size_bytes": len(ready.content),
            "width_px": ready.width_px,
            "height_px": ready.height_px,
            "person_id": work.actor.person_id,
            "at_utc": work.at,
        },
    )
    details = _details(attachment_id, ready.kind)
    history = History(kind=HistoryKind.ATTACHED, details=details)
    written = tell_of_order(work, order, history=history, action="ticket.attached")
    added = AddedAttachment(
        attachment_id=AttachmentId(attachment_id),
        ticket_id=TicketId(order.state.ticket_id),
        number=order.state.number,
        kind=ready.kind,
        name=ready.name,
        sha256=sha256,
        size_bytes=len(ready.content),
        version=written.version,
    )
    # An operation's result is kept for ever: a name is not, it may be a person's.
    finish(work, result_json=_added_type().dump_json(replace(added, name="")).decode())
    return added


def remove(work: Work, command: RemoveAttachment) -> RemovedAttachment:
    """Mark a photo or file as removed and have its content deleted once nobody can undo that.

    Raises:
        NotFound: it is not there, or its order is not in the actor's scope.
    """
    order, row = _held(work, command.attachment_id)
    if row.removed_at_utc is not None:
        raise NotFound(_GONE)
    repository.mark_removed(
        work, attachment_id=row.attachment_id, at=work.at, by=work.actor.person_id
    )
    kind = AttachmentKind(row.kind)
    history = History(kind=HistoryKind.DETACHED, details=_details(row.attachment_id, kind))
    written = tell_of_order(work, order, history=history, action="ticket.detached")
    due = work.at + KEPT_AFTER_REMOVAL
    for job in deleting_rows(work, [row.sha256], due=due, history_id=written.history_id):
        job_repository.insert_job(work, job)
    removed = RemovedAttachment(
        attachment_id=AttachmentId(row.attachment_id),
        ticket_id=TicketId(row.ticket_id),
        number=order.state.number,
        kind=kind,
        name=row.name,
        history_id=HistoryId(written.history_id),
        undo_until_utc=work.at + timedelta(seconds=UNDO_SECONDS),
        version=written.version,
    )
    finish(work, result_json=_removed_type().dump_json(replace(removed, name="")).decode())
    return removed


def put_back(work: Work, command: UndoRemoval) -> RemovedAttachment:
    """Take a removal back and withdraw the job that would delete the content.

    Raises:
        NotFound: it is not there, or its order is not in the actor's scope.
        Conflict: it is not removed, or its content is deleted already.
        InvalidTransition: the minute is over, or somebody else removed it.
    """
    order, row = _held(work, command.attachment_id)
    _refuse_undo(work, row, history_id=command.history_id)
    if ticket_repository.withdraw_jobs(work, history_id=command.history_id, at=work.at):
        raise Conflict("It is deleted already.")
    repository.mark_restored(work, attachment_id=row.attachment_id)
    kind = AttachmentKind(row.kind)
    history = History(
        kind=HistoryKind.UNDONE,
        undoes_id=command.history_id,
        details=_details(row.attachment_id, kind),
    )
    written = tell_of_order(work, order, history=history, action="ticket.detaching_undone")
    back = RemovedAttachment(
        attachment_id=AttachmentId(row.attachment_id),
        ticket_id=TicketId(row.ticket_id),
        number=order.state.number,
        kind=kind,
        name=row.name,
        history_id=HistoryId(written.history_id),
        undo_until_utc=None,
        version=written.version,
    )
    finish(work, result_json=_removed_type().dump_json(replace(back, name="")).decode())
    return back


def found(work: Work, row: AttachmentRow | None) -> AttachmentRow:
    """Return a photo or file that stands and lies in the actor's scope.

    Raises:
        NotFound: it does not.
    """
    if row is None or row.removed_at_utc is not None:
        raise NotFound(_GONE)
    if not work.reaches(technician_id=row.technician_id, status=row.status):
        raise NotFound(_GONE)
    return row


def replayed_addition(work: Work) -> AddedAttachment:
    """Return the first result of an addition that was carried out before, with today's name."""
    added = _added_type().validate_json(work.replayed or "")
    return replace(added, name=_name_now(work, added.attachment_id), replayed=True)


def replayed_removal(work: Work) -> RemovedAttachment:
    """Return the first result of a removal, or of its undo, that was carried out before."""
    removed = _removed_type().validate_json(work.replayed or "")
    return replace(removed, name=_name_now(work, removed.attachment_id), replayed=True)


_GONE = "This photo or file is not there any more."


def _name_now(work: Work, attachment_id: int) -> str:
    row = queries.read_attachment(work, attachment_id=attachment_id)
    return row.name if row is not None else ""


def _held(work: Work, attachment_id: int) -> tuple[Changing, AttachmentRow]:
    """Hold the order first, then read the row: nobody changes it in between."""
    before = queries.read_attachment(work, attachment_id=attachment_id)
    if before is None:
        raise NotFound(_GONE)
    order = hold_order(work, before.ticket_id)
    row = queries.read_attachment(work, attachment_id=attachment_id)
    if row is None:
        raise NotFound(_GONE)
    return order, row


def _refuse_undo(work: Work, row: AttachmentRow, *, history_id: int) -> None:
    names_it = queries.removes_attachment(
        work, history_id=history_id, attachment_id=row.attachment_id
    )
    if row.removed_at_utc is None or not names_it:
        raise Conflict("It is not removed.")
    if row.removed_by_id != work.actor.person_id:
        raise InvalidTransition("Only the person who removed it can take that back.")
    passed = work.at - row.removed_at_utc
    if not -_CLOCK_SKEW <= passed <= timedelta(seconds=UNDO_SECONDS):
        raise InvalidTransition(f"Undo is possible for {UNDO_SECONDS} seconds.")


def _details(attachment_id: int, kind: AttachmentKind) -> dict[str, Any]:
    return {"attachment_id": attachment_id, "attachment": kind.value}


@cache
def _added_type() -> TypeAdapter[AddedAttachment]:
    return TypeAdapter(AddedAttachment)


@cache
def _removed_type() -> TypeAdapter[RemovedAttachment]:
    return TypeAdapter(RemovedAttachment)
