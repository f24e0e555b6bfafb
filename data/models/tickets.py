"""Visits and repair orders: lines, notes, the append-only history, and the number counter."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    text,
)

from data.models.base import id_column, one_of, table
from data.types import Id, Json, Key, MinorUnits, UtcDateTime
from data.values import (
    LARGEST_TOTAL_MINOR,
    OPEN_STATUSES,
    CollectedBy,
    CollectedCheck,
    DeviceCategory,
    HistoryKind,
    NoteKind,
    Outcome,
    PartGrade,
    PriceOrigin,
    Priority,
    TicketStatus,
)

# The conditions of the partial indexes. Queries spell them the same way, values and all: with bound
# values SQLite can't tell that an index fits.
OPEN_ORDERS = "status IN ({})".format(", ".join(f"'{status.value}'" for status in OPEN_STATUSES))
TO_HAND_BACK = "status = 'cancelled' AND device_in_shop"
ON_A_SHELF = "slot_folded IS NOT NULL"
COMES_BACK = "comeback_of_id IS NOT NULL"
HASTY = "priority <> 'normal'"

# Gap-free numbers people read. The row is locked from the moment it is raised to the commit.
number_counter = table(
    "number_counter",
    Column("kind", Key, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last_value", Integer, nullable=False),
    CheckConstraint("last_value >= 0", name="not_negative"),
)

visit = table(
    "visit",
    id_column(),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("till_id", Id, ForeignKey("till.id"), nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("terms_version", Integer),
    Column("terms_accepted", Boolean, nullable=False),
    Column("opened_at_utc", UtcDateTime, nullable=False),
    Index("ix_visit_customer_id", "customer_id"),
)

ticket = table(
    "ticket",
    id_column(),
    Column("number", Key, nullable=False),
    Column("number_year", Integer, nullable=False),
    Column("number_seq", Integer, nullable=False),
    Column("visit_id", Id, ForeignKey("visit.id"), nullable=False),
    Column("visit_position", Integer, nullable=False),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("device_id", Id, ForeignKey("device.id"), nullable=False),
    Column("device_model_id", Id, ForeignKey("device_model.id")),
    Column("device_title", Text, nullable=False),
    Column("device_category", Text),
    Column("repair_summary", Text, nullable=False),
    Column("status", Key, nullable=False),
    Column("outcome", Text),
    Column("priority", Key, nullable=False),
    Column("technician_id", Id, ForeignKey("person.id")),
    Column("till_id", Id, ForeignKey("till.id"), nullable=False),
    Column("words", Text, nullable=False),
    Column("finding", Text, nullable=False, server_default=text("''")),
    Column("job_category", Text),
    Column("estimated_minutes", Integer),
    Column("actual_minutes", Integer),
    Column("condition", Json, nullable=False),
    Column("accessories", Json, nullable=False),
    Column("promised_at_utc", UtcDateTime),
    Column("currency", Text, nullable=False),
    Column("prices_include_tax", Boolean, nullable=False),
    Column("subtotal_minor", MinorUnits, nullable=False),
    Column("tax_minor", MinorUnits, nullable=False),
    Column("total_minor", MinorUnits, nullable=False),
    Column("total_is_open", Boolean, nullable=False),
    Column("deposit_agreed_minor", MinorUnits, nullable=False),
    Column("paid_minor", MinorUnits, nullable=False, server_default=text("0")),
    Column("opened_at_utc", UtcDateTime, nullable=False),
    Column("ready_at_utc", UtcDateTime),
    Column("closed_at_utc", UtcDateTime),
    Column("device_in_shop", Boolean, nullable=False, server_default=text("true")),
    Column("slot", Text),
    Column("slot_folded", Key),
    Column("collected_by", Text),
    Column("collected_name", Text),
    Column("collected_check", Text),
    Column("collected_at_utc", UtcDateTime),
    Column("comeback_of_id", Id, ForeignKey("ticket.id")),
    Column("last_history_id", Id, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("number"),
    UniqueConstraint("number_year", "number_seq"),
    one_of("status", TicketStatus),
    one_of("outcome", Outcome),
    one_of("priority", Priority),
    one_of("device_category", DeviceCategory),
    one_of("collected_by", CollectedBy),
    one_of("collected_check", CollectedCheck),
    CheckConstraint("total_minor >= 0 AND subtotal_minor >= 0 AND tax_minor >= 0", name="amounts"),
    CheckConstraint("total_minor = subtotal_minor + tax_minor", name="total_adds_up"),
    CheckConstraint(f"total_minor <= {LARGEST_TOTAL_MINOR}", name="total_in_range"),
    CheckConstraint("deposit_agreed_minor >= 0 AND paid_minor >= 0", name="deposit"),
    CheckConstraint(
        "status <> 'delivered' OR (collected_by IS NOT NULL AND NOT device_in_shop)",
        name="delivered_names_collector",
    ),
    CheckConstraint("estimated_minutes >= 0 AND actual_minutes >= 0", name="minutes"),
    CheckConstraint("(slot IS NULL) = (slot_folded IS NULL)", name="slot_is_folded"),
    CheckConstraint("slot IS NULL OR device_in_shop", name="slot_holds_a_device"),
    CheckConstraint(
        "status <> 'cancelled' OR (outcome IS NOT NULL AND outcome = 'cancelled')",
        name="cancelled_is_its_outcome",
    ),
    Index(
        "ix_ticket_open",
        "promised_at_utc",
        "id",
        "status",
        "technician_id",
        sqlite_where=text(OPEN_ORDERS),
        postgresql_where=text(OPEN_ORDERS),
    ),
    Index(
        "ix_ticket_technician_open",
        "technician_id",
        sqlite_where=text(OPEN_ORDERS),
        postgresql_where=text(OPEN_ORDERS),
    ),
    Index(
        "ix_ticket_to_hand_back",
        "status",
        "device_in_shop",
        "id",
        sqlite_where=text(TO_HAND_BACK),
        postgresql_where=text(TO_HAND_BACK),
    ),
    Index("ix_ticket_status_id", "status", "id"),
    # What the queue is narrowed by over all orders, each in the order of the list.
    Index("ix_ticket_technician_id", "technician_id", "id"),
    Index("ix_ticket_device_model_id", "device_model_id", "id"),
    Index("ix_ticket_opened_at_utc", "opened_at_utc", "id"),
    Index("ix_ticket_promised_at_utc", "promised_at_utc", "id"),
    Index(
        "ix_ticket_hasty",
        "priority",
        "id",
        sqlite_where=text(HASTY),
        postgresql_where=text(HASTY),
    ),
    # With the id: the newest order of a customer or device is the last entry.
    Index("ix_ticket_customer_id", "customer_id", "id"),
    Index("ix_ticket_device_id", "device_id", "id"),
    Index("ix_ticket_visit_id", "visit_id"),
    Index(
        "ix_ticket_comeback_of_id",
        "comeback_of_id",
        sqlite_where=text(COMES_BACK),
        postgresql_where=text(COMES_BACK),
    ),
    Index(
        "ix_ticket_slot_folded",
        "slot_folded",
        sqlite_where=text(ON_A_SHELF),
        postgresql_where=text(ON_A_SHELF),
    ),
)

# `status_transition` is the copy of services/tickets/workflow.py that the triggers read.
status_transition = table(
    "status_transition",
    Column("from_status", Key, primary_key=True),
    Column("to_status", Key, primary_key=True),
)

ticket_line = table(
    "ticket_line",
    id_column(),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("repair_type_id", Id, ForeignKey("repair_type.id")),
    Column("part_type_id", Id, ForeignKey("part_type.id")),
    Column("title", Text, nullable=False),
    Column("grade", Text),
    Column("quantity", Integer, nullable=False),
    Column("price_minor", MinorUnits),
    Column("labour_minor", MinorUnits, nullable=False),
    Column("discount_minor", MinorUnits, nullable=False, server_default=text("0")),
    Column("price_origin", Text),
    Column("estimated", Boolean, nullable=False),
    Column("tax_class_id", Id, ForeignKey("tax_class.id"), nullable=False),
    Column("tax_name", Text, nullable=False),
    Column("tax_rate_ppm", Integer, nullable=False),
    Column("tax_minor", MinorUnits, nullable=False),
    Column("warranty_months", Integer, nullable=False),
    UniqueConstraint("ticket_id", "position"),
    one_of("grade", PartGrade),
    one_of("price_origin", PriceOrigin),
    CheckConstraint("quantity >= 1", name="quantity_positive"),
    CheckConstraint(
        "price_minor >= 0 AND labour_minor >= 0 AND discount_minor >= 0 AND tax_minor >= 0",
        name="amounts",
    ),
    CheckConstraint("labour_minor <= price_minor", name="labour_within_price"),
    CheckConstraint(
        "discount_minor <= coalesce(price_minor, 0) * quantity", name="discount_within_price"
    ),
)

# Notes hold words about people; they live apart from the append-only history, which only names
# them, so that one person's words can be erased without touching what happened.
ticket_note = table(
    "ticket_note",
    id_column(),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False),
    Column("kind", Text, nullable=False, server_default=text("'internal'")),
    Column("text", Text, nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
    one_of("kind", NoteKind),
    Index("ix_ticket_note_ticket_id", "ticket_id"),
)

ticket_history = table(
    "ticket_history",
    id_column(),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("old_status", Text),
    Column("new_status", Text),
    Column("outcome", Text),
    Column("note_id", Id, ForeignKey("ticket_note.id")),
    Column("undoes_id", Id, ForeignKey("ticket_history.id")),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("till_id", Id, ForeignKey("till.id"), nullable=False),
    Column("way", Text, nullable=False),
    Column("details", Json),
    Column("at_utc", UtcDateTime, nullable=False),
    one_of("kind", HistoryKind),
    one_of("old_status", TicketStatus),
    one_of("new_status", TicketStatus),
    one_of("outcome", Outcome),
    CheckConstraint("(kind = 'undone') = (undoes_id IS NOT NULL)", name="undo_names_its_move"),
    CheckConstraint(
        "kind = 'undone' OR new_status <> 'cancelled' OR note_id IS NOT NULL",
        name="cancelling_says_why",
    ),
    CheckConstraint("kind <> 'corrected' OR note_id IS NOT NULL", name="correction_says_why"),
    Index("ix_ticket_history_ticket_id", "ticket_id", "id"),
    Index(
        "uq_ticket_history_undoes_id",
        "undoes_id",
        unique=True,
        sqlite_where=text("undoes_id IS NOT NULL"),
        postgresql_where=text("undoes_id IS NOT NULL"),
    ),
)
