"""IMEI: what is wrong with it is said while it is typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.tickets.imei import imei_digits, imei_problem, luhn_digit

bodies = st.text("0123456789", min_size=14, max_size=14)


def test_a_published_imei_fits() -> None:
    # The example of GSMA TS.06, IMEI Allocation and Approval Process.
    assert imei_problem("49-015420-323751-8") is None


@given(bodies)
def test_the_check_digit_completes_any_body(body: str) -> None:
    assert imei_problem(f"{body}{luhn_digit(body)}") is None


@given(bodies, st.integers(1, 9))
def test_any_other_last_digit_is_refused(body: str, more: int) -> None:
    wrong = (luhn_digit(body) + more) % 10
    assert imei_problem(f"{body}{wrong}") == "Last digit does not fit. Dial *#06# to read it again."


@given(bodies, st.integers(0, 13))
def test_one_wrong_digit_is_found(body: str, position: int) -> None:
    whole = f"{body}{luhn_digit(body)}"
    other = str((int(whole[position]) + 1) % 10)
    assert imei_problem(whole[:position] + other + whole[position + 1 :]) is not None


def test_what_is_missing_is_counted() -> None:
    assert imei_problem("35693811204482") == "1 more digit: an IMEI has 15."
    assert imei_problem("35693811") == "7 more digits: an IMEI has 15."
    assert imei_problem("3569381120448278") is not None
    assert imei_problem("SN12345") is not None


@given(st.text(max_size=40))
def test_nothing_typed_is_too_strange(text: str) -> None:
    assert imei_problem(text) is None or imei_problem(text)
    assert " " not in imei_digits(text)
