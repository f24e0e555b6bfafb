"""The list of customers: filtered, sorted, counted and read page by page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from data import models as m
from data.queries.customer_list import NAMED
from data.queries.finding import CANDIDATES
from services.actor import new_operation_id
from services.customers.dto import (
    Activity,
    CustomerListPage,
    CustomerQuestion,
    CustomerSort,
    SetActive,
)
from services.errors import NotFound
from tests.integration.customers.desk import Desk
from tests.integration.customers.test_files import exported, run
from tests.integration.customers.test_suggest import limit_technicians_to_their_own
from tests.support.shops import device

SORTS = list(CustomerSort)


def names(page: CustomerListPage) -> list[str]:
    return [row.name for row in page.rows]


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Give a shop that knows five customers, two of them without an order."""
    desk.create("Bruno Keller", "415-555-0101")
    desk.take_in("Zoë de la Cruz", "415-555-0102")
    desk.take_in("Ana Ruiz", "415-555-0103")
    desk.shop.clock.pass_by(days=40)
    desk.create("Carla Weiss", "415-555-0104")
    desk.take_in("Dana Whitfield", "415-555-0105")
    desk.take_in("Zoë de la Cruz", "415-555-0102", devices=(device(serial="SN-2"),))
    return desk


def ask(desk: Desk, **asked: Any) -> CustomerListPage:
    return desk.pages.ask(desk.owner, CustomerQuestion(**asked))


def all_pages(desk: Desk, **asked: Any) -> list[str]:
    """Return the names of all pages of two."""
    found: list[str] = []
    after = None
    while True:
        page = desk.pages.ask(desk.owner, CustomerQuestion(**asked), after=after, limit=2)
        found += names(page)
        after = page.next_place
        if after is None:
            return found


def test_the_latest_order_comes_first_and_who_has_none_last(known: Desk) -> None:
    expected = ["Zoë de la Cruz", "Dana Whitfield", "Ana Ruiz", "Carla Weiss", "Bruno Keller"]
    page = ask(known)
    assert names(page) == expected
    assert (page.count, page.count_is_capped) == (5, False)
    assert all_pages(known) == expected


def test_names_go_by_the_alphabet(known: Desk) -> None:
    expected = ["Ana Ruiz", "Bruno Keller", "Carla Weiss", "Dana Whitfield", "Zoë de la Cruz"]
    assert names(ask(known, sort=CustomerSort.NAME)) == expected
    assert all_pages(known, sort=CustomerSort.NAME) == expected


def test_a_row_says_what_the_orders_say(known: Desk) -> None:
    row = ask(known).rows[0]
    page = known.page(row.customer_id)
    assert (row.tickets, row.open_tickets, row.balance_minor) == (
        page.tickets,
        page.open_tickets,
        page.balance_minor,
    )
    assert (row.phone, row.since_utc) == ("415-555-0102", page.since_utc)
    orders = known.pages.orders(known.owner, customer_id=row.customer_id)
    assert (row.latest_number, row.latest_at_utc) == (
        orders.rows[0].number,
        orders.rows[0].opened_at_utc,
    )


@pytest.mark.parametrize("sort", SORTS)
def test_filters_leave_who_fits(known: Desk, sort: CustomerSort) -> None:
    zoe = ask(known).rows[0]
    for order in known.pages.orders(known.owner, customer_id=zoe.customer_id).rows:
        known.shop.move(order.ticket_id, "cancelled", note="Changed their mind")
    ana = known.page(known.suggested("ana")[0])
    known.leaving.set_active(
        known.owner,
        SetActive(
            operation_id=new_operation_id(),
            customer_id=ana.customer_id,
            active=False,
            seen_version=ana.version,
            confirmed=("open-orders",),
        ),
    )
    month_later = date(2026, 12, 1)
    for asked, expected in (
        ({"has_open": True}, {"Dana Whitfield"}),
        ({"has_open": True, "activity": Activity.ALL}, {"Ana Ruiz", "Dana Whitfield"}),
        ({"activity": Activity.INACTIVE}, {"Ana Ruiz"}),
        ({"since": month_later}, {"Carla Weiss", "Dana Whitfield"}),
        ({"text": "415555010", "since": month_later}, {"Carla Weiss", "Dana Whitfield"}),
        ({"text": "zoe"}, {"Zoë de la Cruz"}),
        ({"text": "ana", "activity": Activity.ALL}, {"Ana Ruiz"}),
        ({"text": "nobody"}, set()),
        ({"text": "4"}, set()),
    ):
        page = ask(known, sort=sort, **asked)
        assert (set(names(page)), page.count) == (expected, len(expected))
        assert all_pages(known, sort=sort, **asked) == names(page)


def test_two_of_one_name_are_both_listed_once(known: Desk) -> None:
    for digit in range(5):
        known.create("Ana Ruiz", f"415-555-012{digit}")
    listed = all_pages(known, sort=CustomerSort.NAME)
    assert (len(listed), listed.count("Ana Ruiz")) == (10, 6)


def test_many_of_one_name_are_all_counted_and_written(desk: Desk) -> None:
    most = 2 * CANDIDATES
    rows = "".join(f"Ana Ruiz {row:04d},x{row}@example.com\n" for row in range(most))
    assert run(desk, f"name,email\n{rows}").stored
    page = ask(desk, text="ana ruiz")
    assert (page.count, page.count_is_capped) == (most, False)
    assert len(set(all_pages(desk, text="ana ruiz", sort=CustomerSort.NAME))) == most
    assert exported(desk, text="ruiz").count("\r\n") == most + 1


def test_a_filter_finds_who_is_last_among_many_of_one_name(known: Desk) -> None:
    # The same name before, as far as an index is read for a text.
    rows = "".join(f"Dan {row:04d},x{row}@example.com\n" for row in range(NAMED + 1))
    assert run(known, f"name,email\n{rows}").stored
    for sort in SORTS:
        page = ask(known, sort=sort, text="da", has_open=True)
        assert (names(page), page.count) == (["Dana Whitfield"], 1)
    capped = ask(known, text="dan")
    assert (capped.count, capped.count_is_capped) == (1_000, True)
    assert exported(known, text="dan").count("\r\n") == NAMED + 3


def test_a_technician_of_own_orders_lists_their_customers(known: Desk) -> None:
    limit_technicians_to_their_own(known.shop)
    marco = known.shop.person("Marco Rossi", "technician")
    assert set(names(known.pages.ask(marco, CustomerQuestion()))) == set(names(ask(known))) - {
        "Carla Weiss",
        "Bruno Keller",
    }
    ticket = m.ticket.c
    with known.shop.database.writing() as uow:
        dana = select(m.customer.c.id).where(m.customer.c.name == "Dana Whitfield")
        others = ticket.customer_id.not_in(dana)
        owner = known.owner.person_id
        uow.execute(update(m.ticket).where(others).values(technician_id=owner))
    for sort in CustomerSort:
        seen = known.pages.ask(marco, CustomerQuestion(sort=sort))
        assert (names(seen), seen.count) == (["Dana Whitfield"], 1)
    assert known.customers.find_twins(marco, name="Ana Ruiz") == ()
    zoe = known.suggested("zoe")[0]
    with pytest.raises(NotFound):
        known.page(zoe, marco)
    with pytest.raises(NotFound):
        known.pages.orders(marco, customer_id=zoe)
