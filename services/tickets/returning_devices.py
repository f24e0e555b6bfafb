"""Which of a customer's devices is brought again: by its identity, or as it was chosen. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from data.repositories.intake_lookups import (
    KnownDevice,
    Owner,
    device_lookup,
    identity_lookup,
)
from data.rows import Lookup
from services.catalog.names import fold, squeeze
from services.tickets.imei import imei_digits, imei_problem


class EnteredDevice(Protocol):
    """A device as it was entered, in a command or in a draft."""

    @property
    def device_id(self) -> int | None: ...
    @property
    def device_model_id(self) -> int | None: ...
    @property
    def title(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def imei(self) -> str: ...
    @property
    def serial(self) -> str: ...
    @property
    def no_identity_reason(self) -> str: ...


def device_lookups(
    entries: Sequence[EnteredDevice], owner: Owner
) -> tuple[Lookup | None, Lookup | None]:
    """Return what finds the devices that were here before, by id or by IMEI or serial number."""
    serials = (squeeze(entry.serial) for entry in entries)
    return (
        device_lookup(entry.device_id for entry in entries if entry.device_id is not None),
        identity_lookup(
            owner,
            imeis=[
                imei_digits(entry.imei) for entry in entries if imei_problem(entry.imei) is None
            ],
            serials_folded=[serial for serial in serials if serial],
        ),
    )


def device_here_before(entry: EnteredDevice, theirs: Iterable[KnownDevice]) -> KnownDevice | None:
    """Return which of the customer's devices was entered, None for one that is new.

    The IMEI decides, then the serial number of the same model, and only then which one was
    chosen: nobody's device becomes two, and none takes the identity of another.
    """
    newest_first = sorted(theirs, key=lambda device: (device.id != entry.device_id, -device.id))
    chosen = next((device for device in newest_first if device.id == entry.device_id), None)
    imei = imei_digits(entry.imei)
    same = [device for device in newest_first if imei and device.imei == imei]
    if not same and entry.serial.strip():
        same = [device for device in newest_first if _is_same_serial(entry, device, chosen=chosen)]
    return same[0] if same else chosen


def _is_same_serial(
    entry: EnteredDevice, device: KnownDevice, *, chosen: KnownDevice | None
) -> bool:
    serial = squeeze(entry.serial)
    if not serial or squeeze(device.serial) != serial:
        return False
    model_id = entry.device_model_id
    if model_id is None and chosen is not None:
        model_id = chosen.device_model_id
    if model_id is not None or device.device_model_id is not None:
        return model_id == device.device_model_id
    title = entry.title or (chosen.title if chosen is not None else "")
    return fold(title) == fold(device.title)
