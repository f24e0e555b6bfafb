"""Lists customers page by page, by name or by their latest order; no page reads the whole shop.

A filter that leaves few customers is answered by its own index: their ids are read and sorted. One
that leaves many is asked along a walk that is in order already: of the names, or of the orders from
the newest on, of which a customer's latest one is theirs (ADR 0023).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    func,
    literal_column,
    select,
    text,
    tuple_,
    union_all,
)

from data import models as m
from data.batches import batches
from data.models.customers import NOT_ACTIVE
from data.models.tickets import OPEN_ORDERS
from data.queries.finding import OWN_PERSON, candidates, fits, has_order_of, own_orders, sought
from data.queries.frozen import frozen
from data.search_keys import Typed
from data.unit_of_work import UnitOfWork
from data.values import OPEN_STATUSES, TicketStatus

# So many ids are read and sorted at the most; a filter that leaves more is asked along the walk.
FEW = 5_000
# So many of the customers a text finds are listed; a count stops earlier, an export reads them all.
NAMED = 1_200
_LAST_ID = 2**63 - 1

_C, _T = m.customer.c, m.ticket.c
_OPEN = [status.value for status in OPEN_STATUSES]
# Spelled as the partial index is: with a type or a bound value SQLite can't tell that it fits.
_IS_ACTIVE: ColumnElement[bool] = literal_column("customer.active")
_NOT_ACTIVE: ColumnElement[bool] = literal_column(NOT_ACTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Which customers: ``active`` None lists both, ``typed`` None is no text."""

    typed: Typed | None
    active: bool | None
    has_open: bool
    since: datetime | None
    own_person: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The last row of the page before."""

    name_folded: str
    latest_ticket_id: int
    customer_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    id: int
    name: str
    name_folded: str
    phone: str
    email: str
    flag: str
    active: bool
    erased_at_utc: datetime | None
    created_at_utc: datetime
    latest_ticket_id: int
    latest_number: str | None
    latest_at_utc: datetime | None
    open_tickets: int
    tickets: int
    balance_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One of few customers, with what the list is sorted by."""

    id: int
    name_folded: str
    latest_id: int


