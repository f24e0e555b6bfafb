"""Writes changes of a customer: the row, the keys they are found by, and consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update

from data import models as m
from data.repositories.search_keys import key_rows
from data.search_keys import CustomerKeys
from data.unit_of_work import UnitOfWork

Values = Mapping[str, Any]


def update_customer(
    uow: UnitOfWork, customer_id: int, values: Values, *, seen_version: int
) -> bool:
    """Change a customer who still has ``seen_version``; say whether they had."""
    customer = m.customer.c
    changed = uow.execute(
        update(m.customer)
        .where(customer.id == customer_id, customer.version == seen_version)
        .values(version=customer.version + 1, **values)
    )
    return changed.rowcount == 1


def replace_search_keys(
    uow: UnitOfWork, customer_id: int, *, before: CustomerKeys, after: CustomerKeys
) -> None:
    """Let a customer be found by other keys; what stays the same is not touched."""
    old, new = (key_rows(keys, customer_id=customer_id) for keys in (before, after))
    for table in m.SEARCH_KEYS:
        gone = [row["key"] for row in old[table] if row not in new[table]]
        come = [row for row in new[table] if row not in old[table]]
        if gone:
            key = table.c
            uow.execute(delete(table).where(key.key.in_(gone), key.customer_id == customer_id))
        if come:
            uow.execute(insert(table), come)


def insert_consents(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Append consents; the latest of a channel counts."""
    if rows:
        uow.execute(insert(m.consent), list(rows))
