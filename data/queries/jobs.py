"""Reads job rows as people see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from data import models as m
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    job_id: int
    kind: str
    lane: str
    state: str
    payload: Mapping[str, Any]
    ticket_id: int | None
    number: str | None
    attempts: int
    max_attempts: int
    not_before_utc: datetime
    created_at_utc: datetime
    finished_at_utc: datetime | None
    last_error: str


_J = m.job.c
# What a person may have to see to comes first.
_ATTENTION = case({"unknown": 0, "failed": 1, "running": 2, "waiting": 3}, value=_J.state, else_=4)


def read_jobs(uow: UnitOfWork, *, till_id: int, limit: int) -> Sequence[JobRow]:
    """Read a till's jobs: what needs a person first, then the newest."""
    query = (
        select(
            _J.id.label("job_id"),
            _J.kind,
            _J.lane,
            _J.state,
            _J.payload,
            _J.ticket_id,
            m.ticket.c.number,
            _J.attempts,
            _J.max_attempts,
            _J.not_before_utc,
            _J.created_at_utc,
            _J.finished_at_utc,
            _J.last_error,
        )
        .outerjoin(m.ticket, m.ticket.c.id == _J.ticket_id)
        .where(_J.till_id == till_id)
        .order_by(_ATTENTION, _J.id.desc())
        .limit(limit)
    )
    return [JobRow(**row._mapping) for row in uow.connection.execute(query)]


def read_counts(uow: UnitOfWork, *, till_id: int) -> dict[str, int]:
    """Count a till's jobs by state."""
    query = select(_J.state, func.count()).where(_J.till_id == till_id).group_by(_J.state)
    return {row[0]: row[1] for row in uow.connection.execute(query)}
