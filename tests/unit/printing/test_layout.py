from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from services.printing.characters import width_of
from services.printing.content import describe_ticket
from services.printing.dto import (
    Barcode,
    BenchLabel,
    ClaimTicket,
    Page,
    Picture,
    PrintedDevice,
    PrintedLine,
    PrintedTax,
    Size,
    TextBesideCode,
    TextLine,
)
from services.printing.layout import layout_bench_label, layout_claim_ticket
from services.printing.plain_text import render_text
from tests.unit.printing.papers import HOSTILE_NAMES, LABEL, PHONE, TICKET, three_devices

NAMES = st.text(max_size=80)


def lines_of(page: Page) -> list[TextLine]:
    return [element for element in page.elements if isinstance(element, TextLine)]


def columns_used(line: TextLine) -> int:
    wanted = width_of(line.text) + (1 + width_of(line.right) if line.right else 0)
    return wanted * (2 if line.size is Size.DOUBLE else 1)


def text_of(ticket: ClaimTicket, *, columns: int = 48) -> str:
    return render_text(layout_claim_ticket(ticket, columns=columns))


@pytest.mark.parametrize("columns", [48, 32])
def test_the_usual_ticket(columns: int, snapshot: SnapshotAssertion) -> None:
    assert text_of(TICKET, columns=columns) == snapshot


def test_three_devices_on_one_ticket(snapshot: SnapshotAssertion) -> None:
    assert text_of(three_devices()) == snapshot


def test_a_copy_of_a_german_ticket(snapshot: SnapshotAssertion) -> None:
    shop = replace(TICKET.shop, language="de", country="DE", currency="EUR")
    ticket = replace(TICKET, shop=shop, prices_include_tax=True, copy_no=2)
    assert text_of(ticket) == snapshot


def test_hostile_names(snapshot: SnapshotAssertion) -> None:
    tickets = [replace(TICKET, customer_name=name, devices=()) for name in HOSTILE_NAMES]
    assert "".join(text_of(ticket, columns=40) for ticket in tickets) == snapshot


def test_the_label_in_words(snapshot: SnapshotAssertion) -> None:
    assert render_text(layout_bench_label(replace(LABEL, copy_no=1))) == snapshot


@settings(max_examples=40)
@given(st.integers(min_value=24, max_value=64), NAMES, NAMES, NAMES)
def test_every_line_fits_every_paper(columns: int, name: str, words: str, title: str) -> None:
    device = replace(PHONE, title=title, words=words)
    page = layout_claim_ticket(
        replace(three_devices(), customer_name=name, devices=(device, device)), columns=columns
    )
    assert all(columns_used(line) <= columns for line in lines_of(page))
    for element in page.elements:
        if isinstance(element, TextBesideCode):
            assert all(width_of(line) <= columns - 8 for line in element.lines)


@pytest.mark.parametrize("columns", [23, 65])
def test_a_paper_that_does_not_exist_is_refused(columns: int) -> None:
    with pytest.raises(ValueError, match="columns"):
        layout_claim_ticket(TICKET, columns=columns)


def test_a_number_not_given_yet_is_pale() -> None:
    page = layout_claim_ticket(replace(TICKET, devices=(replace(PHONE, number=None),)), columns=48)
    pale = [line.text for line in lines_of(page) if line.pale]
    codes = [e for e in page.elements if isinstance(e, Barcode | TextBesideCode)]
    assert pale == ["Number and barcode are given on saving"]
    assert all(code.pale for code in codes)
    assert "Number and barcode" not in render_text(page)


def test_the_number_stands_in_barcode_and_code() -> None:
    page = layout_claim_ticket(TICKET, columns=48)
    barcodes = [e.text for e in page.elements if isinstance(e, Barcode)]
    codes = [e.code for e in page.elements if isinstance(e, TextBesideCode)]
    assert barcodes == codes == ["R26-000418-H"]


def test_each_device_of_a_visit_has_its_own_barcode() -> None:
    page = layout_claim_ticket(three_devices(), columns=48)
    barcodes = [element.text for element in page.elements if isinstance(element, Barcode)]
    assert barcodes == ["R26-000418-H", "R26-000419-F", "R26-000420-D"]


def test_an_agreed_deposit_reduces_no_balance() -> None:
    lines = text_of(TICKET).splitlines()
    total = next(i for i, line in enumerate(lines) if line.startswith("Estimate"))
    deposit = next(i for i, line in enumerate(lines) if line.startswith("Deposit agreed"))
    assert deposit > total
    assert "430.84" in lines[total]
    assert not any("due" in line.lower() or "380.84" in line for line in lines)


