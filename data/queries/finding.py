"""Finds customers by what was typed of them: the candidates that the search line, the Counter and
the queue's filter all begin with.

Every way of finding is one range of one b-tree, read in key order (key, then id) for at most so
many entries, so that its cost does not grow with the shop. Whoever is not to be seen does not use
a place up. The callers show the newest of the candidates. ADR 0020 has the rules and the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    and_,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from data import models as m
from data.search_keys import PAIRED_LETTERS, SHORTEST_TAIL, PairRange, Typed, pair_ranges
from data.values import TicketStatus

# So many entries of one way are looked at, and the newest of them are shown.
CANDIDATES = 120

_C, _T = m.customer.c, m.ticket.c
_ESCAPE = "/"
_LAST = "\U0010ffff"


class Why(IntEnum):
    """What of a customer fits; the lowest counts where several do."""

    PHONE = 1
    NAME = 2
    EMAIL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Who may be found: everybody, or the customers of this technician's orders.

    ``also_inactive`` finds customers whose name is no longer offered: their orders stay.
    """

    own_person: int | None = None
    also_inactive: bool = False


def candidates(typed: Typed, *, sight: Sight, most: int = CANDIDATES) -> CompoundSelect[Any] | None:
    """Return the query of ``id`` and ``why`` of everybody found, some more than once.

    None when nothing is looked for.
    """
    ways = list(_Ways(sight, most).of(typed))
    return union_all(*ways) if ways else None


def fits(typed: Typed) -> ColumnElement[bool] | None:
    """Return the same question as a condition on rows of `customer`, read one by one.

    For those that are few already; it has no limit. None when nothing is looked for.
    """
    found: list[ColumnElement[bool]] = [
        begins_with(_C.phone_digits, beginning) for beginning in typed.phone_beginnings
    ]
    if len(typed.phone_part) >= SHORTEST_TAIL:
        found.append(_C.phone_digits.contains(typed.phone_part, autoescape=True))
    if typed.words:
        found.append(and_(*map(_has_word, typed.words)))
    if typed.email:
        found.append(begins_with(_C.email_folded, typed.email))
    return or_(*found) if found else None


def begins_with(column: ColumnElement[Any], beginning: str) -> ColumnElement[bool]:
    """Return the condition that ``column``, sorted by code point, begins with ``beginning``."""
    return and_(column >= beginning, column < beginning + _LAST)


def has_order_of(own_person: int | None) -> ColumnElement[bool]:
    """Return the condition that a technician may see the customer; None may see everybody."""
    if own_person is None:
        return true()
    orders = select(_T.id).where(_T.customer_id == _C.id, own_orders(own_person))
    return orders.correlate(m.customer).exists()


def own_orders(own_person: int | None) -> ColumnElement[bool]:
    """Return the condition that an order is the technician's, or nobody's and not yet started.

    None is every order.
    """
    if own_person is None:
        return true()
    unstarted = and_(_T.technician_id.is_(None), _T.status == TicketStatus.PENDING.value)
    return or_(_T.technician_id == own_person, unstarted)


class _Ways:
    """Builds the ranges of one question."""

    def __init__(self, sight: Sight, most: int) -> None:
        self._sight = sight
        self._most = most

    def of(self, typed: Typed) -> Iterator[Select[Any]]:
        for beginning in typed.phone_beginnings:
            yield self._of_customer(_C.phone_digits, beginning, Why.PHONE)
        if len(typed.phone_part) >= SHORTEST_TAIL:
            yield from self._keyed(m.customer_phone_key, typed.phone_part, Why.PHONE)
        if typed.name:
            yield from self._keyed(m.customer_name_key, typed.name, Why.NAME)
        if len(typed.words) > 1:
            yield from self._paired(typed.words)
        if typed.email:
            yield self._of_customer(_C.email_folded, typed.email, Why.EMAIL)

    def _of_customer(self, column: ColumnElement[Any], beginning: str, why: Why) -> Select[Any]:
        few = (
            select(_C.id)
            .where(begins_with(column, beginning), *self._seen())
            .order_by(column, _C.id)
            .limit(self._most)
        )
        return _labelled(few, why)

    def _keyed(self, table: Table, key: str, why: Why) -> Iterator[Select[Any]]:
        # Of many with the very key, the newest; of those it begins, the first.
        same = self._keys(table, table.c.key == key).order_by(table.c.customer_id.desc())
        begun = self._keys(table, begins_with(table.c.key, key))
        for few in (same, begun.order_by(table.c.key, table.c.customer_id)):
            yield _labelled(few.limit(self._most), why)

    def _paired(self, words: Sequence[str]) -> Iterator[Select[Any]]:
        # The longest two leave the fewest names; what the pair does not tell is asked of the name.
        one, other, *rest = sorted(words, key=len, reverse=True)
        untold = [word for word in (one, other) if len(word) > PAIRED_LETTERS]
        conditions = [_has_word(word) for word in (*untold, *rest)]
        pair = m.customer_name_pair.c
        for asked in pair_ranges(one, other):
            within = [begins_with(pair.key, asked.beginning), *_in_place(pair.key, asked)]
            few = self._keys(m.customer_name_pair, *within, also=conditions)
            yield _labelled(few.order_by(pair.key, pair.customer_id).limit(self._most), Why.NAME)

    def _keys(
        self,
        table: Table,
        *conditions: ColumnElement[bool],
        also: Sequence[ColumnElement[bool]] = (),
    ) -> Select[Any]:
        keys = select(table.c.customer_id.label("id")).where(*conditions)
        of_customer = [*also, *self._seen()]
        if not of_customer:
            return keys
        return keys.join(m.customer, _C.id == table.c.customer_id).where(*of_customer)

    def _seen(self) -> list[ColumnElement[bool]]:
        seen: list[ColumnElement[bool]] = []
        if not self._sight.also_inactive:
            seen.append(_C.active.is_(True))
        if self._sight.own_person is not None:
            seen.append(has_order_of(self._sight.own_person))
        return seen


def _labelled(few: Select[Any], why: Why) -> Select[Any]:
    # In a sub-query: only there may a part of a union be sorted and cut off.
    return select(few.subquery().c.id, literal_column(str(why.value)).label("why"))


def _in_place(key: ColumnElement[Any], asked: PairRange) -> list[ColumnElement[bool]]:
    if not asked.has_gap:
        return []
    pattern = "".join("_" if letter is None else _literally(letter) for letter in asked.letters)
    return [key.like(f"{pattern}%", escape=_ESCAPE)]


def _literally(letter: str) -> str:
    return f"{_ESCAPE}{letter}" if letter in ("%", "_", _ESCAPE) else letter


def _has_word(word: str) -> ColumnElement[bool]:
    return (" " + _C.name_folded).contains(f" {word}", autoescape=True)
