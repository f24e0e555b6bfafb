"""Photos and files of an order: added, shown, removed, put back, copied out.

A content is in the folder, forced to disk, before the row that names it commits: a crash between
the two leaves a file that the sweep deletes, never a row that shows nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.queries import attachments as queries
from data.queries.attachments import AttachmentRow
from data.values import AttachmentId, AttachmentKind, AttachmentStage, TicketId
from services.actor import Actor
from services.attachments import changing
from services.attachments.dto import (
    SCREEN_PX,
    TILE_PX,
    AddAttachment,
    AddedAttachment,
    Attachment,
    RemoveAttachment,
    RemovedAttachment,
    Source,
    Swept,
    UndoRemoval,
    Watch,
)
from services.attachments.folder import FileHome, Folder, copy_out
from services.attachments.kinds import FileKind, kept_name, kind_named, kind_of
from services.attachments.pictures import clean_picture, small_picture
from services.attachments.reading import Unwatched, read_source, stop_if_asked
from services.attachments.sweeping import sweep
from services.attachments.thumbnails import ThumbnailCache
from services.auth.gate import Gate
from services.auth.operations import content_hash, operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Operation, Work
from services.errors import Invalid, NotFound, StorageUnavailable
from services.settings.dto import FileRules
from services.settings.reference import Reference, ReferenceCache


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What an addition asks for: a repeat with another content is another operation."""

    operation_id: str
    ticket_id: int
    name: str
    stage: AttachmentStage | None
    sha256: str


class AttachmentService:
    """The photos and files of repair orders."""

    def __init__(
        self,
        gate: Gate,
        reference: ReferenceCache,
        *,
        home: FileHome,
        thumbnails: ThumbnailCache,
    ) -> None:
        self._gate = gate
        self._reference = reference
        self._home = home
        self._thumbnails = thumbnails

    @requires(Permission.SEE_TICKETS)
    def list(self, actor: Actor, *, ticket_id: int) -> tuple[Attachment, ...]:
        """Return what is attached to an order, oldest first.

        Raises:
            NotFound: there is no such order, or it is not the actor's own.
        """
        with self._gate.reading(actor) as work:
            _refuse_others(work, ticket_id)
            reference = self._reference.get(work)
            rows = queries.read_attachments(work, ticket_id=ticket_id)
            return tuple(_view(row, reference) for row in rows)

    @requires(Permission.UPDATE_TICKETS)
    def add(
        self,
        actor: Actor,
        command: AddAttachment,
        *,
        source: Source,
        watch: Watch | None = None,
    ) -> AddedAttachment:
        """Attach one photo or file.

        A photo is drawn anew without anything it tells besides the picture. Commits once: row,
        history, audit and change row, after the content is in the shop's folder for good.

        Raises:
            NotFound: no such order, or not the actor's own.
            Invalid: too large, no kind that is kept, or damaged (field ``file``); or stopped.
            StorageUnavailable: the folder is not chosen or not reached, or its disk is full.
        """
        watch = watch or Unwatched()
        rules = self._rules_for(actor, command.ticket_id)
        name = command.name or (source.name if isinstance(source, Path) else "")
        folder = self._home.folder(rules)
        original = read_source(source, name=name, most_bytes=rules.most_bytes, watch=watch)
        ready = _prepared(original, name=name, rules=rules)
        stop_if_asked(watch)
        sha256 = folder.put(ready.content)
        operation = _addition(command, sha256=hashlib.sha256(original).hexdigest())
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return changing.replayed_addition(work)
            changing.keep_content(work, folder, sha256=sha256, content=ready.content)
            return changing.add(work, command, ready=ready, sha256=sha256)

    @requires(Permission.UPDATE_TICKETS)
    def remove(self, actor: Actor, command: RemoveAttachment) -> RemovedAttachment:
        """Remove a photo or file; for a minute it can be taken back, then its content is deleted.

        Commits once: the mark, history, audit, change row and the job that deletes the content.

        Raises:
            NotFound: it is not there, or its order is not the actor's own.
        """
        operation = operation_of(command, kind="remove_attachment")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return changing.replayed_removal(work)
            return changing.remove(work, command)

    @requires(Permission.UPDATE_TICKETS)
    def undo_removal(self, actor: Actor, command: UndoRemoval) -> RemovedAttachment:
        """Put back what was removed, within a minute, by the person who removed it.

        Commits once: the mark is taken away with its job; the history names what it undoes.

        Raises:
            NotFound: it is not there, or its order is not the actor's own.
            Conflict: it is not removed, or its content is deleted already.
            InvalidTransition: too late, or somebody else removed it.
        """
        operation = operation_of(command, kind="undo_removal")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return changing.replayed_removal(work)
            return changing.put_back(work, command)

    @requires(Permission.SEE_TICKETS)
    def thumbnail(self, actor: Actor, *, attachment_id: int) -> bytes:
        """Return a photo as a small picture (JPEG or PNG), from this workstation's cache.

        Raises:
            NotFound: it is not there, is no photo, or its order is not the actor's own.
            StorageUnavailable: its content can't be read.
        """
        return self._small(actor, attachment_id=attachment_id, edge=TILE_PX)

    @requires(Permission.SEE_TICKETS)
    def screen_picture(self, actor: Actor, *, attachment_id: int) -> bytes:
        """Return a photo as large as a screen shows it (JPEG or PNG).

        Raises:
            NotFound: it is not there, is no photo, or its order is not the actor's own.
            StorageUnavailable: its content can't be read.
        """
        return self._small(actor, attachment_id=attachment_id, edge=SCREEN_PX)

    @requires(Permission.SEE_TICKETS)
    def save_copy(self, actor: Actor, *, attachment_id: int, to: Path) -> None:
        """Write a photo or file where the person chose, whole or not at all.

        Raises:
            NotFound: it is not there, or its order is not the actor's own.
            StorageUnavailable: its content can't be read, or can't be written there.
        """
        row, folder = self._found(actor, attachment_id)
        copy_out(folder.read(row.sha256), to=to)

    @requires(Permission.EDIT_SETTINGS)
    def try_folder(self, actor: Actor, *, path: str) -> None:
        """Try from here the folder that a server's shop is to keep its files in.

        Raises:
            Invalid: it is not there or can't be written to (field ``folder``).
        """
        with self._gate.reading(actor):
            folder = Path(path.strip()).expanduser()
        if not path.strip() or not folder.is_absolute() or not folder.is_dir():
            raise Invalid("There is no such folder. Type its whole path.", field="folder")
        try:
            Folder(folder, parent=folder).try_out()
        except StorageUnavailable as error:
            raise Invalid("This folder can't be written to from here.", field="folder") from error

    @requires(Permission.SWEEP_FILES)
    def sweep(self, actor: Actor) -> Swept:
        """Delete the contents older than an hour that no row names.

        Raises:
            StorageUnavailable: the folder is not chosen, not reached or not writable.
        """
        with self._gate.reading(actor) as work:
            folder = self._home.folder(self._reference.get(work).shop.files)
        return sweep(self._gate, actor, folder)

    # --- inside ----------------------------------------------------------------------------------

    def _rules_for(self, actor: Actor, ticket_id: int) -> FileRules:
        with self._gate.reading(actor) as work:
            _refuse_others(work, ticket_id)
            return self._reference.get(work).shop.files

    def _found(self, actor: Actor, attachment_id: int) -> tuple[AttachmentRow, Folder]:
        with self._gate.reading(actor) as work:
            row = changing.found(work, queries.read_attachment(work, attachment_id=attachment_id))
            return row, self._home.folder(self._reference.get(work).shop.files)

    def _small(self, actor: Actor, *, attachment_id: int, edge: int) -> bytes:
        row, folder = self._found(actor, attachment_id)
        if row.kind != AttachmentKind.PHOTO.value:
            raise NotFound("This is a file, not a photo.")
        return self._thumbnails.get(row.sha256, edge=edge, make=_making(row, folder, edge=edge))


