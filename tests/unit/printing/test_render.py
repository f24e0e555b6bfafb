from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from services.errors import Invalid
from services.printing.assemble import Document
from services.printing.dto import PrinterRole, PrinterSettings
from services.printing.render import PaperFormat, read_format, render, render_for_printer
from tests.support.escpos_reader import RasterImage, read_escpos
from tests.unit.printing.papers import LABEL, TICKET

RECEIPT = PrinterSettings(role=PrinterRole.RECEIPT, address="none")
SMALL_LABEL = PrinterSettings(
    role=PrinterRole.LABEL, address="none", label_width_mm=51, label_height_mm=25
)
OFFICE = PrinterSettings(role=PrinterRole.A4, address="none", paper="A4")

STARTS = {
    PaperFormat.BYTES: b"\x1b@",
    PaperFormat.PDF: b"%PDF",
    PaperFormat.PICTURE: b"\x89PNG",
}


@pytest.mark.parametrize("paper_format", list(STARTS))
@pytest.mark.parametrize("document", [TICKET, LABEL])
def test_every_document_has_every_format(document: Document, paper_format: PaperFormat) -> None:
    assert render(document, paper_format, printer=RECEIPT).startswith(STARTS[paper_format])


@pytest.mark.parametrize("document", [TICKET, LABEL])
def test_text_names_the_order(document: Document) -> None:
    assert "R26-000418-H" in render(document, PaperFormat.TEXT, printer=RECEIPT).decode()


def test_a_label_has_the_size_of_its_printer_on_screen_and_on_paper() -> None:
    with Image.open(BytesIO(render(LABEL, PaperFormat.PICTURE, printer=SMALL_LABEL))) as picture:
        assert picture.size == (408, 200)
    pieces = read_escpos(render_for_printer(LABEL, SMALL_LABEL))
    (image,) = [piece for piece in pieces if isinstance(piece, RasterImage)]
    assert (image.width, image.height) == (408, 200)


def test_an_office_printer_gets_a_form() -> None:
    assert render_for_printer(TICKET, OFFICE).startswith(b"%PDF")


def test_an_unknown_profile_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="Typewriter"):
        render_for_printer(TICKET, replace(RECEIPT, profile="Typewriter"))


@pytest.mark.parametrize(("name", "known"), [(".pdf", "pdf"), ("PNG", "png"), ("txt", "txt")])
def test_formats_are_read_from_endings(name: str, known: str) -> None:
    assert read_format(name).value == known


def test_an_unknown_ending_names_the_known_ones() -> None:
    with pytest.raises(Invalid, match=r"\.bin, \.pdf, \.png, \.txt"):
        read_format(".docx")
