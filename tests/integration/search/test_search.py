"""One line finds orders and customers: by number, phone, name, e-mail, IMEI and serial number."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, event, insert, select, update

from data import models as m
from data.engine import open_database
from data.values import GrantScope
from services.customers.service import CustomerService
from services.errors import PermissionDenied
from services.search.dto import HitKind, SearchHit
from services.search.service import SearchService
from services.tickets.dto import CustomerEntry
from tests.support.shops import GOOD_IMEI, SmallShop, device, open_shop


def find(shop: SmallShop, text: str, *, limit: int = 20) -> tuple[SearchHit, ...]:
    return SearchService(shop.gate, shop.reference).find(shop.owner, text=text, limit=limit)


def fill(shop: SmallShop) -> None:
    """Take three visits in: two of one person, one of another."""
    dana = CustomerEntry(name="Dana Whitfield", phone="(415) 555-0142", email="Dana.W@example.com")
    shop.take_in(customer=dana, devices=(device(title="iPhone 14", imei=GOOD_IMEI, serial=""),))
    shop.take_in(customer=dana, devices=(device(title="Radio", serial="AB-77 x9"),))
    other = CustomerEntry(name="José Ángel 李", email="jose@example.com")
    shop.take_in(customer=other, devices=(device(title="Switch", serial="XKW1000"),))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param("R26-000001-R", {"iPhone 14, Screen replacement"}, id="whole number"),
        pytest.param("r26000002", {"Radio, Screen replacement"}, id="number as typed"),
        pytest.param("R26-00000", {"iPhone 14", "Radio", "Switch"}, id="beginning of a number"),
        pytest.param("000003", {"Switch, Screen replacement"}, id="digits of a number"),
        pytest.param("003", {"Switch, Screen replacement"}, id="last digits of a number"),
        pytest.param("415 555 0142", {"Dana Whitfield", "iPhone 14", "Radio"}, id="phone"),
        pytest.param("+1 415-555-0142", {"Dana Whitfield", "iPhone 14", "Radio"}, id="abroad"),
        pytest.param("0142", {"Dana Whitfield", "iPhone 14", "Radio"}, id="end of a phone"),
        pytest.param("whit", {"Dana Whitfield", "iPhone 14", "Radio"}, id="a later name"),
        pytest.param("whi da", {"Dana Whitfield", "iPhone 14", "Radio"}, id="two unfinished words"),
        pytest.param("an jo 李", {"José Ángel 李", "Switch"}, id="three of them in any order"),
        pytest.param("da da", set(), id="one word is not two"),
        pytest.param("5550", {"Dana Whitfield", "iPhone 14", "Radio"}, id="middle of a phone"),
        pytest.param("00002", {"Radio, Screen replacement"}, id="five digits of a number"),
        pytest.param("jose angel", {"José Ángel 李", "Switch"}, id="without accents"),
        pytest.param("李", set(), id="one letter is too little"),
        pytest.param("dana.w@EXAMPLE", {"Dana Whitfield", "iPhone 14", "Radio"}, id="e-mail"),
        pytest.param(GOOD_IMEI, {"iPhone 14, Screen replacement", "iPhone 14"}, id="IMEI"),
        pytest.param(
            GOOD_IMEI[-4:], {"iPhone 14, Screen replacement", "iPhone 14"}, id="end of an IMEI"
        ),
        pytest.param("xkw1000", {"Switch, Screen replacement", "Switch"}, id="serial number"),
        pytest.param("1000", {"Switch, Screen replacement", "Switch"}, id="end of a serial number"),
        pytest.param("zzz", set(), id="nothing"),
        pytest.param("%", set(), id="a wildcard"),
        pytest.param("'; DROP TABLE ticket; --", set(), id="hostile"),
        pytest.param(" ", set(), id="blank"),
    ],
)
def test_what_people_say_finds_what_they_mean(
    small_shop: SmallShop, text: str, titles: set[str]
) -> None:
    fill(small_shop)
    found = {hit.title for hit in find(small_shop, text)}

    assert len(found) == len(titles)
    assert all(any(title.startswith(wanted) for title in found) for wanted in titles)


def test_orders_come_newest_first_and_each_once(small_shop: SmallShop) -> None:
    fill(small_shop)
    hits = find(small_shop, "R26-0")

    assert [hit.number[:10] for hit in hits] == ["R26-000003", "R26-000002", "R26-000001"]
    assert {hit.kind for hit in hits} == {HitKind.TICKET}
    assert {hit.why for hit in hits} == {"Order number"}
    assert len(find(small_shop, "R26-0", limit=2)) == 2


def test_a_technician_finds_own_orders_only(small_shop: SmallShop) -> None:
    technician = small_shop.person("Marco Rossi", "technician")
    other = small_shop.person("Jules Lind", "technician")
    number = small_shop.take_in(devices=(device(technician_id=other.person_id),)).number
    search = SearchService(small_shop.gate, small_shop.reference)

    assert search.find(technician, text=number) == ()
    assert [hit.number for hit in search.find(other, text=number)] == [number]


def test_a_technicians_orders_are_found_behind_newer_ones_of_others(
    small_shop: SmallShop,
) -> None:
    mine, others = (small_shop.person(name, "technician") for name in ("Marco Rossi", "Jules Lind"))
    wanted = small_shop.take_in(
        customer=CustomerEntry(name="Dana Whitfield", phone="415-555-0142"),
        devices=(device(serial="XKW1000", technician_id=mine.person_id),),
    ).number
    for count in range(3):
        small_shop.take_in(
            customer=CustomerEntry(name="Dana Whitfield", phone="415-555-0142"),
            devices=(device(serial=f"XKW100{count}", technician_id=others.person_id),),
        )
    search = SearchService(small_shop.gate, small_shop.reference)

    for text in ("R26", "R26-0000", wanted, "000001", "XKW1", "dana"):
        hits = search.find(mine, text=text, limit=2)
        assert [hit.number for hit in hits if hit.kind is HitKind.TICKET] == [wanted], text


def test_customers_are_found_as_far_as_they_may_be_read(small_shop: SmallShop) -> None:
    fill(small_shop)
    jules = small_shop.person("Jules Lind", "technician")
    small_shop.take_in(
        customer=CustomerEntry(
            name="Rosa Lind", phone="415-555-0177", email="rosa.lind@example.com"
        ),
        devices=(device(technician_id=jules.person_id),),
    )
    started(small_shop)
    search = SearchService(small_shop.gate, small_shop.reference)
    suggest = CustomerService(small_shop.gate, small_shop.reference).suggest

    grant_customers(small_shop, "technician", scope=GrantScope.OWN)
    for text in ("dana", "415-555-0142", "0142", "dana.w@example.com"):
        assert customers(search.find(jules, text=text)) == [], text
        assert suggest(jules, text=text) == ()
    for text in ("rosa", "415-555-0177", "0177", "rosa.lind@example.com"):
        assert customers(search.find(jules, text=text)) == ["Rosa Lind"], text
    for text in ("lind", "415-555"):
        assert customers(search.find(jules, text=text, limit=1)) == ["Rosa Lind"], text

    grant_customers(small_shop, "technician", scope=None)
    assert search.find(jules, text="rosa") == ()
    assert search.find(jules, text="R26-000004") != ()


def customers(hits: tuple[SearchHit, ...]) -> list[str]:
    return [hit.title for hit in hits if hit.kind is HitKind.CUSTOMER]


def started(shop: SmallShop) -> None:
    """Begin every order that nobody has, so that it is nobody else's to see."""
    with shop.database.reading() as uow:
        unassigned = [
            row[0]
            for row in uow.rows(select(m.ticket.c.id).where(m.ticket.c.technician_id.is_(None)))
        ]
    for ticket_id in unassigned:
        shop.move(ticket_id, "diagnosing")


