"""The queue in words: chips, moves, promises, amounts. Formatted after translation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from services.printing.dto import DocumentKind, PaperChoice, PrinterRole
from services.tickets.dto import Because, MoveKind, NextMove, QueueChip, QueueRow
from services.types import (
    MOST_COUNTED,
    CollectedCheck,
    ConditionMark,
    ConditionPart,
    Outcome,
    PartGrade,
    Priority,
    TicketStatus,
)
from ui.format import Formats, PromiseKind, PromiseWords, span_words
from ui.parts.marker import MarkerKind
from ui.parts.pill import status_word
from ui.screens.queue.pending_row import PendingRow, reason_in

if TYPE_CHECKING:
    from ui.screens.queue.columns import Column

NOTHING: Final = "–"
MARKERS: Final = {
    PromiseKind.LATE: MarkerKind.LATE,
    PromiseKind.SOON: MarkerKind.SOON,
    PromiseKind.PLAIN: MarkerKind.PLAIN,
}
READY_IS_LATE_AFTER: Final = timedelta(days=3)


def say(text: str, **values: object) -> str:
    """Translate one of the queue's texts, then fill it in."""
    return QCoreApplication.translate("Queue", text).format(**values)


CHIP_WORDS: Final = {
    QueueChip.OPEN: "Open",
    QueueChip.MINE: "Mine",
    QueueChip.DUE_TODAY: "Due today",
    QueueChip.LATE: "Late",
    QueueChip.AWAITING_APPROVAL: "Awaiting approval",
    QueueChip.WAITING_PARTS: "Waiting for parts",
    QueueChip.READY: "Ready",
    QueueChip.UNASSIGNED: "Unassigned",
    QueueChip.TO_HAND_BACK: "To hand back",
    QueueChip.ALL: "All",
}

# How the footer names what is listed: "15 of 46 open orders".
_LISTED: Final = {
    QueueChip.OPEN: "{shown} of {count} open orders",
    QueueChip.MINE: "{shown} of {count} orders of yours",
    QueueChip.DUE_TODAY: "{shown} of {count} orders due today",
    QueueChip.LATE: "{shown} of {count} late orders",
    QueueChip.AWAITING_APPROVAL: "{shown} of {count} orders awaiting approval",
    QueueChip.WAITING_PARTS: "{shown} of {count} orders waiting for parts",
    QueueChip.READY: "{shown} of {count} ready orders",
    QueueChip.UNASSIGNED: "{shown} of {count} unassigned orders",
    QueueChip.TO_HAND_BACK: "{shown} of {count} devices to hand back",
    QueueChip.ALL: "{shown} of {count} orders",
}

_MOVES: Final = {
    TicketStatus.PENDING: "Back to pending",
    TicketStatus.DIAGNOSING: "Start diagnosis",
    TicketStatus.AWAITING_APPROVAL: "Ask approval",
    TicketStatus.IN_PROGRESS: "Start repair",
    TicketStatus.WAITING_PARTS: "Waiting for parts",
    TicketStatus.COMPLETED: "Mark completed",
    TicketStatus.READY_PICKUP: "Mark ready",
    TicketStatus.DELIVERED: "Hand over",
    TicketStatus.CANCELLED: "Cancel order",
}

# Where the same step is called otherwise because of where it starts.
_MOVES_FROM: Final = {
    (TicketStatus.AWAITING_APPROVAL, TicketStatus.IN_PROGRESS): "Approved, start",
    (TicketStatus.AWAITING_APPROVAL, TicketStatus.COMPLETED): "Declined",
    (TicketStatus.WAITING_PARTS, TicketStatus.IN_PROGRESS): "Parts are here",
    (TicketStatus.COMPLETED, TicketStatus.IN_PROGRESS): "Back to repair",
    (TicketStatus.READY_PICKUP, TicketStatus.IN_PROGRESS): "Back to repair",
}

