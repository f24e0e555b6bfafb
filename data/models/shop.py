"""The shop, its tills and printers, taxes and terms. One database holds one shop."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)

from data.models.base import id_column, table
from data.types import Id, Json, Key, MinorUnits, UtcDateTime

# `rights_version` and `reference_version` move with every change of people's rights or of the
# data that workstations cache; every transaction's first statement reads both.
shop = table(
    "shop",
    id_column(),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("registration", Text, nullable=False),
    Column("tax_number", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("opening_hours", Json, nullable=False),
    Column("prices_include_tax", Boolean, nullable=False),
    Column("diagnosis_fee_minor", MinorUnits, nullable=False),
    Column("logo_png", LargeBinary),
    Column("is_sample", Boolean, nullable=False),
    Column("files_folder", Text, nullable=False, server_default=text("''")),
    Column("file_most_bytes", BigInteger, nullable=False, server_default=text("20000000")),
    Column("photo_most_pixels", BigInteger, nullable=False, server_default=text("50000000")),
    Column("rights_version", Integer, nullable=False, server_default=text("1")),
    Column("reference_version", Integer, nullable=False, server_default=text("1")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at_utc", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
    CheckConstraint("diagnosis_fee_minor >= 0", name="fee_not_negative"),
    CheckConstraint("file_most_bytes > 0 AND photo_most_pixels > 0", name="file_limits"),
)

till = table(
    "till",
    id_column(),
    Column("name", Text, nullable=False),
    Column("name_folded", Key, nullable=False),
    Column("prints_on_intake", Json, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("created_at_utc", UtcDateTime, nullable=False),
    UniqueConstraint("name_folded"),
)

printer = table(
    "printer",
    id_column(),
    Column("till_id", Id, ForeignKey("till.id"), nullable=False),
    Column("role", Key, nullable=False),
    Column("address", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("columns", Integer, nullable=False),
    Column("width_dots", Integer, nullable=False),
    Column("label_width_mm", Integer, nullable=False),
    Column("label_height_mm", Integer, nullable=False),
    Column("paper", Text, nullable=False),
    Column("cut", Boolean, nullable=False),
    UniqueConstraint("till_id", "role"),
    CheckConstraint("role IN ('receipt', 'label', 'a4')", name="role_known"),
)

tax_class = table(
    "tax_class",
    id_column(),
    Column("name", Text, nullable=False),
    Column("rate_ppm", Integer, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    CheckConstraint("rate_ppm BETWEEN 0 AND 1000000", name="rate_in_range"),
    Index(
        "uq_tax_class_default",
        "is_default",
        unique=True,
        sqlite_where=text("is_default"),
        postgresql_where=text("is_default"),
    ),
)

terms = table(
    "terms",
    id_column(),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    UniqueConstraint("version"),
)
