"""Money, dates and promises in words, by the shop's locale. Babel loads at first use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from services.types import OpenTime

if TYPE_CHECKING:
    from babel import Locale

    from services.settings.dto import OpeningHours

MINUS = "−"
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
# No exponents ("1e3") and no signs: what people write on a price tag.
_WRITTEN_AMOUNT = re.compile(r"^[\d.,'’]+$")
_PLAIN_AMOUNT = re.compile(r"^\d+(?:[.,]\d+)?$")
# An order can't hold more (services/commands.MinorAmount).
_LARGEST_MINOR = 10**13
_WHOLE_PPM = 1_000_000


class PromiseKind(StrEnum):
    """How near a promise is; it decides icon and colour."""

    LATE = "late"
    SOON = "soon"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseWords:
    kind: PromiseKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopLocale:
    """Where the shop is: decides how money and times are written, and what is late."""

    language: str = "en"
    country: str = "US"
    currency: str = "USD"
    time_zone: str = "UTC"
    opening_hours: tuple[OpeningHours, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lines:
    """What a promise is late before, and soon until, at one instant."""

    now: datetime
    late_before: datetime
    soon_until: datetime


class Formats:
    """Writes and reads money and times for people. Amounts are minor units of the shop's currency.

    Instants given are aware; they are shown in the shop's time zone, written as on the claim
    ticket.
    """

    def __init__(self, place: ShopLocale | None = None) -> None:
        self._place = place or ShopLocale()
        self._zone: tzinfo | None = None
        self._open: OpenTime | None = None
        self._lines: _Lines | None = None

    @property
    def place(self) -> ShopLocale:
        """The locale in force."""
        return self._place

    def follow(self, place: ShopLocale) -> None:
        """Use another locale from now on (the shop's settings were loaded or changed)."""
        self._place = place
        self._zone = self._open = self._lines = None

    # --- money --------------------------------------------------------------------------------

    @property
    def exponent(self) -> int:
        """Return the decimals of the currency: 2 for USD, 0 for JPY."""
        return _exponent(self._place.currency)

    def money(self, minor: int, *, symbol: bool = True) -> str:
        """Write an amount: "$1,234.50", without the symbol "1,234.50"; a minus is a real minus."""
        place = self._place
        if not symbol:
            return self.money_plain(minor)
        written = _money(abs(minor), place.currency, place.language, place.country)
        return f"{MINUS}{written}" if minor < 0 else written

    def money_plain(self, minor: int) -> str:
        """Write an amount without its currency, with the currency's decimals: "1,234.50"."""
        place = self._place
        written = _plain(abs(minor), place.currency, place.language, place.country)
        return f"{MINUS}{written}" if minor < 0 else written

    def money_field(self, minor: int) -> str:
        """Write an amount as it is typed into a field: no grouping, the locale's decimal sign."""
        value = Decimal(minor).scaleb(-self.exponent)
        return f"{value:.{self.exponent}f}".replace(".", self.decimal_sign)

    @property
    def symbol(self) -> str:
        """Return the currency's sign in the shop's locale: "$", "€"."""
        from babel.numbers import get_currency_symbol

        place = self._place
        return get_currency_symbol(place.currency, _locale(place.language, place.country))

    @property
    def decimal_sign(self) -> str:
        """Return what separates the decimals: "." or ","."""
        from babel.numbers import get_decimal_symbol

        return get_decimal_symbol(_locale(self._place.language, self._place.country))

    def parse_money(self, text: str) -> int | None:
        """Read a typed amount into minor units; None when it is none, negative or too fine.

        The locale's own writing is tried first ("1.234,50" in German), then a plain number with a
        point or comma before the decimals.
        """
        place = self._place
        bare = _SPACES.sub("", text).replace(place.currency, "").replace(self.symbol, "")
        if not _WRITTEN_AMOUNT.match(bare):
            return None
        amount = _read_local(bare, place.language, place.country)
        if amount is None and _PLAIN_AMOUNT.match(bare):
            amount = Decimal(bare.replace(",", "."))
        return None if amount is None else self._minor(amount)

    def _minor(self, amount: Decimal) -> int | None:
        scaled = amount.scaleb(self.exponent)
        if amount < 0 or scaled != scaled.to_integral_value() or scaled > _LARGEST_MINOR:
            return None
        return int(scaled)

    def percent(self, rate_ppm: int) -> str:
        """Write a tax rate given in parts per million: 82500 is "8.25%"."""
        from babel.numbers import format_percent

        place = self._place
        share = Decimal(rate_ppm) / 1_000_000
        return format_percent(share, "#,##0.####%", locale=_locale(place.language, place.country))

    # --- times --------------------------------------------------------------------------------

    @property
    def zone(self) -> tzinfo:
        """Return the shop's time zone (UTC where the name is not known here)."""
        if self._zone is None:
            self._zone = _zone(self._place.time_zone)
        return self._zone

    def local(self, instant: datetime) -> datetime:
        """Return the instant on the shop's clock."""
        return instant.astimezone(self.zone)

    def time(self, instant: datetime) -> str:
        """Write the time of day: "17:00", or "5:00 PM" where people write it so."""
        local, place = self.local(instant), self._place
        return _clock(local.hour, local.minute, place.language, place.country)

    def clock(self, at: str) -> str:
        """Write a time of day given as "HH:MM", as `time` does."""
        hour, _, minute = at.partition(":")
        place = self._place
        return _clock(int(hour), int(minute), place.language, place.country)

    @property
    def halves(self) -> tuple[str, str]:
        """Return the locale's words for am and pm."""
        periods = _locale(self._place.language, self._place.country).day_periods
        words = periods["format"]["abbreviated"]
        return str(words.get("am", "am")), str(words.get("pm", "pm"))

    @property
    def moment_pattern(self) -> str:
        """Return how day and time are written, as a CLDR pattern: "E MMM d h:mm a"."""
        locale = _locale(self._place.language, self._place.country)
        day = str(locale.datetime_skeletons["MMMEd"]).replace(",", "")
        return _SPACES.sub(" ", f"{day} {locale.time_formats['short'].pattern}")

    def time_exact(self, instant: datetime) -> str:
        """Write the time of day with its seconds: "14:26:08", "2:26:08 PM"."""
        local, place = self.local(instant), self._place
        return _clock_exact(local.time().replace(microsecond=0), place.language, place.country)

    def day(self, instant: datetime, now: datetime) -> str:
        """Write the day: "Today", "Tomorrow", "Mon 23 Nov", with the year if it differs."""
        on, today = self.local(instant).date(), self.local(now).date()
        near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((on - today).days)
        place = self._place
        return near or _day(on, on.year != today.year, place.language, place.country)

    def date_short(self, instant: datetime, now: datetime) -> str:
        """Write day and time as short as people say it: "Today 17:00", "Mon 23 Nov 17:00"."""
        return f"{self.day(instant, now)} {self.time(instant)}"

    def date_full(self, instant: datetime) -> str:
        """Write everything, for tooltips and the status bar: "Fri 20 Nov 2026, 14:26"."""
        place = self._place
        day = _day(self.local(instant).date(), True, place.language, place.country)
        return f"{day}, {self.time(instant)}"

    @property
    def open_time(self) -> OpenTime:
        """Return the shop's opening hours, to reckon with."""
        if self._open is None:
            self._open = OpenTime(hours=self._place.opening_hours, zone=self.zone)
        return self._open

    def promise(self, instant: datetime, now: datetime) -> PromiseWords:
        """Write a promised time: "Late 40 min", "in 35 min" within the hour, else "Today 17:00".

        Only the time counts for which the shop is open: "45 min left" on a Friday evening may be
        Monday at half past nine.
        """
        lines = self._lines_at(now)
        if instant < lines.late_before:
            return PromiseWords(kind=PromiseKind.LATE, text=self._late(instant, now))
        if instant <= lines.soon_until:
            return PromiseWords(kind=PromiseKind.SOON, text=self._soon(instant, now))
        return PromiseWords(kind=PromiseKind.PLAIN, text=self.date_short(instant, now))

    def _late(self, instant: datetime, now: datetime) -> str:
        days = self.open_time.days_between(instant, now)
        if days > 1:
            return f"Late {days} days"
        return f"Late {span_words(self.open_time.between(instant, now))}"

    def _soon(self, instant: datetime, now: datetime) -> str:
        if timedelta(0) <= instant - now <= timedelta(hours=1):
            return f"in {span_words(instant - now)}"
        left = self.open_time.between(now, instant)
        return f"{span_words(left)} left" if left else "At opening"

    def _lines_at(self, now: datetime) -> _Lines:
        """Return the lines of an instant; every row of a painting asks for the same."""
        if self._lines is None or self._lines.now != now:
            times = self.open_time
            self._lines = _Lines(now, times.late_before(now), times.soon_until(now))
        return self._lines

    def ago(self, instant: datetime, now: datetime) -> str:
        """Write how long ago: "just now", "12 min ago", else day and time."""
        past = now - instant
        if past < timedelta(minutes=1):
            return "just now"
        if past < timedelta(hours=1):
            return f"{span_words(past)} ago"
        return self.date_short(instant, now)


def parse_percent(text: str) -> int | None:
    """Read a typed rate into parts per million ("8.25", "8,25 %"); None when it is none."""
    bare = _SPACES.sub("", text).removesuffix("%").replace(",", ".")
    if not _PLAIN_AMOUNT.match(bare):
        return None
    ppm = Decimal(bare) * 10_000
    return int(ppm) if ppm == ppm.to_integral_value() and ppm <= _WHOLE_PPM else None


def span_words(span: timedelta) -> str:
    """Write a span in its largest fitting unit: "40 min", "3 h", "2 days"."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{max(1, minutes)} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


@lru_cache(maxsize=16)
def _locale(language: str, country: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    base = language.replace("_", "-").split("-")[0] or "en"
    for name in (f"{base}_{country}", base, "en"):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@lru_cache(maxsize=64)
def _exponent(currency: str) -> int:
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, language: str, country: str) -> str:
    from babel.numbers import format_currency

    value = Decimal(minor).scaleb(-_exponent(currency))
    return format_currency(value, currency, locale=_locale(language, country))


@lru_cache(maxsize=4096)
def _plain(minor: int, currency: str, language: str, country: str) -> str:
    from babel.numbers import format_decimal

    exponent = _exponent(currency)
    decimals = "." + "0" * exponent if exponent else ""
    value = Decimal(minor).scaleb(-exponent)
    return format_decimal(value, f"#,##0{decimals}", locale=_locale(language, country))


def _read_local(text: str, language: str, country: str) -> Decimal | None:
    from babel.numbers import NumberFormatError, parse_decimal

    try:
        return parse_decimal(text, locale=_locale(language, country), strict=True)
    except (NumberFormatError, InvalidOperation, ValueError):
        return None


@lru_cache(maxsize=512)
def _day(on: date, with_year: bool, language: str, country: str) -> str:  # noqa: FBT001 - cache key
    from babel.dates import format_skeleton

    # As on paper (services/printing/words.py): the locale's own order, without its commas.
    skeleton = "yMMMEd" if with_year else "MMMEd"
    return format_skeleton(skeleton, on, locale=_locale(language, country)).replace(",", "")


@lru_cache(maxsize=1440)
def _clock(hour: int, minute: int, language: str, country: str) -> str:
    from babel.dates import format_time

    written = format_time(time(hour, minute), format="short", locale=_locale(language, country))
    return _SPACES.sub(" ", written)


def _clock_exact(at: time, language: str, country: str) -> str:
    from babel.dates import format_time

    return _SPACES.sub(" ", format_time(at, format="medium", locale=_locale(language, country)))


@lru_cache(maxsize=16)
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
