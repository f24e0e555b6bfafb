"""Barcodes and QR codes drawn in dots."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageDraw

from services.printing.code128 import bar_widths, modules_of
from services.printing.lettering import INK, PAPER
from services.printing.quick_response import qr_modules

BAR_MODULE: Final = 2
"""Dots per module of a barcode: at 8 dots per millimetre, one is too fine for most scanners."""


def draw_barcode(text: str, *, module: int, height: int, ink: int = INK) -> Image.Image:
    """Return the Code 128 bars of ``text`` without quiet zones, ``module`` dots per module."""
    image = Image.new("L", (modules_of(text) * module, height), PAPER)
    draw = ImageDraw.Draw(image)
    x = 0
    for index, wide in enumerate(bar_widths(text)):
        if index % 2 == 0:
            draw.rectangle((x, 0, x + wide * module - 1, height - 1), fill=ink)
        x += wide * module
    return image


def draw_code(text: str, *, module: int, ink: int = INK) -> Image.Image:
    """Return the QR code of ``text`` without a quiet zone, ``module`` dots per module."""
    rows = qr_modules(text)
    small = Image.new("L", (len(rows), len(rows)), PAPER)
    small.putdata([ink if dark else PAPER for row in rows for dark in row])
    side = len(rows) * module
    return small.resize((side, side), Image.Resampling.NEAREST)
