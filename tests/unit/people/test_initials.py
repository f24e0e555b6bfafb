"""Two letters for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.auth.dto import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ana", "AN"),
        ("Marco Rossi", "MR"),
        ("Ana María de la Cruz", "AC"),
        ("Jules (night) Laurent", "JL"),
        ("B", "B"),
        ("黛娜", "黛娜"),
        ("🦊", "🦊"),
        ("", ""),
    ],
)
def test_first_and_last_word_or_the_beginning_of_the_only_one(name: str, initials: str) -> None:
    assert initials_of(name) == initials


@given(st.text(max_size=60))
def test_any_name_has_at_most_a_few_letters(name: str) -> None:
    assert len(initials_of(name)) <= 6
