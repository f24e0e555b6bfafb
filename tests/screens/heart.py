"""A process that does nothing but keep time, so that a halted machine is told from a frozen window.

A virtual machine may stand still for a second while its host does something else. Every clock goes
on meanwhile, so seen from within, whatever line was running then took a second. A thread of the
tests can't tell the difference, because a call that holds the interpreter's lock stops it as well;
a process of its own is only late when the whole machine was.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

BEAT_S = 0.02
LATE_FROM_S = 0.1
_BEATING = f"""
import threading, time
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
            shared = [min(until, end) - max(since, start) for start, end in self._spans]
        return sum(each for each in shared if each > 0)


@contextmanager
def listened(to: Halts) -> Iterator[subprocess.Popen[str]]:
    """Run a heart and add the halts it tells of, until the end of the block."""
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _BEATING], stdout=subprocess.PIPE, text=True
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
