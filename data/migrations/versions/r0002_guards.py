"""Let the database refuse what the shop's rules refuse.

Legal moves (with their history row), birth as pending, fixed numbers, counters that only rise,
append-only records and prices that never overlap. The transitions are a copy of
services/tickets/workflow.py as it stood; an architecture test compares the two, and another one the
guards declared here with those of the database.

Revision ID: 0002
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TRANSITIONS = {
    "pending": ("diagnosing", "in_progress", "waiting_parts", "cancelled"),
    "diagnosing": (
        "awaiting_approval",
        "in_progress",
        "waiting_parts",
        "completed",
        "cancelled",
    ),
    "awaiting_approval": ("in_progress", "waiting_parts", "completed", "cancelled"),
    "in_progress": ("waiting_parts", "awaiting_approval", "completed", "cancelled"),
    "waiting_parts": ("in_progress", "awaiting_approval", "cancelled"),
    "completed": ("ready_pickup", "in_progress"),
    "ready_pickup": ("delivered", "in_progress"),
}

_APPEND_ONLY = ("ticket_history", "audit", "price_history", "print_record", "consent")
_KEPT = (*_APPEND_ONLY, "ticket", "number_counter", "status_transition")


class Guard(NamedTuple):
    """A row trigger: its name is the message, ``refused_if`` a condition on NEW and OLD."""

    name: str
    when: str
    refused_if: str


# A change of status needs its own new history row that tells the same story; a move must be legal,
# an undo must take back exactly the move it names and never a delivery. Newer than the last one,
# or an old row could carry a second move.
_STORY = """
    NEW.last_history_id > OLD.last_history_id AND EXISTS (
        SELECT 1 FROM ticket_history h
        WHERE h.id = NEW.last_history_id AND h.ticket_id = NEW.id
          AND h.old_status = OLD.status AND h.new_status = NEW.status
          AND (
            (h.kind = 'corrected' AND NEW.status <> 'delivered')
            OR (h.kind IN ('moved', 'handed_over') AND EXISTS (
                SELECT 1 FROM status_transition t
                WHERE t.from_status = OLD.status AND t.to_status = NEW.status))
            OR (h.kind = 'undone' AND OLD.status <> 'delivered' AND EXISTS (
                SELECT 1 FROM ticket_history u
                WHERE u.id = h.undoes_id AND u.ticket_id = NEW.id
                  AND u.old_status = NEW.status AND u.new_status = OLD.status))
          )
    )
