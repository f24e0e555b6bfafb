"""The catalogue's rows as they are stored, for features with a transaction of their own."""

from __future__ import annotations

from typing import Any

from services.catalog.folding import fold
from services.catalog.shipped import ShippedDevice, ShippedPart, ShippedRepair

MODEL_NUMBER_SEPARATOR = "|"


def device_model_row(device: ShippedDevice) -> dict[str, Any]:
    """Return the row of a shipped device model."""
    return {
        "brand": device.brand,
        "model": device.model,
        "variant": device.variant,
        "brand_folded": fold(device.brand),
        "model_folded": fold(device.model),
        "variant_folded": fold(device.variant),
        "category": device.category.value,
        "release_year": device.release_year,
        "tier": device.tier,
        "screen_hundredths": device.screen_hundredths,
        "panel": device.panel.value if device.panel is not None else None,
        "model_numbers": MODEL_NUMBER_SEPARATOR.join(device.model_numbers),
        "notes": device.notes,
        "active": True,
    }


def repair_type_row(repair: ShippedRepair) -> dict[str, Any]:
    """Return the row of a shipped repair type."""
    return {
        "key": repair.key,
        "name": repair.name,
        "short": repair.short,
        "category": repair.category,
        "minutes": repair.minutes,
        "complexity": repair.complexity,
        "device_categories": [category.value for category in repair.device_categories],
        "needs_part": repair.needs_part,
        "position": repair.position,
        "active": True,
    }


def part_type_row(part: ShippedPart) -> dict[str, Any]:
    """Return the row of a shipped part type."""
    return {
        "key": part.key,
        "name": part.name,
        "grade": part.grade.value,
        "quality_level": part.quality_level,
        "warranty_months": part.warranty_months,
        "active": True,
    }
