"""Device models, repair and part types, and the price book."""

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
)

from data.models.base import id_column, one_of, table
from data.types import Id, Json, Key, MinorUnits, UtcDateTime
from data.values import DeviceCategory, Panel, PartGrade, PriceOrigin

# The folded columns make "iPhone 13 Pro" and "IPHONE 13 pro" one model.
device_model = table(
    "device_model",
    id_column(),
    Column("brand", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("variant", Text, nullable=False),
    Column("brand_folded", Key, nullable=False),
    Column("model_folded", Key, nullable=False),
    Column("variant_folded", Key, nullable=False),
    Column("category", Text, nullable=False),
    Column("release_year", Integer),
    Column("tier", Integer),
    Column("screen_hundredths", Integer),
    Column("panel", Text),
    Column("model_numbers", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("brand_folded", "model_folded", "variant_folded"),
    one_of("category", DeviceCategory),
    one_of("panel", Panel),
    CheckConstraint("tier BETWEEN 1 AND 3", name="tier_known"),
    CheckConstraint("release_year BETWEEN 1980 AND 2100", name="year_in_range"),
    CheckConstraint("screen_hundredths > 0", name="screen_positive"),
)

repair_type = table(
    "repair_type",
    id_column(),
    Column("key", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("complexity", Integer, nullable=False),
    Column("device_categories", Json, nullable=False),
    Column("needs_part", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("key"),
    CheckConstraint("complexity BETWEEN 1 AND 5", name="complexity_in_range"),
    CheckConstraint("minutes > 0", name="minutes_positive"),
)

part_type = table(
    "part_type",
    id_column(),
    Column("key", Key, nullable=False),
    Column("name", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("quality_level", Integer, nullable=False),
    Column("warranty_months", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("key"),
    one_of("grade", PartGrade),
    CheckConstraint("warranty_months >= 0", name="warranty_not_negative"),
)

# Half-open validity [valid_from_utc, valid_until_utc); that two rows of one cell never overlap is
# held by a trigger (SQLite) and an exclusion constraint (PostgreSQL), see the first migration.
price = table(
    "price",
    id_column(),
    Column("device_model_id", Id, ForeignKey("device_model.id"), nullable=False),
    Column("repair_type_id", Id, ForeignKey("repair_type.id"), nullable=False),
    Column("grade", Key, nullable=False),
    Column("price_minor", MinorUnits, nullable=False),
    Column("cost_minor", MinorUnits),
    Column("origin", Text, nullable=False),
    Column("valid_from_utc", UtcDateTime, nullable=False),
    Column("valid_until_utc", UtcDateTime),
    Column("notes", Text, nullable=False),
    UniqueConstraint("device_model_id", "repair_type_id", "grade", "valid_from_utc"),
    one_of("grade", PartGrade),
    one_of("origin", PriceOrigin),
    CheckConstraint("price_minor >= 0", name="price_not_negative"),
    CheckConstraint("cost_minor >= 0", name="cost_not_negative"),
    CheckConstraint("valid_until_utc > valid_from_utc", name="validity_in_order"),
)

price_history = table(
    "price_history",
    id_column(),
    Column("price_id", Id, ForeignKey("price.id"), nullable=False),
    Column("old_price_minor", MinorUnits),
    Column("new_price_minor", MinorUnits, nullable=False),
    Column("old_cost_minor", MinorUnits),
    Column("new_cost_minor", MinorUnits),
    Column("person_id", Id, ForeignKey("person.id"), nullable=False),
    Column("at_utc", UtcDateTime, nullable=False),
    Column("why", Text, nullable=False),
    Index("ix_price_history_price_id", "price_id"),
)
