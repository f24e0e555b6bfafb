"""What narrows the queue besides its chip and text, as conditions an index can answer.

Of open orders there are a few thousand: they are found first, and every filter looks at those. Of
all orders one filter leads through its index, and the others look at what it leads to. Left to
itself, SQLite takes equality before a range: of "delivered" and "last week" it takes the status,
which leads to nearly every order.

Who sees only their own orders is led to those, unless a filter leads to fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from data import models as m
from data.models.tickets import HASTY
from data.values import Priority, TicketStatus

_T = m.ticket.c
# A longer time leads to more orders than a technician has.
_SHORT: Final = timedelta(days=45)
_CLOSED: Final = (TicketStatus.DELIVERED.value, TicketStatus.CANCELLED.value)

_Column = ColumnElement[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Instants from ``first`` on and before ``end``; None leaves that side open."""

    first: datetime | None = None
    end: datetime | None = None

    @property
    def is_short(self) -> bool:
        """Whether it is about a month at the most."""
        return self.first is not None and self.end is not None and self.end - self.first <= _SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Filters that apply together. ``unassigned`` and ``unpromised`` ask for what has none."""

    status: str | None = None
    priority: str | None = None
    technician_id: int | None = None
    unassigned: bool = False
    customer_id: int | None = None
    device_model_id: int | None = None
    opened: Between | None = None
    promised: Between | None = None
    unpromised: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is filtered."""
        return self == Narrowing()

    @property
    def count(self) -> int:
        """Return how many filters apply."""
        return len(_conditions(self, of=_itself))

    @property
    def is_closed(self) -> bool:
        """Say whether only closed orders can answer, of which there may be millions."""
        return self.status in _CLOSED


NO_FILTER: Final = Narrowing()


class _Kind(StrEnum):
    CUSTOMER = "customer"
    DEVICE = "device"
    PRIORITY = "priority"
    PROMISED = "promised"
    OPENED = "opened"
    TECHNICIAN = "technician"
    STATUS = "status"


def in_scope(
    narrowing: Narrowing, *, own_person: int | None, leads: bool
) -> list[ColumnElement[bool]]:
    """Return the filters and whose orders may be seen; ``leads``: nothing else finds the orders."""
    if own_person is None:
        return led(narrowing) if leads else looked_at(narrowing)
    if leads and not _leads_to_few(narrowing):
        return [*looked_at(narrowing), _T.id.in_(_own_ids(own_person))]
    return [*(led(narrowing) if leads else looked_at(narrowing)), of_own(own_person)]


def of_own(person_id: int) -> ColumnElement[bool]:
    """Look whether an order is a person's: given to them, or nobody's and not begun."""
    technician, status = _looked_at(_T.technician_id), _looked_at(_T.status)
    not_begun = and_(technician.is_(None), status == TicketStatus.PENDING.value)
    return or_(technician == person_id, not_begun)


def looked_at(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    """Return conditions that no index answers: they only look at orders found otherwise."""
    return list(_conditions(narrowing, of=_looked_at).values())


def led(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    """Return the same conditions, the one that leads to the fewest orders by its index."""
    leader = _leader(narrowing)
    found = _conditions(narrowing, of=_looked_at)
    if leader is not None:
        found[leader] = _conditions(narrowing, of=_itself)[leader]
        if leader is _Kind.PRIORITY:
            found[leader] = and_(literal_column(f"ticket.{HASTY}"), _priority(narrowing))
    return list(found.values())


def is_led_by_time(narrowing: Narrowing) -> bool:
    """Say whether the leading index is ordered by a time, and not by id within its value."""
    leader = _leader(narrowing)
    return leader is _Kind.OPENED or (leader is _Kind.PROMISED and not narrowing.unpromised)


def _leads_to_few(narrowing: Narrowing) -> bool:
    """Say whether the leading filter leaves fewer orders than a technician has."""
    if _leader(narrowing) in (_Kind.CUSTOMER, _Kind.DEVICE, _Kind.PRIORITY):
        return True
    return any(
        span is not None and span.is_short for span in (narrowing.opened, narrowing.promised)
    )


def _own_ids(person_id: int) -> CompoundSelect[Any]:
    own = m.ticket.alias("own").c
    # Found by its status: nobody has most orders of long ago either.
    not_begun = and_(
        _looked_at(own.technician_id).is_(None), own.status == TicketStatus.PENDING.value
    )
    ways = (own.technician_id == person_id, not_begun)
    return union_all(*(select(own.id).where(way) for way in ways))


def _leader(narrowing: Narrowing) -> _Kind | None:
    """Name the filter to begin with: by how few orders it usually leaves of two million."""
    asked = _conditions(narrowing, of=_itself)
    long = [
        kind
        for kind, span in ((_Kind.PROMISED, narrowing.promised), (_Kind.OPENED, narrowing.opened))
        if span is not None and not span.is_short
    ]
    # Most orders are of normal priority: no index holds them.
    never = [_Kind.PRIORITY] if narrowing.priority == Priority.NORMAL.value else []
    first = [kind for kind in _Kind if kind in asked and kind not in (*long, *never)]
    return next(iter([*first, *long]), None)


def _conditions(
    narrowing: Narrowing, *, of: Callable[[_Column], _Column]
) -> dict[_Kind, ColumnElement[bool]]:
    found: dict[_Kind, ColumnElement[bool]] = {}
    if narrowing.customer_id is not None:
        found[_Kind.CUSTOMER] = of(_T.customer_id) == narrowing.customer_id
    if narrowing.device_model_id is not None:
        found[_Kind.DEVICE] = of(_T.device_model_id) == narrowing.device_model_id
    if narrowing.priority is not None:
        found[_Kind.PRIORITY] = of(_T.priority) == narrowing.priority
    if narrowing.unpromised:
        found[_Kind.PROMISED] = of(_T.promised_at_utc).is_(None)
    elif narrowing.promised is not None:
        found[_Kind.PROMISED] = _within(of(_T.promised_at_utc), narrowing.promised)
    if narrowing.opened is not None:
        found[_Kind.OPENED] = _within(of(_T.opened_at_utc), narrowing.opened)
    if narrowing.unassigned:
        found[_Kind.TECHNICIAN] = of(_T.technician_id).is_(None)
    elif narrowing.technician_id is not None:
        found[_Kind.TECHNICIAN] = of(_T.technician_id) == narrowing.technician_id
    if narrowing.status is not None:
        found[_Kind.STATUS] = of(_T.status) == narrowing.status
    return found


def _within(column: _Column, span: Between) -> ColumnElement[bool]:
    sides: list[ColumnElement[bool]] = [column.is_not(None)]
    if span.first is not None:
        sides.append(column >= span.first)
    if span.end is not None:
        sides.append(column < span.end)
    return and_(*sides)


def _priority(narrowing: Narrowing) -> ColumnElement[bool]:
    # Spelled out, like all that a partial index shall be recognised by.
    return literal_column(f"ticket.priority = '{Priority(narrowing.priority or '').value}'")


def _itself(column: _Column) -> _Column:
    return column


def _looked_at(column: _Column) -> _Column:
    # The value itself, but no index is on this expression, on neither database.
    return func.coalesce(column, column)
