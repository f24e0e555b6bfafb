"""Paper as a picture of dots: what a thermal head prints, for previews, files and image lines."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Final, assert_never

from PIL import Image, ImageDraw

from services.printing.characters import width_of
from services.printing.code128 import modules_of
from services.printing.code_drawing import BAR_MODULE, draw_barcode, draw_code
from services.printing.dto import (
    Align,
    Barcode,
    BenchLabel,
    Element,
    Gap,
    Page,
    Picture,
    PrinterSettings,
    Rule,
    TextBesideCode,
    TextLine,
)
from services.printing.layout import layout_bench_label
from services.printing.lettering import INK, PAPER, cell_of, draw_text
from services.printing.paper_width import columns_of_mm, dots_of_columns

LINE_SPACE: Final = 2
"""Dots between two lines of text."""

CODE_MODULE: Final = 4
_DASH, _DASH_GAP, _RULE_HEIGHT = 7, 5, 22
_PAGE_MARGIN: Final = 32
_INK_LIMIT: Final = 144


def render_png(page: Page, *, width_dots: int = 576) -> bytes:
    """Return ``page`` as a 1-bit PNG, ``width_dots`` wide, as the printer would print it.

    Pale elements are left out, as they are on paper.
    """
    return _png(draw_page(page, width_dots=width_dots).convert("1", dither=Image.Dither.NONE))


def render_label_png(label: BenchLabel, *, settings: PrinterSettings) -> bytes:
    """Return the bench label as a 1-bit PNG of the label's size at 8 dots per millimetre."""
    page = layout_bench_label(
        label,
        columns=columns_of_mm(settings.label_width_mm),
        height_mm=settings.label_height_mm,
    )
    return render_png(page, width_dots=dots_of_columns(page.columns))


def draw_page(page: Page, *, width_dots: int) -> Image.Image:
    """Return ``page`` as an "L" image; a page that is one picture has no margin around it."""
    bands = [band for element in page.elements for band in _bands(element, width=width_dots)]
    margin = 0 if _is_one_picture(page) else _PAGE_MARGIN
    height = sum(band.height for band in bands) + 2 * margin
    sheet = Image.new("L", (width_dots, max(1, height)), PAPER)
    y = margin
    for band in bands:
        sheet.paste(band, (0, y))
        y += band.height
    return sheet


def draw_line(line: TextLine, *, width: int, space: int = LINE_SPACE) -> Image.Image:
    """Return one text line as a band ``width`` dots wide with ``space`` dots of white below."""
    cell = cell_of(line.size)
    band = Image.new("L", (width, cell.height + space), PAPER)
    spare = width - width_of(line.text) * cell.width
    left = {Align.LEFT: 0, Align.CENTRE: spare // 2, Align.RIGHT: spare}[line.align]
    draw_text(band, line.text, at=(max(0, left), 0), cell=cell, bold=line.bold)
    if line.right:
        x = width - width_of(line.right) * cell.width
        draw_text(band, line.right, at=(x, 0), cell=cell, bold=line.bold)
    if line.inverse:
        box = (max(0, left), 0, max(0, left) + width_of(line.text) * cell.width, cell.height)
        band.paste(band.crop(box).point(lambda value: 255 - value), box)
    return band


def draw_picture(picture: Picture, *, width: int) -> Image.Image:
    """Return the picture on paper, scaled down to fit, as an "L" image of its own width."""
    with Image.open(BytesIO(picture.png)) as opened:
        rgba = opened.convert("RGBA")
    flat = Image.new("RGBA", rgba.size, (PAPER, PAPER, PAPER, 255))
    flat.alpha_composite(rgba)
    grey = flat.convert("L")
    most = min(width, picture.max_width_dots)
    if grey.width > most:
        grey = grey.resize((most, max(1, grey.height * most // grey.width)))
    return grey


def black_and_white(image: Image.Image) -> Image.Image:
    """Return ``image`` in pure ink and paper, still as "L"."""
    return image.point(lambda value: INK if value < _INK_LIMIT else PAPER)


def _bands(element: Element, *, width: int) -> Iterator[Image.Image]:
    match element:
        case TextLine():
            if not element.pale:
                yield draw_line(element, width=width)
        case Rule():
            yield _rule(width)
        case Gap():
            yield Image.new("L", (width, 2 * element.twelfths), PAPER)
        case Barcode():
            if not element.pale:
                yield _centred(_bars_that_fit(element, width=width), width=width, below=8)
        case TextBesideCode():
            yield _beside(element, width=width)
        case Picture():
            drawn = black_and_white(draw_picture(element, width=width))
            yield _centred(drawn, width=width)
        case _:
            assert_never(element)


def _bars_that_fit(barcode: Barcode, *, width: int) -> Image.Image:
    module = BAR_MODULE if modules_of(barcode.text) * BAR_MODULE <= width else 1
    return draw_barcode(barcode.text, module=module, height=barcode.height_dots)


def _rule(width: int) -> Image.Image:
    band = Image.new("L", (width, _RULE_HEIGHT), PAPER)
    draw = ImageDraw.Draw(band)
    middle = _RULE_HEIGHT // 2
    for x in range(0, width, _DASH + _DASH_GAP):
        draw.rectangle((x, middle - 1, x + _DASH - 1, middle), fill=INK)
    return band


def _beside(element: TextBesideCode, *, width: int) -> Image.Image:
    lines = [draw_line(TextLine(text=text), width=width) for text in element.lines]
    text_height = sum(line.height for line in lines)
    code = None if element.pale else draw_code(element.code, module=CODE_MODULE)
    height = max(text_height, code.height if code else 0)
    band = Image.new("L", (width, height), PAPER)
    y = 0
    for line in lines:
        band.paste(line, (0, y))
        y += line.height
    if code:
        band.paste(code, (width - code.width, (height - code.height) // 2))
    return band


def _centred(image: Image.Image, *, width: int, below: int = 0) -> Image.Image:
    band = Image.new("L", (width, image.height + below), PAPER)
    band.paste(image, ((width - image.width) // 2, 0))
    return band


def _is_one_picture(page: Page) -> bool:
    return len(page.elements) == 1 and isinstance(page.elements[0], Picture)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, format="PNG", optimize=True)
    return out.getvalue()
