"""The next available technician: who that is, why, and that two tills do not choose alike."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from services.actor import Actor, new_operation_id
from services.errors import Conflict, InvalidTransition, MendpointError, PermissionDenied
from services.tickets.dto import (
    AssignCommand,
    AssignNextCommand,
    Because,
    LineEntry,
    MoveResult,
    TicketDetail,
    UndoCommand,
)
from tests.support.shops import SmallShop, device


def assign_next(shop: SmallShop, ticket_id: int, **more: Any) -> MoveResult:
    values = {"operation_id": new_operation_id(), "ticket_id": ticket_id, **more}
    return shop.tickets.assign_next(shop.owner, AssignNextCommand(**values))


def give(shop: SmallShop, ticket_id: int, person: Actor | None) -> MoveResult:
    command = AssignCommand(
        operation_id=new_operation_id(),
        ticket_id=ticket_id,
        technician_id=person.person_id if person is not None else None,
    )
    return shop.tickets.assign(shop.owner, command)


def stored(shop: SmallShop, ticket_id: int) -> TicketDetail:
    return shop.tickets.detail(shop.owner, ticket_id=ticket_id)


def test_an_order_goes_to_who_has_the_fewest_and_says_why(small_shop: SmallShop) -> None:
    waiting = small_shop.take_in()
    marco = small_shop.person("Marco Rossi", "technician")
    give(small_shop, small_shop.take_in().ticket_id, marco)
    mia = small_shop.person("Mia Chen", "technician")
    result = assign_next(small_shop, waiting.ticket_id, seen_version=waiting.version)
    assert result.technician_id == mia.person_id
    after = stored(small_shop, waiting.ticket_id)
    assert after.because == Because(open_orders=0, among=2)
    assert after.history[0].because == after.because


def test_a_new_order_says_why_too(small_shop: SmallShop) -> None:
    small_shop.person("Marco Rossi", "technician")
    first, second = small_shop.take_in(), small_shop.take_in()
    assert first.because == Because(open_orders=0, among=1)
    assert second.because == Because(open_orders=1, among=1)


def test_the_reason_goes_when_a_person_chooses(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    mia = small_shop.person("Mia Chen", "technician")
    order = small_shop.take_in()
    given = give(small_shop, order.ticket_id, mia)
    assert stored(small_shop, order.ticket_id).because is None
    command = UndoCommand(
        operation_id=new_operation_id(),
        ticket_id=order.ticket_id,
        history_id=given.history_id,
    )
    small_shop.tickets.undo(small_shop.owner, command)
    after = stored(small_shop, order.ticket_id)
    assert after.technician_id == marco.person_id
    assert after.because == order.because


def test_the_skills_of_the_order_decide_who_can(small_shop: SmallShop) -> None:
    lines = (LineEntry(repair_type_id=1, price_minor=9_900),)
    order = small_shop.take_in(devices=(device(lines=lines),))
    category, another = _categories(small_shop)
    small_shop.person("Marco Rossi", "technician", skills=(another,))
    with pytest.raises(InvalidTransition) as refused:
        assign_next(small_shop, order.ticket_id)
    assert refused.value.field == "technician_id"
    mia = small_shop.person("Mia Chen", "technician", skills=(category,))
    assert assign_next(small_shop, order.ticket_id).technician_id == mia.person_id
    assert stored(small_shop, order.ticket_id).because == Because(
        open_orders=0, among=1, skills=(category,)
    )


def _categories(shop: SmallShop) -> tuple[str, str]:
    """Return the category of the first repair, and another one."""
    with shop.database.reading() as uow:
        query = text("SELECT category FROM repair_type ORDER BY id")
        found = list(uow.connection.execute(query).scalars())
    return found[0], next(each for each in found if each != found[0])


def test_who_has_an_order_keeps_it(small_shop: SmallShop) -> None:
    small_shop.person("Marco Rossi", "technician")
    order = small_shop.take_in()
    with pytest.raises(InvalidTransition) as refused:
        assign_next(small_shop, order.ticket_id)
    assert refused.value.field == "technician_id"


def test_a_closed_order_is_nobodys_work(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    small_shop.person("Marco Rossi", "technician")
    small_shop.move(order.ticket_id, "cancelled", note="Too dear")
    with pytest.raises(InvalidTransition):
        assign_next(small_shop, order.ticket_id)


def test_who_was_overtaken_hears_of_it(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    small_shop.person("Marco Rossi", "technician")
    small_shop.move(order.ticket_id, "diagnosing")
    with pytest.raises(Conflict):
        assign_next(small_shop, order.ticket_id, seen_version=order.version)


def test_a_viewer_assigns_nothing(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    viewer = small_shop.person("Vera", "viewer")
    command = AssignNextCommand(operation_id=new_operation_id(), ticket_id=order.ticket_id)
    with pytest.raises(PermissionDenied):
        small_shop.tickets.assign_next(viewer, command)


def test_the_history_holds_no_name(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    small_shop.person("Marco Rossi", "technician")
    assign_next(small_shop, order.ticket_id)
    with small_shop.database.reading() as uow:
        rows = uow.connection.execute(text("SELECT details FROM ticket_history")).scalars().all()
    assert "Marco" not in str(rows)


def test_two_tills_at_once_choose_one_after_the_other(small_shop: SmallShop) -> None:
    orders = [small_shop.take_in() for _each in range(4)]
    people = [small_shop.person(f"Person {n}", "technician") for n in range(4)]
    barrier, results = threading.Barrier(4), list[MoveResult | MendpointError]()

    def run(act: Any) -> None:
        barrier.wait()
        try:
            results.append(act())
        except MendpointError as error:
            results.append(error)

    threads = [
        threading.Thread(target=run, args=(partial(assign_next, small_shop, order.ticket_id),))
        for order in orders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given = [result.technician_id for result in results if isinstance(result, MoveResult)]
    assert sorted(map(int, given)) == [int(person.person_id) for person in people], results
