"""What people type at the counter finds the device they mean."""

from __future__ import annotations

import random
import string
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.names import DeviceIndex, DeviceName, match_rank, squeeze
from services.catalog.shipped import shipped_devices

ABBREVIATIONS = [
    ("ip13p", "Apple iPhone 13 Pro"),
    ("ip13", "Apple iPhone 13"),
    ("ip13pm", "Apple iPhone 13 Pro Max"),
    ("13 mini", "Apple iPhone 13 mini"),
    ("iphone13promax", "Apple iPhone 13 Pro Max"),
    ("IPHONE 13 PRO", "Apple iPhone 13 Pro"),
    ("i phone 13 pro", "Apple iPhone 13 Pro"),
    ("apple 13 pro", "Apple iPhone 13 Pro"),
    ("iphone pro 13", "Apple iPhone 13 Pro"),
    ("iphone 13 pro 256gb", "Apple iPhone 13 Pro"),
    ("ipxr", "Apple iPhone XR"),
    ("ip xs max", "Apple iPhone XS Max"),
    ("ip8+", "Apple iPhone 8 Plus"),
    ("ipse2", "Apple iPhone SE (2nd gen)"),
    ("iphone se 2020", "Apple iPhone SE (2nd gen)"),
    ("ipm6", "Apple iPad mini (6th gen)"),
    ("ipad pro 12.9 6", "Apple iPad Pro 12.9 (6th gen)"),
    ("mba13m2", "Apple MacBook Air 13 M2"),
    ("macbook air 15 m3", "Apple MacBook Air 15 M3"),
    ("mbp16 2019", "Apple MacBook Pro 16 2019"),
    ("aw7 41", "Apple Watch Series 7 41 mm"),
    ("watch series 7 45mm", "Apple Watch Series 7 45 mm"),
    ("s23u", "Samsung Galaxy S23 Ultra"),
    ("s23", "Samsung Galaxy S23"),
    ("s10+", "Samsung Galaxy S10 Plus"),
    ("s20fe", "Samsung Galaxy S20 FE"),
    ("n20u", "Samsung Galaxy Note 20 Ultra"),
    ("galaxy a54", "Samsung Galaxy A54 5G"),
    ("samsung a52s", "Samsung Galaxy A52s 5G"),
    ("zflip5", "Samsung Galaxy Z Flip 5"),
    ("z fold 4", "Samsung Galaxy Z Fold 4"),
    ("ultra s24", "Samsung Galaxy S24 Ultra"),
    ("tab s9u", "Samsung Galaxy Tab S9 Ultra"),
    ("gw6c 43", "Samsung Galaxy Watch 6 Classic 43 mm"),
    ("p7p", "Google Pixel 7 Pro"),
    ("pixel 8a", "Google Pixel 8a"),
    ("op9p", "OnePlus 9 Pro"),
    ("rn12s", "Xiaomi Redmi Note 12S"),
    ("poco x3 pro", "Xiaomi POCO X3 Pro"),
    ("mi 11 lite", "Xiaomi Mi 11 Lite"),
    ("g84", "Motorola Moto G84 5G"),
    ("p30l", "Huawei P30 Lite"),
    ("xz1c", "Sony Xperia XZ1 Compact"),
    ("ps5 digital", "Sony PlayStation 5 Digital"),
    ("ps4p", "Sony PlayStation 4 Pro"),
    ("ps vita slim", "Sony PS Vita Slim"),
    ("xsx", "Microsoft Xbox Series X"),
    ("sp7+", "Microsoft Surface Pro 7 Plus"),
    ("nsl", "Nintendo Switch Lite"),
    ("switch oled", "Nintendo Switch OLED"),
    ("new 3dsxl", "Nintendo New 3DS XL"),
    ("sd oled", "Valve Steam Deck OLED"),
    ("xps13 9310", "Dell XPS 13 9310"),
    ("t480s", "Lenovo ThinkPad T480s"),
    ("x1c9", "Lenovo ThinkPad X1 Carbon Gen 9"),
    ("840g5", "HP EliteBook 840 G5"),
    ("nothing 2a", "Nothing Phone (2a)"),
    ("fairphone 4", "Fairphone 4"),
    # Model numbers as they stand on the device.
    ("A2483", "Apple iPhone 13 Pro"),
    ("SM-S918B/DS", "Samsung Galaxy S23 Ultra"),
    ("sms918", "Samsung Galaxy S23 Ultra"),
    ("CFI-1216A", "Sony PlayStation 5 Disc"),
    ("hac-001", "Nintendo Switch"),
]


@cache
def _shipped_index() -> DeviceIndex[str]:
    return DeviceIndex(
        DeviceName(
            id=f"{d.brand} {d.model} {d.variant}".strip(),
            brand=d.brand,
            model=d.model,
            variant=d.variant,
            release_year=d.release_year,
            model_numbers="|".join(d.model_numbers),
        )
        for d in shipped_devices()
    )


