from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.printing.characters import graphemes, one_line, printable, width_of

ANY_TEXT = st.text(max_size=60)


@pytest.mark.parametrize(
    ("typed", "on_paper"),
    [
        ("Dana Whitfield", "Dana Whitfield"),
        ("Ann\x1b@\x1dV\x00 Lee", "Ann@V Lee"),
        ("a\u202egnp.exe\u202c", "agnp.exe"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("tab\tand\u00a0space\u202fs", "tab and space s"),
        ("e\u0301", "é"),
        ("नमस्ते", "[U+0928][U+092E][U+0938][U+094D][U+0924][U+0947]"),
        ("\ud800", "[U+D800]"),
        ("😀", "😀"),
        ("👨‍👩‍👧", "[U+1F468][U+1F469][U+1F467]"),
        ("❤️", "❤"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("山田太郎 김민준 محمد דנה", "山田太郎 김민준 محمد דנה"),
    ],
)
def test_text_is_carried_literally_and_harmlessly(typed: str, on_paper: str) -> None:
    assert printable(typed) == on_paper


@given(ANY_TEXT)
def test_no_control_or_formatting_character_survives(text: str) -> None:
    kept = printable(text)
    categories = {unicodedata.category(c) for c in kept if c not in "\n\u200c\u200d"}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(ANY_TEXT)
def test_carrying_text_twice_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@given(ANY_TEXT)
def test_one_line_is_one_line(text: str) -> None:
    assert "\n" not in one_line(text)


@given(ANY_TEXT)
def test_graphemes_are_the_whole_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize(
    "whole",
    ["e\u0301", "👨‍👩‍👧", "👍🏽", "🇩🇪", "नी", "\u1112\u1161\u11ab", "각\u11a8", "a\u0301\u0323"],
)
def test_a_grapheme_stays_whole(whole: str) -> None:
    assert list(graphemes(f"x{whole}y")) == ["x", whole, "y"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("山田", 4), ("김", 2), ("😀", 2), ("محمد", 4)],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width_of(text) == columns
