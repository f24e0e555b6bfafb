"""Two customers become one, in one transaction, and are parted again within a day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from data import models as m
from data.values import Channel
from services.actor import new_operation_id
from services.changes import Change, Entity
from services.customers.dto import (
    AddCustomerNote,
    Differing,
    MergeResult,
    SaveAddress,
    SetConsent,
    UndoMerge,
)
from services.errors import Conflict, Invalid, NotFound, PermissionDenied
from services.tickets.dto import CustomerEntry
from tests.integration.customers.desk import Desk
from tests.integration.diagnostics.test_diagnostics import damage, diagnostics
from tests.support.shops import GOOD_IMEI, device

Pair = tuple[int, int]


@pytest.fixture
def pair(desk: Desk) -> Pair:
    """Give two customers who are one: the second with an order, an address, a note, a consent."""
    kept = desk.take_in("Dana Whitfield", "415-555-0142", "dana@example.com").customer_id
    entry = CustomerEntry(name="Dana Whitfeild", phone="415-555-0177", sms_consent=True)
    gone = desk.shop.take_in(
        customer=entry, devices=(device(title="Camera", imei=GOOD_IMEI, serial=""),)
    ).customer_id
    own: dict[str, Any] = {"customer_id": gone}
    page = desk.add_contact(gone, "510-555-0187")
    address = SaveAddress(
        operation_id=new_operation_id(), street="1 Main", seen_version=page.version, **own
    )
    desk.pages.save_address(desk.owner, address)
    note = AddCustomerNote(operation_id=new_operation_id(), text="Rings twice.", **own)
    desk.pages.add_note(desk.owner, note)
    return kept, gone


def undo(desk: Desk, result: MergeResult) -> MergeResult:
    command = UndoMerge(operation_id=new_operation_id(), merge_id=result.merge_id)
    return desk.merging.undo(desk.owner, command)


def whole(desk: Desk, customer_id: int) -> Any:
    """Return a customer with the orders, as far as a merge and its undo may not change them."""
    page = replace(desk.page(customer_id), version=0)
    return page, desk.pages.orders(desk.owner, customer_id=customer_id)


def test_the_preview_says_what_moves_and_what_differs(desk: Desk, pair: Pair) -> None:
    preview = desk.merging.preview(desk.owner, kept_id=pair[0], gone_id=pair[1])
    assert (preview.tickets, preview.visits, preview.devices) == (1, 1, 1)
    assert (preview.contacts, preview.addresses, preview.notes, preview.consents) == (2, 1, 1, 1)
    assert {each.field: (each.kept, each.gone) for each in preview.differences} == {
        Differing.NAME: ("Dana Whitfield", "Dana Whitfeild"),
        Differing.PHONE: ("415-555-0142", "415-555-0177"),
        Differing.EMAIL: ("dana@example.com", ""),
        Differing.SMS_CONSENT: ("", "yes"),
    }
    with pytest.raises(Invalid):
        desk.merging.preview(desk.owner, kept_id=pair[0], gone_id=pair[0])
    with pytest.raises(NotFound):
        desk.merging.preview(desk.owner, kept_id=pair[0], gone_id=999)


def test_everything_moves_and_the_old_one_leads_to_the_new(desk: Desk, pair: Pair) -> None:
    kept, gone = pair
    result = desk.merge(kept, gone)
    counts = (result.tickets, result.visits, result.devices, result.addresses, result.notes)
    assert counts == (1, 1, 1, 1, 1)
    page = desk.page(gone)
    assert (page.customer_id, page.asked_for) == (kept, gone)
    assert (page.tickets, len(page.devices), len(page.addresses), len(page.notes)) == (2, 2, 1, 1)
    assert [each.value for each in page.contacts] == [
        "415-555-0142",
        "dana@example.com",
        "510-555-0187",
        "415-555-0177",
    ]
    assert (page.sms_consent, len(page.consents)) == (True, 1)
    assert page.undoable_merge_id == result.merge_id
    for text in ("whitfeild", "dana whitfeild", "415 555 0177", "0177", "0187", "whitfield"):
        assert desk.suggested(text) == desk.searched(text) == [kept]
    assert desk.strays() == ()
    assert desk.customers.card(desk.owner, customer_id=gone).customer.customer_id == kept
    told = {change.entity_id for change in desk.shop.told if change.entity is Entity.CUSTOMER}
    assert {kept, gone} <= told


def test_what_is_taken_in_for_the_old_one_is_the_new_ones(desk: Desk, pair: Pair) -> None:
    kept, gone = pair
    desk.merge(kept, gone)
    by_contact = desk.take_in("Dana Whitfeild", "(415) 555-0177")
    by_id = desk.shop.take_in(customer=CustomerEntry(customer_id=gone))
    assert by_contact.customer_id == by_id.customer_id == kept
    again = desk.shop.take_in(
        customer=CustomerEntry(customer_id=gone),
        devices=(device(title="Camera", imei=GOOD_IMEI, serial=""),),
    )
    assert len(desk.page(kept).devices) == 2
    assert again.customer_id == kept


def test_undo_gives_back_exactly_what_moved(desk: Desk, pair: Pair) -> None:
    kept, gone = pair
    before = whole(desk, kept), whole(desk, gone)
    result = desk.merge(kept, gone)
    back = undo(desk, result)
    assert (back.tickets, back.devices, back.notes) == (1, 1, 1)
    assert (whole(desk, kept), whole(desk, gone)) == before
    assert desk.suggested("whitfeild") == desk.searched("0177") == [gone]
    assert desk.suggested("whitfield") == [kept]
    assert desk.strays() == ()
    assert desk.take_in("Dana Whitfeild", "415-555-0177").customer_id == gone


def test_undo_leaves_what_came_later(desk: Desk, pair: Pair) -> None:
    kept, gone = pair
    result = desk.merge(kept, gone)
    camera = device(title="Camera", imei=GOOD_IMEI, serial="")
    later = desk.shop.take_in(customer=CustomerEntry(customer_id=kept), devices=(camera,))
    desk.add_contact(kept, "later@example.com")
    desk.pages.set_consent(
        desk.owner,
        SetConsent(
            operation_id=new_operation_id(), customer_id=kept, channel=Channel.SMS, granted=False
        ),
    )
    undo(desk, result)
    page, other = desk.page(kept), desk.page(gone)
    orders = desk.pages.orders(desk.owner, customer_id=kept)
    assert orders.rows[0].number == later.number
    assert [each.value for each in page.contacts][-1] == "later@example.com"
    assert (page.tickets, other.tickets) == (2, 1)
    assert (page.sms_consent, other.sms_consent) == (False, True)
    # The device went back; the order that came later has one of its own.
    assert [each.title for each in other.devices] == ["Camera"]
    assert {each.title for each in page.devices} == {"Camera", "Radio"}
    with desk.shop.database.reading() as uow:
        device_of = m.ticket.join(m.device, m.device.c.id == m.ticket.c.device_id)
        owners = uow.rows(
            select(m.ticket.c.customer_id, m.device.c.customer_id).select_from(device_of)
        )
    assert all(row[0] == row[1] for row in owners)


def test_a_chain_of_merges_leads_to_the_last_and_is_undone_from_the_end(
    desk: Desk, pair: Pair
) -> None:
    kept, gone = pair
    last = desk.create("Dana W.", "415-555-0199").customer_id
    first = desk.merge(kept, gone)
    second = desk.merge(last, kept)
    assert desk.page(gone).customer_id == desk.page(kept).customer_id == last
    assert desk.suggested("whitfeild") == [last]
    with pytest.raises(Conflict):
        undo(desk, first)
    undo(desk, second)
    assert desk.page(gone).customer_id == kept
    assert desk.suggested("whitfeild") == [kept]
    undo(desk, first)
    assert desk.page(gone).customer_id == gone
    assert desk.strays() == ()


def test_a_change_meanwhile_is_a_conflict_with_both_versions(desk: Desk, pair: Pair) -> None:
    kept, gone = pair
    command = desk.merge_command(kept, gone)
    saved = desk.save(desk.page(gone), name="Dana W. Feild")
    with pytest.raises(Conflict, match="changed Dana W") as caught:
        desk.merging.merge(desk.owner, command)
    assert caught.value.details == {
        "kept_version": command.kept_version,
        "gone_version": saved.version,
    }


def test_who_became_another_one_is_not_changed(desk: Desk, pair: Pair) -> None:
    kept, gone = pair
    seen = desk.page(gone)
    desk.merge(kept, gone)
    with pytest.raises(Conflict) as caught:
        desk.save(seen, name="Too late")
    assert caught.value.details["merged_into"] == kept
    other = desk.create("Omar Haddad", "415-555-0111").customer_id
    command = replace(desk.merge_command(kept, other), gone_id=gone)
    with pytest.raises(Conflict):
        desk.merging.merge(desk.owner, command)


def test_the_kept_one_may_take_the_old_ones_name_and_contact(desk: Desk, pair: Pair) -> None:
    kept, gone = pair
    result = desk.merge(kept, gone)
    desk.save(desk.page(kept), name="Dana Whitfeild", phone="415-555-0177")
    with pytest.raises(Conflict, match="by now"):
        undo(desk, result)
    desk.save(desk.page(kept), name="Dana Whitfield", phone="415-555-0142")
    undo(desk, result)
    assert desk.take_in("Dana Whitfeild", "415-555-0177").customer_id == gone
    assert desk.strays() == ()


def test_the_day_ends(desk: Desk, pair: Pair) -> None:
    result = desk.merge(*pair)
    desk.shop.clock.pass_by(hours=24, seconds=1)
    assert desk.page(pair[0]).undoable_merge_id is None
    with pytest.raises(Conflict, match="24 hours"):
        undo(desk, result)


def test_repeats_merge_and_undo_once(desk: Desk, pair: Pair) -> None:
    command = desk.merge_command(*pair)
    first = desk.merging.merge(desk.owner, command)
    assert desk.merging.merge(desk.owner, command) == replace(first, replayed=True)
    back = UndoMerge(operation_id=new_operation_id(), merge_id=first.merge_id)
    undone = desk.merging.undo(desk.owner, back)
    assert desk.merging.undo(desk.owner, back) == replace(undone, replayed=True)
    with pytest.raises(Conflict):
        undo(desk, first)
    with pytest.raises(NotFound):
        undo(desk, replace(first, merge_id=999))


def test_the_audit_tells_of_both_without_their_values(desk: Desk, pair: Pair) -> None:
    result = desk.merge(*pair)
    audit = m.audit.c
    with desk.shop.database.reading() as uow:
        rows = list(
            uow.rows(
                select(audit.entity_id, audit.details)
                .where(audit.action == "customer.merged")
                .order_by(audit.id)
            )
        )
    assert [row.entity_id for row in rows] == list(pair)
    assert rows[0].details["gone_id"] == pair[1]
    assert rows[0].details["merge_id"] == result.merge_id
    assert "Dana" not in str(rows)


def test_an_inactive_one_is_taken_up_by_an_active_one(desk: Desk, pair: Pair) -> None:
    kept = desk.create("Dana Old", "415-555-0110")
    with desk.shop.database.writing() as uow:
        uow.execute(
            m.customer.update().where(m.customer.c.id == kept.customer_id).values(active=False)
        )
    result = desk.merge(kept.customer_id, pair[0])
    assert desk.page(kept.customer_id).active
    undo(desk, result)
    assert not desk.page(kept.customer_id).active
    assert desk.page(pair[0]).active


def test_verify_finds_what_a_merge_left_behind(desk: Desk, pair: Pair) -> None:
    desk.merge(*pair)
    doctor = diagnostics(desk.shop)
    assert doctor.verify(desk.owner).ok
    damage(desk.shop, f"UPDATE device SET customer_id = {pair[1]}")
    problems = doctor.verify(desk.owner).problems
    assert [problem.check for problem in problems] == ["merged_leftover"]


def test_a_technician_merges_nobody(desk: Desk, pair: Pair) -> None:
    marco = desk.shop.person("Marco Rossi", "technician")
    with pytest.raises(PermissionDenied):
        desk.merging.preview(marco, kept_id=pair[0], gone_id=pair[1])
    lena = desk.shop.person("Lena Park", "front_desk")
    assert desk.merging.preview(lena, kept_id=pair[0], gone_id=pair[1]).tickets == 1


def test_moved_orders_are_told(desk: Desk, pair: Pair) -> None:
    ticket = desk.pages.orders(desk.owner, customer_id=pair[1]).rows[0]
    desk.shop.told.clear()
    desk.merge(*pair)
    assert Change(entity=Entity.TICKET, entity_id=ticket.ticket_id) in desk.shop.told
