"""Repair orders as they cross the boundary: commands in, views out, and the Counter's draft."""

from __future__ import annotations

from services.tickets.dto.changes import (
    CONFIRM_BALANCE_DUE,
    UNDO_SECONDS,
    AssignCommand,
    CorrectCommand,
    HandOverCommand,
    MoveCommand,
    MoveResult,
    NoteCommand,
    UndoCommand,
)
from services.tickets.dto.draft import (
    DraftDevice,
    DraftLine,
    IntakeDraft,
    ParkedDraft,
)
from services.tickets.dto.intake import (
    CONFIRM_TERMS_OPEN,
    CustomerEntry,
    DeviceEntry,
    IntakeCommand,
    IntakeResult,
    LineEntry,
    Quantity,
    TakenIn,
)
from services.tickets.dto.queue import (
    BOARD_STATUSES,
    BoardAnswer,
    QueueAnswer,
    QueueChip,
    QueueQuestion,
    QueueRow,
    QueueSort,
)
from services.tickets.dto.scans import ScannedCode
from services.tickets.dto.views import (
    Collection,
    HistoryView,
    LineView,
    MoveKind,
    NextMove,
    TicketDetail,
)

__all__ = [
    "BOARD_STATUSES",
    "CONFIRM_BALANCE_DUE",
    "CONFIRM_TERMS_OPEN",
    "UNDO_SECONDS",
    "AssignCommand",
    "BoardAnswer",
    "Collection",
    "CorrectCommand",
    "CustomerEntry",
    "DeviceEntry",
    "DraftDevice",
    "DraftLine",
    "HandOverCommand",
    "HistoryView",
    "IntakeCommand",
    "IntakeDraft",
    "IntakeResult",
    "LineEntry",
    "LineView",
    "MoveCommand",
    "MoveKind",
    "MoveResult",
    "NextMove",
    "NoteCommand",
    "ParkedDraft",
    "Quantity",
    "QueueAnswer",
    "QueueChip",
    "QueueQuestion",
    "QueueRow",
    "QueueSort",
    "ScannedCode",
    "TakenIn",
    "TicketDetail",
    "UndoCommand",
]
