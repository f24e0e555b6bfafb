"""One job over a line that talks back: ask, send, ask again.

The rules are DOMAIN.md's (Paper): a printer that says it can't print gets nothing; a printer that
says nothing gets the job, and what became of it is unknown; printed is only what a good answer
follows. Right behind the last byte the head is still printing, so a good answer is asked for once
more after a while: paper that ends with the job, or a printer that goes away, is not called
printed.

An answer names no question. Once one is missing, a later answer may be the late one to an earlier
question, given before the job: from then on nothing on this line can be called printed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Final, Protocol

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.real_time_status import (
    Question,
    answer_in,
    offline_state,
    paper_state,
    request,
    says_offline,
)
from services.printing.transports.transport import (
    Patience,
    handed_over,
    not_printed,
    printed,
    status_of,
    unknown,
)

CHUNK: Final = 4096
_WELL: Final = (PrinterState.READY, PrinterState.PAPER_LOW)
_TAKEN: Final = status_of(
    PrinterState.SILENT, message="The printer has taken the job; it does not report back."
)
_TOO_LATE: Final = status_of(
    PrinterState.SILENT, message="The printer answered too late to be sure: look at the paper."
)


class LineLost(Exception):
    """The line broke, stalled or was given up.

    ``taken`` counts bytes of the failed write that may have left nonetheless: a driver that fails
    half-way can't always tell.
    """

    def __init__(self, reason: str, *, taken: int = 0) -> None:
        super().__init__(reason)
        self.taken = taken


class Line(Protocol):
    """A two-way connection to a printer."""

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Hand over some of ``data`` and return how many bytes were taken, at least one.

        Raises:
            LineLost: nothing was taken, except what its ``taken`` says.
        """
        ...

    def read(self, *, timeout_s: float) -> bytes:
        """Return what came in, as soon as something did; nothing when ``timeout_s`` ran out.

        Raises:
            LineLost: the other end hung up.
        """
        ...

    def finish(self, *, timeout_s: float) -> None:
        """Say that nothing follows, and see that all of it left.

        Raises:
            LineLost: the line broke before.
        """
        ...


@dataclass(slots=True, kw_only=True)
class Conversation:
    """One job, or one question, over one line."""

    line: Line
    patience: Patience
    given_up: Event
    asks_status: bool = True
    _answer_is_missing: bool = field(default=False, init=False)

    def print(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Print ``data`` and say what is known of it."""
        try:
            before = self.status(timeout_s=self.patience.answer_s)
        except LineLost as error:
            return not_printed(status_of(PrinterState.UNREACHABLE, detail=str(error)))
        if before.state not in (*_WELL, PrinterState.SILENT):
            return not_printed(before)
        if self.given_up.is_set():
            return not_printed(status_of(PrinterState.OFFLINE, message="Printing was stopped."))
        on_first_byte()
        sent, trouble = self._send(data)
        if trouble and sent:
            return unknown(_lost(trouble), bytes_sent=sent)
        if trouble:
            return not_printed(status_of(PrinterState.UNREACHABLE, detail=str(trouble)))
        return self._result_after(sent)

    def status(self, *, timeout_s: float) -> PrinterStatus:
        """Ask how the printer is; silent when it does not answer in time, or is never asked.

        Raises:
            LineLost: the line broke.
        """
        if not self.asks_status:
            return status_of(PrinterState.SILENT)
        printer = self._ask(Question.PRINTER, timeout_s=timeout_s)
        if printer is None:
            return status_of(PrinterState.SILENT)
        if says_offline(printer):
            cause = self._ask(Question.OFFLINE_CAUSE, timeout_s=timeout_s)
            return status_of(offline_state(cause), detail=f"status {printer:#04x}")
        paper = self._ask(Question.PAPER, timeout_s=timeout_s)
        if paper is None:
            return status_of(PrinterState.SILENT)
        return status_of(paper_state(paper), detail=f"paper {paper:#04x}")

    def _send(self, data: bytes) -> tuple[int, LineLost | None]:
        """Return how many bytes were taken and, when it ended early, why."""
        sent = 0
        try:
            while sent < len(data):
                sent += self.line.write(data[sent : sent + CHUNK], timeout_s=self.patience.stall_s)
        except LineLost as error:
            return sent + error.taken, error
        return sent, None

    def _result_after(self, sent: int) -> PrintResult:
        try:
            if not self.asks_status:
                self.line.finish(timeout_s=self.patience.answer_s)
                return handed_over(_TAKEN, bytes_sent=sent)
            after = self.status(timeout_s=self.patience.finish_s)
            if after.state in _WELL and not self.given_up.wait(self.patience.settling_s(sent)):
                after = self.status(timeout_s=self.patience.finish_s)
        except LineLost as error:
            return unknown(_lost(error), bytes_sent=sent)
        if after.state not in _WELL:
            return unknown(after, bytes_sent=sent)
        if self._answer_is_missing:
            return unknown(_TOO_LATE, bytes_sent=sent)
        return printed(after, bytes_sent=sent)

    def _ask(self, question: Question, *, timeout_s: float) -> int | None:
        command = request(question)
        while command:
            command = command[self.line.write(command, timeout_s=timeout_s) :]
        deadline = time.monotonic() + timeout_s
        while (left := deadline - time.monotonic()) > 0:
            answer = answer_in(self.line.read(timeout_s=left))
            if answer is not None:
                return answer
        self._answer_is_missing = True
        return None


def _lost(error: LineLost) -> PrinterStatus:
    return status_of(
        PrinterState.UNREACHABLE,
        message="The line to the printer broke while it printed: look at the paper.",
        detail=str(error),
    )
