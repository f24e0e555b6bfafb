"""Type on PDF pages (reportlab): bundled fonts, embedded, with fallback; codes as one path each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Final

from services.printing.characters import graphemes
from services.printing.code128 import bar_widths, modules_of
from services.printing.glyph_map import PaperFont, font_for, font_path
from services.printing.quick_response import qr_modules
from services.printing.wrapping import wrap
from services.printing.writing_order import as_drawn

BLACK: Final = 0.0
QUIET: Final = 0.36
FAINT: Final = 0.78


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A font at a size in points; ``grey`` is 0 for black and 1 for white."""

    font: PaperFont = PaperFont.FORM
    size: float = 9.0
    grey: float = BLACK

    @property
    def leading(self) -> float:
        """The distance between two lines in points."""
        return round(self.size * 1.36, 2)


def text_width(text: str, *, style: Style) -> float:
    """Return the width of one line of ``text`` in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(
        sum(
            stringWidth(run, embedded(font), style.size)
            for run, font in _runs(as_drawn(text), style=style)
        )
    )


def wrapped(text: str, *, style: Style, width: float) -> tuple[str, ...]:
    """Return ``text`` in lines at most ``width`` points wide."""
    return wrap(text, columns=width, measure=lambda part: text_width(part, style=style))


def draw_left(canvas: Any, text: str, *, x: float, baseline: float, style: Style) -> None:
    """Draw one line of ``text`` that begins at ``x``; it can be selected and searched."""
    canvas.setFillGray(style.grey)
    line = canvas.beginText(x, baseline)
    for run, font in _runs(as_drawn(text), style=style):
        line.setFont(embedded(font), style.size)
        line.textOut(run)
    canvas.drawText(line)


def draw_right(canvas: Any, text: str, *, x: float, baseline: float, style: Style) -> None:
    """Draw one line of ``text`` that ends at ``x``."""
    start = x - text_width(text, style=style)
    draw_left(canvas, text, x=start, baseline=baseline, style=style)


def draw_centred(canvas: Any, text: str, *, x: float, baseline: float, style: Style) -> None:
    """Draw one line of ``text`` around ``x``."""
    start = x - text_width(text, style=style) / 2
    draw_left(canvas, text, x=start, baseline=baseline, style=style)


def draw_bars(
    canvas: Any, text: str, *, x: float, bottom: float, height: float, module: float
) -> None:
    """Draw the Code 128 of ``text`` as one path that begins at ``x``."""
    path = canvas.beginPath()
    for index, wide in enumerate(bar_widths(text)):
        if index % 2 == 0:
            path.rect(x, bottom, wide * module, height)
        x += wide * module
    canvas.setFillGray(BLACK)
    canvas.drawPath(path, stroke=0, fill=1)


def bars_width(text: str, *, module: float) -> float:
    """Return the width of the Code 128 of ``text`` in points."""
    return modules_of(text) * module


def draw_code(canvas: Any, text: str, *, x: float, top: float, side: float) -> None:
    """Draw the QR code of ``text`` as one path, its top left at ``x``, ``top``.

    One path, because cell by cell a code costs 20 ms (DOMAIN.md, Paper).
    """
    rows = qr_modules(text)
    module = side / len(rows)
    path = canvas.beginPath()
    for index, row in enumerate(rows):
        y = top - (index + 1) * module
        column = 0
        for dark, group in groupby(row):
            count = len(list(group))
            if dark:
                path.rect(x + column * module, y, count * module, module)
            column += count
    canvas.setFillGray(BLACK)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(text: str, *, style: Style) -> Iterator[tuple[str, PaperFont]]:
    clusters = (
        (cluster, font_for(cluster[0], first=style.font) or style.font)
        for cluster in graphemes(text)
    )
    for font, pairs in groupby(clusters, key=lambda pair: pair[1]):
        yield "".join(cluster for cluster, _font in pairs), font


@cache
def embedded(font: PaperFont) -> str:
    """Return reportlab's name of ``font``; the glyphs that are used are embedded."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = f"Mendpoint-{font_path(font.value).stem}"
    pdfmetrics.registerFont(TTFont(name, str(font_path(font.value))))
    return name
