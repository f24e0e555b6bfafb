"""The shipped catalogue holds together: facts in range, nothing twice, every brand there."""

from __future__ import annotations

from collections import Counter

import pytest

from data.values import DeviceCategory, Panel, PartGrade
from services.catalog.import_rows import parse_devices
from services.catalog.names import squeeze
from services.catalog.shipped import (
    TERMS_VERSION,
    ShippedDevice,
    accessory_names,
    shipped_accessories,
    shipped_devices,
    shipped_parts,
    shipped_repairs,
    shipped_terms,
    terms_with_fee,
)

BRANDS = [
    "Apple",
    "Samsung",
    "Google",
    "OnePlus",
    "Xiaomi",
    "Motorola",
    "Huawei",
    "Sony",
    "Microsoft",
    "Nintendo",
    "Dell",
    "HP",
    "Lenovo",
    "Honor",
    "Asus",
    "Acer",
    "Oppo",
    "Nokia",
    "Nothing",
    "Fairphone",
    "Valve",
]
KNOWN_FACTS = [
    ("Apple", "iPhone 13 Pro", 2021, DeviceCategory.PHONE, 1, 610, Panel.OLED),
    ("Apple", "iPhone 11", 2019, DeviceCategory.PHONE, 2, 610, Panel.LCD),
    ("Apple", "iPhone SE (2nd gen)", 2020, DeviceCategory.PHONE, 3, 470, Panel.LCD),
    ("Apple", "MacBook Air 13 M2", 2022, DeviceCategory.LAPTOP, 2, 1360, Panel.LCD),
    ("Samsung", "Galaxy S23 Ultra", 2023, DeviceCategory.PHONE, 1, 680, Panel.OLED),
    ("Samsung", "Galaxy Z Fold 4", 2022, DeviceCategory.PHONE, 1, 760, Panel.FOLDABLE),
    ("Samsung", "Galaxy A12", 2020, DeviceCategory.PHONE, 3, 650, Panel.LCD),
    ("Google", "Pixel 7a", 2023, DeviceCategory.PHONE, 3, 610, Panel.OLED),
    ("Nintendo", "Switch OLED", 2021, DeviceCategory.CONSOLE, 1, 700, Panel.OLED),
    ("Microsoft", "Xbox Series X", 2020, DeviceCategory.CONSOLE, 1, None, None),
]


def _title(device: ShippedDevice) -> str:
    return f"{device.brand} {device.model} {device.variant}".strip()


def test_there_are_enough_models_and_none_twice() -> None:
    devices = shipped_devices()
    assert len({(d.brand, d.model) for d in devices}) >= 420
    keys = Counter((squeeze(d.brand), squeeze(d.model), squeeze(d.variant)) for d in devices)
    assert [key for key, times in keys.items() if times > 1] == []


def test_facts_are_in_range() -> None:
    for device in shipped_devices():
        assert 2000 <= device.release_year <= 2026, _title(device)
        assert device.tier in (1, 2, 3), _title(device)
        assert device.screen_hundredths is None or 100 <= device.screen_hundredths <= 2000
        assert (device.screen_hundredths is None) == (device.panel is None), _title(device)


def test_everything_but_consoles_has_a_screen() -> None:
    lacking = [
        _title(device)
        for device in shipped_devices()
        if device.screen_hundredths is None and device.category is not DeviceCategory.CONSOLE
    ]
    assert lacking == []


@pytest.mark.parametrize("brand", BRANDS)
def test_every_brand_of_the_trade_is_there(brand: str) -> None:
    assert any(device.brand == brand for device in shipped_devices())


def test_every_category_has_models() -> None:
    assert {device.category for device in shipped_devices()} == set(DeviceCategory)


def test_names_do_not_repeat_the_brand() -> None:
    doubled = [
        _title(d) for d in shipped_devices() if squeeze(d.model).startswith(squeeze(d.brand))
    ]
    assert doubled == []


