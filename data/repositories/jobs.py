"""Job rows: claimed under a lease of the database's clock, finished only by who holds the fence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    TextClause,
    and_,
    column,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)

from data import models as m
from data.clock import later_of, now_of
from data.unit_of_work import UnitOfWork
from data.values import JobState

_J = m.job.c
_LIVE = (JobState.WAITING.value, JobState.RUNNING.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedJob:
    """A job this process holds: nobody else may finish it while ``fence`` is the newest."""

    id: int
    kind: str
    lane: str
    payload: Mapping[str, Any]
    ticket_id: int | None
    person_id: int | None
    till_id: int | None
    attempts: int
    max_attempts: int
    fence: int
    give_up_at_utc: datetime | None
    sending_since_utc: datetime | None
    claimed_at_utc: datetime


_CLAIMED = (
    _J.id,
    _J.kind,
    _J.lane,
    _J.payload,
    _J.ticket_id,
    _J.person_id,
    _J.till_id,
    _J.attempts,
    _J.max_attempts,
    _J.fence,
    _J.give_up_at_utc,
    _J.sending_since_utc,
)


def due_lanes(uow: UnitOfWork, *, lane_prefixes: Sequence[str]) -> list[str]:
    """Return the lanes that have a job due, or one whose lease has ended."""
    now = now_of(uow)
    lane, state = column("lane", Text()), column("state", Text())
    query = (
        select(lane)
        .select_from(_live_jobs(uow))
        .distinct()
        .where(
            _live(state),
            or_(*(and_(lane >= prefix, lane < prefix + "~") for prefix in lane_prefixes)),
            or_(
                and_(state == JobState.WAITING.value, column("not_before_utc") <= now),
                and_(state == JobState.RUNNING.value, column("lease_until_utc") < now),
            ),
        )
        .order_by(lane)
    )
    return list(uow.connection.execute(query).scalars())


def claim_next(uow: UnitOfWork, *, lane: str, owner: str, lease_s: float) -> ClaimedJob | None:
    """Take the lane's next due job, unless the lane is at work already.

    A lane is one printer: it does one thing at a time. Claims of a lane follow each other by an
    advisory lock on PostgreSQL and by the write lock on SQLite.
    """
    if uow.dialect == "postgresql":
        uow.connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(lane, 0))))
    other = m.job.alias("other")
    busy = exists(
        select(other.c.id).where(
            other.c.lane == lane,
            _live(other.c.state),
            other.c.state == JobState.RUNNING.value,
        )
    )
    chosen = (
        select(_J.id)
        .where(
            _J.lane == lane,
            _live(),
            _J.state == JobState.WAITING.value,
            _J.not_before_utc <= now_of(uow),
            ~busy,
        )
        .order_by(_J.priority, _J.not_before_utc, _J.id)
        .limit(1)
    )
    statement = (
        update(m.job)
        .where(_J.id == chosen.scalar_subquery(), _J.state == JobState.WAITING.value)
        .values(
            state=JobState.RUNNING.value,
            attempts=_J.attempts + 1,
            fence=_J.fence + 1,
            lease_owner=owner,
            lease_until_utc=later_of(uow, lease_s),
            sending_since_utc=None,
        )
        .returning(*_CLAIMED, now_of(uow).label("claimed_at_utc"))
    )
    return _claimed(uow.connection.execute(statement).one_or_none())


def has_ended_leases(uow: UnitOfWork, *, lane: str) -> bool:
    """Say whether the lane has a job whose holder has not been heard of in time."""
    query = select(_J.id).where(
        _J.lane == lane,
        _live(),
        _J.state == JobState.RUNNING.value,
        _J.lease_until_utc < now_of(uow),
    )
    return uow.connection.execute(query.limit(1)).first() is not None


def ended_leases(uow: UnitOfWork, *, lane: str) -> list[ClaimedJob]:
    """Return the lane's jobs whose holder has not been heard of in time, held for a change."""
    query = (
        select(*_CLAIMED, now_of(uow).label("claimed_at_utc"))
        .where(
            _J.lane == lane,
            _live(),
            _J.state == JobState.RUNNING.value,
            _J.lease_until_utc < now_of(uow),
        )
        .with_for_update(skip_locked=True)
    )
    return [job for row in uow.connection.execute(query) if (job := _claimed(row)) is not None]


