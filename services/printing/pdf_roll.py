"""Grid pages as PDF: the paper roll with its lines and breaks, and the label as its one picture."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final, assert_never

from services.printing.characters import width_of
from services.printing.dto import (
    Align,
    Barcode,
    Element,
    Gap,
    Page,
    Picture,
    Rule,
    Size,
    TextBesideCode,
    TextLine,
)
from services.printing.glyph_map import PaperFont
from services.printing.paper_width import CELL_WIDTH_DOTS, DOTS_PER_MM
from services.printing.pdf_type import (
    BLACK,
    Style,
    bars_width,
    draw_bars,
    draw_code,
    draw_left,
    text_width,
)
from services.printing.plain_text import placed

POINTS_PER_MM: Final = 72 / 25.4
COLUMN: Final = CELL_WIDTH_DOTS / DOTS_PER_MM * POINTS_PER_MM
"""The width of one character cell in points: 1.5 mm."""

_SIZE: Final = COLUMN / 0.6
_LINE: Final = 26 / DOTS_PER_MM * POINTS_PER_MM
_DOT: Final = POINTS_PER_MM / DOTS_PER_MM
_CODE_SIDE: Final = 84 * _DOT


def roll_height(page: Page) -> float:
    """Return the height of ``page`` in points."""
    return sum(_height(element) for element in page.elements)


def draw_roll(canvas: Any, page: Page, *, left: float, top: float) -> None:
    """Draw ``page`` with its top left corner at ``left``, ``top``; pale elements are left out."""
    for element in page.elements:
        _draw(canvas, element, page=page, left=left, top=top)
        top -= _height(element)


def draw_label(canvas: Any, picture: Picture, *, width: float, height: float) -> None:
    """Draw the label's picture over the sheet; its words stand white behind it, to be found."""
    from reportlab.lib.utils import ImageReader

    style = Style(font=PaperFont.MEDIUM, size=6, grey=1.0)
    for index, line in enumerate(picture.lines):
        draw_left(canvas, line.text, x=4, baseline=height - 10 - 8 * index, style=style)
    canvas.drawImage(
        ImageReader(BytesIO(picture.png)), 0, 0, width=width, height=height, mask="auto"
    )


def _height(element: Element) -> float:
    match element:
        case TextLine():
            return 0.0 if element.pale else _LINE * (1 if element.size is Size.NORMAL else 2)
        case Rule():
            return _LINE * 0.85
        case Gap():
            return _LINE * element.twelfths / 12
        case Barcode():
            return 0.0 if element.pale else (element.height_dots + 8) * _DOT
        case TextBesideCode():
            return max(len(element.lines) * _LINE, 0.0 if element.pale else _CODE_SIDE)
        case Picture():
            return _picture_size(element)[1]
        case _:
            assert_never(element)


def _draw(canvas: Any, element: Element, *, page: Page, left: float, top: float) -> None:
    width = page.columns * COLUMN
    match element:
        case TextLine():
            if not element.pale:
                _draw_line(canvas, element, columns=page.columns, left=left, top=top)
        case Rule():
            canvas.setStrokeGray(BLACK)
            canvas.setLineWidth(1.4 * _DOT)
            canvas.setDash(6 * _DOT, 5 * _DOT)
            canvas.line(left, top - _LINE * 0.42, left + width, top - _LINE * 0.42)
            canvas.setDash()
        case Gap():
            pass
        case Barcode():
            if not element.pale:
                _draw_barcode(canvas, element, left=left, top=top, width=width)
        case TextBesideCode():
            _draw_beside(canvas, element, page=page, left=left, top=top)
        case Picture():
            _draw_picture(canvas, element, left=left, top=top, width=width)
        case _:
            assert_never(element)


def _draw_line(canvas: Any, line: TextLine, *, columns: int, left: float, top: float) -> None:
    """Draw one line; tall letters are normal ones stretched, as a printer stretches them."""
    wide = 2 if line.size is Size.DOUBLE else 1
    high = 1 if line.size is Size.NORMAL else 2
    style = Style(font=PaperFont.BOLD if line.bold else PaperFont.MEDIUM, size=_SIZE)
    text = placed(line, columns=columns // wide) if line.right else line.text
    spare = columns * COLUMN - text_width(text, style=style) * wide
    x = left + {Align.LEFT: 0.0, Align.CENTRE: spare / 2, Align.RIGHT: spare}[line.align]
    if line.inverse:
        canvas.setFillGray(BLACK)
        box = width_of(line.text) * COLUMN * wide
        canvas.rect(x, top - _LINE * high, box, _LINE * high, stroke=0, fill=1)
        style = Style(font=style.font, size=style.size, grey=1.0)
    canvas.saveState()
    canvas.translate(x, top - _LINE * high * 0.76)
    canvas.scale(wide, high)
    draw_left(canvas, text, x=0, baseline=0, style=style)
    canvas.restoreState()


def _draw_barcode(canvas: Any, barcode: Barcode, *, left: float, top: float, width: float) -> None:
    height = barcode.height_dots * _DOT
    wide = bars_width(barcode.text, module=2 * _DOT)
    module = 2 * _DOT if wide <= width else width / wide * 2 * _DOT
    x = left + (width - bars_width(barcode.text, module=module)) / 2
    draw_bars(canvas, barcode.text, x=x, bottom=top - height, height=height, module=module)


def _draw_beside(
    canvas: Any, element: TextBesideCode, *, page: Page, left: float, top: float
) -> None:
    y = top
    for text in element.lines:
        _draw_line(canvas, TextLine(text=text), columns=page.columns, left=left, top=y)
        y -= _LINE
    if not element.pale:
        x = left + page.columns * COLUMN - _CODE_SIDE
        spare = max(0.0, len(element.lines) * _LINE - _CODE_SIDE)
        draw_code(canvas, element.code, x=x, top=top - spare / 2, side=_CODE_SIDE)


def _draw_picture(canvas: Any, picture: Picture, *, left: float, top: float, width: float) -> None:
    from reportlab.lib.utils import ImageReader

    wide, high = _picture_size(picture)
    canvas.drawImage(
        ImageReader(BytesIO(picture.png)),
        left + (width - wide) / 2,
        top - high,
        width=wide,
        height=high,
        mask="auto",
    )


def _picture_size(picture: Picture) -> tuple[float, float]:
    """Return the width and height in points at which the roll prints the picture."""
    from reportlab.lib.utils import ImageReader

    wide, high = ImageReader(BytesIO(picture.png)).getSize()
    scale = min(1.0, picture.max_width_dots / wide) * _DOT
    return wide * scale, high * scale
