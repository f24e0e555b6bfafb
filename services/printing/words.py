"""Money, dates and sentences as the shop's locale writes them on paper.

babel is loaded when the first amount or date is written, never at import.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data.values import decimal_from_minor
from services.printing.characters import one_line
from services.printing.dto import ShopHead
from services.printing.vocabulary import Vocabulary, vocabulary_of

if TYPE_CHECKING:
    from babel import Locale

_ESTIMATED = "≈ {amount}"
_LONG_NUMBER = re.compile(r"\b(?=[A-Za-z]*\d)[0-9A-Za-z]{8,}\b")


def currency_exponent(currency: str) -> int:
    """Return how many decimals ``currency`` (ISO 4217) has: 2 for USD, 0 for JPY."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def format_minor(
    amount_minor: int, *, currency: str, language: str = "en", country: str = ""
) -> str:
    """Return an amount without its currency sign, for example "1,279.00".

    ``amount_minor`` is in minor units of ``currency``.
    """
    from babel.numbers import format_decimal

    locale = locale_of(language, country=country)
    exponent = currency_exponent(currency)
    pattern = _pattern(locale, exponent=exponent)
    amount = decimal_from_minor(amount_minor, exponent=exponent)
    return one_line(format_decimal(amount, format=pattern, locale=locale))


@cache
def locale_of(language: str, *, country: str = "") -> Locale:
    """Return babel's locale for a language tag and a country, or the nearest it knows."""
    from babel import Locale, UnknownLocaleError

    base, _dash, region = language.replace("_", "-").partition("-")
    for name in (f"{base}_{region or country}", base):
        try:
            return Locale.parse(name.strip("_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@cache
def _zone(name: str) -> tzinfo:
    """Return the time zone ``name``; UTC where it is not known here, as on the screens."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _pattern(locale: Locale, *, exponent: int) -> str:
    whole = str(locale.decimal_formats[None].pattern).split(";")[0].split(".")[0]
    return f"{whole}.{'0' * exponent}" if exponent else whole


@dataclass(frozen=True, slots=True)
class Words:
    """What one shop says: its language's words and its locale's numbers, dates and times."""

    shop: ShopHead

    @property
    def vocabulary(self) -> Vocabulary:
        """The fixed words in the shop's language."""
        return vocabulary_of(self.shop.language)

    def amount(self, amount_minor: int, *, estimated: bool = False) -> str:
        """Return minor units as "279.00", or "≈ 119.00" when estimated."""
        text = format_minor(
            amount_minor,
            currency=self.shop.currency,
            language=self.shop.language,
            country=self.shop.country,
        )
        return _ESTIMATED.format(amount=text) if estimated else text

    def total(self, amount_minor: int, *, estimated: bool) -> str:
        """Return a total with its currency sign: "$430.84", or "≈ $430.84" when estimated."""
        from babel.numbers import format_currency

        exponent = currency_exponent(self.shop.currency)
        amount = decimal_from_minor(amount_minor, exponent=exponent)
        text = one_line(format_currency(amount, self.shop.currency, locale=self._locale))
        return _ESTIMATED.format(amount=text) if estimated else text

    def rate(self, rate_ppm: int) -> str:
        """Return parts per million as a percentage: 82500 is "8.25%"."""
        from babel.numbers import format_percent

        share = Decimal(rate_ppm) / 1_000_000
        return one_line(format_percent(share, locale=self._locale, decimal_quantization=False))

    def date(self, instant: datetime) -> str:
        """Return the day with its weekday, "Fri 20 Nov 2026"; width is dear, so commas go."""
        return self._day(instant, skeleton="yMMMEd")

    def short_date(self, instant: datetime) -> str:
        """Return the day without its weekday, "20 Nov 2026"."""
        return self._day(instant, skeleton="yMMMd")

    def time(self, instant: datetime) -> str:
        """Return the time of day in the shop's zone, "17:00" or "5:00 PM"."""
        from babel.dates import format_time

        local = self._local(instant)
        return one_line(format_time(local, format="short", locale=self._locale))

    def day_and_time(self, instant: datetime, *, seen_at: datetime | None) -> str:
        """Return a promise: "Mon 23 Nov 10:00", with its year where ``seen_at`` is in another."""
        years = {self._local(each).year for each in (instant, seen_at or instant)}
        skeleton = "MMMEd" if len(years) == 1 else "yMMMEd"
        return f"{self._day(instant, skeleton=skeleton)} {self.time(instant)}"

    def promise(self, promised_at: datetime, *, seen_at: datetime, is_copy: bool) -> str:
        """Return when the device will be ready: "TODAY 17:00" on the day it was taken in.

        A copy may be printed days later, so it always names the date.
        """
        same_day = self._local(promised_at).date() == self._local(seen_at).date()
        if same_day and not is_copy:
            return self.vocabulary.today.format(time=self.time(promised_at)).upper()
        return self.day_and_time(promised_at, seen_at=seen_at).upper()

    def tail_only(self, identity: str) -> str:
        """Return ``identity`` with every long number in it cut to its last four characters."""
        ending = self.vocabulary.ending
        return _LONG_NUMBER.sub(lambda m: ending.format(tail=m.group()[-4:]), one_line(identity))

    @property
    def _locale(self) -> Locale:
        return locale_of(self.shop.language, country=self.shop.country)

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(_zone(self.shop.time_zone))

    def _day(self, instant: datetime, *, skeleton: str) -> str:
        from babel.dates import format_skeleton

        text = format_skeleton(skeleton, self._local(instant), locale=self._locale)
        return one_line(text.replace(",", ""))
