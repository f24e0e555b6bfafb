"""Devices in words: earlier ones of the customer, models of the catalogue, or what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from services.catalog.dto import DeviceModel
from services.customers.dto import OwnedDevice
from services.tickets.dto import DraftDevice
from services.types import DeviceCategory, imei_digits
from ui.icons import Icon
from ui.parts.suggestions import Suggestion

_ICONS: Final = {
    DeviceCategory.PHONE: Icon.SMARTPHONE,
    DeviceCategory.TABLET: Icon.TABLET,
    DeviceCategory.LAPTOP: Icon.LAPTOP,
    DeviceCategory.WATCH: Icon.WATCH,
    DeviceCategory.CONSOLE: Icon.GAMEPAD_2,
}
_TAIL: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedDevice:
    """A device the catalogue does not have, taken as it was typed."""

    title: str


def device_icon(category: DeviceCategory | str | None) -> Icon:
    """Return the icon of a kind of device; an unknown kind looks like a phone."""
    known = {each.value: icon for each, icon in _ICONS.items()}
    return known.get(str(category or ""), Icon.SMARTPHONE)


def owned_rows(owned: Sequence[OwnedDevice], *, typed: str = "") -> list[Suggestion]:
    """Return the customer's earlier devices whose name holds every word typed."""
    words = typed.casefold().split()
    return [
        Suggestion(
            value=device,
            title=device.title,
            detail=_owned_detail(device),
            icon=device_icon(device.category),
            note=QCoreApplication.translate("Counter", "Earlier"),
        )
        for device in owned
        if all(word in device.title.casefold() for word in words)
    ]


def device_suggestions(
    models: Sequence[DeviceModel], *, owned: Sequence[OwnedDevice], typed: str
) -> list[Suggestion]:
    """Return earlier devices first, then models, then the words as they were typed."""
    rows = owned_rows(owned, typed=typed)
    rows.extend(
        Suggestion(
            value=model,
            title=model.title,
            detail=_model_detail(model),
            icon=device_icon(model.category),
        )
        for model in models
    )
    as_typed = QCoreApplication.translate("Counter", "Use “{words}” as written")
    rows.append(
        Suggestion(
            value=TypedDevice(title=typed), title=as_typed.format(words=typed), icon=Icon.PENCIL
        )
    )
    return rows


def _model_detail(model: DeviceModel) -> str:
    """Return brand and year; the brand only where the title does not begin with it."""
    brand = "" if model.title.startswith(model.brand) else model.brand
    return ", ".join(str(part) for part in (brand, model.release_year) if part)


def identity_words(device: DraftDevice) -> str:
    """Return how the device is told apart, short: "IMEI …4821", "Serial …Q1X4"."""
    if device.imei.strip():
        return _tail("IMEI …{tail}", imei_digits(device.imei))
    if device.serial.strip():
        return _tail("Serial …{tail}", device.serial.strip())
    return device.no_identity_reason.strip()


def described(device: DraftDevice) -> str:
    """Return name and colour: "iPhone 13 Pro, Sierra Blue"."""
    return ", ".join(part for part in (device.title.strip(), device.colour.strip()) if part)


def _owned_detail(device: OwnedDevice) -> str:
    parts = [device.colour]
    if device.imei:
        parts.append(_tail("IMEI …{tail}", imei_digits(device.imei)))
    elif device.serial:
        parts.append(_tail("Serial …{tail}", device.serial))
    if device.last_number:
        here = QCoreApplication.translate("Counter", "last here {number}")
        parts.append(here.format(number=device.last_number))
    return ", ".join(part for part in parts if part)


def _tail(template: str, text: str) -> str:
    return QCoreApplication.translate("Counter", template).format(tail=text[-_TAIL:])
