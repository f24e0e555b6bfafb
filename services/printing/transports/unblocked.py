"""Writing to a file, a pipe or a device without ever waiting inside the system.

A pipe that nobody reads and a printer without paper block whoever writes to them. Here what is
waited for is waited for in slices, so that it ends in time and can be given up.
"""

from __future__ import annotations

import os
import selectors
import time
from dataclasses import dataclass
from threading import Event
from typing import Final

from services.printing.transports.conversation import LineLost

SLICE_S: Final = 0.1
"""How often a waiting job looks whether it was given up."""

_BREATH_S: Final = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocked:
    """A file descriptor that was opened without blocking."""

    file: int
    given_up: Event

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Return how many bytes were taken, at least one.

        Raises:
            LineLost: none in time, or the job was given up.
            OSError: the system refused.
        """
        until = time.monotonic() + timeout_s
        while True:
            try:
                if taken := os.write(self.file, data):
                    return taken
            except BlockingIOError:
                # A driver that can't be asked (Linux, lp) says at once that it has room.
                self.given_up.wait(_BREATH_S)
            self._wait_for_room(until=until)

    def finish(self, *, timeout_s: float) -> None:
        """Wait until a device has taken the last bytes: closing before drops them (Linux, usblp).

        Raises:
            LineLost: it took too long, or the job was given up.
        """
        self._wait_for_room(until=time.monotonic() + timeout_s)

    def _wait_for_room(self, *, until: float) -> None:
        # Not the default selector: epoll refuses what can't be asked.
        with selectors.SelectSelector() as selector:
            selector.register(self.file, selectors.EVENT_WRITE)
            while True:
                if self.given_up.is_set():
                    raise LineLost("printing was stopped")
                if time.monotonic() > until:
                    raise LineLost("the printer takes no more data")
                if selector.select(SLICE_S):
                    return
