"""A customer's card: devices, consents, and changing the customer's own data."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from data import models as m
from services.actor import new_operation_id
from services.changes import Change, Entity
from services.customers.dto import CustomerCard, SaveCustomer
from services.customers.service import CustomerService
from services.errors import Conflict, Invalid, NotFound, PermissionDenied
from services.tickets.dto import CustomerEntry
from tests.support.shops import GOOD_IMEI, SmallShop, device


@pytest.fixture
def dana(small_shop: SmallShop, customers: CustomerService) -> CustomerCard:
    """Give the card of a customer with one order."""
    entry = CustomerEntry(name="Dana Whitfield", phone="415-555-0142", sms_consent=True)
    taken = small_shop.take_in(customer=entry)
    return customers.card(small_shop.owner, customer_id=taken.customer_id)


def save(card: CustomerCard, **changes: Any) -> SaveCustomer:
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "customer_id": card.customer.customer_id,
        "name": card.customer.name,
        "phone": card.customer.phone,
        "email": card.customer.email,
        "seen_version": card.version,
    }
    return SaveCustomer(**{**values, **changes})


def test_the_devices_of_a_customer_come_last_seen_first(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    small_shop.clock.pass_by(days=2)
    phone = device(title="iPhone 13 Pro", serial="", imei=GOOD_IMEI, colour="Sierra Blue")
    taken = small_shop.take_in(
        customer=CustomerEntry(customer_id=dana.customer.customer_id), devices=(phone,)
    )
    card = customers.card(small_shop.owner, customer_id=dana.customer.customer_id)
    assert [owned.title for owned in card.devices] == ["iPhone 13 Pro", "Radio"]
    newest = card.devices[0]
    assert (newest.imei, newest.colour, newest.last_number) == (
        GOOD_IMEI,
        "Sierra Blue",
        taken.number,
    )
    assert newest.last_seen_utc == small_shop.clock.now()


def test_a_customer_who_does_not_exist_is_not_found(
    small_shop: SmallShop, customers: CustomerService
) -> None:
    with pytest.raises(NotFound):
        customers.card(small_shop.owner, customer_id=99)
    with pytest.raises(NotFound):
        customers.save(
            small_shop.owner,
            SaveCustomer(
                operation_id=new_operation_id(),
                customer_id=99,
                name="Nobody",
                phone="415-555-0100",
                seen_version=1,
            ),
        )


def test_a_changed_customer_is_found_by_the_new_data_only(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    saved = customers.save(
        small_shop.owner,
        save(dana, name="Dana Miller", phone="(415) 555-0199", email="d@example.com"),
    )
    assert (saved.customer.name, saved.customer.phone) == ("Dana Miller", "(415) 555-0199")
    assert saved.version == dana.version + 1
    for text, found in (("whitfield", 0), ("0142", 0), ("miller", 1), ("0199", 1), ("d@exa", 1)):
        assert len(customers.suggest(small_shop.owner, text=text)) == found
    customer_id = dana.customer.customer_id
    assert Change(entity=Entity.CUSTOMER, entity_id=customer_id) in small_shop.told


def test_consents_are_appended_only_when_they_say_something_new(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    saved = customers.save(small_shop.owner, save(dana, sms_consent=True, email_consent=True))
    saved = customers.save(small_shop.owner, save(saved, sms_consent=False))
    assert (saved.customer.sms_consent, saved.customer.email_consent) == (False, True)
    consent = m.consent.c
    with small_shop.database.reading() as uow:
        rows = uow.rows(
            select(consent.channel, consent.granted, consent.how, consent.person_id).order_by(
                consent.id
            )
        )
    owner = small_shop.owner.person_id
    assert [tuple(row) for row in rows] == [
        ("sms", True, "counter", owner),
        ("email", True, "counter", owner),
        ("sms", False, "counter", owner),
    ]


def test_the_audit_names_what_changed_but_not_the_values(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    customers.save(small_shop.owner, save(dana, phone="415-555-0199", sms_consent=False))
    audit = m.audit.c
    with small_shop.database.reading() as uow:
        details = uow.execute(
            select(audit.details).where(audit.action == "customer.changed")
        ).scalar_one()
    assert details == {"changed": ["phone"], "phone": "…99", "consents": {"sms": False}}


def test_the_second_of_two_editors_is_told(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    customers.save(small_shop.owner, save(dana, email="first@example.com"))
    with pytest.raises(Conflict, match="Someone else changed"):
        customers.save(small_shop.owner, save(dana, email="second@example.com"))


def test_a_repeat_changes_nothing(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    command = save(dana, email="dana@example.com")
    assert customers.save(small_shop.owner, command) == customers.save(small_shop.owner, command)
    with pytest.raises(Conflict):
        customers.save(
            small_shop.owner,
            save(dana, email="x@example.com", operation_id=command.operation_id),
        )


def test_two_customers_never_become_one_by_a_change(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    other = small_shop.take_in(customer=CustomerEntry(name="Dana W", phone="415-555-0142"))
    card = customers.card(small_shop.owner, customer_id=other.customer_id)
    with pytest.raises(Invalid) as caught:
        customers.save(small_shop.owner, save(card, name="DANA WHITFIELD"))
    assert caught.value.field == "phone"
    assert caught.value.details["customer_id"] == dana.customer.customer_id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"phone": "12"}, "phone"),
        ({"email": "dana"}, "email"),
        ({"phone": "", "email": ""}, "phone"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    small_shop: SmallShop,
    customers: CustomerService,
    dana: CustomerCard,
    changes: dict[str, str],
    field: str,
) -> None:
    with pytest.raises(Invalid) as caught:
        customers.save(small_shop.owner, save(dana, **changes))
    assert [problem.field for problem in caught.value.problems] == [field]


def test_the_technician_sees_customers_but_does_not_change_them(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    assert customers.suggest(marco, text="dana")
    with pytest.raises(PermissionDenied):
        customers.save(marco, save(dana, name="Someone else"))


def test_hostile_text_is_kept_as_typed(
    small_shop: SmallShop, customers: CustomerService, dana: CustomerCard
) -> None:
    name = "\x1b@<b>Dana</b> 黛娜 دانا 🦊"
    saved = customers.save(small_shop.owner, save(dana, name=name))
    assert saved.customer.name == name
    assert [found.name for found in customers.suggest(small_shop.owner, text="黛")] == [name]


def test_a_phone_is_read_as_the_shops_country_means_it(
    small_shop: SmallShop, customers: CustomerService
) -> None:
    reading = customers.read_phone(small_shop.owner, text="415 555 0142")
    assert (reading.e164, reading.shown) == ("+14155550142", "(415) 555-0142")
