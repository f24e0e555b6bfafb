"""What a scanned text is: a number we printed, an IMEI, a serial number, or anything else. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from services.errors import Invalid
from services.tickets.imei import imei_digits, imei_problem
from services.tickets.numbering import OrderNumber, read_number

# Ticket and label carry the number as it is printed: with both dashes and its check character.
# Anything looser would take a phone maker's serial number ("R58M40ABCDE") for an order.
_PRINTED = re.compile(r"R[0-9]{2}-[0-9]{6,9}-[0-9A-Z]", re.IGNORECASE)
_SERIAL = re.compile(r"(?=.*[0-9])[0-9A-Za-z][0-9A-Za-z\-/.]{3,39}")


class ScanForm(StrEnum):
    """What the form alone says; whether the order exists is asked of the store."""

    ORDER = "order"
    IMEI = "imei"
    SERIAL = "serial"
    TEXT = "text"


def scan_form(text: str) -> ScanForm:
    """Return what a scanned text may be."""
    plain = text.strip()
    if _PRINTED.fullmatch(plain):
        return ScanForm.ORDER
    if imei_digits(plain) and imei_problem(plain) is None:
        return ScanForm.IMEI
    return ScanForm.SERIAL if _SERIAL.fullmatch(plain) else ScanForm.TEXT


def scanned_number(text: str) -> OrderNumber | None:
    """Return the number a code of ours carries; None when it is none, or was misread."""
    if scan_form(text) is not ScanForm.ORDER:
        return None
    try:
        return read_number(text)
    except Invalid:
        return None
