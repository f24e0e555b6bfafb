"""Real-time status of ESC/POS printers: what to ask and what the answers mean.

DLE EOT n, with n = 1 printer, 2 cause of offline, 4 paper (Epson, "ESC/POS Command Reference", DLE
EOT). Every answer is one byte with bits 1 and 4 set and bits 0 and 7 clear; anything else is no
answer.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from services.printing.dto import PrinterState

_FIXED_BITS: Final = 0b1001_0011
_FIXED_VALUE: Final = 0b0001_0010

_OFFLINE: Final = 0b0000_1000
_COVER_OPEN: Final = 0b0000_0100
_STOPPED_BY_PAPER: Final = 0b0010_0000
_FAULT: Final = 0b0100_0000
_PAPER_END: Final = 0b0110_0000
_PAPER_NEAR_END: Final = 0b0000_1100


class Question(IntEnum):
    """The status that DLE EOT n asks for."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    PAPER = 4


def request(question: Question) -> bytes:
    """Return the command that asks ``question``."""
    return b"\x10\x04" + bytes([question])


def answer_in(data: bytes) -> int | None:
    """Return the last byte of ``data`` that can be an answer, None if there is none."""
    for byte in reversed(data):
        if byte & _FIXED_BITS == _FIXED_VALUE:
            return byte
    return None


def says_offline(printer: int) -> bool:
    """Tell whether the answer to `Question.PRINTER` says offline."""
    return bool(printer & _OFFLINE)


def offline_state(cause: int | None) -> PrinterState:
    """Return why the printer is offline, from the answer to `Question.OFFLINE_CAUSE`."""
    if cause is None:
        return PrinterState.OFFLINE
    if cause & _COVER_OPEN:
        return PrinterState.COVER_OPEN
    if cause & _STOPPED_BY_PAPER:
        return PrinterState.OUT_OF_PAPER
    return PrinterState.ERROR if cause & _FAULT else PrinterState.OFFLINE


def paper_state(paper: int) -> PrinterState:
    """Return how the paper is, from the answer to `Question.PAPER`."""
    if paper & _PAPER_END:
        return PrinterState.OUT_OF_PAPER
    return PrinterState.PAPER_LOW if paper & _PAPER_NEAR_END else PrinterState.READY