class CustomerList:
    """One question put to the list; few customers are read once for its page and its count.

    ``named`` is how many customers each way to find a text may lead to.
    """

    def __init__(self, uow: UnitOfWork, asked: Listed, *, named: int = NAMED) -> None:
        self._uow = uow
        self._asked = asked
        self._most_named = named
        self._few = self._read_few()

    def by_name(self, *, after: Place | None, limit: int) -> tuple[ListedRow, ...]:
        """Return a page in the order of the names."""
        place = None if after is None else (after.name_folded, after.customer_id)
        if self._few is not None:
            ordered = sorted((each.name_folded, each.id) for each in self._few)
            ids = [key[-1] for key in ordered if place is None or key > place]
            return self._rows(ids[:limit])
        query = select(_C.id).where(*self._conditions())
        if place is not None:
            query = query.where(tuple_(_C.name_folded, _C.id) > tuple_(*place))
        return self._rows(self._ids(query.order_by(_C.name_folded, _C.id).limit(limit)))

    def by_latest_order(self, *, after: Place | None, limit: int) -> tuple[ListedRow, ...]:
        """Return a page with the newest orders first; then who has none, the newest first."""
        if self._few is not None:
            ordered = sorted(((each.latest_id, each.id) for each in self._few), reverse=True)
            place = None if after is None else (after.latest_ticket_id, after.customer_id)
            ids = [key[-1] for key in ordered if place is None or key < place]
            return self._rows(ids[:limit])
        ids = []
        if after is None or after.latest_ticket_id:
            before = after.latest_ticket_id if after is not None else _LAST_ID
            ids = self._ids(self._with_orders(before).limit(limit))
        if len(ids) < limit:
            resumes = after is not None and not after.latest_ticket_id
            before = after.customer_id if after is not None and resumes else _LAST_ID
            ids += self._ids(self._without_orders(before).limit(limit - len(ids)))
        return self._rows(ids)

    def ids_after(self, customer_id: int, *, limit: int) -> list[int]:
        """Return the next ids in the order they were given out."""
        if self._few is not None:
            begin = bisect_right(self._few_ids, customer_id)
            return self._few_ids[begin : begin + limit]
        query = select(_C.id).where(*self._conditions(), _C.id > customer_id)
        return self._ids(query.order_by(_C.id).limit(limit))

    @cached_property
    def _few_ids(self) -> list[int]:
        return sorted(each.id for each in self._few or ())

    def count(self, *, most: int) -> int:
        """Count who is listed, up to one more than ``most``."""
        if self._few is not None:
            return min(len(self._few), most + 1)
        few = select(_C.id).where(*self._conditions()).limit(most + 1).subquery()
        return int(self._uow.execute(select(func.count()).select_from(few)).scalar_one())

    def _with_orders(self, before_id: int) -> Select[tuple[int]]:
        later = m.ticket.alias("later")
        is_latest = ~(
            select(later.c.id)
            .where(later.c.customer_id == _T.customer_id, later.c.id > _T.id)
            .correlate(m.ticket)
            .exists()
        )
        # Asked of each customer met on the walk: as a join, SQLite would begin with the customers.
        fits = select(_C.id).where(_C.id == _T.customer_id, *self._conditions())
        return (
            select(_T.customer_id)
            .where(_T.id < before_id, is_latest, fits.correlate(m.ticket).exists())
            .order_by(_T.id.desc())
        )

    def _without_orders(self, before_id: int) -> Select[tuple[int]]:
        has_none = ~select(_T.id).where(_T.customer_id == _C.id).correlate(m.customer).exists()
        query = select(_C.id).where(_C.id < before_id, *self._conditions(), has_none)
        return query.order_by(_C.id.desc())

    def _conditions(self) -> list[ColumnElement[bool]]:
        asked = self._asked
        found: list[ColumnElement[bool]] = [_C.merged_into_id.is_(None)]
        if asked.active is not None:
            found.append(_IS_ACTIVE if asked.active else _NOT_ACTIVE)
        if asked.has_open:
            of_customer = select(_T.id).where(_T.customer_id == _C.id, _T.status.in_(_OPEN))
            found.append(of_customer.correlate_except(m.ticket).exists())
        if asked.since is not None:
            found.append(_C.created_at_utc >= asked.since)
        if asked.own_person is not None:
            found.append(has_order_of(asked.own_person))
        return found

    def _read_few(self) -> list[_Found] | None:
        """Return the customers of the narrowest filter, or None where they are many."""
        typed = self._asked.typed
        if typed is None:
            ids = self._narrowest()
            return None if ids is None else self._sifted(ids)
        named = self._named(typed)
        if len(named) < self._most_named:
            return self._sifted(set(named))
        # Of many who are named so, those that fit the other filters may come last.
        ids, is_named = self._narrowest(), fits(typed)
        if ids is None or is_named is None:
            return self._sifted(set(named))
        return self._sifted(ids, is_named)

    def _narrowest(self) -> set[int] | None:
        """Return whom the first filter leaves that leaves few."""
        for query in self._narrow():
            ids = self._ids(query.limit(FEW + 1))
            if len(ids) <= FEW:
                return set(ids)
        return None

    def _named(self, typed: Typed) -> list[int]:
        """Return whom a text finds, some more than once."""
        ways = sought(typed)
        if not ways.ways:
            return []
        own = self._asked.own_person
        query = candidates(ways.ways, own_only=own is not None, most=self._most_named)
        found = query.subquery("found")
        values = {**ways.values, OWN_PERSON: own}
        return [int(row[0]) for row in self._uow.rows(select(found.c.id), values)]

    def _narrow(self) -> Iterator[Select[tuple[int]]]:
        asked = self._asked
        if asked.active is False:
            yield select(_C.id).where(_NOT_ACTIVE)
        if asked.has_open:
            # In the index's own order: else SQLite reads the whole table for the first few.
            open_orders = select(_T.customer_id).where(text(OPEN_ORDERS))
            yield open_orders.order_by(_T.promised_at_utc, _T.id)
        if asked.since is not None:
            yield select(_C.id).where(_C.created_at_utc >= asked.since)
        if asked.own_person is not None:
            yield _customers_of(asked.own_person)

    def _sifted(self, ids: set[int], *also: ColumnElement[bool]) -> list[_Found]:
        """Return those of few customers who fit every filter, each read by the id."""
        latest = select(func.max(_T.id)).where(_T.customer_id == _C.id).correlate(m.customer)
        query = select(
            _C.id,
            _C.name_folded,
            func.coalesce(latest.scalar_subquery(), 0).label("latest_id"),
        ).where(*self._conditions(), *also)
        found: list[_Found] = []
        for few in batches(sorted(ids)):
            found += frozen(_Found, self._uow.execute(query.where(_C.id.in_(few))))
        return found

    def _ids(self, query: Select[tuple[int]]) -> list[int]:
        return [int(row[0]) for row in self._uow.rows(query)]

    def _rows(self, ids: list[int]) -> tuple[ListedRow, ...]:
        if not ids:
            return ()
        rows = frozen(ListedRow, self._uow.execute(_facts(ids, self._asked.own_person)))
        by_id = {row.id: row for row in rows}
        return tuple(by_id[each] for each in ids if each in by_id)


def _customers_of(person_id: int) -> Select[tuple[int]]:
    """Return whose orders a technician may see, each half of `own_orders` by its index."""
    unstarted = _T.technician_id.is_(None), _T.status == TicketStatus.PENDING.value
    own = union_all(
        select(_T.customer_id).where(_T.technician_id == person_id),
        select(_T.customer_id).where(*unstarted),
    ).subquery("own")
    return select(own.c.customer_id)


def _facts(ids: list[int], own_person: int | None) -> Select[Any]:
    is_open = _T.status.in_(_OPEN)
    orders = (
        select(
            _T.customer_id,
            func.max(_T.id).label("seen_id"),
            func.count().label("tickets"),
            func.sum(case((is_open, 1), else_=0)).label("open_tickets"),
            func.sum(case((is_open, _T.total_minor - _T.paid_minor), else_=0)).label("balance"),
        )
        .where(_T.customer_id.in_(ids), own_orders(own_person))
        .group_by(_T.customer_id)
        .subquery("orders")
    )
    latest = select(func.max(_T.id)).where(_T.customer_id == _C.id).correlate(m.customer)
    shown = m.ticket.alias("shown")
    return (
        select(
            *(_C[name] for name in _OWN_COLUMNS),
            func.coalesce(latest.scalar_subquery(), 0).label("latest_ticket_id"),
            shown.c.number.label("latest_number"),
            shown.c.opened_at_utc.label("latest_at_utc"),
            func.coalesce(orders.c.open_tickets, 0).label("open_tickets"),
            func.coalesce(orders.c.tickets, 0).label("tickets"),
            func.coalesce(orders.c.balance, 0).label("balance_minor"),
        )
        .select_from(
            m.customer.outerjoin(orders, orders.c.customer_id == _C.id).outerjoin(
                shown, shown.c.id == orders.c.seen_id
            )
        )
        .where(_C.id.in_(ids))
    )


_OWN_COLUMNS = (
    "id",
    "name",
    "name_folded",
    "phone",
    "email",
    "flag",
    "active",
    "erased_at_utc",
    "created_at_utc",
)
