"""Reference data comes from memory: counted, told by `doctor`, and rarely read again."""

from __future__ import annotations

from pathlib import Path

from services.customers.service import CustomerService
from services.diagnostics.service import DiagnosticsService
from services.printing.dto import PrinterSettings, PrinterState, PrinterStatus
from services.search.service import SearchService
from services.settings.reference import CacheUse
from services.tickets.dto import CustomerEntry, QueueQuestion
from tests.integration.settings.test_settings import save_shop
from tests.support.shops import SmallShop, device

VISITS = 12
LEAST_RATE = 0.9


def an_ordinary_day(shop: SmallShop) -> None:
    """Let people sign on, customers come, repairs move along, and the owner change a setting."""
    staff = [shop.person(f"Person {letter}", "technician") for letter in "ABC"]
    for visit in range(VISITS):
        one_visit(shop, visit, technician_id=staff[visit % 3].person_id)
        if visit == VISITS // 2:
            shop.settings.save_shop(
                shop.owner, save_shop(shop.settings.shop(shop.owner), phone="415-555-0123")
            )


def one_visit(shop: SmallShop, visit: int, *, technician_id: int) -> None:
    """Type a customer's name, take the device in, look at the queue and move the order along."""
    customers = CustomerService(shop.gate, shop.reference)
    search = SearchService(shop.gate, shop.reference)
    name = f"Customer Number{visit}"
    for typed in range(2, 7):
        customers.suggest(shop.owner, text=name[:typed])
    order = shop.take_in(
        customer=CustomerEntry(name=name, phone=f"415-555-01{visit:02d}"),
        devices=(device(serial=f"SN-{visit}", technician_id=technician_id),),
    )
    shop.queue.ask(shop.owner, QueueQuestion())
    shop.queue.counts(shop.owner, QueueQuestion())
    shop.move_through(order.ticket_id, "diagnosing", "in_progress", "completed", "ready_pickup")
    search.find(shop.owner, text=order.number)


def test_an_ordinary_day_is_served_from_memory(small_shop: SmallShop) -> None:
    an_ordinary_day(small_shop)
    use = small_shop.reference.use

    assert use.asked > VISITS * 8
    assert LEAST_RATE < use.rate < 1


def test_a_change_is_read_once_and_then_kept(small_shop: SmallShop) -> None:
    search = SearchService(small_shop.gate, small_shop.reference)
    search.find(small_shop.owner, text="dana")
    before = small_shop.reference.use
    small_shop.person("Marco Rossi", "technician")
    for _time in range(3):
        search.find(small_shop.owner, text="dana")
    after = small_shop.reference.use

    read = (after.asked - after.hits) - (before.asked - before.hits)
    assert read == 1


def test_nothing_asked_is_nothing_missed() -> None:
    assert CacheUse(asked=0, hits=0).rate == 1
    assert CacheUse(asked=8, hits=6).rate == 0.75


def test_doctor_tells_how_much_came_from_memory(small_shop: SmallShop) -> None:
    def ready(_printer: PrinterSettings) -> PrinterStatus:
        return PrinterStatus(state=PrinterState.READY, message="")

    doctor = DiagnosticsService(
        small_shop.gate, small_shop.reference, home=Path("/nowhere/at/all"), printer_status=ready
    )
    doctor.doctor(small_shop.owner)
    report = doctor.doctor(small_shop.owner)
    use = small_shop.reference.use
    (told,) = [check.found for check in report.checks if check.name == "reference data"]

    assert told == f"{use.hits} of {use.asked} reads from memory ({use.rate:.0%}) since the start"
