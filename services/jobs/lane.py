"""Works through one lane: claim, carry out, record; one job at a time, each fenced by its lease."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from data.engine import Database
from data.repositories import jobs as repository
from data.repositories import record
from data.repositories.jobs import ClaimedJob
from data.unit_of_work import UnitOfWork
from data.values import JobKind, JobState
from services.changes import Change, ChangeBus, Entity
from services.jobs.backoff import delay_s
from services.jobs.handling import (
    PASSING_FAULTS,
    Attempt,
    Handler,
    Handlers,
    LeaseLost,
    Verdict,
)
from services.jobs.lease import LEASE_S, kept_lease

_LOG = logging.getLogger("mendpoint.jobs")

# A printer that stays away this long is a matter for a person.
PATIENCE_S = 1800.0

_NO_DATABASE = "The database did not answer."
_BUG = "Something went wrong inside Mendpoint; the log file has the details."
_STOPPED = "The program stopped in the middle."

_STATE_OF: dict[Verdict, JobState] = {
    Verdict.DONE: JobState.DONE,
    Verdict.FAILED: JobState.FAILED,
    Verdict.UNKNOWN: JobState.UNKNOWN,
}


class Lane:
    """One lane of one process. ``owner`` names the process in leases and attempts.

    ``lease_s`` is after how long without a word from this process another may see to its job.
    """

    def __init__(
        self,
        database: Database,
        handlers: Handlers,
        changes: ChangeBus,
        *,
        name: str,
        owner: str,
        jitter: Callable[[], float],
        lease_s: float = LEASE_S,
    ) -> None:
        self._database = database
        self._handlers = handlers
        self._changes = changes
        self._name = name
        self._owner = owner
        self._jitter = jitter
        self._lease_s = lease_s

    def work(self, *, stopping: Callable[[], bool]) -> int:
        """Carry out what is due, until nothing is or ``stopping``; return how many attempts."""
        self._see_to_ended_leases()
        made = 0
        while not stopping():
            job = self._claim()
            if job is None:
                return made
            self._carry_out(job)
            made += 1
        return made

    def _claim(self) -> ClaimedJob | None:
        with self._database.writing() as uow:
            return repository.claim_next(
                uow, lane=self._name, owner=self._owner, lease_s=self._lease_s
            )

    def _carry_out(self, job: ClaimedJob) -> None:
        begun = False

        def begin() -> None:
            nonlocal begun
            with self._database.writing() as uow:
                if not repository.mark_sending(uow, job, lease_s=self._lease_s):
                    raise LeaseLost
            begun = True

        handler = self._handlers[JobKind(job.kind)]
        try:
            with kept_lease(self._database, job, lease_s=self._lease_s):
                attempt = handler.run(job, begin=begin)
        except LeaseLost:
            _LOG.info("job %s was taken over before its effect began", job.id)
            return
        except PASSING_FAULTS as fault:
            _LOG.info("job %s could not read or mark its row: %s", job.id, fault)
            attempt = _unanswered(
                handler, job, begun=begun, verdict=Verdict.RETRY, error=_NO_DATABASE
            )
        except Exception:  # noqa: BLE001 - see below
            # A bug in a handler must neither stop the lane nor pretend to know what happened.
            _LOG.exception("job %s failed unexpectedly", job.id)
            attempt = _unanswered(handler, job, begun=begun, verdict=Verdict.FAILED, error=_BUG)
        self._end(job, attempt)

    def _end(self, job: ClaimedJob, attempt: Attempt) -> None:
        try:
            self._write_end(job, attempt)
        except PASSING_FAULTS as fault:
            # Often only an old connection has broken; the fence lets a result in once at most.
            _LOG.info("the result of job %s is written once more: %s", job.id, fault)
            self._write_end(job, attempt)
        self._changes.publish(_changes_of(job))

    def _write_end(self, job: ClaimedJob, attempt: Attempt) -> None:
        wait_s = delay_s(attempts=job.attempts, jitter=self._jitter)
        with self._database.writing() as uow:
            if not self._settle(uow, job, attempt, wait_s=wait_s):
                _LOG.info("job %s is no longer held; its late result is not written", job.id)
                return
            record.insert_changes(
                uow,
                [(change.entity.value, change.entity_id) for change in _changes_of(job)],
                at=job.claimed_at_utc,
            )

    def _settle(self, uow: UnitOfWork, job: ClaimedJob, attempt: Attempt, *, wait_s: float) -> bool:
        tries_again = attempt.verdict is Verdict.RETRY and _has_patience(job)
        if tries_again:
            held = repository.put_back(
                uow, job, delay_s=wait_s, patience_s=PATIENCE_S, error=attempt.error
            )
        else:
            state = _STATE_OF.get(attempt.verdict, JobState.FAILED)
            held = repository.finish(uow, job, state=state, error=attempt.error)
        if not held:
            return False
        repository.insert_attempt(
            uow, job, outcome=attempt.verdict.value, error=attempt.error, owner=self._owner
        )
        if not tries_again:
            attempt.record(uow)
        return True

    def _see_to_ended_leases(self) -> None:
        """Put back what never began; call unknown what began and was never heard of again."""
        with self._database.reading() as uow:
            if not repository.has_ended_leases(uow, lane=self._name):
                return
        told: list[Change] = []
        with self._database.writing() as uow:
            for job in repository.ended_leases(uow, lane=self._name):
                self._see_to(uow, job)
                told.extend(_changes_of(job))
        self._changes.publish(told)

    def _see_to(self, uow: UnitOfWork, job: ClaimedJob) -> None:
        attempt = _unanswered(
            self._handlers[JobKind(job.kind)],
            job,
            begun=job.sending_since_utc is not None,
            verdict=Verdict.RETRY,
            error=_STOPPED,
        )
        self._settle(uow, job, attempt, wait_s=0.0)


def _unanswered(
    handler: Handler, job: ClaimedJob, *, begun: bool, verdict: Verdict, error: str
) -> Attempt:
    """Return how an attempt ended that gave no answer: unknown once begun, else ``verdict``."""
    since = (job.sending_since_utc or job.claimed_at_utc) if begun else None
    return Attempt(
        verdict=Verdict.UNKNOWN if begun else verdict,
        error=error,
        record=handler.lost(replace(job, sending_since_utc=since)),
    )


def _has_patience(job: ClaimedJob) -> bool:
    if job.attempts >= job.max_attempts:
        return False
    return job.give_up_at_utc is None or job.claimed_at_utc < job.give_up_at_utc


def _changes_of(job: ClaimedJob) -> tuple[Change, ...]:
    told = [Change(entity=Entity.PRINT, entity_id=job.id)]
    if job.ticket_id is not None:
        told.append(Change(entity=Entity.TICKET, entity_id=job.ticket_id))
    return tuple(told)
