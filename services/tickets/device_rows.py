"""The device of an order as it is stored: a new row, or what changes of one that is there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.repositories.intake_lookups import KnownDevice
from data.values import DeviceCategory
from services.catalog.names import squeeze
from services.customers.steps import masked
from services.settings.reference import Reference
from services.tickets.imei import imei_digits
from services.tickets.returning_devices import EnteredDevice

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedDevice:
    """The device of one order as it will be stored. ``title`` is what people call it."""

    device_model_id: int | None
    title: str
    category: DeviceCategory | None
    brand: str
    colour: str
    imei: str
    serial: str
    no_identity_reason: str


def place_device(
    entry: EnteredDevice, known: KnownDevice | None, reference: Reference
) -> PlacedDevice:
    """Return the device as it will be stored: what was entered, else what is known of it."""
    model_id = entry.device_model_id
    if model_id is None and known is not None:
        model_id = known.device_model_id
    model = reference.device_models.get(model_id) if model_id is not None else None
    entered = _Identity(
        imei=imei_digits(entry.imei),
        serial=entry.serial.strip(),
        reason=entry.no_identity_reason.strip(),
    )
    identity = entered if known is None else entered.over(_identity_of(known))
    title = model.title if model is not None else entry.title.strip()
    return PlacedDevice(
        device_model_id=model_id,
        title=title or (known.title if known is not None else ""),
        category=model.category if model is not None else None,
        brand=model.brand if model is not None else "",
        colour=entry.colour.strip() or (known.colour if known is not None else ""),
        imei=identity.imei,
        serial=identity.serial,
        no_identity_reason=identity.reason,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identity:
    imei: str
    serial: str
    reason: str

    def over(self, before: _Identity) -> _Identity:
        """Return what is known once this was entered: a new number ends the reason for none."""
        imei, serial = self.imei or before.imei, self.serial or before.serial
        is_new = (imei, serial) != (before.imei, before.serial)
        reason = self.reason or ("" if is_new else before.reason)
        return _Identity(imei=imei, serial=serial, reason=reason)


def _identity_of(known: KnownDevice) -> _Identity:
    return _Identity(imei=known.imei, serial=known.serial, reason=known.no_identity_reason)


def device_row(placed: PlacedDevice, *, device_id: int, customer_id: int, at: datetime) -> Row:
    """Return the row of a new device."""
    return {
        "id": device_id,
        "customer_id": customer_id,
        "device_model_id": placed.device_model_id,
        "title": placed.title,
        "colour": placed.colour,
        **_imei_columns(placed.imei),
        **_serial_columns(placed.serial),
        "no_identity_reason": placed.no_identity_reason,
        "created_at_utc": at,
    }


def device_changes(entry: EnteredDevice, placed: PlacedDevice, known: KnownDevice) -> Row:
    """Return the columns of a device's row that the intake changes.

    Only a model of the catalogue renames it; a name typed another way names this order alone.
    """
    values: Row = {}
    if entry.device_model_id is not None and entry.device_model_id != known.device_model_id:
        values |= {"device_model_id": placed.device_model_id, "title": placed.title}
    if placed.colour != known.colour:
        values["colour"] = placed.colour
    if placed.imei != known.imei:
        values |= _imei_columns(placed.imei)
    if placed.serial != known.serial:
        values |= _serial_columns(placed.serial)
    if placed.no_identity_reason != known.no_identity_reason:
        values["no_identity_reason"] = placed.no_identity_reason
    return values


def as_known(placed: PlacedDevice, *, device_id: int, customer_id: int) -> KnownDevice:
    """Return a device as the next order of the same visit finds it."""
    return KnownDevice(
        id=device_id,
        customer_id=customer_id,
        device_model_id=placed.device_model_id,
        title=placed.title,
        colour=placed.colour,
        imei=placed.imei,
        serial=placed.serial,
        no_identity_reason=placed.no_identity_reason,
    )


_NAMES = {
    "device_model_id": "model",
    "colour": "colour",
    "imei": "imei",
    "serial": "serial",
    "no_identity_reason": "no_identity_reason",
}


def changes_told(values: Row, *, customer_id: int) -> Row:
    """Say which values of a device changed; of its numbers only the tail (DOMAIN.md, People)."""
    told: Row = {
        "customer_id": customer_id,
        "changed": [name for column, name in _NAMES.items() if column in values],
    }
    return told | {
        column: masked(values[column]) for column in ("imei", "serial") if values.get(column)
    }


def _imei_columns(imei: str) -> Row:
    return {"imei": imei or None, "imei_reversed": imei[::-1] or None}


def _serial_columns(serial: str) -> Row:
    folded = squeeze(serial)
    return {
        "serial": serial or None,
        "serial_folded": folded if serial else None,
        "serial_reversed": folded[::-1] if serial else None,
    }
