"""Photos and files on the small shop: its service on a folder of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from services.actor import Actor, new_operation_id
from services.attachments.dto import (
    AddAttachment,
    AddedAttachment,
    Attachment,
    RemoveAttachment,
    RemovedAttachment,
    Source,
    UndoRemoval,
)
from services.attachments.folder import FileHome
from services.attachments.jobs import FILES_LANE, FilesHandler
from services.attachments.service import AttachmentService
from services.attachments.thumbnails import ThumbnailCache
from services.changes import ChangeBus
from services.jobs.runner import JobRunner
from services.types import JobKind
from tests.support.shops import SmallShop


def service_in(shop: SmallShop, folder: Path) -> AttachmentService:
    """Return the service of the small shop, whose files and small pictures stand in ``folder``."""
    return AttachmentService(
        shop.gate,
        shop.reference,
        home=FileHome(beside=folder / "files"),
        thumbnails=ThumbnailCache(folder / "thumbnails"),
    )


@dataclass(slots=True)
class Drawer:
    """The photos and files of one small shop."""

    shop: SmallShop
    folder: Path
    service: AttachmentService = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.service = service_in(self.shop, self.folder)

    @property
    def home(self) -> FileHome:
        """Where the contents are."""
        return FileHome(beside=self.folder / "files")

    def add(
        self,
        ticket_id: int,
        source: Source,
        *,
        name: str = "photo.jpg",
        actor: Actor | None = None,
        **more: Any,
    ) -> AddedAttachment:
        """Attach something."""
        values: dict[str, Any] = {"operation_id": new_operation_id(), "ticket_id": ticket_id}
        command = AddAttachment(**{**values, "name": name, **more})
        return self.service.add(actor or self.shop.owner, command, source=source)

    def remove(
        self, attachment_id: int, *, actor: Actor | None = None, operation_id: str = ""
    ) -> RemovedAttachment:
        """Remove something."""
        command = RemoveAttachment(
            operation_id=operation_id or new_operation_id(), attachment_id=attachment_id
        )
        return self.service.remove(actor or self.shop.owner, command)

    def undo(self, removed: RemovedAttachment, *, actor: Actor | None = None) -> RemovedAttachment:
        """Take a removal back."""
        command = UndoRemoval(
            operation_id=new_operation_id(),
            attachment_id=removed.attachment_id,
            history_id=removed.history_id,
        )
        return self.service.undo_removal(actor or self.shop.owner, command)

    def list(self, ticket_id: int, *, actor: Actor | None = None) -> tuple[Attachment, ...]:
        """Return what an order shows."""
        return self.service.list(actor or self.shop.owner, ticket_id=ticket_id)

    def files(self) -> dict[str, bytes]:
        """Return everything in the folder by name, half-written files too."""
        found = (self.folder / "files").glob("*/*")
        return {path.name: path.read_bytes() for path in found}

    def run_jobs(self) -> int:
        """Carry out the deletions that are due."""
        handler = FilesHandler(
            self.shop.database,
            home=self.home,
            thumbnails=ThumbnailCache(self.folder / "thumbnails"),
        )
        runner = JobRunner(
            self.shop.database,
            {JobKind.FILES: handler},
            ChangeBus(),
            lane_prefixes=lambda: (FILES_LANE,),
        )
        return runner.run_once()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return rows as they are stored."""
        with self.shop.database.reading() as uow:
            return [tuple(row) for row in uow.rows(text(sql))]
