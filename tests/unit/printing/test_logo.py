from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from services.errors import Invalid
from services.printing.dto import Picture, PrinterRole, PrinterSettings
from services.printing.escpos_bytes import render_escpos
from services.printing.layout import layout_claim_ticket
from services.printing.logo import prepare_logo
from services.printing.pdf import render_pdf
from services.printing.raster import render_png
from services.printing.warming import warm_up
from tests.support.escpos_reader import RasterImage, read_escpos
from tests.unit.printing.papers import SHOP, TICKET


def picture(width: int, height: int, *, mode: str = "RGBA") -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(out, format="PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("size", "kept"),
    [((1200, 400), (384, 128)), ((100, 50), (100, 50)), ((400, 1600), (40, 160))],
)
def test_a_logo_is_scaled_down_and_never_up(size: tuple[int, int], kept: tuple[int, int]) -> None:
    with Image.open(BytesIO(prepare_logo(picture(*size)))) as logo:
        assert (logo.size, logo.mode) == (kept, "1")


@pytest.mark.parametrize("data", [b"", b"no picture", picture(8, 8)[:40]])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        prepare_logo(data)
    assert refused.value.field == "logo_png"


def test_an_enormous_logo_is_refused() -> None:
    with pytest.raises(Invalid, match="too many pixels"):
        prepare_logo(picture(9000, 9000, mode="1"))


def test_the_logo_heads_every_paper() -> None:
    ticket = replace(TICKET, shop=replace(SHOP, logo_png=prepare_logo(picture(300, 100))))
    page = layout_claim_ticket(ticket, columns=48)
    printer = PrinterSettings(role=PrinterRole.RECEIPT, address="none")
    assert isinstance(page.elements[0], Picture)
    images = [p for p in read_escpos(render_escpos(page, printer)) if isinstance(p, RasterImage)]
    assert [(image.width, image.height) for image in images] == [(304, 100)]
    assert len(render_png(page)) > len(render_png(layout_claim_ticket(TICKET, columns=48)))
    assert render_pdf(ticket).count(b"/Image") > render_pdf(TICKET).count(b"/Image")
    assert render_pdf(ticket, paper="80mm").startswith(b"%PDF")


def test_warming_up_renders_a_ticket_and_a_label() -> None:
    printer = PrinterSettings(role=PrinterRole.RECEIPT, address="none")
    assert warm_up(SHOP, printer=printer) > 10_000
