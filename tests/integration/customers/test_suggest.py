"""Known customers appear while the Counter types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.engine import Engine

from data import models as m
from services.customers.service import CustomerService
from services.errors import NotFound
from services.tickets.dto import CustomerEntry, LineEntry
from tests.support.shops import SmallShop, device


def take_in(shop: SmallShop, name: str, phone: str = "", email: str = "", **more: Any) -> int:
    entry = CustomerEntry(name=name, phone=phone, email=email, **more)
    return int(shop.take_in(customer=entry).customer_id)


@pytest.fixture
def known(small_shop: SmallShop) -> SmallShop:
    """Give a shop that has seen four customers."""
    take_in(small_shop, "Dana Whitfield", "415-555-0142", "dana@example.com")
    take_in(small_shop, "Zoë de la Cruz", "+44 20 7946 0018")
    take_in(small_shop, "Whitney Dane", "415-555-0177")
    take_in(small_shop, "Omar Haddad", email="omar@example.com")
    return small_shop


def names(customers: CustomerService, shop: SmallShop, text: str) -> list[str]:
    return [found.name for found in customers.suggest(shop.owner, text=text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("415 555 01", ["Whitney Dane", "Dana Whitfield"]),
        ("(415) 555-0142", ["Dana Whitfield"]),
        ("+1 415 555 0142", ["Dana Whitfield"]),
        ("14155550142", ["Dana Whitfield"]),
        ("0142", ["Dana Whitfield"]),
        ("+44 20 79", ["Zoë de la Cruz"]),
        ("011 44 207", ["Zoë de la Cruz"]),
        ("0018", ["Zoë de la Cruz"]),
        ("whit", ["Whitney Dane", "Dana Whitfield"]),
        ("WHITFIELD, D", ["Dana Whitfield"]),
        ("dana whit", ["Dana Whitfield"]),
        ("whit dana", ["Dana Whitfield"]),
        ("cruz", ["Zoë de la Cruz"]),
        ("zoe cr", ["Zoë de la Cruz"]),
        ("OMAR@", ["Omar Haddad"]),
        ("d", []),
        ("41", []),
        ("%", []),
        ("nobody", []),
        ("", []),
    ],
)
def test_a_customer_is_found_as_people_write(
    known: SmallShop, customers: CustomerService, text: str, found: list[str]
) -> None:
    assert names(customers, known, text) == found


def test_the_newest_activity_comes_first(known: SmallShop, customers: CustomerService) -> None:
    take_in(known, "Dana Whitfield", "415-555-0142")
    assert names(customers, known, "415 555") == ["Dana Whitfield", "Whitney Dane"]
    assert names(customers, known, "415")[:1] == ["Dana Whitfield"]


def test_the_same_phone_and_name_are_the_same_customer(
    known: SmallShop, customers: CustomerService
) -> None:
    take_in(known, "DANA  whitfield", "1 (415) 555 0142")
    assert names(customers, known, "0142") == ["Dana Whitfield"]


def test_a_suggestion_says_what_the_counter_needs(
    small_shop: SmallShop, customers: CustomerService
) -> None:
    priced = device(lines=(LineEntry(title="Screen", price_minor=10_000),))
    entry = CustomerEntry(
        name="Dana Whitfield", phone="415-555-0142", sms_consent=True, email_consent=False
    )
    done = small_shop.take_in(customer=entry, devices=(priced,))
    small_shop.take_in(customer=CustomerEntry(name="Dana Whitfield", phone="415-555-0142"))
    small_shop.move(done.ticket_id, "cancelled", note="Customer changed her mind.")
    (found,) = customers.suggest(small_shop.owner, text="0142")
    assert (found.open_tickets, found.earlier_repairs) == (1, 1)
    assert found.balance_minor == 30_202  # 279.00 with 8.25 % tax
    assert (found.sms_consent, found.email_consent) == (True, False)


def test_a_customer_without_orders_left_open_owes_nothing(
    small_shop: SmallShop, customers: CustomerService
) -> None:
    done = small_shop.take_in()
    small_shop.move(done.ticket_id, "cancelled", note="Mistake.")
    (found,) = customers.suggest(small_shop.owner, text="dana")
    assert (found.open_tickets, found.earlier_repairs, found.balance_minor) == (0, 1, 0)


def test_no_more_than_asked_for(known: SmallShop, customers: CustomerService) -> None:
    assert len(customers.suggest(known.owner, text="415", limit=1)) == 1


def test_the_page_costs_one_query_besides_the_first_statement(
    known: SmallShop, customers: CustomerService
) -> None:
    customers.suggest(known.owner, text="dana")
    with statements() as seen:
        customers.suggest(known.owner, text="whit da")
    assert len(seen) == 2


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements that are sent, BEGIN apart."""
    seen: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_who_sees_own_orders_only_sees_their_customers_only(
    known: SmallShop, customers: CustomerService
) -> None:
    marco = known.person("Marco Rossi", "technician")
    jules = known.person("Jules Lambert", "technician")
    limit_technicians_to_their_own(known)
    for name, phone, technician in (
        ("Dana Whitfield", "415-555-0142", marco),
        ("Whitney Dane", "415-555-0177", jules),
    ):
        known.take_in(
            customer=CustomerEntry(name=name, phone=phone),
            devices=(device(technician_id=technician.person_id),),
        )
    start_everything_but(known, technician_id=marco.person_id)
    assert [found.name for found in customers.suggest(marco, text="whit")] == ["Dana Whitfield"]
    whitney = customers.suggest(known.owner, text="whitney")[0]
    with pytest.raises(NotFound):
        customers.card(marco, customer_id=whitney.customer_id)


def limit_technicians_to_their_own(shop: SmallShop) -> None:
    role = select(m.role.c.id).where(m.role.c.key == "technician").scalar_subquery()
    grant = m.role_grant.c
    with shop.database.writing() as uow:
        uow.execute(
            update(m.role_grant)
            .where(grant.role_id == role, grant.permission == "customers:read")
            .values(scope="own")
        )
        uow.execute(update(m.shop).values(rights_version=m.shop.c.rights_version + 1))


def start_everything_but(shop: SmallShop, *, technician_id: int) -> None:
    """Move every order of others on, so that none is still anybody's to take."""
    ticket = m.ticket.c
    with shop.database.reading() as uow:
        others = list(
            uow.execute(
                select(ticket.id).where(ticket.technician_id.is_distinct_from(technician_id))
            ).scalars()
        )
    for ticket_id in others:
        shop.move(ticket_id, "in_progress")
