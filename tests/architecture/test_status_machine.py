"""One source for legal moves: the pure module, the database's copy and the words agree."""

from __future__ import annotations

from sqlalchemy import text

from data.engine import open_database
from data.values import TicketStatus
from services.tickets.workflow import TRANSITIONS


def test_database_holds_the_same_moves(database_url: str) -> None:
    database = open_database(database_url)
    with database.reading() as uow:
        rows = uow.connection.execute(text("SELECT from_status, to_status FROM status_transition"))
        stored = {(row[0], row[1]) for row in rows}
    database.close()

    assert stored == {
        (old.value, new.value) for old, all_new in TRANSITIONS.items() for new in all_new
    }


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
