"""Totals: exact to the minor unit, whatever the rates and whichever way prices are written."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.values import Money, decimal_from_minor, minor_from_decimal, share_of
from services.tickets.totals import PricedLine, totals_of

amounts = st.one_of(st.none(), st.integers(0, 10**9))
rates = st.sampled_from([0, 55_000, 77_000, 82_500, 190_000, 200_000, 1_000_000])
line_lists = st.lists(st.builds(PricedLine, amount_minor=amounts, rate_ppm=rates), max_size=12)


@given(line_lists, st.booleans())
def test_lines_add_up_to_the_document(lines: list[PricedLine], included: bool) -> None:
    totals = totals_of(lines, prices_include_tax=included)
    listed = sum(line.amount_minor or 0 for line in lines)
    assert sum(totals.line_tax_minor) == totals.tax_minor
    assert totals.subtotal_minor + totals.tax_minor == totals.total_minor
    assert listed == (totals.total_minor if included else totals.subtotal_minor)
    assert totals.is_open == any(line.amount_minor is None for line in lines)


@given(line_lists, st.booleans())
def test_tax_is_rounded_once_per_rate(lines: list[PricedLine], included: bool) -> None:
    totals = totals_of(lines, prices_include_tax=included)
    expected = 0
    for rate in {line.rate_ppm for line in lines}:
        base = sum(line.amount_minor or 0 for line in lines if line.rate_ppm == rate)
        divisor = 1_000_000 + rate if included else 1_000_000
        exact = Decimal(base) * rate / divisor
        expected += int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    assert totals.tax_minor == expected


@given(line_lists, st.booleans())
def test_no_line_is_more_than_one_unit_from_its_own_tax(
    lines: list[PricedLine], included: bool
) -> None:
    totals = totals_of(lines, prices_include_tax=included)
    for line, tax in zip(lines, totals.line_tax_minor, strict=True):
        divisor = 1_000_000 + line.rate_ppm if included else 1_000_000
        exact = Decimal(line.amount_minor or 0) * line.rate_ppm / divisor
        assert abs(exact - tax) < 1


def test_an_estimate_of_the_picture() -> None:
    lines = [PricedLine(amount_minor=a, rate_ppm=82_500) for a in (27_900, 11_900)]
    totals = totals_of(lines, prices_include_tax=False)
    assert (totals.subtotal_minor, totals.tax_minor, totals.total_minor) == (39_800, 3_284, 43_084)


@given(st.integers(-(10**12), 10**12), st.sampled_from([0, 2, 3]))
def test_units_and_minor_units_are_the_same_amount(minor: int, exponent: int) -> None:
    assert (
        minor_from_decimal(decimal_from_minor(minor, exponent=exponent), exponent=exponent) == minor
    )


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 2 decimals"):
        minor_from_decimal(Decimal("1.005"), exponent=2)
    with pytest.raises(ValueError, match="finite"):
        minor_from_decimal(Decimal("NaN"), exponent=2)
    with pytest.raises(ValueError, match="at most 2"):
        minor_from_decimal(Decimal("1." + "0" * 40 + "1"), exponent=2)
    with pytest.raises(ValueError, match="too large"):
        minor_from_decimal(Decimal("1e999999"), exponent=2)
    assert minor_from_decimal(Decimal("1.50000000000000000000000000000000"), exponent=2) == 150


@given(st.integers(), st.integers())
def test_money_adds_only_to_its_own_currency(first: int, second: int) -> None:
    total = Money(first, "USD") + Money(second, "USD")
    assert (total - Money(second, "USD")) == Money(first, "USD")
    assert -total == Money(-total.minor, "USD")
    with pytest.raises(ValueError, match="do not add"):
        Money(first, "USD") + Money(second, "EUR")


def test_half_a_unit_rounds_up() -> None:
    assert share_of(50, rate_ppm=10_000, included=False) == 1
    assert share_of(49, rate_ppm=10_000, included=False) == 0
