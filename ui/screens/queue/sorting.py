"""What the queue can be sorted by, as lines of a menu and in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from services.tickets.dto import QueueGrouping, QueueQuestion, QueueSort
from ui.icons import Icon
from ui.parts.menus import Choice
from ui.screens.queue.words import say
from ui.workstation import QueueLook

_WORDS: Final = {
    QueueSort.PROMISE: "Promise",
    QueueSort.NEWEST: "Order number",
    QueueSort.DEVICE: "Device",
    QueueSort.CUSTOMER: "Customer",
    QueueSort.STATUS: "Status",
    QueueSort.TECHNICIAN: "Technician",
    QueueSort.TILL: "Till",
    QueueSort.BALANCE: "Balance",
}


def sort_choices(question: QueueQuestion, *, take: Callable[[QueueSort], None]) -> list[Choice]:
    """Return what the list can be sorted by; the present one turns it round."""

    def act(sort: QueueSort) -> Callable[[], None]:
        return lambda: take(sort)

    choices = [
        Choice(
            words=say(word),
            act=act(sort),
            is_checked=sort is question.sort_in_force,
            name=f"sort-{sort.value}",
        )
        for sort, word in _WORDS.items()
    ]
    turn = Choice(
        words=say("The other way round"),
        act=act(question.sort_in_force),
        icon=Icon.ARROW_UP if question.is_turned else Icon.ARROW_DOWN,
        begins_group=True,
        name="sort-turn",
    )
    return [*choices, turn]


def unsorted_words(sort: QueueSort) -> str:
    """Say that all orders keep their order, and what the chosen sort is for."""
    return say(
        "All orders are listed by number. Open orders are sorted by {word}.",
        word=say(_WORDS[sort]).lower(),
    )


def kept_sort(look: QueueLook) -> QueueQuestion:
    """Return the first question of a person who left the queue sorted and grouped so."""
    known = {sort.value: sort for sort in QueueSort}
    groupings = {grouping.value: grouping for grouping in QueueGrouping}
    return QueueQuestion(
        sort=known.get(look.sort, QueueSort.PROMISE),
        turned=look.turned and look.sort in known,
        grouping=groupings.get(look.grouping, QueueGrouping.NONE),
    )
