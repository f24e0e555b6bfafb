"""Taking back step by step: the newest change that stands goes first, notes included."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from data.values import HistoryKind, TicketStatus
from services.actor import Actor, new_operation_id
from services.errors import Conflict, InvalidTransition
from services.tickets.dto import AssignCommand, MoveResult, NoteCommand, TicketDetail, UndoCommand
from tests.support.shops import SmallShop

S = TicketStatus


def undo(shop: SmallShop, result: MoveResult, actor: Actor | None = None) -> MoveResult:
    command = UndoCommand(
        operation_id=new_operation_id(),
        ticket_id=result.ticket_id,
        history_id=result.history_id,
    )
    return shop.tickets.undo(actor or shop.owner, command)


def note(shop: SmallShop, ticket_id: int, words: str, actor: Actor | None = None) -> MoveResult:
    command = NoteCommand(operation_id=new_operation_id(), ticket_id=ticket_id, text=words)
    return shop.tickets.note(actor or shop.owner, command)


def assign(shop: SmallShop, ticket_id: int, person: Actor) -> MoveResult:
    command = AssignCommand(
        operation_id=new_operation_id(), ticket_id=ticket_id, technician_id=person.person_id
    )
    return shop.tickets.assign(shop.owner, command)


def stored(shop: SmallShop, result: Any) -> TicketDetail:
    return shop.tickets.detail(shop.owner, ticket_id=result.ticket_id)


def test_several_changes_are_taken_back_the_newest_first(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "viewer")
    order = small_shop.take_in()
    moved = small_shop.move(order.ticket_id, "diagnosing")
    given = assign(small_shop, order.ticket_id, marco)
    again = small_shop.move(order.ticket_id, "in_progress")
    for result, status, technician in (
        (again, S.DIAGNOSING, marco.person_id),
        (given, S.DIAGNOSING, None),
        (moved, S.PENDING, None),
    ):
        undo(small_shop, result)
        after = stored(small_shop, order)
        assert (after.status, after.technician_id) == (status, technician)
    kinds = [row.kind for row in stored(small_shop, order).history[:3]]
    assert kinds == [HistoryKind.UNDONE] * 3


def test_an_older_change_waits_for_the_newer_one(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    moved = small_shop.move(order.ticket_id, "diagnosing")
    written = note(small_shop, order.ticket_id, "Rang twice")
    with pytest.raises(Conflict) as refused:
        undo(small_shop, moved)
    assert refused.value.details["why"] == "changed"
    undo(small_shop, written)
    undo(small_shop, moved)
    assert stored(small_shop, order).status is S.PENDING


def test_what_somebody_else_did_since_stays_in_the_way(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Reyes", "front_desk")
    order = small_shop.take_in()
    moved = small_shop.move(order.ticket_id, "diagnosing")
    note(small_shop, order.ticket_id, "Called back", ana)
    with pytest.raises(Conflict) as refused:
        undo(small_shop, moved)
    assert refused.value.details["changed_by_id"] == ana.person_id
    assert stored(small_shop, order).status is S.DIAGNOSING


def test_a_note_is_taken_back_with_its_words(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    written = note(small_shop, order.ticket_id, "Wrong order")
    assert written.undo_until_utc is not None
    undo(small_shop, written)
    newest, taken_back = stored(small_shop, order).history[:2]
    assert (newest.kind, newest.undoes_id) == (HistoryKind.UNDONE, written.history_id)
    assert (taken_back.kind, taken_back.note, taken_back.is_undone) == (
        HistoryKind.NOTED,
        "",
        True,
    )
    with small_shop.database.reading() as uow:
        words = uow.connection.execute(text("SELECT text FROM ticket_note")).scalars().all()
    assert list(words) == [""]


def test_a_note_is_its_writers_to_take_back(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Reyes", "front_desk")
    order = small_shop.take_in()
    written = note(small_shop, order.ticket_id, "Rang twice")
    with pytest.raises(InvalidTransition):
        undo(small_shop, written, ana)
    assert stored(small_shop, order).history[0].note == "Rang twice"


def test_the_detail_offers_what_stands_beneath_what_was_taken_back(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    moved = small_shop.move(order.ticket_id, "diagnosing")
    undo(small_shop, small_shop.move(order.ticket_id, "in_progress"))
    assert stored(small_shop, order).undoable_history_id == moved.history_id


def test_a_repeated_undo_is_carried_out_once(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    moved = small_shop.move(order.ticket_id, "diagnosing")
    command = UndoCommand(
        operation_id=new_operation_id(),
        ticket_id=moved.ticket_id,
        history_id=moved.history_id,
    )
    first = small_shop.tickets.undo(small_shop.owner, command)
    second = small_shop.tickets.undo(small_shop.owner, command)
    assert (second.history_id, second.replayed) == (first.history_id, True)
