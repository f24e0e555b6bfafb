"""Job rows (work orders for effects outside the database) and print records (what came of them)."""

from __future__ import annotations

from sqlalchemy import (
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
from data.types import Id, Json, Key, UtcDateTime
from data.values import JobKind, JobState

_LIVE = "state IN ('waiting', 'running')"

# Lease times are the database's clock. `sending_since_utc` is committed just before the first byte
# leaves: a lease that ends after it means "unknown", before it means "try again".
job = table(
    "job",
    id_column(),
    Column("kind", Text, nullable=False),
    Column("lane", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("payload", Json, nullable=False),
    Column("dedupe_key", Key),
    Column("ticket_id", Id, ForeignKey("ticket.id")),
    Column("history_id", Id),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("till_id", Id, ForeignKey("till.id")),
    Column("not_before_utc", UtcDateTime, nullable=False),
    Column("give_up_at_utc", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("max_attempts", Integer, nullable=False),
    Column("fence", Integer, nullable=False, server_default=text("0")),
    Column("lease_owner", Text),
    Column("lease_until_utc", UtcDateTime),
    Column("sending_since_utc", UtcDateTime),
    Column("last_error", Text, nullable=False, server_default=text("''")),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("finished_at_utc", UtcDateTime),
    UniqueConstraint("dedupe_key"),
    one_of("kind", JobKind),
    one_of("state", JobState),
    CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    Index(
        "ix_job_live",
        "lane",
        "priority",
        "not_before_utc",
        "id",
        sqlite_where=text(_LIVE),
        postgresql_where=text(_LIVE),
    ),
    Index("ix_job_state_finished", "state", "finished_at_utc"),
    Index("ix_job_till_id", "till_id", "state"),
    Index("ix_job_ticket_id", "ticket_id"),
    Index("ix_job_history_id", "history_id"),
)

job_attempt = table(
    "job_attempt",
    id_column(),
    Column("job_id", Id, ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("started_at_utc", UtcDateTime, nullable=False),
    Column("ended_at_utc", UtcDateTime, nullable=False),
    Index("ix_job_attempt_job_id", "job_id"),
)

# For ever: which paper exists of an order. `job_id` is kept as a number only, for jobs are pruned.
print_record = table(
    "print_record",
    id_column(),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False),
    Column("visit_id", Id, ForeignKey("visit.id"), nullable=False),
    Column("document", Key, nullable=False),
    Column("copy_no", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("printer", Text, nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("till_id", Id, ForeignKey("till.id"), nullable=False),
    Column("job_id", Id, nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
    CheckConstraint(
        "outcome IN ('printed', 'handed_over', 'not_printed', 'unknown')", name="outcome_known"
    ),
    CheckConstraint("copy_no >= 0", name="copy_not_negative"),
    Index("ix_print_record_ticket_id", "ticket_id", "id"),
    Index("ix_print_record_visit_id", "visit_id", "document"),
)
