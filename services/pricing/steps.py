"""What a repair costs, inside a transaction that is already open.

This is the seam for the estimator: it will answer here, as a `Quote` of its own confidence, where
the price book has no confirmed price. Callers need not change.
"""

from __future__ import annotations

from datetime import datetime

from data.queries.prices import PriceRow, read_price, read_prices
from data.unit_of_work import UnitOfWork
from data.values import PartGrade, PriceOrigin
from services.pricing.dto import Confidence, Quote
from services.pricing.price_import import PricePlan, Refusal, plan_prices, store_prices

__all__ = [
    "ASK",
    "PricePlan",
    "Refusal",
    "plan_prices",
    "quote",
    "quote_from",
    "quotes",
    "store_prices",
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
    row = read_price(
        uow,
        device_model_id=device_model_id,
        repair_type_id=repair_type_id,
        grade=grade.value if grade is not None else "",
        at=at,
    )
    return ASK if row is None else quote_from(row)


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
