"""Cells are read one way or refused in words; nothing is guessed about money."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.values import DeviceCategory, Panel, PartGrade
from services.catalog import import_cells as cells
from services.catalog.import_problems import CellRefused, ProblemCode


@pytest.mark.parametrize(
    ("text", "exponent", "minor"),
    [
        ("189", 2, 18_900),
        ("189.00", 2, 18_900),
        ("189.5", 2, 18_950),
        ("189,50", 2, 18_950),
        ("0.123", 3, 123),
        ("1.234", 3, 1_234),
        ("12345,678", 3, 12_345_678),
        ("1,234.50", 2, 123_450),
        ("1.234,50", 2, 123_450),
        ("1,234,567", 2, 123_456_700),
        ("1.234.567", 0, 1_234_567),
        ("1 234.50", 2, 123_450),
        ("1\u202f234,50", 2, 123_450),
        ("1'234.50", 2, 123_450),
        ("10790", 0, 10_790),
        ("189.00", 0, 189),
        ("0", 2, 0),
        ("007", 2, 700),
    ],
)
def test_amounts_that_can_only_mean_one_thing_are_taken(
    text: str, exponent: int, minor: int
) -> None:
    assert cells.read_amount(text, exponent=exponent) == minor


@pytest.mark.parametrize(
    ("text", "exponent", "code"),
    [
        ("1,234", 2, ProblemCode.AMBIGUOUS_NUMBER),
        ("1.234", 2, ProblemCode.AMBIGUOUS_NUMBER),
        ("10,790", 0, ProblemCode.AMBIGUOUS_NUMBER),
        ("1,234", 3, ProblemCode.AMBIGUOUS_NUMBER),
        ("189.555", 2, ProblemCode.AMBIGUOUS_NUMBER),
        ("0.555", 2, ProblemCode.TOO_MANY_DECIMALS),
        ("1,234.567", 2, ProblemCode.TOO_MANY_DECIMALS),
        ("189.50", 0, ProblemCode.TOO_MANY_DECIMALS),
        ("189.0000", 2, ProblemCode.TOO_MANY_DECIMALS),
        ("-5", 2, ProblemCode.NEGATIVE),
        ("−5.00", 2, ProblemCode.NEGATIVE),
        ("(5.00)", 2, ProblemCode.NEGATIVE),
        ("$189", 2, ProblemCode.NOT_A_NUMBER),
        ("189 USD", 2, ProblemCode.NOT_A_NUMBER),
        ("1e3", 2, ProblemCode.NOT_A_NUMBER),
        ("NaN", 2, ProblemCode.NOT_A_NUMBER),
        ("Infinity", 2, ProblemCode.NOT_A_NUMBER),
        ("1,23,456", 2, ProblemCode.NOT_A_NUMBER),
        ("1.2.3", 2, ProblemCode.NOT_A_NUMBER),
        (".5", 2, ProblemCode.NOT_A_NUMBER),
        ("١٨٩", 2, ProblemCode.NOT_A_NUMBER),
        ("=1+1", 2, ProblemCode.NOT_A_NUMBER),
        ("9" * 60, 2, ProblemCode.NOT_A_NUMBER),
        ("9" * 30, 2, ProblemCode.OUT_OF_RANGE),
    ],
)
def test_amounts_in_doubt_are_refused(text: str, exponent: int, code: ProblemCode) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.read_amount(text, exponent=exponent)
    assert refused.value.code is code
    assert refused.value.message


def test_an_ambiguous_amount_says_what_to_write_instead() -> None:
    with pytest.raises(CellRefused, match=r"1,234 can mean 1234 or 1\.234"):
        cells.read_amount("1,234", exponent=2)


@given(st.integers(0, cells.LARGEST_MINOR), st.integers(0, 3))
def test_an_amount_written_plainly_comes_back_exactly(minor: int, exponent: int) -> None:
    written = str(Decimal(minor).scaleb(-exponent)) if exponent else str(minor)
    assert cells.read_amount(format(Decimal(written), "f"), exponent=exponent) == minor


@given(st.text(max_size=40), st.integers(0, 3))
def test_any_text_is_an_amount_or_refused(text: str, exponent: int) -> None:
    minor = 0
    with suppress(CellRefused):
        minor = cells.read_amount(text, exponent=exponent)
    assert 0 <= minor <= cells.LARGEST_MINOR


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [("6.1", 610), ("6,1", 610), ("6", 600), ('6.1"', 610), ("13.3 in", 1330), ("6.55", 655)],
)
def test_screens_are_read_to_hundredths(text: str, hundredths: int) -> None:
    assert cells.read_screen(text) == hundredths


def test_no_screen_is_written_as_zero() -> None:
    assert cells.read_screen("0") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6.123", ProblemCode.NOT_A_NUMBER),
        ("big", ProblemCode.NOT_A_NUMBER),
        ("-6", ProblemCode.NOT_A_NUMBER),
        ("55", ProblemCode.OUT_OF_RANGE),
        ("0.1", ProblemCode.OUT_OF_RANGE),
    ],
)
def test_impossible_screens_are_refused(text: str, code: ProblemCode) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.read_screen(text)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1979", ProblemCode.OUT_OF_RANGE),
        ("2028", ProblemCode.OUT_OF_RANGE),
        ("21", ProblemCode.NOT_A_NUMBER),
        ("2021.0", ProblemCode.NOT_A_NUMBER),
        ("２０２１", ProblemCode.NOT_A_NUMBER),
    ],
)
def test_impossible_years_are_refused(text: str, code: ProblemCode) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.read_year(text, latest=2027)
    assert refused.value.code is code


def test_years_reach_from_the_oldest_to_the_latest() -> None:
    assert cells.read_year("1980", latest=2027) == 1980
    assert cells.read_year("2027", latest=2027) == 2027


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("original", PartGrade.ORIGINAL),
        ("OEM", PartGrade.ORIGINAL),
        ("Service pack", PartGrade.ORIGINAL),
        ("aftermarket_premium", PartGrade.PREMIUM),
        ("Aftermarket Premium", PartGrade.PREMIUM),
        ("premium", PartGrade.PREMIUM),
        ("standard", PartGrade.STANDARD),
        ("aftermarket", PartGrade.STANDARD),
        ("aftermarket-economy", PartGrade.ECONOMY),
        ("Budget", PartGrade.ECONOMY),
    ],
)
def test_grades_have_their_usual_other_words(text: str, grade: PartGrade) -> None:
    assert cells.read_grade(text) is grade


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Phone", DeviceCategory.PHONE),
        ("smartphone", DeviceCategory.PHONE),
        ("notebook", DeviceCategory.LAPTOP),
        ("Game console", DeviceCategory.CONSOLE),
        ("tablet", DeviceCategory.TABLET),
    ],
)
def test_categories_have_their_usual_other_words(text: str, category: DeviceCategory) -> None:
    assert cells.read_category(text) is category


@pytest.mark.parametrize(
    ("text", "panel"),
    [("OLED", Panel.OLED), ("Super AMOLED", Panel.OLED), ("ips", Panel.LCD), ("LCD", Panel.LCD)],
)
def test_panels_have_their_usual_other_words(text: str, panel: Panel) -> None:
    assert cells.read_panel(text) is panel


def test_every_choice_is_read_by_its_own_value() -> None:
    assert [cells.read_category(c.value) for c in DeviceCategory] == list(DeviceCategory)
    assert [cells.read_panel(p.value) for p in Panel] == list(Panel)
    assert [cells.read_grade(g.value) for g in PartGrade] == list(PartGrade)


def test_an_unknown_choice_is_told_the_known_ones() -> None:
    with pytest.raises(CellRefused, match="phone, tablet, laptop, watch, console"):
        cells.read_category("toaster")


@pytest.mark.parametrize(("text", "tier"), [("1", 1), ("2", 2), ("3", 3), ("Flagship", 1)])
def test_tiers_are_numbers_or_words(text: str, tier: int) -> None:
    assert cells.read_tier(text) == tier


@pytest.mark.parametrize("text", ["0", "4", "1.0", "top"])
def test_unknown_tiers_are_refused(text: str) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.read_tier(text)
    assert refused.value.code is ProblemCode.UNKNOWN_VALUE


@given(st.dates())
def test_dates_are_read_year_first(day: date) -> None:
    assert cells.read_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["21.11.2026", "11/21/2026", "20261121", "2026-W47-6", "2026-02-30", "2026-11-21T00:00"]
)
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(CellRefused) as refused:
        cells.read_date(text)
    assert refused.value.code is ProblemCode.NOT_A_DATE
