"""Let the database refuse what the shop's rules refuse.

Legal moves (with their history row), birth as pending, fixed numbers, append-only records and
prices that never overlap. The transitions are a copy of services/tickets/workflow.py as it stood;
an architecture test compares the two.

Revision ID: 0002
"""

from __future__ import annotations

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

# A change of status needs its own new history row that tells the same story; a move must be legal,
# an undo must take back exactly the move it names and never a delivery.
_STORY = """
    NEW.last_history_id <> OLD.last_history_id AND EXISTS (
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

_FIXED = (
    "NEW.number <> OLD.number OR NEW.number_year <> OLD.number_year "
    "OR NEW.number_seq <> OLD.number_seq OR NEW.visit_id <> OLD.visit_id "
    "OR NEW.currency <> OLD.currency"
)


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
    _sqlite_trigger("ticket_born_pending", "BEFORE INSERT ON ticket", "NEW.status <> 'pending'")
    _sqlite_trigger(
        "ticket_status_move",
        "BEFORE UPDATE OF status ON ticket",
        f"NEW.status <> OLD.status AND NOT ({_STORY})",
    )
    _sqlite_trigger("ticket_number_fixed", "BEFORE UPDATE ON ticket", _FIXED)
    _sqlite_trigger("ticket_kept", "BEFORE DELETE ON ticket", "1")
    for table in _APPEND_ONLY:
        _sqlite_trigger(f"{table}_unchanged", f"BEFORE UPDATE ON {table}", "1")
        _sqlite_trigger(f"{table}_kept", f"BEFORE DELETE ON {table}", "1")
    overlap = """EXISTS (
        SELECT 1 FROM price p
        WHERE p.device_model_id = NEW.device_model_id
          AND p.repair_type_id = NEW.repair_type_id AND p.grade = NEW.grade
          AND p.id IS NOT NEW.id
          AND p.valid_from_utc < coalesce(NEW.valid_until_utc, '9999')
          AND NEW.valid_from_utc < coalesce(p.valid_until_utc, '9999'))"""
    _sqlite_trigger("price_no_overlap", "BEFORE INSERT ON price", overlap)
    _sqlite_trigger("price_no_overlap_changed", "BEFORE UPDATE ON price", overlap)


def _sqlite_trigger(name: str, when: str, refused_if: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} {when} FOR EACH ROW WHEN {refused_if} "
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_NAME; END $$"
    )
    op.execute(
        "CREATE FUNCTION check_ticket_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT ({_STORY}) THEN RAISE EXCEPTION '%', TG_NAME; END IF; RETURN NEW; END $$"
    )
    _postgresql_trigger("ticket_born_pending", "BEFORE INSERT ON ticket", "NEW.status <> 'pending'")
    _postgresql_trigger(
        "ticket_status_move",
        "BEFORE UPDATE OF status ON ticket",
        "NEW.status <> OLD.status",
        function="check_ticket_move",
    )
    _postgresql_trigger("ticket_number_fixed", "BEFORE UPDATE ON ticket", _FIXED)
    _postgresql_trigger("ticket_kept", "BEFORE DELETE ON ticket", "true")
    for table in _APPEND_ONLY:
        _postgresql_trigger(f"{table}_unchanged", f"BEFORE UPDATE ON {table}", "true")
        _postgresql_trigger(f"{table}_kept", f"BEFORE DELETE ON {table}", "true")
    for table in (*_APPEND_ONLY, "ticket"):
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
        )
    _postgresql_price_exclusion()


def _postgresql_trigger(name: str, when: str, refused_if: str, *, function: str = "refuse") -> None:
    op.execute(
        f"CREATE TRIGGER {name} {when} FOR EACH ROW WHEN ({refused_if}) "
        f"EXECUTE FUNCTION {function}()"
    )


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
