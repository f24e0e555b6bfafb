"""From a till's printer settings to the way to that printer."""

from __future__ import annotations

import sys
from typing import assert_never

from services.printing.dto import PrinterRole, PrinterSettings
from services.printing.transports.addresses import (
    FileAddress,
    NoAddress,
    QueueAddress,
    SerialAddress,
    TcpAddress,
    UsbAddress,
    parse_address,
)
from services.printing.transports.cups import CupsTransport, QueueOptions
from services.printing.transports.file import FileTransport
from services.printing.transports.network import NetworkTransport
from services.printing.transports.no_printer import NoPrinter
from services.printing.transports.serial_port import SerialTransport
from services.printing.transports.transport import Patience, Transport
from services.printing.transports.usb_port import UsbTransport
from services.printing.transports.windows_queue import (
    WindowsPdfTransport,
    WindowsQueueTransport,
    print_with_viewer,
)
from services.printing.transports.winspool import WinSpool


def open_transport(settings: PrinterSettings, *, patience: Patience | None = None) -> Transport:
    """Return the way to the printer of ``settings``, for one job; nothing is connected yet.

    Raises:
        Invalid: the address can't be read (field ``address``).
    """
    address = parse_address(settings.address)
    waits = patience or Patience()
    match address:
        case TcpAddress():
            return NetworkTransport(_asked(address, role=settings.role), patience=waits)
        case UsbAddress():
            return UsbTransport(address, patience=waits)
        case SerialAddress():
            return SerialTransport(address, patience=waits)
        case QueueAddress():
            return _queue(address, settings=settings)
        case FileAddress():
            return FileTransport(address, patience=waits)
        case NoAddress():
            return NoPrinter()
        case _:
            assert_never(address)


def _asked(address: TcpAddress, *, role: PrinterRole) -> TcpAddress:
    """An office printer takes PDF and knows no ESC/POS status: it is never asked."""
    if role is not PrinterRole.A4:
        return address
    return TcpAddress(host=address.host, port=address.port, asks_status=False)


def _queue(address: QueueAddress, *, settings: PrinterSettings) -> Transport:
    is_pdf = settings.role is PrinterRole.A4
    if sys.platform == "win32":
        if is_pdf:
            return WindowsPdfTransport(address, print_file=print_with_viewer)
        return WindowsQueueTransport(address, spooler=WinSpool())
    options = QueueOptions(raw=not is_pdf, media=settings.paper if is_pdf else "")
    return CupsTransport(address, options=options)
