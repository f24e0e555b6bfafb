"""Reads the price book: what a repair costs on a model with a grade of part, at an instant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from data import models as m
from data.queries.frozen import frozen
from data.unit_of_work import UnitOfWork

_price, _repair = m.price.c, m.repair_type.c


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """A repair with its price, if the book has one. Amounts are minor units.

    ``fee_minor`` is the shop's diagnosis fee, for repairs that the book gives no price.
    """

    repair_type_id: int
    repair_key: str
    price_minor: int | None
    cost_minor: int | None
    origin: str | None
    fee_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCell:
    """A repair with one price of one model and grade; without one the last three are None."""

    row: PriceRow
    needs_part: bool
    device_model_id: int | None
    grade: str | None


def read_cells(
    uow: UnitOfWork,
    *,
    device_model_ids: Collection[int],
    repair_type_ids: Collection[int],
    at: datetime,
) -> list[PricedCell]:
    """Read the prices of some repairs on some models valid at ``at``, in one statement."""
    on = and_(
        _price.repair_type_id == _repair.id,
        _price.device_model_id.in_(list(device_model_ids)),
        _valid_at(at),
    )
    query = (
        select(
            _repair.id,
            _repair.key,
            _price.price_minor,
            _price.cost_minor,
            _price.origin,
            m.shop.c.diagnosis_fee_minor,
            _repair.needs_part,
            _price.device_model_id,
            _price.grade,
        )
        .select_from(m.repair_type.join(m.shop, m.shop.c.id == 1).outerjoin(m.price, on))
        .where(_repair.id.in_(list(repair_type_ids)))
        .order_by(_repair.id, _price.id)
    )
    rows: Iterable[Any] = uow.execute(query)
    return [
        PricedCell(
            row=PriceRow(
                repair_type_id=found[0],
                repair_key=found[1],
                price_minor=found[2],
                cost_minor=found[3],
                origin=found[4],
                fee_minor=found[5],
            ),
            needs_part=bool(found[6]),
            device_model_id=found[7],
            grade=found[8],
        )
        for found in rows
    ]


def read_prices(
    uow: UnitOfWork, *, device_model_id: int | None, grade: str, at: datetime
) -> dict[int, PriceRow]:
    """Read every repair's price valid at ``at``, by repair type, in one statement."""
    query = _prices(device_model_id=device_model_id, grade=grade, at=at)
    found: dict[int, PriceRow] = {}
    for row in frozen(PriceRow, uow.execute(query)):
        found.setdefault(row.repair_type_id, row)
    return found


def _prices(
    *, device_model_id: int | None, grade: str, at: datetime
) -> Select[tuple[int, str, int, int, str, int]]:
    # A repair without a part costs the same whichever grade is looked at; a price written for the
    # very grade comes first.
    fits = or_(_price.grade == grade, _repair.needs_part.is_(False))
    on = and_(
        _price.repair_type_id == _repair.id,
        _price.device_model_id == device_model_id,
        fits,
        _valid_at(at),
    )
    return (
        select(
            _repair.id.label("repair_type_id"),
            _repair.key.label("repair_key"),
            _price.price_minor,
            _price.cost_minor,
            _price.origin,
            m.shop.c.diagnosis_fee_minor.label("fee_minor"),
        )
        .select_from(m.repair_type.join(m.shop, m.shop.c.id == 1).outerjoin(m.price, on))
        .order_by(_repair.id, case((_price.grade == grade, 0), else_=1), _price.id)
    )


def _valid_at(at: datetime) -> ColumnElement[bool]:
    return and_(
        _price.valid_from_utc <= at,
        or_(_price.valid_until_utc.is_(None), _price.valid_until_utc > at),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """One stored price of the book with the cell it belongs to."""

    id: int
    device_model_id: int
    repair_type_id: int
    grade: str
    price_minor: int
    cost_minor: int | None
    valid_from_utc: datetime
    valid_until_utc: datetime | None


def read_book(uow: UnitOfWork, *, ends_after: datetime) -> tuple[BookRow, ...]:
    """Read every price that is still valid after ``ends_after``, in the order of writing."""
    columns = (_price[name] for name in BookRow.__dataclass_fields__)
    query = (
        select(*columns)
        .where(or_(_price.valid_until_utc.is_(None), _price.valid_until_utc > ends_after))
        .order_by(
            _price.device_model_id, _price.repair_type_id, _price.grade, _price.valid_from_utc
        )
    )
    return frozen(BookRow, uow.execute(query))
