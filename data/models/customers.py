"""Customers, how they are found, what they agreed to, and the devices they own."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from data.models.base import id_column, one_of, table
from data.types import Id, Json, Key, UtcDateTime
from data.values import Channel, ConsentHow, ContactKind

# The conditions of the partial indexes. Queries spell them the same way.
NOT_ACTIVE = "NOT active"
MERGED = "merged_into_id IS NOT NULL"

# `identity_key` makes a customer created twice at once one customer: contact and folded name.
# `phone_digits` is the number without its country code as people type it. `merged_into_id` leads to
# the customer this one turned out to be, in one step; `former_names` are the folded names of those
# who became this one, each behind a line break and a space (ADR 0023).
customer = table(
    "customer",
    id_column(),
    Column("name", Text, nullable=False),
    Column("name_folded", Key, nullable=False),
    Column("former_names", Text, nullable=False, server_default=text("''")),
    Column("identity_key", Key, nullable=False),
    Column("phone", Text, nullable=False),
    Column("phone_e164", Key),
    Column("phone_digits", Key),
    Column("email", Text, nullable=False),
    Column("email_folded", Key),
    Column("flag", Text, nullable=False, server_default=text("''")),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("merged_into_id", Id, ForeignKey("customer.id")),
    Column("erased_at_utc", UtcDateTime),
    UniqueConstraint("identity_key"),
    CheckConstraint("length(name) > 0", name="has_name"),
    CheckConstraint("merged_into_id IS NULL OR NOT active", name="merged_is_not_active"),
    CheckConstraint("merged_into_id <> id", name="merged_into_another"),
    Index("ix_customer_phone_digits", "phone_digits"),
    Index("ix_customer_phone_e164", "phone_e164"),
    Index("ix_customer_email_folded", "email_folded"),
    Index("ix_customer_name_folded", "name_folded", "id"),
    Index("ix_customer_created_at_utc", "created_at_utc", "id"),
    Index(
        "ix_customer_not_active",
        "id",
        sqlite_where=text(NOT_ACTIVE),
        postgresql_where=text(NOT_ACTIVE),
    ),
    Index(
        "ix_customer_merged_into_id",
        "merged_into_id",
        sqlite_where=text(MERGED),
        postgresql_where=text(MERGED),
    ),
)

# Phone numbers and e-mail addresses beside the primary ones, which are in the customer's own row.
customer_contact = table(
    "customer_contact",
    id_column(),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("label", Text, nullable=False, server_default=text("''")),
    Column("phone_e164", Key),
    Column("phone_digits", Key),
    Column("email_folded", Key),
    Column("created_at_utc", UtcDateTime, nullable=False),
    one_of("kind", ContactKind),
    CheckConstraint(
        "CASE kind WHEN 'phone' THEN phone_digits IS NOT NULL AND email_folded IS NULL "
        "ELSE email_folded IS NOT NULL AND phone_digits IS NULL END",
        name="is_of_its_kind",
    ),
    UniqueConstraint("customer_id", "phone_digits"),
    UniqueConstraint("customer_id", "email_folded"),
    Index("ix_customer_contact_phone_digits", "phone_digits", "customer_id"),
    Index("ix_customer_contact_email_folded", "email_folded", "customer_id"),
)

customer_address = table(
    "customer_address",
    id_column(),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Index("ix_customer_address_customer_id", "customer_id"),
)

customer_note = table(
    "customer_note",
    id_column(),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
    Index("ix_customer_note_customer_id", "customer_id"),
)

# What a merge moved, by ids alone, so that its undo gives back exactly that.
customer_merge = table(
    "customer_merge",
    id_column(),
    Column("kept_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("gone_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
    Column("moved", Json, nullable=False),
    Column("undone_at_utc", UtcDateTime),
    Index("ix_customer_merge_kept_id", "kept_id", "id"),
    Index("ix_customer_merge_gone_id", "gone_id", "id"),
)


def _keys(name: str) -> Table:
    """Declare a table of search keys (data/search_keys.py, ADR 0020): the b-tree and no more.

    Nothing leads from a customer to the keys: what they are follows from name and number.
    """
    return table(
        name,
        Column("key", Key, primary_key=True),
        Column("customer_id", Id, ForeignKey("customer.id"), primary_key=True),
        sqlite_with_rowid=False,
    )


# The folded name rotated to begin with each of its words; every two of its words, the letters in
# turns; and every end of the phone number from four digits on.
customer_name_key = _keys("customer_name_key")
customer_name_pair = _keys("customer_name_pair")
customer_phone_key = _keys("customer_phone_key")

SEARCH_KEYS = (customer_name_key, customer_name_pair, customer_phone_key)

# Append-only: the latest row of a channel counts.
consent = table(
    "consent",
    id_column(),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("channel", Key, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("how", Text, nullable=False),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
    one_of("channel", Channel),
    one_of("how", ConsentHow),
    Index("ix_consent_customer_id", "customer_id", "channel", "id"),
)

device = table(
    "device",
    id_column(),
    Column("customer_id", Id, ForeignKey("customer.id"), nullable=False),
    Column("device_model_id", Id, ForeignKey("device_model.id")),
    Column("title", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("imei", Key),
    Column("serial", Text),
    Column("serial_folded", Key),
    Column("imei_reversed", Key),
    Column("serial_reversed", Key),
    Column("no_identity_reason", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Index("ix_device_customer_id", "customer_id"),
    Index("ix_device_imei", "imei"),
    Index("ix_device_serial_folded", "serial_folded"),
    Index("ix_device_imei_reversed", "imei_reversed"),
    Index("ix_device_serial_reversed", "serial_reversed"),
)
