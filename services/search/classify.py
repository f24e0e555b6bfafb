"""Says what a typed or scanned text may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.errors import Invalid
from services.tickets.numbering import OrderNumber, read_number

# [0-9], for \d is also every other script's digits, and numbers are printed in these.
_NUMBER_BEGIN = re.compile(r"R([0-9]{2})-?([0-9]{0,9})(-?[0-9A-Z])?")
_FEWEST_SEQUENCE, _MOST_SEQUENCE = 3, 7
_FEWEST_IDENTITY = 4
# So many last digits of a number people read out; of those that fit, the highest are looked up.
_TOLD_DIGITS = 5
MOST_COUNTERS = 120
# The counter in a number has at least six digits; nine fit the column.
_FEWEST_DIGITS, _MOST_DIGITS = 6, 9
_CENTURY = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """Order numbers of one year (four digits), from ``first`` to ``last`` counter inclusive."""

    year: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the text may mean; empty fields don't apply. ``numbers`` come newest first.

    ``sequence`` are digits of an order's counter, ``customer`` is what customers are looked up by,
    and ``email`` what may begin an address besides.
    """

    numbers: tuple[NumberRange, ...] = ()
    sequence: str = ""
    identity: str = ""
    customer: str = ""
    email: str = ""


def classify(text: str) -> Question:
    """Return every meaning the text may have; none when no store could hold such a text."""
    if not storable(text):
        return Question()
    plain = text.strip()
    squeezed = re.sub(r"\s", "", plain).upper()
    if _NUMBER_BEGIN.fullmatch(squeezed):
        return Question(numbers=_numbers(squeezed))
    if "@" in plain:
        return Question(customer=plain)
    digits = re.sub(r"[\s\-().+/]", "", plain)
    if digits.isascii() and digits.isdigit():
        return _digits(plain, digits)
    has_digit = any(character.isdigit() for character in plain)
    serial = re.sub(r"[\s\-]", "", plain)
    is_serial = has_digit and len(serial) >= _FEWEST_IDENTITY and serial.isalnum()
    is_word = not re.search(r"\s", plain)
    return Question(
        customer=plain, identity=serial if is_serial else "", email=plain if is_word else ""
    )


def counters(sequence: str, *, last: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    """Return the counters that digits may mean, by year; ``last`` has each year's last one.

    Five digits are also the last five of a longer counter, which is how people read a number out.
    """
    asked, step = int(sequence), 10 ** len(sequence)
    found: dict[int, tuple[int, ...]] = {}
    for year, newest in last.items():
        end = newest + 1 if len(sequence) == _TOLD_DIGITS else min(newest, asked) + 1
        fitting = range(asked, end, step)[-MOST_COUNTERS:]
        found[year] = tuple(each for each in fitting if each > 0)
    return found


def storable(text: str) -> bool:
    """Say whether the store can hold ``text``: no NUL, and no half of a surrogate pair."""
    return not any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text)


def _digits(plain: str, digits: str) -> Question:
    is_sequence = _FEWEST_SEQUENCE <= len(digits) <= _MOST_SEQUENCE
    return Question(
        sequence=digits if is_sequence else "",
        identity=digits if len(digits) >= _FEWEST_IDENTITY else "",
        customer=plain,
    )


def _numbers(squeezed: str) -> tuple[NumberRange, ...]:
    try:
        return (_only(read_number(squeezed)),)
    except Invalid:
        compact = squeezed.replace("-", "")
    year, begun = _CENTURY + int(compact[1:3]), compact[3:]
    if not begun:
        return (NumberRange(year=year, first=0, last=10**_MOST_DIGITS - 1),)
    if not begun.isdigit() or len(begun) > _MOST_DIGITS:
        return ()
    return tuple(_beginning(year, begun))


def _only(number: OrderNumber) -> NumberRange:
    return NumberRange(year=_CENTURY + number.year, first=number.sequence, last=number.sequence)


def _beginning(year: int, begun: str) -> list[NumberRange]:
    """Return the counters written with ``begun`` first, longer (newer) ones before shorter ones."""
    # Six digits are filled up with zeros, so only those may begin with one.
    most = _FEWEST_DIGITS if begun.startswith("0") else _MOST_DIGITS
    ranges = []
    for length in range(most, max(_FEWEST_DIGITS, len(begun)) - 1, -1):
        rest = 10 ** (length - len(begun))
        first = int(begun) * rest
        ranges.append(NumberRange(year=year, first=first, last=first + rest - 1))
    return ranges
