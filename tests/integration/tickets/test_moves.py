"""Moving orders: the machine, undo, hand-over, and what the database itself refuses."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from data.errors import ConstraintViolation
from data.values import CollectedBy, HistoryKind, Outcome, TicketStatus
from services.actor import new_operation_id
from services.errors import (
    Conflict,
    Invalid,
    InvalidTransition,
    NeedsConfirmation,
    NotFound,
    PermissionDenied,
)
from services.tickets.dto import (
    AssignCommand,
    CorrectCommand,
    HandOverCommand,
    LineEntry,
    NoteCommand,
    UndoCommand,
)
from tests.support.shops import GOOD_IMEI, SmallShop, device

S = TicketStatus


def undo(shop: SmallShop, ticket_id: int, history_id: int, actor: Any = None) -> Any:
    command = UndoCommand(
        operation_id=new_operation_id(), ticket_id=ticket_id, history_id=history_id
    )
    return shop.tickets.undo(actor or shop.owner, command)


def hand_over(shop: SmallShop, ticket_id: int, **more: Any) -> Any:
    values = {"operation_id": new_operation_id(), "ticket_id": ticket_id, **more}
    return shop.tickets.hand_over(shop.owner, HandOverCommand(**values))


def free_device() -> dict[str, Any]:
    return {"devices": (device(lines=(LineEntry(title="Look at it", price_minor=0),)),)}


def test_a_move_writes_the_old_value_who_where_and_when(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    small_shop.move(ticket.ticket_id, "diagnosing", note="Smells burnt")
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    newest = after.history[0]
    assert (newest.old_status, newest.new_status) == (S.PENDING, S.DIAGNOSING)
    assert (newest.person, newest.till, newest.note) == ("Petra Alder", "Till 1", "Smells burnt")
    assert newest.at_utc == small_shop.clock.now()
    assert after.version == ticket.version + 1


@pytest.mark.parametrize("to", ["completed", "ready_pickup", "delivered", "pending"])
def test_an_illegal_move_is_refused_with_the_legal_ones(small_shop: SmallShop, to: str) -> None:
    ticket = small_shop.take_in()
    with pytest.raises(InvalidTransition) as refused:
        small_shop.move(ticket.ticket_id, to)
    assert refused.value.details["from"] == "pending"
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.status is S.PENDING
    assert after.version == ticket.version


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ticket SET status = 'delivered' WHERE id = :id",
        "UPDATE ticket SET status = 'in_progress' WHERE id = :id",
        "UPDATE ticket SET number = 'R26-999999-X' WHERE id = :id",
        "DELETE FROM ticket WHERE id = :id",
        "UPDATE ticket_history SET new_status = 'cancelled' WHERE ticket_id = :id",
        "DELETE FROM ticket_history WHERE ticket_id = :id",
        "DELETE FROM audit WHERE entity_id = :id",
        "UPDATE ticket SET total_minor = -1 WHERE id = :id",
    ],
)
def test_the_database_itself_refuses(small_shop: SmallShop, statement: str) -> None:
    ticket = small_shop.take_in()
    with pytest.raises(ConstraintViolation), small_shop.database.writing() as uow:
        uow.connection.execute(text(statement), {"id": ticket.ticket_id})
    assert small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id) == ticket


def test_a_reading_transaction_can_not_write(small_shop: SmallShop) -> None:
    from data.errors import StorageFailure, StorageFault

    with pytest.raises(StorageFailure) as refused, small_shop.database.reading() as uow:
        uow.connection.execute(text("UPDATE shop SET name = 'x'"))
    assert refused.value.fault is StorageFault.READ_ONLY


def test_cancelling_needs_a_reason(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    with pytest.raises(Invalid) as refused:
        small_shop.move(ticket.ticket_id, "cancelled")
    assert refused.value.field == "note"
    small_shop.move(ticket.ticket_id, "cancelled", note="Customer bought a new one")
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.outcome is Outcome.CANCELLED
    assert after.to_hand_back


def test_declined_is_the_outcome_after_awaiting_approval(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    small_shop.move_through(ticket.ticket_id, "diagnosing", "awaiting_approval", "completed")
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.outcome is Outcome.DECLINED


def test_a_move_can_be_taken_back_within_a_minute(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    moved = small_shop.move_through(ticket.ticket_id, "diagnosing", "completed")
    small_shop.clock.pass_by(seconds=59)
    undo(small_shop, ticket.ticket_id, moved.history_id)
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.status is S.DIAGNOSING
    assert after.outcome is None
    assert after.history[0].kind is HistoryKind.UNDONE
    assert after.history[0].undoes_id == moved.history_id


def test_undo_ends_after_a_minute(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    moved = small_shop.move(ticket.ticket_id, "diagnosing")
    small_shop.clock.pass_by(seconds=61)
    with pytest.raises(InvalidTransition):
        undo(small_shop, ticket.ticket_id, moved.history_id)


def test_only_who_made_the_move_takes_it_back(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Reyes", "front_desk")
    ticket = small_shop.take_in()
    moved = small_shop.move(ticket.ticket_id, "diagnosing")
    with pytest.raises(InvalidTransition):
        undo(small_shop, ticket.ticket_id, moved.history_id, actor=ana)


def test_a_move_that_others_built_on_is_not_taken_back(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    first = small_shop.move(ticket.ticket_id, "diagnosing")
    small_shop.move(ticket.ticket_id, "in_progress")
    with pytest.raises(Conflict):
        undo(small_shop, ticket.ticket_id, first.history_id)


def test_a_move_is_taken_back_once(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    moved = small_shop.move(ticket.ticket_id, "diagnosing")
    undo(small_shop, ticket.ticket_id, moved.history_id)
    with pytest.raises(Conflict):
        undo(small_shop, ticket.ticket_id, moved.history_id)


def test_the_second_of_two_sees_the_change_of_the_first(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    small_shop.move(ticket.ticket_id, "diagnosing", seen_version=ticket.version)
    with pytest.raises(Conflict) as lost:
        small_shop.move(ticket.ticket_id, "in_progress", seen_version=ticket.version)
    assert lost.value.details["status"] == "diagnosing"
    assert lost.value.details["changed_by_id"] == small_shop.owner.person_id


def test_handing_over_asks_while_a_balance_is_due(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    small_shop.move_through(ticket.ticket_id, "in_progress", "completed", "ready_pickup")
    with pytest.raises(NeedsConfirmation) as asked:
        hand_over(small_shop, ticket.ticket_id)
    assert asked.value.key == "balance-due"
    assert asked.value.details["balance_minor"] == 30_202
    hand_over(small_shop, ticket.ticket_id, confirmed=frozenset({"balance-due"}))
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.status is S.DELIVERED
    assert after.next_moves == ()


def test_a_deposit_agreed_reduces_no_balance(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in(devices=(device(deposit_agreed_minor=30_202),))
    assert ticket.balance_minor == ticket.total_minor == 30_202


def test_handing_over_records_who_collected(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in(**free_device())
    small_shop.move_through(ticket.ticket_id, "in_progress", "completed", "ready_pickup")
    with pytest.raises(Invalid) as refused:
        hand_over(small_shop, ticket.ticket_id, collected_by=CollectedBy.OTHER)
    assert refused.value.field == "collected_name"
    hand_over(
        small_shop, ticket.ticket_id, collected_by=CollectedBy.OTHER, collected_name="Sam Okafor"
    )
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.collection is not None
    assert (after.collection.by, after.collection.name) == (CollectedBy.OTHER, "Sam Okafor")
    with small_shop.database.reading() as uow:
        history = uow.connection.execute(
            text("SELECT details FROM ticket_history ORDER BY id DESC LIMIT 1")
        ).scalar_one()
    assert "Sam" not in str(history)


def test_delivered_is_never_undone(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in(**free_device())
    small_shop.move_through(ticket.ticket_id, "in_progress", "completed", "ready_pickup")
    handed = hand_over(small_shop, ticket.ticket_id)
    assert handed.undo_until_utc is None
    with pytest.raises(InvalidTransition):
        undo(small_shop, ticket.ticket_id, handed.history_id)


def test_a_cancelled_device_is_handed_back_once(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    small_shop.move(ticket.ticket_id, "cancelled", note="Too dear")
    command = HandOverCommand(operation_id=new_operation_id(), ticket_id=ticket.ticket_id)
    small_shop.tickets.hand_back(small_shop.owner, command)
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert not after.to_hand_back
    assert after.next_moves == ()
    again = HandOverCommand(operation_id=new_operation_id(), ticket_id=ticket.ticket_id)
    with pytest.raises(InvalidTransition):
        small_shop.tickets.hand_back(small_shop.owner, again)


def test_a_manager_corrects_with_a_reason(small_shop: SmallShop) -> None:
    manager = small_shop.person("Mia Chen", "manager")
    ana = small_shop.person("Ana Reyes", "front_desk")
    ticket = small_shop.take_in()
    small_shop.move_through(ticket.ticket_id, "diagnosing", "completed", "ready_pickup")
    command = CorrectCommand(
        operation_id=new_operation_id(),
        ticket_id=ticket.ticket_id,
        reason="Moved the wrong order",
        status=S.DIAGNOSING,
        device_title="Other radio",
    )
    with pytest.raises(PermissionDenied):
        small_shop.tickets.correct(ana, command)
    small_shop.tickets.correct(manager, command)
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.status is S.DIAGNOSING
    assert after.outcome is None
    assert after.device_title == "Other radio"
    assert after.history[0].kind is HistoryKind.CORRECTED
    assert after.history[0].note == "Moved the wrong order"


def test_a_correction_takes_no_blank_for_a_text_that_is_needed(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    command = CorrectCommand(
        operation_id=new_operation_id(),
        ticket_id=ticket.ticket_id,
        reason=" \n ",
        status=S.DIAGNOSING,
        device_title="   ",
    )
    with pytest.raises(Invalid) as refused:
        small_shop.tickets.correct(small_shop.owner, command)
    missing = {(problem.field, problem.code) for problem in refused.value.problems}
    assert missing == {("reason", "missing"), ("device_title", "missing")}
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert (after.device_title, after.version) == (ticket.device_title, ticket.version)


def test_a_correction_stores_its_texts_without_the_blanks_around_them(
    small_shop: SmallShop,
) -> None:
    ticket = small_shop.take_in(devices=(device(imei=GOOD_IMEI),))
    command = CorrectCommand(
        operation_id=new_operation_id(),
        ticket_id=ticket.ticket_id,
        reason="  Typed wrongly\n",
        device_title="  Other radio ",
        imei="   ",
        serial=" SN 9 ",
    )
    small_shop.tickets.correct(small_shop.owner, command)
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert (after.device_title, after.imei, after.serial) == ("Other radio", "", "SN 9")
    assert after.history[0].note == "Typed wrongly"


def test_a_technician_sees_and_moves_own_orders_only(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    jules = small_shop.person("Jules Lind", "technician")
    of_marco = small_shop.take_in()
    assert of_marco.technician_id == marco.person_id
    small_shop.move(of_marco.ticket_id, "diagnosing", actor=marco)
    with pytest.raises(NotFound):
        small_shop.move(of_marco.ticket_id, "in_progress", actor=jules)
    with pytest.raises(NotFound):
        small_shop.tickets.detail(jules, ticket_id=of_marco.ticket_id)


def test_an_unassigned_new_order_is_everybodys(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    assert ticket.technician_id is None
    marco = small_shop.person("Marco Rossi", "technician")
    assert small_shop.tickets.detail(marco, ticket_id=ticket.ticket_id).number == ticket.number
    small_shop.move(ticket.ticket_id, "diagnosing")
    with pytest.raises(NotFound):
        small_shop.tickets.detail(marco, ticket_id=ticket.ticket_id)


def test_assigning_can_be_taken_back(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    marco = small_shop.person("Marco Rossi", "technician")
    given = small_shop.tickets.assign(
        small_shop.owner,
        AssignCommand(
            operation_id=new_operation_id(),
            ticket_id=ticket.ticket_id,
            technician_id=marco.person_id,
        ),
    )
    during = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert during.history[0].assigned_to == "Marco Rossi"
    undo(small_shop, ticket.ticket_id, given.history_id)
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.technician_id is None


def test_a_repeated_move_is_carried_out_once(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    operation_id = new_operation_id()
    first = small_shop.move(ticket.ticket_id, "diagnosing", operation_id=operation_id)
    again = small_shop.move(ticket.ticket_id, "diagnosing", operation_id=operation_id)
    assert again.replayed
    assert again.history_id == first.history_id


def test_a_repeat_is_told_to_who_sees_all_and_to_nobody_who_sees_only_his_own(
    small_shop: SmallShop,
) -> None:
    ticket = small_shop.take_in()
    front = small_shop.person("Ana Reyes", "front_desk")
    technician = small_shop.person("Marco Rossi", "technician")
    operation_id = new_operation_id()
    first = small_shop.move(ticket.ticket_id, "diagnosing", operation_id=operation_id)
    told = small_shop.move(ticket.ticket_id, "diagnosing", operation_id=operation_id, actor=front)
    assert (told.replayed, told.history_id) == (True, first.history_id)
    with pytest.raises(Conflict):
        small_shop.move(ticket.ticket_id, "diagnosing", operation_id=operation_id, actor=technician)


def test_a_note_joins_the_timeline(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    command = NoteCommand(
        operation_id=new_operation_id(), ticket_id=ticket.ticket_id, text="Screws missing"
    )
    small_shop.tickets.note(small_shop.owner, command)
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.history[0].kind is HistoryKind.NOTED
    assert after.history[0].note == "Screws missing"


def test_a_removed_person_is_out_at_the_next_call(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Reyes", "front_desk")
    ticket = small_shop.take_in(actor=ana)
    with small_shop.database.writing() as uow:
        uow.connection.execute(
            text("UPDATE person SET active = false WHERE id = :id"), {"id": ana.person_id}
        )
    with pytest.raises(PermissionDenied):
        small_shop.tickets.detail(ana, ticket_id=ticket.ticket_id)
