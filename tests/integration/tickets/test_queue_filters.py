"""Filters of the queue: each by itself, together, and over all orders by an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from data.engine import open_database
from services.settings.dto import OpeningHours
from services.tickets.dto import (
    CustomerEntry,
    DaySpan,
    LineEntry,
    QueueChip,
    QueueFilters,
    QueueQuestion,
    SpanKind,
)
from services.types import Priority, TicketStatus
from tests.integration.tickets.test_queue import plan_as_for_many_orders, plans_of
from tests.support.shops import SmallShop, device, open_shop

ALL = QueueChip.ALL


@pytest.fixture
def shop(small_shop: SmallShop) -> SmallShop:
    """Give a shop with four orders that differ in everything one can filter by."""
    marco = small_shop.person("Marco Rossi", "technician")
    now = small_shop.clock.now()
    take_in(small_shop, "Pixel 8", customer="Lena Fischer", days=0, technician_id=None)
    take_in(small_shop, "iPhone 14", customer="Sam Okafor", days=1, technician_id=marco.person_id)
    small_shop.clock.pass_by(days=1)
    take_in(small_shop, "Redmi 12", customer="Lena Fischer", priority="urgent", days=None)
    gone = take_in(small_shop, "Galaxy A54", customer="Sam Okafor", days=40)
    small_shop.move(gone, "cancelled", note="Not wanted")
    assert small_shop.clock.now() == now + timedelta(days=1)
    return small_shop


def take_in(shop: SmallShop, title: str, *, customer: str, days: int | None, **more: object) -> int:
    promised = None if days is None else shop.clock.now() + timedelta(days=days, hours=1)
    phone = f"415-555-01{len(customer):02d}"
    order = shop.take_in(
        customer=CustomerEntry(name=customer, phone=phone),
        devices=(
            device(
                title=title,
                serial=f"SN-{title}",
                promised_at_utc=promised,
                lines=(LineEntry(title="Screen replacement", price_minor=9_900),),
                **more,
            ),
        ),
    )
    return int(order.ticket_id)


def devices(shop: SmallShop, question: QueueQuestion) -> set[str]:
    answer = shop.queue.ask(shop.owner, question)
    assert len(answer.first_rows) == len(answer.ids)
    return {row.device_title for row in answer.first_rows}


def all_of(**filters: object) -> QueueQuestion:
    return QueueQuestion(chip=ALL, filters=QueueFilters(**filters))  # type: ignore[arg-type]


def days(kind: str, **ends: date) -> DaySpan:
    return DaySpan(kind=SpanKind(kind), **ends)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"status": TicketStatus.CANCELLED}, {"Galaxy A54"}),
        ({"priority": Priority.URGENT}, {"Redmi 12"}),
        ({"priority": Priority.NORMAL}, {"Pixel 8", "iPhone 14", "Galaxy A54"}),
        ({"opened": days("today")}, {"Redmi 12", "Galaxy A54"}),
        ({"opened": days("yesterday")}, {"Pixel 8", "iPhone 14"}),
        ({"opened": days("last_7_days")}, {"Pixel 8", "iPhone 14", "Redmi 12", "Galaxy A54"}),
        ({"promised": days("today")}, {"iPhone 14"}),
        ({"promised": days("yesterday")}, {"Pixel 8"}),
        ({"promised": days("tomorrow")}, set()),
        ({"promised": days("no_day")}, {"Redmi 12"}),
        ({"promised": days("days", first=date(2026, 11, 25))}, {"Galaxy A54"}),
        ({"promised": days("days", last=date(2026, 11, 20))}, {"Pixel 8"}),
        ({"promised": days("today"), "priority": Priority.URGENT}, set()),
        ({"opened": days("today"), "status": TicketStatus.PENDING}, {"Redmi 12"}),
    ],
)
def test_each_filter_narrows_all_orders_and_they_combine(
    shop: SmallShop, filters: dict[str, object], found: set[str]
) -> None:
    assert devices(shop, all_of(**filters)) == found
    assert shop.queue.counts(shop.owner, all_of(**filters))[ALL] == len(found)
    opened = found - {"Galaxy A54"}
    narrowed = QueueFilters(**filters)  # type: ignore[arg-type]
    assert devices(shop, QueueQuestion(filters=narrowed)) == opened
    assert shop.queue.counts(shop.owner, QueueQuestion(filters=narrowed))[QueueChip.OPEN] == len(
        opened
    )


def test_people_customers_and_models_are_filtered_by_their_ids(shop: SmallShop) -> None:
    rows = {
        row.device_title: row
        for row in shop.queue.ask(shop.owner, QueueQuestion(chip=ALL)).first_rows
    }
    lena, marcos = rows["Pixel 8"].customer_id, rows["iPhone 14"].technician_id
    assert devices(shop, all_of(customer_id=lena)) == {"Pixel 8", "Redmi 12"}
    assert devices(shop, all_of(technician_id=marcos)) >= {"iPhone 14"}
    assert "iPhone 14" not in devices(shop, all_of(unassigned=True))
    assert devices(shop, all_of(customer_id=lena, priority=Priority.URGENT)) == {"Redmi 12"}
    model = rows["Pixel 8"].device_model_id
    if model is not None:
        assert devices(shop, all_of(device_model_id=model)) == {"Pixel 8"}


def test_filters_and_text_narrow_together(shop: SmallShop) -> None:
    urgent = QueueFilters(priority=Priority.URGENT)
    for chip in (QueueChip.OPEN, ALL):
        found = QueueQuestion(chip=chip, text="lena", filters=urgent)
        assert devices(shop, found) == {"Redmi 12"}
        assert devices(shop, QueueQuestion(chip=chip, text="sam", filters=urgent)) == set()


def test_a_day_of_the_shop_is_23_hours_long_when_clocks_go_forward(sqlite_url: str) -> None:
    """New York, 2026-03-08: the day begins at 05:00 and ends at 04:00 UTC."""
    database = open_database(sqlite_url)
    try:
        shop = open_shop(database, time_zone="America/New_York")
        for hour, title in ((4, "before"), (5, "first"), (27, "last"), (28, "after")):
            shop.clock.instant = datetime(2026, 3, 8, tzinfo=UTC) + timedelta(hours=hour)
            take_in(shop, title, customer="Lena Fischer", days=None)
        day = days("days", first=date(2026, 3, 8), last=date(2026, 3, 8))
        assert devices(shop, all_of(opened=day)) == {"first", "last"}
    finally:
        database.close()


def test_late_begins_when_the_shop_is_open_again(sqlite_url: str) -> None:
    week = tuple(
        (span.weekday, span.opens, span.closes)
        for span in (OpeningHours(weekday=day, opens="09:00", closes="18:00") for day in range(5))
    )
    database = open_database(sqlite_url)
    try:
        shop = open_shop(database, opening_hours=week)
        shop.clock.instant = datetime(2026, 11, 20, 17, tzinfo=UTC)  # a Friday
        take_in(shop, "Radio", customer="Lena Fischer", days=None)
        promised = shop.take_in(
            devices=(device(serial="SN-2", promised_at_utc=datetime(2026, 11, 21, 12, tzinfo=UTC)),)
        )
        late = QueueQuestion(chip=QueueChip.LATE)
        shop.clock.instant = datetime(2026, 11, 22, 12, tzinfo=UTC)
        assert list(shop.queue.ask(shop.owner, late).ids) == []
        shop.clock.instant = datetime(2026, 11, 23, 9, 1, tzinfo=UTC)
        assert list(shop.queue.ask(shop.owner, late).ids) == [promised.ticket_id]
        assert shop.queue.counts(shop.owner, late)[QueueChip.LATE] == 1
    finally:
        database.close()


@pytest.fixture
def sqlite_shop(sqlite_url: str) -> Iterator[SmallShop]:
    """Give an empty shop that plans as one with two million orders does."""
    database = open_database(sqlite_url)
    shop = open_shop(database)
    plan_as_for_many_orders(database)
    yield shop
    database.close()


@pytest.mark.parametrize("with_statistics", [True, False])
@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({"customer_id": 7}, "ix_ticket_customer_id"),
        ({"customer_id": 7, "status": TicketStatus.DELIVERED}, "ix_ticket_customer_id"),
        ({"device_model_id": 7, "technician_id": 3}, "ix_ticket_device_model_id"),
        ({"priority": Priority.URGENT, "unassigned": True}, "ix_ticket_hasty"),
        ({"technician_id": 3, "status": TicketStatus.DELIVERED}, "ix_ticket_technician_id"),
        ({"opened": days("today"), "technician_id": 3}, "ix_ticket_opened_at_utc"),
        ({"promised": days("last_30_days")}, "ix_ticket_promised_at_utc"),
        ({"status": TicketStatus.CANCELLED}, "ix_ticket_status_id"),
        (
            {"technician_id": 3, "opened": days("days", first=date(2020, 1, 1))},
            "ix_ticket_technician_id",
        ),
    ],
)
def test_over_all_orders_the_narrowest_filter_leads(
    sqlite_url: str, filters: dict[str, object], index: str, *, with_statistics: bool
) -> None:
    database = open_database(sqlite_url)
    shop = open_shop(database)
    if with_statistics:
        plan_as_for_many_orders(database)
    with plans_of(database) as plans:
        shop.queue.ask(shop.owner, all_of(**filters), limit=200)
        shop.queue.ask(shop.owner, all_of(**filters))
    database.close()
    leading = [plan for plan in plans if re.match(r"SEARCH ticket USING (COVERING )?INDEX", plan)]
    assert len(leading) == 2, plans
    assert all(index in plan for plan in leading), plans
    assert not [plan for plan in plans if "TEMP B-TREE" in plan or "SCAN ticket" in plan], plans


@pytest.mark.parametrize("chip", [chip for chip in QueueChip if chip is not ALL])
def test_filters_of_open_orders_look_at_open_orders_only(
    sqlite_shop: SmallShop, chip: QueueChip
) -> None:
    everything = QueueFilters(
        status=TicketStatus.PENDING,
        priority=Priority.NORMAL,
        unassigned=True,
        customer_id=7,  # type: ignore[arg-type]
        device_model_id=7,  # type: ignore[arg-type]
        opened=days("today"),
        promised=days("today"),
    )
    question = QueueQuestion(chip=chip, filters=everything)
    with plans_of(sqlite_shop.database) as plans:
        sqlite_shop.queue.ask(sqlite_shop.owner, question)
    reached = [plan for plan in plans if re.match(r"(SEARCH|SCAN) (ticket|kind)", plan)]
    fits = re.compile(r"ix_ticket_(open|technician_open|to_hand_back|status_id)\b|PRIMARY KEY")
    assert reached
    assert all(fits.search(plan) for plan in reached), plans
