"""The counters behind the numbers people read, for loads that number many orders at once."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, text

from data import models as m
from data.repositories.intake import ORDER_NUMBERS
from data.unit_of_work import UnitOfWork


def last_numbers(uow: UnitOfWork) -> dict[int, int]:
    """Return the last order number of each year, the rows locked until the commit."""
    counter = m.number_counter.c
    query = select(counter.year, counter.last_value).where(counter.kind == ORDER_NUMBERS)
    return {row[0]: row[1] for row in uow.connection.execute(query.with_for_update())}


def raise_to(uow: UnitOfWork, last: Mapping[int, int]) -> None:
    """Set the counters to the last numbers given out."""
    uow.connection.execute(
        text(
            "INSERT INTO number_counter (kind, year, last_value) VALUES (:kind, :year, :last) "
            "ON CONFLICT (kind, year) DO UPDATE SET last_value = :last"
        ),
        [{"kind": ORDER_NUMBERS, "year": year, "last": value} for year, value in last.items()],
    )