@pytest.mark.parametrize("fact", KNOWN_FACTS, ids=lambda fact: fact[1])
def test_well_known_facts_are_right(fact: tuple[object, ...]) -> None:
    found = {
        (d.brand, d.model, d.release_year, d.category, d.tier, d.screen_hundredths, d.panel)
        for d in shipped_devices()
    }
    assert fact in found


def test_model_numbers_name_few_models() -> None:
    times = Counter(n for device in shipped_devices() for n in device.model_numbers)
    # MacBook Pro A2338 was used for two years, a chassis of Dell's for up to five.
    assert max(times.values()) <= 8
    assert [n for n in times if n != n.strip() or not n.isascii()] == []


def test_the_shipped_file_is_a_valid_import_file() -> None:
    lines = ["brand,model,variant,release_year,device_category,notes,tier,screen_in,panel"]
    for d in shipped_devices():
        screen = "" if d.screen_hundredths is None else str(d.screen_hundredths / 100)
        cells = (d.brand, d.model, d.variant, d.release_year, d.category.value)
        notes = f'"{d.notes}"' if d.notes else ""
        lines.append(",".join([*map(str, cells), notes, str(d.tier), screen, d.panel or ""]))
    parsed = parse_devices("\n".join(lines), this_year=2026)
    assert parsed.problems == ()
    assert parsed.warnings == ()
    assert len(parsed.rows) == len(shipped_devices())


@pytest.mark.parametrize("category", list(DeviceCategory))
def test_every_category_is_offered_at_least_nine_repairs(category: DeviceCategory) -> None:
    offered = [r.key for r in shipped_repairs() if category in r.device_categories]
    assert len(offered) >= 9
    assert {"screen", "battery", "diagnosis"} <= set(offered[:9])


def test_a_phone_is_offered_the_repairs_of_the_counter_in_order() -> None:
    offered = [r.short for r in shipped_repairs() if DeviceCategory.PHONE in r.device_categories]
    assert offered[:8] == [
        "Screen",
        "Battery",
        "Back glass",
        "Charging port",
        "Rear camera",
        "Speaker",
        "Water damage",
        "Diagnosis only",
    ]


def test_repairs_are_sound() -> None:
    repairs = shipped_repairs()
    assert len({r.key for r in repairs}) == len(repairs) >= 30
    assert len({r.name for r in repairs}) == len(repairs)
    assert len({r.position for r in repairs}) == len(repairs)
    for repair in repairs:
        assert repair.minutes > 0
        assert 1 <= repair.complexity <= 5
        assert repair.device_categories
        assert repair.key.replace("_", "").isalpha(), repair.key
        assert repair.key == repair.key.lower()
        assert len(repair.short) <= 18, repair.short
        assert repair.name[0].isupper(), repair.name


def test_there_is_one_part_type_per_grade_and_quality_falls_with_it() -> None:
    parts = shipped_parts()
    assert [part.grade for part in parts] == list(PartGrade)
    assert [part.quality_level for part in parts] == [4, 3, 2, 1]
    warranties = [part.warranty_months for part in parts]
    assert warranties == sorted(warranties, reverse=True)
    assert parts[0].warranty_months == 12


def test_accessories_are_offered_by_category() -> None:
    accessories = shipped_accessories()
    assert len({accessory.key for accessory in accessories}) == len(accessories)
    assert accessory_names(DeviceCategory.PHONE)[:3] == ("Case", "SIM", "Charger")
    assert "Controller" in accessory_names(DeviceCategory.CONSOLE)
    assert "Controller" not in accessory_names(DeviceCategory.PHONE)
    assert len(accessory_names(None)) == len(accessories)
    assert all(len(accessory_names(category)) >= 5 for category in DeviceCategory)


def test_terms_take_the_shop_s_diagnosis_fee() -> None:
    assert TERMS_VERSION == 1
    terms = shipped_terms()
    assert "{diagnosis_fee}" in terms
    filled = terms_with_fee(terms, diagnosis_fee="$25.00")
    assert "diagnosis fee of $25.00" in filled
    assert "{" not in filled


def test_terms_of_a_shop_may_hold_other_braces() -> None:
    assert terms_with_fee("{x} {diagnosis_fee}", diagnosis_fee="5") == "{x} 5"
