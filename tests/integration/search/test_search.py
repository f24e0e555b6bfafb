"""One line finds orders and customers: by number, phone, name, e-mail, IMEI and serial number."""

from __future__ import annotations

import pytest

from services.errors import PermissionDenied
from services.search.dto import HitKind, SearchHit
from services.search.service import SearchService
from services.tickets.dto import CustomerEntry
from tests.support.shops import GOOD_IMEI, SmallShop, device


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
        pytest.param("jose angel", {"José Ángel 李", "Switch"}, id="without accents"),
        pytest.param("李", set(), id="one letter is too little"),
        pytest.param("dana.w@EXAMPLE", {"Dana Whitfield", "iPhone 14", "Radio"}, id="e-mail"),
        pytest.param(GOOD_IMEI, {"iPhone 14, Screen replacement"}, id="IMEI"),
        pytest.param(GOOD_IMEI[-4:], {"iPhone 14, Screen replacement"}, id="end of an IMEI"),
        pytest.param("xkw1000", {"Switch, Screen replacement"}, id="serial number"),
        pytest.param("1000", {"Switch, Screen replacement"}, id="end of a serial number"),
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


def test_a_person_who_is_no_longer_active_finds_nothing(small_shop: SmallShop) -> None:
    gone = small_shop.person("Vera Only", "viewer", active=False)

    with pytest.raises(PermissionDenied):
        SearchService(small_shop.gate, small_shop.reference).find(gone, text="dana")
