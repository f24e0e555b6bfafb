"""What a scanned text is, by its form alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.numbering import OrderNumber
from services.tickets.scanning import ScanForm, scan_form, scanned_number


@given(year=st.integers(0, 99), sequence=st.integers(1, 999_999_999))
def test_every_printed_number_is_a_code_of_ours(year: int, sequence: int) -> None:
    number = OrderNumber(year=year, sequence=sequence)
    assert scan_form(f" {number} ") is ScanForm.ORDER
    assert scanned_number(str(number)) == number
    assert scanned_number(str(number).lower()) == number


def test_a_misread_code_is_still_ours_but_names_no_order() -> None:
    assert scan_form("R26-000001-0") is ScanForm.ORDER
    assert scanned_number("R26-000001-0") is None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("490154203237518", ScanForm.IMEI),
        ("49-015420-323751-8", ScanForm.IMEI),
        ("490154203237519", ScanForm.SERIAL),
        ("R58M40ABCDE", ScanForm.SERIAL),
        ("R26000418", ScanForm.SERIAL),
        ("C02XK1ZYJGH5", ScanForm.SERIAL),
        ("ABCDEF", ScanForm.TEXT),
        ("https://example.com/7?a=1", ScanForm.TEXT),
        ("two words 7", ScanForm.TEXT),
        ("", ScanForm.TEXT),
    ],
)
def test_other_texts(text: str, form: ScanForm) -> None:
    assert scan_form(text) is form
    assert scanned_number(text) is None
