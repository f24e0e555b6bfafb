"""Operations already carried out, the audit, and the change log. All append-only."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Text

from data.models.base import id_column, table
from data.types import Id, Json, Key, UtcDateTime

# A replayed operation id returns `result`; the same id with another `content_hash` is a conflict.
operation = table(
    "operation",
    Column("id", Key, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("result", Text, nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
)

# `details` never holds a personal value in clear (DOMAIN.md, People).
audit = table(
    "audit",
    id_column(),
    Column("at_utc", UtcDateTime, nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("till_id", Id, ForeignKey("till.id")),
    Column("way", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("entity", Key, nullable=False),
    Column("entity_id", Id, nullable=False),
    Column("details", Json),
    Column("request_id", Text, nullable=False),
    Index("ix_audit_entity", "entity", "entity_id"),
)

change = table(
    "change",
    id_column(),
    Column("entity", Text, nullable=False),
    Column("entity_id", Id, nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
)
