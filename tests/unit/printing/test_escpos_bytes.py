from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import Invalid
from services.printing.dto import (
    Align,
    DocumentKind,
    Element,
    Page,
    Picture,
    PrinterRole,
    PrinterSettings,
    Size,
    TextBesideCode,
    TextLine,
)
from services.printing.escpos_bytes import render_escpos, render_for_profile
from services.printing.layout import layout_bench_label, layout_claim_ticket
from services.printing.raster import black_and_white, draw_picture
from services.printing.transports.profiles import load_profile, profile_names
from tests.support.escpos_reader import Command, RasterImage, Text, printed_text, read_escpos
from tests.unit.printing.papers import HOSTILE_NAMES, LABEL, PHONE, TICKET

PRINTER = PrinterSettings(role=PrinterRole.RECEIPT, address="none")
USUAL = layout_claim_ticket(TICKET, columns=48)
ANY_TEXT = st.text(max_size=60)


def page_of(*elements: Element) -> Page:
    return Page(kind=DocumentKind.CLAIM_TICKET, columns=48, elements=elements, title="")


def bytes_of(*elements: Element, profile: str = "default") -> bytes:
    return render_escpos(page_of(*elements), replace(PRINTER, profile=profile))


def texts_of(data: bytes) -> list[str]:
    return [piece.text for piece in read_escpos(data) if isinstance(piece, Text)]


def images_of(data: bytes) -> list[RasterImage]:
    return [piece for piece in read_escpos(data) if isinstance(piece, RasterImage)]


def test_a_usual_ticket_is_small() -> None:
    assert len(render_escpos(USUAL, PRINTER)) <= 1500


def test_paper_says_what_the_layout_says() -> None:
    printed = printed_text(render_escpos(USUAL, PRINTER)).splitlines()
    for element in USUAL.elements:
        if isinstance(element, TextLine):
            assert any(
                line.startswith(element.text) and line.endswith(element.right) for line in printed
            )
        elif isinstance(element, TextBesideCode):
            assert set(element.lines) <= set(printed)


def test_the_number_goes_out_as_barcode_and_code() -> None:
    pieces = read_escpos(render_escpos(USUAL, PRINTER))
    assert Command(name=b"\x1dkI", data=b"{BR26-000418-H") in pieces
    assert Command(name=b"\x1d(k", data=b"1P0R26-000418-H") in pieces


@settings(max_examples=60)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_data_never_becomes_a_command(name: str, words: str, title: str) -> None:
    device = replace(PHONE, words=words, title=title)
    ticket = replace(TICKET, customer_name=name, customer_phone=words, devices=(device,))
    pieces = read_escpos(render_escpos(layout_claim_ticket(ticket, columns=48), PRINTER))
    first = [piece.name for piece in pieces if isinstance(piece, Command)]
    assert first.count(b"\x1b@") == 1
    assert first.count(b"\x1dV") == 1


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_print_literally(name: str) -> None:
    page = layout_claim_ticket(replace(TICKET, customer_name=name), columns=48)
    data = render_escpos(page, PRINTER)
    named = [e for e in page.elements if isinstance(e, TextLine) and e.right == "415-555-0142"]
    assert named[0].text in printed_text(data) or images_of(data)


@given(st.binary(max_size=40).map(lambda data: data.decode("latin-1")))
def test_escape_sequences_in_a_line_are_no_commands(text: str) -> None:
    page = layout_claim_ticket(replace(TICKET, customer_name=text), columns=48)
    assert read_escpos(render_escpos(page, PRINTER))


def test_letters_of_a_code_page_go_out_as_text() -> None:
    data = bytes_of(TextLine(text="Zoë Łukasz 50 € ≈ Жук"))
    assert texts_of(data) == ["Zoë Łukasz 50 € ≈ Жук"]


def test_a_line_no_code_page_has_goes_out_as_an_image() -> None:
    data = bytes_of(TextLine(text="山田"))
    (image,) = images_of(data)
    assert (image.width, texts_of(data)) == (48, [])
    assert any(image.bits)


