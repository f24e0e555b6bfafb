"""What makes a customer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.search_keys import customer_keys
from services.customers.rules import (
    CustomerFacts,
    customer_facts,
    email_problem,
    name_problem,
    new_customer_problems,
    phone_problem,
)
from services.tickets.dto import CustomerEntry


def facts(
    name: str = "Dana Whitfield", phone: str = "415-555-0142", email: str = ""
) -> CustomerFacts:
    return customer_facts(name=name, phone=phone, email=email, country="US")


def test_what_was_typed_is_kept_beside_what_it_means() -> None:
    stored = facts(name=" Dana  Whitfield ", phone=" 415.555.0142 ", email=" Dana@Example.com ")
    assert stored.name == "Dana  Whitfield"
    assert stored.name_folded == "dana whitfield"
    assert (stored.phone, stored.phone_e164) == ("415.555.0142", "+14155550142")
    assert stored.phone_digits == "4155550142"
    assert (stored.email, stored.email_folded) == ("Dana@Example.com", "dana@example.com")


@pytest.mark.parametrize(
    ("name", "phone"),
    [
        ("DANA WHITFIELD", "+1 (415) 555-0142"),
        ("dána whitfield", "4155550142"),
        ("Dana   Whitfield", "1 415 555 0142"),
    ],
)
def test_the_same_phone_and_folded_name_are_one_customer(name: str, phone: str) -> None:
    assert facts(name, phone).identity_key == facts().identity_key


@pytest.mark.parametrize(
    "other",
    [
        facts(name="Dan Whitfield"),
        facts(phone="415-555-0143"),
        facts(phone="", email="dana@example.com"),
    ],
)
def test_another_name_or_contact_is_another_customer(other: CustomerFacts) -> None:
    assert other.identity_key != facts().identity_key


def test_without_a_phone_the_address_tells_customers_apart() -> None:
    one = facts(phone="", email="dana@example.com")
    same = facts(phone="", email="DANA@example.com")
    assert one.identity_key == same.identity_key
    assert (one.phone_e164, one.phone_digits, one.keys.tails) == (None, None, ())


def test_two_names_without_a_letter_stay_two() -> None:
    assert facts(name="🦊").identity_key != facts(name="🐻").identity_key


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (CustomerEntry(name="Dana", phone="415-555-0142"), []),
        (CustomerEntry(name="Dana", email="dana@example.com"), []),
        (CustomerEntry(name="Dana"), ["phone"]),
        (CustomerEntry(phone="415-555-0142"), ["name"]),
        (CustomerEntry(name="\u200b \t", phone="12", email="dana"), ["name", "phone", "email"]),
    ],
)
def test_a_new_customer_needs_a_name_and_one_contact(
    entry: CustomerEntry, fields: list[str]
) -> None:
    assert [problem.field for problem in new_customer_problems(entry)] == fields


@pytest.mark.parametrize(
    "email", ["", "a@b.co", "müller@example.com", "o'brien+x@mail.example.com"]
)
def test_addresses_that_are_fine(email: str) -> None:
    assert email_problem(email) is None


@pytest.mark.parametrize(
    "email",
    [
        "dana",
        "@example.com",
        "a@b",
        "a b@example.com",
        "a@b@example.com",
        "a@" + "x" * 260 + ".com",
    ],
)
def test_addresses_that_are_refused(email: str) -> None:
    assert email_problem(email) is not None


@pytest.mark.parametrize("phone", ["1234", "x", "1" * 21, "415\x00555 0142"])
def test_phones_that_are_refused(phone: str) -> None:
    assert phone_problem(phone) is not None


@pytest.mark.parametrize("name", ["", "   ", "\x1b", "Dana\x00"])
def test_names_that_are_refused(name: str) -> None:
    assert name_problem(name) is not None


@pytest.mark.parametrize("name", ["\x1b@Dana", "<b>Dana</b>", "دانا", "黛娜", "🦊"])
def test_names_that_look_odd_are_kept_as_typed(name: str) -> None:
    assert name_problem(name) is None
    assert facts(name=name).name == name


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=60))
def test_any_text_makes_facts(name: str, phone: str, email: str) -> None:
    stored = customer_facts(name=name, phone=phone, email=email, country="US")
    assert stored == customer_facts(name=name, phone=phone, email=email, country="US")
    expected = customer_keys(name_folded=stored.name_folded, phone_digits=stored.phone_digits)
    assert stored.keys == expected