def test_a_sum_with_an_estimate_says_so() -> None:
    lines = text_of(TICKET).splitlines()
    assert all("≈" in line for line in lines if "430.84" in line or "32.84" in line)


def test_a_firm_total_has_no_estimate_sign() -> None:
    device = replace(PHONE, lines=PHONE.lines[:1])
    text = text_of(replace(TICKET, devices=(device,), total_is_estimate=False))
    assert "≈" not in text
    assert "Total" in text


def test_nothing_priced_yet_asks() -> None:
    device = replace(PHONE, lines=(PrintedLine(title="Diagnosis"),))
    line = next(
        line
        for line in text_of(replace(TICKET, devices=(device,))).splitlines()
        if line.startswith("Estimate")
    )
    assert line.split() == ["Estimate", "ask"]


def test_several_tax_rates_stand_apart() -> None:
    taxes = (
        PrintedTax(name="VAT", rate_ppm=190_000, amount_minor=19_00),
        PrintedTax(name="VAT", rate_ppm=70_000, amount_minor=7_00),
    )
    text = text_of(replace(TICKET, taxes=taxes))
    assert "with VAT 19%" in text
    assert "with VAT 7%" in text


def test_long_words_of_the_customer_are_cut_after_twelve_lines() -> None:
    words = "it broke " * 400
    lines = text_of(replace(TICKET, devices=(replace(PHONE, words=words),))).splitlines()
    start = lines.index("You said:") + 1
    quoted = [line for line in lines[start:] if "it broke" in line]
    assert len(quoted) == 12
    assert quoted[-1].endswith('…"')


@pytest.mark.parametrize("words", ["W" * 10_000, "it broke\n" * 900, "山田" * 2000, "short"])
def test_every_paper_prints_the_same_of_long_words(words: str) -> None:
    ticket = replace(TICKET, devices=(replace(PHONE, words=words, title=words),))
    said = describe_ticket(ticket).devices[0]
    for columns in (32, 48):
        on_paper = "".join(text_of(ticket, columns=columns).split())
        for text in (said.title, f'"{said.words}"'):
            assert "".join(text.split()) in on_paper


def test_a_promise_in_another_year_names_it() -> None:
    promised = replace(PHONE, promised_at=datetime(2027, 1, 13, 18, 0, tzinfo=UTC))
    label = BenchLabel(shop=LABEL.shop, device=promised, taken_in_at=TICKET.taken_in_at)
    assert "WED 13 JAN 2027 10:00" in text_of(replace(TICKET, devices=(promised,)))
    assert "WED 13 JAN 2027 10:00" in render_text(layout_bench_label(label))
    assert "2026" not in render_text(layout_bench_label(LABEL))


def test_long_terms_use_the_whole_width() -> None:
    terms = "These are the terms of the shop in full. " * 40
    page = layout_claim_ticket(replace(TICKET, terms_text=terms), columns=48)
    beside = next(element for element in page.elements if isinstance(element, TextBesideCode))
    assert any(len(line.text) > 40 for line in lines_of(page)[-20:])
    assert "No passcode is stored." in " ".join(beside.lines)


def test_no_full_imei_is_printed() -> None:
    device = replace(PHONE, identity="IMEI 356789104824821")
    text = text_of(replace(TICKET, devices=(device,)))
    assert "356789104824821" not in text
    assert "IMEI ending 4821" in text


def test_all_good_is_said_in_one() -> None:
    device = replace(PHONE, condition=(("screen", "good"), ("back", "good")), accessories=())
    assert "All 2 good." in text_of(replace(TICKET, devices=(device,)))


def test_the_smallest_ticket_prints() -> None:
    ticket = ClaimTicket(
        shop=replace(TICKET.shop, name="A", address="", phone="", tax_number=""),
        taken_in_at=datetime(2026, 1, 1, tzinfo=UTC),
        till="",
        person="",
        customer_name="B",
        devices=(PrintedDevice(number="R26-000001-K", title="C"),),
    )
    assert "R26-000001-K" in text_of(ticket, columns=24)


def test_the_label_is_one_picture_that_says_the_same_in_words() -> None:
    page = layout_bench_label(LABEL)
    (picture,) = page.elements
    assert isinstance(picture, Picture)
    assert [line.text for line in picture.lines] == [
        "R26-000418-H",
        "Apple iPhone 13 Pro, Sierra Blue",
        "Screen replacement, charging port",
        "FRI 20 NOV 17:00",
        "MARCO  Slot B4",
    ]


def test_an_urgent_label_says_so() -> None:
    label = BenchLabel(shop=LABEL.shop, device=replace(PHONE, urgent=True))
    assert "URGENT  FRI 20 NOV 17:00" in render_text(layout_bench_label(label))
