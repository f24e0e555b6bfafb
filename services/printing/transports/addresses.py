"""Printer addresses as people write them: ``tcp://``, ``usb://``, ``serial://``, ``queue:``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol, assert_never
from urllib.parse import SplitResult, parse_qs, urlsplit

from services.errors import Invalid

RAW_PORT: Final = 9100
_BAUDS: Final = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?\.?")
_LOOKS_LIKE_HOST = re.compile(r"[A-Za-z0-9.-]+\.[A-Za-z0-9.-]+(:\d+)?|localhost(:\d+)?")
_USB_ID = re.compile(r"(?:0x)?([0-9A-Fa-f]{1,4})")
_EXAMPLE = "for example tcp://192.168.1.50:9100, usb://04b8:0e15, queue:Receipts or none"


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpAddress:
    """A printer on the network. ``?status=no`` is for one that never answers: it is not asked."""

    host: str
    port: int = RAW_PORT
    asks_status: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UsbAddress:
    """A printer on USB by vendor and product id, and by serial number where two are alike."""

    vendor: int
    product: int
    serial_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialAddress:
    """A printer on a serial port."""

    device: str
    baud: int = 9600


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAddress:
    """A printer behind the system's own queue (CUPS or Windows)."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAddress:
    """A file or device file that receives the bytes."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAddress:
    """No printer, on purpose."""


PrinterAddress = TcpAddress | UsbAddress | SerialAddress | QueueAddress | FileAddress | NoAddress


def parse_address(text: str, *, field: str = "address") -> PrinterAddress:
    """Return the printer address that ``text`` means; a bare host name or number is a network one.

    Raises:
        Invalid: ``text`` can't be read as an address; the message says what to write.
    """
    typed = text.strip()
    if typed in ("", "none"):
        return NoAddress()
    if not typed.isprintable():
        raise Invalid("A printer address holds no control characters.", field=field)
    scheme, _colon, rest = typed.partition(":")
    reader = _READERS.get(scheme.lower())
    if reader is not None:
        return reader(rest, field=field)
    if _LOOKS_LIKE_HOST.fullmatch(typed):
        return _tcp(f"//{typed}", field=field)
    raise Invalid(f"“{typed}” is no printer address: write {_EXAMPLE}.", field=field)


def address_text(address: PrinterAddress) -> str:
    """Return the one way in which ``address`` is written and stored."""
    match address:
        case TcpAddress():
            host = f"[{address.host}]" if ":" in address.host else address.host
            return f"tcp://{host}:{address.port}{'' if address.asks_status else '?status=no'}"
        case UsbAddress():
            tail = f"/{address.serial_number}" if address.serial_number else ""
            return f"usb://{address.vendor:04x}:{address.product:04x}{tail}"
        case SerialAddress():
            return f"serial://{address.device}?baud={address.baud}"
        case QueueAddress():
            return f"queue:{address.name}"
        case FileAddress():
            return f"file:{address.path}"
        case NoAddress():
            return "none"
        case _:
            assert_never(address)


def _tcp(rest: str, *, field: str) -> TcpAddress:
    try:
        parts = urlsplit(f"tcp:{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Invalid(
            "The port of a network printer is a number up to 65535, usually 9100.", field=field
        ) from error
    valid = ":" in host or _HOST_NAME.fullmatch(host)
    if not valid or parts.username is not None or parts.path not in ("", "/"):
        raise Invalid(
            "A network printer is written tcp://HOST:PORT, for example tcp://192.168.1.50:9100.",
            field=field,
        )
    if port == 0:
        raise Invalid("The port of a network printer is at least 1, usually 9100.", field=field)
    silent = _option(parts, name="status") in ("no", "none", "off")
    return TcpAddress(host=host, port=port or RAW_PORT, asks_status=not silent)


def _usb(rest: str, *, field: str) -> UsbAddress:
    ids, _slash, serial_number = rest.removeprefix("//").partition("/")
    vendor, _colon, product = ids.partition(":")
    first, second = _USB_ID.fullmatch(vendor), _USB_ID.fullmatch(product)
    if first is None or second is None:
        raise Invalid(
            "A USB printer is written usb://VENDOR:PRODUCT, for example usb://04b8:0e15.",
            field=field,
        )
    return UsbAddress(
        vendor=int(first[1], 16), product=int(second[1], 16), serial_number=serial_number
    )


def _serial(rest: str, *, field: str) -> SerialAddress:
    device, _mark, options = rest.removeprefix("//").partition("?")
    baud = parse_qs(options).get("baud", ["9600"])[-1]
    if not device:
        raise Invalid(
            "A serial printer is written serial:///dev/ttyUSB0?baud=19200 or serial://COM3.",
            field=field,
        )
    if not baud.isdecimal() or int(baud) not in _BAUDS:
        speeds = ", ".join(str(speed) for speed in _BAUDS)
        raise Invalid(f"The speed of a serial printer is one of {speeds}.", field=field)
    return SerialAddress(device=device, baud=int(baud))


def _queue(rest: str, *, field: str) -> QueueAddress:
    name = rest.removeprefix("//").strip()
    if not name or name.startswith("-") or len(name) > 220:
        raise Invalid("A system printer is written queue:NAME.", field=field)
    return QueueAddress(name=name)


def _file(rest: str, *, field: str) -> FileAddress:
    path = rest.removeprefix("//") if rest.startswith("///") else rest
    if not path.strip():
        raise Invalid("A printer file is written file:PATH.", field=field)
    return FileAddress(path=path)


def _option(parts: SplitResult, *, name: str) -> str:
    return parse_qs(parts.query).get(name, [""])[-1].lower()


class _Reader(Protocol):
    def __call__(self, rest: str, *, field: str) -> PrinterAddress: ...


_READERS: Final[dict[str, _Reader]] = {
    "tcp": _tcp,
    "usb": _usb,
    "serial": _serial,
    "queue": _queue,
    "file": _file,
}
