"""What stands in place of the rows when there are none: "none yet" and "nothing matches" differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.tickets.dto import QueueChip, QueueQuestion
from ui.icons import Icon
from ui.screens.queue.words import say


class Way(StrEnum):
    """What the one button does."""

    COUNTER = "counter"
    CLEAR = "clear"
    FILTERS = "filters"
    OPEN = "open"
    AGAIN = "again"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyWords:
    """One line what, one line why, one button."""

    what: str
    why: str
    action: str
    icon: Icon
    way: Way


_NONE: Final = {
    QueueChip.OPEN: ("No open orders", "Every device has been handed over."),
    QueueChip.MINE: ("No orders of yours", "Orders come here when they are assigned to you."),
    QueueChip.DUE_TODAY: ("Nothing due today", "Orders come here on the day they are promised."),
    QueueChip.LATE: ("Nothing is late", "Orders come here when their promised time has passed."),
    QueueChip.AWAITING_APPROVAL: (
        "No order waits for approval",
        "Orders come here while a customer is asked.",
    ),
    QueueChip.WAITING_PARTS: (
        "No repairs wait for parts",
        "Orders come here when a part is on order.",
    ),
    QueueChip.READY: ("Nothing to pick up", "Orders come here when they are ready."),
    QueueChip.UNASSIGNED: ("Every order has a technician", "New ones without come here."),
    QueueChip.TO_HAND_BACK: (
        "Nothing to hand back",
        "Devices of cancelled orders come here until they are collected.",
    ),
    QueueChip.ALL: ("No orders yet", "Orders come here when a device is taken in."),
}

_TABLE_ONLY: Final = (QueueChip.TO_HAND_BACK,)

_NOT_HERE: Final = "No order in this list holds “{typed}”."
# Their devices are not looked through: there may be millions.
_NOWHERE: Final = (
    "No order in the shop holds “{typed}”. Closed orders are found by number, phone or name."
)


def empty_words(question: QueueQuestion, *, has_orders: bool, on_board: bool = False) -> EmptyWords:
    """Return what to say of an empty list; ``has_orders`` False: the shop has none at all."""
    if on_board and question.chip in _TABLE_ONLY:
        return EmptyWords(
            what=say("The board shows open orders"),
            why=say("What is to be handed back is in the table."),
            action=say("Show the table"),
            icon=Icon.KANBAN,
            way=Way.TABLE,
        )
    if question.text:
        return EmptyWords(
            what=say("Nothing matches"),
            why=say(_NOWHERE if question.chip is QueueChip.ALL else _NOT_HERE, typed=question.text),
            action=say("Clear the filter"),
            icon=Icon.SEARCH,
            way=Way.CLEAR,
        )
    if not question.filters.is_empty:
        return EmptyWords(
            what=say("Nothing matches"),
            why=say("No order in this list passes all of these filters."),
            action=say("Clear all filters"),
            icon=Icon.LIST_FILTER,
            way=Way.FILTERS,
        )
    if not has_orders:
        what, why = _NONE[QueueChip.ALL]
        action, way = say("Take in a device"), Way.COUNTER
    else:
        what, why = _NONE[question.chip]
        action, way = say("See all open orders"), Way.OPEN
        if question.chip is QueueChip.OPEN:
            action, way = say("Take in a device"), Way.COUNTER
    return EmptyWords(what=say(what), why=say(why), action=action, icon=Icon.INBOX, way=way)


def unread_words(why: str) -> EmptyWords:
    """Return what to say when the list could not be read at all."""
    return EmptyWords(
        what=say("The orders can't be read now"),
        why=why,
        action=say("Try again"),
        icon=Icon.TRIANGLE_ALERT,
        way=Way.AGAIN,
    )
