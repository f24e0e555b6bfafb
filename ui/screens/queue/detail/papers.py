"""What became of an order's papers, in words. Words only, no widgets."""

from __future__ import annotations

from typing import Final

from services.printing.dto import PrintOutcome, PrintRecord
from ui.icons import Icon
from ui.parts.text import Tone
from ui.screens.queue.words import DOCUMENT_WORDS, say

_TOLD: Final = {
    None: ("{document} waiting to print", Icon.CLOCK, Tone.SECOND),
    PrintOutcome.PRINTED: ("{document} printed", Icon.PRINTER, Tone.SECOND),
    PrintOutcome.HANDED_OVER: ("{document} handed over", Icon.PRINTER, Tone.SECOND),
    PrintOutcome.NOT_PRINTED: ("{document} not printed", Icon.CIRCLE_X, Tone.DANGER),
    PrintOutcome.UNKNOWN: (
        "{document}: unknown whether it printed",
        Icon.CIRCLE_QUESTION_MARK,
        Tone.WARN,
    ),
}


def paper_title(record: PrintRecord) -> tuple[str, Icon, Tone]:
    """Say what became of a paper: "Claim ticket COPY 1 handed over to a file"."""
    document = say(DOCUMENT_WORDS[record.document])
    if record.copy_no:
        document = say("{document} COPY {number}", document=document, number=record.copy_no)
    words, icon, tone = _TOLD[record.outcome]
    title = say(words, document=document)
    if record.outcome is PrintOutcome.HANDED_OVER:
        title = say("{handed_over} to {taker}", handed_over=title, taker=_taker(record.printer))
    return title, icon, tone


def paper_advice(record: PrintRecord) -> str:
    """Return the printer's own sentence, where it says more than the title."""
    is_taken = record.outcome is PrintOutcome.HANDED_OVER and not _is_printer(record.printer)
    return "" if is_taken or record.outcome is PrintOutcome.PRINTED else record.detail


def _taker(address: str) -> str:
    scheme, _colon, rest = address.partition(":")
    match scheme:
        case "file":
            return say("a file")
        case "queue":
            return say("the print queue {name}", name=rest)
        case _:
            return say("the printer")


def _is_printer(address: str) -> bool:
    """Say whether the address is a printer's own, that might have answered."""
    return not address.startswith(("file:", "queue:"))