def mark_sending(uow: UnitOfWork, job: ClaimedJob, *, lease_s: float) -> bool:
    """Note that the effect begins now; False when the job is no longer this holder's."""
    return _fenced(
        uow,
        job,
        {"sending_since_utc": now_of(uow), "lease_until_utc": later_of(uow, lease_s)},
    )


def extend_lease(uow: UnitOfWork, job: ClaimedJob, *, lease_s: float) -> bool:
    """Hold the job for longer; False when it is no longer this holder's."""
    return _fenced(uow, job, {"lease_until_utc": later_of(uow, lease_s)})


def finish(uow: UnitOfWork, job: ClaimedJob, *, state: JobState, error: str) -> bool:
    """End the job; False when it is no longer this holder's."""
    return _fenced(
        uow,
        job,
        {
            "state": state.value,
            "last_error": error,
            "finished_at_utc": now_of(uow),
            "lease_owner": None,
            "lease_until_utc": None,
        },
    )


def put_back(
    uow: UnitOfWork, job: ClaimedJob, *, delay_s: float, patience_s: float, error: str
) -> bool:
    """Let the job wait for another attempt; its patience runs from the first time."""
    values: dict[str, Any] = {
        "state": JobState.WAITING.value,
        "last_error": error,
        "not_before_utc": later_of(uow, delay_s),
        "give_up_at_utc": func.coalesce(_J.give_up_at_utc, later_of(uow, patience_s)),
        "lease_owner": None,
        "lease_until_utc": None,
        "sending_since_utc": None,
    }
    return _fenced(uow, job, values)


def insert_attempt(
    uow: UnitOfWork, job: ClaimedJob, *, outcome: str, error: str, owner: str
) -> None:
    """Write one attempt into the job's history."""
    uow.connection.execute(
        m.job_attempt.insert().values(
            job_id=job.id,
            attempt=job.attempts,
            outcome=outcome,
            error=error,
            owner=owner,
            started_at_utc=job.claimed_at_utc,
            ended_at_utc=now_of(uow),
        )
    )


def find_by_dedupe_key(uow: UnitOfWork, *, dedupe_key: str) -> tuple[int, str] | None:
    """Return the id and state of the job enqueued under this key, held for a change."""
    query = select(_J.id, _J.state).where(_J.dedupe_key == dedupe_key).with_for_update()
    row = uow.connection.execute(query).one_or_none()
    return (row[0], row[1]) if row is not None else None


def read_state(uow: UnitOfWork, *, job_id: int) -> str | None:
    """Return a job's state, held for a change; None when there is no such job."""
    query = select(_J.state).where(_J.id == job_id).with_for_update()
    return uow.connection.execute(query).scalar_one_or_none()


def insert_job(uow: UnitOfWork, row: Mapping[str, Any]) -> int:
    """Enqueue one job and return its id."""
    return int(uow.connection.execute(m.job.insert().returning(_J.id), dict(row)).scalar_one())


def cancel(uow: UnitOfWork, *, job_id: int) -> bool:
    """Cancel a job that waits; False when it does not wait any more."""
    statement = (
        update(m.job)
        .where(_J.id == job_id, _J.state == JobState.WAITING.value)
        .values(state=JobState.CANCELLED.value, finished_at_utc=now_of(uow))
    )
    return uow.connection.execute(statement).rowcount == 1


def put_aside(uow: UnitOfWork, *, job_id: int) -> None:
    """End an unknown job as seen to by a person; its print record keeps saying unknown."""
    uow.connection.execute(
        update(m.job)
        .where(_J.id == job_id, _J.state == JobState.UNKNOWN.value)
        .values(state=JobState.DONE.value, finished_at_utc=now_of(uow))
    )