def grant_customers(shop: SmallShop, role: str, *, scope: GrantScope | None) -> None:
    """Let a role read customers in ``scope``, or not at all."""
    grant = m.role_grant
    with shop.database.writing() as uow:
        role_id = uow.execute(select(m.role.c.id).where(m.role.c.key == role)).scalar_one()
        uow.execute(
            delete(grant).where(grant.c.role_id == role_id, grant.c.permission == "customers:read")
        )
        if scope is not None:
            values = {"permission": "customers:read", "scope": scope.value, "mode": "direct"}
            uow.execute(insert(grant).values(role_id=role_id, **values))
        uow.execute(update(m.shop).values(rights_version=m.shop.c.rights_version + 1))


def test_a_years_orders_come_newest_first_past_the_millionth(small_shop: SmallShop) -> None:
    fill(small_shop)
    with small_shop.database.writing() as uow:
        uow.execute(update(m.number_counter).values(last_value=999_998))
    late = [small_shop.take_in().number for _ in range(3)]

    assert [hit.number for hit in find(small_shop, "R26", limit=4)][:3] == late[::-1]
    assert [hit.number for hit in find(small_shop, "R26-1")] == late[:0:-1]
    assert [hit.number for hit in find(small_shop, "R26-99")] == [late[0]]
    assert find(small_shop, "R25") == ()


@pytest.mark.parametrize("text", ["R26", "r26-", "R26-0", "R26-0000"])
def test_the_beginning_of_a_number_sorts_nothing(sqlite_url: str, text: str) -> None:
    database = open_database(sqlite_url)
    shop = open_shop(database)
    fill(shop)
    asked: list[tuple[str, Any]] = []

    def note(*args: Any) -> None:
        asked.append((args[2], args[3]))

    event.listen(database._reader, "before_cursor_execute", note)
    assert len(find(shop, text)) == 3
    event.remove(database._reader, "before_cursor_execute", note)
    plans: list[Any] = []
    with database.reading() as uow:
        for statement, values in asked:
            if "number_seq" in statement:
                plans += uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    database.close()
    words = [row[3] for row in plans]
    assert any("number_year=? AND number_seq>? AND number_seq<?" in word for word in words), words
    assert not any("TEMP B-TREE" in word for word in words), words


@pytest.mark.parametrize(
    "text", ["\x00ab", "a\x00b", "R26\x00", "ab@\x00", "ab\ud800", "415555\udfff", "R26-\udc00"]
)
def test_what_no_store_can_hold_finds_nothing(small_shop: SmallShop, text: str) -> None:
    fill(small_shop)
    assert find(small_shop, text) == ()


@pytest.mark.parametrize(
    "text", ["R26-٠٠٠٠٠١-H", "R26-²²²²²²-H", "R٢٦000001", "R26-9999999999", "R26-" + "9" * 5000]
)
def test_a_number_that_can_not_be_finds_nothing(small_shop: SmallShop, text: str) -> None:
    fill(small_shop)
    assert find(small_shop, text) == ()


def test_a_person_who_is_no_longer_active_finds_nothing(small_shop: SmallShop) -> None:
    gone = small_shop.person("Vera Only", "viewer", active=False)

    with pytest.raises(PermissionDenied):
        SearchService(small_shop.gate, small_shop.reference).find(gone, text="dana")
