"""All orders, those of normal priority, and a technician's own among all: none of them is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from data.engine import open_database
from services.tickets.dto import QueueChip, QueueFilters, QueueQuestion, QueueSort
from services.types import Priority, TicketStatus
from tests.integration.tickets.test_queue import plan_as_for_many_orders, plans_of
from tests.support.shops import SmallShop, device, open_shop

EVERY = QueueQuestion(chip=QueueChip.ALL)
NORMAL = QueueQuestion(chip=QueueChip.ALL, filters=QueueFilters(priority=Priority.NORMAL))


def take_in(shop: SmallShop, priority: str = "normal") -> int:
    return shop.take_in(devices=(device(serial="SN-1", priority=priority),)).ticket_id


def skip_a_number(shop: SmallShop) -> None:
    """Leave a gap in the ids, as a rolled back intake does on PostgreSQL."""
    skips = {
        "sqlite": "UPDATE sqlite_sequence SET seq = seq + 5 WHERE name = 'ticket'",
        "postgresql": "SELECT nextval(pg_get_serial_sequence('ticket', 'id'))",
    }
    with shop.database.writing() as uow:
        uow.connection.exec_driver_sql(skips[uow.connection.dialect.name])


@pytest.mark.parametrize("with_gap", [False, True])
def test_all_orders_and_the_normal_ones_come_newest_first(
    small_shop: SmallShop, *, with_gap: bool
) -> None:
    ids = [take_in(small_shop), take_in(small_shop, "urgent")]
    if with_gap:
        skip_a_number(small_shop)
    ids += [take_in(small_shop), take_in(small_shop, "express")]
    assert (ids[-1] - ids[0] > 3) is with_gap
    turned = QueueQuestion(chip=QueueChip.ALL, sort=QueueSort.NEWEST, turned=True)
    queue, owner = small_shop.queue, small_shop.owner
    assert list(queue.ask(owner, EVERY).ids) == ids[::-1]
    assert list(queue.ask(owner, turned).ids) == ids
    assert list(queue.ask(owner, NORMAL).ids) == [ids[2], ids[0]]
    assert queue.ask(owner, NORMAL, limit=1).ids == queue.ask(owner, NORMAL).ids[:1]


def test_a_shop_without_orders_has_none(small_shop: SmallShop) -> None:
    assert list(small_shop.queue.ask(small_shop.owner, EVERY).ids) == []


@pytest.fixture
def sqlite_shop(sqlite_url: str) -> Iterator[SmallShop]:
    """Give a shop with one order that plans as one with two million does."""
    database = open_database(sqlite_url)
    shop = open_shop(database)
    take_in(shop)
    plan_as_for_many_orders(database)
    yield shop
    database.close()


def test_no_order_is_read_to_list_the_normal_ones(sqlite_shop: SmallShop) -> None:
    with plans_of(sqlite_shop.database) as plans:
        assert len(sqlite_shop.queue.ask(sqlite_shop.owner, NORMAL).ids) == 1
    assert any("COVERING INDEX ix_ticket_hasty" in plan for plan in plans), plans
    assert "SCAN ticket" not in plans


@pytest.mark.parametrize(
    ("filters", "leading"),
    [
        ({}, "own USING COVERING INDEX ix_ticket_technician_id"),
        ({"status": TicketStatus.DELIVERED}, "own USING COVERING INDEX ix_ticket_technician_id"),
        ({"technician_id": 1}, "own USING COVERING INDEX ix_ticket_technician_id"),
        ({"customer_id": 7}, "ticket USING INDEX ix_ticket_customer_id"),
        ({"priority": Priority.URGENT}, "ticket USING INDEX ix_ticket_hasty"),
    ],
)
def test_own_orders_among_all_are_found_by_their_technician(
    sqlite_shop: SmallShop, filters: dict[str, object], leading: str
) -> None:
    marco = sqlite_shop.person("Marco Rossi", "technician")
    narrowed = QueueFilters(**filters)  # type: ignore[arg-type]
    question = QueueQuestion(chip=QueueChip.ALL, filters=narrowed)
    with plans_of(sqlite_shop.database) as plans:
        sqlite_shop.queue.ask(marco, question, limit=200)
        sqlite_shop.queue.counts(marco, question)
    assert sum(bool(re.search(f"SEARCH {leading}", plan)) for plan in plans) >= 2, plans
    assert not [plan for plan in plans if re.match(r"SCAN (ticket|own)$", plan)], plans
    by_status = [plan for plan in plans if "ix_ticket_status_id (status=?)" in plan]
    assert all("SEARCH own " in plan or "COVERING" in plan for plan in by_status), plans
