"""What the queue's menus offer for one order, as lines of a menu."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from services.auth.dto import Person
from services.printing.dto import DocumentKind, PaperChoice, PrintOutcome
from services.tickets.dto import NextMove, TicketDetail
from services.types import Outcome, PersonId, TicketStatus
from ui.icons import Icon
from ui.parts.menus import Choice
from ui.screens.queue.detail.moves_bar import move_icon
from ui.screens.queue.words import OUTCOME_WORDS, move_words, paper_name, say

T = TypeVar("T")

_OUTCOMES: Final = (Outcome.REPAIRED, Outcome.NOT_REPAIRABLE, Outcome.DECLINED)
_PAPER_ICONS: Final = {
    DocumentKind.CLAIM_TICKET: Icon.RECEIPT,
    DocumentKind.BENCH_LABEL: Icon.TAG,
}
_LEFT_THE_SHOP: Final = (PrintOutcome.PRINTED, PrintOutcome.HANDED_OVER, PrintOutcome.UNKNOWN)


def move_choices(
    detail: TicketDetail, moves: Iterable[NextMove], *, take: Callable[[NextMove], None]
) -> list[Choice]:
    """Return the next steps; what ends the order stands apart."""
    return [
        Choice(
            words=move_words(move, at=detail.status),
            act=_with(take, move),
            icon=move_icon(move),
            begins_group=move.needs_note,
            name=f"menu-{move.kind.value}-{move.to.value}",
        )
        for move in moves
    ]


def outcome_choices(detail: TicketDetail, *, take: Callable[[Outcome], None]) -> list[Choice]:
    """Return what can have become of a repair, the usual answer first."""
    usual = Outcome.REPAIRED
    if detail.status is TicketStatus.AWAITING_APPROVAL:
        usual = Outcome.DECLINED
    return [
        Choice(
            words=say(OUTCOME_WORDS[outcome]),
            act=_with(take, outcome),
            name=f"outcome-{outcome.value}",
        )
        for outcome in sorted(_OUTCOMES, key=lambda outcome: outcome is not usual)
    ]


def people_choices(
    detail: TicketDetail,
    people: Iterable[Person],
    *,
    give: Callable[[PersonId | None, str], None],
    give_next: Callable[[], None],
) -> list[Choice]:
    """Return whom the order can be given to: the next available for nobody's, nobody at the end."""

    def to(person: Person) -> Callable[[], None]:
        return lambda: give(person.person_id, person.name)

    choices = [
        Choice(
            words=person.name if person.present else say("{name}, away", name=person.name),
            act=to(person),
            is_checked=detail.technician_id == person.person_id,
            name=f"assign-{person.person_id}",
        )
        for person in people
    ]
    nobody = Choice(
        words=say("Nobody"),
        act=lambda: give(None, ""),
        is_checked=detail.technician_id is None,
        begins_group=True,
        name="assign-nobody",
    )
    if detail.technician_id is not None or not choices:
        return [*choices, nobody]
    return [next_choice(give_next), replace(choices[0], begins_group=True), *choices[1:], nobody]


def next_choice(give_next: Callable[[], None]) -> Choice:
    """Return the choice that leaves it to the rule who gets an order."""
    return Choice(
        words=say("Next available technician"),
        act=give_next,
        icon=Icon.USERS,
        is_ready=True,
        name="assign-next",
    )


def document_choices(
    detail: TicketDetail, papers: Iterable[PaperChoice], *, again: Callable[[PaperChoice], None]
) -> list[Choice]:
    """Return what can be printed again, and where; it says COPY where it will be one."""
    return [
        Choice(
            words=_paper_words(detail, paper),
            act=_with(again, paper),
            icon=_PAPER_ICONS[paper.document],
            name="-".join(("print", paper.document.value, *([paper.role] if paper.role else []))),
        )
        for paper in papers
    ]


def _paper_words(detail: TicketDetail, paper: PaperChoice) -> str:
    words, copy = paper_name(paper), _next_copy(detail, paper.document)
    return say("{document}, COPY {number}", document=words, number=copy) if copy else words


def _next_copy(detail: TicketDetail, document: DocumentKind) -> int:
    """Return the number the next print bears, 0 while nothing of it has left the shop."""
    earlier = [slip for slip in detail.prints if slip.document is document]
    if not any(slip.outcome in _LEFT_THE_SHOP for slip in earlier):
        return 0
    return max(slip.copy_no for slip in earlier) + 1


def _with(act: Callable[[T], None], value: T) -> Callable[[], None]:
    return lambda: act(value)
