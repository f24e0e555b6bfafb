from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from services.printing.code128 import bar_widths
from services.printing.dto import (
    Barcode,
    DocumentKind,
    Page,
    PrinterRole,
    PrinterSettings,
    Size,
    TextLine,
)
from services.printing.layout import layout_claim_ticket
from services.printing.lettering import cell_of, draw_text
from services.printing.raster import draw_line, render_label_png, render_png
from tests.unit.printing.papers import HOSTILE_NAMES, LABEL, PHONE, TICKET

SETTINGS = PrinterSettings(role=PrinterRole.LABEL, address="none")


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def ink_box(image: Image.Image) -> tuple[int, int, int, int]:
    box = image.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize(("columns", "width"), [(48, 576), (32, 384)])
def test_the_picture_has_two_colours_and_the_paper_width(columns: int, width: int) -> None:
    image = opened(render_png(layout_claim_ticket(TICKET, columns=columns), width_dots=width))
    assert (image.mode, image.width) == ("1", width)


def test_the_same_page_gives_the_same_bytes() -> None:
    page = layout_claim_ticket(TICKET, columns=48)
    assert render_png(page) == render_png(page)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_drawn_within_the_paper(name: str) -> None:
    image = opened(render_png(layout_claim_ticket(replace(TICKET, customer_name=name), columns=48)))
    left, _top, right, _bottom = ink_box(image)
    assert 0 <= left < right <= 576


def test_the_bars_of_the_picture_are_the_barcode() -> None:
    page = Page(
        kind=DocumentKind.CLAIM_TICKET,
        columns=48,
        elements=(TextLine(text=""), Barcode(text="R26-000418-H")),
        title="",
    )
    image = opened(render_png(page)).convert("L")
    row = [image.getpixel((x, 32 + 26 + 30)) for x in range(576)]
    runs: list[int] = []
    for before, pixel in zip([255, *row], row, strict=False):
        if pixel != before:
            runs.append(0)
        if runs:
            runs[-1] += 1
    assert tuple(width // 2 for width in runs[:-1]) == bar_widths("R26-000418-H")


@pytest.mark.parametrize(
    ("width_mm", "height_mm", "size"),
    [(57, 30, (456, 240)), (50, 30, (396, 240)), (40, 25, (312, 200)), (100, 50, (792, 400))],
)
def test_labels_have_their_size(width_mm: int, height_mm: int, size: tuple[int, int]) -> None:
    settings = replace(SETTINGS, label_width_mm=width_mm, label_height_mm=height_mm)
    assert opened(render_label_png(LABEL, settings=settings)).size == size


@pytest.mark.parametrize("name", HOSTILE_NAMES)
@pytest.mark.parametrize("width_mm", [20, 38, 57])
def test_labels_keep_their_margin_whatever_is_on_them(name: str, width_mm: int) -> None:
    device = replace(PHONE, title=name, technician=name, slot=name)
    settings = replace(SETTINGS, label_width_mm=width_mm)
    image = opened(render_label_png(replace(LABEL, device=device), settings=settings))
    left, top, right, bottom = ink_box(image)
    assert (left >= 4, top >= 4) == (True, True)
    assert (right <= image.width - 4, bottom <= image.height - 4) == (True, True)


def test_a_label_without_a_number_is_pale_on_screen_and_bare_on_paper() -> None:
    bare = replace(LABEL, device=replace(PHONE, number=None))
    known = opened(render_label_png(LABEL, settings=SETTINGS)).histogram()[0]
    unknown = opened(render_label_png(bare, settings=SETTINGS)).histogram()[0]
    assert unknown < known / 2


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("text", ["M", "g", "山", "م", "😀"])
def test_letters_stay_in_their_cells(size: Size, text: str) -> None:
    cell = cell_of(size)
    canvas = Image.new("L", (6 * cell.width, cell.height), 255)
    draw_text(canvas, text, at=(2 * cell.width, 0), cell=cell)
    left, _top, right, _bottom = ink_box(canvas)
    assert left >= 2 * cell.width - 2
    assert right <= 4 * cell.width + 2


def test_right_to_left_text_is_drawn_from_the_right() -> None:
    alone = draw_line(TextLine(text="א"), width=12)
    both = draw_line(TextLine(text="אב"), width=24)
    assert both.crop((12, 0, 24, both.height)).tobytes() == alone.tobytes()


def test_inverse_is_white_on_black() -> None:
    band = draw_line(TextLine(text="COPY 1", inverse=True), width=72)
    assert band.getpixel((0, 0)) == 0
    assert band.getpixel((0, band.height - 1)) == 255
