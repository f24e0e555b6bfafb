"""Lets the writers of one SQLite file wait in turn instead of guessing when to try again.

SQLite's busy handler sleeps ever longer (up to 100 ms), so with eight processes some wait seconds.
An advisory lock on a file beside the database, asked for every millisecond, gives each waiter the
same chance. It is a courtesy, not a safeguard: ``BEGIN IMMEDIATE`` still decides, also where the
lock can't be had or has not come in time. All that a writer waits at shares one deadline.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_ASK_EVERY_S = 0.001


class WriteTurn:
    """One per database and process: threads queue at ``_door``, processes at the file lock."""

    def __init__(self, path: Path, *, timeout_s: float) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._door = threading.Lock()
        self._handle: int | None = None

    @contextmanager
    def taken(self) -> Iterator[float]:
        """Hold the turn, or go on without it after the time-out; give the seconds left of that."""
        until = time.monotonic() + self._timeout_s
        entered = self._door.acquire(timeout=self._timeout_s)
        try:
            locked = entered and self._lock(until=until)
            try:
                yield max(0.0, until - time.monotonic())
            finally:
                if locked:
                    self._unlock()
        finally:
            if entered:
                self._door.release()

    def close(self) -> None:
        """Give the lock file back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _lock(self, *, until: float) -> bool:
        if sys.platform == "win32":
            return False
        try:
            if self._handle is None:
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            # A read-only or full folder: BEGIN IMMEDIATE will say what is wrong with it.
            return False
        return self._ask(self._handle, until=until)

    def _ask(self, handle: int, *, until: float) -> bool:
        while time.monotonic() < until:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_ASK_EVERY_S)
            except OSError:
                # A file system without locks: only BEGIN IMMEDIATE keeps the order.
                return False
            else:
                return True
        return False

    def _unlock(self) -> None:
        if self._handle is not None and sys.platform != "win32":
            fcntl.flock(self._handle, fcntl.LOCK_UN)