def revive(uow: UnitOfWork, *, job_id: int, attempts: int) -> bool:
    """Let a failed or cancelled job that never reached its printer wait again, from now."""
    statement = (
        update(m.job)
        .where(
            _J.id == job_id,
            _J.state.in_((JobState.FAILED.value, JobState.CANCELLED.value)),
        )
        .values(
            state=JobState.WAITING.value,
            not_before_utc=now_of(uow),
            give_up_at_utc=None,
            finished_at_utc=None,
            max_attempts=_J.attempts + attempts,
        )
    )
    return uow.connection.execute(statement).rowcount == 1


def redirect(
    uow: UnitOfWork, *, job_id: int, lane: str, till_id: int, payload: Mapping[str, Any]
) -> None:
    """Send a job that is not at work to another lane; ``payload`` replaces the keys it names."""
    held = uow.connection.execute(
        select(_J.payload).where(_J.id == job_id, _J.state != JobState.RUNNING.value)
    ).scalar_one_or_none()
    if held is not None:
        uow.connection.execute(
            update(m.job)
            .where(_J.id == job_id)
            .values(lane=lane, till_id=till_id, payload={**held, **payload})
        )


def hasten(uow: UnitOfWork, *, job_id: int) -> bool:
    """Make a waiting job due now."""
    statement = (
        update(m.job)
        .where(_J.id == job_id, _J.state == JobState.WAITING.value)
        .values(not_before_utc=now_of(uow))
    )
    return uow.connection.execute(statement).rowcount == 1


def prune(
    uow: UnitOfWork, *, done_kept_s: float, failed_kept_s: float, keep: int, most: int
) -> int:
    """Remove ended jobs that are old enough, oldest first, sparing the newest ``keep`` done ones.

    Unknown outcomes stay until a person has seen to them.
    """
    spared = (
        select(_J.id)
        .where(_J.state == JobState.DONE.value)
        .order_by(_J.finished_at_utc.desc())
        .limit(keep)
    )
    done = and_(
        _J.state.in_((JobState.DONE.value, JobState.CANCELLED.value)),
        _J.finished_at_utc < later_of(uow, -done_kept_s),
        _J.id.not_in(spared),
    )
    failed = and_(
        _J.state == JobState.FAILED.value, _J.finished_at_utc < later_of(uow, -failed_kept_s)
    )
    old = select(_J.id).where(or_(done, failed)).order_by(_J.finished_at_utc).limit(most)
    return uow.connection.execute(delete(m.job).where(_J.id.in_(old))).rowcount


def next_copy_no(uow: UnitOfWork, *, visit_id: int, ticket_id: int, document: str) -> int:
    """Return the number of the next copy: one above all printed, handed over, unknown or queued."""
    record = m.print_record.c
    mine = (
        record.visit_id == visit_id if document == "claim-ticket" else record.ticket_id == ticket_id
    )
    printed = select(func.max(record.copy_no)).where(
        mine, record.document == document, record.outcome != "not_printed"
    )
    found = uow.connection.execute(printed).scalar()
    return 0 if found is None else int(found) + 1


def _live(state: ColumnElement[str] = _J.state) -> ColumnElement[bool]:
    # Spelled out as the partial index spells it: a bound value would keep SQLite from using it.
    return state.in_([literal_column(f"'{each}'") for each in _LIVE])


def _live_jobs(uow: UnitOfWork) -> TextClause:
    # SQLite would rather look up each state among all jobs than read the few live ones.
    return text("job INDEXED BY ix_job_live" if uow.dialect == "sqlite" else "job")


def _fenced(uow: UnitOfWork, job: ClaimedJob, values: Mapping[str, Any]) -> bool:
    statement = (
        update(m.job)
        .where(_J.id == job.id, _J.fence == job.fence, _J.state == JobState.RUNNING.value)
        .values(**values)
    )
    return uow.connection.execute(statement).rowcount == 1


def _claimed(row: Any) -> ClaimedJob | None:
    return ClaimedJob(**row._mapping) if row is not None else None
