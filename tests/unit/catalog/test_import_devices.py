"""A device file is read row by row; what is wrong is named with line, column and reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.values import DeviceCategory, Panel
from services.catalog.import_rows import (
    DEVICE_COLUMNS,
    DeviceRow,
    ParsedFile,
    ProblemCode,
    parse_devices,
)
from services.catalog.names import squeeze

BOOKS = Path(__file__).parent / "books"
HEADER = "brand,model,variant,release_year,device_category,notes,tier,screen_in,panel\n"


def _parse(*lines: str) -> ParsedFile[DeviceRow]:
    return parse_devices(HEADER + "\n".join(lines), this_year=2026)


def _named(parsed: ParsedFile[DeviceRow]) -> list[tuple[int, str, ProblemCode]]:
    return [(p.line, p.column, p.code) for p in parsed.problems]


def test_a_full_row_is_read() -> None:
    parsed = _parse("Apple,iPhone 13 Pro,256 GB,2021,phone,boxed,1,6.1,oled")
    assert parsed.problems == ()
    assert parsed.warnings == ()
    assert parsed.rows == (
        DeviceRow(
            line=2,
            brand="Apple",
            model="iPhone 13 Pro",
            variant="256 GB",
            release_year=2021,
            category=DeviceCategory.PHONE,
            notes="boxed",
            tier=1,
            screen_hundredths=610,
            panel=Panel.OLED,
        ),
    )


def test_the_short_form_without_the_later_columns_is_read() -> None:
    header = "brand,model,variant,release_year,device_category,notes\n"
    content = f"{header}Sony,PlayStation 5,,2020,console,\n"
    parsed = parse_devices(content, this_year=2026)
    assert [row.model for row in parsed.rows] == ["PlayStation 5"]
    assert parsed.problems == ()


def test_columns_may_come_in_any_order() -> None:
    content = "DEVICE CATEGORY;Model;Brand\nphone;Galaxy S23;Samsung\n"
    parsed = parse_devices(content, this_year=2026)
    assert [(row.brand, row.model) for row in parsed.rows] == [("Samsung", "Galaxy S23")]


def test_a_missing_column_refuses_the_file_and_is_named() -> None:
    parsed = parse_devices("brand,notes\nApple,x\n", this_year=2026)
    assert parsed.rows == ()
    assert _named(parsed) == [
        (1, "model", ProblemCode.MISSING_COLUMN),
        (1, "device_category", ProblemCode.MISSING_COLUMN),
    ]


def test_a_repeated_column_refuses_the_file() -> None:
    parsed = parse_devices("brand,model,Model,device_category\nA,B,C,phone\n", this_year=2026)
    assert parsed.rows == ()
    assert _named(parsed) == [(1, "model", ProblemCode.REPEATED_COLUMN)]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (",iPhone 13,,2021,phone,,,,", "brand", ProblemCode.REQUIRED),
        ("Apple,,,2021,phone,,,,", "model", ProblemCode.REQUIRED),
        ("Apple,!!!,,2021,phone,,,,", "model", ProblemCode.NO_LETTERS),
        ("Apple,iPhone 13,-,2021,phone,,,,", "variant", ProblemCode.NO_LETTERS),
        ("Apple,iPhone 13,,1970,phone,,,,", "release_year", ProblemCode.OUT_OF_RANGE),
        ("Apple,iPhone 13,,2028,phone,,,,", "release_year", ProblemCode.OUT_OF_RANGE),
        ("Apple,iPhone 13,,soon,phone,,,,", "release_year", ProblemCode.NOT_A_NUMBER),
        ("Apple,iPhone 13,,2021,,,,,", "device_category", ProblemCode.REQUIRED),
        ("Apple,iPhone 13,,2021,toaster,,,,", "device_category", ProblemCode.UNKNOWN_VALUE),
        ("Apple,iPhone 13,,2021,phone,,4,,", "tier", ProblemCode.UNKNOWN_VALUE),
        ("Apple,iPhone 13,,2021,phone,,,66,", "screen_in", ProblemCode.OUT_OF_RANGE),
        ("Apple,iPhone 13,,2021,phone,,,,paper", "panel", ProblemCode.UNKNOWN_VALUE),
        ("Apple,iPhone\x1b@13,,2021,phone,,,,", "model", ProblemCode.CONTROL_CHARACTER),
        ('Apple,"iPhone\n13",,2021,phone,,,,', "model", ProblemCode.CONTROL_CHARACTER),
        (f"Apple,{'x' * 121},,2021,phone,,,,", "model", ProblemCode.TOO_LONG),
        ("Apple,iPhone 13,,2021,phone,,,,,more", "", ProblemCode.EXTRA_CELL),
    ],
)
def test_a_bad_cell_is_named(line: str, column: str, code: ProblemCode) -> None:
    parsed = _parse(line)
    assert parsed.rows == ()
    assert _named(parsed) == [(2, column, code)]
    assert parsed.problems[0].message


def test_every_problem_of_a_row_is_told_at_once() -> None:
    parsed = _parse("Apple,,,soon,toaster,,9,,")
    assert [p.column for p in parsed.problems] == [
        "model",
        "release_year",
        "device_category",
        "tier",
    ]


def test_the_refused_value_is_quoted_but_not_at_length() -> None:
    parsed = _parse(f"Apple,{'x' * 5_000},,2021,phone,,,,")
    assert parsed.problems[0].value == "x" * 120 + "…"


def test_good_rows_are_read_beside_bad_ones() -> None:
    parsed = _parse(
        "Apple,iPhone 13,,2021,phone,,,,", "Apple,,,,phone,,,,", "Sony,PSP,,,console,,,,"
    )
    assert [row.line for row in parsed.rows] == [2, 4]
    assert {p.line for p in parsed.problems} == {3}
    assert parsed.row_count == 3


def test_a_device_named_twice_is_refused_with_both_lines() -> None:
    parsed = _parse(
        "Apple,iPhone 13 Pro,,2021,phone,,1,6.1,oled",
        'Apple,"iPhone 13 Pro",,2021,phone,"first\nsecond",1,6.1,oled',
        "Sony,PSP,,2004,console,,,4.3,lcd",
        "APPLE,iPhone13Pro,,2021,phone,,1,6.1,oled",
    )
    assert [row.line for row in parsed.rows] == [2, 5]
    assert [(p.line, p.code, p.message) for p in parsed.problems] == [
        (3, ProblemCode.DUPLICATE, "Line 3 repeats line 2: keep one of the two."),
        (6, ProblemCode.DUPLICATE, "Line 6 repeats line 2: keep one of the two."),
    ]


def test_plus_and_plain_are_different_devices() -> None:
    parsed = _parse(
        "Samsung,Galaxy S10,,2019,phone,,2,6.1,oled",
        "Samsung,Galaxy S10+,,2019,phone,,1,6.4,oled",
    )
    assert len(parsed.rows) == 2


def test_cells_that_look_like_formulas_are_kept_as_text() -> None:
    parsed = _parse("Apple,=1+1,@SUM(A1),2021,phone,+49 -cmd|x,,,")
    assert (parsed.rows[0].model, parsed.rows[0].variant, parsed.rows[0].notes) == (
        "=1+1",
        "@SUM(A1)",
        "+49 -cmd|x",
    )


def test_notes_keep_their_line_breaks() -> None:
    parsed = _parse('Apple,iPhone 13,,2021,phone,"one\r\ntwo\n\tthree",2,6.1,oled')
    assert parsed.rows[0].notes == "one\ntwo\n\tthree"


def test_devices_that_lack_what_an_estimate_needs_are_named() -> None:
    parsed = _parse(
        "Apple,iPhone 13,,2021,phone,,2,6.1,oled",
        "Apple,iPhone 12,Blue,,phone,,,6.1,",
        "Sony,PlayStation 5,,2020,console,,2,,",
    )
    assert [row.missing for row in parsed.rows] == [(), ("release_year", "tier", "panel"), ()]
    assert parsed.warnings == (
        "Devices that lack what an estimate needs: "
        "Apple iPhone 12 Blue (line 3: release_year, tier, panel).",
    )


def test_a_long_list_of_lacking_devices_is_cut_with_its_count() -> None:
    parsed = _parse(*(f"Apple,iPhone {n},,2021,phone,,,," for n in range(20)))
    assert parsed.warnings[0].endswith("and 8 more.")


@pytest.mark.parametrize(("book", "count"), [("fixmaster-twd", 12), ("salvacell-mxn", 30)])
def test_published_device_lists_are_read_without_a_problem(book: str, count: int) -> None:
    parsed = parse_devices((BOOKS / f"devices-{book}.csv").read_bytes(), this_year=2026)
    assert (parsed.problems, parsed.warnings) == ((), ())
    assert (len(parsed.rows), parsed.delimiter, parsed.encoding) == (count, ",", "utf-8")


@given(st.binary(max_size=300))
def test_no_bytes_break_the_parser(content: bytes) -> None:
    assert isinstance(parse_devices(content, this_year=2026), ParsedFile)


@given(st.lists(st.lists(st.text(max_size=8), max_size=11), max_size=5), st.booleans())
def test_no_cells_break_the_parser(rows: list[list[str]], strange: bool) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if strange else ",")
    writer.writerow(DEVICE_COLUMNS)
    writer.writerows(rows)
    parsed = parse_devices(out.getvalue(), this_year=2026)
    told = {problem.line for problem in parsed.problems}
    assert told.isdisjoint(row.line for row in parsed.rows)


_word = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20
).map(str.strip)
_name = _word.filter(squeeze)
_device = st.builds(
    DeviceRow,
    line=st.just(0),
    brand=_name,
    model=_name,
    variant=st.just("") | _name,
    release_year=st.none() | st.integers(1980, 2027),
    category=st.sampled_from(DeviceCategory),
    notes=_word,
    tier=st.none() | st.integers(1, 3),
    screen_hundredths=st.none() | st.integers(50, 4_000),
    panel=st.none() | st.sampled_from(Panel),
)


@given(
    st.lists(
        _device, max_size=5, unique_by=lambda d: tuple(map(squeeze, (d.brand, d.model, d.variant)))
    )
)
def test_rows_written_to_a_file_are_read_back(devices: list[DeviceRow]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(DEVICE_COLUMNS)
    for d in devices:
        screen = "" if d.screen_hundredths is None else f"{d.screen_hundredths / 100:.2f}"
        cells = (d.brand, d.model, d.variant, d.release_year, d.category, d.notes, d.tier)
        writer.writerow([*cells, screen, d.panel])
    parsed = parse_devices(out.getvalue().encode(), this_year=2026)
    assert parsed.problems == ()
    read = [(r.brand, r.model, r.variant, r.notes, r.screen_hundredths) for r in parsed.rows]
    assert read == [(d.brand, d.model, d.variant, d.notes, d.screen_hundredths) for d in devices]
    facts = [(r.release_year, r.category, r.tier, r.panel) for r in parsed.rows]
    assert facts == [(d.release_year, d.category, d.tier, d.panel) for d in devices]
