from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.printing.characters import printable, width_of
from services.printing.wrapping import shorten, wrap

LETTERS = st.text(alphabet="ab -é山田、김مح\n", max_size=120)
COLUMNS = st.integers(min_value=4, max_value=64)


@given(LETTERS, COLUMNS)
def test_no_line_is_wider_than_the_paper(text: str, columns: int) -> None:
    assert all(width_of(line) <= columns for line in wrap(printable(text), columns=columns))


@given(LETTERS, COLUMNS)
def test_nothing_but_blanks_is_lost(text: str, columns: int) -> None:
    carried = printable(text)
    assert "".join("".join(wrap(carried, columns=columns)).split()) == "".join(carried.split())


@given(LETTERS, COLUMNS)
def test_what_is_cut_ends_in_an_ellipsis(text: str, columns: int) -> None:
    whole = printable(text)
    cut = shorten(whole, columns=columns)
    assert cut == whole or (cut.endswith("…") and width_of(cut) <= columns)


def test_a_code_point_in_brackets_stays_whole() -> None:
    hindi = printable("हिन्दी")
    lines = wrap(hindi, columns=12)
    assert "".join(lines) == hindi
    assert set(lines) == {f"[U+{ord(letter):04X}]" for letter in "हिन्दी"}
    assert shorten(hindi, columns=12) == "[U+0939]…"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("hello world", ("hello", "world")),
        ("hello  you", ("hello", "you")),
        ("a  b", ("a  b",)),
        ("aa-bb-cc", ("aa-bb-", "cc")),
        ("5\u00a0good 1", ("5 good", "1")),
        ("山田太郎", ("山田太", "郎")),
        ("山田太、郎", ("山田", "太、郎")),
        ("abcdefghij", ("abcdefg", "hij")),
        ("a\n\nb", ("a", "", "b")),
    ],
)
def test_lines_break_where_people_break_them(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, columns=7) == lines


def test_shorten_keeps_graphemes_whole() -> None:
    assert shorten("ne\u0301e\u0301e\u0301", columns=3) == "ne\u0301…"


def test_text_that_fits_is_not_shortened() -> None:
    assert shorten("fits", columns=4) == "fits"


def test_wrapping_can_measure_in_points() -> None:
    assert wrap("ab cd", columns=30.0, measure=lambda text: 10.5 * len(text)) == ("ab", "cd")
