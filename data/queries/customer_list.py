"""Lists customers page by page, by name or by their latest order; no page reads the whole shop.

A filter that leaves few customers is answered by its own index: their ids are read and sorted. One
that leaves many is asked along a walk that is in order already: of the names, or of the orders from
the newest on, of which a customer's latest one is theirs (ADR 0023).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    case,
    func,
    literal_column,
    select,
    text,
    tuple_,
)

from data import models as m
from data.models.customers import NOT_ACTIVE
from data.models.tickets import OPEN_ORDERS
from data.queries.finding import OWN_PERSON, candidates, has_order_of, own_orders, sought
from data.queries.frozen import frozen
from data.search_keys import Typed
from data.unit_of_work import UnitOfWork
from data.values import OPEN_STATUSES

# So many ids are read and sorted at the most; a filter that leaves more is asked along the walk.
FEW = 5_000

_C, _T = m.customer.c, m.ticket.c
_OPEN = [status.value for status in OPEN_STATUSES]
# Spelled as the partial index is: with a bound value SQLite can't tell that it fits.
_IS_ACTIVE = literal_column("customer.active", Boolean)
_NOT_ACTIVE = literal_column(NOT_ACTIVE, Boolean)


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


class CustomerList:
    """One question put to the list; few ids are read once for its page and its count."""

    def __init__(self, uow: UnitOfWork, asked: Listed) -> None:
        self._uow = uow
        self._asked = asked
        self._few = self._read_few()

    def by_name(self, *, after: Place | None, limit: int) -> tuple[ListedRow, ...]:
        """Return a page in the order of the names."""
        query = select(_C.id).where(*self._conditions())
        if after is not None:
            query = query.where(
                tuple_(_C.name_folded, _C.id) > tuple_(after.name_folded, after.customer_id)
            )
        ids = self._ids(query.order_by(_C.name_folded, _C.id).limit(limit))
        return self._rows(ids)

    def by_latest_order(self, *, after: Place | None, limit: int) -> tuple[ListedRow, ...]:
        """Return a page with the newest orders first; then who has none, the newest first."""
        ids: list[int] = []
        if after is None or after.latest_ticket_id:
            ids = self._ids(self._with_orders(after).limit(limit))
        if len(ids) < limit:
            resumed = after if after is not None and not after.latest_ticket_id else None
            ids += self._ids(self._without_orders(resumed).limit(limit - len(ids)))
        return self._rows(ids)

    def ids_after(self, customer_id: int, *, limit: int) -> list[int]:
        """Return the next ids in the order they were given out."""
        query = select(_C.id).where(*self._conditions(), _C.id > customer_id)
        return self._ids(query.order_by(_C.id).limit(limit))

    def count(self, *, most: int) -> int:
        """Count who is listed, up to one more than ``most``."""
        few = select(_C.id).where(*self._conditions()).limit(most + 1).subquery()
        return int(self._uow.execute(select(func.count()).select_from(few)).scalar_one())

    def _with_orders(self, after: Place | None) -> Select[tuple[int]]:
        later = m.ticket.alias("later")
        is_latest = ~(
            select(later.c.id)
            .where(later.c.customer_id == _T.customer_id, later.c.id > _T.id)
            .correlate(m.ticket)
            .exists()
        )
        if self._few is not None:
            # Of few customers the latest order is looked up for each.
            latest = self._latest_id()
            query = select(_C.id).where(*self._conditions(), latest > 0)
            if after is not None:
                query = query.where(latest < after.latest_ticket_id)
            return query.order_by(latest.desc())
        query = (
            select(_T.customer_id)
            .join(m.customer, _C.id == _T.customer_id)
            .where(is_latest, *self._conditions())
        )
        if after is not None:
            query = query.where(_T.id < after.latest_ticket_id)
        return query.order_by(_T.id.desc())

    def _without_orders(self, after: Place | None) -> Select[tuple[int]]:
        has_none = ~select(_T.id).where(_T.customer_id == _C.id).correlate(m.customer).exists()
        query = select(_C.id).where(*self._conditions(), has_none)
        if after is not None:
            query = query.where(_C.id < after.customer_id)
        return query.order_by(_C.id.desc())

    def _latest_id(self) -> ColumnElement[int]:
        latest = select(func.max(_T.id)).where(_T.customer_id == _C.id)
        return func.coalesce(latest.correlate(m.customer).scalar_subquery(), 0)

    def _conditions(self) -> list[ColumnElement[bool]]:
        asked = self._asked
        found: list[ColumnElement[bool]] = [_C.merged_into_id.is_(None)]
        if self._few is not None:
            found.append(_C.id.in_(self._few))
        if asked.active is not None:
            found.append(_IS_ACTIVE if asked.active else _NOT_ACTIVE)
        if asked.has_open:
            of_customer = select(_T.id).where(_T.customer_id == _C.id, _T.status.in_(_OPEN))
            found.append(of_customer.correlate(m.customer).exists())
        if asked.since is not None:
            found.append(_C.created_at_utc >= asked.since)
        if asked.own_person is not None:
            found.append(has_order_of(asked.own_person))
        return found

    def _read_few(self) -> list[int] | None:
        """Return the ids of the narrowest filter, or None where they are many."""
        asked = self._asked
        if asked.typed is not None:
            return self._found(asked.typed)
        for query in self._narrow():
            ids = self._ids(query.limit(FEW + 1))
            if len(ids) <= FEW:
                return ids
        return None

    def _found(self, typed: Typed) -> list[int]:
        ways = sought(typed)
        if not ways.ways:
            return []
        own = self._asked.own_person
        found = candidates(ways.ways, own_only=own is not None).subquery("found")
        values = {**ways.values, OWN_PERSON: own}
        return sorted({int(row[0]) for row in self._uow.rows(select(found.c.id), values)})

    def _narrow(self) -> list[Select[tuple[int]]]:
        asked, narrow = self._asked, []
        if asked.active is False:
            narrow.append(select(_C.id).where(_NOT_ACTIVE))
        if asked.has_open:
            narrow.append(select(_T.customer_id).where(text(OPEN_ORDERS)).distinct())
        if asked.since is not None:
            narrow.append(select(_C.id).where(_C.created_at_utc >= asked.since))
        return narrow

    def _ids(self, query: Select[tuple[int]]) -> list[int]:
        return [int(row[0]) for row in self._uow.rows(query)]

    def _rows(self, ids: list[int]) -> tuple[ListedRow, ...]:
        if not ids:
            return ()
        rows = frozen(ListedRow, self._uow.execute(_facts(ids, self._asked.own_person)))
        by_id = {row.id: row for row in rows}
        return tuple(by_id[each] for each in ids if each in by_id)


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
