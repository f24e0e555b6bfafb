"""Finds customers by what was typed of them: the candidates that the search line, the Counter and
the queue's filter all begin with.

Every way of finding is one range of one b-tree, read in key order (key, then id) for at most so
many entries, so that its cost does not grow with the shop. Whom the actor may not see does not use
a place up. The callers show the newest of the candidates. ADR 0020 has the rules and the figures.

Questions of one shape differ in their values only, so that a caller can keep its statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
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

OWN_PERSON = "own_person"

Condition = Callable[[ColumnElement[Any]], ColumnElement[bool]]

_C, _T = m.customer.c, m.ticket.c
_CONTACT = m.customer_contact
_ESCAPE = "/"
_LAST = "\U0010ffff"
_KEYS = {table.name: table for table in m.SEARCH_KEYS}


class Why(IntEnum):
    """What of a customer fits; the lowest counts where several do."""

    PHONE = 1
    NAME = 2
    EMAIL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One range: of a column of `customer`, or of a table of keys; or one key exactly.

    ``further`` is the same column of `customer_contact`.

    Beside the range ``patterns`` are asked of the key itself and of the folded name.
    """

    of: str
    why: Why
    exactly: bool = False
    further: bool = False
    key_patterns: int = 0
    name_patterns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The ways of one question and their values, by the names the statement has for them."""

    ways: tuple[Way, ...]
    values: dict[str, str]


def sought(typed: Typed) -> Sought:
    """Return how to find customers; no way when nothing is looked for."""
    listed = list(_ways(typed))
    values = {
        _name(number, place): value
        for number, (_way, each) in enumerate(listed)
        for place, value in enumerate(each)
    }
    return Sought(ways=tuple(way for way, _values in listed), values=values)


def candidates(
    ways: tuple[Way, ...], *, own_only: bool, most: int = CANDIDATES
) -> CompoundSelect[Any]:
    """Return the query of ``id`` and ``rank`` (of `Why`) of everybody found, some more than once.

    It is run with the values of `Sought`, and with `OWN_PERSON` where only the customers of one
    technician's orders may be found. Whoever is no longer active is among them: to ask that here
    would read a row of each.
    """
    seen = [has_order_of(own_person_value())] if own_only else []
    return union_all(
        *(_labelled(_few(way, number, seen).limit(most), way) for number, way in enumerate(ways))
    )


def fits(typed: Typed) -> ColumnElement[bool] | None:
    """Return the same question as a condition on rows of `customer`, read one by one.

    For those that are few already; it has no limit. None when nothing is looked for.
    """
    found: list[ColumnElement[bool]] = [
        _any_contact("phone_digits", _beginning(beginning)) for beginning in typed.phone_beginnings
    ]
    if len(typed.phone_part) >= SHORTEST_TAIL:
        found.append(_any_contact("phone_digits", _having(typed.phone_part)))
    if typed.words:
        found.append(and_(*(_has_word(_word_pattern(word)) for word in typed.words)))
    if typed.email:
        found.append(_any_contact("email_folded", _beginning(typed.email)))
    return or_(*found) if found else None


def begins_with(column: ColumnElement[Any], beginning: str) -> ColumnElement[bool]:
    """Return the condition that ``column``, sorted by code point, begins with ``beginning``."""
    return and_(column >= beginning, column < end_of(beginning))


def end_of(beginning: str) -> str:
    """Return what comes after every text that begins so."""
    return beginning + _LAST


def has_order_of(own_person: int | BindParameter[Any] | None) -> ColumnElement[bool]:
    """Return the condition that a technician may see the customer; None may see everybody."""
    if own_person is None:
        return true()
    orders = select(_T.id).where(_T.customer_id == _C.id, own_orders(own_person))
    return orders.correlate(m.customer).exists()


def own_orders(own_person: int | BindParameter[Any] | None) -> ColumnElement[bool]:
    """Return the condition that an order is the technician's, or nobody's and not yet started.

    None is every order.
    """
    if own_person is None:
        return true()
    unstarted = and_(_T.technician_id.is_(None), _T.status == TicketStatus.PENDING.value)
    return or_(_T.technician_id == own_person, unstarted)


def own_person_value() -> BindParameter[Any]:
    """Return the place of the technician's id in a statement that is kept."""
    return bindparam(OWN_PERSON, type_=Integer)


def _ways(typed: Typed) -> Iterator[tuple[Way, tuple[str, ...]]]:
    for beginning in typed.phone_beginnings:
        yield from _contact("phone_digits", beginning, Why.PHONE)
    if len(typed.phone_part) >= SHORTEST_TAIL:
        yield from _keyed(m.customer_phone_key.name, typed.phone_part, Why.PHONE)
    if typed.name:
        yield from _keyed(m.customer_name_key.name, typed.name, Why.NAME)
    if len(typed.words) > 1:
        yield from _paired(typed.words)
    if typed.email:
        yield from _contact("email_folded", typed.email, Why.EMAIL)


