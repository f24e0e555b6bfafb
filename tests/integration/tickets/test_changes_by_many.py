"""Orders changed by several at once, corrected, or seen by those who may not change them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from data.engine import open_database
from data.values import TicketStatus
from services.actor import new_operation_id
from services.errors import (
    Conflict,
    Invalid,
    InvalidTransition,
    MendpointError,
    PermissionDenied,
)
from services.printing.dto import DocumentKind
from services.printing.render import PaperFormat
from services.printing.service import PrintingService
from services.tickets.dto import (
    AssignCommand,
    CorrectCommand,
    CustomerEntry,
    HandOverCommand,
    LineEntry,
    NoteCommand,
    UndoCommand,
)
from tests.support.shops import SmallShop, device, open_shop

S = TicketStatus


def undo(shop: SmallShop, ticket_id: int, history_id: int, actor: Any = None) -> Any:
    command = UndoCommand(
        operation_id=new_operation_id(), ticket_id=ticket_id, history_id=history_id
    )
    return shop.tickets.undo(actor or shop.owner, command)


def free_device() -> dict[str, Any]:
    return {"devices": (device(lines=(LineEntry(title="Look at it", price_minor=0),)),)}


def both(*acts: Callable[[], Any]) -> list[Any]:
    """Carry acts out at once and return what each gave or raised."""
    results: list[Any] = []
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results.append(act())
        except MendpointError as error:
            results.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_moves_at_once_one_is_a_conflict(small_shop: SmallShop) -> None:
    for _ in range(5):
        ticket = small_shop.take_in()
        results = both(
            *(
                partial(small_shop.move, ticket.ticket_id, to, seen_version=ticket.version)
                for to in ("diagnosing", "in_progress")
            )
        )
        lost = [result for result in results if isinstance(result, Conflict)]
        assert len(lost) == 1, results
        assert lost[0].details["status"] in ("diagnosing", "in_progress")


def test_notes_written_at_once_are_all_kept(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    commands = [
        NoteCommand(operation_id=new_operation_id(), ticket_id=ticket.ticket_id, text=f"Note {n}")
        for n in range(6)
    ]
    results = both(*(partial(small_shop.tickets.note, small_shop.owner, c) for c in commands))
    assert not [result for result in results if isinstance(result, MendpointError)]
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert {row.note for row in after.history if row.note} == {f"Note {n}" for n in range(6)}


def test_a_technician_who_starts_an_unassigned_order_takes_it_on(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    marco = small_shop.person("Marco Rossi", "technician")
    moved = small_shop.move(ticket.ticket_id, "diagnosing", actor=marco)
    after = small_shop.tickets.detail(marco, ticket_id=ticket.ticket_id)
    assert after.technician_id == marco.person_id
    undo(small_shop, ticket.ticket_id, moved.history_id, actor=marco)
    assert small_shop.tickets.detail(marco, ticket_id=ticket.ticket_id).technician_id is None


def test_cancelling_with_a_managers_pin_is_not_cancelling_at_once(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Reyes", "front_desk")
    ticket = small_shop.take_in()
    with small_shop.database.writing() as uow:
        uow.connection.execute(
            text("UPDATE role_grant SET mode = 'with_pin' WHERE permission = 'tickets:cancel'")
        )
        uow.connection.execute(text("UPDATE shop SET rights_version = rights_version + 1"))
    with pytest.raises(PermissionDenied):
        small_shop.move(ticket.ticket_id, "cancelled", actor=ana, note="No")


def test_an_operation_id_of_another_kind_of_act_is_a_conflict(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in(**free_device())
    small_shop.move_through(ticket.ticket_id, "in_progress", "completed", "ready_pickup")
    command = HandOverCommand(operation_id=new_operation_id(), ticket_id=ticket.ticket_id)
    small_shop.tickets.hand_over(small_shop.owner, command)
    with pytest.raises(Conflict):
        small_shop.tickets.hand_back(small_shop.owner, command)


def correct(shop: SmallShop, ticket_id: int, **what: Any) -> Any:
    command = CorrectCommand(
        operation_id=new_operation_id(), ticket_id=ticket_id, reason="Wrong", **what
    )
    return shop.tickets.correct(shop.owner, command)


def test_a_corrected_customer_stands_on_the_paper_and_owns_the_device(
    small_shop: SmallShop,
) -> None:
    first = small_shop.take_in()
    other = small_shop.take_in(customer=CustomerEntry(name="Sam Okafor", phone="415-555-0151"))
    correct(small_shop, first.ticket_id, customer_id=other.customer_id)
    printing = PrintingService(small_shop.gate, small_shop.reference)
    paper = printing.render(
        small_shop.owner,
        ticket_id=first.ticket_id,
        document=DocumentKind.CLAIM_TICKET,
        paper_format=PaperFormat.TEXT,
    )
    assert "Sam Okafor" in paper.decode()
    assert "Dana Whitfield" not in paper.decode()


def test_a_customer_is_not_corrected_under_a_shared_claim_ticket(small_shop: SmallShop) -> None:
    first = small_shop.take_in(devices=(device(), device(title="Tablet")))
    other = small_shop.take_in(customer=CustomerEntry(name="Sam Okafor", phone="415-555-0151"))
    with pytest.raises(Invalid) as refused:
        correct(small_shop, first.ticket_id, customer_id=other.customer_id)
    assert refused.value.field == "customer_id"


def test_correcting_one_order_leaves_the_devices_other_orders_alone(
    small_shop: SmallShop,
) -> None:
    first = small_shop.take_in()
    with small_shop.database.reading() as uow:
        device_id = uow.connection.execute(text("SELECT device_id FROM ticket")).scalar_one()
    again = small_shop.take_in(devices=(device(device_id=device_id),))
    correct(small_shop, again.ticket_id, serial="SN-2")
    seen = [
        small_shop.tickets.detail(small_shop.owner, ticket_id=each.ticket_id).serial
        for each in (first, again)
    ]
    assert seen == ["SN-1", "SN-2"]


def test_a_device_handed_back_and_corrected_is_in_the_shop_again(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    small_shop.move(ticket.ticket_id, "cancelled", note="Too dear")
    small_shop.tickets.hand_back(
        small_shop.owner,
        HandOverCommand(operation_id=new_operation_id(), ticket_id=ticket.ticket_id),
    )
    correct(small_shop, ticket.ticket_id, status=S.DIAGNOSING)
    small_shop.move(ticket.ticket_id, "cancelled", note="Really")
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.to_hand_back
    assert after.collection is None


def test_a_clock_set_back_gives_no_more_time_to_undo(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    moved = small_shop.move(ticket.ticket_id, "diagnosing")
    small_shop.clock.pass_by(hours=-1)
    with pytest.raises(InvalidTransition):
        undo(small_shop, ticket.ticket_id, moved.history_id)


def test_a_closed_order_is_given_to_nobody(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    ticket = small_shop.take_in()
    small_shop.move(ticket.ticket_id, "cancelled", note="No")
    command = AssignCommand(
        operation_id=new_operation_id(),
        ticket_id=ticket.ticket_id,
        technician_id=marco.person_id,
    )
    with pytest.raises(InvalidTransition):
        small_shop.tickets.assign(small_shop.owner, command)


def test_a_dropped_line_is_replaced_before_anybody_notices(postgres_url: str) -> None:
    database = open_database(postgres_url)
    shop = open_shop(database)
    ticket = shop.take_in()
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert shop.tickets.detail(shop.owner, ticket_id=ticket.ticket_id).number == ticket.number
    assert shop.move(ticket.ticket_id, "diagnosing").status is S.DIAGNOSING
    database.close()
