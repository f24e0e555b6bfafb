"""The catalogue that comes with the program: public facts and starting values, read on demand."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

from data.values import DeviceCategory, Panel, PartGrade

TERMS_VERSION = 1

# Where the terms name the shop's diagnosis fee.
FEE_PLACE = "{diagnosis_fee}"

_LIST = "|"
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedDevice:
    """One model. ``screen_hundredths`` is hundredths of an inch; None where there is no screen."""

    brand: str
    model: str
    variant: str
    release_year: int
    category: DeviceCategory
    notes: str
    tier: int
    screen_hundredths: int | None
    panel: Panel | None
    model_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedRepair:
    """One repair type. ``minutes`` until it is ready; the lowest ``position`` is offered first."""

    key: str
    name: str
    short: str
    category: str
    minutes: int
    complexity: int
    needs_part: bool
    device_categories: tuple[DeviceCategory, ...]
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedPart:
    """One part type. ``quality_level`` falls from 4 (original) to 1."""

    key: str
    name: str
    grade: PartGrade
    quality_level: int
    warranty_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedAccessory:
    key: str
    name: str
    device_categories: tuple[DeviceCategory, ...]
    position: int


def shipped_devices() -> tuple[ShippedDevice, ...]:
    """Read the device models, in the file's order (brand by brand)."""
    return tuple(_device(row) for row in _rows("devices.csv"))


def shipped_repairs() -> tuple[ShippedRepair, ...]:
    """Read the repair types in the order in which they are offered."""
    repairs = (_repair(row) for row in _rows("repairs.csv"))
    return tuple(sorted(repairs, key=lambda repair: repair.position))


def shipped_parts() -> tuple[ShippedPart, ...]:
    """Read the part types, best grade first."""
    return tuple(_part(row) for row in _rows("parts.csv"))


def shipped_accessories() -> tuple[ShippedAccessory, ...]:
    """Read what customers leave with a device, in the order in which it is offered."""
    accessories = (_accessory(row) for row in _rows("accessories.csv"))
    return tuple(sorted(accessories, key=lambda accessory: accessory.position))


def accessory_names(category: DeviceCategory | None) -> tuple[str, ...]:
    """Return the names of the accessories of one category, or of all, as they are offered."""
    return tuple(
        accessory.name
        for accessory in shipped_accessories()
        if category is None or category in accessory.device_categories
    )


def shipped_terms() -> str:
    """Read the terms of a new shop (English, ``TERMS_VERSION``), fee not yet filled in."""
    return _text("terms-en.txt").strip()


def terms_with_fee(terms: str, *, diagnosis_fee: str) -> str:
    """Put the shop's diagnosis fee, written for people, where the terms name it."""
    # Not str.format: terms are the shop's own text and may hold any other brace.
    return terms.replace(FEE_PLACE, diagnosis_fee)


def _device(row: dict[str, str]) -> ShippedDevice:
    return ShippedDevice(
        brand=row["brand"],
        model=row["model"],
        variant=row["variant"],
        release_year=int(row["release_year"]),
        category=DeviceCategory(row["device_category"]),
        notes=row["notes"],
        tier=int(row["tier"]),
        screen_hundredths=int(Decimal(row["screen_in"]) * 100) if row["screen_in"] else None,
        panel=Panel(row["panel"]) if row["panel"] else None,
        model_numbers=_listed(row["model_numbers"]),
    )


def _repair(row: dict[str, str]) -> ShippedRepair:
    return ShippedRepair(
        key=row["key"],
        name=row["name"],
        short=row["short"],
        category=row["category"],
        minutes=int(row["minutes"]),
        complexity=int(row["complexity"]),
        needs_part=_YES_NO[row["needs_part"]],
        device_categories=_categories(row["device_categories"]),
        position=int(row["position"]),
    )


def _part(row: dict[str, str]) -> ShippedPart:
    return ShippedPart(
        key=row["key"],
        name=row["name"],
        grade=PartGrade(row["grade"]),
        quality_level=int(row["quality_level"]),
        warranty_months=int(row["warranty_months"]),
    )


def _accessory(row: dict[str, str]) -> ShippedAccessory:
    return ShippedAccessory(
        key=row["key"],
        name=row["name"],
        device_categories=_categories(row["device_categories"]),
        position=int(row["position"]),
    )


def _categories(text: str) -> tuple[DeviceCategory, ...]:
    return tuple(DeviceCategory(part) for part in _listed(text))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(_LIST) if part)


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_text(name).splitlines(), strict=True)


def _text(name: str) -> str:
    return (files("resources") / "catalogue" / name).read_text(encoding="utf-8")
