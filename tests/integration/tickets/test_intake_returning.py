"""A device that comes again: known by its identity, and kept as the counter says it is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from data import models as m
from data.engine import Database, open_database
from data.values import PartGrade
from services.catalog.service import CatalogService
from services.customers.service import CustomerService
from services.errors import Invalid
from services.printing.dto import DocumentKind
from services.printing.plain_text import render_text
from services.printing.service import PrintingService
from services.tickets.dto import (
    CustomerEntry,
    DraftDevice,
    DraftLine,
    IntakeDraft,
    LineEntry,
    TicketDetail,
)
from tests.support.shops import GOOD_IMEI, SmallShop, device, intake_command, open_shop

OTHER_IMEI = "356938035643809"
DANA = CustomerEntry(name="Dana Whitfield", phone="415-555-0142")


def devices(shop: SmallShop) -> list[dict[str, Any]]:
    with shop.database.reading() as uow:
        return [dict(row._mapping) for row in uow.rows(select(m.device).order_by(m.device.c.id))]


def audited(shop: SmallShop) -> list[tuple[int, Any]]:
    audit = m.audit.c
    query = select(audit.entity_id, audit.details).where(audit.action == "device.changed")
    with shop.database.reading() as uow:
        return [tuple(row) for row in uow.rows(query.order_by(audit.id))]


def phone(**changes: Any) -> Any:
    values = {"title": "Old phone", "imei": GOOD_IMEI, "serial": "", "colour": "Blue"}
    return device(**{**values, **changes})


def come(shop: SmallShop, *entries: Any) -> list[TicketDetail]:
    command = intake_command(customer=DANA, devices=entries)
    taken = shop.intake.take_in(shop.owner, command).tickets
    return [shop.tickets.detail(shop.owner, ticket_id=each.ticket_id) for each in taken]


def previewed(shop: SmallShop, entry: Any, *, customer_id: int | None) -> list[str]:
    """Return the lines of the ticket as the Counter shows it before the entry is taken in."""
    names = ("device_id", "device_model_id", "title", "colour", "imei", "serial")
    draft = IntakeDraft(
        customer_id=customer_id,
        name=DANA.name,
        phone=DANA.phone,
        terms_accepted=True,
        devices=[
            DraftDevice(
                **{name: getattr(entry, name) for name in names},
                no_identity_reason=entry.no_identity_reason,
                lines=[
                    DraftLine(title=line.title, grade="", price_minor=line.price_minor)
                    for line in entry.lines
                ],
            )
        ],
    )
    page = shop.intake.preview(shop.owner, draft).ticket
    return [line for line in render_text(page).splitlines() if "Number and barcode" not in line]


def printed(shop: SmallShop, order: TicketDetail) -> list[str]:
    printing = PrintingService(shop.gate, shop.reference)
    page = printing.page(shop.owner, ticket_id=order.ticket_id, document=DocumentKind.CLAIM_TICKET)
    return [line for line in render_text(page).splitlines() if order.number not in line]


def told(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()]


@pytest.mark.parametrize(
    ("before", "now", "kept", "changed"),
    [
        (
            {"colour": "Blue"},
            {"colour": "Black", "imei": OTHER_IMEI},
            {"colour": "Black", "imei": OTHER_IMEI},
            {"changed": ["colour", "imei"], "imei": "…09"},
        ),
        (
            {"imei": "", "no_identity_reason": "Does not switch on"},
            {"colour": "", "imei": GOOD_IMEI, "no_identity_reason": ""},
            {"colour": "Blue", "imei": GOOD_IMEI, "no_identity_reason": ""},
            {"changed": ["imei", "no_identity_reason"], "imei": "…18"},
        ),
        (
            {"imei": "", "no_identity_reason": "Does not switch on"},
            {"colour": "", "imei": "", "serial": "SN-77123", "no_identity_reason": ""},
            {"imei": None, "serial": "SN-77123", "serial_folded": "sn77123"},
            {"changed": ["serial", "no_identity_reason"], "serial": "…23"},
        ),
        (
            {"imei": "", "no_identity_reason": "Does not switch on"},
            {"colour": "", "imei": "", "no_identity_reason": "Label torn off"},
            {"no_identity_reason": "Label torn off"},
            {"changed": ["no_identity_reason"]},
        ),
        (
            {},
            {"colour": "", "imei": "", "no_identity_reason": "Display dark"},
            {"colour": "Blue", "imei": GOOD_IMEI, "no_identity_reason": "Display dark"},
            {"changed": ["no_identity_reason"]},
        ),
    ],
)
def test_what_is_said_of_a_known_device_is_shown_stored_and_printed(
    small_shop: SmallShop,
    before: dict[str, Any],
    now: dict[str, Any],
    kept: dict[str, Any],
    changed: dict[str, Any],
) -> None:
    (first,) = come(small_shop, phone(**before))
    (row,) = devices(small_shop)
    entry = phone(device_id=row["id"], **now)
    seen = previewed(small_shop, entry, customer_id=first.customer_id)

    (order,) = come(small_shop, entry)

    (after,) = devices(small_shop)
    assert {name: after[name] for name in kept} == kept
    assert order.imei == (after["imei"] or "")
    assert told(printed(small_shop, order)) == told(seen)
    assert audited(small_shop) == [(row["id"], {"customer_id": first.customer_id, **changed})]


def test_a_known_device_left_as_it_is_is_not_written(small_shop: SmallShop) -> None:
    (first,) = come(small_shop, phone())
    before = devices(small_shop)
    entry = device(device_id=before[0]["id"], title="", serial="")
    seen = previewed(small_shop, entry, customer_id=first.customer_id)

    (order,) = come(small_shop, entry)

    assert devices(small_shop) == before
    assert audited(small_shop) == []
    assert (order.device_title, order.colour, order.imei) == ("Old phone", "Blue", GOOD_IMEI)
    assert told(printed(small_shop, order)) == told(seen)


def test_a_new_identity_is_found_from_both_ends(small_shop: SmallShop) -> None:
    come(small_shop, phone())
    come(small_shop, phone(device_id=devices(small_shop)[0]["id"], imei=OTHER_IMEI, serial="A-1"))
    (row,) = devices(small_shop)
    assert (row["imei_reversed"], row["serial_folded"], row["serial_reversed"]) == (
        OTHER_IMEI[::-1],
        "a1",
        "1a",
    )


@pytest.mark.parametrize("by_id", [True, False])
def test_the_same_imei_of_one_customer_is_one_device(small_shop: SmallShop, by_id: bool) -> None:
    (first,) = come(small_shop, phone())
    entry = phone(imei="49-015420-323751-8", colour="")
    seen = previewed(small_shop, entry, customer_id=first.customer_id if by_id else None)

    (order,) = come(small_shop, entry)

    assert len(devices(small_shop)) == 1
    assert order.colour == "Blue"
    assert told(printed(small_shop, order)) == told(seen)
    card = CustomerService(small_shop.gate, small_shop.reference).card(
        small_shop.owner, customer_id=first.customer_id
    )
    assert [owned.last_number for owned in card.devices] == [order.number]


def test_a_model_chosen_now_names_the_device_found_by_its_imei(small_shop: SmallShop) -> None:
    catalog = CatalogService(small_shop.gate, small_shop.reference)
    model = catalog.find_device(small_shop.owner, brand="Apple", model="iPhone 13 Pro")
    come(small_shop, phone())
    (order,) = come(small_shop, phone(title="", device_model_id=model.device_model_id))
    (row,) = devices(small_shop)
    assert order.device_title == row["title"] == "iPhone 13 Pro"
    assert row["device_model_id"] == model.device_model_id
    assert [details["changed"] for _id, details in audited(small_shop)] == [["model"]]


def test_a_serial_number_tells_a_device_of_its_model_only(small_shop: SmallShop) -> None:
    come(small_shop, device(title="Radio", serial="SN 1"))
    come(small_shop, device(title="radio", serial="sn-1"))
    assert len(devices(small_shop)) == 1
    come(small_shop, device(title="Clock", serial="SN 1"))
    assert [row["title"] for row in devices(small_shop)] == ["Radio", "Clock"]


def test_another_customers_device_stays_theirs(small_shop: SmallShop) -> None:
    come(small_shop, phone())
    other = CustomerEntry(name="Lena Ortiz", phone="415-555-0143")
    taken = small_shop.take_in(customer=other, devices=(phone(colour="Black"),))
    assert [row["colour"] for row in devices(small_shop)] == ["Blue", "Black"]
    with pytest.raises(Invalid, match="not the customer's"):
        come(small_shop, phone(device_id=devices(small_shop)[1]["id"]))
    assert taken.colour == "Black"


def test_the_imei_decides_which_device_it_is(small_shop: SmallShop) -> None:
    come(small_shop, phone(), phone(title="Other phone", imei=OTHER_IMEI))
    one, other = devices(small_shop)
    (order,) = come(small_shop, phone(device_id=one["id"], imei=OTHER_IMEI, colour=""))
    assert devices(small_shop) == [one, other]
    assert order.imei == OTHER_IMEI


def test_a_device_named_twice_in_one_visit_is_one_device(small_shop: SmallShop) -> None:
    come(small_shop, phone(), phone(colour="Black"))
    (row,) = devices(small_shop)
    assert row["colour"] == "Black"
    come(small_shop, phone(colour="Red"), phone(colour="Green", serial="SN-1"))
    (row,) = devices(small_shop)
    assert (row["colour"], row["serial"], row["imei"]) == ("Green", "SN-1", GOOD_IMEI)


def test_a_consent_is_written_only_when_the_answer_is_new(small_shop: SmallShop) -> None:
    consent = m.consent.c
    for sms, email in ((True, None), (True, None), (True, False), (False, False), (True, None)):
        customer = CustomerEntry(
            name=DANA.name, phone=DANA.phone, sms_consent=sms, email_consent=email
        )
        customer_id = small_shop.take_in(customer=customer).customer_id
    small_shop.take_in(customer=CustomerEntry(customer_id=customer_id, sms_consent=True))
    with small_shop.database.reading() as uow:
        rows = uow.rows(select(consent.channel, consent.granted).order_by(consent.id))
    assert [tuple(row) for row in rows] == [
        ("sms", True),
        ("email", False),
        ("sms", False),
        ("sms", True),
    ]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(database._writer, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database._writer, "before_cursor_execute", note)


def test_everything_that_comes_again_takes_at_most_four_round_trips(postgres_url: str) -> None:
    database = open_database(postgres_url)
    shop = open_shop(database)
    shop.person("Marco Rossi", "technician")
    come(shop, phone(), device())
    one, _other = devices(shop)
    book_priced = (LineEntry(repair_type_id=1, grade=PartGrade.ORIGINAL),)
    again = CustomerEntry(
        name=DANA.name, phone=DANA.phone, email="dana@example.com", sms_consent=True
    )
    command = intake_command(
        customer=again,
        devices=(
            phone(device_id=one["id"], imei=OTHER_IMEI, colour="Black", lines=book_priced),
            device(colour="Red"),
        ),
    )
    with counted(database) as statements:
        shop.intake.take_in(shop.owner, command)
    assert [row["colour"] for row in devices(shop)] == ["Black", "Red"]
    database.close()
    assert 1 <= len(statements) <= 4, statements
