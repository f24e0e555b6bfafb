"""The queue: ordered ids for a question, rows for ids, counts for the chips."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    and_,
    case,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
    union,
)

from data import models as m
from data.models.tickets import HASTY, OPEN_ORDERS, TO_HAND_BACK
from data.queries.finding import begins_with, candidates, fits, sought
from data.queries.queue_everything import read_everything
from data.queries.queue_narrowing import NO_FILTER, Narrowing, in_scope, is_led_by_time, of_own
from data.queries.queue_order import Sort, arranged, by_index, with_key
from data.search_keys import Typed
from data.unit_of_work import UnitOfWork
from data.values import MOST_COUNTED, Priority, TicketStatus

_T = m.ticket.c
_FETCH = 20_000
# Each way of finding customers for the filter of all orders gives this many at the most.
_CUSTOMER_LIMIT = 2_000
_NORMAL = Narrowing(priority=Priority.NORMAL.value)


class Slice(StrEnum):
    """The part of all orders that is asked for."""

    OPEN = "open"
    LATE = "late"
    DUE_TODAY = "due_today"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    AWAITING_APPROVAL = "awaiting_approval"
    WAITING_PARTS = "waiting_parts"
    READY = "ready"
    TO_HAND_BACK = "to_hand_back"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFilter:
    """What was typed, classified by the service. Empty fields do not take part."""

    number_prefix: str = ""
    sequence_tail: str = ""
    customer: Typed = field(default_factory=Typed)
    words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was typed."""
        return self == TextFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which orders, seen by whom, at which instant. ``own_person`` limits to own orders.

    What was promised before ``late_before`` is late: the shop has been open since then.
    ``turned`` is the other way round than ``sort`` usually goes.
    """

    part: Slice
    late_before: datetime
    day_begins: datetime
    day_ends: datetime
    me: int
    own_person: int | None = None
    narrowed: Narrowing = NO_FILTER
    text: TextFilter = TextFilter()
    sort: Sort = Sort.PROMISE
    turned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRowData:
    ticket_id: int
    number: str
    device_title: str
    repairs: str
    priority: str
    customer_name: str
    status: str
    promised_at_utc: datetime | None
    ready_at_utc: datetime | None
    opened_at_utc: datetime
    technician_id: int | None
    balance_minor: int
    balance_is_open: bool
    device_in_shop: bool
    till_id: int
    version: int
    customer_id: int
    device_model_id: int | None


def read_ids(uow: UnitOfWork, question: Question, *, limit: int | None = None) -> array[int]:
    """Return the ids that answer the question, in order, at 8 bytes each."""
    if _is_sorted_here(question):
        return array("q", [row.id for row in _sorted_here(uow, question)][:limit])
    if _is_led_by_time(question):
        return _sorted_ids(uow, question)
    if limit is None and _is_everything(question):
        only_normal = not question.narrowed.is_empty
        return read_everything(uow, only_normal=only_normal, oldest_first=_oldest_first(question))
    query = _ordered_ids(question, limit=limit)
    result = uow.connection.execution_options(yield_per=_FETCH).execute(query)
    ids = array("q")
    for rows in result.partitions():
        ids.extend([row[0] for row in rows])
    return ids


def read_columns(
    uow: UnitOfWork, question: Question, *, statuses: Sequence[str]
) -> dict[str, array[int]]:
    """Return the open orders that answer the question by status, each column in the list's order.

    They are a few thousand at the most, whatever the question: of all orders only the open ones
    stand in columns.
    """
    part = Slice.OPEN if question.part is Slice.ALL else question.part
    narrowed = replace(question, part=part)
    columns = {status: array("q") for status in statuses}
    for row in _sorted_here(uow, narrowed):
        if row.status in columns:
            columns[row.status].append(row.id)
    return columns


def sort_in_force(question: Question) -> Sort:
    """Return what the ids are ordered by: millions of orders by an index only, the newest first."""
    # Promises say little about all or closed orders, and sorting two million of them costs seconds.
    is_many = question.narrowed.is_closed or question.part is Slice.ALL
    return Sort.NEWEST if is_many else question.sort


def read_rows(
    uow: UnitOfWork, ids: Sequence[int], *, own_person: int | None = None
) -> list[QueueRowData]:
    """Return the rows of ``ids`` in the same order; missing and others' ones are left out."""
    query = (
        select(
            _T.id.label("ticket_id"),
            _T.number,
            _T.device_title,
            _T.repair_summary.label("repairs"),
            _T.priority,
            m.customer.c.name.label("customer_name"),
            _T.status,
            _T.promised_at_utc,
            _T.ready_at_utc,
            _T.opened_at_utc,
            _T.technician_id,
            (_T.total_minor - _T.paid_minor).label("balance_minor"),
            _T.total_is_open.label("balance_is_open"),
            _T.device_in_shop,
            _T.till_id,
            _T.version,
            _T.customer_id,
            _T.device_model_id,
        )
        .join(m.customer, m.customer.c.id == _T.customer_id)
        .where(_T.id.in_(list(ids)))
    )
    if own_person is not None:
        query = query.where(of_own(own_person))
    found = {row.ticket_id: QueueRowData(**row._mapping) for row in uow.connection.execute(query)}
    return [found[key] for key in ids if key in found]


