"""Importing prices from a CSV file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from data import models as m
from services.actor import Actor, new_operation_id
from services.auth.dto import SavePerson
from services.catalog.dto import ImportCommand, ImportKind, ImportReport, RowFate
from services.catalog.service import CatalogService
from services.errors import Conflict, PermissionDenied
from services.pricing.dto import QuoteQuestion
from services.pricing.service import PricingService
from services.settings.dto import SaveShop
from services.types import PartGrade
from tests.support.shops import SmallShop

HEADER = "brand,model,repair_type,part_quality,price,cost,notes,variant,valid_from,valid_until\n"
SCREEN = "Apple,iPhone 13 Pro,screen,original,279.00,120.00,,,,\n"


def command(rows: str, **changes: Any) -> ImportCommand:
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "kind": ImportKind.PRICES,
        "content": (HEADER + rows).encode(),
        "file_name": "prices.csv",
    }
    return ImportCommand(**{**values, **changes})


def counted(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.refused


class Book:
    """The price book seen through the services."""

    def __init__(self, shop: SmallShop, catalog: CatalogService, pricing: PricingService) -> None:
        self.shop, self.catalog, self.pricing = shop, catalog, pricing

    def take_in(self, rows: str, **changes: Any) -> ImportReport:
        return self.catalog.import_file(self.shop.owner, command(rows, **changes))

    def price(
        self,
        repair: str = "screen",
        *,
        model: str = "iPhone 13 Pro",
        variant: str = "",
        grade: PartGrade = PartGrade.ORIGINAL,
    ) -> int | None:
        owner = self.shop.owner
        repairs = {found.key: found for found in self.catalog.repair_types(owner)}
        found = self.catalog.find_device(owner, brand="Apple", model=model, variant=variant)
        question = QuoteQuestion(
            device_model_id=found.device_model_id,
            repair_type_id=repairs[repair].repair_type_id,
            grade=grade,
        )
        return self.pricing.quote(owner, question).price_minor

    def rows(self) -> list[tuple[Any, ...]]:
        price = m.price.c
        query = select(
            price.price_minor, price.cost_minor, price.valid_from_utc, price.valid_until_utc
        ).order_by(price.valid_from_utc)
        with self.shop.database.reading() as uow:
            return [tuple(row) for row in uow.rows(query)]

    def history(self) -> list[tuple[Any, ...]]:
        history = m.price_history.c
        query = select(
            history.old_price_minor, history.new_price_minor, history.person_id, history.why
        ).order_by(history.id)
        with self.shop.database.reading() as uow:
            return [tuple(row) for row in uow.rows(query)]


@pytest.fixture
def book(small_shop: SmallShop, catalog: CatalogService, pricing: PricingService) -> Book:
    return Book(small_shop, catalog, pricing)


def test_an_imported_price_is_quoted_at_once(book: Book) -> None:
    report = book.take_in(SCREEN)
    assert (report.stored, counted(report)) == (True, (1, 0, 0, 0))
    assert book.price() == 27_900
    assert book.price(grade=PartGrade.PREMIUM) is None
    assert book.price("battery") is None
    owner = book.shop.owner.person_id
    assert book.history() == [(None, 27_900, owner, "Imported from prices.csv")]


def test_the_same_file_again_changes_nothing(book: Book) -> None:
    book.take_in(SCREEN)
    before = book.rows()
    book.shop.clock.pass_by(days=1)
    assert counted(book.take_in(SCREEN)) == (0, 0, 1, 0)
    assert book.rows() == before
    assert len(book.history()) == 1


def test_a_changed_price_ends_the_old_one_and_is_remembered(book: Book) -> None:
    book.take_in(SCREEN)
    began = book.shop.clock.now()
    book.shop.clock.pass_by(days=1)
    report = book.take_in(SCREEN.replace("279.00", "259.00"))
    changed = book.shop.clock.now()
    assert counted(report) == (0, 1, 0, 0)
    assert book.price() == 25_900
    assert book.rows() == [
        (27_900, 12_000, began, changed),
        (25_900, 12_000, changed, None),
    ]
    assert book.history()[-1][:2] == (27_900, 25_900)


def test_two_changes_at_one_instant_change_one_row(book: Book) -> None:
    book.take_in(SCREEN)
    assert counted(book.take_in(SCREEN.replace("279.00", "259.00"))) == (0, 1, 0, 0)
    assert [row[0] for row in book.rows()] == [25_900]
    assert book.history()[-1][:2] == (27_900, 25_900)


def test_a_price_from_a_day_on_begins_at_the_shops_midnight(book: Book) -> None:
    settings, owner = book.shop.settings, book.shop.owner
    shop = settings.shop(owner)
    settings.save_shop(
        owner,
        SaveShop(
            operation_id=new_operation_id(),
            seen_version=shop.version,
            name=shop.name,
            time_zone="America/Los_Angeles",
        ),
    )
    book.take_in(SCREEN)
    report = book.take_in("Apple,iPhone 13 Pro,screen,original,299.00,,,,2026-12-01,\n")
    assert counted(report) == (0, 1, 0, 0)
    assert book.price() == 27_900
    book.shop.clock.instant = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert book.price() == 29_900
    book.shop.clock.instant = datetime(2026, 12, 1, 7, 59, tzinfo=UTC)
    assert book.price() == 27_900


def test_overlapping_spans_are_refused_with_the_other_named(book: Book) -> None:
    book.take_in("Apple,iPhone 13 Pro,screen,original,199,,,,2026-12-01,2027-01-01\n")
    report = book.take_in(SCREEN)
    assert (report.stored, counted(report)) == (False, (0, 0, 0, 1))
    assert report.lines[0].code == "overlap"
    assert "2026-12-01" in report.lines[0].message
    assert book.price() is None


def test_a_row_counts_for_every_variant_unless_one_is_named(book: Book) -> None:
    book.catalog.import_file(
        book.shop.owner,
        ImportCommand(
            operation_id=new_operation_id(),
            kind=ImportKind.CATALOG,
            content=b"brand,model,variant,device_category\n"
            b"Apple,Rocket,,phone\nApple,Rocket,Mini,phone\nApple,Rocket,Max,phone\n",
        ),
    )
    report = book.take_in(
        "Apple,Rocket,screen,original,100,,,,,\nApple,Rocket,screen,original,150,,,Max,,\n"
    )
    assert counted(report) == (2, 0, 0, 0)
    prices = [book.price(model="Rocket", variant=variant) for variant in ("", "Mini", "Max")]
    assert prices == [10_000, 10_000, 15_000]


def test_repairs_go_by_key_or_name_and_parts_by_their_grade(book: Book) -> None:
    report = book.take_in(
        "apple,IPHONE 13 PRO,Battery replacement,aftermarket_premium,89,,,,,\n"
        "apple,IPHONE 13 PRO,Back glass,original,159,,,,,\n"
    )
    assert report.stored
    assert book.price("battery", grade=PartGrade.PREMIUM) == 8_900
    assert book.price("back_glass") == 15_900


def test_one_bad_row_keeps_everything_out(book: Book) -> None:
    report = book.take_in(
        SCREEN
        + "Apple,iPhone 99,screen,original,100,,,,,\n"
        + "Apple,iPhone 13 Pro,screen,original,99,,,Gold,,\n"
        + "Apple,iPhone 13,teleport,original,-1,,,,,\n"
    )
    assert (report.stored, report.refused) == (False, 3)
    by_line = {(line.line, line.column) for line in report.lines if line.fate is RowFate.REFUSED}
    assert {(3, "model"), (4, "variant"), (5, "repair_type"), (5, "price")} <= by_line
    assert (book.rows(), book.history()) == ([], [])


def test_a_dry_run_tells_the_same_and_stores_nothing(book: Book) -> None:
    dry = book.take_in(SCREEN, dry_run=True)
    assert (dry.stored, counted(dry)) == (False, (1, 0, 0, 0))
    assert book.rows() == []


def test_a_repeat_tells_the_first_report(book: Book) -> None:
    first = command(SCREEN)
    report = book.catalog.import_file(book.shop.owner, first)
    assert book.catalog.import_file(book.shop.owner, first) == replace(report, replayed=True)
    assert len(book.rows()) == 1
    with pytest.raises(Conflict):
        book.take_in(SCREEN.replace("279", "280"), operation_id=first.operation_id)


def test_a_shop_without_decimals_refuses_cents(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    report = catalog.import_file(small_shop.owner, command(SCREEN.replace("279.00", "279.005")))
    assert report.refused == 1


def test_prices_need_a_right_of_their_own(book: Book) -> None:
    viewer = small_viewer(book.shop)
    with pytest.raises(PermissionDenied):
        book.catalog.import_file(viewer, command(SCREEN))


def small_viewer(shop: SmallShop) -> Actor:
    saved = shop.people.save(
        shop.owner,
        SavePerson(operation_id=new_operation_id(), name="Vera Viewer", role_key="viewer"),
    )
    return shop.as_person(saved.person_id, saved.name)
