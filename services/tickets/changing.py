"""One change of one order: opened, checked for a lost race, written with its history and audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from data.repositories import tickets as repository
from data.repositories.tickets import TicketState
from data.values import HistoryId, HistoryKind, NoteKind, Outcome, TicketId, TicketStatus
from services.audit.steps import finish, record
from services.auth.work import Work
from services.changes import Entity
from services.errors import Conflict, NotFound
from services.tickets.dto import UNDO_SECONDS, MoveResult

# What its maker may take back within the minute.
UNDOABLE = (HistoryKind.MOVED, HistoryKind.ASSIGNED, HistoryKind.NOTED, HistoryKind.EDITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changing:
    """An order held for a change."""

    state: TicketState

    @property
    def status(self) -> TicketStatus:
        """Return where the order stands now."""
        return TicketStatus(self.state.status)

    @property
    def outcome(self) -> Outcome | None:
        """Return the outcome so far."""
        return Outcome(self.state.outcome) if self.state.outcome is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The history row a change writes. ``note`` is stored apart, because it is people's words."""

    kind: HistoryKind
    new_status: TicketStatus | None = None
    outcome: Any = None
    note: str = ""
    note_kind: NoteKind = NoteKind.INTERNAL
    undoes_id: int | None = None
    details: Mapping[str, Any] | None = None


def open_change(work: Work, ticket_id: int, *, seen_version: int | None) -> Changing:
    """Hold an order for a change.

    Raises:
        NotFound: no such order, or it is not in the actor's scope.
        Conflict: somebody changed it after ``seen_version``; ``details`` say where it stands.
    """
    state = repository.load_for_change(work, ticket_id=ticket_id)
    if state is None or not work.reaches(technician_id=state.technician_id, status=state.status):
        raise NotFound("There is no such order.")
    if seen_version is not None and seen_version != state.version:
        raise Conflict(
            f"{state.number} was changed meanwhile: it is {state.status} now.",
            details={
                "ticket_id": state.ticket_id,
                "status": state.status,
                "version": state.version,
                "changed_by_id": state.last_person_id,
                "changed_at_utc": state.last_at_utc.isoformat(),
            },
        )
    return Changing(state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A change of an order that is written but not finished: its history row and new version."""

    history_id: int
    version: int


def finish_change(
    work: Work,
    change: Changing,
    *,
    history: History,
    values: Mapping[str, Any],
    action: str,
) -> MoveResult:
    """Write a change and finish its operation with where the order stands now."""
    state = change.state
    written = write_change(work, change, history=history, values=values, action=action)
    result = MoveResult(
        ticket_id=TicketId(state.ticket_id),
        number=state.number,
        status=history.new_status or change.status,
        version=written.version,
        history_id=HistoryId(written.history_id),
        undo_until_utc=(
            work.at + timedelta(seconds=UNDO_SECONDS) if history.kind in UNDOABLE else None
        ),
        technician_id=values.get("technician_id", state.technician_id),
    )
    finish(work, result_json=_result_type().dump_json(result).decode())
    return result


def write_change(
    work: Work,
    change: Changing,
    *,
    history: History,
    values: Mapping[str, Any],
    action: str,
) -> Written:
    """Write the history row first (the database asks for it), then the order and the audit."""
    state = change.state
    history_id, note_id = repository.reserve_history(work, with_note=bool(history.note.strip()))
    repository.insert_history(
        work,
        history=_history_row(work, change, history, history_id=history_id, note_id=note_id),
        note=_note_row(work, state.ticket_id, history, note_id),
    )
    version = repository.update_ticket(
        work, ticket_id=state.ticket_id, values={**values, "last_history_id": history_id}
    )
    record(
        work,
        action=action,
        entity=Entity.TICKET.value,
        entity_id=state.ticket_id,
        details=_audited(change, history),
    )
    work.changed(Entity.TICKET, state.ticket_id)
    return Written(history_id=history_id, version=version)


def replayed_change(work: Work) -> MoveResult:
    """Return the first result of an operation that was carried out before."""
    if work.replayed is None:
        raise RuntimeError("this operation was not carried out before")
    return replace(_result_type().validate_json(work.replayed), replayed=True)


def _history_row(
    work: Work, change: Changing, history: History, *, history_id: int, note_id: int | None
) -> dict[str, Any]:
    moving = history.new_status is not None
    return {
        "id": history_id,
        "ticket_id": change.state.ticket_id,
        "kind": history.kind.value,
        "old_status": change.state.status if moving else None,
        "new_status": history.new_status.value if history.new_status is not None else None,
        "outcome": history.outcome,
        "note_id": note_id,
        "undoes_id": history.undoes_id,
        "person_id": work.actor.person_id,
        "till_id": work.actor.till_id,
        "way": work.actor.way.value,
        "details": {**_before(change), **(history.details or {})},
        "at_utc": work.at,
    }


def _before(change: Changing) -> dict[str, Any]:
    # What an undo must put back besides the status.
    state = change.state
    return {
        "before": {
            "outcome": state.outcome,
            "technician_id": state.technician_id,
            "ready_at_utc": state.ready_at_utc.isoformat() if state.ready_at_utc else None,
            "closed_at_utc": state.closed_at_utc.isoformat() if state.closed_at_utc else None,
        }
    }


def _note_row(
    work: Work, ticket_id: int, history: History, note_id: int | None
) -> dict[str, Any] | None:
    if note_id is None:
        return None
    return {
        "id": note_id,
        "ticket_id": ticket_id,
        "kind": history.note_kind.value,
        "text": history.note,
        "person_id": work.actor.person_id,
        "at_utc": work.at,
    }


def _audited(change: Changing, history: History) -> dict[str, Any]:
    return {
        "number": change.state.number,
        "old": change.state.status,
        "new": history.new_status.value if history.new_status is not None else None,
        **(history.details or {}),
    }


@cache
def _result_type() -> TypeAdapter[MoveResult]:
    return TypeAdapter(MoveResult)
