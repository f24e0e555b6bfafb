"""To which of several orders an act can be done, and why not to the others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from services.tickets.dto import BOARD_STATUSES, MoveKind, NextMove, QueueRow
from services.types import TicketStatus
from ui.parts.dialog import Question
from ui.parts.pill import status_word
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import say

# An act on more orders than these takes too long for one toast.
MOST: Final = 200
_NAMED: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The orders an act can be done to, and a sentence for each of the others."""

    able: tuple[QueueRow, ...]
    unable: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many orders were marked."""
        return len(self.able) + len(self.unable)


def moves_of(rows: Iterable[QueueRow], *, rights: Rights) -> list[tuple[TicketStatus, int]]:
    """Return the statuses some of the orders can go to, with how many can.

    Cancelling and handing over ask about one device, so they are done one by one.
    """
    listed = list(rows)
    counts = {to: sum(_can_go(row, to, rights=rights) for row in listed) for to in BOARD_STATUSES}
    return [(to, count) for to, count in counts.items() if count]


def plan_move(rows: Sequence[QueueRow], to: TicketStatus, *, rights: Rights) -> Plan:
    """Plan a move of several orders to one status."""
    able = tuple(row for row in rows if _can_go(row, to, rights=rights))
    unable = tuple(_why_not(row, to) for row in rows if not _can_go(row, to, rights=rights))
    return Plan(able=able, unable=unable)


def plan_assignment(rows: Sequence[QueueRow]) -> Plan:
    """Plan to give several orders to a technician; closed ones are nobody's work any more."""
    able = tuple(row for row in rows if row.status in BOARD_STATUSES)
    unable = tuple(
        say("{number}: {status}, nobody works on it", number=row.number, status=_status(row))
        for row in rows
        if row.status not in BOARD_STATUSES
    )
    return Plan(able=able, unable=unable)


def plan_next(rows: Sequence[QueueRow]) -> Plan:
    """Plan to give several orders to the next available technicians: those nobody has."""
    open_ones = plan_assignment(rows)
    taken = tuple(
        say("{number}: {name} has it", number=row.number, name=row.technician_name)
        for row in open_ones.able
        if row.technician_name
    )
    able = tuple(row for row in open_ones.able if not row.technician_name)
    return Plan(able=able, unable=(*open_ones.unable, *taken))


def plan_labels(rows: Sequence[QueueRow]) -> Plan:
    """Plan to print the bench labels of several orders."""
    return Plan(able=tuple(rows), unable=())


def preview(plan: Plan, *, heading: str, action: str) -> Question:
    """Return the question that tells what can't be done before the rest is."""
    named = [say("Not these:"), *plan.unable[:_NAMED]] if plan.unable else []
    if len(plan.unable) > _NAMED:
        named.append(say("and {count} more", count=len(plan.unable) - _NAMED))
    return Question(heading=heading, text="\n".join(named), action=action, keep=say("Not now"))


def orders_words(count: int) -> str:
    """Return "1 order" or "12 orders"."""
    return say("1 order") if count == 1 else say("{count} orders", count=f"{count:,}")


def _can_go(row: QueueRow, to: TicketStatus, *, rights: Rights) -> bool:
    return any(_leads(move, to) and rights.may_move(move) for move in row.next_moves)


def _leads(move: NextMove, to: TicketStatus) -> bool:
    return move.kind is MoveKind.MOVE and move.to is to and not move.needs_note


def _why_not(row: QueueRow, to: TicketStatus) -> str:
    if row.status is to:
        return say("{number}: is there already", number=row.number)
    return say("{number}: can’t go there from {status}", number=row.number, status=_status(row))


def _status(row: QueueRow) -> str:
    return status_word(row.status.value)
