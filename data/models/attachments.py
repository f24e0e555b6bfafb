"""Photos and files of an order: rows here, their content in a folder beside the database."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Text

from data.models.base import id_column, one_of, table
from data.types import Id, Key, UtcDateTime
from data.values import AttachmentKind, AttachmentStage

# `sha256` names the content's file, which several rows may share. A removed row keeps its file
# until its job has run; a person who is erased loses row and file.
attachment = table(
    "attachment",
    id_column(),
    Column("ticket_id", Id, ForeignKey("ticket.id"), nullable=False),
    Column("sha256", Key, nullable=False),
    Column("kind", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("width_px", Integer),
    Column("height_px", Integer),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
    Column("removed_at_utc", UtcDateTime),
    Column("removed_by_id", Id, ForeignKey("person.id")),
    one_of("kind", AttachmentKind),
    one_of("stage", AttachmentStage),
    CheckConstraint("length(sha256) = 64", name="sha256_whole"),
    CheckConstraint("size_bytes >= 0", name="size_not_negative"),
    CheckConstraint(
        "kind <> 'photo' OR (width_px IS NOT NULL AND height_px IS NOT NULL)",
        name="photo_has_size",
    ),
    CheckConstraint(
        "(removed_at_utc IS NULL) = (removed_by_id IS NULL)", name="removed_says_by_whom"
    ),
    Index("ix_attachment_ticket_id", "ticket_id", "id"),
    Index("ix_attachment_sha256", "sha256"),
)
