from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.values import PartGrade
from services.printing.facts import identity_words, line_detail
from services.printing.vocabulary import (
    ENGLISH,
    FRENCH,
    GERMAN,
    SPANISH,
    Vocabulary,
    vocabulary_of,
)
from services.printing.words import Words, currency_exponent, format_minor, locale_of
from tests.unit.printing.papers import SHOP

EVENING = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "currency", "language", "country", "text"),
    [
        (1_279_00, "USD", "en", "US", "1,279.00"),
        (1_279_00, "EUR", "de", "DE", "1.279,00"),
        (1_279_00, "EUR", "fr", "FR", "1 279,00"),
        (127_900_00, "INR", "en", "IN", "1,27,900.00"),
        (1279, "JPY", "ja", "JP", "1,279"),
        (1_279_000, "KWD", "en", "KW", "1,279.000"),
        (5, "USD", "en", "US", "0.05"),
    ],
)
def test_amounts_follow_currency_and_locale(
    amount: int, currency: str, language: str, country: str, text: str
) -> None:
    assert format_minor(amount, currency=currency, language=language, country=country) == text


@given(st.integers(min_value=0, max_value=10**12))
def test_no_minor_unit_is_lost_in_writing(amount: int) -> None:
    text = format_minor(amount, currency="USD", language="en", country="US")
    assert int(text.replace(",", "").replace(".", "")) == amount


def test_exponents_come_from_the_currency() -> None:
    assert [currency_exponent(code) for code in ("USD", "JPY", "KWD")] == [2, 0, 3]


@pytest.mark.parametrize(
    ("language", "country", "locale"),
    [("en", "US", "en_US"), ("de-AT", "DE", "de_AT"), ("fr", "US", "fr"), ("xx", "YY", "en")],
)
def test_an_unknown_locale_falls_back_to_what_is_near(
    language: str, country: str, locale: str
) -> None:
    assert str(locale_of(language, country=country)) == locale


@pytest.mark.parametrize(
    ("language", "country", "date", "time"),
    [
        ("en", "IE", "Fri 20 Nov 2026", "17:00"),
        ("en", "US", "Fri Nov 20 2026", "5:00 PM"),
        ("de", "DE", "Fr. 20. Nov. 2026", "17:00"),
    ],
)
def test_dates_follow_locale_and_time_zone(
    language: str, country: str, date: str, time: str
) -> None:
    words = Words(replace(SHOP, language=language, country=country))
    assert (words.date(EVENING), words.time(EVENING)) == (date, time)


def test_an_unknown_time_zone_is_written_as_utc() -> None:
    assert Words(replace(SHOP, time_zone="Nowhere/Land")).time(EVENING) == "01:00"


def test_a_promise_of_the_same_day_is_today() -> None:
    seen = datetime(2026, 11, 20, 22, 26, tzinfo=UTC)
    assert Words(SHOP).promise(EVENING, seen_at=seen, is_copy=False) == "TODAY 17:00"


def test_a_copy_never_says_today() -> None:
    seen = datetime(2026, 11, 20, 22, 26, tzinfo=UTC)
    assert Words(SHOP).promise(EVENING, seen_at=seen, is_copy=True) == "FRI 20 NOV 17:00"


def test_a_promise_of_another_day_names_it() -> None:
    seen = datetime(2026, 11, 19, 22, 26, tzinfo=UTC)
    assert Words(SHOP).promise(EVENING, seen_at=seen, is_copy=False) == "FRI 20 NOV 17:00"


@pytest.mark.parametrize(
    ("identity", "printed"),
    [
        ("IMEI 356789104824821", "IMEI ending 4821"),
        ("IMEI ending 4821", "IMEI ending 4821"),
        ("Serial R52T90ABCDE", "Serial ending BCDE"),
        ("Seriennummer fehlt", "Seriennummer fehlt"),
        ("", ""),
    ],
)
def test_only_the_tail_of_an_identity_is_printed(identity: str, printed: str) -> None:
    assert Words(SHOP).tail_only(identity) == printed


def test_rates_lose_no_digit() -> None:
    assert [Words(SHOP).rate(ppm) for ppm in (82_500, 190_000, 71_250)] == [
        "8.25%",
        "19%",
        "7.125%",
    ]


@pytest.mark.parametrize("vocabulary", [ENGLISH, GERMAN, SPANISH, FRENCH])
def test_every_language_knows_every_part_and_grade(vocabulary: Vocabulary) -> None:
    assert set(vocabulary.parts) == set(ENGLISH.parts)
    assert set(vocabulary.liquid) == {"worn", "broken"}
    assert set(vocabulary.grades) == set(PartGrade)


@pytest.mark.parametrize("vocabulary", [GERMAN, SPANISH, FRENCH])
def test_every_template_has_the_places_of_the_english_one(vocabulary: Vocabulary) -> None:
    for field in fields(Vocabulary):
        english, other = getattr(ENGLISH, field.name), getattr(vocabulary, field.name)
        if isinstance(english, str):
            assert places_in(other) == places_in(english), field.name


def places_in(template: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(template) if name}


@pytest.mark.parametrize(
    ("language", "identity", "detail"),
    [
        ("en", "Serial SN-1", "2 pieces, Original part, 12 months warranty, estimate"),
        ("de", "Seriennr. SN-1", "2 Stück, Originalteil, 12 Monate Garantie, Schätzung"),
        ("es", "N.º de serie SN-1", "2 unidades, Pieza original, 12 meses de garantía, estimación"),
        ("fr", "N° de série SN-1", "2 unités, Pièce d'origine, garantie 12 mois, estimation"),
    ],
)
def test_parts_and_warranty_are_said_in_the_shops_language(
    language: str, identity: str, detail: str
) -> None:
    vocabulary = vocabulary_of(language)
    told = line_detail(
        grade=PartGrade.ORIGINAL,
        warranty_months=12,
        estimated=True,
        quantity=2,
        vocabulary=vocabulary,
    )
    assert told.replace("\u00a0", " ") == detail
    assert identity_words(imei="", serial="SN-1", reason="", vocabulary=vocabulary) == identity


def test_one_month_is_one() -> None:
    told = line_detail(grade=None, warranty_months=1, estimated=False, vocabulary=ENGLISH)
    assert told == "1\u00a0month warranty"


def test_a_language_without_words_prints_in_english() -> None:
    assert vocabulary_of("ja") is ENGLISH
    assert vocabulary_of("de-AT") is GERMAN
