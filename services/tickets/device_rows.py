"""Which device an order is about: a known one, or a new row. Pure but for the id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.rows import Found
from data.values import DeviceCategory
from services.catalog.names import fold
from services.settings.reference import Reference
from services.tickets.dto import DeviceEntry
from services.tickets.imei import imei_digits


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedDevice:
    """The device of one order. ``title`` is what people call it, without brand and colour."""

    device_id: int
    device_model_id: int | None
    title: str
    category: DeviceCategory | None


def place_device(
    entry: DeviceEntry,
    known: Found | None,
    reference: Reference,
    *,
    next_id: Callable[[], int],
) -> PlacedDevice:
    """Return the device of ``entry``: the known row's, else a new one with a reserved id."""
    model_id = entry.device_model_id if entry.device_model_id is not None else None
    if known is not None and model_id is None:
        model_id = known.n2
    model = reference.device_models.get(model_id) if model_id is not None else None
    title = model.title if model is not None else entry.title.strip()
    return PlacedDevice(
        device_id=known.id if known is not None else next_id(),
        device_model_id=model_id,
        title=title or (known.t1 or "" if known is not None else ""),
        category=model.category if model is not None else None,
    )


def device_row(
    entry: DeviceEntry, placed: PlacedDevice, *, customer_id: int, at: datetime
) -> dict[str, Any]:
    """Return the row of a new device."""
    imei = imei_digits(entry.imei) or None
    serial = entry.serial.strip() or None
    folded = fold(serial).replace(" ", "") if serial is not None else None
    return {
        "id": placed.device_id,
        "customer_id": customer_id,
        "device_model_id": placed.device_model_id,
        "title": placed.title,
        "colour": entry.colour.strip(),
        "imei": imei,
        "serial": serial,
        "serial_folded": folded,
        "imei_reversed": imei[::-1] if imei is not None else None,
        "serial_reversed": folded[::-1] if folded is not None else None,
        "no_identity_reason": entry.no_identity_reason.strip(),
        "created_at_utc": at,
    }
