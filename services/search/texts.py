"""What the columns that are searched must hold, from what was typed. Pure."""

from __future__ import annotations

from typing import Any

from data.repositories.search_keys import ContactText, CustomerText, DeviceText, FoundText
from data.values import ContactKind
from services.catalog.names import squeeze
from services.customers.rules import fold_email, fold_name


def customer_columns(row: CustomerText) -> dict[str, Any]:
    """Return what a customer's searched columns must hold.

    The digits of the phone are not among them: they depend on the country the shop had when the
    number was taken.
    """
    return {"name_folded": fold_name(row.name), "email_folded": fold_email(row.email) or None}


def device_columns(row: DeviceText) -> dict[str, Any]:
    """Return what a device's searched columns must hold."""
    folded = squeeze(row.serial) if row.serial else None
    return {
        "imei_reversed": row.imei[::-1] if row.imei else None,
        "serial_folded": folded,
        "serial_reversed": folded[::-1] if folded is not None else None,
    }


def contact_columns(row: ContactText) -> dict[str, Any]:
    """Return what a further contact's searched columns must hold, its digits aside."""
    is_email = row.kind == ContactKind.EMAIL.value
    return {"email_folded": fold_email(row.value) if is_email else None}


def wrong_columns(row: FoundText) -> dict[str, Any]:
    """Return those columns that hold something else, with what they must hold."""
    match row:
        case CustomerText():
            due = customer_columns(row)
        case DeviceText():
            due = device_columns(row)
        case ContactText():
            due = contact_columns(row)
    return {name: value for name, value in due.items() if getattr(row, name) != value}
