"""Finds known customers who may be the one that is being typed: by contact, or by a name alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from data import models as m
from data.queries.finding import OWN_PERSON, candidates, has_order_of, sought
from data.queries.frozen import frozen
from data.search_keys import Typed
from data.unit_of_work import UnitOfWork

# So many customers with one number or address are looked at.
_MOST = 20

_C, _CONTACT, _T = m.customer.c, m.customer_contact.c, m.ticket.c


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinRow:
    id: int
    name: str
    name_folded: str
    former_names: str
    phone: str
    email: str
    active: bool
    tickets: int


def ids_with_phone(
    uow: UnitOfWork, *, digits: Collection[str], e164: Collection[str]
) -> tuple[int, ...]:
    """Return who has one of these numbers; of another country's, one of ``e164`` is none."""
    found: list[int] = []
    for column, whole, query in _ways("phone_digits"):
        is_same = whole.is_(None) | whole.in_(list(e164)) if e164 else whole.is_(None)
        rows = uow.rows(query.where(column.in_(list(digits)), is_same).limit(_MOST))
        found.extend(int(row[0]) for row in rows)
    return tuple(dict.fromkeys(found))


def ids_with_email(uow: UnitOfWork, emails: Collection[str]) -> tuple[int, ...]:
    """Return who has one of these folded addresses."""
    found: list[int] = []
    for column, _whole, query in _ways("email_folded"):
        rows = uow.rows(query.where(column.in_(list(emails))).limit(_MOST))
        found.extend(int(row[0]) for row in rows)
    return tuple(dict.fromkeys(found))


def ids_named(uow: UnitOfWork, name: str, *, own_person: int | None) -> tuple[int, ...]:
    """Return whose names have words that begin so."""
    asked = sought(Typed(name=name))
    if not asked.ways:
        return ()
    found = candidates(asked.ways, own_only=own_person is not None).subquery("found")
    query = select(found.c.id).distinct()
    return tuple(int(row[0]) for row in uow.rows(query, {**asked.values, OWN_PERSON: own_person}))


def read_twins(
    uow: UnitOfWork, ids: Iterable[int], *, own_person: int | None
) -> tuple[TwinRow, ...]:
    """Return these customers without who became another one and who was erased, newest first."""
    tickets = select(func.count()).where(_T.customer_id == _C.id).correlate(m.customer)
    query = (
        select(
            _C.id,
            _C.name,
            _C.name_folded,
            _C.former_names,
            _C.phone,
            _C.email,
            _C.active,
            tickets.scalar_subquery().label("tickets"),
        )
        .where(
            _C.id.in_(sorted(set(ids))),
            _C.merged_into_id.is_(None),
            _C.erased_at_utc.is_(None),
            has_order_of(own_person),
        )
        .order_by(_C.id.desc())
    )
    return frozen(TwinRow, uow.execute(query))


def _ways(
    column: str,
) -> tuple[tuple[ColumnElement[str], ColumnElement[str | None], Select[tuple[int]]], ...]:
    # A number that belongs to somebody merged is a contact of the one they became.
    return (
        (_C[column], _C.phone_e164, select(_C.id).order_by(_C.id.desc())),
        (
            _CONTACT[column],
            _CONTACT.phone_e164,
            select(_CONTACT.customer_id).order_by(_CONTACT.customer_id.desc()),
        ),
    )
