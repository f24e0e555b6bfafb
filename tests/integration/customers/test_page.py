"""One customer's page: contacts, addresses, notes and the ledger, each found or told afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from data import models as m
from data.values import Channel, ConsentHow
from services.actor import new_operation_id
from services.customers.dto import (
    AddCustomerNote,
    CreateCustomer,
    CustomerPage,
    MakePrimary,
    RemoveAddress,
    RemoveContact,
    RemoveCustomerNote,
    SaveAddress,
    SetConsent,
)
from services.errors import Conflict, Invalid, NotFound, PermissionDenied
from services.search.dto import Reindex
from services.tickets.dto import CustomerEntry
from tests.integration.customers.desk import Desk
from tests.integration.diagnostics.test_diagnostics import damage
from tests.support.shops import device


@pytest.fixture
def dana(desk: Desk) -> CustomerPage:
    """Give the page of a customer with one order."""
    taken = desk.take_in("Dana Whitfield", "415-555-0142", "dana@example.com")
    return desk.page(taken.customer_id)


def address(dana: CustomerPage, **more: Any) -> SaveAddress:
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "customer_id": dana.customer_id,
        "street": "12 Alder Street",
        "city": "Oakland",
        "seen_version": dana.version,
    }
    return SaveAddress(**{**values, **more})


def named(dana: CustomerPage, **more: Any) -> dict[str, Any]:
    return {"operation_id": new_operation_id(), "customer_id": dana.customer_id, **more}


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("(510) 555-0187", ["510 555 01", "0187", "55501", "+1 510 555"]),
        ("Work@Example.com", ["work@", "WORK@EXAMPLE.COM"]),
    ],
)
def test_a_further_contact_finds_the_customer(
    desk: Desk, dana: CustomerPage, value: str, typed: list[str]
) -> None:
    page = desk.add_contact(dana.customer_id, value, label="work")
    assert [(each.value, each.label, each.primary) for each in page.contacts] == [
        ("415-555-0142", "", True),
        ("dana@example.com", "", True),
        (value, "work", False),
    ]
    for text in typed:
        assert desk.suggested(text) == desk.searched(text) == [dana.customer_id]
    assert desk.strays() == ()


def test_a_removed_contact_finds_nobody(desk: Desk, dana: CustomerPage) -> None:
    page = desk.add_contact(dana.customer_id, "510-555-0187")
    contact_id = page.contacts[-1].contact_id
    assert contact_id is not None
    command = RemoveContact(**named(dana, contact_id=contact_id))
    assert len(desk.pages.remove_contact(desk.owner, command).contacts) == 2
    assert desk.suggested("0187") == desk.searched("510555") == []
    assert desk.suggested("0142") == [dana.customer_id]
    assert desk.strays() == ()
    with pytest.raises(NotFound):
        desk.pages.remove_contact(desk.owner, RemoveContact(**named(dana, contact_id=contact_id)))


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("DELETE FROM customer_phone_key WHERE key = '5550187'", "search_key_missing"),
        ("DELETE FROM customer_contact WHERE kind = 'phone'", "search_key_stray"),
        (
            "UPDATE customer_contact SET email_folded = 'x' WHERE kind = 'email'",
            "search_text_differs",
        ),
    ],
)
def test_verify_and_reindex_know_further_contacts(
    desk: Desk, dana: CustomerPage, statement: str, check: str
) -> None:
    desk.add_contact(dana.customer_id, "510-555-0187")
    desk.add_contact(dana.customer_id, "work@example.com")
    damage(desk.shop, statement)
    assert {finding.check for finding in desk.strays()} == {check}
    desk.search.reindex(desk.owner, Reindex(operation_id=new_operation_id()))
    assert desk.strays() == ()
    assert desk.suggested("work@ex") == [dana.customer_id]


def test_a_further_contact_typed_as_the_first_one_is_held_once(
    desk: Desk, dana: CustomerPage
) -> None:
    for value in ("510-555-0187", "work@example.com", "510-555-0188"):
        page = desk.add_contact(dana.customer_id, value)
    page = desk.save(page, phone="(510) 555-0187")
    values = [each.value for each in page.contacts]
    assert values == ["(510) 555-0187", "dana@example.com", "work@example.com", "510-555-0188"]
    page = desk.save(page, phone="", sms_consent=None)
    assert "work@example.com" in [each.value for each in page.contacts]
    assert desk.suggested("0188") == [dana.customer_id]
    assert desk.strays() == ()


def test_the_first_contact_gives_way_where_it_is_a_further_one_too(desk: Desk) -> None:
    page = desk.create("Lone Star", "415-555-0133")
    for value in ("work@example.com", "home@example.com"):
        page = desk.add_contact(page.customer_id, value)
    # An intake tells the address that was missing in the first place.
    desk.take_in("Lone Star", "415-555-0133", "work@example.com")
    page = desk.page(page.customer_id)
    home = next(each for each in page.contacts if each.value == "home@example.com")
    command = MakePrimary(**named(page, contact_id=home.contact_id, seen_version=page.version))
    page = desk.pages.make_primary(desk.owner, command)
    assert [each.value for each in page.contacts] == [
        "415-555-0133",
        "home@example.com",
        "work@example.com",
    ]
    assert desk.strays() == ()


def test_contacts_change_places(desk: Desk, dana: CustomerPage) -> None:
    page = desk.add_contact(dana.customer_id, "510-555-0187")
    command = MakePrimary(
        **named(dana, contact_id=page.contacts[-1].contact_id, seen_version=page.version)
    )
    page = desk.pages.make_primary(desk.owner, command)
    assert (page.phone, page.contacts[-1].value) == ("510-555-0187", "415-555-0142")
    assert desk.suggested("0142") == desk.suggested("0187") == [dana.customer_id]
    assert desk.strays() == ()
    # Who comes with the new number and this name is the same customer.
    again = desk.take_in("Dana Whitfield", "510-555-0187")
    assert again.customer_id == dana.customer_id
    with pytest.raises(Conflict):
        desk.pages.make_primary(
            desk.owner, MakePrimary(**named(dana, contact_id=1, seen_version=1))
        )


@pytest.mark.parametrize(
    "value", ["12", "no@address", "415 555 0142", "DANA@example.com", "", "510-555-0187"]
)
def test_a_contact_is_one_and_the_customers_only_once(
    desk: Desk, dana: CustomerPage, value: str
) -> None:
    desk.add_contact(dana.customer_id, "(510) 555 0187")
    with pytest.raises(Invalid) as caught:
        desk.add_contact(dana.customer_id, value)
    assert caught.value.field == "value"


def test_an_address_is_added_changed_and_removed(desk: Desk, dana: CustomerPage) -> None:
    page = desk.pages.save_address(desk.owner, address(dana))
    (kept,) = page.addresses
    assert (kept.street, kept.city) == ("12 Alder Street", "Oakland")
    change = address(page, address_id=kept.address_id, city="Berkeley")
    page = desk.pages.save_address(desk.owner, change)
    assert [each.city for each in page.addresses] == ["Berkeley"]
    with pytest.raises(Conflict):
        desk.pages.save_address(desk.owner, address(dana, city="Too late"))
    with pytest.raises(Invalid):
        desk.pages.save_address(desk.owner, address(page, street=" ", city=""))
    gone = RemoveAddress(**named(dana, address_id=kept.address_id))
    assert desk.pages.remove_address(desk.owner, gone).addresses == ()


def test_notes_say_who_and_when(desk: Desk, dana: CustomerPage) -> None:
    written = AddCustomerNote(**named(dana, text="Calls after six."))
    page = desk.pages.add_note(desk.owner, written)
    assert page == desk.pages.add_note(desk.owner, written)
    (note,) = page.notes
    assert (note.text, note.person_name) == ("Calls after six.", "Petra Alder")
    assert note.at_utc == desk.shop.clock.now()
    removed = RemoveCustomerNote(**named(dana, note_id=note.note_id))
    assert desk.pages.remove_note(desk.owner, removed).notes == ()


def test_the_ledger_keeps_every_answer(desk: Desk, dana: CustomerPage) -> None:
    for granted, how in ((True, ConsentHow.FORM), (False, ConsentHow.PHONE)):
        command = SetConsent(**named(dana, channel=Channel.SMS, granted=granted, how=how))
        page = desk.pages.set_consent(desk.owner, command)
    assert (page.sms_consent, page.email_consent) == (False, None)
    assert [(each.granted, each.how, each.person_name) for each in page.consents] == [
        (False, ConsentHow.PHONE, "Petra Alder"),
        (True, ConsentHow.FORM, "Petra Alder"),
    ]


def test_orders_come_page_by_page(desk: Desk, dana: CustomerPage) -> None:
    numbers = [
        desk.take_in(
            "Dana Whitfield", "415-555-0142", devices=(device(serial=f"SN-{each}"),)
        ).number
        for each in range(4)
    ]
    first = desk.pages.orders(desk.owner, customer_id=dana.customer_id, limit=3)
    rest = desk.pages.orders(
        desk.owner, customer_id=dana.customer_id, before_id=first.next_before_id, limit=3
    )
    assert [row.number for row in first.rows] == numbers[:0:-1]
    assert (next(row.number for row in rest.rows), len(rest.rows)) == (numbers[0], 2)
    assert rest.next_before_id is None
    page = desk.page(dana.customer_id)
    assert (page.tickets, page.open_tickets) == (5, 5)
    assert page.balance_minor == sum(row.balance_minor for row in (*first.rows, *rest.rows))


def test_a_customer_is_taken_down_without_a_device(desk: Desk) -> None:
    page = desk.create("Omar Haddad", "415-555-0177", flag="Trade")
    assert (page.name, page.flag, page.tickets) == ("Omar Haddad", "Trade", 0)
    assert desk.suggested("haddad") == [page.customer_id]
    assert desk.strays() == ()
    with pytest.raises(Invalid) as caught:
        desk.create("OMAR  haddad", "(415) 555 0177")
    assert caught.value.details["customer_id"] == page.customer_id
    with pytest.raises(Invalid):
        desk.create("Nobody")


def test_a_repeat_takes_nobody_down_twice(desk: Desk) -> None:
    command = CreateCustomer(operation_id=new_operation_id(), name="Omar", phone="415-555-0177")
    first = desk.customers.create(desk.owner, command)
    assert desk.customers.create(desk.owner, command) == first


def test_the_audit_holds_no_value(desk: Desk, dana: CustomerPage) -> None:
    desk.add_contact(dana.customer_id, "510-555-0187")
    desk.pages.save_address(desk.owner, address(desk.page(dana.customer_id)))
    desk.pages.add_note(desk.owner, AddCustomerNote(**named(dana, text="Calls after six.")))
    audit = m.audit.c
    with desk.shop.database.reading() as uow:
        told = " ".join(str(row[0]) for row in uow.rows(select(audit.details)))
    assert not [word for word in ("0187", "Alder", "six", "Dana") if word in told]
    assert "contacts" in told


def test_a_technician_sees_a_customer_but_changes_nothing(desk: Desk) -> None:
    mine, marco = (
        desk.take_in("Dana Whitfield", "415-555-0142"),
        desk.shop.person("Marco Rossi", "technician"),
    )
    page = desk.page(mine.customer_id, marco)
    assert page.tickets == 1
    with pytest.raises(PermissionDenied):
        desk.pages.add_note(marco, AddCustomerNote(**named(page, text="Mine")))


def test_a_draft_of_the_counter_keeps_the_customer(desk: Desk, dana: CustomerPage) -> None:
    entry = CustomerEntry(customer_id=dana.customer_id)
    assert desk.shop.take_in(customer=entry).customer_id == dana.customer_id
