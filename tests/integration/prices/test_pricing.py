"""What repairs cost, as the Counter's chips show it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from data import models as m
from services.actor import new_operation_id
from services.catalog.dto import DeviceModel
from services.catalog.service import CatalogService
from services.pricing.dto import Confidence, Quote, QuoteQuestion, RepairChoice
from services.pricing.service import PricingService
from services.settings.dto import SaveShop
from services.types import DeviceCategory, PartGrade
from tests.support.shops import SmallShop


@pytest.fixture
def iphone(small_shop: SmallShop, catalog: CatalogService) -> DeviceModel:
    return catalog.find_device(small_shop.owner, brand="Apple", model="iPhone 13 Pro")


def repair_id(shop: SmallShop, catalog: CatalogService, key: str) -> Any:
    repairs = {found.key: found for found in catalog.repair_types(shop.owner)}
    return repairs[key].repair_type_id


def put_into_book(shop: SmallShop, **changes: Any) -> None:
    values = {
        "grade": "original",
        "price_minor": 27_900,
        "cost_minor": 12_000,
        "origin": "typed",
        "valid_from_utc": shop.clock.now() - timedelta(days=1),
        "valid_until_utc": None,
        "notes": "",
    }
    with shop.database.writing() as uow:
        uow.execute(insert(m.price).values({**values, **changes}))


def chips(
    shop: SmallShop, pricing: PricingService, model: DeviceModel, grade: PartGrade
) -> dict[str, RepairChoice]:
    found = pricing.choices(
        shop.owner, device_model_id=model.device_model_id, category=None, grade=grade
    )
    return {choice.key: choice for choice in found}


def test_the_chips_come_in_their_order_with_the_prices_of_the_grade(
    small_shop: SmallShop, catalog: CatalogService, pricing: PricingService, iphone: DeviceModel
) -> None:
    screen = repair_id(small_shop, catalog, "screen")
    put_into_book(small_shop, device_model_id=iphone.device_model_id, repair_type_id=screen)
    original = chips(small_shop, pricing, iphone, PartGrade.ORIGINAL)
    assert list(original)[:4] == ["screen", "battery", "back_glass", "charging_port"]
    assert original["screen"].quote.price_minor == 27_900
    assert original["screen"].quote.confidence is Confidence.CONFIRMED
    assert (original["screen"].warranty_months, original["screen"].minutes > 0) == (12, True)
    assert original["battery"].quote == Quote(price_minor=None)
    premium = chips(small_shop, pricing, iphone, PartGrade.PREMIUM)
    assert premium["screen"].quote.confidence is Confidence.ASK
    assert premium["screen"].warranty_months < 12


def test_a_repair_without_a_part_costs_the_same_for_every_grade(
    small_shop: SmallShop, catalog: CatalogService, pricing: PricingService, iphone: DeviceModel
) -> None:
    water = repair_id(small_shop, catalog, "water_damage")
    put_into_book(
        small_shop,
        device_model_id=iphone.device_model_id,
        repair_type_id=water,
        price_minor=5_900,
    )
    economy = chips(small_shop, pricing, iphone, PartGrade.ECONOMY)["water_damage"]
    assert (economy.quote.price_minor, economy.needs_part, economy.warranty_months) == (
        5_900,
        False,
        0,
    )


def test_the_diagnosis_costs_the_shops_fee_unless_the_book_says_otherwise(
    small_shop: SmallShop, catalog: CatalogService, pricing: PricingService, iphone: DeviceModel
) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    shop = settings.shop(owner)
    diagnosis = repair_id(small_shop, catalog, "diagnosis")
    assert chips(small_shop, pricing, iphone, PartGrade.ORIGINAL)["diagnosis"].quote == Quote(
        price_minor=None
    )
    settings.save_shop(
        owner,
        SaveShop(
            operation_id=new_operation_id(),
            seen_version=shop.version,
            name=shop.name,
            diagnosis_fee_minor=2_500,
        ),
    )
    fee = chips(small_shop, pricing, iphone, PartGrade.STANDARD)["diagnosis"].quote
    assert (fee.price_minor, fee.confidence) == (2_500, Confidence.CONFIRMED)
    put_into_book(
        small_shop,
        device_model_id=iphone.device_model_id,
        repair_type_id=diagnosis,
        price_minor=3_000,
    )
    own = chips(small_shop, pricing, iphone, PartGrade.STANDARD)["diagnosis"].quote
    assert own.price_minor == 3_000


def test_an_estimate_taken_over_is_not_shown_as_confirmed(
    small_shop: SmallShop, catalog: CatalogService, pricing: PricingService, iphone: DeviceModel
) -> None:
    screen = repair_id(small_shop, catalog, "screen")
    put_into_book(
        small_shop,
        device_model_id=iphone.device_model_id,
        repair_type_id=screen,
        origin="estimate",
    )
    found = chips(small_shop, pricing, iphone, PartGrade.ORIGINAL)["screen"].quote
    assert found.estimated
    assert found.explanation


def test_a_price_holds_from_its_beginning_to_just_before_its_end(
    small_shop: SmallShop, catalog: CatalogService, pricing: PricingService, iphone: DeviceModel
) -> None:
    screen = repair_id(small_shop, catalog, "screen")
    now = small_shop.clock.now()
    put_into_book(
        small_shop,
        device_model_id=iphone.device_model_id,
        repair_type_id=screen,
        valid_from_utc=now,
        valid_until_utc=now + timedelta(hours=1),
    )
    question = QuoteQuestion(
        device_model_id=iphone.device_model_id, repair_type_id=screen, grade=PartGrade.ORIGINAL
    )
    quoted = []
    for minutes in (0, 59, 1):
        small_shop.clock.pass_by(minutes=minutes)
        quoted.append(pricing.quote(small_shop.owner, question).price_minor)
    assert quoted == [27_900, 27_900, None]


def test_a_device_outside_the_catalogue_has_the_repairs_of_its_category(
    small_shop: SmallShop, pricing: PricingService
) -> None:
    found = pricing.choices(
        small_shop.owner,
        device_model_id=None,
        category=DeviceCategory.CONSOLE,
        grade=PartGrade.ORIGINAL,
    )
    assert [choice.key for choice in found][:2] == ["hdmi_port", "disc_drive"]
    assert all(choice.quote.price_minor is None for choice in found)
    everything = pricing.choices(
        small_shop.owner, device_model_id=None, category=None, grade=PartGrade.ORIGINAL
    )
    assert len(everything) > len(found)


def test_an_intake_takes_the_price_books_price(
    small_shop: SmallShop, catalog: CatalogService, iphone: DeviceModel
) -> None:
    from services.tickets.dto import LineEntry
    from tests.support.shops import device

    screen = repair_id(small_shop, catalog, "screen")
    put_into_book(small_shop, device_model_id=iphone.device_model_id, repair_type_id=screen)
    taken = small_shop.take_in(
        devices=(
            device(
                title="",
                device_model_id=iphone.device_model_id,
                lines=(LineEntry(repair_type_id=screen, grade=PartGrade.ORIGINAL),),
            ),
        )
    )
    assert taken.lines[0].price_minor == 27_900
    assert not taken.total_is_open
