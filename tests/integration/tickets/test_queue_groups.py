"""Groups of the queue: their order, their counts, and how many orders are too many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.tickets.dto import (
    CustomerEntry,
    QueueAnswer,
    QueueChip,
    QueueGrouping,
    QueueQuestion,
    QueueSort,
)
from services.tickets.queue import QueueService
from tests.support.shops import SmallShop, device

G = QueueGrouping


@pytest.fixture
def shop(small_shop: SmallShop) -> SmallShop:
    """Give a shop with five orders."""
    small_shop.person("Ana Mora", "technician")
    zoe = small_shop.person("Zoe Blake", "technician")
    now = small_shop.clock.now()
    for title, hours, more in (
        ("Pixel 8", 30, {}),
        ("iPhone 14", 2, {"technician_id": zoe.person_id}),
        ("iPhone 14", 1, {"priority": "urgent"}),
        ("Redmi 12", None, {"priority": "express"}),
        ("pixel 8", 3, {}),
    ):
        promised = None if hours is None else now + timedelta(hours=hours)
        small_shop.take_in(
            customer=CustomerEntry(name="Dana Whitfield", phone="415-555-0142"),
            devices=(
                device(title=title, serial=f"SN-{title}-{hours}", promised_at_utc=promised, **more),
            ),
        )
    small_shop.move(2, "in_progress")
    return small_shop


def ask(shop: SmallShop, by: QueueGrouping, **more: object) -> QueueAnswer:
    return shop.queue.ask(shop.owner, QueueQuestion(grouping=by, **more))  # type: ignore[arg-type]


def told(answer: QueueAnswer) -> list[tuple[str, int]]:
    return [(group.name or group.key, group.count) for group in answer.groups]


def test_statuses_come_in_the_order_of_the_work(shop: SmallShop) -> None:
    answer = ask(shop, G.STATUS)
    assert told(answer) == [("pending", 4), ("in_progress", 1)]
    assert list(answer.ids) == [3, 5, 1, 4, 2]
    assert [row.ticket_id for row in answer.first_rows] == list(answer.ids)


def test_haste_comes_first_and_devices_are_one_in_any_case(shop: SmallShop) -> None:
    assert told(ask(shop, G.PRIORITY)) == [("express", 1), ("urgent", 1), ("normal", 3)]
    assert [group.count for group in ask(shop, G.DEVICE).groups] == [2, 2, 1]


def test_days_are_the_shops_and_no_day_comes_last(shop: SmallShop) -> None:
    answer = ask(shop, G.DAY)
    assert told(answer) == [("2026-11-20", 3), ("2026-11-21", 1), ("", 1)]
    assert list(answer.ids) == [3, 2, 5, 1, 4]


def test_technicians_come_by_name_and_nobody_last(shop: SmallShop) -> None:
    answer = ask(shop, G.TECHNICIAN)
    names = [group.name for group in answer.groups]
    assert names == sorted(names, key=lambda name: (not name, name))
    assert sum(group.count for group in answer.groups) == 5


@pytest.mark.parametrize("sort", list(QueueSort))
@pytest.mark.parametrize("chip", [QueueChip.OPEN, QueueChip.ALL])
def test_the_groups_hold_what_the_list_holds_in_its_order(
    shop: SmallShop, chip: QueueChip, sort: QueueSort
) -> None:
    plain = shop.queue.ask(shop.owner, QueueQuestion(chip=chip, sort=sort))
    for by in QueueGrouping:
        answer = ask(shop, by, chip=chip, sort=sort)
        assert sorted(answer.ids) == sorted(plain.ids)
        place = {ticket_id: at for at, ticket_id in enumerate(plain.ids)}
        start = 0
        for group in answer.groups:
            places = [place[i] for i in answer.ids[start : start + group.count]]
            assert places == sorted(places)
            start += group.count


@pytest.mark.parametrize(("most", "groups"), [(4, 0), (5, 2)])
def test_too_many_orders_are_listed_without_groups(shop: SmallShop, most: int, groups: int) -> None:
    queue = QueueService(shop.gate, shop.reference, most_grouped=most)
    answer = queue.ask(shop.owner, QueueQuestion(grouping=G.STATUS), limit=200)
    assert len(answer.groups) == groups
    assert len(answer.ids) == 5


def test_nothing_has_no_groups(small_shop: SmallShop) -> None:
    answer = ask(small_shop, G.STATUS)
    assert (answer.groups, list(answer.ids)) == ((), [])
