"""What a shop's data must be: a zone, a currency and a country that exist, and hours in order.

The only door to babel's lists outside printing; they load at first use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.errors import FieldProblem, Invalid
from services.settings.dto import OpeningHours

DAYS = 7
LARGEST_LOGO_BYTES = 512 * 1024
LARGEST_LOGO_DOTS = 2000
_PNG = b"\x89PNG\r\n\x1a\n"
_TIME = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")


def shop_problems(
    *, country: str, language: str, currency: str, time_zone: str
) -> tuple[FieldProblem, ...]:
    """Return every place or currency that does not exist."""
    checks = (
        ("country", is_country(country), f"There is no country “{country}” (use US, DE, …)."),
        ("language", is_language(language), f"The language “{language}” is not known."),
        (
            "currency",
            is_currency(currency),
            f"There is no currency “{currency}” (use USD, …).",
        ),
        ("time_zone", is_time_zone(time_zone), f"There is no time zone “{time_zone}”."),
    )
    return tuple(
        FieldProblem(field=field, code="unknown", message=message)
        for field, good, message in checks
        if not good
    )


def is_time_zone(name: str) -> bool:
    """Say whether the time zone database has ``name`` (IANA, "America/Los_Angeles")."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def is_currency(code: str) -> bool:
    """Say whether ``code`` is a currency of ISO 4217 that babel knows."""
    from babel.numbers import list_currencies

    return code in list_currencies()


def is_country(code: str) -> bool:
    """Say whether ``code`` is a country of ISO 3166, not a region or a made-up one."""
    from babel import Locale

    return len(code) == 2 and code in Locale("en").territories and code not in ("EU", "EZ", "UN")


def is_language(tag: str) -> bool:
    """Say whether texts, numbers and dates can be written in ``tag`` ("en", "de-AT")."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def logo_problem(content: bytes) -> str | None:
    """Return why ``content`` can't be the shop's logo, or None.

    A PNG file begins with eight fixed bytes and its IHDR chunk, which holds width and height as
    big-endian numbers (PNG specification, third edition, 5.2 and 11.2.1).
    """
    if len(content) > LARGEST_LOGO_BYTES:
        return "The logo must be a PNG picture of at most 512 kB."
    if not content.startswith(_PNG) or content[12:16] != b"IHDR":
        return "The logo must be a PNG picture."
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    if not 1 <= width <= LARGEST_LOGO_DOTS or not 1 <= height <= LARGEST_LOGO_DOTS:
        return f"The logo may be at most {LARGEST_LOGO_DOTS} dots wide and high."
    return None


def read_hours(entries: Sequence[tuple[int, str, str]]) -> tuple[OpeningHours, ...]:
    """Read opening hours: weekday (0 = Monday), opens, closes as "HH:MM". Two spans a day may be.

    Raises:
        Invalid: a day or time that does not exist, closing before opening, or spans that overlap.
    """
    problems: list[FieldProblem] = []
    spans: list[OpeningHours] = []
    for position, (weekday, opens, closes) in enumerate(entries):
        message = _span_problem(weekday, opens, closes)
        if message:
            field = f"opening_hours.{position}"
            problems.append(FieldProblem(field=field, code="invalid", message=message))
        else:
            spans.append(OpeningHours(weekday=weekday, opens=opens, closes=closes))
    spans.sort(key=lambda span: (span.weekday, span.opens))
    if not problems:
        problems.extend(_overlaps(spans))
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=tuple(problems))
    return tuple(spans)


def time_of(text: str) -> time:
    """Turn "HH:MM" that was checked into a time of day."""
    return time(int(text[:2]), int(text[3:]))


def _span_problem(weekday: int, opens: str, closes: str) -> str | None:
    if not 0 <= weekday < DAYS:
        return "A weekday is a number from 0 (Monday) to 6 (Sunday)."
    if not _TIME.match(opens) or not _TIME.match(closes):
        return "Opening hours are written like 09:00 and 18:00."
    if opens >= closes:
        return "The shop can't close before it opens."
    return None


def _overlaps(spans: Sequence[OpeningHours]) -> list[FieldProblem]:
    return [
        FieldProblem(field="opening_hours", code="overlap", message="Two spans of one day overlap.")
        for earlier, later in pairwise(spans)
        if earlier.weekday == later.weekday and later.opens < earlier.closes
    ]
