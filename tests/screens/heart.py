"""Processes that do nothing but keep time, so that a halted machine is told from a frozen window.

A virtual machine, or one of its processors, may stand still for a second while its host does
something else. Every clock goes on meanwhile, so seen from within, whatever line was running then
took a second. A thread of the tests can't tell the difference, because a call that holds the
interpreter's lock stops it as well; a process that is bound to a processor is only late when that
processor was.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

BEAT_S = 0.02
LATE_FROM_S = 0.1
_BEATING = f"""
import os, sys, threading, time
if len(sys.argv) > 1:
    os.sched_setaffinity(0, [int(sys.argv[1])])
rest = threading.Event().wait
before = time.monotonic()
while True:
    rest({BEAT_S})
    now = time.monotonic()
    if now - before > {LATE_FROM_S}:
        print(before, now, flush=True)
    before = now
"""


@dataclass(slots=True)
class Halts:
    """The spans, by the system's monotonic clock in seconds, in which the machine stood still."""

    _spans: list[tuple[float, float]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, since: float, until: float) -> None:
        """Remember one."""
        with self._lock:
            self._spans.append((since, until))

    def seconds(self, since: float, until: float) -> float:
        """Return how long the machine stood still between two instants, the last of them now."""
        # The heart tells of a halt one beat after it.
        threading.Event().wait(2 * BEAT_S)
        with self._lock:
            shared = sorted(
                (max(since, start), min(until, end))
                for start, end in self._spans
                if start < until and end > since
            )
        halted, upto = 0.0, since
        for start, end in shared:
            # Two processors may have stood still at the same time.
            halted += max(0.0, end - max(start, upto))
            upto = max(upto, end)
        return halted


@contextmanager
def listened(to: Halts) -> Iterator[list[subprocess.Popen[str]]]:
    """Run a heart on each processor and add the halts they tell of, until the end of the block."""
    with ExitStack() as stack:
        yield [stack.enter_context(_heart(to, processor)) for processor in _processors()]


def _processors() -> list[str]:
    # Where a process can't be bound to a processor there is one heart, wherever it runs.
    if sys.platform != "linux":
        return [""]
    return [str(number) for number in sorted(os.sched_getaffinity(0))]


@contextmanager
def _heart(to: Halts, processor: str) -> Iterator[subprocess.Popen[str]]:
    bound = [processor] if processor else []
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _BEATING, *bound], stdout=subprocess.PIPE, text=True
    ) as heart:
        listener = threading.Thread(target=_listen, args=(heart, to), name="heart", daemon=True)
        listener.start()
        yield heart
        heart.kill()
        listener.join()


def _listen(heart: subprocess.Popen[str], found: Halts) -> None:
    assert heart.stdout is not None
    for line in heart.stdout:
        since, until = line.split()
        found.add(float(since), float(until))
