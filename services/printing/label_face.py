"""The bench label drawn: one picture that preview, label printer and PDF share.

Measures are for 57 × 30 mm (456 × 240 dots); other sizes keep the margins, drop the barcode where
its bars would not fit (the QR code says the same) and give the height that is over to the bars.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image

from services.printing.characters import width_of
from services.printing.code128 import modules_of
from services.printing.code_drawing import BAR_MODULE, draw_barcode, draw_code
from services.printing.content import LabelText, describe_label
from services.printing.dto import BenchLabel, Size, TextLine
from services.printing.lettering import INK, PALE, PAPER, Cell, draw_text
from services.printing.paper_width import CELL_WIDTH_DOTS, dots_of_mm
from services.printing.wrapping import shorten

_MARGIN: Final = 12
_QUIET: Final = 20
_ROW: Final = 30
_GAP: Final = 4
_BAR_HEIGHT: Final = 34
_FEWEST_BAR_DOTS: Final = 28
_SIDE_ROOM: Final = 60
_FEWEST_CELL: Final = 7
"""A promise or a name is rather set small than cut."""

_NUMBER_UNKNOWN: Final = "R··-······-·"
_NUMBER_PLACEHOLDER: Final = "R00-000000-0"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFace:
    """The drawn label: a PNG whose paper is transparent, and the same in words."""

    png: bytes
    lines: tuple[TextLine, ...]
    title: str


def draw_label_face(label: BenchLabel, *, width_dots: int, height_mm: int) -> LabelFace:
    """Draw ``label`` on ``width_dots`` by ``height_mm`` at 8 dots per millimetre."""
    text = describe_label(label)
    sheet = Image.new("L", (width_dots, dots_of_mm(height_mm)), PAPER)
    _Face(sheet=sheet, text=text).draw()
    return LabelFace(
        png=_png(sheet),
        lines=_lines(text, columns=width_dots // CELL_WIDTH_DOTS),
        title=f"{text.title} {text.number}".strip(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Face:
    """One label in the making, from top to bottom."""

    sheet: Image.Image
    text: LabelText

    def draw(self) -> None:
        """Draw number, code, device, fault, promise, bars, technician."""
        code = self._code()
        room = self.sheet.width - 2 * _MARGIN - code.width - _MARGIN
        y = self._number(_MARGIN)
        self.sheet.paste(code, (self.sheet.width - _MARGIN - code.width, y))
        self._line(self.text.device, y=y, room=room, bold=True)
        self._line(self.text.fault, y=y + _ROW, room=room)
        y = max(self._promise(y + 2 * _ROW, room=room), y + code.height) + 2 * _GAP
        self._foot(y)

    def _number(self, y: int) -> int:
        known = bool(self.text.number)
        number = self.text.number or _NUMBER_UNKNOWN
        mark = self.text.copy_mark
        room = self.sheet.width - 2 * _MARGIN - (width_of(mark) + 1) * CELL_WIDTH_DOTS * bool(mark)
        cell = _largest_cell(number, room=room, most=24)
        draw_text(
            self.sheet, number, at=(_MARGIN, y), cell=cell, bold=True, ink=INK if known else PALE
        )
        if mark:
            self._right(mark, y=y, room=self.sheet.width // 3, bold=True)
        return y + cell.height + _GAP

    def _code(self) -> Image.Image:
        known = bool(self.text.number)
        module = 4 if self.sheet.height > 300 else 3
        return draw_code(
            self.text.number or _NUMBER_PLACEHOLDER, module=module, ink=INK if known else PALE
        )

    def _promise(self, y: int, *, room: int) -> int:
        if not self.text.promise:
            return y
        bar = (_MARGIN, y, _MARGIN + room, y + _BAR_HEIGHT)
        cell = _largest_cell(self.text.promise, room=room - 2 * _GAP, most=14, fewest=_FEWEST_CELL)
        promise = _fitted(self.text.promise, cell=cell, room=room)
        x = _MARGIN + (room - width_of(promise) * cell.width) // 2
        top = y + (_BAR_HEIGHT - cell.height) // 2
        draw_text(self.sheet, promise, at=(x, top), cell=cell, bold=True)
        self.sheet.paste(self.sheet.crop(bar).point(lambda value: 255 - value), bar)
        return y + _BAR_HEIGHT

    def _foot(self, y: int) -> None:
        height = self.sheet.height - y - _MARGIN
        known = bool(self.text.number)
        number = self.text.number or _NUMBER_PLACEHOLDER
        bars = modules_of(number) * BAR_MODULE
        fits = self.sheet.width >= bars + _QUIET + _MARGIN and height >= _FEWEST_BAR_DOTS
        if fits:
            drawn = draw_barcode(
                number, module=BAR_MODULE, height=height, ink=INK if known else PALE
            )
            self.sheet.paste(drawn, (_QUIET, y))
        room = self.sheet.width - 2 * _MARGIN - (bars + _QUIET if fits else 0)
        if room >= _SIDE_ROOM:
            self._who(y, height=height, room=room)

    def _who(self, y: int, *, height: int, room: int) -> None:
        below = y + height
        if self.text.slot:
            below -= 20
            self._right(self.text.slot, y=below, room=room, most=10)
        if self.text.technician and below - 24 >= y - _GAP:
            self._right(self.text.technician, y=below - 28, room=room, most=13, bold=True)

    def _line(self, text: str, *, y: int, room: int, bold: bool = False) -> None:
        cell = _largest_cell(text, room=room, most=13)
        fitted = _fitted(text, cell=cell, room=room)
        top = y + (_ROW - cell.height) // 2
        draw_text(self.sheet, fitted, at=(_MARGIN, top), cell=cell, bold=bold)

    def _right(self, text: str, *, y: int, room: int, most: int = 12, bold: bool = False) -> None:
        cell = _largest_cell(text, room=room, most=most, fewest=_FEWEST_CELL)
        fitted = _fitted(text, cell=cell, room=room)
        x = self.sheet.width - _MARGIN + 4 - width_of(fitted) * cell.width
        draw_text(self.sheet, fitted, at=(x, y), cell=cell, bold=bold)


def _largest_cell(text: str, *, room: int, most: int, fewest: int = 10) -> Cell:
    """Return the largest cell, ``most`` to ``fewest`` dots wide, on which ``text`` fits."""
    width = min(most, max(fewest, room // max(1, width_of(text))))
    return Cell(width=width, height=2 * width)


def _fitted(text: str, *, cell: Cell, room: int) -> str:
    return shorten(text, columns=max(1, room // cell.width))


def _lines(text: LabelText, *, columns: int) -> tuple[TextLine, ...]:
    who = "  ".join(part for part in (text.technician, text.slot) if part)
    pieces = (
        TextLine(text=shorten(text.number, columns=columns), bold=True, size=Size.DOUBLE),
        TextLine(text=text.copy_mark, bold=True),
        TextLine(text=shorten(text.device, columns=columns), bold=True),
        TextLine(text=shorten(text.fault, columns=columns)),
        TextLine(text=shorten(text.promise, columns=columns), bold=True, inverse=True),
        TextLine(text=shorten(who, columns=columns)),
    )
    return tuple(piece for piece in pieces if piece.text)


def _png(sheet: Image.Image) -> bytes:
    ink = Image.new("L", sheet.size, INK)
    drawn = Image.merge("LA", (ink, sheet.point(lambda value: 255 - value)))
    out = BytesIO()
    drawn.save(out, format="PNG", compress_level=1)
    return out.getvalue()
