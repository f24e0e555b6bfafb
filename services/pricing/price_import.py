"""Puts a file's prices into the price book: planned cell by cell, stored in a few statements."""

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


def plan_prices(
    work: Work,
    rows: Sequence[PriceRow],
    *,
    models: Iterable[DeviceModel],
    repair_ids: Mapping[str, int],
    zone: ZoneInfo,
) -> PricePlan:
    """Plan the rows of a file; a row counts for every variant that no other row names.

    Days begin at midnight in the shop's ``zone``. Reads the book in one statement.
    """
    plan = PricePlan()
    wanted = _cells_of(rows, plan, models=models, repair_ids=repair_ids, zone=zone)
    stored = _stored(work, rows, zone=zone)
    for cell, prices in wanted.items():
        cell_plan = plan_cell(stored.get(cell, ()), prices, now=work.at)
        plan.cells[cell] = cell_plan
        _tell(plan, cell_plan)
    return plan


def store_prices(work: Work, plan: PricePlan, *, why: str) -> None:
    """Write what was planned: ends, changes, new prices, and one history row for each."""
    plans = plan.cells.values()
    new = [(cell, price) for cell, cell_plan in plan.cells.items() for price in cell_plan.new]
    ids = repository.reserve_price_ids(work, len(new))
    changed = [price for cell_plan in plans for price in cell_plan.changed]
    repository.end_prices(
        work,
        [
            {"price_id": old.price_id, "until": until}
            for cell_plan in plans
            for old, until in cell_plan.cuts
        ],
    )
    repository.change_prices(work, [_changed_row(price) for price in changed])
    repository.insert_prices(
        work,
        [_new_row(key, cell, price) for key, (cell, price) in zip(ids, new, strict=True)],
    )
    repository.insert_price_history(
        work,
        [
            *(_history_of_change(work, price, why=why) for price in changed),
            *(
                _history_of_new(work, key, price, why=why)
                for key, (_, price) in zip(ids, new, strict=True)
            ),
        ],
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


def _stored(
    work: Work, rows: Sequence[PriceRow], *, zone: ZoneInfo
) -> dict[Cell, list[StoredPrice]]:
    begins = [_midnight(row.valid_from, zone=zone) or work.at for row in rows]
    ends = [_midnight(row.valid_until, zone=zone) or work.at for row in rows]
    stored: defaultdict[Cell, list[StoredPrice]] = defaultdict(list)
    earliest = min([*begins, *ends, work.at])
    for row in read_book(work, ends_after=earliest):
        stored[row.device_model_id, row.repair_type_id, row.grade].append(
            _stored_price(row, zone=zone)
        )
    return stored


def _stored_price(row: BookRow, *, zone: ZoneInfo) -> StoredPrice:
    until = row.valid_until_utc
    return StoredPrice(
        price_id=row.id,
        price_minor=row.price_minor,
        cost_minor=row.cost_minor,
        begins=row.valid_from_utc.astimezone(zone),
        until=until.astimezone(zone) if until is not None else None,
    )


def _new_row(key: int, cell: Cell, price: NewPrice) -> Row:
    device_model_id, repair_type_id, grade = cell
    return {
        "id": key,
        "device_model_id": device_model_id,
        "repair_type_id": repair_type_id,
        "grade": grade,
        "price_minor": price.wanted.price_minor,
        "cost_minor": price.cost_minor,
        "origin": PriceOrigin.IMPORTED.value,
        "valid_from_utc": price.begins,
        "valid_until_utc": price.wanted.until,
        "notes": price.wanted.notes,
    }


def _changed_row(price: ChangedPrice) -> Row:
    return {
        "price_id": price.stored.price_id,
        "price_minor": price.wanted.price_minor,
        "cost_minor": price.cost_minor,
        "origin": PriceOrigin.IMPORTED.value,
        "notes": price.wanted.notes,
        "valid_until_utc": price.wanted.until,
    }


def _history_of_change(work: Work, price: ChangedPrice, *, why: str) -> Row:
    return _history(
        work,
        price.stored.price_id,
        old=price.stored,
        price_minor=price.wanted.price_minor,
        cost_minor=price.cost_minor,
        why=why,
    )


def _history_of_new(work: Work, key: int, price: NewPrice, *, why: str) -> Row:
    return _history(
        work,
        key,
        old=price.before,
        price_minor=price.wanted.price_minor,
        cost_minor=price.cost_minor,
        why=why,
    )


def _history(
    work: Work,
    price_id: int,
    *,
    old: StoredPrice | None,
    price_minor: int,
    cost_minor: int | None,
    why: str,
) -> Row:
    return {
        "price_id": price_id,
        "old_price_minor": old.price_minor if old is not None else None,
        "new_price_minor": price_minor,
        "old_cost_minor": old.cost_minor if old is not None else None,
        "new_cost_minor": cost_minor,
        "person_id": work.actor.person_id,
        "at_utc": work.at,
        "why": why,
    }
