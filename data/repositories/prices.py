"""Writes the price book and its history, many rows at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, update

from data import models as m
from data.rows import reserve
from data.unit_of_work import UnitOfWork

Rows = Sequence[Mapping[str, Any]]


def reserve_price_ids(uow: UnitOfWork, count: int) -> list[int]:
    """Set ids aside for new prices, so that their history can name them."""
    if count == 0:
        return []
    return reserve(uow, counts={m.price: count}).ids[m.price.name]


def end_prices(uow: UnitOfWork, rows: Rows) -> None:
    """Let prices end earlier; each row has ``price_id`` and ``until``."""
    if rows:
        uow.execute(
            update(m.price)
            .where(m.price.c.id == bindparam("price_id"))
            .values(valid_until_utc=bindparam("until")),
            list(rows),
        )


def change_prices(uow: UnitOfWork, rows: Rows) -> None:
    """Change prices where they stand; each row has ``price_id`` and the new values."""
    if rows:
        names = ("price_minor", "cost_minor", "origin", "notes", "valid_until_utc")
        uow.execute(
            update(m.price)
            .where(m.price.c.id == bindparam("price_id"))
            .values({name: bindparam(f"new_{name}") for name in names}),
            [
                {"price_id": row["price_id"], **{f"new_{name}": row[name] for name in names}}
                for row in rows
            ],
        )


def insert_prices(uow: UnitOfWork, rows: Rows) -> None:
    """Write new prices under reserved ids."""
    if rows:
        uow.execute(insert(m.price), list(rows))


def insert_price_history(uow: UnitOfWork, rows: Rows) -> None:
    """Append what changed: old, new, who, when and why."""
    if rows:
        uow.execute(insert(m.price_history), list(rows))
