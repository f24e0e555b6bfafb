"""What is searched follows what is stored, is checked by `verify` and made anew by `reindex`."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, text

from data import models as m
from data.search_keys import customer_keys
from services.actor import new_operation_id
from services.customers.dto import SaveCustomer
from services.customers.service import CustomerService
from services.errors import PermissionDenied
from services.search.dto import Reindex, ReindexReport
from services.search.service import SearchService
from services.tickets.dto import CustomerEntry
from tests.integration.diagnostics.test_diagnostics import damage, diagnostics
from tests.support.shops import GOOD_IMEI, SmallShop, device

Keys = dict[str, set[tuple[str, int]]]

DAMAGE = {
    "a rotation": "DELETE FROM customer_name_key WHERE key LIKE 'whitfield%'",
    "all pairs": "DELETE FROM customer_name_pair",
    "all tails": "DELETE FROM customer_phone_key",
    "another key": "UPDATE customer_name_pair SET key = 'xyz' WHERE key LIKE 'dw%'",
    "a stray": "INSERT INTO customer_phone_key (key, customer_id) VALUES ('9999', 1)",
    "a key of nobody": "INSERT INTO customer_name_key (key, customer_id) VALUES ('zoe', 999)",
    "a folded name": "UPDATE customer SET name_folded = 'dana w'",
    "a folded address": "UPDATE customer SET email_folded = NULL",
    "a reversed IMEI": "UPDATE device SET imei_reversed = '1'",
    "a folded serial": "UPDATE device SET serial_folded = 'AB77X9' WHERE serial IS NOT NULL",
}


@pytest.fixture
def known(small_shop: SmallShop) -> SmallShop:
    """Give a shop that knows two customers and a device of each."""
    dana = CustomerEntry(name="Dana Whitfield", phone="(415) 555-0142", email="Dana.W@example.com")
    small_shop.take_in(customer=dana, devices=(device(imei=GOOD_IMEI, serial=""),))
    jose = CustomerEntry(name="José Ángel de la Cruz", email="jose@example.com")
    small_shop.take_in(customer=jose, devices=(device(serial="AB-77 x9"),))
    return small_shop


def stored(shop: SmallShop) -> Keys:
    with shop.database.reading() as uow:
        return {
            table.name: {(row[0], row[1]) for row in uow.rows(select(table))}
            for table in m.SEARCH_KEYS
        }


def due(shop: SmallShop) -> Keys:
    """Return the keys that the customers' rows make."""
    customer, found = m.customer.c, Keys()
    with shop.database.reading() as uow:
        for row in uow.rows(select(customer.id, customer.name_folded, customer.phone_digits)):
            keys = customer_keys(name_folded=row[1], phone_digits=row[2])
            listed = (keys.rotations, keys.pairs, keys.tails)
            for table, each in zip(m.SEARCH_KEYS, listed, strict=True):
                found.setdefault(table.name, set()).update((key, row[0]) for key in each)
    return found


def reindex(shop: SmallShop, *, operation_id: str = "again-1") -> ReindexReport:
    service = SearchService(shop.gate, shop.reference)
    return service.reindex(shop.owner, Reindex(operation_id=operation_id))


def verified(shop: SmallShop) -> list[str]:
    return [problem.check for problem in diagnostics(shop).verify(shop.owner).problems]


def test_an_intake_stores_the_keys_of_its_customer(known: SmallShop) -> None:
    keys = stored(known)
    assert keys == due(known)
    assert {name: len(rows) for name, rows in keys.items()} == {
        "customer_name_key": 2 + 5,
        "customer_name_pair": 1 + 10,
        "customer_phone_key": 6,
    }


def test_a_changed_customer_is_found_by_the_new_data_only(known: SmallShop) -> None:
    customers = CustomerService(known.gate, known.reference)
    (found,) = customers.suggest(known.owner, text="whi da")
    card = customers.card(known.owner, customer_id=found.customer_id)
    command = SaveCustomer(
        operation_id=new_operation_id(),
        customer_id=found.customer_id,
        seen_version=card.version,
        name="Dana Whitlock",
        phone="415-555-0199",
        email="",
    )
    customers.save(known.owner, command)

    assert stored(known) == due(known)
    assert verified(known) == []
    assert customers.suggest(known.owner, text="whitf") == ()
    assert customers.suggest(known.owner, text="0142") == ()
    assert [each.name for each in customers.suggest(known.owner, text="whitl da")] == [
        "Dana Whitlock"
    ]


@pytest.mark.parametrize("what", DAMAGE)
def test_verify_finds_and_reindex_mends(known: SmallShop, what: str) -> None:
    before = stored(known)
    damage(known, DAMAGE[what])
    found = verified(known)
    report = reindex(known)

    assert found
    assert all(check.startswith(("search_", "foreign_key:")) for check in found)
    assert verified(known) == []
    assert stored(known) == before == due(known)
    assert (report.customers, report.devices, report.keys) == (2, 2, 7 + 11 + 6)
    assert bool(report.mended) is ("search_text_differs" in found)


def test_verify_tells_whose_key_is_wrong_and_not_the_key(known: SmallShop) -> None:
    damage(known, "UPDATE customer_name_pair SET key = 'xyz' WHERE key LIKE 'dw%'")
    problems = {each.check: each for each in diagnostics(known).verify(known.owner).problems}

    row = {"table": "customer_name_pair", "customer_id": 1}
    assert set(problems) == {"search_key_missing", "search_key_stray"}
    assert [problem.examples for problem in problems.values()] == [(row,), (row,)]


def test_reindexing_once_more_with_the_same_id_changes_nothing(known: SmallShop) -> None:
    first = reindex(known)
    with known.database.writing() as uow:
        uow.execute(delete(m.customer_name_pair))
    again = reindex(known)

    assert again.replayed
    assert (again.keys, again.seconds) == (first.keys, first.seconds)
    assert stored(known)["customer_name_pair"] == set()
    assert not reindex(known, operation_id="again-2").replayed
    assert stored(known) == due(known)


def test_reindexing_is_told_and_recorded(known: SmallShop) -> None:
    told: list[tuple[str, int]] = []
    service = SearchService(known.gate, known.reference)
    service.reindex(
        known.owner,
        Reindex(operation_id="told"),
        progress=lambda what, done: told.append((what, done)),
    )
    with known.database.reading() as uow:
        rows = uow.rows(text("SELECT person_id FROM audit WHERE action = 'search.reindexed'"))
        people = [row[0] for row in rows]

    assert told == [("customers", 2), ("devices", 2)]
    assert people == [known.owner.person_id]


def test_the_front_desk_may_not_reindex(known: SmallShop) -> None:
    desk = known.person("Ines Okafor", "front_desk")
    service = SearchService(known.gate, known.reference)
    with pytest.raises(PermissionDenied):
        service.reindex(desk, Reindex(operation_id="desk"))