"""

_MOVE = Guard(
    "ticket_status_move",
    "BEFORE UPDATE OF status ON ticket",
    f"NEW.status <> OLD.status AND NOT ({_STORY})",
)

_FIXED = (
    "NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.number_year <> OLD.number_year "
    "OR NEW.number_seq <> OLD.number_seq OR NEW.visit_id <> OLD.visit_id "
    "OR NEW.currency <> OLD.currency"
)

# On both engines, beside the move.
_SIMPLE = (
    Guard("ticket_born_pending", "BEFORE INSERT ON ticket", "NEW.status <> 'pending'"),
    Guard("ticket_number_fixed", "BEFORE UPDATE ON ticket", _FIXED),
    Guard(
        "ticket_history_goes_on",
        "BEFORE UPDATE OF last_history_id ON ticket",
        "NEW.last_history_id < OLD.last_history_id",
    ),
    Guard(
        "number_counter_rises",
        "BEFORE UPDATE ON number_counter",
        "NEW.last_value < OLD.last_value OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year",
    ),
    Guard("status_transition_not_added", "BEFORE INSERT ON status_transition", "true"),
    *(
        Guard(f"{table}_unchanged", f"BEFORE UPDATE ON {table}", "true")
        for table in (*_APPEND_ONLY, "status_transition")
    ),
    *(Guard(f"{table}_kept", f"BEFORE DELETE ON {table}", "true") for table in _KEPT),
)

_OVERLAP = """EXISTS (
    SELECT 1 FROM price p
    WHERE p.device_model_id = NEW.device_model_id
      AND p.repair_type_id = NEW.repair_type_id AND p.grade = NEW.grade
      AND p.id IS NOT NEW.id
      AND p.valid_from_utc < coalesce(NEW.valid_until_utc, '9999')
      AND NEW.valid_from_utc < coalesce(p.valid_until_utc, '9999'))"""

# INSERT OR REPLACE on SQLite removes every row that shares a key with the new one and asks no
# DELETE trigger: what may not be removed is looked for first. An id that SQLite is to choose reads
# as -1 here. Later keys are compared only where there is one, so that a load without the index on
# undoes_id scans nothing.
_TWINS = {
    **{table: f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)" for table in _APPEND_ONLY},
    "ticket": "EXISTS (SELECT 1 FROM ticket WHERE id = NEW.id OR number = NEW.number "
    "OR (number_year = NEW.number_year AND number_seq = NEW.number_seq))",
    "ticket_history": "EXISTS (SELECT 1 FROM ticket_history WHERE id = NEW.id) "
    "OR (NEW.undoes_id IS NOT NULL AND EXISTS ("
    "SELECT 1 FROM ticket_history WHERE undoes_id = NEW.undoes_id))",
}

_ONLY_SQLITE = (
    *(
        Guard(f"{table}_not_replaced", f"BEFORE INSERT ON {table}", condition)
        for table, condition in _TWINS.items()
    ),
    # A counter is raised by an upsert, which begins as an insert: the old row may be there, but a
    # new one may not be behind the numbers given out.
    Guard(
        "number_counter_not_replaced",
        "AFTER INSERT ON number_counter",
        "NEW.kind = 'order' AND EXISTS (SELECT 1 FROM ticket "
        "WHERE number_year = NEW.year AND number_seq > NEW.last_value)",
    ),
    Guard("price_no_overlap", "BEFORE INSERT ON price", _OVERLAP),
    Guard("price_no_overlap_changed", "BEFORE UPDATE ON price", _OVERLAP),
)


def guard_names(dialect: str) -> set[str]:
    """Return what guards a database of this engine, by name: its triggers and, of prices, more.

    On PostgreSQL ``price_no_overlap`` is an exclusion constraint and needs no second one.
    """
    everywhere = {guard.name for guard in (_MOVE, *_SIMPLE)}
    if dialect == "sqlite":
        return everywhere | {guard.name for guard in _ONLY_SQLITE}
    return everywhere | {f"{table}_not_emptied" for table in _KEPT} | {"price_no_overlap"}


def upgrade() -> None:
    _copy_transitions()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def downgrade() -> None:
    raise RuntimeError("restore the backup instead")


def _copy_transitions() -> None:
    table = sa.table(
        "status_transition", sa.column("from_status", sa.Text), sa.column("to_status", sa.Text)
    )
    op.bulk_insert(
        table,
        [
            {"from_status": old, "to_status": new}
            for old, targets in _TRANSITIONS.items()
            for new in targets
        ],
        multiinsert=False,
    )


def _guard_sqlite() -> None:
    for name, when, refused_if in (_MOVE, *_SIMPLE, *_ONLY_SQLITE):
        op.execute(
            f"CREATE TRIGGER {name} {when} FOR EACH ROW WHEN {refused_if} "
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_NAME; END $$"
    )
    # A trigger's condition can't look into tables here: the move is judged by a function.
    op.execute(
        "CREATE FUNCTION check_ticket_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_MOVE.refused_if} THEN RAISE EXCEPTION '%', TG_NAME; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {_MOVE.name} {_MOVE.when} FOR EACH ROW "
        "EXECUTE FUNCTION check_ticket_move()"
    )
    for name, when, refused_if in _SIMPLE:
        op.execute(
            f"CREATE TRIGGER {name} {when} FOR EACH ROW WHEN ({refused_if}) "
            "EXECUTE FUNCTION refuse()"
        )
    for table in _KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
        )
    _postgresql_price_exclusion()


def _postgresql_price_exclusion() -> None:
    # Ranges have a GiST operator class of their own, so no contrib module is needed: a number is
    # the range that holds only it.
    op.execute(
        "ALTER TABLE price ADD CONSTRAINT price_no_overlap EXCLUDE USING gist ("
        "int8range(device_model_id, device_model_id, '[]') WITH &&, "
        "int8range(repair_type_id, repair_type_id, '[]') WITH &&, "
        "(CASE grade WHEN 'original' THEN int4range(1, 1, '[]') "
        "WHEN 'aftermarket_premium' THEN int4range(2, 2, '[]') "
        "WHEN 'aftermarket_standard' THEN int4range(3, 3, '[]') "
        "ELSE int4range(4, 4, '[]') END) WITH &&, "
        "tstzrange(valid_from_utc, valid_until_utc) WITH &&)"
    )