CHECK_WORDS: Final = {
    CollectedCheck.CLAIM_TICKET: "claim ticket seen",
    CollectedCheck.IDENTITY: "identity checked",
}

OUTCOME_WORDS: Final = {
    Outcome.REPAIRED: "Repaired",
    Outcome.NOT_REPAIRABLE: "Not repairable",
    Outcome.DECLINED: "Declined",
    Outcome.CANCELLED: "Cancelled",
}

PRIORITY_WORDS: Final = {
    Priority.NORMAL: "Normal",
    Priority.URGENT: "Urgent",
    Priority.EXPRESS: "Express",
}

GRADE_WORDS: Final = {
    PartGrade.ORIGINAL: "Original",
    PartGrade.PREMIUM: "Premium",
    PartGrade.STANDARD: "Standard",
    PartGrade.ECONOMY: "Economy",
}

DOCUMENT_WORDS: Final = {
    DocumentKind.CLAIM_TICKET: "Claim ticket",
    DocumentKind.BENCH_LABEL: "Bench label",
}

# As in "Claim ticket (A4)".
ROLE_WORDS: Final = {
    PrinterRole.RECEIPT: "receipt",
    PrinterRole.LABEL: "label",
    PrinterRole.A4: "A4",
}

CONDITION_WORDS: Final = {
    ConditionPart.SCREEN: "screen",
    ConditionPart.BACK: "back",
    ConditionPart.FRAME: "frame",
    ConditionPart.BUTTONS: "buttons",
    ConditionPart.CAMERAS: "cameras",
    ConditionPart.SPEAKERS: "speakers",
    ConditionPart.CHARGING: "charging",
    ConditionPart.BIOMETRICS: "biometrics",
    ConditionPart.LIQUID: "liquid",
}

MARK_WORDS: Final = {
    ConditionMark.BROKEN: "broken",
    ConditionMark.WORN: "worn",
    ConditionMark.UNTESTABLE: "untestable",
    ConditionMark.GOOD: "good",
}


def paper_name(paper: PaperChoice) -> str:
    """Return what a document is called, with its printer where that is not the usual one."""
    words = say(DOCUMENT_WORDS[paper.document])
    if paper.role is None:
        return words
    return say("{document} ({printer})", document=words, printer=say(ROLE_WORDS[paper.role]))


def move_words(move: NextMove, *, at: TicketStatus) -> str:
    """Return what a next step is called, as a verb with its object."""
    match move.kind:
        case MoveKind.HAND_OVER:
            return say("Hand over")
        case MoveKind.HAND_BACK:
            return say("Hand back")
        case MoveKind.MOVE:
            return say(_MOVES_FROM.get((at, move.to), _MOVES[move.to]))


def no_way_words(number: str, *, at: TicketStatus, to: TicketStatus) -> str:
    """Say that an order can't go from where it is to another status in one step."""
    return say(
        "{number} can’t go from {before} to {after}",
        number=number,
        before=status_word(at.value),
        after=status_word(to.value),
    )


def count_words(count: int) -> str:
    """Return a chip's count; very many are not counted to the end."""
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


def listed_words(chip: QueueChip, *, shown: int, count: int) -> str:
    """Say how many of the orders are in sight: "15 of 46 open orders"."""
    return say(_LISTED[chip], shown=f"{shown:,}", count=f"{count:,}")


def status_words(row: QueueRow) -> str:
    """Return the status of a row, and whether it is not stored yet."""
    word = status_word(row.status.value)
    if isinstance(row, PendingRow):
        return say("{status}, being stored", status=word)
    reason = reason_in(row)
    return say("{status}, not changed: {reason}", status=word, reason=reason) if reason else word


def because_words(because: Because) -> str:
    """Say why the rule gave an order to somebody: "fewest open orders (3) among 2 technicians"."""
    if because.among == 1:
        words = say("the only technician here today")
    else:
        words = say(
            "fewest open orders ({open}) among {count} technicians here today",
            open=because.open_orders,
            count=because.among,
        )
    match because.skills:
        case ():
            return words
        case (skill,):
            return say("{words} with skill {skill}", words=words, skill=skill)
        case skills:
            return say("{words} with skills {skills}", words=words, skills=", ".join(skills))


