"""Order numbers: printed, read back, and refused when a character is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Invalid
from services.tickets.numbering import (
    OrderNumber,
    check_character,
    format_number,
    read_number,
)

years = st.integers(0, 99)
sequences = st.integers(1, 9_999_999)


def test_check_character_of_a_published_example() -> None:
    # ISO/IEC 7064 Mod 37,36 is the check of the Global Release Identifier (GRid 2.1).
    assert check_character("A12425GABC1234002") == "M"


def test_seven_digits_follow_six() -> None:
    assert format_number(year=2026, sequence=999_999).startswith("R26-999999-")
    assert format_number(year=2026, sequence=1_000_000).startswith("R26-1000000-")


@given(year=years, sequence=sequences)
def test_a_printed_number_reads_back(year: int, sequence: int) -> None:
    number = OrderNumber(year=year, sequence=sequence)
    printed = str(number)
    assert read_number(printed) == number
    assert read_number(printed.lower()) == number
    assert read_number(f"  {printed} ") == number
    assert read_number(printed.rsplit("-", 1)[0]) == number


@given(year=years, sequence=st.integers(1, 999_999))
def test_a_scanned_number_without_dashes_reads_back(year: int, sequence: int) -> None:
    number = OrderNumber(year=year, sequence=sequence)
    assert read_number(str(number).replace("-", "")) == number


@given(
    year=years, sequence=sequences, wrong=st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
)
def test_a_wrong_check_character_is_refused(year: int, sequence: int, wrong: str) -> None:
    printed = format_number(year=year, sequence=sequence)
    if printed[-1] == wrong:
        assert read_number(printed[:-1] + wrong).sequence == sequence
        return
    with pytest.raises(Invalid):
        read_number(printed[:-1] + wrong)


@given(
    year=years, sequence=sequences, position=st.integers(4, 9), digit=st.sampled_from("0123456789")
)
def test_one_wrong_digit_is_found(year: int, sequence: int, position: int, digit: str) -> None:
    printed = format_number(year=year, sequence=sequence)
    changed = printed[:position] + digit + printed[position + 1 :]
    if changed == printed:
        assert read_number(changed).sequence == sequence
        return
    with pytest.raises(Invalid):
        read_number(changed)


@pytest.mark.parametrize(
    "text",
    [
        *("", "R", "26-000418", "R26-418", "X26-000418-H", "R26-00O418"),
        *(
            "R26-٠٠٠٠٠١-H",
            "R26-²²²²²²-H",
            "R٢٦000001",
            "R٢٦-000001-H",
            "R26-00000١",
            "R26-000001-١",
        ),
        *("R26-1234567890", "R261234567890", "R26-" + "9" * 5000 + "-H"),
    ],
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_number(text)


@given(text=st.text(alphabet="Rr0123456789- \t\n²٠١٢٣७AZ", max_size=20))
def test_whatever_is_typed_is_a_number_or_refused(text: str) -> None:
    try:
        number = read_number(text)
    except Invalid:
        return
    assert read_number(str(number)) == number
