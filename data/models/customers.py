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
from data.types import Id, Key, UtcDateTime
from data.values import Channel

# `identity_key` makes a customer created twice at once one customer: contact and folded name.
# `phone_digits` is the number without its country code as people type it.
customer = table(
    "customer",
    id_column(),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("identity_key", Key, nullable=False),
    Column("phone", Text, nullable=False),
    Column("phone_e164", Key),
    Column("phone_digits", Key),
    Column("email", Text, nullable=False),
    Column("email_folded", Key),
    Column("flag", Text, nullable=False, server_default=text("''")),
    Column("notes", Text, nullable=False, server_default=text("''")),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at_utc", UtcDateTime, nullable=False),
    UniqueConstraint("identity_key"),
    CheckConstraint("length(name) > 0", name="has_name"),
    Index("ix_customer_phone_digits", "phone_digits"),
    Index("ix_customer_phone_e164", "phone_e164"),
    Index("ix_customer_email_folded", "email_folded"),
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
