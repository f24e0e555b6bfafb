"""What every way to a printer has in common: the protocol, the patience and the results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from services.printing.dto import PrinterState, PrinterStatus, PrintOutcome, PrintResult

_RECEIVE_BUFFER: Final = 4096


class Transport(Protocol):
    """One way to one printer, for one job."""

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Print ``data`` and say honestly what is known of it; never raises for the printer's sake.

        ``on_first_byte`` is called once, right before the first byte of the job is handed over:
        until then the outcome is "not printed", from then on it may be unknown.
        """
        ...

    def status(self) -> PrinterStatus:
        """Ask the printer how it is, without printing."""
        ...

    def cancel(self) -> None:
        """Give up waiting, from another thread; `send` then returns what is known."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a printer may take, in seconds (DOMAIN.md, Paper: 2 to 5 s).

    ``answer_s`` is asked before a job, ``finish_s`` after it, when the printer reads the question
    only behind all of the job; ``stall_s`` is the longest pause while the job is being taken.
    ``settle_s``, and ``settle_kb_s`` for each kilobyte that the printer may still hold, is the time
    after which the good answer is asked for once more.
    """

    connect_s: float = 3.0
    answer_s: float = 2.0
    finish_s: float = 5.0
    stall_s: float = 5.0
    settle_s: float = 0.4
    settle_kb_s: float = 0.4

    def settling_s(self, sent: int) -> float:
        """Return how long the head still prints once ``sent`` bytes were taken.

        A line of text is some 40 bytes and 3.5 mm, and slow heads print 150 mm/s (0.6 s per
        kilobyte, of which the question and its answer take some). What is over the usual receive
        buffer of 4 KiB has been printed by the time the last byte is taken.
        """
        return self.settle_s + self.settle_kb_s * min(sent, _RECEIVE_BUFFER) / 1024


_SENTENCES = {
    PrinterState.READY: "The printer is ready.",
    PrinterState.NO_PRINTER: "No printer is chosen for this till.",
    PrinterState.PAPER_LOW: "The printer is ready; the paper is running low.",
    PrinterState.OUT_OF_PAPER: "The printer is out of paper: put in a new roll.",
    PrinterState.COVER_OPEN: "The printer's cover is open: close it.",
    PrinterState.OFFLINE: "The printer is offline: check its lamps and its feed button.",
    PrinterState.ERROR: "The printer reports a fault: switch it off and on.",
    PrinterState.UNREACHABLE: "The printer can't be reached: check its power and its cable.",
    PrinterState.SILENT: "The printer does not say how it is: look at the paper.",
    PrinterState.QUEUE: "The system's print queue has it from here.",
}


def status_of(state: PrinterState, *, detail: str = "", message: str = "") -> PrinterStatus:
    """Return the status in a sentence a cashier can act on; ``detail`` is for the support page."""
    return PrinterStatus(state=state, message=message or _SENTENCES[state], detail=detail)


def not_printed(status: PrinterStatus) -> PrintResult:
    """Return that nothing of the job left the till."""
    return PrintResult(outcome=PrintOutcome.NOT_PRINTED, status=status)


def unknown(status: PrinterStatus, *, bytes_sent: int) -> PrintResult:
    """Return that some of the job left and nobody can say what became of it."""
    return PrintResult(outcome=PrintOutcome.UNKNOWN, status=status, bytes_sent=bytes_sent)


def handed_over(status: PrinterStatus, *, bytes_sent: int) -> PrintResult:
    """Return that the job was taken by something that never reports back."""
    return PrintResult(outcome=PrintOutcome.HANDED_OVER, status=status, bytes_sent=bytes_sent)


def printed(status: PrinterStatus, *, bytes_sent: int) -> PrintResult:
    """Return that the job was taken whole and the printer was well afterwards."""
    return PrintResult(outcome=PrintOutcome.PRINTED, status=status, bytes_sent=bytes_sent)
