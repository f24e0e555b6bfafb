"""The list's columns: what they are called, how wide they are, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.customers.dto import CustomerRow, CustomerSort
from ui.format import Formats
from ui.parts.cells import AmountCell, Cell, NameCell, TextCell
from ui.parts.tag import TagKind
from ui.parts.text import Tone
from ui.screens.customers.words import NOTHING, say
from ui.tokens import Space, TypeRole

# As in the queue: the screen is 1278 wide in a window of 1366, 1712 in one of 1920.
_WIDE_FROM: Final = 1712
_FLAG: Final = 16


class Column(StrEnum):
    """The columns. ``NAME`` and ``EMAIL`` take the width that is left."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ORDERS = "orders"
    OPEN = "open"
    LATEST = "latest"
    SINCE = "since"
    BALANCE = "balance"

    @property
    def word(self) -> str:
        """The column's head, in the person's language."""
        return say(_LOOKS[self].word)

    @property
    def width(self) -> int:
        """The width in pixels at 100 %; those of name and e-mail are their smallest."""
        return _LOOKS[self].width

    @property
    def is_number(self) -> bool:
        """Whether the column is read from the right."""
        return self in (Column.ORDERS, Column.OPEN, Column.BALANCE)

    @property
    def sort(self) -> CustomerSort | None:
        """What a click on the head sorts by, None where the list is not sorted by it."""
        return _SORTS.get(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    word: str
    width: int


_LOOKS: Final = {
    Column.NAME: _Look(word="Customer", width=200),
    Column.PHONE: _Look(word="Phone", width=140),
    Column.EMAIL: _Look(word="E-mail", width=220),
    Column.ORDERS: _Look(word="Orders", width=64),
    Column.OPEN: _Look(word="Open", width=56),
    Column.LATEST: _Look(word="Last order", width=128),
    Column.SINCE: _Look(word="Since", width=128),
    Column.BALANCE: _Look(word="Balance", width=96),
}
_SORTS: Final = {Column.NAME: CustomerSort.NAME, Column.LATEST: CustomerSort.LATEST_ORDER}

USUAL: Final = (
    Column.NAME,
    Column.PHONE,
    Column.EMAIL,
    Column.LATEST,
    Column.OPEN,
    Column.BALANCE,
)
WIDE: Final = (
    Column.NAME,
    Column.PHONE,
    Column.EMAIL,
    Column.SINCE,
    Column.LATEST,
    Column.ORDERS,
    Column.OPEN,
    Column.BALANCE,
)


def columns_for(width: int) -> tuple[Column, ...]:
    """Return the columns of a screen ``width`` pixels wide: more of them before wider ones."""
    return WIDE if width >= _WIDE_FROM else USUAL


def section_widths(
    columns: tuple[Column, ...], *, room: int, factor: float, gutter: int = Space.LARGE
) -> tuple[int, ...]:
    """Share ``room`` pixels among the columns at a text scale; name and e-mail take what is left.

    Never less than its own width: then the table scrolls sideways rather than cut a number.
    """
    fixed = [round(column.width * factor) for column in columns]
    fixed[0] += Space.LARGE
    fixed[-1] += gutter
    spare = max(0, room - sum(fixed))
    email = spare // 3
    fixed[columns.index(Column.EMAIL)] += email
    fixed[columns.index(Column.NAME)] += spare - email
    return tuple(fixed)


class RowCells:
    """Writes the cells of a row, as of one instant."""

    def __init__(self, formats: Formats, *, now: Callable[[], datetime]) -> None:
        self._formats = formats
        self._now = now

    def cell(self, row: CustomerRow, column: Column) -> Cell:
        """Return a cell."""
        return _WRITERS[column](self, row)

    def name(self, row: CustomerRow) -> Cell:
        """Return the name, with what matters most about the customer."""
        if row.erased:
            return NameCell(name=row.name, tag=say("Erased"), tag_kind=TagKind.NEUTRAL)
        if not row.active:
            return NameCell(name=row.name, tag=say("Inactive"), tag_kind=TagKind.NEUTRAL)
        return NameCell(name=row.name, tag=_beginning(row.flag), tag_kind=TagKind.WARN)

    def phone(self, row: CustomerRow) -> Cell:
        """Return the phone number."""
        return _plain(row.phone)

    def email(self, row: CustomerRow) -> Cell:
        """Return the e-mail address."""
        return _plain(row.email)

    def orders(self, row: CustomerRow) -> Cell:
        """Return how many orders there were."""
        return _number(row.tickets)

    def open(self, row: CustomerRow) -> Cell:
        """Return how many orders are open."""
        return _number(row.open_tickets)

    def latest(self, row: CustomerRow) -> Cell:
        """Return when the last order was taken in."""
        if row.latest_at_utc is None:
            return TextCell(text=NOTHING, tone=Tone.THIRD)
        return TextCell(text=self._formats.day(row.latest_at_utc, self._now()))

    def since(self, row: CustomerRow) -> Cell:
        """Return since when the customer is known."""
        return TextCell(text=self._formats.day(row.since_utc, self._now()), tone=Tone.SECOND)

    def balance(self, row: CustomerRow) -> Cell:
        """Return what open orders still cost."""
        amount = self._formats.money(row.balance_minor, symbol=False)
        return AmountCell(text=amount, quiet=not row.balance_minor)


def _beginning(flag: str) -> str:
    """Return as much of a flag as leaves room for the name; the page shows all of it."""
    return flag if len(flag) <= _FLAG else f"{flag[:_FLAG].rstrip()}…"


def _plain(text: str) -> Cell:
    return TextCell(text=text) if text else TextCell(text=NOTHING, tone=Tone.THIRD)


def _number(count: int) -> Cell:
    tone = Tone.TEXT if count else Tone.THIRD
    return TextCell(text=f"{count:,}", tone=tone, role=TypeRole.BODY, right=True)


_WRITERS: Final[dict[Column, Callable[[RowCells, CustomerRow], Cell]]] = {
    Column.NAME: RowCells.name,
    Column.PHONE: RowCells.phone,
    Column.EMAIL: RowCells.email,
    Column.ORDERS: RowCells.orders,
    Column.OPEN: RowCells.open,
    Column.LATEST: RowCells.latest,
    Column.SINCE: RowCells.since,
    Column.BALANCE: RowCells.balance,
}
