"""Taking in: what is stored, what is refused, and what a repeat or a race makes of it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import event, text

from data.values import PartGrade
from services.actor import new_operation_id
from services.errors import Conflict, Invalid, NeedsConfirmation, PermissionDenied
from services.tickets.dto import CustomerEntry, IntakeResult, LineEntry
from tests.support.shops import GOOD_IMEI, SmallShop, device, intake_command
from tests.support.statement_doors import meeting_at

TABLES = ("customer", "visit", "ticket", "ticket_line", "ticket_history", "audit", "change", "job")


def stored(shop: SmallShop, table: str) -> int:
    with shop.database.reading() as uow:
        return int(uow.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_everything_of_a_visit_is_stored_in_one_commit(small_shop: SmallShop) -> None:
    before = {table: stored(small_shop, table) for table in TABLES}
    result = small_shop.intake.take_in(
        small_shop.owner,
        intake_command(devices=(device(deposit_agreed_minor=5_000), device(title="Tablet"))),
    )
    grown = {table: stored(small_shop, table) - before[table] for table in TABLES}
    assert [taken.number for taken in result.tickets] == ["R26-000001-R", "R26-000002-P"]
    assert grown == {
        "customer": 1,
        "visit": 1,
        "ticket": 2,
        "ticket_line": 2,
        "ticket_history": 2,
        "audit": 3,
        "change": 3,
        "job": 1,
    }
    detail = small_shop.tickets.detail(small_shop.owner, ticket_id=result.tickets[0].ticket_id)
    assert (detail.subtotal_minor, detail.tax_minor, detail.total_minor) == (27_900, 2_302, 30_202)
    assert detail.deposit_agreed_minor == 5_000
    assert detail.balance_minor == detail.total_minor
    assert detail.visit_numbers == ("R26-000001-R", "R26-000002-P")


def test_a_repeat_returns_the_first_result(small_shop: SmallShop) -> None:
    command = intake_command()
    first = small_shop.intake.take_in(small_shop.owner, command)
    again = small_shop.intake.take_in(small_shop.owner, command)
    assert again.replayed
    assert again.tickets == first.tickets
    assert stored(small_shop, "ticket") == 1


def test_the_same_operation_with_other_content_is_a_conflict(small_shop: SmallShop) -> None:
    command = intake_command()
    small_shop.intake.take_in(small_shop.owner, command)
    other = intake_command(operation_id=command.operation_id, devices=(device(title="Other"),))
    with pytest.raises(Conflict):
        small_shop.intake.take_in(small_shop.owner, other)


def test_a_returning_customer_is_recognised_by_contact_and_name(small_shop: SmallShop) -> None:
    first = small_shop.intake.take_in(small_shop.owner, intake_command())
    again = small_shop.intake.take_in(
        small_shop.owner,
        intake_command(customer=CustomerEntry(name="DANA  whitfield", phone="(415) 555 0142")),
    )
    assert not again.customer_created
    assert again.customer_id == first.customer_id


@pytest.mark.parametrize(
    ("name", "phone"),
    [("Lena Ortiz", "415-555-0142"), ("Dana Whitfield", "415-555-0199"), ("Lena Ortiz", "")],
)
def test_an_id_that_means_somebody_else_is_refused(
    small_shop: SmallShop, name: str, phone: str
) -> None:
    first = small_shop.take_in()
    meant = CustomerEntry(customer_id=first.customer_id, name=name, phone=phone)
    with pytest.raises(Invalid, match="Choose the customer again") as refused:
        small_shop.intake.take_in(small_shop.owner, intake_command(customer=meant))
    assert refused.value.field == "customer.customer_id"
    assert stored(small_shop, "ticket") == 1
    same = CustomerEntry(
        customer_id=first.customer_id, name=first.customer_name, phone=first.customer_phone
    )
    assert small_shop.take_in(customer=same).customer_id == first.customer_id


def test_every_problem_is_named_at_its_field_and_nothing_is_stored(small_shop: SmallShop) -> None:
    with pytest.raises(Invalid) as refused:
        small_shop.intake.take_in(
            small_shop.owner,
            intake_command(
                customer=CustomerEntry(name=""),
                devices=(device(title="", imei="123", serial="", lines=(), words=""),),
            ),
        )
    fields = {problem.field for problem in refused.value.problems}
    assert fields >= {
        "customer.name",
        "customer.phone",
        "devices.0.title",
        "devices.0.imei",
        "devices.0.words",
    }
    assert stored(small_shop, "ticket") == 0
    assert stored(small_shop, "number_counter") == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"device_model_id": 999_999}, "devices.0.device_model_id"),
        ({"device_id": 999_999}, "devices.0.device_id"),
        ({"comeback_of_id": 999_999}, "devices.0.comeback_of_id"),
        ({"technician_id": 999_999}, "devices.0.technician_id"),
        ({"lines": (LineEntry(repair_type_id=999_999),)}, "devices.0.lines.0.repair_type_id"),
    ],
)
def test_unknown_ids_are_refused(small_shop: SmallShop, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        small_shop.intake.take_in(small_shop.owner, intake_command(devices=(device(**change),)))
    assert refused.value.field == field
    assert stored(small_shop, "ticket") == 0


def test_open_terms_ask_for_confirmation(small_shop: SmallShop) -> None:
    command = intake_command(terms_accepted=False)
    with pytest.raises(NeedsConfirmation) as asked:
        small_shop.intake.take_in(small_shop.owner, command)
    assert asked.value.key == "terms-open"
    confirmed = intake_command(
        operation_id=command.operation_id, terms_accepted=False, confirmed=frozenset({"terms-open"})
    )
    assert small_shop.intake.take_in(small_shop.owner, confirmed).tickets


def test_a_viewer_may_not_take_in(small_shop: SmallShop) -> None:
    viewer = small_shop.person("Vera Only", "viewer")
    with pytest.raises(PermissionDenied):
        small_shop.intake.take_in(viewer, intake_command())


def test_an_unpriced_line_leaves_the_total_open(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in(
        devices=(
            device(
                lines=(LineEntry(title="Find the fault"), LineEntry(title="Clean", price_minor=900))
            ),
        )
    )
    assert ticket.total_is_open
    assert ticket.lines[0].price_minor is None
    assert ticket.subtotal_minor == 900


def test_hostile_text_is_stored_as_typed(small_shop: SmallShop) -> None:
    name = "\x1b@Zoë <b>李小龙</b> \u202eمحمد 👩‍🔧 " + "x" * 150
    words = "💧" + "long words " * 900
    ticket = small_shop.take_in(
        customer=CustomerEntry(name=name, phone="415-555-0199"), devices=(device(words=words),)
    )
    assert ticket.customer_name == name.strip()
    assert ticket.words == words


def test_an_intake_takes_at_most_four_round_trips(postgres_url: str) -> None:
    from data.engine import open_database
    from tests.support.shops import open_shop

    database = open_database(postgres_url)
    shop = open_shop(database)
    shop.person("Marco Rossi", "technician")
    shop.take_in()
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(database._writer, "before_cursor_execute", note)
    book_priced = tuple(
        LineEntry(repair_type_id=key, grade=PartGrade.ORIGINAL) for key in (1, 2, 3)
    )
    shop.intake.take_in(
        shop.owner,
        intake_command(
            customer=CustomerEntry(name="New Person", phone="415-555-0143", sms_consent=True),
            devices=(device(imei=GOOD_IMEI, lines=book_priced), device(title="Tablet")),
        ),
    )
    database.close()
    assert 1 <= len(statements) <= 4, statements


def test_intakes_at_once_get_numbers_without_gap_or_twin(small_shop: SmallShop) -> None:
    numbers: list[str] = []
    problems: list[Exception] = []
    lock = threading.Lock()

    def take_some() -> None:
        for _ in range(5):
            try:
                taken = small_shop.intake.take_in(small_shop.owner, intake_command())
            except Exception as error:  # noqa: BLE001 - asserted below
                problems.append(error)
                return
            with lock:
                numbers.extend(each.number for each in taken.tickets)

    threads = [threading.Thread(target=take_some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(number[4:10] for number in numbers) == [f"{n:06d}" for n in range(1, 21)]
    assert stored(small_shop, "customer") == 1


def test_one_new_customer_taken_in_at_two_tills_at_once_is_one_customer(
    small_shop: SmallShop,
) -> None:
    results: list[IntakeResult] = []

    def take_one(title: str) -> None:
        command = intake_command(devices=(device(title=title),))
        results.append(small_shop.intake.take_in(small_shop.owner, command))

    threads = [threading.Thread(target=take_one, args=(title,)) for title in ("Radio", "Clock")]
    # Both ask for the customer before either has one to show.
    with meeting_at(small_shop.database, "INTO number_counter"):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    with small_shop.database.reading() as uow:
        owners = [row[0] for row in uow.rows(text("SELECT customer_id FROM ticket"))]
        visits = [row[0] for row in uow.rows(text("SELECT customer_id FROM visit"))]
        (customer_id,) = (row[0] for row in uow.rows(text("SELECT id FROM customer")))
    assert owners == visits == [customer_id] * 2
    assert [taken.customer_id for taken in results] == [customer_id] * 2
    assert sorted(taken.customer_created for taken in results) == [False, True]
    assert sorted(taken.tickets[0].number[:10] for taken in results) == ["R26-000001", "R26-000002"]
    detail = small_shop.tickets.detail(small_shop.owner, ticket_id=results[0].tickets[0].ticket_id)
    assert (detail.customer_name, detail.visit_numbers) == ("Dana Whitfield", (detail.number,))


def test_the_same_operation_sent_at_once_is_carried_out_once(small_shop: SmallShop) -> None:
    command = intake_command()
    results: list[tuple[str, ...]] = []
    barrier = threading.Barrier(4)

    def send() -> None:
        barrier.wait()
        taken = small_shop.intake.take_in(small_shop.owner, command)
        results.append(tuple(each.number for each in taken.tickets))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [("R26-000001-R",)] * 4
    assert stored(small_shop, "ticket") == 1


def test_a_new_order_goes_to_the_present_technician_with_fewest_orders(
    small_shop: SmallShop,
) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    jules = small_shop.person("Jules Lind", "technician")
    by = [small_shop.take_in().technician_id for _ in range(4)]
    assert by == [marco.person_id, jules.person_id, marco.person_id, jules.person_id]


def test_changes_are_told_after_the_commit(small_shop: SmallShop) -> None:
    small_shop.told.clear()
    ticket = small_shop.take_in()
    assert {(change.entity.value, change.entity_id) for change in small_shop.told} == {
        ("ticket", ticket.ticket_id),
        ("customer", ticket.customer_id),
    }


def test_text_no_database_can_keep_is_refused_at_its_place(small_shop: SmallShop) -> None:
    command = intake_command(devices=(device(words="a\x00b"),))
    with pytest.raises(Invalid) as refused:
        small_shop.intake.take_in(small_shop.owner, command)
    assert refused.value.field == "devices.0.words"
    assert stored(small_shop, "ticket") == 0


def test_an_operation_id_is_needed() -> None:
    with pytest.raises(ValueError, match="operation_id"):
        intake_command(operation_id="")
    assert len(new_operation_id()) == 32
