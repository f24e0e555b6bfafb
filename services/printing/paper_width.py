"""The grid of a paper roll: characters, dots and millimetres.

Receipt printers of 203 dpi print 8 dots per millimetre and their font A stands on cells of 12 × 24
dots. An 80 mm roll has 72 mm of print (576 dots, 48 columns), a 58 mm roll 48 mm (384 dots, 32
columns).
"""

from __future__ import annotations

from typing import Final

CELL_WIDTH_DOTS: Final = 12
CELL_HEIGHT_DOTS: Final = 24
LINE_PITCH_DOTS: Final = 30
"""What a printer feeds for one line when nothing else was set (ESC 2, 1/6 inch on most heads)."""

DOTS_PER_MM: Final = 8

COLUMNS_80_MM: Final = 48
COLUMNS_58_MM: Final = 32
FEWEST_COLUMNS: Final = 24
MOST_COLUMNS: Final = 64


def dots_of_columns(columns: int) -> int:
    """Return the width in dots of ``columns`` characters of normal size."""
    return columns * CELL_WIDTH_DOTS


def columns_of_mm(width_mm: int) -> int:
    """Return how many characters of normal size fit on ``width_mm`` millimetres of print."""
    return width_mm * DOTS_PER_MM // CELL_WIDTH_DOTS


def dots_of_mm(length_mm: int) -> int:
    """Return the dots in ``length_mm`` millimetres."""
    return length_mm * DOTS_PER_MM
