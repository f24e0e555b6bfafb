from __future__ import annotations

from threading import Event

import pytest

from services.printing.dto import PrinterState, PrintOutcome
from services.printing.transports.conversation import Conversation, LineLost
from services.printing.transports.real_time_status import answer_in, offline_state, paper_state
from services.printing.transports.transport import Patience

QUICK = Patience(answer_s=0.05, finish_s=0.05, stall_s=0.05, settle_s=0.0, settle_kb_s=0.0)
JOB = b"x" * 10_000


class ScriptedLine:
    """A line that takes bytes in pieces and answers from a script; None is silence."""

    def __init__(
        self,
        *answers: int | None,
        piece: int = 4096,
        breaks_after: int | None = None,
        taken_when_broken: int = 0,
    ) -> None:
        self.job = bytearray()
        self.finished = False
        self._answers = list(answers)
        self._piece = piece
        self._breaks_after = breaks_after
        self._taken_when_broken = taken_when_broken

    def write(self, data: bytes, *, timeout_s: float) -> int:
        if data.startswith(b"\x10\x04"):
            return len(data)
        if self._breaks_after is not None and len(self.job) >= self._breaks_after:
            raise LineLost("the cable is out", taken=self._taken_when_broken)
        taken = data[: self._piece]
        self.job += taken
        return len(taken)

    def read(self, *, timeout_s: float) -> bytes:
        answer = self._answers.pop(0) if self._answers else None
        if answer is None:
            Event().wait(timeout_s)
            return b""
        if answer < 0:
            raise LineLost("the printer hung up")
        return bytes([answer])

    def finish(self, *, timeout_s: float) -> None:
        self.finished = True


def talk(line: ScriptedLine, *, asks_status: bool = True) -> tuple[PrintOutcome, PrinterState, int]:
    begun: list[int] = []
    conversation = Conversation(
        line=line, patience=QUICK, given_up=Event(), asks_status=asks_status
    )
    result = conversation.print(JOB, on_first_byte=lambda: begun.append(len(line.job)))
    assert begun == ([0] if result.bytes_sent else begun[:1])
    return result.outcome, result.status.state, result.bytes_sent


GOOD = (0x12, 0x12)


def test_good_before_and_good_twice_after_is_printed() -> None:
    line = ScriptedLine(*GOOD, *GOOD, *GOOD, piece=700)
    assert talk(line) == (PrintOutcome.PRINTED, PrinterState.READY, len(JOB))
    assert bytes(line.job) == JOB


def test_paper_that_runs_low_still_prints() -> None:
    low = (0x12, 0x1E)
    outcome, state, _sent = talk(ScriptedLine(*low, *low, *low))
    assert (outcome, state) == (PrintOutcome.PRINTED, PrinterState.PAPER_LOW)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ((0x12, 0x72), PrinterState.OUT_OF_PAPER),
        ((0x1A, 0x16), PrinterState.COVER_OPEN),
        ((0x1A, 0x32), PrinterState.OUT_OF_PAPER),
        ((0x1A, 0x52), PrinterState.ERROR),
        ((0x1A, None), PrinterState.OFFLINE),
        ((-1,), PrinterState.UNREACHABLE),
    ],
)
def test_a_printer_that_cannot_print_gets_nothing(
    answers: tuple[int | None, ...], state: PrinterState
) -> None:
    line = ScriptedLine(*answers)
    assert talk(line) == (PrintOutcome.NOT_PRINTED, state, 0)
    assert not line.job


@pytest.mark.parametrize(
    ("after", "state"),
    [
        ((None,), PrinterState.SILENT),
        ((0x12, None), PrinterState.SILENT),
        ((0x12, 0x72), PrinterState.OUT_OF_PAPER),
        ((*GOOD, 0x12, 0x72), PrinterState.OUT_OF_PAPER),
        ((*GOOD, None), PrinterState.SILENT),
        ((-1,), PrinterState.UNREACHABLE),
        ((*GOOD, -1), PrinterState.UNREACHABLE),
        ((0x00, 0xFF), PrinterState.SILENT),
    ],
)
def test_anything_but_good_afterwards_is_unknown(
    after: tuple[int | None, ...], state: PrinterState
) -> None:
    assert talk(ScriptedLine(*GOOD, *after)) == (PrintOutcome.UNKNOWN, state, len(JOB))


def test_a_silent_printer_gets_the_job_and_nobody_knows() -> None:
    line = ScriptedLine()
    assert talk(line) == (PrintOutcome.UNKNOWN, PrinterState.SILENT, len(JOB))
    assert bytes(line.job) == JOB


def test_a_printer_that_speaks_only_afterwards_is_unknown() -> None:
    # The first good word may be the late answer to what was asked before the job.
    outcome, state, _sent = talk(ScriptedLine(None, *GOOD, *GOOD))
    assert (outcome, state) == (PrintOutcome.UNKNOWN, PrinterState.SILENT)


def test_a_late_printer_that_says_what_is_wrong_is_believed() -> None:
    outcome, state, _sent = talk(ScriptedLine(None, *GOOD, 0x12, 0x72))
    assert (outcome, state) == (PrintOutcome.UNKNOWN, PrinterState.OUT_OF_PAPER)


def test_the_head_is_given_time_for_what_it_still_holds() -> None:
    patience = Patience(settle_s=0.5, settle_kb_s=0.25)
    waits = [patience.settling_s(sent) for sent in (0, 1024, 4096, 400_000)]
    assert waits == [0.5, 0.75, 1.5, 1.5]


def test_a_line_that_breaks_before_the_first_byte_printed_nothing() -> None:
    line = ScriptedLine(*GOOD, breaks_after=0)
    assert talk(line) == (PrintOutcome.NOT_PRINTED, PrinterState.UNREACHABLE, 0)


def test_a_line_that_breaks_on_the_way_is_unknown() -> None:
    line = ScriptedLine(*GOOD, breaks_after=4096)
    assert talk(line) == (PrintOutcome.UNKNOWN, PrinterState.UNREACHABLE, 4096)


def test_a_driver_that_cannot_say_what_it_took_is_unknown() -> None:
    line = ScriptedLine(*GOOD, breaks_after=0, taken_when_broken=1)
    assert talk(line) == (PrintOutcome.UNKNOWN, PrinterState.UNREACHABLE, 1)


def test_a_printer_that_is_never_asked_is_handed_the_job() -> None:
    line = ScriptedLine()
    outcome, _state, sent = talk(line, asks_status=False)
    assert (outcome, sent, line.finished) == (PrintOutcome.HANDED_OVER, len(JOB), True)


def test_a_job_given_up_before_it_begins_printed_nothing() -> None:
    given_up = Event()
    given_up.set()
    line = ScriptedLine(*GOOD)
    conversation = Conversation(line=line, patience=QUICK, given_up=given_up)
    result = conversation.print(JOB, on_first_byte=lambda: pytest.fail("nothing may leave"))
    assert result.outcome is PrintOutcome.NOT_PRINTED


@pytest.mark.parametrize(
    ("data", "answer"),
    [(b"", None), (b"\x12", 0x12), (b"\x00", None), (b"\x14\x00\x0f\x12", 0x12), (b"\xff", None)],
)
def test_only_bytes_with_the_fixed_bits_are_answers(data: bytes, answer: int | None) -> None:
    assert answer_in(data) == answer


def test_the_worst_cause_is_named() -> None:
    assert offline_state(0x36) is PrinterState.COVER_OPEN
    assert paper_state(0x7E) is PrinterState.OUT_OF_PAPER
