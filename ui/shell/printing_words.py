"""What a printer's and a print job's state is called, and what a person can do about it. Tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.jobs.dto import JobView
from services.printing.dto import DocumentKind, PrinterState
from services.types import JobState
from ui.icons import Icon
from ui.parts.marker import MarkerKind
from ui.parts.text import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterLook:
    """How one state of a printer is said in the status bar and in its panel."""

    words: str
    advice: str
    tone: Tone = Tone.SECOND
    icon_tone: Tone = Tone.SECOND


_WARN = Tone.WARN

PRINTER_LOOKS: Final[dict[PrinterState, PrinterLook]] = {
    PrinterState.READY: PrinterLook(
        words="Printer ready", advice="Nothing to do.", icon_tone=Tone.OK
    ),
    PrinterState.QUEUE: PrinterLook(
        words="Prints are handed over",
        advice="The system or a file takes them. Whether paper came out can’t be asked.",
        icon_tone=Tone.OK,
    ),
    PrinterState.NO_PRINTER: PrinterLook(
        words="No printer", advice="Orders are saved all the same. Set a printer up in Settings."
    ),
    PrinterState.PAPER_LOW: PrinterLook(
        words="Paper low", advice="Have a new roll ready.", tone=_WARN, icon_tone=_WARN
    ),
    PrinterState.OUT_OF_PAPER: PrinterLook(
        words="Out of paper",
        advice="Put a new roll in. What waits is then printed by itself.",
        tone=Tone.DANGER,
        icon_tone=Tone.DANGER,
    ),
    PrinterState.COVER_OPEN: PrinterLook(
        words="Printer cover open",
        advice="Close the cover. What waits is then printed by itself.",
        tone=Tone.DANGER,
        icon_tone=Tone.DANGER,
    ),
    PrinterState.OFFLINE: PrinterLook(
        words="Printer offline",
        advice="Press the printer’s feed or online button.",
        tone=Tone.DANGER,
        icon_tone=Tone.DANGER,
    ),
    PrinterState.ERROR: PrinterLook(
        words="Printer fault",
        advice="Switch the printer off and on, and look at its lights.",
        tone=Tone.DANGER,
        icon_tone=Tone.DANGER,
    ),
    PrinterState.UNREACHABLE: PrinterLook(
        words="Printer away",
        advice="Check power and cable. Orders are saved; they print when it is back.",
        tone=Tone.DANGER,
        icon_tone=Tone.DANGER,
    ),
    PrinterState.SILENT: PrinterLook(
        words="Printer does not answer",
        advice="It may still print, but can’t be asked whether it did.",
        tone=_WARN,
        icon_tone=_WARN,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLook:
    """How one state of a print job is said."""

    words: str
    marker: MarkerKind


JOB_LOOKS: Final[dict[JobState, JobLook]] = {
    JobState.WAITING: JobLook(words="Waiting", marker=MarkerKind.WAITING),
    JobState.RUNNING: JobLook(words="Printing", marker=MarkerKind.WAITING),
    JobState.DONE: JobLook(words="Printed or handed over", marker=MarkerKind.GOOD),
    JobState.FAILED: JobLook(words="Not printed", marker=MarkerKind.FAILED),
    JobState.CANCELLED: JobLook(words="Cancelled", marker=MarkerKind.PLAIN),
    JobState.UNKNOWN: JobLook(
        words="Unknown: look whether paper came out", marker=MarkerKind.UNKNOWN
    ),
}

DOCUMENT_WORDS: Final = {
    DocumentKind.CLAIM_TICKET: "Claim ticket",
    DocumentKind.BENCH_LABEL: "Bench label",
}


def document_of(job: JobView) -> DocumentKind | None:
    """Return the document a print job prints; None for a job of another kind."""
    return next((kind for kind in DocumentKind if kind.value == job.document), None)


def job_title(job: JobView) -> str:
    """Return what a print job is called: "Claim ticket R26-000412-P, copy 1"."""
    document = document_of(job)
    words = f"{DOCUMENT_WORDS[document]} {job.title}" if document is not None else job.title
    return f"{words}, copy {job.copy_no}" if job.copy_no else words


def jobs_words(*, waiting: int, failed: int, unknown: int) -> tuple[str, Tone, Icon]:
    """Return what the status bar says of the print jobs; empty words when all is well."""
    if unknown:
        noun = "print" if unknown == 1 else "prints"
        return f"{unknown} {noun} unknown", Tone.WARN, Icon.CIRCLE_QUESTION_MARK
    if failed:
        noun = "job" if failed == 1 else "jobs"
        return f"{failed} {noun} not printed", Tone.DANGER, Icon.CIRCLE_X
    if waiting:
        noun = "job" if waiting == 1 else "jobs"
        return f"{waiting} print {noun} waiting", Tone.SECOND, Icon.CLOCK
    return "", Tone.SECOND, Icon.CLOCK
