"""One source for legal moves: the pure module, the database's copy and the words agree."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from data.engine import open_database
from data.errors import ConstraintViolation
from data.values import TicketStatus
from services.tickets.workflow import TRANSITIONS, needs_note
from tests.support.shops import SmallShop


def test_database_holds_the_same_moves(database_url: str) -> None:
    database = open_database(database_url)
    with database.reading() as uow:
        rows = uow.connection.execute(text("SELECT from_status, to_status FROM status_transition"))
        stored = {(row[0], row[1]) for row in rows}
    database.close()

    assert stored == {
        (old.value, new.value) for old, all_new in TRANSITIONS.items() for new in all_new
    }


@pytest.mark.parametrize("status", [s for s in TicketStatus if needs_note(s)])
def test_database_asks_for_a_reason_where_the_rules_do(
    small_shop: SmallShop, status: TicketStatus
) -> None:
    ticket = small_shop.take_in()
    with pytest.raises(ConstraintViolation) as refused:
        move_without_a_word(small_shop, ticket.ticket_id, status)
    assert refused.value.constraint == "ck_ticket_history_cancelling_says_why"


@pytest.mark.parametrize("status", [s for s in TicketStatus if not needs_note(s)])
def test_database_asks_for_no_reason_where_the_rules_do_not(
    small_shop: SmallShop, status: TicketStatus
) -> None:
    ticket = small_shop.take_in()
    move_without_a_word(small_shop, ticket.ticket_id, status)
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.history[0].new_status is status


def move_without_a_word(shop: SmallShop, ticket_id: int, status: TicketStatus) -> None:
    """Write the history row of a move and give no reason for it."""
    row = text(
        "INSERT INTO ticket_history (ticket_id, kind, old_status, new_status, person_id, till_id, "
        "way, at_utc) SELECT id, 'moved', status, :status, :person, till_id, 'window', "
        "opened_at_utc FROM ticket WHERE id = :id"
    )
    values = {"id": ticket_id, "status": status.value, "person": shop.owner.person_id}
    with shop.database.writing() as uow:
        uow.connection.execute(row, values)


def test_every_status_has_its_moves() -> None:
    assert set(TRANSITIONS) == set(TicketStatus)


def test_every_status_is_reachable() -> None:
    reached = {TicketStatus.PENDING}
    waiting = [TicketStatus.PENDING]
    while waiting:
        fresh = set(TRANSITIONS[waiting.pop()]) - reached
        reached |= fresh
        waiting += fresh
    assert reached == set(TicketStatus)


def test_only_delivered_and_cancelled_are_ends() -> None:
    ends = {status for status, after in TRANSITIONS.items() if not after}
    assert ends == {TicketStatus.DELIVERED, TicketStatus.CANCELLED}
