"""A receipt printer on the loopback network that behaves as badly as real ones.

It answers real-time status (DLE EOT n), keeps what it was given, and gives the lines back for
assertions. One thread, joined by `stop`; waiting is by condition, never by sleeping.
"""

from __future__ import annotations

import socket
import struct
import time
from enum import StrEnum
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Final, Self

from tests.support.escpos_reader import printed_text

_ASK: Final = b"\x10\x04"
_GOOD: Final = 0x12
_OFFLINE: Final = 0x1A
_COVER: Final = 0x16
_STOPPED_BY_PAPER: Final = 0x32
_PAPER_END: Final = 0x72
_PAPER_NEAR_END: Final = 0x1E


class Behaviour(StrEnum):
    """How the printer takes a job.

    ``LATE`` is slow to say its first word, and its paper ends with the job.
    """

    OK = "ok"
    SLOW = "slow"
    STALLED = "stalled"
    DROPPED = "dropped"
    OUT_OF_PAPER = "out_of_paper"
    PAPER_ENDS = "paper_ends"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    LYING = "lying"
    SILENT = "silent"
    FALLS_SILENT = "falls_silent"
    HANGS_UP = "hangs_up"
    LATE = "late"


class VirtualPrinter:
    """A TCP receipt printer; ``behaviour`` may be changed between jobs.

    ``late_s`` is how long a late one thinks about the first question of a connection.
    """

    def __init__(
        self, behaviour: Behaviour = Behaviour.OK, *, drops_after: int = 64, late_s: float = 0.5
    ) -> None:
        self.behaviour = behaviour
        self.drops_after = drops_after
        self.late_s = late_s
        self.jobs: list[bytes] = []
        self.connections = 0
        self.first_byte_at: float | None = None
        self._has_spoken = False
        self._stop = Event()
        self._changed = Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self.port: int = self._listener.getsockname()[1]
        self._thread = Thread(target=self._serve, name="virtual-printer", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """The address to print to."""
        return f"tcp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Hang up and end the thread."""
        self._stop.set()
        self._thread.join(timeout=5)
        self._listener.close()

    def wait_for_jobs(self, count: int = 1, *, timeout_s: float = 5.0) -> list[bytes]:
        """Return the jobs as soon as there are ``count`` of them.

        Raises:
            TimeoutError: there were fewer when the time ran out.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.jobs) >= count, timeout_s):
                raise TimeoutError(f"{len(self.jobs)} of {count} jobs arrived")
            return list(self.jobs)

    def wait_for_first_byte(self, *, timeout_s: float = 5.0) -> float:
        """Return when, by the monotonic clock, the first printed byte arrived.

        Raises:
            TimeoutError: none arrived in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self.first_byte_at is not None, timeout_s):
                raise TimeoutError("nothing arrived")
            assert self.first_byte_at is not None
            return self.first_byte_at

    def printed_text(self, job: int = -1) -> str:
        """Return the lines of one job, the last by default; empty when nothing was printed."""
        with self._changed:
            return printed_text(self.jobs[job]) if self.jobs else ""

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _peer = self._listener.accept()
            except TimeoutError:
                continue
            with connection:
                self.connections += 1
                connection.settimeout(0.05)
                self._attend(connection)

    def _attend(self, connection: socket.socket) -> None:
        """Take one connection to its end; what was printed on it is one job."""
        pending, job = b"", b""
        self._has_spoken = False
        while not self._stop.is_set():
            if self.behaviour is Behaviour.STALLED:
                self._stop.wait(0.05)
                continue
            try:
                data = connection.recv(64 if self.behaviour is Behaviour.SLOW else 4096)
            except TimeoutError:
                continue
            except OSError:
                break
            if not data:
                break
            if self.behaviour is Behaviour.SLOW:
                self._stop.wait(0.01)
            pending, printed = self._answer(connection, pending + data, job=job)
            job += printed
            if printed and self.first_byte_at is None:
                with self._changed:
                    self.first_byte_at = time.monotonic()
                    self._changed.notify_all()
            if self._gone(connection, job=job):
                break
        if job:
            with self._changed:
                self.jobs.append(job)
                self._changed.notify_all()

    def _gone(self, connection: socket.socket, *, job: bytes) -> bool:
        match self.behaviour:
            case Behaviour.DROPPED if len(job) >= self.drops_after:
                # Linger 0 makes closing a reset, as a cable pulled and plugged in does.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return True
            case Behaviour.LYING:
                return bool(job)
            case Behaviour.HANGS_UP:
                return True
            case _:
                return False

    def _answer(self, connection: socket.socket, data: bytes, *, job: bytes) -> tuple[bytes, bytes]:
        """Answer the questions in ``data``; return what is not yet whole and what was printed."""
        printed = b""
        while (at := data.find(_ASK)) >= 0 and len(data) > at + 2:
            printed += data[:at]
            question, data = data[at + 2], data[at + 3 :]
            self._say(connection, question, printing=bool(job or printed))
        if at >= 0:
            return data[at:], printed + data[:at]
        if data.endswith(_ASK[:1]):
            return data[-1:], printed + data[:-1]
        return b"", printed + data

    def _say(self, connection: socket.socket, question: int, *, printing: bool) -> None:
        answer = self._status(question, printing=printing)
        if answer is None:
            return
        if self.behaviour is Behaviour.LATE and not self._has_spoken:
            self._stop.wait(self.late_s)
        self._has_spoken = True
        try:
            connection.sendall(bytes([answer]))
        except OSError:
            return

    def _status(self, question: int, *, printing: bool) -> int | None:
        ended = printing and self.behaviour in (Behaviour.PAPER_ENDS, Behaviour.LATE)
        fallen_silent = self.behaviour is Behaviour.FALLS_SILENT and printing
        if fallen_silent or self.behaviour in (Behaviour.SILENT, Behaviour.STALLED):
            return None
        if self.behaviour is Behaviour.OUT_OF_PAPER or ended:
            return {1: _OFFLINE, 2: _STOPPED_BY_PAPER, 4: _PAPER_END}.get(question, _GOOD)
        if self.behaviour is Behaviour.COVER_OPEN:
            return {1: _OFFLINE, 2: _COVER}.get(question, _GOOD)
        if self.behaviour is Behaviour.PAPER_LOW:
            return {4: _PAPER_NEAR_END}.get(question, _GOOD)
        return _GOOD


def closed_port() -> int:
    """Return a loopback port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
