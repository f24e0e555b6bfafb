"""A price file is read row by row; money is exact, and no cell holds two prices on one day."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.values import PartGrade
from services.catalog.import_rows import (
    PRICE_COLUMNS,
    ParsedFile,
    PriceRow,
    ProblemCode,
    parse_prices,
)
from services.catalog.shipped import shipped_repairs

BOOKS = Path(__file__).parent / "books"
HEADER = "brand,model,repair_type,part_quality,price,cost,notes,variant,valid_from,valid_until\n"
REPAIRS = {name: r.key for r in shipped_repairs() for name in (r.key, r.name, r.short)}


def _parse(*lines: str, exponent: int = 2) -> ParsedFile[PriceRow]:
    content = HEADER + "\n".join(lines)
    return parse_prices(content, exponent=exponent, repair_types=REPAIRS)


def _named(parsed: ParsedFile[PriceRow]) -> list[tuple[int, str, ProblemCode]]:
    return [(p.line, p.column, p.code) for p in parsed.problems]


def test_a_full_row_is_read() -> None:
    parsed = _parse("Apple,iPhone 13,screen,premium,189.00,75.5,soft,256 GB,2026-11-21,2027-01-01")
    assert parsed.problems == ()
    assert parsed.rows == (
        PriceRow(
            line=2,
            brand="Apple",
            model="iPhone 13",
            variant="256 GB",
            repair_key="screen",
            grade=PartGrade.PREMIUM,
            price_minor=18_900,
            cost_minor=7_550,
            notes="soft",
            valid_from=date(2026, 11, 21),
            valid_until=date(2027, 1, 1),
        ),
    )


def test_the_short_form_without_the_later_columns_is_read() -> None:
    content = "brand,model,repair_type,part_quality,price\nApple,iPhone 13,battery,oem,89\n"
    parsed = parse_prices(content, exponent=2, repair_types=REPAIRS)
    assert [(r.repair_key, r.price_minor, r.cost_minor) for r in parsed.rows] == [
        ("battery", 8_900, None)
    ]


@pytest.mark.parametrize("name", ["charging_port", "Charging port", "charging port replacement"])
def test_a_repair_is_named_by_key_or_by_name(name: str) -> None:
    parsed = _parse(f"Apple,iPhone 13,{name},original,89,,,,,")
    assert [row.repair_key for row in parsed.rows] == ["charging_port"]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (",iPhone 13,screen,original,1,,,,,", "brand", ProblemCode.REQUIRED),
        ("Apple,,screen,original,1,,,,,", "model", ProblemCode.REQUIRED),
        ("Apple,iPhone 13,,original,1,,,,,", "repair_type", ProblemCode.REQUIRED),
        ("Apple,iPhone 13,soul,original,1,,,,,", "repair_type", ProblemCode.UNKNOWN_REPAIR),
        ("Apple,iPhone 13,screen,,1,,,,,", "part_quality", ProblemCode.REQUIRED),
        ("Apple,iPhone 13,screen,gold,1,,,,,", "part_quality", ProblemCode.UNKNOWN_VALUE),
        ("Apple,iPhone 13,screen,original,,,,,,", "price", ProblemCode.REQUIRED),
        ("Apple,iPhone 13,screen,original,-1,,,,,", "price", ProblemCode.NEGATIVE),
        ('Apple,iPhone 13,screen,original,"1,234",,,,,', "price", ProblemCode.AMBIGUOUS_NUMBER),
        ("Apple,iPhone 13,screen,original,1,x,,,,", "cost", ProblemCode.NOT_A_NUMBER),
        ("Apple,iPhone 13,screen,original,1,-2,,,,", "cost", ProblemCode.NEGATIVE),
        ("Apple,iPhone 13,screen,original,1,,,,soon,", "valid_from", ProblemCode.NOT_A_DATE),
        (
            "Apple,iPhone 13,screen,original,1,,,,2026-02-01,2026-02-01",
            "valid_until",
            ProblemCode.DATES_REVERSED,
        ),
        ("Apple,iPhone 13,screen,original,1,,,,,,9", "", ProblemCode.EXTRA_CELL),
    ],
)
def test_a_bad_cell_is_named(line: str, column: str, code: ProblemCode) -> None:
    parsed = _parse(line)
    assert parsed.rows == ()
    assert _named(parsed) == [(2, column, code)]


def test_decimals_follow_the_currency() -> None:
    line = "Apple,iPhone 13,screen,original,189.50,,,,,"
    assert _named(_parse(line, exponent=0)) == [(2, "price", ProblemCode.TOO_MANY_DECIMALS)]
    assert _parse(line, exponent=3).rows[0].price_minor == 189_500


def test_two_prices_for_one_cell_are_refused_with_both_lines() -> None:
    parsed = _parse(
        "Apple,iPhone 13,screen,original,189,,,,,",
        "Apple,iPhone 13,screen,premium,149,,,,,",
        "apple,IPHONE13,Screen replacement,oem,199,,,,,",
    )
    assert [row.line for row in parsed.rows] == [2, 3]
    assert [(p.line, p.code, p.message) for p in parsed.problems] == [
        (4, ProblemCode.DUPLICATE, "Line 4 repeats line 2: keep one of the two.")
    ]


def test_prices_of_one_cell_may_follow_each_other() -> None:
    cell = "Apple,iPhone 13,screen,original,189,,,"
    parsed = _parse(
        f"{cell},2026-06-01,2026-12-01",
        f"{cell},2026-12-01,",
        f"{cell},,2026-06-01",
    )
    assert parsed.problems == ()
    assert len(parsed.rows) == 3


@pytest.mark.parametrize(
    "span", [",", "2026-05-01,2026-07-01", "2026-07-01,2026-08-01", "2026-11-30,", ",2026-06-02"]
)
def test_prices_of_one_cell_must_not_overlap(span: str) -> None:
    cell = "Apple,iPhone 13,screen,original,189,,,"
    parsed = _parse(f"{cell},2026-06-01,2026-12-01", f"{cell},{span}")
    assert _named(parsed) == [(3, "", ProblemCode.DUPLICATE)]


def test_a_variant_has_its_own_price() -> None:
    parsed = _parse(
        "Sony,PlayStation 5,disc_drive,original,120,,,,,",
        "Sony,PlayStation 5,disc_drive,original,140,,,Disc,,",
    )
    assert [row.variant for row in parsed.rows] == ["", "Disc"]


@pytest.mark.parametrize(
    ("book", "exponent", "count", "first_minor"),
    [("fixmaster-twd", 0, 30, 10_790), ("salvacell-mxn", 2, 30, 130_000)],
)
def test_published_price_books_are_read_without_a_problem(
    book: str, exponent: int, count: int, first_minor: int
) -> None:
    content = (BOOKS / f"prices-{book}.csv").read_bytes()
    parsed = parse_prices(content, exponent=exponent, repair_types=REPAIRS)
    assert (parsed.problems, parsed.warnings) == ((), ())
    assert (len(parsed.rows), parsed.rows[0].price_minor) == (count, first_minor)


@given(st.binary(max_size=300), st.integers(0, 3))
def test_no_bytes_break_the_parser(content: bytes, exponent: int) -> None:
    parsed = parse_prices(content, exponent=exponent, repair_types=REPAIRS)
    assert isinstance(parsed, ParsedFile)


@given(st.lists(st.lists(st.text(max_size=8), max_size=12), max_size=5))
def test_no_cells_break_the_parser(rows: list[list[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(PRICE_COLUMNS)
    writer.writerows(rows)
    parsed = parse_prices(out.getvalue(), exponent=2, repair_types=REPAIRS)
    told = {problem.line for problem in parsed.problems}
    assert told.isdisjoint(row.line for row in parsed.rows)


_cells = st.tuples(
    st.sampled_from(["iPhone 13", "iPhone 13 Pro", "Galaxy S23"]),
    st.sampled_from(sorted({r.key for r in shipped_repairs()})),
    st.sampled_from(PartGrade),
)


@given(
    st.dictionaries(
        _cells, st.tuples(st.integers(0, 10**9), st.none() | st.integers(0, 10**9)), max_size=6
    ),
    st.sampled_from([",", ";", "\t"]),
    st.integers(0, 3),
)
def test_prices_written_to_a_file_are_read_back_exactly(
    prices: dict[tuple[str, str, PartGrade], tuple[int, int | None]], delimiter: str, exponent: int
) -> None:
    def units(minor: int | None) -> str:
        return "" if minor is None else format(Decimal(minor).scaleb(-exponent), "f")

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(PRICE_COLUMNS)
    for (model, repair, grade), (price, cost) in prices.items():
        writer.writerow(["Any", model, repair, grade, units(price), units(cost)])
    parsed = parse_prices(out.getvalue().encode(), exponent=exponent, repair_types=REPAIRS)
    assert parsed.problems == ()
    read = {(r.model, r.repair_key, r.grade): (r.price_minor, r.cost_minor) for r in parsed.rows}
    assert read == prices


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=12))
def test_rows_taken_for_one_cell_never_share_a_day(spans: list[tuple[int, int]]) -> None:
    start = date(2026, 1, 1)
    lines = [
        f"Apple,iPhone 13,screen,original,1,,,,{start + timedelta(begin)},"
        f"{start + timedelta(begin + days)}"
        for begin, days in spans
    ]
    parsed = _parse(*lines)
    held = [
        day
        for row in parsed.rows
        if row.valid_from and row.valid_until
        for day in range(row.valid_from.toordinal(), row.valid_until.toordinal())
    ]
    assert len(held) == len(set(held))
    assert len(parsed.rows) + len(parsed.problems) == len(spans)
