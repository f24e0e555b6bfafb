"""What the queue is sorted by, either way round, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.tickets.dto import CustomerEntry, LineEntry, QueueChip, QueueQuestion, QueueSort
from tests.support.shops import SmallShop, device


@pytest.fixture
def shop(small_shop: SmallShop) -> SmallShop:
    """Give a shop with four open orders that differ in all they are sorted by."""
    marco = small_shop.person("Marco Rossi", "technician")
    anna = small_shop.person("Änna Lind", "technician")
    take_in(small_shop, "pixel 8", "Zoë Hart", hours=3, price=9_900, who=marco.person_id)
    take_in(small_shop, "iPhone 14", "Émile Roux", hours=1, price=27_900, who=anna.person_id)
    take_in(small_shop, "Ärmel 1", "Frank Moss", hours=None, price=None, who=marco.person_id)
    take_in(small_shop, "Galaxy A54", "dana White", hours=2, price=4_900, who=anna.person_id)
    small_shop.move(2, "in_progress")
    small_shop.move(4, "diagnosing")
    return small_shop


def take_in(
    shop: SmallShop, title: str, name: str, *, hours: int | None, price: int | None, who: Any
) -> None:
    promised = None if hours is None else shop.clock.now() + timedelta(hours=hours)
    shop.take_in(
        customer=CustomerEntry(name=name, phone="415-555-0142"),
        devices=(
            device(
                title=title,
                serial=title,
                promised_at_utc=promised,
                technician_id=who,
                lines=(LineEntry(title="Screen replacement", price_minor=price),),
            ),
        ),
    )


def listed(shop: SmallShop, sort: QueueSort, *, turned: bool = False, **more: Any) -> list[int]:
    question = QueueQuestion(sort=sort, turned=turned, **more)
    return list(shop.queue.ask(shop.owner, question).ids)


@pytest.mark.parametrize(
    ("sort", "usual", "turned"),
    [
        (QueueSort.NEWEST, [4, 3, 2, 1], [1, 2, 3, 4]),
        (QueueSort.PROMISE, [2, 4, 1, 3], [1, 4, 2, 3]),
        (QueueSort.DEVICE, [3, 4, 2, 1], [1, 2, 4, 3]),
        (QueueSort.CUSTOMER, [4, 2, 3, 1], [1, 3, 2, 4]),
        (QueueSort.STATUS, [1, 3, 4, 2], [2, 4, 3, 1]),
        (QueueSort.TECHNICIAN, [2, 4, 1, 3], [3, 1, 4, 2]),
        (QueueSort.TILL, [1, 2, 3, 4], [4, 3, 2, 1]),
        (QueueSort.BALANCE, [2, 1, 4, 3], [4, 1, 2, 3]),
    ],
)
def test_open_orders_are_sorted_either_way(
    shop: SmallShop, sort: QueueSort, usual: list[int], turned: list[int]
) -> None:
    assert listed(shop, sort) == usual
    assert listed(shop, sort, turned=True) == turned
    assert listed(shop, sort, text="R26") == usual


def test_a_first_page_has_the_first_ones(shop: SmallShop) -> None:
    question = QueueQuestion(sort=QueueSort.CUSTOMER)
    answer = shop.queue.ask(shop.owner, question, limit=2)
    assert list(answer.ids) == [4, 2]
    assert not answer.complete


@pytest.mark.parametrize("text", ["", "R26"])
def test_all_orders_are_sorted_by_number_only(shop: SmallShop, text: str) -> None:
    everything = {"chip": QueueChip.ALL, "text": text}
    assert listed(shop, QueueSort.CUSTOMER, turned=True, **everything) == [4, 3, 2, 1]
    assert listed(shop, QueueSort.NEWEST, **everything) == [4, 3, 2, 1]
    assert listed(shop, QueueSort.NEWEST, turned=True, **everything) == [1, 2, 3, 4]


def test_the_columns_of_the_board_are_sorted_alike(shop: SmallShop) -> None:
    question = QueueQuestion(sort=QueueSort.CUSTOMER, turned=True)
    columns = shop.queue.board(shop.owner, question).columns
    assert [list(ids) for ids in columns.values() if ids] == [[1, 3], [4], [2]]
