"""What a model is called: with its brand where the name alone could be anybody's."""

from __future__ import annotations

from collections import defaultdict

import pytest

from services.catalog.shipped import shipped_devices
from services.catalog.titles import shared_words, title_of
from services.printing.facts import device_words


@pytest.mark.parametrize(
    ("brand", "model", "variant", "title"),
    [
        ("Apple", "iPhone 13 Pro", "", "iPhone 13 Pro"),
        ("Apple", "MacBook Air 15", "M2", "MacBook Air 15 M2"),
        ("OnePlus", "13", "", "OnePlus 13"),
        ("Xiaomi", "13", "", "Xiaomi 13"),
        ("Huawei", "P30 Pro", "", "Huawei P30 Pro"),
        ("Nothing", "Phone 2", "", "Nothing Phone 2"),
        ("Acer", "Chromebook 314", "", "Acer Chromebook 314"),
        ("LG", "lg g6", "", "lg g6"),
        ("Zed", "!", "", "Zed !"),
    ],
)
def test_a_title_has_its_brand_where_the_name_does_not_tell(
    brand: str, model: str, variant: str, title: str
) -> None:
    shared = frozenset({"chromebook"})
    assert title_of(brand=brand, model=model, variant=variant, shared=shared) == title


def test_a_word_is_shared_when_two_brands_begin_with_it() -> None:
    names = [("Apple", "Watch SE"), ("APPLE", "Watch Ultra"), ("Huawei", "WATCH GT"), ("LG", "G6")]
    assert shared_words(names) == {"watch"}
    assert shared_words(names[:2]) == frozenset()


def shipped_titles() -> list[tuple[str, str]]:
    devices = shipped_devices()
    shared = shared_words((device.brand, device.model) for device in devices)
    return [
        (
            device.brand,
            title_of(brand=device.brand, model=device.model, variant=device.variant, shared=shared),
        )
        for device in devices
    ]


def test_no_two_brands_of_the_shipped_catalogue_share_a_title() -> None:
    brands: dict[str, set[str]] = defaultdict(set)
    for brand, title in shipped_titles():
        brands[title.casefold()].add(brand)
    assert {title: makers for title, makers in brands.items() if len(makers) > 1} == {}
    assert {"oneplus 13", "xiaomi 13", "iphone 13", "galaxy s23", "apple watch se 3 40 mm"} <= set(
        brands
    )


def test_no_claim_ticket_says_a_shipped_brand_twice() -> None:
    printed = [
        (brand, device_words(brand=brand, title=title, colour=""))
        for brand, title in shipped_titles()
    ]
    assert [words for brand, words in printed if words.count(f"{brand} ") != 1] == []
