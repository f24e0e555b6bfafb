"""What a repair costs, inside a transaction that is already open.

This is the seam for the estimator: it will answer here, as a `Quote` of its own confidence, where
the price book has no confirmed price. Callers need not change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from data.queries.prices import PricedCell, PriceRow, read_cells, read_prices
from data.unit_of_work import UnitOfWork
from data.values import PartGrade, PriceOrigin
from services.pricing.dto import Confidence, Quote
from services.pricing.price_import import (
    Book,
    PricePlan,
    Refusal,
    pack_plan,
    plan_prices,
    read_stored,
)

__all__ = [
    "ASK",
    "Book",
    "PricePlan",
    "Refusal",
    "Wanted",
    "pack_plan",
    "plan_prices",
    "quote",
    "quote_all",
    "quote_from",
    "quotes",
    "read_stored",
]

DIAGNOSIS = "diagnosis"

ASK = Quote(price_minor=None)


def quote(
    uow: UnitOfWork,
    *,
    device_model_id: int | None,
    repair_type_id: int,
    grade: PartGrade | None,
    at: datetime,
) -> Quote:
    """Return the price of one repair at the instant ``at``, or "ask". One statement.

    Prices are minor units, as the shop writes them (with or without tax). ``grade`` None is for
    repairs without a part.
    """
    wanted = Wanted(device_model_id=device_model_id, repair_type_id=repair_type_id, grade=grade)
    return quote_all(uow, (wanted,), at=at)[wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One price wanted: a repair of a model with a grade of part; None for none."""

    device_model_id: int | None
    repair_type_id: int
    grade: PartGrade | None


def quote_all(uow: UnitOfWork, wanted: Collection[Wanted], *, at: datetime) -> dict[Wanted, Quote]:
    """Return the price of each of ``wanted`` as `quote` does, all in one statement."""
    if not wanted:
        return {}
    cells = read_cells(
        uow,
        device_model_ids={w.device_model_id for w in wanted if w.device_model_id is not None},
        repair_type_ids={w.repair_type_id for w in wanted},
        at=at,
    )
    return {each: _best(each, cells) for each in wanted}


def _best(wanted: Wanted, cells: Collection[PricedCell]) -> Quote:
    mine = [cell for cell in cells if cell.row.repair_type_id == wanted.repair_type_id]
    on_model = [
        cell
        for cell in mine
        if cell.device_model_id is not None and cell.device_model_id == wanted.device_model_id
    ]
    exact = [cell for cell in on_model if cell.grade == wanted.grade]
    any_grade = [cell for cell in on_model if not cell.needs_part]
    for cell in (*exact, *any_grade):
        return quote_from(cell.row)
    # The book is silent; the diagnosis still has the shop's fee.
    return _fee(mine[0].row) if mine else ASK


def quotes(
    uow: UnitOfWork, *, device_model_id: int | None, grade: PartGrade, at: datetime
) -> dict[int, Quote]:
    """Return the price of every repair of a model, by repair type id. One statement."""
    rows = read_prices(uow, device_model_id=device_model_id, grade=grade.value, at=at)
    return {repair_type_id: quote_from(row) for repair_type_id, row in rows.items()}


def quote_from(row: PriceRow) -> Quote:
    """Return what the price book's answer means to the customer."""
    if row.price_minor is None or row.origin is None:
        return _fee(row)
    origin = PriceOrigin(row.origin)
    if origin is PriceOrigin.ESTIMATE:
        return Quote(
            price_minor=row.price_minor,
            cost_minor=row.cost_minor,
            origin=origin,
            confidence=Confidence.FAIR,
            explanation="Taken over from an estimate and not confirmed yet.",
        )
    return Quote(
        price_minor=row.price_minor,
        cost_minor=row.cost_minor,
        origin=origin,
        confidence=Confidence.CONFIRMED,
    )


def _fee(row: PriceRow) -> Quote:
    if row.repair_key != DIAGNOSIS or row.fee_minor == 0:
        return ASK
    return Quote(
        price_minor=row.fee_minor,
        origin=PriceOrigin.TYPED,
        confidence=Confidence.CONFIRMED,
        explanation="The shop's diagnosis fee.",
    )
