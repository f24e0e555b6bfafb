"""Runs the lane of one print job here, and hears what became of that job."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from services.jobs.runner import JobRunner
from services.printing.runner import PrintHandler
from services.settings.overrides import printer_overrides
from services.types import JobKind

if TYPE_CHECKING:
    from app.cli.session import Session
    from data.repositories.jobs import ClaimedJob
    from services.jobs.handling import Attempt, Record


class _Listening:
    """Prints like the ordinary handler and keeps what it answered for one job."""

    def __init__(self, inner: PrintHandler, *, job_id: int) -> None:
        self._inner = inner
        self._job_id = job_id
        self.heard: Attempt | None = None

    def run(self, job: ClaimedJob, *, begin: Callable[[], None]) -> Attempt:
        attempt = self._inner.run(job, begin=begin)
        if job.id == self._job_id:
            self.heard = attempt
        return attempt

    def lost(self, job: ClaimedJob) -> Record:
        return self._inner.lost(job)


class OneJob:
    """One waiting print job. Others of the same printer that are due go before it."""

    def __init__(self, session: Session, *, job_id: int, lane: str) -> None:
        shop = session.opened().shop
        handler = PrintHandler(shop.database, overrides=printer_overrides(session.environment))
        self._listening = _Listening(handler, job_id=job_id)
        self._runner = JobRunner(
            shop.database,
            {JobKind.PRINT: self._listening},
            shop.changes,
            lane_prefixes=lambda: (lane,),
        )
        self._lane = lane

    def run(self) -> Attempt | None:
        """Run what is due on the printer's lane; return what was heard of this job, if anything."""
        self._runner.run_lane(self._lane)
        return self._listening.heard
