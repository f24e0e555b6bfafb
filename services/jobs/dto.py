"""Job rows as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.values import JobId, JobKind, JobState, TicketId


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """One work order: for which order (``title``), where it stands, and why."""

    job_id: JobId
    kind: JobKind
    lane: str
    state: JobState
    title: str
    ticket_id: TicketId | None
    attempts: int
    max_attempts: int
    not_before_utc: datetime
    created_at_utc: datetime
    finished_at_utc: datetime | None
    last_error: str
    document: str = ""
    copy_no: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCounts:
    """What the status bar shows."""

    waiting: int
    running: int
    failed: int
    unknown: int
