"""The list of customers: what it is asked and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.values import CustomerId


class Activity(StrEnum):
    """Which customers are listed. A merged one is never listed: the one it became is."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ALL = "all"


class CustomerSort(StrEnum):
    """``latest_order``: newest first, after these whoever has none, the newest customer first."""

    LATEST_ORDER = "latest_order"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerQuestion:
    """What the list is asked. ``text`` finds as the search line does; at most 120 entries a way.

    ``has_open`` True lists customers with an open order, ``since`` those known since that day (the
    shop's) or later.
    """

    text: str = ""
    activity: Activity = Activity.ACTIVE
    has_open: bool = False
    since: date | None = None
    sort: CustomerSort = CustomerSort.LATEST_ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPlace:
    """Where a page ended; the next one begins after it. Hand it back as it came."""

    name_folded: str
    latest_ticket_id: int
    customer_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """One line of the list. ``balance_minor`` is what open orders still cost, in minor units."""

    customer_id: CustomerId
    name: str
    phone: str
    email: str
    flag: str
    active: bool
    erased: bool
    open_tickets: int
    tickets: int
    balance_minor: int
    latest_number: str
    latest_at_utc: datetime | None
    since_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerListPage:
    """A page of customers. ``next_place`` is None on the last one.

    ``count`` counts all that fit up to `MOST_COUNTED`; ``count_is_capped`` says there are more.
    Pages after the first have no count (None).
    """

    rows: tuple[CustomerRow, ...]
    next_place: CustomerPlace | None
    count: int | None
    count_is_capped: bool = False


MOST_COUNTED = 1_000
LIST_ROWS = 100
