"""Runs the jobs of this workstation's lanes, one thread per lane, so that one stuck printer stops
nothing else.

A dispatcher thread asks once a second (or when woken after a commit) which lanes have work, with
one indexed query, and wakes those lanes' threads.
"""

from __future__ import annotations

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable, Sequence

from data.engine import Database
from data.repositories import jobs as repository
from services.changes import ChangeBus
from services.jobs.handling import PASSING_FAULTS, Handlers, Interruptible
from services.jobs.lane import Lane
from services.jobs.lease import LEASE_S

_LOG = logging.getLogger("mendpoint.jobs")

POLL_S = 1.0
PRUNE_EVERY_S = 600.0
DONE_KEPT_S = 24 * 3600.0
FAILED_KEPT_S = 7 * 24 * 3600.0
KEEP_DONE = 1_000
PRUNE_MOST = 500

# At the end of a stop: the time to write down what became of the attempts that were cut short.
CUT_SHORT_S = 2.0
_LOOK_S = 0.05

LanePrefixes = Callable[[], Sequence[str]]


class JobRunner:
    """Carries jobs out. ``lane_prefixes`` says which lanes are this workstation's.

    ``lease_s`` is after how long without a word from this process another may see to its jobs.
    """

    def __init__(
        self,
        database: Database,
        handlers: Handlers,
        changes: ChangeBus,
        *,
        lane_prefixes: LanePrefixes,
        lease_s: float = LEASE_S,
    ) -> None:
        self._database = database
        self._handlers = handlers
        self._changes = changes
        self._lane_prefixes = lane_prefixes
        self._lease_s = lease_s
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._lanes: dict[str, threading.Thread] = {}
        self._again: set[str] = set()
        # Reentrant: `stop` may come from a signal, on whatever the main thread is doing.
        self._lock = threading.RLock()
        self._dispatcher: threading.Thread | None = None
        self._pruned_at = time.monotonic()

    def start(self) -> None:
        """Start working. Does nothing when it is working already."""
        if self._dispatcher is not None:
            return
        self._stopping.clear()
        self._dispatcher = threading.Thread(target=self._dispatch, name="job-dispatch", daemon=True)
        self._dispatcher.start()

    def wake(self) -> None:
        """Look for work now: called after a commit that enqueued something."""
        self._wake.set()

    def stop(self, *, deadline_s: float) -> bool:
        """Stop after the attempts under way; False when one was still at it after the deadline.

        Shortly before the deadline they are cut short, so that they end with what is true of them.
        What is not written down by then is told apart by its lease: put back, or unknown.
        """
        self._stopping.set()
        self._wake.set()
        until = time.monotonic() + deadline_s
        cut_at = until - min(CUT_SHORT_S, deadline_s / 2)
        while (alive := self._alive()) and time.monotonic() < until:
            if time.monotonic() >= cut_at:
                self._cut_short()
            alive[0].join(_LOOK_S)
        # Whatever runs on the caller's own thread (`run_once`), interrupted by a signal.
        self._cut_short()
        self._dispatcher = None
        return not alive

    def run_once(self) -> int:
        """Carry out everything that is due now, on this thread; return how many attempts."""
        with self._database.reading() as uow:
            lanes = repository.due_lanes(uow, lane_prefixes=self._lane_prefixes())
        return sum(self.run_lane(name) for name in lanes)

    def run_lane(self, name: str) -> int:
        """Carry out what is due on one lane, on this thread; return how many attempts."""
        return self._lane(name).work(stopping=self._stopping.is_set)

    def _alive(self) -> list[threading.Thread]:
        with self._lock:
            threads = [self._dispatcher, *self._lanes.values()]
        return [thread for thread in threads if thread is not None and thread.is_alive()]

    def _cut_short(self) -> None:
        for handler in self._handlers.values():
            if isinstance(handler, Interruptible):
                handler.cancel()

    def _dispatch(self) -> None:
        while not self._stopping.is_set():
            _outlive(self._look_round, whose="the dispatcher")
            self._wake.wait(POLL_S)
            self._wake.clear()

    def _look_round(self) -> None:
        self._start_due_lanes()
        self._prune_now_and_then()

    def _start_due_lanes(self) -> None:
        prefixes = self._lane_prefixes()
        if not prefixes:
            return
        with self._database.reading() as uow:
            due = repository.due_lanes(uow, lane_prefixes=prefixes)
        for name in due:
            self._start_lane(name)

    def _start_lane(self, name: str) -> None:
        with self._lock:
            if name in self._lanes:
                # It may be on its way out: it looks once more before it ends.
                self._again.add(name)
                return
            thread = threading.Thread(
                target=self._work_lane, args=(name,), name=f"job-{name}", daemon=True
            )
            thread.start()
            # It can't leave the table before it is in it: leaving takes the lock.
            self._lanes[name] = thread

    def _work_lane(self, name: str) -> None:
        lane = self._lane(name)
        left = False
        try:
            while not left:
                _outlive(lambda: lane.work(stopping=self._stopping.is_set), whose=f"lane {name}")
                left = self._leave(name)
        finally:
            if not left:
                self._leave(name, surely=True)

    def _leave(self, name: str, *, surely: bool = False) -> bool:
        """Take the lane off the table, unless it was asked to look once more; say whether."""
        with self._lock:
            again = name in self._again and not self._stopping.is_set() and not surely
            self._again.discard(name)
            if not again:
                del self._lanes[name]
            return not again

    def _lane(self, name: str) -> Lane:
        return Lane(
            self._database,
            self._handlers,
            self._changes,
            name=name,
            owner=self._owner,
            jitter=random.random,
            lease_s=self._lease_s,
        )

    def _prune_now_and_then(self) -> None:
        if time.monotonic() - self._pruned_at < PRUNE_EVERY_S:
            return
        self._pruned_at = time.monotonic()
        with self._database.writing() as uow:
            repository.prune(
                uow,
                done_kept_s=DONE_KEPT_S,
                failed_kept_s=FAILED_KEPT_S,
                keep=KEEP_DONE,
                most=PRUNE_MOST,
            )


def _outlive(work: Callable[[], object], *, whose: str) -> None:
    """Do ``work`` and log what it dies of: the next turn tries again."""
    try:
        work()
    except PASSING_FAULTS as fault:
        _LOG.info("%s waits for the database: %s", whose, fault)
    except Exception:  # noqa: BLE001 - a lane that ended for good would print nothing any more
        _LOG.exception("%s failed unexpectedly", whose)