def read_counts(uow: UnitOfWork, question: Question) -> dict[Slice, int]:
    """Count every slice under the question's text, status and scope.

    The slices of open orders are counted in one pass over the open ones; all orders are counted by
    the number counters, which have no gap, unless a filter applies. Under several filters more than
    `MOST_COUNTED` of all orders count as one more than that.
    """
    parts = [part for part in Slice if part not in (Slice.ALL, Slice.TO_HAND_BACK)]
    sums = [
        func.coalesce(func.sum(case((_slice(part, question), 1), else_=0)), 0) for part in parts
    ]
    row = uow.connection.execute(select(*sums).where(_where(question, part=Slice.OPEN))).one()
    counts: dict[Slice, int] = {part: int(value) for part, value in zip(parts, row, strict=True)}
    for part in (Slice.TO_HAND_BACK, Slice.ALL):
        counts[part] = _count(uow, question, part)
    return counts


def _count(uow: UnitOfWork, question: Question, part: Slice) -> int:
    if part is not Slice.ALL:
        return _number(uow, select(_T.id).where(_where(question, part=part)))
    if not question.text.is_empty:
        return _number(uow, _found_anywhere(question))
    narrowed, is_own = question.narrowed, question.own_person is not None
    if narrowed.is_empty and not is_own:
        return _count_everything(uow)
    if narrowed == _NORMAL and not is_own:
        # What is not normal has an index.
        hasty = select(_T.id).where(literal_column(f"ticket.{HASTY}"))
        return _count_everything(uow) - _number(uow, hasty)
    query = select(_T.id).where(_where(question, part=part))
    if is_own or narrowed.count > 1:
        # One filter is counted in its index; for several the orders themselves are looked at.
        query = query.limit(MOST_COUNTED + 1)
    return _number(uow, query)


def _count_everything(uow: UnitOfWork) -> int:
    total = select(func.coalesce(func.sum(m.number_counter.c.last_value), 0)).where(
        m.number_counter.c.kind == "order"
    )
    return int(uow.connection.execute(total).scalar_one())


def _number(uow: UnitOfWork, query: Select[Any] | CompoundSelect[Any]) -> int:
    counted = select(func.count()).select_from(query.subquery("counted"))
    return int(uow.connection.execute(counted).scalar_one())


def _ordered_ids(question: Question, *, limit: int | None) -> Select[Any]:
    if question.part is Slice.ALL and not question.text.is_empty:
        found = _found_anywhere(question, limit=limit).subquery("found")
        order = found.c.id if _oldest_first(question) else found.c.id.desc()
        return select(found.c.id).order_by(order).limit(limit)
    sort = sort_in_force(question)
    query = select(_T.id).where(*_chosen(question, sort)).limit(limit)
    turned = _oldest_first(question) if sort is Sort.NEWEST else question.turned
    return by_index(query, sort, turned=turned)


def _is_everything(question: Question) -> bool:
    is_all = question.part is Slice.ALL and question.text.is_empty and question.own_person is None
    return is_all and question.narrowed in (NO_FILTER, _NORMAL)


def _is_led_by_time(question: Question) -> bool:
    is_all = question.part is Slice.ALL and question.text.is_empty
    return is_all and is_led_by_time(question.narrowed)


def _sorted_ids(uow: UnitOfWork, question: Question) -> array[int]:
    """Read the ids of a time, all of them: asked for the newest ones, a database may begin there.

    It would pass two million orders by to come to a week of last year.
    """
    query = select(_T.id).where(_where(question, part=Slice.ALL))
    found = uow.connection.execution_options(yield_per=_FETCH).execute(query).scalars()
    return array("q", sorted(found, reverse=not _oldest_first(question)))


def _oldest_first(question: Question) -> bool:
    """Say whether ids are asked for the other way round; another sort says nothing about ids."""
    return question.turned and question.sort is Sort.NEWEST


def _is_sorted_here(question: Question) -> bool:
    return not sort_in_force(question).is_by_index


def _sorted_here(uow: UnitOfWork, question: Question) -> Sequence[Row[Any]]:
    """Read the open orders of a question with their status, in order."""
    sort = sort_in_force(question)
    query = select(_T.id, _T.status).where(*_chosen(question, sort))
    if sort.is_by_index:
        return uow.connection.execute(by_index(query, sort, turned=question.turned)).all()
    rows = uow.connection.execute(with_key(query, sort)).all()
    return arranged(rows, sort, turned=question.turned)


def _chosen(question: Question, sort: Sort) -> Iterator[ColumnElement[bool]]:
    """Say which orders answer, so that no sort leads through all of them to the open ones."""
    yield _where(question, part=question.part)
    if sort is not Sort.PROMISE and question.part not in (Slice.ALL, Slice.TO_HAND_BACK):
        # Of the partial index's columns only the promise sorts: for another order, or another
        # table's names, SQLite would read two million rows instead.
        yield _T.id.in_(_ids_of(OPEN_ORDERS))


