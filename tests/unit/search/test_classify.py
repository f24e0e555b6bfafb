"""What a text may mean to the search line, and which counters digits may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.search.classify import MOST_COUNTERS, Question, classify, counters


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("dana whit", Question(customer="dana whit")),
        ("dana", Question(customer="dana", email="dana")),
        ("dana@ex", Question(customer="dana@ex")),
        ("(415) 55", Question(customer="(415) 55", sequence="41555", identity="41555")),
        ("014", Question(customer="014", sequence="014")),
        ("AB-77 x9", Question(customer="AB-77 x9", identity="AB77x9")),
        ("a\x00b", Question()),
    ],
)
def test_a_text_may_mean_several_things(text: str, question: Question) -> None:
    assert classify(text) == question


@pytest.mark.parametrize(
    ("digits", "found"),
    [
        ("00418", {2026: (418, 100_418, 200_418), 2025: (418,)}),
        ("000418", {2026: (418,), 2025: (418,)}),
        ("418", {2026: (418,), 2025: (418,)}),
        ("250000", {2026: (250_000,), 2025: ()}),
        ("00000", {2026: (100_000, 200_000), 2025: ()}),
        ("000", {2026: (), 2025: ()}),
    ],
)
def test_five_digits_are_also_the_last_five(digits: str, found: dict[int, tuple[int, ...]]) -> None:
    assert counters(digits, last={2026: 250_000, 2025: 900}) == found


@given(st.integers(0, 99_999), st.integers(0, 999_999_999))
def test_of_many_counters_the_highest_are_looked_up(tail: int, last: int) -> None:
    (found,) = counters(f"{tail:05d}", last={2026: last}).values()
    assert len(found) <= MOST_COUNTERS
    assert all(0 < each <= last and each % 100_000 == tail for each in found)
    assert not found or found[-1] + 100_000 > last
