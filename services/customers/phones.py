"""Phone numbers: what was typed, what it means, and the digits it can be found by.

The only door to phonenumbers. Its metadata (from Google's libphonenumber) loads region by region
at first use.
"""

from __future__ import annotations

import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from services.customers.dto import PhoneReading

# Fewer digits than this are a fragment, more are not a phone number (E.164 allows 15; the rest is
# room for an extension).
FEWEST_DIGITS = 5
MOST_DIGITS = 20

_PUNCTUATION = frozenset("+-–—().,/ \u00a0\u202f")
_COUNTRY_CODE_LENGTHS = (1, 2, 3)


def read_phone(text: str, *, country: str) -> PhoneReading:
    """Understand a typed number as somebody in ``country`` (ISO 3166, "US") means it.

    ``digits`` never holds the country code. A number that is not valid keeps the digits typed.
    """
    number = _parsed(text, country=country)
    if number is None:
        return PhoneReading(e164="", shown=text.strip(), digits=digits_of(text), valid=False)
    return PhoneReading(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        shown=_shown(number, country=country),
        digits=phonenumbers.national_significant_number(number),
        valid=True,
    )


def digits_of(text: str) -> str:
    """Return the decimal digits of ``text``, of any script, as 0-9."""
    return "".join(
        str(unicodedata.decimal(character))
        for character in text
        if unicodedata.decimal(character, None) is not None
    )


def is_phone_like(text: str) -> bool:
    """Say whether ``text`` can be the beginning or the end of a number: digits and marks only."""
    return any(character.isdecimal() for character in text) and all(
        character.isdecimal() or character in _PUNCTUATION for character in text
    )


def beginnings(text: str, *, country: str) -> tuple[str, ...]:
    """Return what the stored digits of a number begin with when ``text`` was typed so far.

    The country code ("+1 415", "0049 30"), the trunk prefix ("030") or neither may have been
    typed, so there can be several readings; the one as typed comes first.
    """
    typed = digits_of(text)
    if text.strip().startswith("+"):
        return _unique((_without_country_code(typed),))
    readings = [typed]
    for prefix in ("00", "011"):
        if typed.startswith(prefix):
            readings.append(_without_country_code(typed.removeprefix(prefix)))
    readings.extend(typed.removeprefix(prefix) for prefix in _own_prefixes(country))
    return _unique(tuple(readings))


def _parsed(text: str, *, country: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _shown(number: PhoneNumber, *, country: str) -> str:
    at_home = number.country_code == phonenumbers.country_code_for_region(country)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _own_prefixes(country: str) -> tuple[str, ...]:
    code = phonenumbers.country_code_for_region(country)
    trunk = phonenumbers.ndd_prefix_for_region(country, True)
    return tuple(prefix for prefix in (str(code) if code else "", trunk or "") if prefix)


def _without_country_code(digits: str) -> str:
    for length in _COUNTRY_CODE_LENGTHS:
        code = digits[:length]
        if len(code) == length and int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return digits[length:]
    return digits


def _unique(readings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading for reading in readings if reading))
