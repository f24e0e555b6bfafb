"""Watches how long the user interface keeps the main thread, while the tests drive it.

A thread looks at the main thread's stack fifty times a second. When the same call of our own user
interface stays on it, nothing else is painted or heard meanwhile. The stack is read as faulthandler
writes it: a frame object taken by another thread would keep a painter alive past its window.
"""

from __future__ import annotations

import faulthandler
import re
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.screens.heart import LATE_FROM_S, Halts

LOOK_EVERY_S = 0.02
REPORTED_FROM_S = 0.1
# What takes two seconds must show progress and Cancel; it can't while the window stands still. Not
# less: machines that share a host stand still for up to a second and a half, told by no clock.
FAILS_FROM_S = 2.0
_UI = str(Path(__file__).resolve().parents[2] / "ui") + "/"
_THREAD = re.compile(r"(?:Current thread|Thread) 0x([0-9a-f]+)")
_FRAME = re.compile(r'  File "([^"]+)", line (\d+) in (.+)')


@dataclass(frozen=True, slots=True)
class Blocked:
    """The main thread was kept for so long by this call."""

    seconds: float
    where: str


class _RunQueue:
    """How long a thread was ready to run while the machine did something else (Linux tells).

    A machine that is shared by several test runs must not be taken for a frozen window.
    """

    def __init__(self, thread_id: int | None) -> None:
        self._path = Path(f"/proc/self/task/{thread_id}/schedstat")

    def seconds(self) -> float:
        """Return the whole time; nothing where the system does not tell."""
        try:
            return int(self._path.read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0


class _Idle:
    """How long a thread did nothing while it let nobody look, for it held the interpreter's lock.

    It waited for the machine then (a page of memory, say): what a call computes uses the processor.
    """

    def __init__(self, thread: int) -> None:
        self._clock = time.pthread_getcpuclockid(thread) if sys.platform != "win32" else None
        self._looked = time.monotonic()
        self._used = self._now()
        self.seconds = 0.0

    def look(self) -> None:
        """Note a look; only what lies between two that are far apart is asked about."""
        now, used = time.monotonic(), self._now()
        gap = now - self._looked
        if self._clock is not None and gap > LATE_FROM_S:
            self.seconds += max(0.0, gap - LATE_FROM_S - (used - self._used))
        self._looked, self._used = now, used

    def _now(self) -> float:
        return time.clock_gettime(self._clock) if self._clock is not None else 0.0


class Watchdog:
    """Looks on until it is stopped."""

    def __init__(self, machine: Halts) -> None:
        self._main = threading.main_thread().ident or 0
        self._kept_off = _RunQueue(threading.main_thread().native_id)
        self._halts = machine
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self.blocked: list[Blocked] = []

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        call, since, deepest = "", 0.0, ""
        idle = _Idle(self._main)
        lost_since = self._lost(idle)
        with tempfile.TemporaryFile("w+") as paper:
            while not self._stop.wait(LOOK_EVERY_S):
                paper.seek(0)
                paper.truncate()
                faulthandler.dump_traceback(paper, all_threads=True)
                paper.seek(0)
                seen, inner = self._ui_calls(paper.read())
                idle.look()
                now = time.monotonic()
                if seen != call:
                    lost = self._lost(idle)
                    self._note(call, since, now, lost=lost - lost_since, deepest=deepest)
                    call, since, lost_since = seen, now, lost
                deepest = inner
        idle.look()
        lost = self._lost(idle) - lost_since
        self._note(call, since, time.monotonic(), lost=lost, deepest=deepest)

    def _lost(self, idle: _Idle) -> float:
        return self._kept_off.seconds() + idle.seconds

    def _note(self, call: str, since: float, until: float, *, lost: float, deepest: str) -> None:
        lasted = until - since - lost
        if not call or lasted < REPORTED_FROM_S:
            return
        lasted = until - since - max(lost, self._halts.seconds(since, until))
        if lasted >= REPORTED_FROM_S:
            self.blocked.append(Blocked(seconds=lasted, where=f"{call}, last in {deepest}"))

    def _ui_calls(self, stacks: str) -> tuple[str, str]:
        """Return the outermost and the innermost call of our user interface on the main thread."""
        on_main, calls = False, []
        for line in stacks.splitlines():
            thread = _THREAD.match(line)
            if thread is not None:
                on_main = int(thread[1], 16) == self._main
            frame = _FRAME.match(line)
            if on_main and frame is not None and frame[1].startswith(_UI):
                calls.append(f"{frame[1].removeprefix(_UI)}:{frame[2]} {frame[3]}")
        return (calls[-1], calls[0]) if calls else ("", "")