class RowWords:
    """Writes the cells of a row as people read them, at one instant of one shop."""

    def __init__(self, formats: Formats, *, now: datetime) -> None:
        self._formats = formats
        self._now = now

    def prepare(self) -> None:
        """Load the locale: the first amount and the first day take 12 ms."""
        self._formats.money_plain(0)
        self._formats.day(self._now + timedelta(days=9), self._now)

    def cell(self, row: QueueRow, column: Column) -> str:
        """Return the text of a cell."""
        return _WRITERS[column.value](self, row)

    def promise(self, row: QueueRow) -> PromiseWords:
        """Return the promise: late and soon while work is open, days waiting once it is ready."""
        match row.status:
            case TicketStatus.READY_PICKUP:
                return self._waiting(row)
            case TicketStatus.DELIVERED | TicketStatus.CANCELLED:
                return PromiseWords(kind=PromiseKind.PLAIN, text=self._day(row.promised_at_utc))
            case _ if row.promised_at_utc is None:
                return PromiseWords(kind=PromiseKind.PLAIN, text=NOTHING)
            case _:
                return self._short(row.promised_at_utc)

    def balance(self, row: QueueRow) -> str:
        """Return what is due without the currency's sign, or "ask" while it is open."""
        return say("ask") if row.balance_is_open else self._formats.money_plain(row.balance_minor)

    def device(self, row: QueueRow) -> str:
        """Return device, repairs and haste in one line."""
        parts = [row.device_title, row.repairs]
        if row.priority is not Priority.NORMAL:
            parts.append(say(PRIORITY_WORDS[row.priority]))
        return ", ".join(part for part in parts if part)

    def age(self, row: QueueRow) -> str:
        """Return how long the order has been here."""
        return span_words(self._now - row.opened_at_utc)

    def exact(self, row: QueueRow) -> str:
        """Return the promise exactly, for the tool tip."""
        if row.promised_at_utc is None:
            return say("No time promised")
        return self._formats.date_full(row.promised_at_utc)

    def _short(self, promised: datetime) -> PromiseWords:
        words = self._formats.promise(promised, self._now)
        if words.kind is not PromiseKind.PLAIN:
            return words
        far = self._formats.local(promised).date() != self._formats.local(self._now).date()
        return PromiseWords(kind=words.kind, text=self._day(promised)) if far else words

    def _waiting(self, row: QueueRow) -> PromiseWords:
        if row.ready_at_utc is None:
            return PromiseWords(kind=PromiseKind.PLAIN, text=say("Ready"))
        local = self._formats.local
        days = (local(self._now).date() - local(row.ready_at_utc).date()).days
        if days <= 0:
            return PromiseWords(kind=PromiseKind.PLAIN, text=say("Ready today"))
        waited = self._now - row.ready_at_utc
        kind = PromiseKind.LATE if waited >= READY_IS_LATE_AFTER else PromiseKind.PLAIN
        text = say("Ready 1 day") if days == 1 else say("Ready {days} days", days=days)
        return PromiseWords(kind=kind, text=text)

    def _day(self, instant: datetime | None) -> str:
        return NOTHING if instant is None else self._formats.day(instant, self._now)


_WRITERS: Final[dict[str, Callable[[RowWords, QueueRow], str]]] = {
    "order": lambda words, row: row.number,
    "device": RowWords.device,
    "customer": lambda words, row: row.customer_name,
    "status": lambda words, row: status_words(row),
    "promise": lambda words, row: words.promise(row).text,
    "by": lambda words, row: row.technician_name or NOTHING,
    "technician": lambda words, row: row.technician_name or NOTHING,
    "till": lambda words, row: row.till or NOTHING,
    "age": RowWords.age,
    "balance": RowWords.balance,
}
