"""Bytes become records with the file's own line numbers, whatever wrote the file."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.import_problems import ProblemCode
from services.catalog.import_text import MAX_BYTES, MAX_ROWS, TextTable, read_table

KNOWN = ("brand", "model", "notes")


def _cells(table: TextTable) -> list[tuple[str, ...]]:
    return [record.cells for record in table.records]


def _codes(table: TextTable) -> list[ProblemCode]:
    return [problem.code for problem in table.problems]


@pytest.mark.parametrize(
    ("encoding", "named", "warned"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("cp1252", "cp1252", True),
        ("utf-16", "utf-16", False),
    ],
)
def test_the_encoding_is_found_and_named(encoding: str, named: str, warned: bool) -> None:
    table = read_table("brand,model\nCitroën,Prêt\n".encode(encoding), known=KNOWN)
    assert table.encoding == named
    assert table.columns == ("brand", "model")
    assert _cells(table) == [("Citroën", "Prêt")]
    assert any("Windows-1252" in warning for warning in table.warnings) is warned


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = (
        delimiter.join(("brand", "model", "notes")) + "\n" + delimiter.join(("A", "B", "c, d; e"))
    )
    quoted = text.replace("c, d; e", '"c, d; e"')
    table = read_table(quoted, known=KNOWN)
    assert table.delimiter == delimiter
    assert _cells(table) == [("A", "B", "c, d; e")]


def test_the_delimiter_that_shows_known_columns_wins() -> None:
    table = read_table('"a,b,c,d";brand;model\n1;Apple;iPhone\n', known=KNOWN)
    assert table.delimiter == ";"


def test_the_first_line_of_excel_names_the_delimiter() -> None:
    table = read_table("sep=;\r\nbrand;model\r\nApple;iPhone 13\r\n", known=KNOWN)
    assert (table.delimiter, table.header_line) == (";", 2)
    assert [(r.line, r.cells) for r in table.records] == [(3, ("Apple", "iPhone 13"))]


def test_header_names_are_read_in_any_case_and_spelling() -> None:
    table = read_table("Release Year, BRAND ,screen_in\n", known=("release_year",))
    assert table.columns == ("release_year", "brand", "screen_in")


def test_columns_nobody_knows_are_named() -> None:
    table = read_table("brand,model,Colour,Shelf no.\nA,B,c,d\n", known=KNOWN)
    assert table.warnings == ("Columns that are not known and not read: Colour, Shelf no.",)


def test_blank_rows_are_passed_over_and_lines_counted_on() -> None:
    table = read_table("brand,model\n\nA,B\n , \n\n,\nC,D\n", known=KNOWN)
    assert [(r.line, r.cells) for r in table.records] == [(3, ("A", "B")), (7, ("C", "D"))]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_breaks_in_quotes_belong_to_the_cell_and_are_counted(ending: str) -> None:
    text = ending.join(("brand,notes", 'A,"one', "two", 'three"', "B,four", ""))
    table = read_table(text, known=KNOWN)
    assert [(r.line, r.cells) for r in table.records] == [
        (2, ("A", ending.join(("one", "two", "three")))),
        (5, ("B", "four")),
    ]


@pytest.mark.parametrize("text", ['brand,model\nA,"B\nC,D\n', 'brand,model\nA,"B"x\nC,D\n'])
def test_quotes_that_do_not_close_are_named_with_their_line(text: str) -> None:
    table = read_table(text, known=KNOWN)
    assert [(p.line, p.code) for p in table.problems] == [(2, ProblemCode.BAD_QUOTES)]


def test_a_quote_open_over_a_huge_stretch_is_named_where_it_opens() -> None:
    table = read_table('brand,model\nA,"B\n' + "x,y\n" * 60_000, known=KNOWN)
    assert (table.problems[0].line, table.problems[0].code) == (2, ProblemCode.BAD_QUOTES)


@pytest.mark.parametrize("content", [b"", "", b"\xef\xbb\xbf", b"\n\n\n", b" , ,\n", b"\xff\xfe"])
def test_an_empty_file_is_named_so(content: bytes | str) -> None:
    table = read_table(content, known=KNOWN)
    assert _codes(table) == [ProblemCode.EMPTY_FILE]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04\x14\x00sheet",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"%PDF-1.7",
        b"brand,model\nA,\x81\n",
        b"\xef\xbb\xbfbrand\xff",
        b"\xff\xfeb",
    ],
)
def test_what_is_not_text_is_refused_in_words(content: bytes) -> None:
    table = read_table(content, known=KNOWN)
    assert _codes(table) == [ProblemCode.NOT_TEXT]
    assert table.records == ()


def test_the_line_of_a_byte_in_no_known_encoding_is_named() -> None:
    table = read_table(b"brand,model\nA,B\nC,\x9d\n", known=KNOWN)
    assert table.problems[0].line == 3


def test_a_file_above_the_size_limit_is_refused() -> None:
    table = read_table(b"a" * (MAX_BYTES + 1), known=KNOWN)
    assert _codes(table) == [ProblemCode.TOO_LARGE]
    assert "20 MB" in table.problems[0].message


def test_more_rows_than_the_limit_are_refused() -> None:
    table = read_table("brand\n" + "A\n" * (MAX_ROWS + 1), known=KNOWN)
    assert _codes(table) == [ProblemCode.TOO_MANY_ROWS]


def test_as_many_rows_as_the_limit_are_read() -> None:
    table = read_table("brand\n" + "A\n" * MAX_ROWS, known=KNOWN)
    assert (len(table.records), table.problems) == (MAX_ROWS, ())


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_no_file_breaks_the_reader(content: bytes | str) -> None:
    table = read_table(content, known=KNOWN)
    assert table.problems or table.columns


_cell = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12
).filter(lambda text: text.strip() == text)


@given(
    st.lists(st.tuples(_cell, _cell, _cell), max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_what_a_csv_writer_wrote_comes_back(
    rows: list[tuple[str, str, str]], delimiter: str, ending: str, encoding: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([("brand", "model", "notes"), *rows])
    table = read_table(out.getvalue().encode(encoding), known=KNOWN)
    assert (table.delimiter, table.encoding) == (delimiter, encoding)
    assert _cells(table) == rows
    assert [record.line for record in table.records] == list(range(2, len(rows) + 2))
