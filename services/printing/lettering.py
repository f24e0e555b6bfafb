"""Text drawn with the bundled fonts on the paper's cells (Pillow).

One cell is 12 × 24 dots at scale 1. JetBrains Mono stands on it exactly at 20 pixels (600 of 1,000
units wide); what it lacks comes from the fallback fonts, centred in one or two cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from services.printing.characters import grapheme_width, graphemes
from services.printing.dto import Size
from services.printing.glyph_map import PaperFont, font_for, font_path
from services.printing.paper_width import CELL_HEIGHT_DOTS, CELL_WIDTH_DOTS
from services.printing.writing_order import as_drawn, runs_right_to_left

PAPER = 255
INK = 0
PALE = 168

_EM_OF_CELL = 20 / CELL_WIDTH_DOTS
_BASELINE_OF_CELL = 19 / CELL_HEIGHT_DOTS
_CJK_EM_OF_CELL = 22 / CELL_HEIGHT_DOTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The size in dots of one column of text."""

    width: int
    height: int


_CELLS = {
    Size.NORMAL: Cell(width=CELL_WIDTH_DOTS, height=CELL_HEIGHT_DOTS),
    Size.TALL: Cell(width=CELL_WIDTH_DOTS, height=2 * CELL_HEIGHT_DOTS),
    Size.DOUBLE: Cell(width=2 * CELL_WIDTH_DOTS, height=2 * CELL_HEIGHT_DOTS),
}


def cell_of(size: Size) -> Cell:
    """Return the cell of a text size."""
    return _CELLS[size]


def draw_text(
    canvas: Image.Image,
    text: str,
    *,
    at: tuple[int, int],
    cell: Cell,
    bold: bool = False,
    ink: int = INK,
) -> None:
    """Draw one line of logical ``text`` on an "L" ``canvas``, its first cell at ``at``."""
    x, y = at
    for run in _runs(as_drawn(text), bold=bold):
        width = run.columns * cell.width
        stretched = cell.height * CELL_WIDTH_DOTS != cell.width * CELL_HEIGHT_DOTS
        glyphs = _tall_run if stretched else _square_run
        glyphs(canvas, run, at=(x, y), cell=cell, ink=ink)
        x += width


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Neighbouring characters of one font, in visual order."""

    text: str
    font: PaperFont
    columns: int
    bold: bool


def _runs(text: str, *, bold: bool) -> Iterator[_Run]:
    first = PaperFont.BOLD if bold else PaperFont.MEDIUM
    clusters = [
        (cluster, font_for(cluster[0], first=first) or first) for cluster in graphemes(text)
    ]
    for (font, _alone), pairs in groupby(clusters, key=lambda pair: _keeps_together(*pair)):
        members = [cluster for cluster, _font in pairs]
        yield _Run(
            text="".join(members),
            font=font,
            columns=sum(grapheme_width(cluster) for cluster in members),
            bold=bold and font is not PaperFont.BOLD,
        )


def _keeps_together(cluster: str, font: PaperFont) -> tuple[PaperFont, object]:
    """Letters that join (Arabic) and letters on the grid run together, others stand alone."""
    if font in (PaperFont.MEDIUM, PaperFont.BOLD) or runs_right_to_left(cluster):
        return font, ""
    return font, object()


def _square_run(
    canvas: Image.Image, run: _Run, *, at: tuple[int, int], cell: Cell, ink: int
) -> None:
    draw = ImageDraw.Draw(canvas)
    draw.fontmode = "1"
    x, y = at
    font = _font(run.font.value, pixels=_pixels(run, cell=cell))
    baseline = y + round(cell.height * _BASELINE_OF_CELL)
    room = run.columns * cell.width
    length = round(font.getlength(run.text))
    if length > room + 1:
        _squeezed(canvas, run, font=font, at=at, cell=cell, ink=ink)
        return
    x += (room - length) // 2
    draw.text((x, baseline), run.text, fill=ink, font=font, anchor="ls")
    if run.bold:
        draw.text((x + 1, baseline), run.text, fill=ink, font=font, anchor="ls")


def _tall_run(canvas: Image.Image, run: _Run, *, at: tuple[int, int], cell: Cell, ink: int) -> None:
    """Draw at the size of the height and squeeze to the width, like a printer's double height."""
    wide = Cell(width=cell.height * CELL_WIDTH_DOTS // CELL_HEIGHT_DOTS, height=cell.height)
    drawn = Image.new("L", (max(1, run.columns * wide.width), cell.height), PAPER)
    _square_run(drawn, run, at=(0, 0), cell=wide, ink=INK)
    _paste(canvas, drawn, width=run.columns * cell.width, at=at, ink=ink)


def _squeezed(
    canvas: Image.Image,
    run: _Run,
    *,
    font: ImageFont.FreeTypeFont,
    at: tuple[int, int],
    cell: Cell,
    ink: int,
) -> None:
    drawn = Image.new("L", (round(font.getlength(run.text)) + 1, cell.height), PAPER)
    baseline = round(cell.height * _BASELINE_OF_CELL)
    ImageDraw.Draw(drawn).text((0, baseline), run.text, fill=INK, font=font, anchor="ls")
    _paste(canvas, drawn, width=run.columns * cell.width, at=at, ink=ink)


def _paste(
    canvas: Image.Image, drawn: Image.Image, *, width: int, at: tuple[int, int], ink: int
) -> None:
    if width < 1:
        return
    small = drawn.resize((width, drawn.height), Image.Resampling.BOX)
    mask = small.point(lambda value: 255 if value < 144 else 0)
    canvas.paste(ink, at, mask)


def _pixels(run: _Run, *, cell: Cell) -> int:
    if run.font is PaperFont.CJK:
        return round(cell.height * _CJK_EM_OF_CELL)
    return round(cell.width * _EM_OF_CELL)


@cache
def _font(name: str, *, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_path(name), size=pixels, layout_engine=ImageFont.Layout.BASIC)
