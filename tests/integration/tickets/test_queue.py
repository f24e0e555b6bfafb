"""The queue: which orders, in which order, how many under each chip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from data.engine import Database, open_database
from data.values import TicketStatus
from services.actor import new_operation_id
from services.tickets.dto import (
    CustomerEntry,
    HandOverCommand,
    QueueChip,
    QueueFilters,
    QueueQuestion,
    QueueSort,
)
from tests.support.shops import SmallShop, device, open_shop

# As ANALYZE left them in such a shop.
STATISTICS = (
    ("ticket", "ix_ticket_to_hand_back", "156 156 156 1"),
    ("ticket", "ix_ticket_status_id", "2000000 222223 1"),
    ("ticket", "ix_ticket_technician_open", "2000 2000"),
    ("ticket", "ix_ticket_open", "2000 1 1 1 1"),
    ("ticket", "ix_ticket_customer_id", "2000000 3"),
    ("ticket", "ix_ticket_hasty", "120543 120543 1"),
    ("ticket", "ix_ticket_promised_at_utc", "2000000 1 1"),
    ("ticket", "ix_ticket_opened_at_utc", "2000000 1 1"),
    ("ticket", "ix_ticket_device_model_id", "2000000 1852 1"),
    ("ticket", "ix_ticket_technician_id", "2000000 222223 1"),
    ("ticket", "sqlite_autoindex_ticket_2", "2000000 400000 1"),
    ("ticket", "sqlite_autoindex_ticket_1", "2000000 1"),
)


def numbers(shop: SmallShop, question: QueueQuestion) -> list[str]:
    answer = shop.queue.ask(shop.owner, question)
    assert [row.ticket_id for row in answer.first_rows] == list(answer.ids)
    return [row.number[4:10].lstrip("0") for row in answer.first_rows]


def test_the_earliest_promise_comes_first_and_none_last(small_shop: SmallShop) -> None:
    now = small_shop.clock.now()
    for promise in (None, now + timedelta(hours=5), now + timedelta(hours=1)):
        small_shop.take_in(devices=(device(promised_at_utc=promise),))
    assert numbers(small_shop, QueueQuestion()) == ["3", "2", "1"]
    assert numbers(small_shop, QueueQuestion(sort=QueueSort.NEWEST)) == ["3", "2", "1"]
    assert numbers(small_shop, QueueQuestion(chip=QueueChip.ALL)) == ["3", "2", "1"]


def test_what_is_ready_comes_after_what_is_to_do(small_shop: SmallShop) -> None:
    now = small_shop.clock.now()
    ready = small_shop.take_in(devices=(device(promised_at_utc=now),))
    small_shop.move_through(ready.ticket_id, "in_progress", "completed", "ready_pickup")
    small_shop.take_in(devices=(device(promised_at_utc=now + timedelta(hours=9)),))
    small_shop.take_in()
    assert numbers(small_shop, QueueQuestion()) == ["2", "3", "1"]


def test_chips_count_what_they_show(small_shop: SmallShop) -> None:
    now = small_shop.clock.now()
    marco = small_shop.person("Marco Rossi", "technician")
    due = small_shop.take_in(devices=(device(promised_at_utc=now + timedelta(minutes=30)),))
    parts = small_shop.take_in()
    small_shop.move(parts.ticket_id, "waiting_parts")
    asked = small_shop.take_in()
    small_shop.move_through(asked.ticket_id, "diagnosing", "awaiting_approval")
    ready = small_shop.take_in()
    small_shop.move_through(ready.ticket_id, "in_progress", "completed", "ready_pickup")
    cancelled = small_shop.take_in()
    small_shop.move(cancelled.ticket_id, "cancelled", note="No")
    small_shop.clock.pass_by(hours=1)
    counts = small_shop.queue.counts(marco, QueueQuestion())
    assert counts[QueueChip.MINE] == counts[QueueChip.OPEN] == 4
    counts = small_shop.queue.counts(small_shop.owner, QueueQuestion())
    assert {chip.value: count for chip, count in counts.items()} == {
        "open": 4,
        "late": 1,
        "due_today": 1,
        "mine": 0,
        "unassigned": 0,
        "awaiting_approval": 1,
        "waiting_parts": 1,
        "ready": 1,
        "to_hand_back": 1,
        "all": 5,
    }
    for chip, count in counts.items():
        assert len(numbers(small_shop, QueueQuestion(chip=chip))) == count
    assert numbers(small_shop, QueueQuestion(chip=QueueChip.LATE)) == [due.number[4:10].lstrip("0")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("whit", ["1"]),
        ("DANA", ["1"]),
        ("whitfield dana", ["1"]),
        ("garcia", ["2"]),
        ("galaxy", ["2"]),
        ("R26-000002", ["2"]),
        ("r26000001", ["1"]),
        ("00001", ["1"]),
        ("0142", ["1"]),
        ("415-555-0143", ["2"]),
        ("nobody", []),
        ("%", []),
    ],
)
@pytest.mark.parametrize("chip", [QueueChip.OPEN, QueueChip.ALL])
def test_the_text_filter_finds(
    small_shop: SmallShop, typed: str, found: list[str], chip: QueueChip
) -> None:
    small_shop.take_in()
    small_shop.take_in(
        customer=CustomerEntry(name="José García", phone="415-555-0143"),
        devices=(device(title="Galaxy S23 Ultra"),),
    )
    question = QueueQuestion(chip=chip, text=typed)
    assert numbers(small_shop, question) == found
    assert small_shop.queue.counts(small_shop.owner, question)[chip] == len(found)


@pytest.mark.parametrize("typed", ["phone", "15 screen", "000001", "26-00", "dana", "0142", "zz"])
def test_all_holds_what_every_other_chip_holds(small_shop: SmallShop, typed: str) -> None:
    for number, title in enumerate(("iPhone 15", "Phone stand", "iPhone 14", "iPhone 15")):
        small_shop.take_in(devices=(device(title=title, serial=f"SN-{number}"),))
    small_shop.move(3, "cancelled", note="No")
    small_shop.move_through(4, "in_progress", "completed", "ready_pickup")
    question = QueueQuestion(text=typed, chip=QueueChip.ALL)
    everything = set(numbers(small_shop, question))
    counts = small_shop.queue.counts(small_shop.owner, question)
    assert counts[QueueChip.ALL] == len(everything) == max(counts.values())
    for chip in QueueChip:
        assert set(numbers(small_shop, QueueQuestion(text=typed, chip=chip))) <= everything, chip


def test_closed_orders_are_found_by_number_phone_and_name_but_not_by_device(
    small_shop: SmallShop,
) -> None:
    ticket = small_shop.take_in(devices=(device(title="iPhone 15"),))
    small_shop.move(ticket.ticket_id, "cancelled", note="No")
    small_shop.tickets.hand_back(
        small_shop.owner,
        HandOverCommand(operation_id=new_operation_id(), ticket_id=ticket.ticket_id),
    )
    found = {
        typed: numbers(small_shop, QueueQuestion(chip=QueueChip.ALL, text=typed))
        for typed in ("iphone", ticket.number, "000001", "0142", "whitfield")
    }
    assert found == {
        "iphone": [],
        ticket.number: ["1"],
        "000001": ["1"],
        "0142": ["1"],
        "whitfield": ["1"],
    }


def test_a_status_narrows(small_shop: SmallShop) -> None:
    first, _second = small_shop.take_in(), small_shop.take_in()
    small_shop.move(first.ticket_id, "diagnosing")
    question = QueueQuestion(filters=QueueFilters(status=TicketStatus.DIAGNOSING))
    assert numbers(small_shop, question) == ["1"]


def test_technicians_see_and_count_their_own(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    jules = small_shop.person("Jules Lind", "technician")
    for _ in range(4):
        small_shop.take_in()
    for actor in (marco, jules):
        answer = small_shop.queue.ask(actor, QueueQuestion())
        assert len(answer.ids) == 2
        assert small_shop.queue.counts(actor, QueueQuestion())[QueueChip.ALL] == 2


def test_a_first_page_is_told_apart_from_the_whole(small_shop: SmallShop) -> None:
    for _ in range(3):
        small_shop.take_in()
    first = small_shop.queue.ask(small_shop.owner, QueueQuestion(), limit=2)
    whole = small_shop.queue.ask(small_shop.owner, QueueQuestion())
    assert (len(first.ids), first.complete) == (2, False)
    assert (len(whole.ids), whole.complete) == (3, True)
    assert whole.ids[:2] == first.ids


def test_rows_keep_the_order_asked_for(small_shop: SmallShop) -> None:
    ids = [small_shop.take_in().ticket_id for _ in range(3)]
    rows = small_shop.queue.rows(small_shop.owner, ids=[ids[2], 999_999, ids[0]])
    assert [row.ticket_id for row in rows] == [ids[2], ids[0]]


def test_handed_back_devices_leave_the_list(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    small_shop.move(ticket.ticket_id, "cancelled", note="No")
    assert numbers(small_shop, QueueQuestion(chip=QueueChip.TO_HAND_BACK)) == ["1"]
    small_shop.tickets.hand_back(
        small_shop.owner,
        HandOverCommand(operation_id=new_operation_id(), ticket_id=ticket.ticket_id),
    )
    assert numbers(small_shop, QueueQuestion(chip=QueueChip.TO_HAND_BACK)) == []


def test_rows_of_others_are_not_told(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    of_marco = small_shop.take_in()
    jules = small_shop.person("Jules Lind", "technician")
    assert small_shop.queue.rows(jules, ids=[of_marco.ticket_id]) == ()
    assert len(small_shop.queue.rows(marco, ids=[of_marco.ticket_id])) == 1


@pytest.mark.parametrize("typed", ["a\x00b", "half \ud800", "R26-²²²²²²", "٣٤٥"])
def test_strange_text_finds_nothing_and_breaks_nothing(small_shop: SmallShop, typed: str) -> None:
    small_shop.take_in()
    for chip in (QueueChip.OPEN, QueueChip.ALL):
        assert numbers(small_shop, QueueQuestion(chip=chip, text=typed)) == []


@contextmanager
def plans_of(database: Database) -> Iterator[list[str]]:
    """Keep what SQLite says of how it answers each query about orders."""
    plans: list[str] = []

    def explain(connection: Any, cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if "FROM ticket" in statement and "EXPLAIN" not in statement:
            rows = connection.connection.driver_connection.execute(
                f"EXPLAIN QUERY PLAN {statement}", values
            )
            plans.extend(row[3] for row in rows)

    event.listen(database._reader, "before_cursor_execute", explain)
    yield plans
    event.remove(database._reader, "before_cursor_execute", explain)


@pytest.fixture
def sqlite_shop(sqlite_url: str) -> Iterator[SmallShop]:
    database = open_database(sqlite_url)
    yield open_shop(database)
    database.close()


@pytest.mark.parametrize(
    ("chip", "index"),
    [
        (QueueChip.MINE, "ix_ticket_technician_open"),
        (QueueChip.TO_HAND_BACK, "ix_ticket_to_hand_back"),
    ],
)
def test_chips_are_answered_by_their_partial_index(
    sqlite_shop: SmallShop, chip: QueueChip, index: str
) -> None:
    with plans_of(sqlite_shop.database) as plans:
        sqlite_shop.queue.ask(sqlite_shop.owner, QueueQuestion(chip=chip))
        sqlite_shop.queue.counts(sqlite_shop.owner, QueueQuestion())
    assert any(index in plan for plan in plans), plans
    assert not [plan for plan in plans if plan.startswith("SCAN ticket")], plans


def plan_as_for_many_orders(database: Database) -> None:
    """Tell the planner what it knows of a shop with 2,000,000 orders, 2,000 of them open."""
    with database.writing() as uow:
        uow.connection.exec_driver_sql("ANALYZE")
        uow.connection.exec_driver_sql("DELETE FROM sqlite_stat1")
        for row in STATISTICS:
            uow.connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", row)
    database.close()


@pytest.mark.parametrize("sort", list(QueueSort))
def test_no_sort_reads_through_all_orders(sqlite_shop: SmallShop, sort: QueueSort) -> None:
    plan_as_for_many_orders(sqlite_shop.database)
    question = QueueQuestion(sort=sort, turned=True)
    with plans_of(sqlite_shop.database) as plans:
        sqlite_shop.queue.ask(sqlite_shop.owner, question)
        sqlite_shop.queue.board(sqlite_shop.owner, question)
    # Every status of an open order is found in the index of statuses, or all in their own.
    indexed = re.compile(r"S(CAN|EARCH) (kind|ticket)\b.* ix_ticket_(open|status_id)\b")
    assert sum(bool(indexed.match(plan)) for plan in plans) == 2, plans
    assert not [p for p in plans if p.startswith("SCAN ticket") and not indexed.match(p)], plans


@pytest.mark.parametrize("typed", ["phone", "R26-000123", "000123", "415-555-0142"])
@pytest.mark.parametrize("chip", [QueueChip.OPEN, QueueChip.TO_HAND_BACK, QueueChip.ALL])
def test_a_text_never_reads_through_all_orders(
    sqlite_shop: SmallShop, chip: QueueChip, typed: str
) -> None:
    plan_as_for_many_orders(sqlite_shop.database)
    question = QueueQuestion(chip=chip, text=typed)
    with plans_of(sqlite_shop.database) as plans:
        sqlite_shop.queue.ask(sqlite_shop.owner, question)
        sqlite_shop.queue.counts(sqlite_shop.owner, question)
    assert any("USING INTEGER PRIMARY KEY" in plan for plan in plans), plans
    read_through = re.compile(r"SCAN ticket\b")
    assert not [plan for plan in plans if read_through.match(plan)], plans
