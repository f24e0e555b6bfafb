"""Says what a typed or scanned text may be. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.errors import Invalid
from services.tickets.numbering import read_number

_NUMBER_BEGIN = re.compile(r"^R\d{2}-?\d{0,9}-?[0-9A-Z]?$")
_FEWEST_SEQUENCE, _MOST_SEQUENCE = 3, 7
_FEWEST_IDENTITY = 4
_FEWEST_PHONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the text may mean; empty fields don't apply."""

    number_prefix: str = ""
    sequence: int | None = None
    identity: str = ""
    phone: str = ""
    digits: str = ""
    email: str = ""
    name: str = ""


def classify(text: str) -> Question:
    """Return every meaning the text may have."""
    plain = text.strip()
    squeezed = re.sub(r"\s", "", plain).upper()
    if _NUMBER_BEGIN.match(squeezed):
        return Question(number_prefix=_number_prefix(squeezed))
    if "@" in plain:
        return Question(email=plain)
    digits = re.sub(r"[\s\-().+/]", "", plain)
    if digits.isascii() and digits.isdigit():
        return _digits(plain, digits)
    has_digit = any(character.isdigit() for character in plain)
    serial = re.sub(r"[\s\-]", "", plain)
    is_serial = has_digit and len(serial) >= _FEWEST_IDENTITY and serial.isalnum()
    return Question(name=plain, identity=serial if is_serial else "", email=plain)


def _digits(plain: str, digits: str) -> Question:
    is_sequence = _FEWEST_SEQUENCE <= len(digits) <= _MOST_SEQUENCE
    return Question(
        sequence=int(digits) if is_sequence else None,
        identity=digits if len(digits) >= _FEWEST_IDENTITY else "",
        phone=plain if len(digits) >= _FEWEST_PHONE else "",
        digits=digits,
    )


def _number_prefix(squeezed: str) -> str:
    try:
        return str(read_number(squeezed))
    except Invalid:
        compact = squeezed.replace("-", "")
        return f"{compact[:3]}-{compact[3:]}".rstrip("-")
