"""The keys of a customer, and the ranges of them that a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.search_keys import (
    LONGEST_ROTATION,
    MOST_ROTATIONS,
    PAIR_LENGTH,
    PAIRED_LETTERS,
    PAIRED_WORDS,
    PairRange,
    customer_keys,
    pair_ranges,
    pairs,
    rotations,
    tails,
)

LETTERS = st.text("abc", min_size=1, max_size=12)
NAMES = st.lists(LETTERS, min_size=1, max_size=8).map(" ".join)


def lies_in(key: str, asked: PairRange) -> bool:
    """Say whether a key begins so and has every known letter in its place."""
    return key.startswith(asked.beginning) and all(
        letter is None or key[at : at + 1] == letter for at, letter in enumerate(asked.letters)
    )


def test_a_name_is_found_by_each_of_its_words() -> None:
    assert rotations("ana maria de la cruz")[2:4] == (
        "de la cruz ana maria",
        "la cruz ana maria de",
    )


def test_two_words_are_one_key_whatever_their_order() -> None:
    assert pairs("jo smith") == pairs("smith jo") == ("jsom i t h",)
    assert len(pairs("ana maria de la cruz")) == 10
    assert pairs("dana") == ()
    assert pairs("jo jo") == ("jjoo",)


def test_a_number_is_found_from_its_last_four_digits_on() -> None:
    assert tails("4155550142") == ("155550142", "55550142", "5550142", "550142", "50142", "0142")
    assert tails("55014") == ("5014",)
    assert tails("") == tails("0142") == ()


@pytest.mark.parametrize(
    ("one", "other", "beginnings"),
    [
        ("jo", "smi", ["jsom"]),
        ("smi", "jo", ["jsom"]),
        ("j", "smith", ["js"]),
        ("john", "s", ["jso"]),
        ("jo", "john", ["jjoo", "jjooh"]),
        ("jo", "jo", ["jjoo"]),
    ],
)
def test_the_order_of_two_words_is_known_unless_one_begins_the_other(
    one: str, other: str, beginnings: list[str]
) -> None:
    assert [asked.beginning for asked in pair_ranges(one, other)] == beginnings


@given(NAMES, LETTERS, LETTERS)
def test_a_range_holds_the_names_that_have_both_words_and_no_others(
    name: str, one: str, other: str
) -> None:
    words = name.split(" ")[:PAIRED_WORDS]
    wanted = any(
        first[:PAIRED_LETTERS].startswith(one[:PAIRED_LETTERS])
        and second[:PAIRED_LETTERS].startswith(other[:PAIRED_LETTERS])
        for at, first in enumerate(words)
        for second in (*words[:at], *words[at + 1 :])
    )
    asked = pair_ranges(one, other)
    assert any(lies_in(key, each) for key in pairs(name) for each in asked) == wanted


@given(NAMES, st.text("0123456789", max_size=20))
def test_keys_are_few_and_short_and_none_comes_twice(name: str, digits: str) -> None:
    keys = customer_keys(name_folded=name, phone_digits=digits)
    for listed in (keys.rotations, keys.pairs, keys.tails):
        assert len(set(listed)) == len(listed)
    assert 1 <= len(keys.rotations) <= MOST_ROTATIONS
    assert all(len(key) <= LONGEST_ROTATION for key in keys.rotations)
    assert all(len(key) <= PAIR_LENGTH for key in keys.pairs)
    assert all(digits.endswith(key) for key in keys.tails)
