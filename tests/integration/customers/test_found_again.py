"""A customer who comes again: found by phone and name, back in the list, and completed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select, update

from data import models as m
from data.repositories import customers as repository
from services.customers.service import CustomerService
from services.tickets.dto import CustomerEntry
from tests.support.shops import SmallShop, intake_command

DANA = CustomerEntry(name="Dana Whitfield", phone="415-555-0142")
WITH_EMAIL = CustomerEntry(
    name="dana WHITFIELD", phone="+1 415 555 0142", email=" Dana.W@example.com "
)


def take_in(shop: SmallShop, customer: CustomerEntry) -> int:
    return shop.intake.take_in(shop.owner, intake_command(customer=customer)).customer_id


def customers(shop: SmallShop) -> list[dict[str, Any]]:
    with shop.database.reading() as uow:
        return [
            dict(row._mapping) for row in uow.rows(select(m.customer).order_by(m.customer.c.id))
        ]


def audited(shop: SmallShop) -> list[tuple[str, Any]]:
    audit = m.audit.c
    query = select(audit.action, audit.details).where(audit.entity == "customer")
    with shop.database.reading() as uow:
        return [tuple(row) for row in uow.rows(query.order_by(audit.id))]


def deactivate(shop: SmallShop) -> None:
    with shop.database.writing() as uow:
        uow.execute(update(m.customer).values(active=False))


def test_a_deactivated_customer_is_back_when_they_come_again(small_shop: SmallShop) -> None:
    first = take_in(small_shop, DANA)
    deactivate(small_shop)
    suggest = CustomerService(small_shop.gate, small_shop.reference).suggest
    assert suggest(small_shop.owner, text="dana") == ()

    assert take_in(small_shop, DANA) == first

    assert [found.customer_id for found in suggest(small_shop.owner, text="dana")] == [first]
    assert [row["active"] for row in customers(small_shop)] == [True]
    assert audited(small_shop) == [("customer.created", None), ("customer.reactivated", None)]


def test_a_new_address_completes_the_customer_found(small_shop: SmallShop) -> None:
    first = take_in(small_shop, DANA)
    assert take_in(small_shop, WITH_EMAIL) == first

    (row,) = customers(small_shop)
    assert (row["email"], row["email_folded"]) == ("Dana.W@example.com", "dana.w@example.com")
    assert (row["name"], row["phone"]) == ("Dana Whitfield", "415-555-0142")
    assert row["version"] == 2
    assert audited(small_shop)[1:] == [("customer.changed", {"changed": ["email"]})]
    suggest = CustomerService(small_shop.gate, small_shop.reference).suggest
    assert [found.email for found in suggest(small_shop.owner, text="dana.w@")] == [row["email"]]


def test_an_address_that_is_there_stays(small_shop: SmallShop) -> None:
    take_in(small_shop, WITH_EMAIL)
    before = customers(small_shop)
    take_in(small_shop, CustomerEntry(name=DANA.name, phone=DANA.phone, email="other@example.com"))
    take_in(small_shop, DANA)

    assert customers(small_shop) == before
    assert audited(small_shop) == [("customer.created", None)]


def test_back_and_completed_at_once(small_shop: SmallShop) -> None:
    take_in(small_shop, DANA)
    deactivate(small_shop)
    take_in(small_shop, WITH_EMAIL)

    (row,) = customers(small_shop)
    assert (row["active"], row["email"], row["version"]) == (True, "Dana.W@example.com", 2)
    assert [action for action, _details in audited(small_shop)[1:]] == [
        "customer.reactivated",
        "customer.changed",
    ]


def test_a_change_meanwhile_is_seen_and_not_overwritten(
    small_shop: SmallShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(small_shop, DANA)
    update_customer, asked = repository.update_customer, []

    def too_late(uow: Any, customer_id: int, values: Any, *, seen_version: int) -> bool:
        asked.append(seen_version)
        if len(asked) == 1:
            return False
        return update_customer(uow, customer_id, values, seen_version=seen_version)

    monkeypatch.setattr(repository, "update_customer", too_late)
    take_in(small_shop, WITH_EMAIL)

    assert asked == [1, 1]
    assert [row["email"] for row in customers(small_shop)] == ["Dana.W@example.com"]
    with small_shop.database.reading() as uow:
        numbers = [
            row[0][:10] for row in uow.rows(select(m.ticket.c.number).order_by(m.ticket.c.id))
        ]
    assert numbers == ["R26-000001", "R26-000002"]


def test_only_completing_costs_a_statement_more(small_shop: SmallShop) -> None:
    take_in(small_shop, DANA)
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(small_shop.database._writer, "before_cursor_execute", note)
    counts = []
    for customer in (DANA, WITH_EMAIL, WITH_EMAIL):
        statements.clear()
        take_in(small_shop, customer)
        counts.append(len(statements))
    event.remove(small_shop.database._writer, "before_cursor_execute", note)

    usual, completing, again = counts
    assert (again, completing) == (usual, usual + 1)
