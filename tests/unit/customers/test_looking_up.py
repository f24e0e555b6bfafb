"""What a text typed into the customer field can mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.search_keys import Typed
from services.customers.looking_up import read_typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("", Typed()),
        ("4", Typed()),
        ("12", Typed()),
        ("D", Typed()),
        ("415", Typed(phone_beginnings=("415",), phone_part="415")),
        ("1415", Typed(phone_beginnings=("1415", "415"), phone_part="1415")),
        ("+1 415", Typed(phone_beginnings=("415",))),
        ("Da", Typed(name="da")),
        ("黛", Typed(name="黛")),
        ("da Whit", Typed(name="da whit")),
        ("Dana@Ex", Typed(email="dana@ex")),
        ("da\x00na", Typed(name="dana")),
    ],
)
def test_a_text_is_a_number_an_address_or_a_name(text: str, typed: Typed) -> None:
    assert read_typed(text, country="US") == typed


@given(st.text())
def test_any_text_can_be_looked_up(text: str) -> None:
    typed = read_typed(text, country="US")
    for part in (*typed.phone_beginnings, typed.phone_part, typed.name, typed.email):
        assert "\x00" not in part
        part.encode()
    assert all(typed.words)
