"""A person who is erased takes their photos along: rows, names and files."""

from __future__ import annotations

from services.actor import new_operation_id
from services.customers.dto import ErasePerson, ExportPerson
from services.customers.leaving import CustomerLeavingService
from services.customers.pages import CustomerPageService
from services.tickets.dto import CustomerEntry, HandOverCommand, TicketDetail
from tests.integration.customers.traces import traces
from tests.support.attached import Drawer
from tests.support.pictures import photo


def leaving(drawer: Drawer) -> CustomerLeavingService:
    shop = drawer.shop
    return CustomerLeavingService(
        shop.gate, shop.reference, database=shop.database, forget_drafts=lambda _ids, _texts: 0
    )


def finished_order(drawer: Drawer, *, name: str, phone: str) -> TicketDetail:
    """Take a device in and hand it back, so that nothing is open."""
    order = drawer.shop.take_in(customer=CustomerEntry(name=name, phone=phone))
    drawer.shop.move(order.ticket_id, "cancelled", note="Not wanted")
    return order


def hand_back(drawer: Drawer, order: TicketDetail) -> None:
    drawer.shop.tickets.hand_back(
        drawer.shop.owner,
        HandOverCommand(operation_id=new_operation_id(), ticket_id=order.ticket_id),
    )


def erase(drawer: Drawer, order: TicketDetail) -> None:
    shop = drawer.shop
    pages = CustomerPageService(shop.gate, shop.reference)
    page = pages.page(shop.owner, customer_id=order.customer_id)
    command = ErasePerson(
        operation_id=new_operation_id(),
        customer_id=page.customer_id,
        seen_version=page.version,
        reason="Asked in writing",
    )
    leaving(drawer).erase(shop.owner, command)


def test_erasing_leaves_no_row_no_name_and_no_file(drawer: Drawer) -> None:
    hers = finished_order(drawer, name="Zelda Quimby", phone="415-555-0199")
    other = drawer.shop.take_in()
    drawer.add(hers.ticket_id, photo(colour=(1, 1, 1)), name="Quimby front.jpg")
    gone = drawer.add(hers.ticket_id, photo(colour=(2, 2, 2)), name="Quimby back.jpg")
    drawer.remove(gone.attachment_id)
    shared = photo(colour=(4, 4, 4))
    drawer.add(hers.ticket_id, shared)
    kept = [drawer.add(other.ticket_id, each) for each in (photo(colour=(3, 3, 3)), shared)]
    hand_back(drawer, hers)
    erase(drawer, hers)
    assert drawer.list(hers.ticket_id) == ()
    assert drawer.rows(f"SELECT id FROM attachment WHERE ticket_id = {hers.ticket_id}") == []
    assert traces(drawer.shop.database, "quimby") == []
    assert drawer.run_jobs() == 2, "the removal's own job finds nothing left"
    assert set(drawer.files()) == {each.sha256 for each in kept}


def test_the_export_of_a_person_names_their_photos(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    drawer.add(order.ticket_id, photo(), name="Front.jpg")
    command = ExportPerson(operation_id=new_operation_id(), customer_id=order.customer_id)
    written = leaving(drawer).export_person(drawer.shop.owner, command).content
    assert '"name": "Front.jpg"' in written
