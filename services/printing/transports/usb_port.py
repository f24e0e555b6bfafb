"""Receipt printers on USB, through pyusb (libusb).

The printer's interface (USB class 7) and its bulk endpoints are read from the device: they differ
by maker. The kernel's own printer driver is put aside while a job runs.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.addresses import UsbAddress
from services.printing.transports.conversation import Conversation, LineLost
from services.printing.transports.transport import Patience, not_printed, status_of

_PRINTER_CLASS: Final = 7
_PACKET: Final = 64
_NO_ACCESS: Final = 13


class UsbTransport:
    """Claims the printer for one job and gives it back."""

    def __init__(self, address: UsbAddress, *, patience: Patience) -> None:
        self._address = address
        self._patience = patience
        self._given_up = Event()

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Claim, ask, print, ask again, release."""
        try:
            claim = claim_printer(self._find())
        except (OSError, ValueError) as error:
            return not_printed(self._unreachable(error))
        with closing(claim):
            return self._conversation(claim).print(data, on_first_byte=on_first_byte)

    def status(self) -> PrinterStatus:
        """Claim, ask, release."""
        try:
            with closing(claim_printer(self._find())) as claim:
                return self._conversation(claim).status(timeout_s=self._patience.answer_s)
        except (OSError, ValueError, LineLost) as error:
            return self._unreachable(error)

    def cancel(self) -> None:
        """Stop after the wait that is under way."""
        self._given_up.set()

    def _find(self) -> Any:
        """Return the device.

        Raises:
            OSError: it is not plugged in, or may not be used (``usb.core.USBError`` is one).
            ValueError: libusb is missing (``usb.core.NoBackendError`` is one).
        """
        import usb.core

        wanted: dict[str, object] = {
            "idVendor": self._address.vendor,
            "idProduct": self._address.product,
        }
        if self._address.serial_number:
            wanted["serial_number"] = self._address.serial_number
        device = usb.core.find(**wanted)
        if device is None:
            raise OSError("no such device is plugged in")
        return device

    def _conversation(self, claim: Claim) -> Conversation:
        return Conversation(
            line=UsbLine(claim.interface, given_up=self._given_up),
            patience=self._patience,
            given_up=self._given_up,
            asks_status=bulk_endpoint(claim.interface, incoming=True) is not None,
        )

    def _unreachable(self, error: Exception) -> PrinterStatus:
        if getattr(error, "errno", None) == _NO_ACCESS:
            message = "This account may not use the USB printer: ask for access to it."
        elif isinstance(error, ValueError):
            message = "USB printing needs libusb on this system."
        else:
            message = "The USB printer is not there: check its power and its cable."
        return status_of(PrinterState.UNREACHABLE, message=message, detail=str(error))


class UsbLine:
    """A claimed printer interface as a line. pyusb's errors are OSErrors, its time-outs too."""

    def __init__(self, interface: Any, *, given_up: Event) -> None:
        self._out = bulk_endpoint(interface, incoming=False)
        self._in = bulk_endpoint(interface, incoming=True)
        self._given_up = given_up

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Write at most 4 KiB; libusb says how much was taken."""
        if self._given_up.is_set():
            raise LineLost("printing was stopped")
        try:
            return int(self._out.write(data, timeout=round(timeout_s * 1000)))
        except OSError as error:
            raise LineLost(str(error), taken=1) from error

    def read(self, *, timeout_s: float) -> bytes:
        """Return one packet, or nothing when none came in time."""
        if self._given_up.is_set():
            raise LineLost("printing was stopped")
        from usb.core import USBTimeoutError

        try:
            return bytes(self._in.read(_PACKET, timeout=max(1, round(timeout_s * 1000))))
        except USBTimeoutError:
            return b""
        except OSError as error:
            raise LineLost(str(error)) from error

    def finish(self, *, timeout_s: float) -> None:
        """Do nothing: a bulk transfer that returned has left."""


def printer_interface(device: Any) -> Any:
    """Return the interface of class "printer", else the first that takes bulk data.

    Raises:
        OSError: the device takes no data at all.
    """
    interfaces = [interface for configuration in device for interface in configuration]
    interfaces.sort(key=lambda interface: interface.bInterfaceClass != _PRINTER_CLASS)
    for interface in interfaces:
        if bulk_endpoint(interface, incoming=False) is not None:
            return interface
    raise OSError("the USB device is no printer")


def bulk_endpoint(interface: Any, *, incoming: bool) -> Any:
    """Return the interface's bulk endpoint of that direction, None if it has none.

    Bit 7 of the address is the direction, bits 0 and 1 of the attributes are 2 for bulk (USB 2.0,
    table 9-13).
    """
    for endpoint in interface:
        is_bulk = endpoint.bmAttributes & 0b11 == 2
        if is_bulk and bool(endpoint.bEndpointAddress & 0x80) == incoming:
            return endpoint
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A printer taken for one job; ``put_aside`` tells that the kernel's driver waits for it."""

    device: Any
    interface: Any
    put_aside: bool

    def close(self) -> None:
        """Give the printer back. What became of the job is known by now, so failing is no news."""
        import usb.util

        with suppress(OSError):
            usb.util.dispose_resources(self.device)
            if self.put_aside:
                self.device.attach_kernel_driver(self.interface.bInterfaceNumber)


def claim_printer(device: Any) -> Claim:
    """Put the kernel's driver aside and return the printer's interface.

    Raises:
        OSError: the device is no printer, or may not be used.
    """
    interface = printer_interface(device)
    number = interface.bInterfaceNumber
    put_aside = _kernel_has_it(device, number)
    if put_aside:
        device.detach_kernel_driver(number)
    return Claim(device=device, interface=interface, put_aside=put_aside)


def _kernel_has_it(device: Any, number: int) -> bool:
    """Only libusb on Linux can tell; elsewhere there is nothing to put aside."""
    try:
        return bool(device.is_kernel_driver_active(number))
    except NotImplementedError:
        return False
