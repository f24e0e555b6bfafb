"""Merges, saves and intakes of the same customers at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from data import models as m
from services.actor import new_operation_id
from services.customers.dto import ErasePerson, MergeResult
from services.errors import Conflict, MendpointError
from services.tickets.dto import CustomerEntry
from tests.integration.customers.desk import Desk
from tests.support.shops import intake_command


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Carry acts out at the same moment; return what each gave or raised, in their order."""
    results: list[Any] = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = act()
        except MendpointError as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def pair(desk: Desk, round_: int) -> tuple[int, int]:
    one = desk.take_in(f"Dana Whitfield {round_}", f"415-555-010{round_}").customer_id
    return one, desk.take_in(f"Dana Whitfeild {round_}", f"415-555-011{round_}").customer_id


def belongs_together(desk: Desk) -> bool:
    """Say whether nothing is left with somebody who became another one."""
    with desk.shop.database.reading() as uow:
        gone = select(m.customer.c.id).where(m.customer.c.merged_into_id.is_not(None))
        left = [
            uow.first(select(table.c.id).where(table.c.customer_id.in_(gone)))
            for table in (m.ticket, m.visit, m.device)
        ]
    return left == [None, None, None] and desk.strays() == ()


@pytest.mark.parametrize("round_", range(4))
def test_of_two_merges_at_once_one_is_a_conflict(desk: Desk, round_: int) -> None:
    one, other = pair(desk, round_)
    commands = desk.merge_command(one, other), desk.merge_command(other, one)
    results = at_once(*(partial(desk.merging.merge, desk.owner, each) for each in commands))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "MergeResult"]
    (conflict,) = [result for result in results if isinstance(result, Conflict)]
    assert {"kept_version", "gone_version"} <= set(conflict.details)
    assert belongs_together(desk)


@pytest.mark.parametrize("round_", range(4))
def test_of_a_save_and_a_merge_the_later_is_a_conflict(desk: Desk, round_: int) -> None:
    one, other = pair(desk, round_)
    seen, command = desk.page(other), desk.merge_command(one, other)
    results = at_once(
        partial(desk.save, seen, name="Somebody Else"),
        partial(desk.merging.merge, desk.owner, command),
    )
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert belongs_together(desk)


@pytest.mark.parametrize("round_", range(4))
def test_an_intake_during_a_merge_belongs_to_the_kept_one(desk: Desk, round_: int) -> None:
    one, other = pair(desk, round_)
    command = desk.merge_command(one, other)
    entries = (
        CustomerEntry(customer_id=other),
        CustomerEntry(name=f"Dana Whitfeild {round_}", phone=f"415-555-011{round_}"),
    )
    results = at_once(
        partial(desk.merging.merge, desk.owner, command),
        *(
            partial(desk.shop.intake.take_in, desk.owner, intake_command(customer=entry))
            for entry in entries
        ),
    )
    assert isinstance(results[0], MergeResult)
    assert not [result for result in results if isinstance(result, MendpointError)]
    assert desk.page(one).tickets == 4
    assert belongs_together(desk)


@pytest.mark.parametrize("round_", range(3))
def test_changes_at_once_keep_the_keys_right(desk: Desk, round_: int) -> None:
    one, _other = pair(desk, round_)
    seen = desk.page(one)
    results = at_once(
        partial(desk.save, seen, name="Somebody Else", phone=f"415-555-012{round_}"),
        partial(desk.add_contact, one, "510-555-0187"),
        partial(desk.add_contact, one, "510-555-0188"),
    )
    # The save may have come after a contact, and is then a conflict; the contacts never are.
    assert [type(result).__name__ for result in results[1:]] == ["CustomerPage"] * 2
    assert len(desk.page(one).contacts) == 3
    assert desk.suggested("0187") == desk.suggested("0188") == [one]
    assert desk.strays() == ()


@pytest.mark.parametrize("round_", range(3))
def test_nobody_is_erased_with_an_order_that_comes_at_that_moment(desk: Desk, round_: int) -> None:
    page = desk.create("Omar Haddad", f"415-555-013{round_}")
    command = ErasePerson(
        operation_id=new_operation_id(),
        customer_id=page.customer_id,
        seen_version=page.version,
    )
    entry = CustomerEntry(name="Omar Haddad", phone=f"415-555-013{round_}")
    erased, taken = at_once(
        partial(desk.leaving.erase, desk.owner, command),
        partial(desk.shop.intake.take_in, desk.owner, intake_command(customer=entry)),
    )
    # The order came first, and keeps the customer; or it is somebody new's.
    was_first = taken.customer_id == page.customer_id
    assert isinstance(erased, Conflict) is was_first
    assert desk.page(taken.customer_id).name == "Omar Haddad"
    assert desk.strays() == ()
