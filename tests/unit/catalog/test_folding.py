"""Folding makes one word of the many ways to write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.folding import fold, squeeze, words_in_pieces


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  iPhone   13 Pro ", "iphone 13 pro"),
        ("Łukasz Øster Đorđević", "lukasz oster dordevic"),
        ("Straße", "strasse"),
        ("Ærø Œuvre Þór", "aero oeuvre thor"),
        ("Ñandú-Über", "nandu uber"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Galaxy S10+", "galaxy s10 plus"),
        ("12.9″ (6th gen)", "12 9 6th gen"),
        ("ＩＰＨＯＮＥ", "iphone"),
        ("Ёлкин", "елкин"),
        ("張偉", "張偉"),
        ("がぎぐ", "がぎぐ"),
        ("राम", "राम"),
        ("İstanbul", "istanbul"),
        ("", ""),
        ("—!?—", ""),
    ],
)
def test_known_spellings_fold_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_has_single_spaces_between_words_only(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert folded == folded.casefold()


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_plain_text_folds_the_same_beside_a_foreign_letter(text: str) -> None:
    assert fold(f"{text} é") == f"{fold(text)} e".strip()


@given(st.text())
def test_squeezed_is_folded_without_spaces(text: str) -> None:
    assert squeeze(text) == "".join(fold(text).split())


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_pieces_of_a_name_are_its_squeezed_letters(text: str) -> None:
    pieces = words_in_pieces(text)
    assert "".join(piece for word in pieces for piece in word) == squeeze(text)


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("iPhone 13 Pro", (("i", "phone"), ("13",), ("pro",))),
        ("PlayStation 5", (("play", "station"), ("5",))),
        ("MacBook Air M2", (("mac", "book"), ("air",), ("m", "2"))),
        ("ThinkPad T480s", (("think", "pad"), ("t", "480", "s"))),
        ("S10+", (("s", "10"), ("plus",))),
        ("POCO X3 NFC", (("poco",), ("x", "3"), ("nfc",))),
        ("Joy-Con", (("joy",), ("con",))),
    ],
)
def test_names_are_cut_where_people_abbreviate(
    name: str, pieces: tuple[tuple[str, ...], ...]
) -> None:
    assert words_in_pieces(name) == pieces