@pytest.mark.parametrize("text", ["محمد", "דנה", "김", "😀", "Nguyễn"])
def test_what_a_printer_cannot_set_is_drawn(text: str) -> None:
    assert len(images_of(bytes_of(TextLine(text=text)))) == 1


def test_an_image_line_is_as_wide_as_its_text() -> None:
    wide = bytes_of(TextLine(text="山田太郎", right="279.00"))
    tall = bytes_of(TextLine(text="山田", size=Size.DOUBLE, align=Align.CENTRE))
    assert images_of(wide)[0].width == 576
    assert (images_of(tall)[0].width, images_of(tall)[0].height) == (96, 54)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        (TextLine(text="Total", right="≈ 9.00"), f"Total{' ' * 31}approx. 9.00"),
        (TextLine(text="“so – so”…"), '"so - so"...'),
        (TextLine(text="Zoë ≈"), "Zoë approx."),
    ],
)
def test_signs_a_printer_lacks_are_said_plainly(line: TextLine, printed: str) -> None:
    known = load_profile("default")
    latin = replace(known, code_pages={"CP858": known.code_pages["CP858"]}, _known={})
    assert texts_of(render_for_profile(page_of(line), PRINTER, profile=latin)) == [printed]


def test_a_sign_that_does_not_fit_in_words_is_drawn() -> None:
    known = load_profile("default")
    latin = replace(known, code_pages={"CP858": known.code_pages["CP858"]}, _known={})
    line = TextLine(text="x" * 40, right="≈ 9.00")
    assert len(images_of(render_for_profile(page_of(line), PRINTER, profile=latin))) == 1


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        bytes_of(TextLine(text="x"), profile="Typewriter")
    assert refused.value.field == "profile"


@pytest.mark.parametrize("profile", profile_names())
def test_every_profile_prints_the_ticket(profile: str) -> None:
    data = render_escpos(USUAL, replace(PRINTER, profile=profile))
    assert b"Dana Whitfield" in data


@pytest.mark.parametrize(
    ("profile", "cut", "end"),
    [
        ("default", True, b"\x1dVB\x00"),
        ("default", False, b"\x1bd\x04"),
        ("simple", True, b"\x1bd\x04"),
        ("TM-U220B", True, b"\x1bd\x04"),
    ],
)
def test_paper_is_cut_only_by_a_cutter(profile: str, cut: bool, end: bytes) -> None:
    knife = load_profile(profile)
    expected = end
    if cut and knife.has("paperPartCut"):
        expected = b"\x1dVB\x00"
    data = render_escpos(USUAL, replace(PRINTER, profile=profile, cut=cut))
    assert data.endswith(expected)


def test_a_printer_without_codes_gets_them_as_images() -> None:
    data = render_escpos(USUAL, replace(PRINTER, profile="simple"))
    assert [(image.width, image.height) for image in images_of(data)] == [(336, 64), (112, 105)]


def test_pale_elements_stay_off_the_paper() -> None:
    page = layout_claim_ticket(replace(TICKET, devices=(replace(PHONE, number=None),)), columns=48)
    printed = printed_text(render_escpos(page, PRINTER))
    assert "given on saving" not in printed
    assert "R00-000000-0" not in printed


def test_the_label_goes_out_as_the_picture_that_was_shown() -> None:
    page = layout_bench_label(LABEL)
    (picture,) = page.elements
    assert isinstance(picture, Picture)
    shown = black_and_white(draw_picture(picture, width=576)).convert("1")
    printed = images_of(render_escpos(page, replace(PRINTER, role=PrinterRole.LABEL)))
    assert {image.width for image in printed} == {456}
    assert sum(image.height for image in printed) == shown.height == 240
    ink = sum(bits.bit_count() for image in printed for bits in image.bits)
    assert abs(ink - shown.histogram()[0]) < 5


@settings(max_examples=30)
@given(ANY_TEXT)
def test_images_hold_no_real_time_command(text: str) -> None:
    drawn = bytes_of(TextLine(text=f"山{text[:10]}".replace("\n", "")))
    bits = b"".join(image.bits for image in images_of(drawn))
    assert not any(command in bits for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
