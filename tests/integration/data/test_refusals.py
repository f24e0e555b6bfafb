"""What the rules of the shop refuse, the database refuses too: on each engine, by itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from data import models as m
from data.engine import open_database
from data.errors import ConstraintViolation
from data.values import LARGEST_TOTAL_MINOR
from services.actor import new_operation_id
from services.tickets.dto import UndoCommand
from tests.support.shops import SmallShop

_HISTORY = (
    "INSERT INTO ticket_history (ticket_id, kind, old_status, new_status, note_id, person_id, "
    "till_id, way, at_utc) VALUES (:id, '{kind}', 'pending', '{new}', {note}, 1, 1, 'window', "
    "CURRENT_TIMESTAMP)"
)
_NOTE = (
    "INSERT INTO ticket_note (ticket_id, text, person_id, at_utc) "
    "VALUES (:id, 'Too dear', 1, CURRENT_TIMESTAMP)"
)
_CANCELLED = (
    _NOTE,
    _HISTORY.format(kind="moved", new="cancelled", note="(SELECT max(id) FROM ticket_note)"),
)
_TO_CANCELLED = (
    "UPDATE ticket SET status = 'cancelled', outcome = {outcome}, "
    "last_history_id = (SELECT max(id) FROM ticket_history) WHERE id = :id"
)

# The guard or check that refuses, and what it refuses of the order ``:id``, which is pending.
REFUSED: tuple[tuple[str, str], ...] = (
    ("ticket_status_move", "UPDATE ticket SET status = 'diagnosing' WHERE id = :id"),
    ("ticket_number_fixed", "UPDATE ticket SET id = id + 1000 WHERE id = :id"),
    ("ck_ticket_total_adds_up", "UPDATE ticket SET total_minor = total_minor + 1 WHERE id = :id"),
    ("ck_ticket_total_adds_up", "UPDATE ticket SET tax_minor = 0 WHERE id = :id"),
    (
        "ck_ticket_total_in_range",
        f"UPDATE ticket SET subtotal_minor = {LARGEST_TOTAL_MINOR}, tax_minor = 1, "
        f"total_minor = {LARGEST_TOTAL_MINOR + 1} WHERE id = :id",
    ),
    (
        "ck_ticket_line_labour_within_price",
        "UPDATE ticket_line SET labour_minor = price_minor + 1 WHERE ticket_id = :id",
    ),
    ("ck_ticket_line_amounts", "UPDATE ticket_line SET discount_minor = -1 WHERE ticket_id = :id"),
    ("ck_ticket_line_amounts", "UPDATE ticket_line SET tax_minor = -1 WHERE ticket_id = :id"),
    (
        "ck_ticket_history_cancelling_says_why",
        _HISTORY.format(kind="moved", new="cancelled", note="NULL"),
    ),
    (
        "ck_ticket_history_correction_says_why",
        _HISTORY.format(kind="corrected", new="in_progress", note="NULL"),
    ),
    ("number_counter_rises", "UPDATE number_counter SET last_value = last_value - 1"),
    ("number_counter_rises", "UPDATE number_counter SET kind = 'other'"),
    ("number_counter_rises", "UPDATE number_counter SET year = year + 1"),
    ("number_counter_kept", "DELETE FROM number_counter"),
    (
        "status_transition_not_added",
        "INSERT INTO status_transition (from_status, to_status) VALUES ('pending', 'delivered')",
    ),
    ("status_transition_unchanged", "UPDATE status_transition SET to_status = 'delivered'"),
    ("status_transition_kept", "DELETE FROM status_transition"),
)

# A row that is there, once more with the same key; what else of it differs, as SQL.
AGAIN: tuple[tuple[str, dict[str, str]], ...] = (
    ("audit", {}),
    ("consent", {}),
    ("price_history", {}),
    ("print_record", {}),
    ("status_transition", {}),
    ("number_counter", {"last_value": "0"}),
    ("ticket", {}),
    ("ticket", {"id": "id + 1000", "number_seq": "number_seq + 1000"}),
    ("ticket", {"id": "id + 1000", "number": "'R26-777777-X'"}),
    ("ticket_history", {}),
    ("ticket_history", {"id": "id + 1000"}),
)
KEPT = tuple(dict.fromkeys(table for table, _changes in AGAIN))

# What a counter does not write by itself; ``:id`` is an order.
_MORE_RECORDS = (
    "INSERT INTO consent (customer_id, channel, granted, how, person_id, at_utc) "
    "SELECT customer_id, 'sms', true, 'counter', 1, CURRENT_TIMESTAMP FROM ticket WHERE id = :id",
    "INSERT INTO price (device_model_id, repair_type_id, grade, price_minor, origin, "
    "valid_from_utc, notes) SELECT min(d.id), min(r.id), 'original', 100, 'typed', "
    "CURRENT_TIMESTAMP, '' FROM device_model d, repair_type r",
    "INSERT INTO price_history (price_id, new_price_minor, person_id, at_utc, why) "
    "SELECT min(id), 100, 1, CURRENT_TIMESTAMP, '' FROM price",
    "INSERT INTO print_record (ticket_id, visit_id, document, copy_no, outcome, detail, printer, "
    "person_id, till_id, job_id, at_utc) SELECT id, visit_id, 'claim_ticket', 0, 'printed', '', "
    "'', 1, 1, 1, CURRENT_TIMESTAMP FROM ticket WHERE id = :id",
)


def run(shop: SmallShop, *statements: str, **values: Any) -> None:
    """Carry statements out in one transaction."""
    with shop.database.writing() as uow:
        for statement in statements:
            told = {name: value for name, value in values.items() if f":{name}" in statement}
            uow.connection.execute(text(statement), told)


def refusal(shop: SmallShop, *statements: str, **values: Any) -> str:
    """Return the name of what refuses the last of ``statements``."""
    with pytest.raises(ConstraintViolation) as refused:
        run(shop, *statements, **values)
    return refused.value.constraint


def rows(shop: SmallShop, *tables: str) -> list[list[tuple[Any, ...]]]:
    """Return all rows of some tables."""
    with shop.database.reading() as uow:
        return [
            [tuple(row) for row in uow.connection.execute(text(f"SELECT * FROM {table}"))]
            for table in tables
        ]


def take_back(shop: SmallShop, ticket_id: int, history_id: int) -> None:
    """Undo the last move."""
    command = UndoCommand(
        operation_id=new_operation_id(), ticket_id=ticket_id, history_id=history_id
    )
    shop.tickets.undo(shop.owner, command)


@pytest.mark.parametrize(("guard", "statement"), REFUSED)
def test_what_the_rules_refuse_is_refused(
    small_shop: SmallShop, guard: str, statement: str
) -> None:
    ticket = small_shop.take_in()
    before = rows(small_shop, "number_counter", "status_transition")
    assert refusal(small_shop, statement, id=ticket.ticket_id) == guard
    assert small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id) == ticket
    assert rows(small_shop, "number_counter", "status_transition") == before


def test_an_old_history_row_carries_no_second_move(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    moved = small_shop.move(ticket.ticket_id, "diagnosing")
    take_back(small_shop, ticket.ticket_id, moved.history_id)
    before = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    again = "UPDATE ticket SET status = 'diagnosing', last_history_id = :row WHERE id = :id"
    # Two guards see it; which of them speaks first is the engine's choice.
    assert refusal(small_shop, again, id=ticket.ticket_id, row=moved.history_id) in (
        "ticket_status_move",
        "ticket_history_goes_on",
    )
    back = "UPDATE ticket SET last_history_id = :row WHERE id = :id"
    assert refusal(small_shop, back, id=ticket.ticket_id, row=moved.history_id) == (
        "ticket_history_goes_on"
    )
    assert small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id) == before


@pytest.mark.parametrize("outcome", ["NULL", "'repaired'"])
def test_cancelled_has_no_other_outcome(small_shop: SmallShop, outcome: str) -> None:
    ticket = small_shop.take_in()
    cancel = (*_CANCELLED, _TO_CANCELLED.format(outcome=outcome))
    assert refusal(small_shop, *cancel, id=ticket.ticket_id) == "ck_ticket_cancelled_is_its_outcome"
    run(small_shop, *_CANCELLED, _TO_CANCELLED.format(outcome="'cancelled'"), id=ticket.ticket_id)
    assert small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id).to_hand_back


def test_the_largest_total_is_accepted(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    largest = "UPDATE ticket SET subtotal_minor = :most, tax_minor = 0, total_minor = :most"
    run(small_shop, largest, most=LARGEST_TOTAL_MINOR)
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert after.total_minor == LARGEST_TOTAL_MINOR


@pytest.mark.parametrize(("table", "changes"), AGAIN)
def test_no_row_takes_the_place_of_one_that_is_kept(
    small_shop: SmallShop, table: str, changes: dict[str, str]
) -> None:
    ticket = small_shop.take_in()
    moved = small_shop.move(ticket.ticket_id, "diagnosing")
    take_back(small_shop, ticket.ticket_id, moved.history_id)
    run(small_shop, *_MORE_RECORDS, id=ticket.ticket_id)
    before = rows(small_shop, *KEPT)
    guards = (f"{table}_not_replaced", f"{table}_not_added")
    if small_shop.database.dialect == "postgresql":
        guards = (f"pk_{table}", f"uq_{table}", f"{table}_not_added")
    assert refusal(small_shop, _again(small_shop, table, changes)).startswith(guards)
    assert rows(small_shop, *KEPT) == before
    assert before[KEPT.index(table)]


def _again(shop: SmallShop, table: str, changes: dict[str, str]) -> str:
    """Return the statement that stores the newest row once more, over the old one if it may."""
    columns = list(m.metadata.tables[table].c)
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(changes.get(column.name, f'"{column.name}"') for column in columns)
    verb = "INSERT OR REPLACE" if shop.database.dialect == "sqlite" else "INSERT"
    return (
        f"{verb} INTO {table} ({names}) SELECT {values} FROM {table} "
        f'ORDER BY "{columns[0].name}" DESC LIMIT 1'
    )


@pytest.mark.parametrize("table", KEPT)
def test_what_is_kept_is_not_emptied_at_once(postgres_url: str, table: str) -> None:
    database = open_database(postgres_url)
    try:
        with pytest.raises(ConstraintViolation) as refused, database.writing() as uow:
            uow.connection.execute(text(f"TRUNCATE {table} CASCADE"))
    finally:
        database.close()
    assert refused.value.constraint.endswith("_not_emptied")
