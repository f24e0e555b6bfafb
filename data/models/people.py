"""People, roles and grants."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    Text,
    UniqueConstraint,
    text,
)

from data.models.base import id_column, one_of, table
from data.types import Id, Json, Key, UtcDateTime
from data.values import GrantMode, GrantScope

role = table(
    "role",
    id_column(),
    Column("key", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    UniqueConstraint("key"),
)

role_grant = table(
    "role_grant",
    id_column(),
    Column("role_id", Id, ForeignKey("role.id"), nullable=False),
    Column("permission", Key, nullable=False),
    Column("scope", Text, nullable=False),
    Column("mode", Text, nullable=False),
    UniqueConstraint("role_id", "permission"),
    one_of("scope", GrantScope),
    one_of("mode", GrantMode),
)

# `kind` tells a person from the account the command line acts as. `present_on` is the shop's date
# on which the person was last seen: presence ends with the day by itself.
person = table(
    "person",
    id_column(),
    Column("name", Text, nullable=False),
    Column("name_folded", Key, nullable=False),
    Column("email", Text, nullable=False),
    Column("kind", Key, nullable=False),
    Column("role_id", Id, ForeignKey("role.id"), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("present_on", Date),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at_utc", UtcDateTime, nullable=False),
    UniqueConstraint("name_folded", "kind"),
    CheckConstraint("kind IN ('person', 'command_line')", name="kind_known"),
)

person_skill = table(
    "person_skill",
    Column("person_id", Id, ForeignKey("person.id"), primary_key=True),
    Column("category", Key, primary_key=True),
)

# How a person wants to see the queue. `content` has a version of its own and is read field by field
# (services/tickets/view_content.py): what it names may be gone by then.
saved_view = table(
    "saved_view",
    id_column(),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_folded", Key, nullable=False),
    Column("content", Json, nullable=False),
    Column("is_start", Boolean, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at_utc", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "name_folded"),
)
