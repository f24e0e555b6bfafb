"""What the queue can be grouped by, as lines of a menu and in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Final

from services.tickets.dto import MOST_GROUPED, QueueGroup, QueueGrouping
from services.types import Priority, TicketStatus
from ui.format import Formats
from ui.parts.menus import Choice
from ui.parts.pill import status_word
from ui.screens.queue.grouped_model import GroupHead
from ui.screens.queue.words import PRIORITY_WORDS, say

GROUPING_WORDS: Final = {
    QueueGrouping.NONE: "None",
    QueueGrouping.STATUS: "Status",
    QueueGrouping.TECHNICIAN: "Technician",
    QueueGrouping.PRIORITY: "Priority",
    QueueGrouping.DAY: "Promised day",
    QueueGrouping.DEVICE: "Device",
}

# What a group is called whose orders have none.
_WITHOUT: Final = {
    QueueGrouping.TECHNICIAN: "Nobody",
    QueueGrouping.DAY: "No time promised",
    QueueGrouping.DEVICE: "No device",
}


def group_choices(
    grouping: QueueGrouping,
    *,
    take: Callable[[QueueGrouping], None],
    fold: Callable[[bool], None],
) -> list[Choice]:
    """Return what the list can be grouped by; ``fold(True)`` closes all groups."""

    def act(each: QueueGrouping) -> Callable[[], None]:
        return lambda: take(each)

    choices = [
        Choice(
            words=say(word),
            act=act(each),
            is_checked=each is grouping,
            name=f"group-{each.value}",
        )
        for each, word in GROUPING_WORDS.items()
    ]
    if grouping is QueueGrouping.NONE:
        return choices
    return [
        *choices,
        Choice(
            words=say("Close all groups"),
            act=lambda: fold(True),
            begins_group=True,
            name="group-close-all",
        ),
        Choice(words=say("Open all groups"), act=lambda: fold(False), name="group-open-all"),
    ]


def grouping_words(grouping: QueueGrouping) -> str:
    """Return what the header's button says."""
    if grouping is QueueGrouping.NONE:
        return say("Group")
    return say("Group: {word}", word=say(GROUPING_WORDS[grouping]).lower())


def group_words(group: QueueGroup, *, by: QueueGrouping, formats: Formats, now: datetime) -> str:
    """Return what a group's head says before its count."""
    if not group.key:
        return say(_WITHOUT.get(by, "None"))
    match by:
        case QueueGrouping.STATUS:
            return status_word(TicketStatus(group.key).value)
        case QueueGrouping.PRIORITY:
            return say(PRIORITY_WORDS[Priority(group.key)])
        case QueueGrouping.DAY:
            return _day_words(date.fromisoformat(group.key), formats=formats, now=now)
        case _:
            return group.name or group.key


def head_line(head: GroupHead) -> str:
    """Return a head as it is read out."""
    words = say("{group}, 1 order", group=head.words)
    if head.count != 1:
        words = say("{group}, {count} orders", group=head.words, count=f"{head.count:,}")
    return words if head.is_open else say("{head}, closed", head=words)


def _day_words(day: date, *, formats: Formats, now: datetime) -> str:
    # Noon is on the same day whatever the clocks do.
    noon = datetime.combine(day, time(12), tzinfo=formats.zone)
    return formats.day(noon.astimezone(UTC), now)


def ungrouped_words() -> str:
    """Say why a long list has no groups."""
    return say(
        "More than {count} orders are listed without groups. Narrow the list first.",
        count=f"{MOST_GROUPED:,}",
    )
