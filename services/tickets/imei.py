"""IMEI and its check digit (3GPP TS 23.003, annex B: Luhn). Pure."""

from __future__ import annotations

import re

_LENGTH = 15


def imei_digits(text: str) -> str:
    """Return what was typed without spaces, dashes, dots and slashes."""
    return re.sub(r"[\s\-./]", "", text)


def luhn_digit(body: str) -> int:
    """Return the check digit that completes ``body``."""
    total = 0
    for position, character in enumerate(reversed(body)):
        digit = int(character)
        if position % 2 == 0:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return -total % 10


def imei_problem(text: str) -> str | None:
    """Return what is wrong with a typed IMEI, in words; None when it is complete and fits."""
    digits = imei_digits(text)
    if not digits.isascii() or not digits.isdigit():
        return "An IMEI has only digits. Use the serial number field for anything else."
    if len(digits) < _LENGTH:
        missing = _LENGTH - len(digits)
        return f"{missing} more {'digit' if missing == 1 else 'digits'}: an IMEI has 15."
    if len(digits) > _LENGTH:
        return "Too long: an IMEI has 15 digits. Leave out the two of a software version."
    if luhn_digit(digits[:-1]) != int(digits[-1]):
        return "Last digit does not fit. Dial *#06# to read it again."
    return None