def _making(row: AttachmentRow, folder: Folder, *, edge: int) -> Callable[[], bytes]:
    kind = kind_named(row.media_type)
    return lambda: small_picture(folder.read(row.sha256), kind=kind, edge=edge)


def _prepared(original: bytes, *, name: str, rules: FileRules) -> changing.Ready:
    kind = kind_of(original, name=name)
    kept = kept_name(name, kind=kind)
    if kind.kind is not AttachmentKind.PHOTO:
        return _ready(original, kind=kind, name=kept)
    picture = clean_picture(original, kind=kind, name=name, most_pixels=rules.most_pixels)
    return _ready(picture.content, kind=kind, name=kept, width=picture.width, height=picture.height)


def _ready(content: bytes, *, kind: FileKind, name: str, **size: int) -> changing.Ready:
    return changing.Ready(
        content=content,
        kind=kind.kind,
        media_type=kind.media_type,
        name=name,
        width_px=size.get("width"),
        height_px=size.get("height"),
    )


def _addition(command: AddAttachment, *, sha256: str) -> Operation:
    asked = _Asked(
        operation_id=command.operation_id,
        ticket_id=command.ticket_id,
        name=command.name,
        stage=command.stage,
        sha256=sha256,
    )
    return Operation(
        operation_id=command.operation_id,
        kind="attach",
        content_hash=content_hash(asked, kind="attach"),
    )


def _refuse_others(work: Work, ticket_id: int) -> None:
    owner = queries.read_owner(work, ticket_id=ticket_id)
    if owner is None or not work.reaches(technician_id=owner.technician_id, status=owner.status):
        raise NotFound("There is no such order.")


def _view(row: AttachmentRow, reference: Reference) -> Attachment:
    person = reference.people.get(row.person_id)
    return Attachment(
        attachment_id=AttachmentId(row.attachment_id),
        ticket_id=TicketId(row.ticket_id),
        kind=AttachmentKind(row.kind),
        stage=AttachmentStage(row.stage),
        name=row.name,
        media_type=row.media_type,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        width_px=row.width_px,
        height_px=row.height_px,
        person=person.name if person is not None else "",
        at_utc=row.at_utc,
    )
