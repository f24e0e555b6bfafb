"""Invents the sample shop's prices: round ones that follow class, tier, age and part. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from services.catalog.dto import DeviceModel, RepairType
from services.types import DeviceCategory, PartGrade, minor_from_decimal

HEADER = ("brand", "model", "variant", "repair_type", "part_quality", "price", "cost")

# What a repair costs on a standard phone of `_USUAL_YEAR` with an original part.
_PRICES = {
    "screen": 219,
    "battery": 89,
    "back_glass": 129,
    "charging_port": 99,
    "rear_camera": 149,
    "front_camera": 99,
    "camera_glass": 59,
    "speaker": 79,
    "earpiece": 69,
    "microphone": 69,
    "power_button": 79,
    "watch_crown": 89,
    "keyboard": 149,
    "trackpad": 139,
    "hinge": 129,
    "ssd_upgrade": 149,
    "hdmi_port": 129,
    "disc_drive": 119,
    "joystick_drift": 59,
    "power_supply": 99,
    "fan_cleaning": 69,
    "water_damage": 59,
    "software": 49,
    "data_recovery": 99,
    "cleaning": 29,
}
_CLASSES = {
    DeviceCategory.PHONE: 100,
    DeviceCategory.TABLET: 110,
    DeviceCategory.LAPTOP: 140,
    DeviceCategory.WATCH: 90,
    DeviceCategory.CONSOLE: 100,
}
_TIERS = {1: 130, 2: 100, 3: 70}
_GRADES = {
    PartGrade.ORIGINAL: 100,
    PartGrade.PREMIUM: 80,
    PartGrade.STANDARD: 65,
    PartGrade.ECONOMY: 50,
}
_USUAL_YEAR = 2021
_YEAR_STEP = 4
_COST_SHARE = Decimal("0.45")

# Prices people know from the pictures, and gaps where the shop has none yet.
_KNOWN = {
    ("iPhone 13 Pro", "screen"): 279,
    ("iPhone 13 Pro", "battery"): 89,
    ("iPhone 13 Pro", "back_glass"): 159,
    ("iPhone 13 Pro", "rear_camera"): 149,
    ("iPhone 14", "screen"): 219,
    ("iPhone 14", "battery"): 89,
}
_GAPS = {("iPhone 13 Pro", "charging_port"), ("iPhone 13 Pro", "speaker")}


def price_file(
    models: Iterable[DeviceModel], repairs: Iterable[RepairType], *, exponent: int
) -> bytes:
    """Return a price file (CSV) for these models in a currency of ``exponent`` decimals."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    offered = tuple(repair for repair in repairs if repair.key in _PRICES)
    for model in models:
        for repair in offered:
            if model.category in repair.device_categories:
                writer.writerows(_rows(model, repair, exponent=exponent))
    return out.getvalue().encode()


def sample_minor(units: int, *, exponent: int) -> int:
    """Return ``units`` of the sample's prices in minor units of the shop's currency.

    A currency without decimals has units of about a hundredth, so its prices are a hundredfold.
    """
    return minor_from_decimal(Decimal(units), exponent=max(exponent, 2))


def _rows(model: DeviceModel, repair: RepairType, *, exponent: int) -> Iterator[tuple[str, ...]]:
    if (model.model, repair.key) in _GAPS:
        return
    grades = _GRADES if repair.needs_part else {PartGrade.ORIGINAL: 100}
    for grade, percent in grades.items():
        price = _price(model, repair, percent=percent)
        cost = (price * _COST_SHARE).quantize(Decimal(1)) if repair.needs_part else Decimal(0)
        amounts = (_written(price, exponent=exponent), _written(cost, exponent=exponent))
        yield (model.brand, model.model, model.variant, repair.key, grade.value, *amounts)


def _price(model: DeviceModel, repair: RepairType, *, percent: int) -> Decimal:
    known = _KNOWN.get((model.model, repair.key))
    base = Decimal(known or _PRICES[repair.key])
    if known is None and repair.needs_part:
        years = (model.release_year or _USUAL_YEAR) - _USUAL_YEAR
        base *= Decimal(_CLASSES[model.category] * _TIERS[model.tier or 2]) / 10_000
        base *= 1 + Decimal(max(-10, min(10, years)) * _YEAR_STEP) / 100
    if known is not None and percent == _GRADES[PartGrade.ORIGINAL]:
        return base
    # Prices end in nine, as the shop likes them.
    return max(Decimal(19), (base * percent / 1000).quantize(Decimal(1)) * 10 - 1)


def _written(amount: Decimal, *, exponent: int) -> str:
    return str(amount if exponent else amount * 100)
