"""Invented people and orders stay clear of real ones."""

from __future__ import annotations

import re

from services.transfer.invented_people import invented_customers, invented_phone

FICTION = 790 - 3


def test_numbers_are_reserved_for_fiction_first_and_impossible_later() -> None:
    fiction = [invented_phone(position) for position in range(0, 100 * FICTION, 997)]
    assert all(re.fullmatch(r"\+1 [2-9]\d\d-555-01\d\d", phone) for phone in fiction)
    later = [invented_phone(position) for position in range(100 * FICTION, 2_000_000, 9_973)]
    # No exchange code of the plan begins with 0.
    assert all(re.fullmatch(r"\+1 [2-9]\d\d-0\d\d-\d{4}", phone) for phone in later)


def test_no_two_positions_share_a_number() -> None:
    around = range(100 * FICTION - 5_000, 100 * FICTION + 200_000)
    assert len({invented_phone(position) for position in around}) == len(around)


def test_facts_built_quickly_are_those_of_the_rules() -> None:
    from services.customers.rules import customer_facts

    for offset in (0, 100 * FICTION, 1_500_000):
        for customer in invented_customers(40, offset=offset, seed=5):
            facts = customer.facts
            expected = customer_facts(
                name=facts.name, phone=facts.phone, email=facts.email, country="US"
            )
            assert facts.keys == expected.keys
            assert facts.name_folded == expected.name_folded
            assert facts.email_folded == expected.email_folded
            assert facts.phone_e164 == expected.phone_e164
            assert facts.identity_key == expected.identity_key
            assert facts.phone_digits == expected.phone_digits
