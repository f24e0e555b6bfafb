"""Money, rates and times as people write and read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.format import Formats, PromiseKind, ShopLocale, parse_percent, span_words

NOW = datetime(2026, 11, 20, 13, 26, tzinfo=UTC)
PLACES = {
    "us": ShopLocale(language="en", country="US", currency="USD", time_zone="America/New_York"),
    "de": ShopLocale(language="de", country="DE", currency="EUR", time_zone="Europe/Berlin"),
    "jp": ShopLocale(language="ja", country="JP", currency="JPY", time_zone="Asia/Tokyo"),
    "gb": ShopLocale(language="en", country="GB", currency="GBP", time_zone="Europe/London"),
    "ch": ShopLocale(language="fr", country="CH", currency="CHF", time_zone="Europe/Zurich"),
    "kw": ShopLocale(language="en", country="KW", currency="KWD", time_zone="Asia/Kuwait"),
}


@pytest.mark.parametrize(
    ("place", "minor", "shown"),
    [
        ("us", 123_450, "$1,234.50"),
        ("us", -50, "−$0.50"),
        ("de", 123_450, "1.234,50 €"),
        ("jp", 1_234, "￥1,234"),
        ("gb", 100, "£1.00"),
        ("kw", 1_234_567, "KWD1,234.567"),
    ],
)
def test_amounts_are_written_as_the_locale_does(place: str, minor: int, shown: str) -> None:
    written = Formats(PLACES[place]).money(minor)
    assert written.replace("\u00a0", " ").replace("\u200f", "") == shown


@pytest.mark.parametrize(
    ("place", "typed", "minor"),
    [
        ("us", "189", 18_900),
        ("us", "$1,234.5", 123_450),
        ("us", " 12,50 ", 1_250),
        ("de", "1.234,50", 123_450),
        ("de", "12.5", 1_250),
        ("jp", "1,200", 1_200),
        ("kw", "1.234", 1_234),
    ],
)
def test_what_people_type_is_read(place: str, typed: str, minor: int) -> None:
    assert Formats(PLACES[place]).parse_money(typed) == minor


@pytest.mark.parametrize("typed", ["", "abc", "-5", "1e3", "1.234", "1,23,4", "99999999999999"])
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert Formats(PLACES["us"]).parse_money(typed) is None


@given(st.sampled_from(sorted(PLACES)), st.integers(min_value=0, max_value=10**12))
def test_every_amount_comes_back_from_its_field(place: str, minor: int) -> None:
    formats = Formats(PLACES[place])
    assert formats.parse_money(formats.money_field(minor)) == minor
    assert formats.parse_money(formats.money_plain(minor)) == minor


@given(st.text(max_size=40))
def test_no_text_upsets_the_reader(typed: str) -> None:
    read = Formats(PLACES["de"]).parse_money(typed)
    assert read is None or read >= 0


@pytest.mark.parametrize(
    ("typed", "ppm"),
    [("8.25", 82_500), ("19 %", 190_000), ("7,7%", 77_000), ("0", 0), ("100", 1_000_000)],
)
def test_rates_are_read_in_either_writing(typed: str, ppm: int) -> None:
    assert parse_percent(typed) == ppm


@pytest.mark.parametrize("typed", ["", "much", "-1", "100.1", "1.23456"])
def test_what_is_no_rate_is_none(typed: str) -> None:
    assert parse_percent(typed) is None


@given(st.integers(min_value=0, max_value=1_000_000))
def test_every_rate_comes_back(ppm: int) -> None:
    assert parse_percent(Formats(PLACES["us"]).percent(ppm)) == ppm


@pytest.mark.parametrize(
    ("minutes", "kind", "words"),
    [
        (-40, PromiseKind.LATE, "Late 40 min"),
        (-60 * 5, PromiseKind.LATE, "Late 5 h"),
        (-60 * 24 * 3, PromiseKind.LATE, "Late 3 days"),
        (35, PromiseKind.SOON, "in 35 min"),
        (61, PromiseKind.PLAIN, "Today 15:27"),
        (60 * 24, PromiseKind.PLAIN, "Tomorrow 14:26"),
        (60 * 24 * 3, PromiseKind.PLAIN, "Mo. 23. Nov. 14:26"),
    ],
)
def test_promises_are_said_as_people_say_them(minutes: int, kind: PromiseKind, words: str) -> None:
    promise = Formats(PLACES["de"]).promise(NOW + timedelta(minutes=minutes), NOW)
    assert (promise.kind, promise.text) == (kind, words)


def test_times_stand_in_the_shops_zone_and_locale() -> None:
    assert Formats(PLACES["us"]).date_full(NOW) == "Fri Nov 20 2026, 8:26 AM"
    assert Formats(PLACES["jp"]).time(NOW) == "22:26"
    assert Formats(PLACES["gb"]).date_full(NOW) == "Fri 20 Nov 2026, 13:26"


def test_a_time_to_the_second_is_written_as_the_locale_does() -> None:
    at = NOW + timedelta(seconds=8)
    assert Formats(PLACES["us"]).time_exact(at) == "8:26:08 AM"
    assert Formats(PLACES["gb"]).time_exact(at) == "13:26:08"


@pytest.mark.parametrize(
    ("place", "pattern"),
    [("us", "E MMM d h:mm a"), ("de", "E d. MMM HH:mm"), ("jp", "M月d日(E) H:mm")],
)
def test_a_moment_has_the_order_of_the_locale(place: str, pattern: str) -> None:
    assert Formats(PLACES[place]).moment_pattern == pattern


def test_another_year_is_named() -> None:
    later = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    assert Formats(PLACES["gb"]).day(later, NOW) == "Mon 4 Jan 2027"


def test_a_zone_that_is_not_known_here_is_utc() -> None:
    formats = Formats(ShopLocale(time_zone="Mars/Olympus"))
    assert formats.time(NOW) == "1:26 PM"


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4_000)))
def test_a_span_is_never_nothing(span: timedelta) -> None:
    number, _unit = span_words(span).split(" ")
    assert int(number) >= 1


def test_the_locale_can_change_while_the_program_runs() -> None:
    formats = Formats(PLACES["us"])
    assert formats.symbol == "$"
    formats.follow(PLACES["de"])
    assert (formats.symbol, formats.decimal_sign, formats.exponent) == ("€", ",", 2)
