"""Reads people's saved views, and what the views of one person name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from data import models as m
from data.queries.frozen import frozen
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViewRow:
    id: int
    name: str
    name_folded: str
    content: Any
    is_start: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCustomer:
    """A customer as a view names one."""

    customer_id: int
    name: str


def read_views(uow: UnitOfWork, *, person_id: int) -> tuple[SavedViewRow, ...]:
    """Read a person's views, by name."""
    view = m.saved_view.c
    query = (
        select(view.id, view.name, view.name_folded, view.content, view.is_start, view.version)
        .where(view.person_id == person_id)
        .order_by(view.name_folded)
    )
    return frozen(SavedViewRow, uow.execute(query))


def read_customers(uow: UnitOfWork, ids: Collection[int]) -> dict[int, NamedCustomer]:
    """Return customers by the ids asked for, those who were merged as who they became.

    Who is not there, or was erased, is left out.
    """
    if not ids:
        return {}
    asked, became = m.customer.c, m.customer.alias("became")
    query = (
        select(
            asked.id.label("asked_id"),
            func.coalesce(became.c.id, asked.id).label("customer_id"),
            func.coalesce(became.c.name, asked.name).label("name"),
        )
        .outerjoin_from(m.customer, became, became.c.id == asked.merged_into_id)
        .where(
            asked.id.in_(list(ids)),
            func.coalesce(became.c.erased_at_utc, asked.erased_at_utc).is_(None),
        )
    )
    return {
        row.asked_id: NamedCustomer(customer_id=row.customer_id, name=row.name)
        for row in uow.execute(query)
    }
