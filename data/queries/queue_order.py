"""What the queue is sorted by: by an index where there may be millions, else in memory.

Only open orders are sorted by words and amounts: they are a few thousand at the most, and a word
is compared as people look it up (without case and accents), the same on both databases.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, case, null

from data import models as m
from data.values import TicketStatus

_T = m.ticket.c
# By another name than in the filter, whose own look at customers must stay its own.
_CUSTOMER: Final = m.customer.alias("named")
_FLOW: Final = {status.value: place for place, status in enumerate(TicketStatus)}


class Sort(StrEnum):
    """What the ids are ordered by. The usual way round is the one people ask for first."""

    PROMISE = "promise"
    NEWEST = "newest"
    DEVICE = "device"
    CUSTOMER = "customer"
    STATUS = "status"
    TECHNICIAN = "technician"
    TILL = "till"
    BALANCE = "balance"

    @property
    def is_by_index(self) -> bool:
        """Whether the database orders by it."""
        return self in (Sort.PROMISE, Sort.NEWEST)


def by_index(query: Select[Any], sort: Sort, *, turned: bool) -> Select[Any]:
    """Order a query by intake or by promise; without a promise comes last either way round."""
    if sort is Sort.NEWEST:
        return query.order_by(_T.id if turned else _T.id.desc())
    # What waits for its customer comes after what waits for the shop.
    ready = case((_T.status == TicketStatus.READY_PICKUP.value, 1), else_=0)
    none, promised = _T.promised_at_utc.is_(None), _T.promised_at_utc
    if turned:
        return query.order_by(ready, none, promised.desc(), _T.id.desc())
    return query.order_by(ready, none, promised, _T.id)


def with_key(query: Select[Any], sort: Sort) -> Select[Any]:
    """Add what a query of tickets is sorted by in memory, as ``sort_key``."""
    match sort:
        case Sort.CUSTOMER:
            query = query.join(_CUSTOMER, _CUSTOMER.c.id == _T.customer_id)
        case Sort.TECHNICIAN:
            query = query.outerjoin(m.person, m.person.c.id == _T.technician_id)
        case Sort.TILL:
            query = query.join(m.till, m.till.c.id == _T.till_id)
        case _:
            pass
    return query.add_columns(_key(sort).label("sort_key"))


def arranged(rows: Sequence[Row[Any]], sort: Sort, *, turned: bool) -> list[Row[Any]]:
    """Sort rows with an ``id`` and a ``sort_key``; those without a key come last either way."""
    value = _VALUES.get(sort, _folded)
    known = [row for row in rows if row.sort_key is not None]
    unknown = [row for row in rows if row.sort_key is None]
    known.sort(key=lambda row: (value(row.sort_key), row.id), reverse=turned)
    return [*known, *sorted(unknown, key=lambda row: row.id)]


def _key(sort: Sort) -> ColumnElement[Any]:
    match sort:
        case Sort.DEVICE:
            return _T.device_title
        case Sort.CUSTOMER:
            return _CUSTOMER.c.name
        case Sort.TECHNICIAN:
            return m.person.c.name
        case Sort.TILL:
            return m.till.c.name
        case Sort.BALANCE:
            return case((_T.total_is_open, null()), else_=_T.total_minor - _T.paid_minor)
        case _:
            return _T.status


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


_VALUES: Final[dict[Sort, Callable[[Any], Any]]] = {
    Sort.STATUS: lambda status: _FLOW[status],
    # What is due most comes first the usual way round.
    Sort.BALANCE: lambda minor: -int(minor),
}
