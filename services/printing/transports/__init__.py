"""The ways from bytes to a printer, and the only door to the printer libraries."""

from __future__ import annotations

from services.printing.transports.addresses import PrinterAddress, address_text, parse_address
from services.printing.transports.opening import open_transport
from services.printing.transports.transport import Patience, Transport

__all__ = [
    "Patience",
    "PrinterAddress",
    "Transport",
    "address_text",
    "open_transport",
    "parse_address",
]
