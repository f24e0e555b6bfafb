"""Order numbers: ``R26-000418-H``. Pure.

``R``, the shop's two-digit year, a gap-free counter of at least six digits, and a check character
by ISO/IEC 7064 Mod 37,36 over the letters and digits before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.errors import Invalid

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = _ALPHABET[:10]
_MODULUS = 36
# [0-9], for \d is also every other script's digits, which nobody prints and the check can't read.
_HEAD = re.compile(r"R[0-9]{2}")
_BODY = re.compile(r"[0-9]{6,9}")
_NUMBER = re.compile(r"R([0-9]{2})([0-9]{6,9})([0-9A-Z])?")
_LONGEST = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNumber:
    """A number taken apart. ``year`` is two digits, ``sequence`` counts from 1 each year."""

    year: int
    sequence: int

    def __str__(self) -> str:
        return format_number(year=self.year, sequence=self.sequence)


def check_character(text: str) -> str:
    """Return the check character of ``text`` (letters and digits only).

    Source: ISO/IEC 7064:2003, hybrid system Mod 37,36.
    """
    product = _MODULUS
    for character in text:
        total = (product + _ALPHABET.index(character)) % _MODULUS or _MODULUS
        product = total * 2 % (_MODULUS + 1)
    return _ALPHABET[(_MODULUS + 1 - product) % _MODULUS]


def format_number(*, year: int, sequence: int) -> str:
    """Return the number as printed; ``year`` may have two or four digits."""
    head = f"R{year % 100:02d}"
    digits = f"{sequence:06d}"
    return f"{head}-{digits}-{check_character(head + digits)}"


def read_number(text: str) -> OrderNumber:
    """Read a number as typed or scanned: any case, with or without dashes or check character.

    Seven digits follow 999999; whatever length is printed, the last character is the check
    character when it fits. All-digit endings are read without a check character first.

    Raises:
        Invalid: not an order number, or its check character is wrong.
    """
    plain = re.sub(r"[\s\-]", "", text).upper()
    dashed = [part for part in re.split(r"[\s\-]+", text.strip().upper()) if part]
    if len(dashed) == 3 and _HEAD.fullmatch(dashed[0]) and _BODY.fullmatch(dashed[1]):
        return _checked(dashed[0], dashed[1], dashed[2])
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise _not_a_number()
    head, body, check = f"R{match[1]}", match[2], match[3]
    if check is not None and check not in _DIGITS:
        return _checked(head, body, check)
    return _undashed_digits(head, body + (check or ""), dashed=len(dashed) > 1)


def _undashed_digits(head: str, digits: str, *, dashed: bool) -> OrderNumber:
    # "R260004187": seven digits are either counter + check digit, or a counter past 999999.
    without = OrderNumber(year=int(head[1:]), sequence=int(digits))
    if len(digits) <= _LONGEST and (dashed or len(digits) == 6):
        return without
    body, check = digits[:-1], digits[-1]
    if check_character(head + body) == check:
        return OrderNumber(year=int(head[1:]), sequence=int(body))
    if digits.startswith("0"):
        raise _wrong_check()
    if len(digits) > _LONGEST:
        raise _not_a_number()
    return without


def _checked(head: str, body: str, check: str) -> OrderNumber:
    if len(check) != 1 or check_character(head + body) != check:
        raise _wrong_check()
    return OrderNumber(year=int(head[1:]), sequence=int(body))


def _not_a_number() -> Invalid:
    return Invalid("This is not an order number, such as R26-000418-H.", field="number")


def _wrong_check() -> Invalid:
    return Invalid("The last character of this order number does not fit.", field="number")
