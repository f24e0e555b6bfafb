"""Barcodes and QR codes on the paper preview, and what stands for them while there is no number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

_STAND_IN_WIDTHS: Final = (2, 1, 1, 2, 3, 1, 1, 1, 2, 3, 1, 2, 1, 1, 3, 2, 2, 1, 1, 3, 1, 2, 2)
_STAND_IN_BARS: Final = 134
_STAND_IN_SIDE: Final = 21
_FINDER: Final = 7


class CodeShapes(Protocol):
    """The code that prints, as far as the preview needs it."""

    def bars(self, text: str) -> Sequence[int]:
        """Return widths in modules of bars and spaces in turn, beginning with a bar."""

    def matrix(self, text: str) -> Sequence[Sequence[bool]]:
        """Return the modules of a QR code, row by row, without a quiet zone."""


def stand_in_bars() -> tuple[int, ...]:
    """Return bars that look like an order number's and say nothing."""
    widths: list[int] = []
    while sum(widths) < _STAND_IN_BARS:
        widths.append(_STAND_IN_WIDTHS[len(widths) % len(_STAND_IN_WIDTHS)])
    return tuple(widths)


def stand_in_matrix() -> tuple[tuple[bool, ...], ...]:
    """Return modules that look like a QR code and cannot be read."""
    side = range(_STAND_IN_SIDE)
    return tuple(tuple(_stand_in_module(row, column) for column in side) for row in side)


def paint_bars(painter: QPainter, rect: QRectF, *, widths: Sequence[int], colour: QColor) -> None:
    """Draw bars across ``rect``."""
    module = rect.width() / max(1, sum(widths))
    left = rect.left()
    for index, width in enumerate(widths):
        if index % 2 == 0:
            bar = QRectF(left, rect.top(), width * module, rect.height())
            painter.fillRect(bar, colour)
        left += width * module


def paint_matrix(
    painter: QPainter, rect: QRectF, *, rows: Sequence[Sequence[bool]], colour: QColor
) -> None:
    """Draw a QR code filling ``rect``; neighbouring modules of a row are one box."""
    side = rect.width() / max(1, len(rows))
    for y, row in enumerate(rows):
        start: int | None = None
        for x, dark in enumerate((*row, False)):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                top = rect.top() + y * side
                box = QRectF(rect.left() + start * side, top, (x - start) * side, side)
                painter.fillRect(box, colour)
                start = None


def _stand_in_module(row: int, column: int) -> bool:
    far = _STAND_IN_SIDE - 1
    for y, x in ((row, column), (row, far - column), (far - row, column)):
        if y <= _FINDER and x <= _FINDER:
            ring = max(abs(y - 3), abs(x - 3))
            return ring in (0, 1, 3)
    return (row * row + 3 * row * column + 5 * column) % 7 in (0, 2, 4)