def _ids_of(kind: str) -> Select[Any]:
    return select(m.ticket.alias("kind").c.id).where(literal_column(kind))


def _where(question: Question, *, part: Slice) -> ColumnElement[bool]:
    leads = part is Slice.ALL and question.text.is_empty
    conditions = [_slice(part, question), *_scope(question, leads=leads)]
    kind = TO_HAND_BACK if part is Slice.TO_HAND_BACK else OPEN_ORDERS
    if not question.text.is_empty:
        conditions.append(_held(question.text, kind))
    elif part is not Slice.ALL and not question.narrowed.is_empty:
        # Chosen by id first, as for a text: the partial index lacks what is filtered by.
        conditions.append(_T.id.in_(_ids_of(kind)))
    return and_(*conditions)


def _scope(question: Question, *, leads: bool = False) -> list[ColumnElement[bool]]:
    return in_scope(question.narrowed, own_person=question.own_person, leads=leads)


def _slice(part: Slice, question: Question) -> ColumnElement[bool]:
    return _slices(question)[part]


def _slices(question: Question) -> dict[Slice, ColumnElement[bool]]:
    # Without a type: SQLAlchemy would add "= 1" for SQLite, and the index would not be recognised.
    open_ones: ColumnElement[bool] = literal_column(f"ticket.{OPEN_ORDERS}")
    ready = _T.status == TicketStatus.READY_PICKUP.value
    due = _T.promised_at_utc.between(question.day_begins, question.day_ends)
    return {
        Slice.OPEN: open_ones,
        Slice.MINE: and_(open_ones, _T.technician_id == question.me),
        Slice.UNASSIGNED: and_(open_ones, _T.technician_id.is_(None)),
        Slice.DUE_TODAY: and_(open_ones, due),
        Slice.LATE: and_(open_ones, _T.promised_at_utc < question.late_before, not_(ready)),
        Slice.AWAITING_APPROVAL: _T.status == TicketStatus.AWAITING_APPROVAL.value,
        Slice.WAITING_PARTS: _T.status == TicketStatus.WAITING_PARTS.value,
        Slice.READY: ready,
        Slice.TO_HAND_BACK: literal_column("ticket.status = 'cancelled' AND ticket.device_in_shop"),
        Slice.ALL: true(),
    }


def _held(text: TextFilter, kind: str) -> ColumnElement[bool]:
    """Say which of the orders whose device is here (``kind``, a partial index's) hold the text.

    They are a few thousand at the most, so every word of them counts.
    """
    # Chosen by id first: a condition on words lets SQLite read all orders instead of the index
    # (measured with 2,000,000 of them: 280 ms, and 1 ms so).
    return and_(_T.id.in_(_ids_of(kind)), _holds(text))


def _holds(text: TextFilter) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = []
    if text.number_prefix:
        found.append(begins_with(_T.number, text.number_prefix))
    if text.sequence_tail:
        tail = text.sequence_tail
        found.append(_T.number_seq % 10 ** len(tail) == int(tail))
    of_customer = fits(text.customer)
    if of_customer is not None:
        customer = m.customer.c
        whose = select(customer.id).where(customer.id == _T.customer_id, of_customer)
        found.append(whose.exists())
    if text.words:
        shown = func.lower(_T.device_title + " " + _T.repair_summary)
        found.append(and_(*(shown.contains(word, autoescape=True) for word in text.words)))
    return or_(*found) if found else false()


def _found_anywhere(question: Question, *, limit: int | None = None) -> CompoundSelect[Any]:
    """Return the ids of all orders that hold the text; with ``limit`` at least the newest so many.

    What is here is read in full. What has left is only asked of indexes, each by itself, which
    means by number, phone and name: alternatives in one condition would read all orders.
    """
    scope = _scope(question)
    here = [_held(question.text, kind) for kind in (OPEN_ORDERS, TO_HAND_BACK)]
    ways = [select(_T.id).where(way, *scope) for way in (*here, *_by_index(question.text))]
    if question.text.number_prefix:
        # "R2" fits all orders there are: the newest ones are enough for a first page.
        numbered = begins_with(_T.number, question.text.number_prefix)
        order = _T.id if _oldest_first(question) else _T.id.desc()
        newest = select(_T.id).where(numbered, *scope).order_by(order).limit(limit)
        ways.append(select(newest.subquery("newest").c.id))
    return union(*ways)


def _by_index(text: TextFilter) -> Iterator[ColumnElement[bool]]:
    if text.sequence_tail:
        # The index on numbers begins with the year.
        counter = m.number_counter.c
        years = select(counter.year).where(counter.kind == "order")
        yield and_(_T.number_year.in_(years), _T.number_seq == int(text.sequence_tail))
    asked = sought(text.customer)
    if asked.ways:
        few = candidates(asked.ways, own_only=False, most=_CUSTOMER_LIMIT)
        yield _T.customer_id.in_(select(few.params(asked.values).subquery("few").c.id))
