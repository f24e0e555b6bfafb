"""Moves what belongs to a customer to another one, and gives back exactly what was moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, literal, select, update

from data import models as m
from data.batches import batches
from data.repositories.customers import given_up_identity
from data.search_keys import joined_names
from data.types import Id
from data.unit_of_work import UnitOfWork

# What names a customer and follows them; by the names a merge remembers it under.
FOLLOWING: dict[str, Table] = {
    "tickets": m.ticket,
    "visits": m.visit,
    "devices": m.device,
    "contacts": m.customer_contact,
    "addresses": m.customer_address,
    "notes": m.customer_note,
}

_C = m.customer.c


def move_all(uow: UnitOfWork, what: str, *, from_id: int, to_id: int) -> list[int]:
    """Give all rows of one kind to another customer; return their ids."""
    table = FOLLOWING[what]
    moved = (
        update(table)
        .where(table.c.customer_id == from_id)
        .values(customer_id=to_id)
        .returning(table.c.id)
    )
    return sorted(int(row[0]) for row in uow.execute(moved))


def move_these(
    uow: UnitOfWork, what: str, ids: Iterable[int], *, from_id: int, to_id: int
) -> list[int]:
    """Give those of ``ids`` that are still ``from_id``'s to another customer; return them."""
    table, moved = FOLLOWING[what], []
    for few in batches(ids):
        statement = (
            update(table)
            .where(table.c.id.in_(few), table.c.customer_id == from_id)
            .values(customer_id=to_id)
            .returning(table.c.id)
        )
        moved += [int(row[0]) for row in uow.execute(statement)]
    return sorted(moved)


def redirect(uow: UnitOfWork, customer_ids: Sequence[int], *, to_id: int) -> None:
    """Let those who became one customer lead to another one."""
    if customer_ids:
        ids = _C.id.in_(list(customer_ids))
        uow.execute(update(m.customer).where(ids).values(merged_into_id=to_id))


def became(uow: UnitOfWork, customer_id: int) -> list[int]:
    """Return who became this customer."""
    query = select(_C.id).where(_C.merged_into_id == customer_id).order_by(_C.id)
    return [int(row[0]) for row in uow.rows(query)]


def put_former_names_right(uow: UnitOfWork, customer_id: int) -> None:
    """Write down by which names of others a customer is found."""
    own = _C.id == customer_id
    name = uow.execute(select(_C.name_folded).where(own)).scalar_one()
    query = select(_C.name_folded).where(_C.merged_into_id == customer_id).order_by(_C.id)
    others = (row[0] for row in uow.rows(query) if row[0] != name)
    uow.execute(update(m.customer).where(own).values(former_names=joined_names(others)))


def take_identity_back(uow: UnitOfWork, customer_id: int, identity_key: str) -> bool:
    """Let a customer be known by this identity again; say whether nobody else is."""
    found = uow.first(select(_C.id).where(_C.identity_key == identity_key, _C.id != customer_id))
    if found is None:
        own = update(m.customer).where(_C.id == customer_id)
        uow.execute(own.values(identity_key=identity_key))
    return found is None


def has_given_up(identity_key: str, *, customer_id: int) -> bool:
    """Say whether a customer's identity was taken by the one they became."""
    return identity_key == given_up_identity(customer_id)


def part_devices(uow: UnitOfWork, device_ids: Iterable[int], *, from_id: int) -> None:
    """Give orders of ``from_id`` a device of their own where theirs went back to another one."""
    for device_id in _with_later_orders(uow, device_ids, customer_id=from_id):
        columns = [each for each in m.device.c if each.name not in ("id", "customer_id")]
        copied = m.device.insert().from_select(
            ["customer_id", *(each.name for each in columns)],
            select(literal(from_id, type_=Id), *columns).where(m.device.c.id == device_id),
        )
        own = int(uow.execute(copied.returning(m.device.c.id)).scalar_one())
        ticket = m.ticket.c
        theirs = (ticket.customer_id == from_id, ticket.device_id == device_id)
        uow.execute(update(m.ticket).where(*theirs).values(device_id=own))


def insert_merge(
    uow: UnitOfWork,
    *,
    kept_id: int,
    gone_id: int,
    person_id: int,
    at: datetime,
    moved: Mapping[str, Any],
) -> int:
    """Write down what a merge moved; return its id."""
    values = {
        "kept_id": kept_id,
        "gone_id": gone_id,
        "person_id": person_id,
        "at_utc": at,
        "moved": dict(moved),
    }
    merge = insert(m.customer_merge).values(**values)
    return int(uow.execute(merge.returning(m.customer_merge.c.id)).scalar_one())


def mark_undone(uow: UnitOfWork, merge_id: int, *, at: datetime) -> bool:
    """Mark a merge undone; say whether it was not before."""
    merge = m.customer_merge.c
    own = update(m.customer_merge).where(merge.id == merge_id, merge.undone_at_utc.is_(None))
    return uow.execute(own.values(undone_at_utc=at)).rowcount == 1


def _with_later_orders(
    uow: UnitOfWork, device_ids: Iterable[int], *, customer_id: int
) -> Iterator[int]:
    ticket = m.ticket.c
    for few in batches(device_ids):
        query = select(ticket.device_id).where(
            ticket.device_id.in_(few), ticket.customer_id == customer_id
        )
        yield from sorted({int(row[0]) for row in uow.rows(query)})
