"""Read single cells of an import file: numbers, years, categories, grades and dates.

Every reader takes a cell that is not empty, its blanks trimmed, and raises ``CellRefused`` with
words that say what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from data.values import DeviceCategory, Panel, PartGrade, minor_from_decimal
from services.catalog.folding import fold, squeeze
from services.catalog.import_problems import CellRefused, ProblemCode

OLDEST_YEAR = 1980
# The same bound as services.commands.MinorAmount: what the database and a till can hold.
LARGEST_MINOR = 10**13

Choice = TypeVar("Choice", bound=StrEnum)

CATEGORY_WORDS: Final[Mapping[str, DeviceCategory]] = MappingProxyType(
    {
        "smartphone": DeviceCategory.PHONE,
        "mobile": DeviceCategory.PHONE,
        "mobilephone": DeviceCategory.PHONE,
        "cellphone": DeviceCategory.PHONE,
        "notebook": DeviceCategory.LAPTOP,
        "smartwatch": DeviceCategory.WATCH,
        "gameconsole": DeviceCategory.CONSOLE,
        "handheld": DeviceCategory.CONSOLE,
    }
)
PANEL_WORDS: Final[Mapping[str, Panel]] = MappingProxyType(
    {
        "ips": Panel.LCD,
        "tft": Panel.LCD,
        "ledlcd": Panel.LCD,
        "amoled": Panel.OLED,
        "superamoled": Panel.OLED,
        "poled": Panel.OLED,
        "fold": Panel.FOLDABLE,
        "folding": Panel.FOLDABLE,
    }
)
GRADE_WORDS: Final[Mapping[str, PartGrade]] = MappingProxyType(
    {
        "oem": PartGrade.ORIGINAL,
        "genuine": PartGrade.ORIGINAL,
        "servicepack": PartGrade.ORIGINAL,
        "premium": PartGrade.PREMIUM,
        "standard": PartGrade.STANDARD,
        "aftermarket": PartGrade.STANDARD,
        "compatible": PartGrade.STANDARD,
        "economy": PartGrade.ECONOMY,
        "budget": PartGrade.ECONOMY,
    }
)
TIER_WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {"1": 1, "2": 2, "3": 3, "flagship": 1, "standard": 2, "budget": 3}
)

_LONGEST_NUMBER = 40
_DIGITS = re.compile(r"[0-9]+")
_NEGATIVE = re.compile(r"[-−–]\s*[0-9.,]+|\([0-9.,]+\)")
_ONE_MARK = re.compile(r"([0-9]+)([.,])([0-9]+)")
# Thousands by comma, dot, space or apostrophe, each with the decimal mark that goes with it.
_GROUPED = (
    re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?"),
    re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]+))?"),
    re.compile(r"([0-9]{1,3}(?:[ \u00a0\u202f'’][0-9]{3})+)(?:[.,]([0-9]+))?"),
)
_SCREEN = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?\s*(?:\"|″|”|in|inch|inches)?", re.I)
_SMALLEST_SCREEN, _LARGEST_SCREEN = 50, 4_000
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_amount(text: str, *, exponent: int) -> int:
    """Read an amount in currency units; return minor units (``exponent`` decimals).

    "1,234.50" and "1.234,50" are taken; "1,234" is refused, since it may be either number.
    """
    if _NEGATIVE.fullmatch(text):
        raise CellRefused(ProblemCode.NEGATIVE, "An amount can't be below zero.")
    whole, decimals = _number_parts(text, exponent=exponent)
    if len(decimals) > exponent and (decimals.strip("0") or len(decimals) > 2):
        allowed = f"at most {exponent} decimals" if exponent else "no decimals"
        raise CellRefused(
            ProblemCode.TOO_MANY_DECIMALS, f"The shop's currency has {allowed}: {text}"
        )
    minor = minor_from_decimal(Decimal(f"{whole}.{decimals or 0}"), exponent=exponent)
    if minor > LARGEST_MINOR:
        raise CellRefused(ProblemCode.OUT_OF_RANGE, "The amount is too large.")
    return minor


def _number_parts(text: str, *, exponent: int) -> tuple[str, str]:
    if len(text) <= _LONGEST_NUMBER:
        if _DIGITS.fullmatch(text):
            return text, ""
        if one := _ONE_MARK.fullmatch(text):
            whole, mark, decimals = one.groups()
            _refuse_ambiguous(whole, mark, decimals, exponent=exponent)
            return whole, decimals
        for pattern in _GROUPED:
            if grouped := pattern.fullmatch(text):
                return re.sub(r"[^0-9]", "", grouped[1]), grouped[2] or ""
    raise CellRefused(
        ProblemCode.NOT_A_NUMBER, "Write the amount as a plain number, for example 189.00."
    )


def _refuse_ambiguous(whole: str, mark: str, decimals: str, *, exponent: int) -> None:
    thousands = len(decimals) == 3 and len(whole) <= 3 and not whole.startswith("0")
    if thousands and not (mark == "." and exponent >= 3):
        raise CellRefused(
            ProblemCode.AMBIGUOUS_NUMBER,
            f"{whole}{mark}{decimals} can mean {whole}{decimals} or {whole}.{decimals}: "
            f"write {whole}{decimals}, or the decimals after a point.",
        )


def read_screen(text: str) -> int | None:
    """Read a diagonal in inches; return hundredths of an inch, or None for 0 (no screen)."""
    found = _SCREEN.fullmatch(text)
    if not found:
        raise CellRefused(
            ProblemCode.NOT_A_NUMBER,
            "Write the screen size in inches with at most two decimals, for example 6.1.",
        )
    hundredths = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    if hundredths == 0:
        return None
    if not _SMALLEST_SCREEN <= hundredths <= _LARGEST_SCREEN:
        raise CellRefused(ProblemCode.OUT_OF_RANGE, "A screen is 0.5 to 40 inches.")
    return hundredths


def read_year(text: str, *, latest: int) -> int:
    """Read a release year from ``OLDEST_YEAR`` to ``latest``."""
    year = int(text) if _DIGITS.fullmatch(text) and len(text) == 4 else None
    if year is None:
        raise CellRefused(ProblemCode.NOT_A_NUMBER, "Write the year with four digits.")
    if not OLDEST_YEAR <= year <= latest:
        raise CellRefused(
            ProblemCode.OUT_OF_RANGE, f"The release year must be from {OLDEST_YEAR} to {latest}."
        )
    return year


def read_tier(text: str) -> int:
    """Read a tier: 1 flagship, 2 standard, 3 budget, as number or word."""
    tier = TIER_WORDS.get(fold(text))
    if tier is None:
        raise CellRefused(
            ProblemCode.UNKNOWN_VALUE, "Write 1 (flagship), 2 (standard) or 3 (budget)."
        )
    return tier


def read_category(text: str) -> DeviceCategory:
    """Read a device category or one of its ``CATEGORY_WORDS``."""
    return _choice(text, choices=DeviceCategory, words=CATEGORY_WORDS)


def read_panel(text: str) -> Panel:
    """Read a kind of panel or one of its ``PANEL_WORDS``."""
    return _choice(text, choices=Panel, words=PANEL_WORDS)


def read_grade(text: str) -> PartGrade:
    """Read a part grade or one of its ``GRADE_WORDS``."""
    return _choice(text, choices=PartGrade, words=GRADE_WORDS)


def _choice(text: str, *, choices: type[Choice], words: Mapping[str, Choice]) -> Choice:
    key = squeeze(text)
    for choice in choices:
        if squeeze(choice.value) == key:
            return choice
    if key in words:
        return words[key]
    raise CellRefused(ProblemCode.UNKNOWN_VALUE, f"Write one of: {', '.join(choices)}.")


def read_date(text: str) -> date:
    """Read a calendar day written year-month-day."""
    # fromisoformat alone would also take week dates and dates without dashes.
    if _ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise CellRefused(
        ProblemCode.NOT_A_DATE, "Write the date as year-month-day, for example 2026-11-21."
    )
