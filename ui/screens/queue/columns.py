"""The queue's columns: what they are called, how wide they are (TOKENS.md), and when they show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.tickets.dto import QueueSort
from ui.screens.queue.words import say
from ui.tokens import Space

# The screen is 1278 wide in a window of 1366 (rail 88), 1712 in one of 1920 (rail 208).
NARROW_BELOW: Final = 1278
WIDE_FROM: Final = 1712


_DEVICE_FIRST: Final = 130
_NAME_GROWS: Final = 90


class Column(StrEnum):
    """The columns, by what they show. ``DEVICE`` takes the width that is left."""

    ORDER = "order"
    DEVICE = "device"
    CUSTOMER = "customer"
    STATUS = "status"
    PROMISE = "promise"
    BY = "by"
    TECHNICIAN = "technician"
    TILL = "till"
    AGE = "age"
    BALANCE = "balance"

    @property
    def word(self) -> str:
        """The column's head, in the person's language."""
        return say(_LOOKS[self].word)

    @property
    def width(self) -> int:
        """The width in pixels at 100 %; the device column's is its smallest."""
        return _LOOKS[self].width

    @property
    def is_number(self) -> bool:
        """Whether the column is read from the right."""
        return self is Column.BALANCE

    @property
    def sort(self) -> QueueSort | None:
        """What a click on the head sorts by, None where the queue is not sorted by it."""
        return _SORTS.get(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    word: str
    width: int


_LOOKS: Final = {
    Column.ORDER: _Look(word="Order", width=114),
    Column.DEVICE: _Look(word="Device and repair", width=190),
    Column.CUSTOMER: _Look(word="Customer", width=110),
    Column.STATUS: _Look(word="Status", width=164),
    Column.PROMISE: _Look(word="Promise", width=122),
    Column.BY: _Look(word="By", width=32),
    Column.TECHNICIAN: _Look(word="Technician", width=128),
    Column.TILL: _Look(word="Till", width=76),
    Column.AGE: _Look(word="Age", width=68),
    Column.BALANCE: _Look(word="Balance", width=72),
}

_SORTS: Final = {
    Column.ORDER: QueueSort.NEWEST,
    Column.DEVICE: QueueSort.DEVICE,
    Column.CUSTOMER: QueueSort.CUSTOMER,
    Column.STATUS: QueueSort.STATUS,
    Column.PROMISE: QueueSort.PROMISE,
    Column.BY: QueueSort.TECHNICIAN,
    Column.TECHNICIAN: QueueSort.TECHNICIAN,
    Column.TILL: QueueSort.TILL,
    Column.AGE: QueueSort.NEWEST,
    Column.BALANCE: QueueSort.BALANCE,
}

USUAL: Final = (
    Column.ORDER,
    Column.DEVICE,
    Column.CUSTOMER,
    Column.STATUS,
    Column.PROMISE,
    Column.BY,
    Column.BALANCE,
)
WIDE: Final = (
    Column.ORDER,
    Column.DEVICE,
    Column.CUSTOMER,
    Column.STATUS,
    Column.PROMISE,
    Column.TECHNICIAN,
    Column.TILL,
    Column.AGE,
    Column.BALANCE,
)


# Without these a row would not say what it is of.
ALWAYS: Final = (Column.ORDER, Column.DEVICE)

_NO_WIDTHS: Final[Mapping[Column, int]] = {}


def columns_for(width: int, *, chosen: tuple[Column, ...] = ()) -> tuple[Column, ...]:
    """Return the columns of a screen ``width`` pixels wide: more of them before wider ones.

    Those a person ``chosen`` are shown whatever the width.
    """
    return chosen or (WIDE if width >= WIDE_FROM else USUAL)


def columns_from(names: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns that were kept by name, in the usual order; unknown ones are left out."""
    kept = {*names}
    found = tuple(column for column in Column if column.value in kept or column in ALWAYS)
    return found if any(column.value in kept for column in Column) else ()


def section_widths(
    columns: tuple[Column, ...],
    *,
    room: int,
    factor: float,
    gutter: int = Space.LARGE,
    own: Mapping[Column, int] = _NO_WIDTHS,
) -> tuple[int, ...]:
    """Share ``room`` pixels among the columns at a text scale; ``gutter`` is the one at the right.

    The gutters belong to the outer columns, and the device takes what is left, never less than its
    own width: then the table scrolls sideways rather than cut a number. ``own`` are the widths a
    person drew, at 100 %.
    """
    fixed = [round(own.get(column, column.width) * factor) for column in columns]
    fixed[0] += Space.LARGE
    fixed[-1] += gutter
    spare = max(0, room - sum(fixed))
    device = columns.index(Column.DEVICE)
    if Column.CUSTOMER in columns and Column.CUSTOMER not in own:
        # Long names are cut before devices are: from a comfortable device on, they share.
        more = max(0, spare - round(_DEVICE_FIRST * factor)) // 2
        shared = min(round(_NAME_GROWS * factor), more)
        fixed[columns.index(Column.CUSTOMER)] += shared
        spare -= shared
    fixed[device] += spare
    return tuple(fixed)
