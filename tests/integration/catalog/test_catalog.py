"""The shipped catalogue as the Counter asks for it."""

from __future__ import annotations

import pytest

from services.catalog.service import CatalogService
from services.errors import NotFound
from services.types import DeviceCategory
from tests.support.shops import SmallShop


@pytest.mark.parametrize(
    ("text", "title"),
    [("ip13p", "iPhone 13 Pro"), ("s23u", "Galaxy S23 Ultra"), ("mbam2", "MacBook Air 15 M2")],
)
def test_a_model_is_found_by_its_abbreviation(
    small_shop: SmallShop, catalog: CatalogService, text: str, title: str
) -> None:
    found = catalog.suggest_devices(small_shop.owner, text=text)
    assert found[0].title == title
    assert catalog.device(small_shop.owner, device_model_id=found[0].device_model_id) == found[0]


def test_nothing_typed_suggests_nothing(small_shop: SmallShop, catalog: CatalogService) -> None:
    assert catalog.suggest_devices(small_shop.owner, text="") == ()
    assert catalog.suggest_devices(small_shop.owner, text="qqqqqq") == ()


def test_no_more_models_than_asked_for(small_shop: SmallShop, catalog: CatalogService) -> None:
    assert len(catalog.suggest_devices(small_shop.owner, text="iphone", limit=3)) == 3


def test_a_model_is_found_by_its_names_however_written(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    found = catalog.find_device(small_shop.owner, brand="APPLE", model="iphone13 pro")
    assert found.title == "iPhone 13 Pro"
    with pytest.raises(NotFound, match="Apple iPhone 99"):
        catalog.find_device(small_shop.owner, brand="Apple", model="iPhone 99")


def test_a_model_that_does_not_exist_is_not_found(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    with pytest.raises(NotFound):
        catalog.device(small_shop.owner, device_model_id=999_999)


def test_repairs_and_accessories_are_there_for_every_category(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    repairs = catalog.repair_types(small_shop.owner)
    for category in DeviceCategory:
        offered = [repair for repair in repairs if category in repair.device_categories]
        assert len(offered) >= 8
        assert catalog.accessories(small_shop.owner, category=category)
    everything = catalog.accessories(small_shop.owner, category=None)
    assert set(catalog.accessories(small_shop.owner, category=DeviceCategory.PHONE)) < set(
        everything
    )


def test_the_counts_say_what_is_there(small_shop: SmallShop, catalog: CatalogService) -> None:
    counts = catalog.counts(small_shop.owner)
    assert counts["device_models"] >= 350
    assert counts["prices"] == 0