def _contact(column: str, beginning: str, why: Why) -> Iterator[tuple[Way, tuple[str, ...]]]:
    for further in (False, True):
        yield Way(of=column, why=why, further=further), (beginning, end_of(beginning))


def _beginning(beginning: str) -> Condition:
    return lambda column: begins_with(column, beginning)


def _having(part: str) -> Condition:
    return lambda column: column.contains(part, autoescape=True)


def _any_contact(column: str, fits_in: Condition) -> ColumnElement[bool]:
    """Return the condition that the primary contact or a further one fits."""
    further = select(_CONTACT.c.id).where(
        _CONTACT.c.customer_id == _C.id, fits_in(_CONTACT.c[column])
    )
    return or_(fits_in(_C[column]), further.correlate(m.customer).exists())


def _keyed(table: str, key: str, why: Why) -> Iterator[tuple[Way, tuple[str, ...]]]:
    # Of many with the very key, the newest; of those it begins, the first.
    yield Way(of=table, why=why, exactly=True), (key,)
    yield Way(of=table, why=why), (key, end_of(key))


def _paired(words: tuple[str, ...]) -> Iterator[tuple[Way, tuple[str, ...]]]:
    # The longest two leave the fewest names; what the pair does not tell is asked of the name.
    one, other, *rest = sorted(words, key=len, reverse=True)
    untold = [word for word in (one, other) if len(word) > PAIRED_LETTERS]
    names = [_word_pattern(word) for word in (*untold, *rest)]
    for asked in pair_ranges(one, other):
        patterns = [_letters_pattern(asked)] if asked.has_gap else []
        way = Way(
            of=m.customer_name_pair.name,
            why=Why.NAME,
            key_patterns=len(patterns),
            name_patterns=len(names),
        )
        yield way, (asked.beginning, end_of(asked.beginning), *patterns, *names)


def _few(way: Way, number: int, seen: list[ColumnElement[bool]]) -> Select[Any]:
    places = (
        bindparam(_name(number, place), type_=Text)
        for place in range(2 - way.exactly + way.key_patterns + way.name_patterns)
    )
    if way.further:
        return _few_contacts(_CONTACT.c[way.of], next(places), next(places), seen)
    if way.of not in _KEYS:
        column = _C[way.of]
        query = select(_C.id).where(column >= next(places), column < next(places), *seen)
        return query.order_by(column, _C.id)
    keys = _KEYS[way.of].c
    query = select(keys.customer_id.label("id"))
    if way.exactly:
        query = query.where(keys.key == next(places)).order_by(keys.customer_id.desc())
    else:
        query = query.where(keys.key >= next(places), keys.key < next(places))
        query = query.order_by(keys.key, keys.customer_id)
    for _each in range(way.key_patterns):
        query = query.where(keys.key.like(next(places), escape=_ESCAPE))
    of_customer = [*(_has_word(next(places)) for _each in range(way.name_patterns)), *seen]
    if not of_customer:
        return query
    return query.join(m.customer, _C.id == keys.customer_id).where(*of_customer)


def _few_contacts(
    column: ColumnElement[Any],
    first: BindParameter[Any],
    end: BindParameter[Any],
    seen: list[ColumnElement[bool]],
) -> Select[Any]:
    query = select(_CONTACT.c.customer_id.label("id")).where(column >= first, column < end)
    query = query.order_by(column, _CONTACT.c.customer_id)
    return query.join(m.customer, _C.id == _CONTACT.c.customer_id).where(*seen) if seen else query


def _labelled(few: Select[Any], way: Way) -> Select[Any]:
    # In a sub-query: only there may a part of a union be sorted and cut off.
    return select(few.subquery().c.id, literal_column(str(way.why.value)).label("rank"))


def _name(number: int, place: int) -> str:
    return f"way{number}_{place}"


def _letters_pattern(asked: PairRange) -> str:
    letters = ("_" if letter is None else _literally(letter) for letter in asked.letters)
    return f"{''.join(letters)}%"


def _word_pattern(word: str) -> str:
    return f"% {_literally(word)}%"


def _literally(letters: str) -> str:
    return "".join(f"{_ESCAPE}{c}" if c in ("%", "_", _ESCAPE) else c for c in letters)


def _has_word(pattern: str | BindParameter[Any]) -> ColumnElement[bool]:
    return (" " + _C.name_folded + _C.former_names).like(pattern, escape=_ESCAPE)