@pytest.mark.parametrize(("typed", "meant"), ABBREVIATIONS)
def test_abbreviation_finds_the_device_first(typed: str, meant: str) -> None:
    assert _shipped_index().find(typed, limit=5)[:1] == [meant]


def test_every_shipped_device_is_found_by_its_own_name() -> None:
    index = _shipped_index()
    names = [f"{d.brand} {d.model} {d.variant}".strip() for d in shipped_devices()]
    assert [name for name in names if index.find(name, limit=1) != [name]] == []


def test_every_model_number_finds_its_device() -> None:
    index = _shipped_index()
    lost = [
        (number, device.model)
        for device in shipped_devices()
        for number in device.model_numbers
        if f"{device.brand} {device.model} {device.variant}".strip()
        not in index.find(number, limit=5)
    ]
    assert lost == []


def test_newer_models_come_first_among_equals() -> None:
    found = _shipped_index().find("ip1", limit=4)
    assert found == [
        "Apple iPhone 17",
        "Apple iPhone 16",
        "Apple iPhone 15",
        "Apple iPhone 14",
    ]


def test_a_number_that_is_not_last_must_be_complete() -> None:
    assert match_rank("s2u", brand="Samsung", model="Galaxy S23 Ultra") is None
    assert match_rank("s23u", brand="Samsung", model="Galaxy S23 Ultra") == 1
    assert match_rank("ip13", brand="Apple", model="iPad Pro 11 (3rd gen)") is None


@pytest.mark.parametrize(
    ("query", "rank"),
    [
        ("iphone 13 pro", 0),
        ("Apple iPhone 13 Pro", 0),
        ("13 pro", 0),
        ("iphone 13", 1),
        ("iph", 1),
        ("pro", 2),
        ("ip13p", 4),
        ("ip13", 5),
        ("a13p", 6),
        ("apple 13", 7),
        ("pro 13 iphone", 12),
        ("galaxy", None),
        ("", None),
        ("  ", None),
    ],
)
def test_ranks_follow_how_plainly_the_name_was_written(query: str, rank: int | None) -> None:
    assert match_rank(query, brand="Apple", model="iPhone 13 Pro") == rank


@pytest.mark.parametrize("query", ["", " ", "---", "zzzz", "\x00", "5g", "2020", "256gb"])
def test_what_names_nothing_finds_nothing(query: str) -> None:
    index = DeviceIndex([DeviceName(id=1, brand="Apple", model="iPhone 13")])
    assert index.find(query, limit=10) == []


def test_an_empty_catalogue_answers_nothing() -> None:
    assert DeviceIndex[int](()).find("ip13p", limit=10) == []


@pytest.mark.parametrize("limit", [0, -1])
def test_no_room_for_answers_gives_none(limit: int) -> None:
    assert _shipped_index().find("iphone", limit=limit) == []


_names = st.text(alphabet=string.ascii_letters + "  0123459+-é", max_size=14)
_devices = st.lists(st.tuples(_names, _names, _names, st.none() | st.integers(2010, 2013)))


@given(_devices, _names)
def test_the_index_answers_like_ranking_every_name_alone(
    devices: list[tuple[str, str, str, int | None]], query: str
) -> None:
    named = [
        DeviceName(id=place, brand=brand, model=model, variant=variant, release_year=year)
        for place, (brand, model, variant, year) in enumerate(devices)
    ]
    ranks = {
        d.id: match_rank(query, brand=d.brand, model=d.model, variant=d.variant) for d in named
    }
    found = DeviceIndex(named).find(query, limit=len(named) + 1)
    order = [(ranks[place], -(named[place].release_year or 0)) for place in found]
    assert set(found) == {place for place, rank in ranks.items() if rank is not None}
    assert order == sorted(order)


@given(st.randoms(use_true_random=False), st.sampled_from([typed for typed, _ in ABBREVIATIONS]))
def test_the_answer_does_not_depend_on_the_catalogue_s_order(
    shuffler: random.Random, query: str
) -> None:
    named = [
        DeviceName(
            id=f"{d.brand} {d.model} {d.variant}",
            brand=d.brand,
            model=d.model,
            variant=d.variant,
            release_year=d.release_year,
            model_numbers="|".join(d.model_numbers),
        )
        for d in shipped_devices()[::9]
    ]
    shuffled = shuffler.sample(named, len(named))
    assert DeviceIndex(shuffled).find(query, limit=9) == DeviceIndex(named).find(query, limit=9)


@given(st.text(max_size=200))
def test_nothing_typed_breaks_the_index(query: str) -> None:
    found = _shipped_index().find(query, limit=10)
    assert len(found) == len(set(found)) <= 10


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
def test_any_plain_name_is_found_by_itself(name: str) -> None:
    found = match_rank(name, brand=name, model="") is not None
    assert found is bool(squeeze(name))
