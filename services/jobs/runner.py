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
from services.jobs.handling import Handlers
from services.jobs.lane import PASSING_FAULTS, Lane

_LOG = logging.getLogger("mendpoint.jobs")

POLL_S = 1.0
PRUNE_EVERY_S = 600.0
DONE_KEPT_S = 24 * 3600.0
FAILED_KEPT_S = 7 * 24 * 3600.0
KEEP_DONE = 1_000
PRUNE_MOST = 500

LanePrefixes = Callable[[], Sequence[str]]


class JobRunner:
    """Carries jobs out. ``lane_prefixes`` says which lanes are this workstation's."""

    def __init__(
        self,
        database: Database,
        handlers: Handlers,
        changes: ChangeBus,
        *,
        lane_prefixes: LanePrefixes,
    ) -> None:
        self._database = database
        self._handlers = handlers
        self._changes = changes
        self._lane_prefixes = lane_prefixes
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._lanes: dict[str, threading.Thread] = {}
        self._again: set[str] = set()
        self._lock = threading.Lock()
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

        What is not finished by then is told apart by its lease: put back, or unknown.
        """
        self._stopping.set()
        self._wake.set()
        until = time.monotonic() + deadline_s
        threads = [thread for thread in (self._dispatcher, *self._lanes.values()) if thread]
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._dispatcher = None
        return not any(thread.is_alive() for thread in threads)

    def run_once(self) -> int:
        """Carry out everything that is due now, on this thread; return how many attempts."""
        with self._database.reading() as uow:
            lanes = repository.due_lanes(uow, lane_prefixes=self._lane_prefixes())
        return sum(self._lane(name).work(stopping=self._stopping.is_set) for name in lanes)

    def _dispatch(self) -> None:
        while not self._stopping.is_set():
            try:
                self._start_due_lanes()
                self._prune_now_and_then()
            except PASSING_FAULTS as fault:
                _LOG.info("jobs wait for the database: %s", fault)
            self._wake.wait(POLL_S)
            self._wake.clear()

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
            self._lanes[name] = thread
            thread.start()

    def _work_lane(self, name: str) -> None:
        lane = self._lane(name)
        while True:
            try:
                lane.work(stopping=self._stopping.is_set)
            except PASSING_FAULTS as fault:
                _LOG.info("lane %s waits for the database: %s", name, fault)
            with self._lock:
                if name in self._again and not self._stopping.is_set():
                    self._again.discard(name)
                    continue
                self._again.discard(name)
                del self._lanes[name]
                return

    def _lane(self, name: str) -> Lane:
        return Lane(
            self._database,
            self._handlers,
            self._changes,
            name=name,
            owner=self._owner,
            jitter=random.random,
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
