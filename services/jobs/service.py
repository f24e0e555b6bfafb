"""What people see of jobs and may do with them: list, try again, cancel, see to an unknown one."""

from __future__ import annotations

from dataclasses import dataclass

from data.queries import jobs as queries
from data.repositories import jobs as repository
from data.values import JobId, JobKind, JobState, TicketId
from services.actor import Actor
from services.audit import steps as audit
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.changes import Entity
from services.errors import Conflict, NotFound
from services.jobs.dto import JobCounts, JobView

_MORE_ATTEMPTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _SeeingTo:
    """One act on a job; ``operation_id`` makes a repeat of it do nothing."""

    operation_id: str
    job_id: int


class JobService:
    """The jobs of the actor's till."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    @requires(Permission.SEE_JOBS)
    def list(self, actor: Actor, *, limit: int = 50) -> tuple[JobView, ...]:
        """List this till's jobs: what needs a person first, then the newest."""
        with self._gate.reading(actor) as work:
            rows = queries.read_jobs(work, till_id=actor.till_id, limit=limit)
            return tuple(_view(row) for row in rows)

    @requires(Permission.SEE_JOBS)
    def counts(self, actor: Actor) -> JobCounts:
        """Count this till's jobs that wait, run, failed or ended unknown."""
        with self._gate.reading(actor) as work:
            counts = queries.read_counts(work, till_id=actor.till_id)
        return JobCounts(
            waiting=counts.get(JobState.WAITING.value, 0),
            running=counts.get(JobState.RUNNING.value, 0),
            failed=counts.get(JobState.FAILED.value, 0),
            unknown=counts.get(JobState.UNKNOWN.value, 0),
        )

    @requires(Permission.MANAGE_JOBS)
    def retry(self, actor: Actor, *, operation_id: str, job_id: int) -> None:
        """Try a waiting, failed or cancelled job again now; surely nothing of it was done.

        Commits once; a repeat of the operation does nothing.

        Raises:
            NotFound: there is no such job.
            Conflict: it runs, is done, or its outcome is unknown: print a copy instead.
        """
        asked = _SeeingTo(operation_id=operation_id, job_id=job_id)
        with self._gate.writing(actor, operation=operation_of(asked, kind="retry_job")) as work:
            if work.replayed is not None:
                return
            state = _state_of(work, job_id)
            if state is JobState.WAITING:
                repository.hasten(work, job_id=job_id)
            elif state in (JobState.FAILED, JobState.CANCELLED):
                repository.revive(work, job_id=job_id, attempts=_MORE_ATTEMPTS)
            else:
                raise Conflict(
                    "This can't be tried again: it may have been done. Print a copy instead.",
                    details={"state": state.value},
                )
            _note(work, job_id, action="job.retried")

    @requires(Permission.MANAGE_JOBS)
    def cancel(self, actor: Actor, *, operation_id: str, job_id: int) -> None:
        """Cancel a job that still waits, or put an unknown one aside as seen to.

        Commits once; a repeat of the operation does nothing.

        Raises:
            NotFound: there is no such job.
            Conflict: it is running or has ended.
        """
        asked = _SeeingTo(operation_id=operation_id, job_id=job_id)
        with self._gate.writing(actor, operation=operation_of(asked, kind="cancel_job")) as work:
            if work.replayed is not None:
                return
            state = _state_of(work, job_id)
            if state is JobState.UNKNOWN:
                repository.put_aside(work, job_id=job_id)
            elif not repository.cancel(work, job_id=job_id):
                raise Conflict(
                    "Only a job that still waits can be cancelled.",
                    details={"state": state.value},
                )
            _note(work, job_id, action="job.cancelled")


def _state_of(work: Work, job_id: int) -> JobState:
    state = repository.read_state(work, job_id=job_id)
    if state is None:
        raise NotFound("There is no such job any more.")
    return JobState(state)


def _note(work: Work, job_id: int, *, action: str) -> None:
    audit.record(work, action=action, entity="job", entity_id=job_id)
    audit.finish(work, result_json=str(job_id))
    work.changed(Entity.PRINT, job_id)


def _view(row: queries.JobRow) -> JobView:
    return JobView(
        job_id=JobId(row.job_id),
        kind=JobKind(row.kind),
        lane=row.lane,
        state=JobState(row.state),
        title=row.number or "",
        document=row.payload.get("document", ""),
        copy_no=row.payload.get("copy_no", 0),
        ticket_id=TicketId(row.ticket_id) if row.ticket_id is not None else None,
        attempts=row.attempts,
        max_attempts=row.max_attempts,
        not_before_utc=row.not_before_utc,
        created_at_utc=row.created_at_utc,
        finished_at_utc=row.finished_at_utc,
        last_error=row.last_error,
    )
