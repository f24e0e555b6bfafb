"""Commands that change one order, and where it stands after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from data.values import (
    CollectedBy,
    CollectedCheck,
    HistoryId,
    NoteKind,
    Outcome,
    PersonId,
    TicketId,
    TicketStatus,
)
from services.commands import LongText, OperationId, RowId, ShortText, command

# Confirmed by repeating the command with this key in ``confirmed``.
CONFIRM_BALANCE_DUE = "balance-due"

# Within this many seconds the person who made the last move may take it back (DOMAIN.md).
UNDO_SECONDS = 60


@command
class MoveCommand:
    """Move one order on. A note is required for ``cancelled``.

    ``outcome`` applies to ``completed``; by default repaired, from awaiting_approval declined.
    """

    operation_id: OperationId
    ticket_id: RowId
    to: TicketStatus
    note: LongText = ""
    outcome: Outcome | None = None
    seen_version: int | None = None
    confirmed: frozenset[str] = frozenset()


@command
class UndoCommand:
    """Take the last move back, within `UNDO_SECONDS`, by the person who made it."""

    operation_id: OperationId
    ticket_id: RowId
    history_id: RowId


@command
class CorrectCommand:
    """Put a wrong status, customer or device right, with a reason. A manager's act."""

    operation_id: OperationId
    ticket_id: RowId
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    status: TicketStatus | None = None
    customer_id: RowId | None = None
    device_model_id: RowId | None = None
    device_title: ShortText | None = None
    imei: ShortText | None = None
    serial: ShortText | None = None
    seen_version: int | None = None


@command
class HandOverCommand:
    """Record who collected the device (ready_pickup → delivered), or *Hand back* if cancelled."""

    operation_id: OperationId
    ticket_id: RowId
    collected_by: CollectedBy = CollectedBy.CUSTOMER
    collected_name: ShortText = ""
    check: CollectedCheck = CollectedCheck.CLAIM_TICKET
    note: LongText = ""
    seen_version: int | None = None
    confirmed: frozenset[str] = frozenset()


@command
class NoteCommand:
    """Add a note. One for the customer may be printed or sent; an internal one never is."""

    operation_id: OperationId
    ticket_id: RowId
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    kind: Literal[NoteKind.INTERNAL, NoteKind.CUSTOMER] = NoteKind.INTERNAL


@command
class AssignCommand:
    """Give the order to a technician, or to nobody."""

    operation_id: OperationId
    ticket_id: RowId
    technician_id: RowId | None
    seen_version: int | None = None


@command
class AssignNextCommand:
    """Give an order nobody has to the next available technician, as a new one goes to them."""

    operation_id: OperationId
    ticket_id: RowId
    seen_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why the rule gave an order to somebody: the fewest open orders of those who could take it.

    ``open_orders`` they had before; ``among`` how many technicians were here with the ``skills``
    (repair categories) the order needs.
    """

    open_orders: int
    among: int
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveResult:
    """Where the order stands now. ``undo_until_utc`` None: this can't be taken back."""

    ticket_id: TicketId
    number: str
    status: TicketStatus
    version: int
    history_id: HistoryId
    undo_until_utc: datetime | None
    technician_id: PersonId | None = None
    replayed: bool = False
