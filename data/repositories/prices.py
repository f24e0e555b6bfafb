"""Writes the price book and its history, a whole file's prices in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text

from data import models as m
from data.repositories.packed import Kind, Layout, Packed, statement
from data.unit_of_work import UnitOfWork

Rows = Iterable[Mapping[str, Any]]

_CELL = {"device_model_id": Kind.NUMBER, "repair_type_id": Kind.NUMBER, "grade": Kind.TEXT}
_OLD = {"old_price_minor": Kind.NUMBER, "old_cost_minor": Kind.NUMBER}
_VALUES = {
    "price_minor": Kind.NUMBER,
    "cost_minor": Kind.NUMBER,
    "origin": Kind.TEXT,
    "valid_until_utc": Kind.INSTANT,
    "notes": Kind.TEXT,
}
_NEW = Layout({**_CELL, "valid_from_utc": Kind.INSTANT, **_VALUES, **_OLD})
_CHANGED = Layout({"price_id": Kind.NUMBER, **_VALUES, **_OLD})
_ENDED = Layout({"price_id": Kind.NUMBER, "until": Kind.INSTANT})

_HISTORY = (
    "INSERT INTO price_history (price_id, old_price_minor, new_price_minor, old_cost_minor, "
    "new_cost_minor, person_id, at_utc, why) "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPrices:
    """Everything a file writes into the book, ready before the transaction begins."""

    new: Packed
    changed: Packed
    ended: Packed


@dataclass(frozen=True, slots=True, kw_only=True)
class BookState:
    """Moves with every change of the price book: each one appends to its history."""

    last_price: int
    last_history: int


def pack_prices(*, new: Rows, changed: Rows, ended: Rows) -> PackedPrices:
    """Pack new prices, prices that change where they stand, and prices that end earlier.

    New and changed ones name the price and cost before them, None for none. ``changed`` and
    ``ended`` name the ``price_id``; ``ended`` the instant ``until`` which it holds.
    """
    return PackedPrices(
        new=_NEW.pack(new), changed=_CHANGED.pack(changed), ended=_ENDED.pack(ended)
    )


def read_book_state(uow: UnitOfWork) -> BookState:
    """Read how far the book and its history have come; costs two looks at an index."""
    last_price = select(func.max(m.price.c.id)).scalar_subquery()
    last_history = select(func.max(m.price_history.c.id)).scalar_subquery()
    query = select(last_price.label("price"), last_history.label("history"))
    found = uow.execute(query).mappings().one()
    return BookState(last_price=found["price"] or 0, last_history=found["history"] or 0)


def lock_book(uow: UnitOfWork) -> BookState:
    """Keep other writers of the book out until the commit; return how far it has come."""
    if uow.dialect == "postgresql":
        # Reading prices goes on. Ids are drawn behind the lock, so their order is that of commits.
        uow.execute(text("LOCK TABLE price IN SHARE ROW EXCLUSIVE MODE"))
    return read_book_state(uow)


def store_prices(
    uow: UnitOfWork, prices: PackedPrices, *, person_id: int, at: datetime, why: str
) -> None:
    """Write the prices and one history row for each that is new or changed."""
    told = {"person_id": person_id, "at": at, "why": why}
    if prices.ended.count:
        _end(uow, prices.ended)
    if prices.changed.count:
        _change(uow, prices.changed, told)
    if prices.new.count:
        _insert(uow, prices.new, told)


def _end(uow: UnitOfWork, ended: Packed) -> None:
    rows = _ENDED.source(uow.dialect)
    sql = f"UPDATE price SET valid_until_utc = r.until FROM {rows} AS r WHERE price.id = r.price_id"
    uow.execute(statement(sql, rows=ended.rows))


def _change(uow: UnitOfWork, changed: Packed, told: Mapping[str, Any]) -> None:
    rows = _CHANGED.source(uow.dialect)
    listed = ", ".join(f"{name} = r.{name}" for name in _VALUES)
    sql = f"UPDATE price SET {listed} FROM {rows} AS r WHERE price.id = r.price_id"
    uow.execute(statement(sql, rows=changed.rows))
    history = (
        f"{_HISTORY} SELECT r.price_id, r.old_price_minor, r.price_minor, r.old_cost_minor, "
        f"r.cost_minor, :person_id, :at, :why FROM {rows} AS r"
    )
    uow.execute(statement(history, rows=changed.rows, **told))


def _insert(uow: UnitOfWork, new: Packed, told: Mapping[str, Any]) -> None:
    rows = _NEW.source(uow.dialect)
    listed = ", ".join((*_CELL, "valid_from_utc", *_VALUES))
    sql = f"INSERT INTO price ({listed}) SELECT {listed} FROM {rows} AS r"
    uow.execute(statement(sql, rows=new.rows))
    # A cell has one price from an instant on, so cell and instant name the row just written. CROSS
    # JOIN tells SQLite to look each packed row up in the book, not the other way round.
    history = (
        f"{_HISTORY} SELECT p.id, r.old_price_minor, p.price_minor, r.old_cost_minor, "
        f"p.cost_minor, :person_id, :at, :why FROM {rows} AS r CROSS JOIN price AS p "
        "WHERE p.device_model_id = r.device_model_id AND p.repair_type_id = r.repair_type_id "
        "AND p.grade = r.grade AND p.valid_from_utc = r.valid_from_utc"
    )
    uow.execute(statement(history, rows=new.rows, **told))
