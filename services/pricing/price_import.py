"""Plans a file's prices into the price book: cell by cell, and packed for a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from data.queries.prices import BookRow, read_book
from data.repositories import prices as repository
from data.repositories.prices import BookState, PackedPrices
from data.values import PriceOrigin
from services.auth.work import Work
from services.catalog.dto import DeviceModel, RowFate
from services.catalog.folding import squeeze
from services.catalog.import_rows import PriceRow
from services.pricing.book import (
    CellPlan,
    ChangedPrice,
    NewPrice,
    StoredPrice,
    WantedPrice,
    plan_cell,
)

UNKNOWN_DEVICE = "unknown_device"
OVERLAP = "overlap"

Cell = tuple[int, int, str]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why one line's price can't go into the book."""

    line: int
    code: str
    column: str
    message: str


@dataclass(slots=True, kw_only=True)
class PricePlan:
    """What a file would do to the book, line by line and cell by cell."""

    fates: dict[int, RowFate] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    cells: dict[Cell, CellPlan] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The stored prices that a file's could meet, by cell, at the instant they were read."""

    state: BookState
    at: datetime
    cells: Mapping[Cell, Sequence[StoredPrice]]


def read_stored(work: Work, rows: Sequence[PriceRow], *, zone: ZoneInfo) -> Book:
    """Read what the book holds that these rows could meet.

    The state is read first: what changes after it makes the plan be made again, never be missed.
    """
    state = repository.read_book_state(work)
    begins = [_midnight(row.valid_from, zone=zone) or work.at for row in rows]
    ends = [_midnight(row.valid_until, zone=zone) or work.at for row in rows]
    cells: defaultdict[Cell, list[StoredPrice]] = defaultdict(list)
    for row in read_book(work, ends_after=min([*begins, *ends, work.at])):
        cell = (row.device_model_id, row.repair_type_id, row.grade)
        cells[cell].append(_stored_price(row, zone=zone))
    return Book(state=state, at=work.at, cells=cells)


def plan_prices(
    rows: Sequence[PriceRow],
    book: Book,
    *,
    models: Iterable[DeviceModel],
    repair_ids: Mapping[str, int],
    zone: ZoneInfo,
) -> PricePlan:
    """Plan the rows of a file; a row counts for every variant that no other row names.

    Days begin at midnight in the shop's ``zone``. Pure, and slow for a large file: plan it outside
    any transaction that writes.
    """
    plan = PricePlan()
    wanted = _cells_of(rows, plan, models=models, repair_ids=repair_ids, zone=zone)
    for cell, prices in wanted.items():
        cell_plan = plan_cell(book.cells.get(cell, ()), prices, now=book.at)
        plan.cells[cell] = cell_plan
        _tell(plan, cell_plan)
    return plan


def pack_plan(plan: PricePlan) -> PackedPrices:
    """Make what was planned ready to be stored: ends, changes and new prices."""
    plans = plan.cells.values()
    return repository.pack_prices(
        new=(
            _new_row(cell, price)
            for cell, cell_plan in plan.cells.items()
            for price in cell_plan.new
        ),
        changed=(_changed_row(price) for cell_plan in plans for price in cell_plan.changed),
        ended=(
            {"price_id": old.price_id, "until": until}
            for cell_plan in plans
            for old, until in cell_plan.cuts
        ),
    )


def _cells_of(
    rows: Sequence[PriceRow],
    plan: PricePlan,
    *,
    models: Iterable[DeviceModel],
    repair_ids: Mapping[str, int],
    zone: ZoneInfo,
) -> dict[Cell, list[WantedPrice]]:
    squeezed = lru_cache(maxsize=None)(squeeze)
    variants: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for model in models:
        key = (squeezed(model.brand), squeezed(model.model))
        variants[key][squeezed(model.variant)] = model.device_model_id
    named = {
        (squeezed(row.brand), squeezed(row.model), squeezed(row.variant), row.repair_key, row.grade)
        for row in rows
        if row.variant
    }
    cells: defaultdict[Cell, list[WantedPrice]] = defaultdict(list)
    for row in rows:
        brand, model_name = squeezed(row.brand), squeezed(row.model)
        known = variants.get((brand, model_name), {})
        wanted_variant = squeezed(row.variant)
        if not known or (row.variant and wanted_variant not in known):
            _refuse_unknown(plan, row, has_model=bool(known))
            continue
        plan.fates[row.line] = RowFate.UNCHANGED
        price = _wanted(row, zone=zone)
        for variant, model_id in known.items():
            own = (brand, model_name, variant, row.repair_key, row.grade) in named
            if variant == wanted_variant if row.variant else not own:
                cells[model_id, repair_ids[row.repair_key], row.grade.value].append(price)
    return cells


def _refuse_unknown(plan: PricePlan, row: PriceRow, *, has_model: bool) -> None:
    plan.fates[row.line] = RowFate.REFUSED
    name = f"{row.brand} {row.model} {row.variant}".strip()
    plan.refusals.append(
        Refusal(
            line=row.line,
            code=UNKNOWN_DEVICE,
            column="variant" if has_model else "model",
            message=f"“{name}” is not in the catalogue: import the models first.",
        )
    )


def _tell(plan: PricePlan, cell_plan: CellPlan) -> None:
    """Fold one cell's fates into those of the lines: the most telling of its cells counts."""
    for line, fate in cell_plan.fates.items():
        plan.fates[line] = max(plan.fates[line], fate, key=_WEIGHT.__getitem__)
    plan.refusals.extend(
        Refusal(line=line, code=OVERLAP, column="valid_from", message=message)
        for line, message in cell_plan.refusals.items()
    )


_WEIGHT = {RowFate.UNCHANGED: 0, RowFate.ADDED: 1, RowFate.CHANGED: 2, RowFate.REFUSED: 3}


def _wanted(row: PriceRow, *, zone: ZoneInfo) -> WantedPrice:
    return WantedPrice(
        line=row.line,
        price_minor=row.price_minor,
        cost_minor=row.cost_minor,
        begins=_midnight(row.valid_from, zone=zone),
        until=_midnight(row.valid_until, zone=zone),
        notes=row.notes,
    )


def _midnight(day: date | None, *, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), tzinfo=zone)


def _stored_price(row: BookRow, *, zone: ZoneInfo) -> StoredPrice:
    until = row.valid_until_utc
    return StoredPrice(
        price_id=row.id,
        price_minor=row.price_minor,
        cost_minor=row.cost_minor,
        begins=row.valid_from_utc.astimezone(zone),
        until=until.astimezone(zone) if until is not None else None,
    )


def _new_row(cell: Cell, price: NewPrice) -> Row:
    device_model_id, repair_type_id, grade = cell
    return {
        "device_model_id": device_model_id,
        "repair_type_id": repair_type_id,
        "grade": grade,
        "valid_from_utc": price.begins,
        **_values(price.wanted, cost_minor=price.cost_minor),
        **_before(price.before),
    }


def _changed_row(price: ChangedPrice) -> Row:
    return {
        "price_id": price.stored.price_id,
        **_values(price.wanted, cost_minor=price.cost_minor),
        **_before(price.stored),
    }


def _values(wanted: WantedPrice, *, cost_minor: int | None) -> Row:
    return {
        "price_minor": wanted.price_minor,
        "cost_minor": cost_minor,
        "origin": PriceOrigin.IMPORTED.value,
        "valid_until_utc": wanted.until,
        "notes": wanted.notes,
    }


def _before(old: StoredPrice | None) -> Row:
    return {
        "old_price_minor": old.price_minor if old is not None else None,
        "old_cost_minor": old.cost_minor if old is not None else None,
    }
