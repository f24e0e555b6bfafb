"""Customers are set aside, removed when nothing names them, written down, and forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from data import models as m
from data.values import Channel
from services.actor import new_operation_id
from services.customers.dto import (
    AddCustomerNote,
    CustomerPage,
    DeleteCustomer,
    ErasePerson,
    ExportPerson,
    SaveAddress,
    SetActive,
    SetConsent,
    UndoMerge,
)
from services.errors import Conflict, Invalid, NeedsConfirmation, NotFound, PermissionDenied
from services.tickets.dto import (
    CustomerEntry,
    HandOverCommand,
    LineEdit,
    LineEntry,
    NoteCommand,
    QueueFilters,
    SaveView,
    ViewContent,
)
from tests.integration.customers.desk import Desk
from tests.integration.customers.traces import traces
from tests.support.editing import edit, kept
from tests.support.shops import GOOD_IMEI, device

WORDS = (
    "Whitfield",
    "Quennell",
    "Dana",
    "4155550142",
    "5550142",
    "5550187",
    "555-0142",
    "5555550187",
    "555-0187",
    "dana@example.com",
    "Tamarind",
    "sesame",
    GOOD_IMEI,
)


def of(page: CustomerPage, **more: Any) -> dict[str, Any]:
    return {"operation_id": new_operation_id(), "customer_id": page.customer_id, **more}


def erase(page: CustomerPage, **more: Any) -> ErasePerson:
    return ErasePerson(**of(page, seen_version=page.version, **more))


@pytest.fixture
def known(desk: Desk) -> CustomerPage:
    """Give a customer of whom everything is held that can be, with two orders that are over."""
    free = LineEntry(title="Dana's screen", price_minor=0)
    typed = device(
        title="Radio of Dana Whitfield",
        imei=GOOD_IMEI,
        serial="sesame-1",
        words="Dana Whitfield says it hums",
        accessories=("Case marked Whitfield",),
        lines=(free,),
    )
    silent = device(title="Lamp", serial="sesame-2", words="Call 415 555 0142", lines=())
    entry = CustomerEntry(
        name="Dana Whitfield", phone="(415) 555-0142", email="Dana@Example.com", sms_consent=True
    )
    taken = desk.shop.take_in(customer=entry, devices=(typed, silent))
    finish(desk, taken.visit_numbers)
    page = desk.add_contact(taken.customer_id, "(555) 555-0187")
    address = SaveAddress(**of(page, street="7 Tamarind Row", seen_version=page.version))
    desk.pages.save_address(desk.owner, address)
    desk.pages.add_note(desk.owner, AddCustomerNote(**of(page, text="Whitfield: rings twice")))
    desk.pages.set_consent(desk.owner, SetConsent(**of(page, channel=Channel.EMAIL, granted=False)))
    other = desk.create("Dana Quennell", "415-555-0143")
    desk.merge(page.customer_id, other.customer_id)
    return desk.save(desk.page(page.customer_id), flag="Dana pays late")


def finish(desk: Desk, numbers: tuple[str, ...]) -> None:
    for number in numbers:
        order = desk.shop.tickets.find(desk.owner, number=number)
        ticket_id = order.ticket_id
        whose = LineEdit(title="Whitfield's cable", price_minor=0)
        lines = (*((kept(order),) if order.lines else ()), whose)
        edit(desk.shop, order, words="Dana: hums", finding="Dana bent it", lines=lines)
        edit(desk.shop, order, slot="Whitfield's box", accessories=("Dana's case",))
        note = NoteCommand(
            operation_id=new_operation_id(), ticket_id=ticket_id, text="Dana called from 4155550142"
        )
        desk.shop.tickets.note(desk.owner, note)
        desk.shop.move_through(ticket_id, "diagnosing", "in_progress", "completed", "ready_pickup")
        desk.shop.tickets.hand_over(
            desk.owner,
            HandOverCommand(
                operation_id=new_operation_id(),
                ticket_id=ticket_id,
                collected_by="other",  # type: ignore[arg-type]
                collected_name="Eve Whitfield",
                check="identity",  # type: ignore[arg-type]
                confirmed=("balance-due",),
            ),
        )


def test_an_erased_person_leaves_no_trace(desk: Desk, known: CustomerPage) -> None:
    assert {found.split(".")[0] for found in traces(desk.shop.database, *WORDS)} >= {
        "customer",
        "customer_contact",
        "customer_name_key",
        "customer_phone_key",
        "ticket",
        "ticket_line",
        "ticket_note",
        "device",
    }
    report = desk.leaving.erase(desk.owner, erase(known, reason="Asked in writing"))
    assert (report.tickets, report.contacts, report.addresses, report.devices) == (2, 2, 1, 2)
    assert (report.drafts, report.swept) == (1, True)
    assert traces(desk.shop.database, *WORDS) == []
    ids, texts = desk.drafts.asked[0]
    assert known.customer_id in ids
    assert {"Dana Whitfield", "4155550142"} <= set(texts)


def test_saved_views_no_longer_name_an_erased_person(desk: Desk, known: CustomerPage) -> None:
    theirs = ViewContent(filters=QueueFilters(customer_id=known.customer_id))
    for name, content in (
        ("Whitfield", theirs),
        ("Dana", theirs),
        ("late, dana  whitfield", ViewContent()),
        ("ask (415) 555 0142", ViewContent()),
        ("Quennell street", ViewContent()),
    ):
        view = SaveView(operation_id=new_operation_id(), name=name, content=content)
        desk.shop.views.save(desk.owner, view)
    desk.leaving.erase(desk.owner, erase(known))
    views = desk.shop.views.list(desk.owner)
    first, second = (view.view_id for view in views if view.name.startswith("…"))
    # A word of a name stays where the view is about others.
    assert {view.name for view in views} == {
        "…",
        f"… {max(first, second)}",
        "late, …",
        "ask …",
        "Quennell street",
    }
    assert traces(desk.shop.database, "0142", "dana") == []


def test_orders_and_money_stay(desk: Desk, known: CustomerPage) -> None:
    columns = ("number", "status", "total_minor", "tax_minor", "paid_minor", "version")
    query = select(*(m.ticket.c[name] for name in columns)).order_by(m.ticket.c.id)
    lines = select(m.ticket_line.c.price_minor, m.ticket_line.c.tax_minor)
    with desk.shop.database.reading() as uow:
        before = list(uow.rows(query)), list(uow.rows(lines))
    desk.leaving.erase(desk.owner, erase(known))
    with desk.shop.database.reading() as uow:
        assert (list(uow.rows(query)), list(uow.rows(lines))) == before
    page = desk.page(known.customer_id)
    assert (page.name, page.phone, page.active, page.tickets) == ("Erased customer", "", False, 2)
    assert page.erased_at_utc == desk.shop.clock.now()
    assert len(page.consents) == 2
    assert desk.strays() == ()
    assert desk.suggested("erased") == []


def test_an_erased_one_is_left_alone(desk: Desk, known: CustomerPage) -> None:
    merge_id = known.undoable_merge_id
    assert merge_id is not None
    command = erase(known)
    first = desk.leaving.erase(desk.owner, command)
    again = desk.leaving.erase(desk.owner, command)
    assert again == replace(first, drafts=0, replayed=True)
    for act in (
        lambda: desk.leaving.erase(desk.owner, erase(desk.page(known.customer_id))),
        lambda: desk.save(desk.page(known.customer_id), name="X", phone="415-555-0100"),
        lambda: desk.merging.undo(
            desk.owner, UndoMerge(operation_id=new_operation_id(), merge_id=merge_id)
        ),
    ):
        with pytest.raises(Conflict):
            act()
    # Who comes again is somebody new.
    assert desk.take_in("Dana Whitfield", "415-555-0142").customer_id != known.customer_id


def test_a_reason_that_names_the_person_is_refused(desk: Desk, known: CustomerPage) -> None:
    for reason in ("whitfield asked", "call 415.555.0142", "DANA@EXAMPLE.COM wrote"):
        with pytest.raises(Invalid) as caught:
            desk.leaving.erase(desk.owner, erase(known, reason=reason))
        assert caught.value.field == "reason"


def test_open_orders_come_to_an_end_first(desk: Desk) -> None:
    taken = desk.take_in("Omar Haddad", "415-555-0177")
    with pytest.raises(Conflict, match="1 open order") as caught:
        desk.leaving.erase(desk.owner, erase(desk.page(taken.customer_id)))
    assert caught.value.details["open"] == 1
    desk.shop.move(taken.ticket_id, "cancelled", note="Too dear")
    with pytest.raises(Conflict, match="hand back"):
        desk.leaving.erase(desk.owner, erase(desk.page(taken.customer_id)))


def test_a_stale_page_erases_nobody(desk: Desk, known: CustomerPage) -> None:
    desk.save(known, flag="")
    with pytest.raises(Conflict):
        desk.leaving.erase(desk.owner, erase(known))


def test_everything_held_of_a_person_is_written_down(desk: Desk, known: CustomerPage) -> None:
    command = ExportPerson(**of(known))
    export = desk.leaving.export_person(desk.owner, command)
    held = json.loads(export.content)
    assert (export.tickets, export.file_name) == (2, f"customer-{known.customer_id}.json")
    assert {row["name"] for row in held["customers"]} == {"Dana Whitfield", "Dana Quennell"}
    assert {row["value"] for row in held["contacts"]} == {"(555) 555-0187", "415-555-0143"}
    assert held["addresses"][0]["street"] == "7 Tamarind Row"
    assert [row["granted"] for row in held["consents"]] == [True, False]
    assert {row["serial"] for row in held["devices"]} == {"sesame-1", "sesame-2"}
    order = held["orders"][0]
    assert order["lines"][0]["title"] == "Dana's screen"
    told = {row["kind"]: row["text"] for row in order["notes"]}
    assert told["internal"].startswith("Dana called")
    # What was said before an edit is theirs too.
    assert "Whitfield's box" in told["earlier"]
    assert (len(order["history"]), order["collected_name"]) == (9, "Eve Whitfield")
    assert desk.leaving.export_person(desk.owner, command).content == export.content
    with desk.shop.database.reading() as uow:
        audit = m.audit.c
        rows = list(uow.rows(select(audit.id).where(audit.action == "customer.exported")))
    assert len(rows) == 1


def test_a_customer_is_set_aside_and_taken_up_again(desk: Desk) -> None:
    taken = desk.take_in("Omar Haddad", "415-555-0177")
    page = desk.page(taken.customer_id)
    aside = SetActive(**of(page, active=False, seen_version=page.version))
    with pytest.raises(NeedsConfirmation, match="1 open order") as caught:
        desk.leaving.set_active(desk.owner, aside)
    confirmed = replace(aside, confirmed=(caught.value.key,))
    page = desk.leaving.set_active(desk.owner, confirmed)
    assert not page.active
    assert desk.suggested("omar") == desk.searched("omar") == []
    page = desk.leaving.set_active(
        desk.owner, SetActive(**of(page, active=True, seen_version=page.version))
    )
    assert (page.active, desk.suggested("omar")) == (True, [page.customer_id])
    with pytest.raises(Conflict):
        desk.leaving.set_active(
            desk.owner, SetActive(**of(page, active=True, seen_version=page.version - 1))
        )


def test_only_a_customer_with_nothing_is_deleted(desk: Desk) -> None:
    taken = desk.take_in("Omar Haddad", "415-555-0177")
    page = desk.page(taken.customer_id)
    with pytest.raises(Conflict, match=r"1 order .*Deactivate instead") as caught:
        desk.leaving.delete(desk.owner, DeleteCustomer(**of(page, seen_version=page.version)))
    assert caught.value.details["tickets"] == 1
    lone = desk.create("Lone Star", "415-555-0133")
    lone = desk.add_contact(lone.customer_id, "lone@example.com")
    command = DeleteCustomer(**of(lone, seen_version=lone.version))
    desk.leaving.delete(desk.owner, command)
    desk.leaving.delete(desk.owner, command)
    with pytest.raises(NotFound):
        desk.page(lone.customer_id)
    assert desk.suggested("lone") == []
    assert desk.strays() == ()


def test_consents_keep_a_customer_from_being_deleted(desk: Desk) -> None:
    page = desk.create("Lone Star", "415-555-0133")
    desk.pages.set_consent(desk.owner, SetConsent(**of(page, channel=Channel.SMS, granted=True)))
    with pytest.raises(Conflict, match="consents"):
        desk.leaving.delete(desk.owner, DeleteCustomer(**of(page, seen_version=page.version)))


def test_a_sweep_writes_the_file_anew(desk: Desk) -> None:
    page = desk.create("Lone Star", "415-555-0133")
    with desk.shop.database.writing() as uow:
        uow.execute(update(m.customer).values(flag="Marigold"))
        uow.execute(update(m.customer).values(flag=""))
    assert desk.leaving.sweep(desk.owner)
    assert traces(desk.shop.database, "Marigold") == []
    assert desk.page(page.customer_id).name == "Lone Star"


def test_who_may_what(desk: Desk) -> None:
    page = desk.create("Lone Star", "415-555-0133")
    lena = desk.shop.person("Lena Park", "front_desk")
    marco = desk.shop.person("Marco Rossi", "technician")
    command = SetActive(**of(page, active=False, seen_version=page.version))
    with pytest.raises(PermissionDenied):
        desk.leaving.set_active(marco, command)
    assert not desk.leaving.set_active(lena, command).active
    for act in (
        lambda: desk.leaving.erase(lena, erase(desk.page(page.customer_id))),
        lambda: desk.leaving.export_person(lena, ExportPerson(**of(page))),
        lambda: desk.leaving.sweep(lena),
    ):
        with pytest.raises(PermissionDenied):
            act()
