"""Puts a file's models into the catalogue: new ones added, known ones completed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.catalog.dto import DeviceModel, RowFate
from services.catalog.folding import fold, squeeze
from services.catalog.import_rows import DeviceRow

Row = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class DevicePlan:
    """What a file would do to the catalogue, and the rows that do it."""

    fates: dict[int, RowFate] = field(default_factory=dict)
    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)


def plan_devices(rows: Sequence[DeviceRow], *, models: Iterable[DeviceModel]) -> DevicePlan:
    """Plan the rows of a file. What a row leaves open stays as it is known."""
    known = {_key(model): model for model in models}
    plan = DevicePlan()
    for row in rows:
        before = known.get(_key(row))
        if before is None:
            plan.new.append(_new_row(row))
            plan.fates[row.line] = RowFate.ADDED
            continue
        facts = _facts(row, before)
        if facts == _facts_of(before):
            plan.fates[row.line] = RowFate.UNCHANGED
        else:
            plan.changed.append({"model_id": before.device_model_id, **facts})
            plan.fates[row.line] = RowFate.CHANGED
    return plan


def _key(model: DeviceModel | DeviceRow) -> tuple[str, str, str]:
    return squeeze(model.brand), squeeze(model.model), squeeze(model.variant)


def _facts(row: DeviceRow, before: DeviceModel) -> Row:
    panel = row.panel or before.panel
    return {
        "category": row.category.value,
        "release_year": row.release_year or before.release_year,
        "tier": row.tier or before.tier,
        "screen_hundredths": row.screen_hundredths or before.screen_hundredths,
        "panel": panel.value if panel is not None else None,
        "notes": row.notes or before.notes,
        "active": True,
    }


def _facts_of(model: DeviceModel) -> Row:
    return {
        "category": model.category.value,
        "release_year": model.release_year,
        "tier": model.tier,
        "screen_hundredths": model.screen_hundredths,
        "panel": model.panel.value if model.panel is not None else None,
        "notes": model.notes,
        "active": model.active,
    }


def _new_row(row: DeviceRow) -> Row:
    return {
        "brand": row.brand,
        "model": row.model,
        "variant": row.variant,
        "brand_folded": fold(row.brand),
        "model_folded": fold(row.model),
        "variant_folded": fold(row.variant),
        "category": row.category.value,
        "release_year": row.release_year,
        "tier": row.tier,
        "screen_hundredths": row.screen_hundredths,
        "panel": row.panel.value if row.panel is not None else None,
        "model_numbers": "",
        "notes": row.notes,
        "active": True,
    }
