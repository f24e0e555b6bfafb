"""Where a device lies, and the orders that stand beside one."""

from __future__ import annotations

import pytest

from services.actor import new_operation_id
from services.errors import NeedsConfirmation
from services.printing.dto import DocumentKind
from services.printing.render import PaperFormat
from services.printing.service import PrintingService
from services.tickets.dto import CustomerEntry, HandOverCommand, LinkKind, TicketDetail
from services.types import HistoryKind
from tests.support.editing import edit, last_changes, seen
from tests.support.shops import SmallShop, device, intake_command


def hand_over(shop: SmallShop, order: TicketDetail) -> None:
    shop.move_through(order.ticket_id, "in_progress", "completed", "ready_pickup")
    command = HandOverCommand(
        operation_id=new_operation_id(),
        ticket_id=order.ticket_id,
        confirmed=frozenset({"balance-due"}),
    )
    shop.tickets.hand_over(shop.owner, command)


def other_order(shop: SmallShop, serial: str) -> TicketDetail:
    return shop.take_in(
        customer=CustomerEntry(name="Omar Beck", phone="415-555-0199"),
        devices=(device(serial=serial),),
    )


def test_a_device_is_put_on_a_shelf_and_who_did_it_is_told(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Reyes", "front_desk")
    order = small_shop.take_in()
    edit(small_shop, order, actor=ana, slot="  A  3 ")
    after = seen(small_shop, order)

    assert after.slot == "A 3"
    (change,) = last_changes(after)
    assert (change.old, change.new, after.history[0].person) == ("", "A 3", "Ana Reyes")
    (use,) = small_shop.editing.slots(ana)
    assert (use.slot, use.number, use.device_title) == ("A 3", order.number, "Radio")


def test_a_slot_in_use_is_asked_about_once(small_shop: SmallShop) -> None:
    first, second = small_shop.take_in(), other_order(small_shop, "SN-2")
    edit(small_shop, first, slot="A3")
    with pytest.raises(NeedsConfirmation) as asked:
        edit(small_shop, second, slot="a 3")
    edit(small_shop, second, slot="a 3", confirmed={"slot-in-use"})
    # What lies there already is not asked about again.
    edit(small_shop, first, slot="A3", priority="urgent")

    assert asked.value.key == "slot-in-use"
    assert asked.value.details["number"] == first.number
    assert [use.number for use in small_shop.editing.slots(small_shop.owner)] == [
        first.number,
        second.number,
    ]


def test_a_handed_over_device_leaves_its_slot(small_shop: SmallShop) -> None:
    first, second = small_shop.take_in(), other_order(small_shop, "SN-2")
    edit(small_shop, first, slot="A3")
    hand_over(small_shop, first)
    edit(small_shop, second, slot="A3")

    assert seen(small_shop, first).slot == ""
    assert [use.number for use in small_shop.editing.slots(small_shop.owner)] == [second.number]


def test_a_cancelled_device_lies_somewhere_until_it_is_handed_back(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    small_shop.move(order.ticket_id, "cancelled", note="No")
    edit(small_shop, order, slot="Back room")
    command = HandOverCommand(operation_id=new_operation_id(), ticket_id=order.ticket_id)
    small_shop.tickets.hand_back(small_shop.owner, command)
    after = seen(small_shop, order)
    assert (after.slot, after.history[0].kind) == ("", HistoryKind.HANDED_BACK)


def test_a_technician_is_not_told_what_lies_beyond_their_orders(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    theirs = small_shop.take_in(devices=(device(technician_id=small_shop.owner.person_id),))
    edit(small_shop, theirs, slot="A3")
    (use,) = small_shop.editing.slots(marco)
    assert (use.slot, use.ticket_id, use.number, use.device_title) == ("A3", None, "", "")


def test_the_bench_label_names_the_slot(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    edit(small_shop, order, slot="A3")
    printing = PrintingService(small_shop.gate, small_shop.reference)
    paper = printing.render(
        small_shop.owner,
        ticket_id=order.ticket_id,
        document=DocumentKind.BENCH_LABEL,
        paper_format=PaperFormat.TEXT,
    )
    assert "A3" in paper.decode()


def test_orders_of_a_visit_and_of_a_device_stand_beside_each_other(small_shop: SmallShop) -> None:
    taken = small_shop.intake.take_in(
        small_shop.owner,
        intake_command(devices=(device(serial="SN-1"), device(title="Lamp", serial="SN-2"))),
    )
    first = small_shop.tickets.detail(small_shop.owner, ticket_id=taken.tickets[0].ticket_id)
    again = small_shop.take_in(devices=(device(serial="SN-1"),))
    linked = seen(small_shop, first).linked

    assert [(each.kind, each.number) for each in linked] == [
        (LinkKind.SAME_VISIT, taken.tickets[1].number),
        (LinkKind.SAME_DEVICE, again.number),
    ]
    assert seen(small_shop, first).visit_numbers == tuple(t.number for t in taken.tickets)


def test_a_comeback_and_its_first_order_lead_to_each_other(small_shop: SmallShop) -> None:
    first = small_shop.take_in()
    hand_over(small_shop, first)
    back = small_shop.take_in(devices=(device(comeback_of_id=first.ticket_id),))

    assert [each.kind for each in seen(small_shop, back).linked] == [LinkKind.COMEBACK_OF]
    assert [(e.kind, e.number) for e in seen(small_shop, first).linked] == [
        (LinkKind.COMEBACK, back.number)
    ]


def test_linked_orders_stay_within_the_scope(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    small_shop.take_in(devices=(device(technician_id=small_shop.owner.person_id),))
    mine = small_shop.take_in(devices=(device(technician_id=marco.person_id),))
    assert seen(small_shop, mine, actor=marco).linked == ()
    assert len(seen(small_shop, mine).linked) == 1
