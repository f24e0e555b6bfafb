"""What stands in place of the rows when there are none: "none yet" and "nothing matches" differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.customers.dto import Activity, CustomerQuestion
from ui.icons import Icon
from ui.screens.customers.words import say


class Way(StrEnum):
    """What the one button does."""

    NEW = "new"
    CLEAR = "clear"
    ALL = "all"
    AGAIN = "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyWords:
    """One line what, one line why, one button."""

    what: str
    why: str
    action: str
    icon: Icon
    way: Way


def empty_words(question: CustomerQuestion, *, may_add: bool) -> EmptyWords:
    """Return what to say of an empty list."""
    if question.text:
        return EmptyWords(
            what=say("Nobody matches"),
            why=say("No customer in this list is found by “{typed}”.", typed=question.text),
            action=say("Clear the search"),
            icon=Icon.SEARCH,
            way=Way.CLEAR,
        )
    if question.has_open or question.since is not None or question.activity is Activity.INACTIVE:
        return EmptyWords(
            what=say("Nobody here"),
            why=_why(question),
            action=say("Show all active customers"),
            icon=Icon.USERS,
            way=Way.ALL,
        )
    return EmptyWords(
        what=say("No customers yet"),
        why=say("They come here with their first device, or from a file."),
        action=say("New customer") if may_add else "",
        icon=Icon.USERS,
        way=Way.NEW,
    )


def _why(question: CustomerQuestion) -> str:
    if question.has_open:
        return say("No customer in this list has an open order.")
    if question.since is not None:
        return say("No customer came since that day.")
    return say("No customer is set aside.")


def unread_words(why: str) -> EmptyWords:
    """Return what to say when the list could not be read at all."""
    return EmptyWords(
        what=say("The customers can't be read now"),
        why=why,
        action=say("Try again"),
        icon=Icon.TRIANGLE_ALERT,
        way=Way.AGAIN,
    )
