"""Writes changes of a customer: the row, the keys they are found by, and consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update

from data import models as m
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


def replace_name_keys(uow: UnitOfWork, customer_id: int, keys: Sequence[str]) -> None:
    """Let a customer be found by these name keys instead of those before."""
    table = m.customer_name_key
    uow.execute(delete(table).where(table.c.customer_id == customer_id))
    uow.execute(insert(table), [{"key": key, "customer_id": customer_id} for key in keys])


def insert_consents(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Append consents; the latest of a channel counts."""
    if rows:
        uow.execute(insert(m.consent), list(rows))
