"""Create every table of the first schema.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _change()
    _customer()
    _customer_contact()
    _customer_address()
    _device_model()
    _number_counter()
    _part_type()
    _repair_type()
    _role()
    _shop()
    _status_transition()
    _tax_class()
    _terms()
    _till()
    _search_keys()
    _device()
    _person()
    _price()
    _printer()
    _role_grant()
    _audit()
    _consent()
    _customer_note()
    _customer_merge()
    _operation()
    _person_skill()
    _saved_view()
    _price_history()
    _visit()
    _ticket()
    _job()
    _print_record()
    _ticket_line()
    _ticket_note()
    _job_attempt()
    _ticket_history()
    _attachment()


def downgrade() -> None:
    raise RuntimeError("restore the backup instead")


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", types.Id, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", types.Key, nullable=False),
        sa.Column("former_names", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("identity_key", types.Key, nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_e164", types.Key, nullable=True),
        sa.Column("phone_digits", types.Key, nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_folded", types.Key, nullable=True),
        sa.Column("flag", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.Column("merged_into_id", types.Id, nullable=True),
        sa.Column("erased_at_utc", types.UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_customer_has_name")),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR NOT active", name=op.f("ck_customer_merged_is_not_active")
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_customer_merged_into_another")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["customer.id"], name=op.f("fk_customer_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("identity_key", name=op.f("uq_customer_identity_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customer_email_folded", "customer", ["email_folded"], unique=False)
    op.create_index("ix_customer_phone_digits", "customer", ["phone_digits"], unique=False)
    op.create_index("ix_customer_phone_e164", "customer", ["phone_e164"], unique=False)
    op.create_index("ix_customer_name_folded", "customer", ["name_folded", "id"], unique=False)
    op.create_index(
        "ix_customer_created_at_utc", "customer", ["created_at_utc", "id"], unique=False
    )
    op.create_index(
        "ix_customer_not_active",
        "customer",
        ["id"],
        unique=False,
        sqlite_where=sa.text("NOT active"),
        postgresql_where=sa.text("NOT active"),
    )
    op.create_index(
        "ix_customer_merged_into_id",
        "customer",
        ["merged_into_id"],
        unique=False,
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )


def _customer_contact() -> None:
    op.create_table(
        "customer_contact",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("customer_id", types.Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("phone_e164", types.Key, nullable=True),
        sa.Column("phone_digits", types.Key, nullable=True),
        sa.Column("email_folded", types.Key, nullable=True),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('phone', 'email')", name=op.f("ck_customer_contact_kind_known")
        ),
        sa.CheckConstraint(
            "CASE kind WHEN 'phone' THEN phone_digits IS NOT NULL AND email_folded IS NULL "
            "ELSE email_folded IS NOT NULL AND phone_digits IS NULL END",
            name=op.f("ck_customer_contact_is_of_its_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_contact_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_contact")),
        sa.UniqueConstraint(
            "customer_id",
            "email_folded",
            name=op.f("uq_customer_contact_customer_id_email_folded"),
        ),
        sa.UniqueConstraint(
            "customer_id",
            "phone_digits",
            name=op.f("uq_customer_contact_customer_id_phone_digits"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_customer_contact_email_folded",
        "customer_contact",
        ["email_folded", "customer_id"],
        unique=False,
    )
    op.create_index(
        "ix_customer_contact_phone_digits",
        "customer_contact",
        ["phone_digits", "customer_id"],
        unique=False,
    )


def _customer_address() -> None:
    op.create_table(
        "customer_address",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("customer_id", types.Id, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_address_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_address")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_customer_address_customer_id", "customer_address", ["customer_id"], unique=False
    )


def _customer_note() -> None:
    op.create_table(
        "customer_note",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("customer_id", types.Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_note_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_customer_note_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_note")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customer_note_customer_id", "customer_note", ["customer_id"], unique=False)


def _customer_merge() -> None:
    op.create_table(
        "customer_merge",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("kept_id", types.Id, nullable=False),
        sa.Column("gone_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.Column("moved", types.Json(), nullable=False),
        sa.Column("undone_at_utc", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gone_id"], ["customer.id"], name=op.f("fk_customer_merge_gone_id")
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["customer.id"], name=op.f("fk_customer_merge_kept_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_customer_merge_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_merge")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_customer_merge_gone_id", "customer_merge", ["gone_id", "id"], unique=False)
    op.create_index("ix_customer_merge_kept_id", "customer_merge", ["kept_id", "id"], unique=False)


def _device_model() -> None:
    op.create_table(
        "device_model",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("brand_folded", types.Key, nullable=False),
        sa.Column("model_folded", types.Key, nullable=False),
        sa.Column("variant_folded", types.Key, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("release_year", sa.Integer(), nullable=True),
        sa.Column("tier", sa.Integer(), nullable=True),
        sa.Column("screen_hundredths", sa.Integer(), nullable=True),
        sa.Column("panel", sa.Text(), nullable=True),
        sa.Column("model_numbers", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "category IN ('phone', 'tablet', 'laptop', 'watch', 'console')",
            name=op.f("ck_device_model_category_known"),
        ),
        sa.CheckConstraint(
            "panel IN ('lcd', 'oled', 'foldable')", name=op.f("ck_device_model_panel_known")
        ),
        sa.CheckConstraint(
            "release_year BETWEEN 1980 AND 2100", name=op.f("ck_device_model_year_in_range")
        ),
        sa.CheckConstraint("screen_hundredths > 0", name=op.f("ck_device_model_screen_positive")),
        sa.CheckConstraint("tier BETWEEN 1 AND 3", name=op.f("ck_device_model_tier_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_model")),
        sa.UniqueConstraint(
            "brand_folded",
            "model_folded",
            "variant_folded",
            name=op.f("uq_device_model_brand_folded_model_folded_variant_folded"),
        ),
        sqlite_autoincrement=True,
    )


def _number_counter() -> None:
    op.create_table(
        "number_counter",
        sa.Column("kind", types.Key, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_value", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_value >= 0", name=op.f("ck_number_counter_not_negative")),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_number_counter")),
        sqlite_autoincrement=True,
    )


def _part_type() -> None:
    op.create_table(
        "part_type",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("key", types.Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("quality_level", sa.Integer(), nullable=False),
        sa.Column("warranty_months", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "grade IN ('original', 'aftermarket_premium', 'aftermarket_standard', 'aftermarket_economy')",
            name=op.f("ck_part_type_grade_known"),
        ),
        sa.CheckConstraint("warranty_months >= 0", name=op.f("ck_part_type_warranty_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_type")),
        sa.UniqueConstraint("key", name=op.f("uq_part_type_key")),
        sqlite_autoincrement=True,
    )


def _repair_type() -> None:
    op.create_table(
        "repair_type",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("key", types.Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("complexity", sa.Integer(), nullable=False),
        sa.Column("device_categories", types.Json(), nullable=False),
        sa.Column("needs_part", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "complexity BETWEEN 1 AND 5", name=op.f("ck_repair_type_complexity_in_range")
        ),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_repair_type_minutes_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_type")),
        sa.UniqueConstraint("key", name=op.f("uq_repair_type_key")),
        sqlite_autoincrement=True,
    )


def _role() -> None:
    op.create_table(
        "role",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("key", types.Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("key", name=op.f("uq_role_key")),
        sqlite_autoincrement=True,
    )


def _shop() -> None:
    op.create_table(
        "shop",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("registration", sa.Text(), nullable=False),
        sa.Column("tax_number", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("opening_hours", types.Json(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("diagnosis_fee_minor", types.MinorUnits(), nullable=False),
        sa.Column("logo_png", sa.LargeBinary(), nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("files_folder", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "file_most_bytes", sa.BigInteger(), server_default=sa.text("20000000"), nullable=False
        ),
        sa.Column(
            "photo_most_pixels", sa.BigInteger(), server_default=sa.text("50000000"), nullable=False
        ),
        sa.Column("rights_version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("reference_version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("diagnosis_fee_minor >= 0", name=op.f("ck_shop_fee_not_negative")),
        sa.CheckConstraint(
            "file_most_bytes > 0 AND photo_most_pixels > 0", name=op.f("ck_shop_file_limits")
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_shop_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
        sqlite_autoincrement=True,
    )


def _status_transition() -> None:
    op.create_table(
        "status_transition",
        sa.Column("from_status", types.Key, nullable=False),
        sa.Column("to_status", types.Key, nullable=False),
        sa.PrimaryKeyConstraint("from_status", "to_status", name=op.f("pk_status_transition")),
        sqlite_autoincrement=True,
    )


def _tax_class() -> None:
    op.create_table(
        "tax_class",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "rate_ppm BETWEEN 0 AND 1000000", name=op.f("ck_tax_class_rate_in_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_class")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_tax_class_default",
        "tax_class",
        ["is_default"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )


def _terms() -> None:
    op.create_table(
        "terms",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("version", name=op.f("uq_terms_version")),
        sqlite_autoincrement=True,
    )


def _till() -> None:
    op.create_table(
        "till",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", types.Key, nullable=False),
        sa.Column("prints_on_intake", types.Json(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till")),
        sa.UniqueConstraint("name_folded", name=op.f("uq_till_name_folded")),
        sqlite_autoincrement=True,
    )


def _search_keys() -> None:
    for name in ("customer_name_key", "customer_name_pair", "customer_phone_key"):
        op.create_table(
            name,
            sa.Column("key", types.Key, nullable=False),
            sa.Column("customer_id", types.Id, nullable=False),
            sa.ForeignKeyConstraint(
                ["customer_id"], ["customer.id"], name=op.f(f"fk_{name}_customer_id")
            ),
            sa.PrimaryKeyConstraint("key", "customer_id", name=op.f(f"pk_{name}")),
            sqlite_with_rowid=False,
        )


def _device() -> None:
    op.create_table(
        "device",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("customer_id", types.Id, nullable=False),
        sa.Column("device_model_id", types.Id, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("imei", types.Key, nullable=True),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("serial_folded", types.Key, nullable=True),
        sa.Column("imei_reversed", types.Key, nullable=True),
        sa.Column("serial_reversed", types.Key, nullable=True),
        sa.Column("no_identity_reason", sa.Text(), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_device_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_model_id"], ["device_model.id"], name=op.f("fk_device_device_model_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_device_customer_id", "device", ["customer_id"], unique=False)
    op.create_index("ix_device_imei", "device", ["imei"], unique=False)
    op.create_index("ix_device_imei_reversed", "device", ["imei_reversed"], unique=False)
    op.create_index("ix_device_serial_folded", "device", ["serial_folded"], unique=False)
    op.create_index("ix_device_serial_reversed", "device", ["serial_reversed"], unique=False)


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", types.Key, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("kind", types.Key, nullable=False),
        sa.Column("role_id", types.Id, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("present_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'command_line')", name=op.f("ck_person_kind_known")),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_person_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name_folded", "kind", name=op.f("uq_person_name_folded_kind")),
        sqlite_autoincrement=True,
    )


def _price() -> None:
    op.create_table(
        "price",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("device_model_id", types.Id, nullable=False),
        sa.Column("repair_type_id", types.Id, nullable=False),
        sa.Column("grade", types.Key, nullable=False),
        sa.Column("price_minor", types.MinorUnits(), nullable=False),
        sa.Column("cost_minor", types.MinorUnits(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("valid_from_utc", types.UtcDateTime(), nullable=False),
        sa.Column("valid_until_utc", types.UtcDateTime(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "grade IN ('original', 'aftermarket_premium', 'aftermarket_standard', 'aftermarket_economy')",
            name=op.f("ck_price_grade_known"),
        ),
        sa.CheckConstraint(
            "origin IN ('typed', 'imported', 'estimate')", name=op.f("ck_price_origin_known")
        ),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_price_cost_not_negative")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_price_price_not_negative")),
        sa.CheckConstraint(
            "valid_until_utc > valid_from_utc", name=op.f("ck_price_validity_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["device_model_id"], ["device_model.id"], name=op.f("fk_price_device_model_id")
        ),
        sa.ForeignKeyConstraint(
            ["repair_type_id"], ["repair_type.id"], name=op.f("fk_price_repair_type_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price")),
        sa.UniqueConstraint(
            "device_model_id",
            "repair_type_id",
            "grade",
            "valid_from_utc",
            name=op.f("uq_price_device_model_id_repair_type_id_grade_valid_from_utc"),
        ),
        sqlite_autoincrement=True,
    )


def _printer() -> None:
    op.create_table(
        "printer",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("till_id", types.Id, nullable=False),
        sa.Column("role", types.Key, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("width_dots", sa.Integer(), nullable=False),
        sa.Column("label_width_mm", sa.Integer(), nullable=False),
        sa.Column("label_height_mm", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('receipt', 'label', 'a4')", name=op.f("ck_printer_role_known")
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_printer_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer")),
        sa.UniqueConstraint("till_id", "role", name=op.f("uq_printer_till_id_role")),
        sqlite_autoincrement=True,
    )


def _role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("role_id", types.Id, nullable=False),
        sa.Column("permission", types.Key, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.CheckConstraint("mode IN ('direct', 'with_pin')", name=op.f("ck_role_grant_mode_known")),
        sa.CheckConstraint("scope IN ('own', 'all')", name=op.f("ck_role_grant_scope_known")),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_role_grant_role_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("role_id", "permission", name=op.f("uq_role_grant_role_id_permission")),
        sqlite_autoincrement=True,
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("till_id", types.Id, nullable=True),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("entity", types.Key, nullable=False),
        sa.Column("entity_id", types.Id, nullable=False),
        sa.Column("details", types.Json(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_audit_person_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_audit_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_entity", "audit", ["entity", "entity_id"], unique=False)


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("customer_id", types.Id, nullable=False),
        sa.Column("channel", types.Key, nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("channel IN ('sms', 'email')", name=op.f("ck_consent_channel_known")),
        sa.CheckConstraint(
            "how IN ('counter', 'phone', 'email', 'message', 'form', 'import')",
            name=op.f("ck_consent_how_known"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_consent_customer_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_consent_customer_id", "consent", ["customer_id", "channel", "id"], unique=False
    )


def _operation() -> None:
    op.create_table(
        "operation",
        sa.Column("id", types.Key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_operation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sqlite_autoincrement=True,
    )


def _person_skill() -> None:
    op.create_table(
        "person_skill",
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("category", types.Key, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_skill_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "category", name=op.f("pk_person_skill")),
        sqlite_autoincrement=True,
    )


def _saved_view() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", types.Key, nullable=False),
        sa.Column("content", types.Json(), nullable=False),
        sa.Column("is_start", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "person_id", "name_folded", name=op.f("uq_saved_view_person_id_name_folded")
        ),
        sqlite_autoincrement=True,
    )


def _price_history() -> None:
    op.create_table(
        "price_history",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("price_id", types.Id, nullable=False),
        sa.Column("old_price_minor", types.MinorUnits(), nullable=True),
        sa.Column("new_price_minor", types.MinorUnits(), nullable=False),
        sa.Column("old_cost_minor", types.MinorUnits(), nullable=True),
        sa.Column("new_cost_minor", types.MinorUnits(), nullable=True),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_price_history_person_id")
        ),
        sa.ForeignKeyConstraint(["price_id"], ["price.id"], name=op.f("fk_price_history_price_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_history")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_price_history_price_id", "price_history", ["price_id"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("customer_id", types.Id, nullable=False),
        sa.Column("till_id", types.Id, nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=True),
        sa.Column("terms_accepted", sa.Boolean(), nullable=False),
        sa.Column("opened_at_utc", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_visit_customer_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_visit_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_visit_customer_id", "visit", ["customer_id"], unique=False)


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("number", types.Key, nullable=False),
        sa.Column("number_year", sa.Integer(), nullable=False),
        sa.Column("number_seq", sa.Integer(), nullable=False),
        sa.Column("visit_id", types.Id, nullable=False),
        sa.Column("visit_position", sa.Integer(), nullable=False),
        sa.Column("customer_id", types.Id, nullable=False),
        sa.Column("device_id", types.Id, nullable=False),
        sa.Column("device_model_id", types.Id, nullable=True),
        sa.Column("device_title", sa.Text(), nullable=False),
        sa.Column("device_category", sa.Text(), nullable=True),
        sa.Column("repair_summary", sa.Text(), nullable=False),
        sa.Column("status", types.Key, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("priority", types.Key, nullable=False),
        sa.Column("technician_id", types.Id, nullable=True),
        sa.Column("till_id", types.Id, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("job_category", sa.Text(), nullable=True),
        sa.Column("estimated_minutes", sa.Integer(), nullable=True),
        sa.Column("actual_minutes", sa.Integer(), nullable=True),
        sa.Column("condition", types.Json(), nullable=False),
        sa.Column("accessories", types.Json(), nullable=False),
        sa.Column("promised_at_utc", types.UtcDateTime(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("subtotal_minor", types.MinorUnits(), nullable=False),
        sa.Column("tax_minor", types.MinorUnits(), nullable=False),
        sa.Column("total_minor", types.MinorUnits(), nullable=False),
        sa.Column("total_is_open", sa.Boolean(), nullable=False),
        sa.Column("deposit_agreed_minor", types.MinorUnits(), nullable=False),
        sa.Column("paid_minor", types.MinorUnits(), server_default=sa.text("0"), nullable=False),
        sa.Column("opened_at_utc", types.UtcDateTime(), nullable=False),
        sa.Column("ready_at_utc", types.UtcDateTime(), nullable=True),
        sa.Column("closed_at_utc", types.UtcDateTime(), nullable=True),
        sa.Column("device_in_shop", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.Column("slot_folded", types.Key, nullable=True),
        sa.Column("collected_by", sa.Text(), nullable=True),
        sa.Column("collected_name", sa.Text(), nullable=True),
        sa.Column("collected_check", sa.Text(), nullable=True),
        sa.Column("collected_at_utc", types.UtcDateTime(), nullable=True),
        sa.Column("comeback_of_id", types.Id, nullable=True),
        sa.Column("last_history_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "collected_by IN ('customer', 'other')", name=op.f("ck_ticket_collected_by_known")
        ),
        sa.CheckConstraint(
            "collected_check IN ('claim_ticket', 'identity')",
            name=op.f("ck_ticket_collected_check_known"),
        ),
        sa.CheckConstraint(
            "device_category IN ('phone', 'tablet', 'laptop', 'watch', 'console')",
            name=op.f("ck_ticket_device_category_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('repaired', 'not_repairable', 'declined', 'cancelled')",
            name=op.f("ck_ticket_outcome_known"),
        ),
        sa.CheckConstraint(
            "priority IN ('normal', 'urgent', 'express')", name=op.f("ck_ticket_priority_known")
        ),
        sa.CheckConstraint(
            "status <> 'delivered' OR (collected_by IS NOT NULL AND NOT device_in_shop)",
            name=op.f("ck_ticket_delivered_names_collector"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'diagnosing', 'awaiting_approval', 'in_progress', 'waiting_parts', 'completed', 'ready_pickup', 'delivered', 'cancelled')",
            name=op.f("ck_ticket_status_known"),
        ),
        sa.CheckConstraint(
            "deposit_agreed_minor >= 0 AND paid_minor >= 0", name=op.f("ck_ticket_deposit")
        ),
        sa.CheckConstraint(
            "status <> 'cancelled' OR (outcome IS NOT NULL AND outcome = 'cancelled')",
            name=op.f("ck_ticket_cancelled_is_its_outcome"),
        ),
        sa.CheckConstraint(
            "total_minor >= 0 AND subtotal_minor >= 0 AND tax_minor >= 0",
            name=op.f("ck_ticket_amounts"),
        ),
        sa.CheckConstraint(
            "total_minor = subtotal_minor + tax_minor", name=op.f("ck_ticket_total_adds_up")
        ),
        sa.CheckConstraint("total_minor <= 10000000000000", name=op.f("ck_ticket_total_in_range")),
        sa.CheckConstraint(
            "estimated_minutes >= 0 AND actual_minutes >= 0", name=op.f("ck_ticket_minutes")
        ),
        sa.CheckConstraint(
            "(slot IS NULL) = (slot_folded IS NULL)", name=op.f("ck_ticket_slot_is_folded")
        ),
        sa.CheckConstraint(
            "slot IS NULL OR device_in_shop", name=op.f("ck_ticket_slot_holds_a_device")
        ),
        sa.ForeignKeyConstraint(
            ["comeback_of_id"], ["ticket.id"], name=op.f("fk_ticket_comeback_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_ticket_customer_id")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_ticket_device_id")),
        sa.ForeignKeyConstraint(
            ["device_model_id"], ["device_model.id"], name=op.f("fk_ticket_device_model_id")
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["person.id"], name=op.f("fk_ticket_technician_id")
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_ticket_till_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_ticket_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
        sa.UniqueConstraint(
            "number_year", "number_seq", name=op.f("uq_ticket_number_year_number_seq")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_customer_id", "ticket", ["customer_id", "id"], unique=False)
    op.create_index("ix_ticket_device_id", "ticket", ["device_id", "id"], unique=False)
    op.create_index(
        "ix_ticket_open",
        "ticket",
        ["promised_at_utc", "id", "status", "technician_id"],
        unique=False,
        sqlite_where=sa.text(
            "status IN ('pending', 'diagnosing', 'awaiting_approval', 'in_progress', 'waiting_parts', 'completed', 'ready_pickup')"
        ),
        postgresql_where=sa.text(
            "status IN ('pending', 'diagnosing', 'awaiting_approval', 'in_progress', 'waiting_parts', 'completed', 'ready_pickup')"
        ),
    )
    op.create_index(
        "ix_ticket_technician_open",
        "ticket",
        ["technician_id"],
        unique=False,
        sqlite_where=sa.text(
            "status IN ('pending', 'diagnosing', 'awaiting_approval', 'in_progress', 'waiting_parts', 'completed', 'ready_pickup')"
        ),
        postgresql_where=sa.text(
            "status IN ('pending', 'diagnosing', 'awaiting_approval', 'in_progress', 'waiting_parts', 'completed', 'ready_pickup')"
        ),
    )
    op.create_index("ix_ticket_status_id", "ticket", ["status", "id"], unique=False)
    op.create_index("ix_ticket_technician_id", "ticket", ["technician_id", "id"], unique=False)
    op.create_index("ix_ticket_device_model_id", "ticket", ["device_model_id", "id"], unique=False)
    op.create_index("ix_ticket_opened_at_utc", "ticket", ["opened_at_utc", "id"], unique=False)
    op.create_index("ix_ticket_promised_at_utc", "ticket", ["promised_at_utc", "id"], unique=False)
    op.create_index(
        "ix_ticket_hasty",
        "ticket",
        ["priority", "id"],
        unique=False,
        sqlite_where=sa.text("priority <> 'normal'"),
        postgresql_where=sa.text("priority <> 'normal'"),
    )
    op.create_index(
        "ix_ticket_to_hand_back",
        "ticket",
        ["status", "device_in_shop", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'cancelled' AND device_in_shop"),
        postgresql_where=sa.text("status = 'cancelled' AND device_in_shop"),
    )
    op.create_index("ix_ticket_visit_id", "ticket", ["visit_id"], unique=False)
    op.create_index(
        "ix_ticket_comeback_of_id",
        "ticket",
        ["comeback_of_id"],
        unique=False,
        sqlite_where=sa.text("comeback_of_id IS NOT NULL"),
        postgresql_where=sa.text("comeback_of_id IS NOT NULL"),
    )
    op.create_index(
        "ix_ticket_slot_folded",
        "ticket",
        ["slot_folded"],
        unique=False,
        sqlite_where=sa.text("slot_folded IS NOT NULL"),
        postgresql_where=sa.text("slot_folded IS NOT NULL"),
    )


def _job() -> None:
    op.create_table(
        "job",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lane", types.Key, nullable=False),
        sa.Column("state", types.Key, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("payload", types.Json(), nullable=False),
        sa.Column("dedupe_key", types.Key, nullable=True),
        sa.Column("ticket_id", types.Id, nullable=True),
        sa.Column("history_id", types.Id, nullable=True),
        sa.Column("person_id", types.Id, nullable=True),
        sa.Column("till_id", types.Id, nullable=True),
        sa.Column("not_before_utc", types.UtcDateTime(), nullable=False),
        sa.Column("give_up_at_utc", types.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until_utc", types.UtcDateTime(), nullable=True),
        sa.Column("sending_since_utc", types.UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at_utc", types.UtcDateTime(), nullable=False),
        sa.Column("finished_at_utc", types.UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('print', 'files')", name=op.f("ck_job_kind_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'unknown')",
            name=op.f("ck_job_state_known"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_job_attempts_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_job_person_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_job_ticket_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_job_till_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_job_dedupe_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_job_live",
        "job",
        ["lane", "priority", "not_before_utc", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'running')"),
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    )
    op.create_index("ix_job_state_finished", "job", ["state", "finished_at_utc"], unique=False)
    op.create_index("ix_job_ticket_id", "job", ["ticket_id"], unique=False)
    op.create_index("ix_job_till_id", "job", ["till_id", "state"], unique=False)
    op.create_index("ix_job_history_id", "job", ["history_id"], unique=False)


def _print_record() -> None:
    op.create_table(
        "print_record",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("ticket_id", types.Id, nullable=False),
        sa.Column("visit_id", types.Id, nullable=False),
        sa.Column("document", types.Key, nullable=False),
        sa.Column("copy_no", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("till_id", types.Id, nullable=False),
        sa.Column("job_id", types.Id, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('printed', 'handed_over', 'not_printed', 'unknown')",
            name=op.f("ck_print_record_outcome_known"),
        ),
        sa.CheckConstraint("copy_no >= 0", name=op.f("ck_print_record_copy_not_negative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_print_record_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_print_record_ticket_id")
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_print_record_till_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_print_record_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_record")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_print_record_ticket_id", "print_record", ["ticket_id", "id"], unique=False)
    op.create_index(
        "ix_print_record_visit_id", "print_record", ["visit_id", "document"], unique=False
    )


def _ticket_line() -> None:
    op.create_table(
        "ticket_line",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("ticket_id", types.Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("repair_type_id", types.Id, nullable=True),
        sa.Column("part_type_id", types.Id, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_minor", types.MinorUnits(), nullable=True),
        sa.Column("labour_minor", types.MinorUnits(), nullable=False),
        sa.Column(
            "discount_minor", types.MinorUnits(), server_default=sa.text("0"), nullable=False
        ),
        sa.Column("price_origin", sa.Text(), nullable=True),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("tax_class_id", types.Id, nullable=False),
        sa.Column("tax_name", sa.Text(), nullable=False),
        sa.Column("tax_rate_ppm", sa.Integer(), nullable=False),
        sa.Column("tax_minor", types.MinorUnits(), nullable=False),
        sa.Column("warranty_months", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "grade IN ('original', 'aftermarket_premium', 'aftermarket_standard', 'aftermarket_economy')",
            name=op.f("ck_ticket_line_grade_known"),
        ),
        sa.CheckConstraint(
            "price_origin IN ('typed', 'imported', 'estimate')",
            name=op.f("ck_ticket_line_price_origin_known"),
        ),
        sa.CheckConstraint(
            "price_minor >= 0 AND labour_minor >= 0 AND discount_minor >= 0 AND tax_minor >= 0",
            name=op.f("ck_ticket_line_amounts"),
        ),
        sa.CheckConstraint(
            "labour_minor <= price_minor", name=op.f("ck_ticket_line_labour_within_price")
        ),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_ticket_line_quantity_positive")),
        sa.CheckConstraint(
            "discount_minor <= coalesce(price_minor, 0) * quantity",
            name=op.f("ck_ticket_line_discount_within_price"),
        ),
        sa.ForeignKeyConstraint(
            ["part_type_id"], ["part_type.id"], name=op.f("fk_ticket_line_part_type_id")
        ),
        sa.ForeignKeyConstraint(
            ["repair_type_id"], ["repair_type.id"], name=op.f("fk_ticket_line_repair_type_id")
        ),
        sa.ForeignKeyConstraint(
            ["tax_class_id"], ["tax_class.id"], name=op.f("fk_ticket_line_tax_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_line_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_line")),
        sa.UniqueConstraint(
            "ticket_id", "position", name=op.f("uq_ticket_line_ticket_id_position")
        ),
        sqlite_autoincrement=True,
    )


def _ticket_note() -> None:
    op.create_table(
        "ticket_note",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("ticket_id", types.Id, nullable=False),
        sa.Column("kind", sa.Text(), server_default=sa.text("'internal'"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('internal', 'customer', 'earlier')", name=op.f("ck_ticket_note_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ticket_note_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_note_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_note")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_note_ticket_id", "ticket_note", ["ticket_id"], unique=False)


def _job_attempt() -> None:
    op.create_table(
        "job_attempt",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("job_id", types.Id, nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("started_at_utc", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at_utc", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_job_attempt_job_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_attempt")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_attempt_job_id", "job_attempt", ["job_id"], unique=False)


def _ticket_history() -> None:
    op.create_table(
        "ticket_history",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("ticket_id", types.Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("old_status", sa.Text(), nullable=True),
        sa.Column("new_status", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note_id", types.Id, nullable=True),
        sa.Column("undoes_id", types.Id, nullable=True),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("till_id", types.Id, nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("details", types.Json(), nullable=True),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'undone') = (undoes_id IS NOT NULL)",
            name=op.f("ck_ticket_history_undo_names_its_move"),
        ),
        sa.CheckConstraint(
            "kind = 'undone' OR new_status <> 'cancelled' OR note_id IS NOT NULL",
            name=op.f("ck_ticket_history_cancelling_says_why"),
        ),
        sa.CheckConstraint(
            "kind <> 'corrected' OR note_id IS NOT NULL",
            name=op.f("ck_ticket_history_correction_says_why"),
        ),
        sa.CheckConstraint(
            "kind IN ('taken_in', 'moved', 'undone', 'corrected', 'handed_over', 'handed_back', 'assigned', 'noted', 'edited', 'attached', 'detached')",
            name=op.f("ck_ticket_history_kind_known"),
        ),
        sa.CheckConstraint(
            "new_status IN ('pending', 'diagnosing', 'awaiting_approval', 'in_progress', 'waiting_parts', 'completed', 'ready_pickup', 'delivered', 'cancelled')",
            name=op.f("ck_ticket_history_new_status_known"),
        ),
        sa.CheckConstraint(
            "old_status IN ('pending', 'diagnosing', 'awaiting_approval', 'in_progress', 'waiting_parts', 'completed', 'ready_pickup', 'delivered', 'cancelled')",
            name=op.f("ck_ticket_history_old_status_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('repaired', 'not_repairable', 'declined', 'cancelled')",
            name=op.f("ck_ticket_history_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["ticket_note.id"], name=op.f("fk_ticket_history_note_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ticket_history_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_history_ticket_id")
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.id"], name=op.f("fk_ticket_history_till_id")),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["ticket_history.id"], name=op.f("fk_ticket_history_undoes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_history")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_ticket_history_ticket_id", "ticket_history", ["ticket_id", "id"], unique=False
    )
    op.create_index(
        "uq_ticket_history_undoes_id",
        "ticket_history",
        ["undoes_id"],
        unique=True,
        sqlite_where=sa.text("undoes_id IS NOT NULL"),
        postgresql_where=sa.text("undoes_id IS NOT NULL"),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("ticket_id", types.Id, nullable=False),
        sa.Column("sha256", types.Key, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=True),
        sa.Column("height_px", sa.Integer(), nullable=True),
        sa.Column("person_id", types.Id, nullable=False),
        sa.Column("at_utc", types.UtcDateTime(), nullable=False),
        sa.Column("removed_at_utc", types.UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", types.Id, nullable=True),
        sa.CheckConstraint("kind IN ('photo', 'file')", name=op.f("ck_attachment_kind_known")),
        sa.CheckConstraint(
            "stage IN ('intake', 'repair', 'hand_over')", name=op.f("ck_attachment_stage_known")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_attachment_sha256_whole")),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("ck_attachment_size_not_negative")),
        sa.CheckConstraint(
            "kind <> 'photo' OR (width_px IS NOT NULL AND height_px IS NOT NULL)",
            name=op.f("ck_attachment_photo_has_size"),
        ),
        sa.CheckConstraint(
            "(removed_at_utc IS NULL) = (removed_by_id IS NULL)",
            name=op.f("ck_attachment_removed_says_by_whom"),
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_attachment_ticket_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attachment_person_id")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["person.id"], name=op.f("fk_attachment_removed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attachment_ticket_id", "attachment", ["ticket_id", "id"], unique=False)
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"], unique=False)
