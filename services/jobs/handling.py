"""What a job handler is given and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from data.errors import ConstraintViolation, StorageFailure, TryAgain
from data.repositories.jobs import ClaimedJob
from data.unit_of_work import UnitOfWork
from data.values import JobKind


class Verdict(StrEnum):
    """How an attempt ended. ``retry``: surely not done, try later. ``unknown``: nobody can tell."""

    DONE = "done"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"


Record = Callable[[UnitOfWork], None]


def no_record(_uow: UnitOfWork) -> None:
    """Record nothing besides the job itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The answer of a handler. ``record`` is written in the transaction that ends the job.

    An attempt that is tried again records nothing but itself.
    """

    verdict: Verdict
    error: str = ""
    record: Record = no_record


class LeaseLost(Exception):
    """Someone else holds the job by now: stop before the effect."""


class Handler(Protocol):
    """Carries out one kind of job. Called on a lane's own thread, outside any transaction."""

    def run(self, job: ClaimedJob, *, begin: Callable[[], None]) -> Attempt:
        """Carry out the job; call ``begin`` just before the first effect leaves the program.

        Raises:
            LeaseLost: from ``begin``, when the job is no longer this process's.
        """

    def lost(self, job: ClaimedJob) -> Record:
        """Return what to record of a job that ends without an answer of `run`.

        Its effect is unknown when ``sending_since_utc`` is set; without it, it never began.
        """


@runtime_checkable
class Interruptible(Protocol):
    """A handler whose attempts may take long, and can be told to come to an end."""

    def cancel(self) -> None:
        """Give up waiting in every attempt under way, from another thread.

        Each `Handler.run` then returns soon, and what it says is still the truth.
        """


Handlers = Mapping[JobKind, Handler]

# What those who work on jobs survive: the store may be away for a while, or a race may be lost.
PASSING_FAULTS = (StorageFailure, ConstraintViolation, TryAgain)
