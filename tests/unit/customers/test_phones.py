"""Reading phone numbers in any writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.customers.phones import beginnings, digits_of, is_phone_like, read_phone

WRITINGS = ("415-555-0142", "(415) 555 0142", "+1 415 555 0142", "1.415.555.0142", "4155550142")


@pytest.mark.parametrize("text", WRITINGS)
def test_every_writing_of_a_number_reads_the_same(text: str) -> None:
    reading = read_phone(text, country="US")
    assert (reading.e164, reading.digits, reading.valid) == ("+14155550142", "4155550142", True)
    assert reading.shown == "(415) 555-0142"


def test_a_number_from_abroad_is_shown_with_its_country() -> None:
    reading = read_phone("+44 20 7946 0018", country="US")
    assert (reading.e164, reading.shown) == ("+442079460018", "+44 20 7946 0018")


def test_the_trunk_prefix_is_not_part_of_the_digits() -> None:
    assert read_phone("030 123456", country="DE").digits == "30123456"


def test_the_leading_zero_of_italy_is() -> None:
    assert read_phone("06 6982 1234", country="IT").digits == "0669821234"


def test_a_local_number_keeps_its_digits_and_is_not_valid() -> None:
    reading = read_phone("555-0142", country="US")
    assert (reading.e164, reading.digits, reading.valid) == ("", "5550142", False)


def test_digits_of_other_scripts_count() -> None:
    assert digits_of("٤١٥ 555") == "415555"


@pytest.mark.parametrize("text", ["415", "+1 (415", "555-01", "0142"])
def test_part_of_a_number_is_phone_like(text: str) -> None:
    assert is_phone_like(text)


@pytest.mark.parametrize("text", ["", "Dana", "dana@example.com", "4155 Dana", "+", "--"])
def test_anything_else_is_not(text: str) -> None:
    assert not is_phone_like(text)


@pytest.mark.parametrize(
    ("typed", "country", "digits"),
    [
        ("415 5", "US", "4155"),
        ("+1 415", "US", "415"),
        ("1415", "US", "415"),
        ("0049 30 12", "DE", "3012"),
        ("+49 30 12", "US", "3012"),
        ("030 12", "DE", "3012"),
        ("011 44 207", "US", "207"),
        ("+352 62", "US", "62"),
    ],
)
def test_what_is_typed_first_may_be_country_or_trunk(typed: str, country: str, digits: str) -> None:
    assert digits in beginnings(typed, country=country)


def test_a_bare_plus_begins_nothing() -> None:
    assert beginnings("+", country="US") == ()


@given(text=st.text(max_size=40), country=st.sampled_from(["US", "DE", "IT", "JP", "XX"]))
def test_any_text_is_read_without_an_error(text: str, country: str) -> None:
    reading = read_phone(text, country=country)
    assert reading.valid == bool(reading.e164)
    assert reading.digits.isdecimal() or reading.digits == ""
    assert all(beginning.isdecimal() for beginning in beginnings(text, country=country))


@given(number=st.integers(2_000_000_000, 9_899_999_999), typed=st.integers(3, 10))
def test_a_valid_number_is_found_by_each_of_its_beginnings(number: int, typed: int) -> None:
    text = str(number)
    reading = read_phone(text, country="US")
    if reading.valid:
        starts = beginnings(text[:typed], country="US")
        assert any(reading.digits.startswith(start) for start in starts)
