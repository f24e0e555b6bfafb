"""Keeps the lease of a job that is being carried out, however long that takes.

A lease tells a process that died from one that is at work. A ticket of images on a slow line takes
longer than any lease should last (42 s at 9600 baud), so the lease is renewed meanwhile, from a
thread of its own: what a printer's driver waits for can't be counted in steps.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from data.engine import Database
from data.repositories import jobs as repository
from data.repositories.jobs import ClaimedJob
from services.jobs.handling import PASSING_FAULTS

_LOG = logging.getLogger("mendpoint.jobs")

# A job whose process died is seen to after this.
LEASE_S: Final = 30.0

_RENEWALS: Final = 3
"""In one lease: two may fail before it ends."""


@contextmanager
def kept_lease(database: Database, job: ClaimedJob, *, lease_s: float) -> Iterator[None]:
    """Renew the job's lease as long as the block runs, unless somebody else holds the job."""
    over = threading.Event()
    keeper = threading.Thread(
        target=_keep, args=(database, job, lease_s, over), name=f"lease-{job.id}", daemon=True
    )
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(database: Database, job: ClaimedJob, lease_s: float, over: threading.Event) -> None:
    while not over.wait(lease_s / _RENEWALS):
        try:
            with database.writing() as uow:
                if not repository.extend_lease(uow, job, lease_s=lease_s):
                    return
        except PASSING_FAULTS as fault:
            _LOG.info("the lease of job %s could not be renewed: %s", job.id, fault)
