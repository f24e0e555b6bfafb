"""Photos and files as they cross the boundary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol

from pydantic import Field

from data.values import (
    AttachmentId,
    AttachmentKind,
    AttachmentStage,
    HistoryId,
    TicketId,
)
from services.commands import OperationId, RowId, command

# The longest edge of what is shown in a row of small pictures, and on a whole screen.
TILE_PX = 256
SCREEN_PX = 2_560


@command
class AddAttachment:
    """Attach one photo or file. Without ``stage`` the order's status decides."""

    operation_id: OperationId
    ticket_id: RowId
    name: Annotated[str, Field(max_length=1000)] = ""
    stage: AttachmentStage | None = None


@command
class RemoveAttachment:
    operation_id: OperationId
    attachment_id: RowId


@command
class UndoRemoval:
    """Put a removed photo or file back, within `UNDO_SECONDS`, by the person who removed it."""

    operation_id: OperationId
    attachment_id: RowId
    history_id: RowId


class Watch(Protocol):
    """Who is told how far reading a file is, and may ask for an end of it."""

    def report(self, done: int, *, total: int) -> None:
        """Hear that ``done`` of ``total`` bytes are read."""

    @property
    def is_cancelled(self) -> bool:
        """Whether nothing shall be added any more."""


# A file that a person chose, or bytes they pasted.
Source = Path | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One photo or file of an order. Only photos have a size in pixels."""

    attachment_id: AttachmentId
    ticket_id: TicketId
    kind: AttachmentKind
    stage: AttachmentStage
    name: str
    media_type: str
    sha256: str
    size_bytes: int
    width_px: int | None
    height_px: int | None
    person: str
    at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedAttachment:
    """What was attached; ``version`` is the order's."""

    attachment_id: AttachmentId
    ticket_id: TicketId
    number: str
    kind: AttachmentKind
    name: str
    sha256: str
    size_bytes: int
    version: int
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedAttachment:
    """What was removed, and until when that can be taken back. None: it was put back."""

    attachment_id: AttachmentId
    ticket_id: TicketId
    number: str
    kind: AttachmentKind
    name: str
    history_id: HistoryId
    undo_until_utc: datetime | None
    version: int
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many files no row names were deleted, and how many bytes that freed."""

    files: int
    bytes_freed: int
    kept: int
