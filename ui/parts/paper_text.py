"""Words on the paper preview: on the printer's grid of 12 × 24 dots, whatever letters they hold."""

from __future__ import annotations

import unicodedata
from typing import Final, assert_never

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QRawFont

from services.printing.dto import Barcode, Gap, Page, Picture, Rule, Size, TextBesideCode, TextLine
from ui.theme import tokens

CELL_WIDTH: Final = 12
CELL_HEIGHT: Final = 24
FONT_PIXELS: Final = 20
_BASELINE: Final = 19


def page_text(page: Page | None) -> str:
    """Return the page's words line by line, for readers and for tests."""
    lines: list[str] = []
    for element in page.elements if page is not None else ():
        match element:
            case TextLine():
                lines.append(f"{element.text}  {element.right}".strip())
            case TextBesideCode():
                lines.extend(element.lines)
            case Picture():
                lines.extend(line.text for line in element.lines)
            case Rule() | Gap() | Barcode():
                continue
            case _:
                assert_never(element)
    return "\n".join(line for line in lines if line)


def columns_of(text: str) -> int:
    """Return how many cells a text takes: East Asian wide characters two, marks none."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def stretch(size: Size) -> tuple[int, int]:
    match size:
        case Size.NORMAL:
            return 1, 1
        case Size.TALL:
            return 1, 2
        case Size.DOUBLE:
            return 2, 2


def paper_ink(opacity: float) -> QColor:
    colour = QColor(tokens().ink)
    colour.setAlphaF(opacity)
    return colour


def draw_on_grid(painter: QPainter, text: str, *, font: QFont, ink: QColor) -> None:
    """Draw text on the grid; what JetBrains Mono lacks comes from elsewhere and is fitted in."""
    painter.setFont(font)
    painter.setPen(ink)
    painter.save()
    if not text.isascii() and not _is_on_grid(text, font=font):
        used = QFontMetricsF(font).horizontalAdvance(text)
        painter.scale(columns_of(text) * CELL_WIDTH / used if used > 0 else 1.0, 1)
    painter.drawText(QPointF(0, _BASELINE), text)
    painter.restore()


def _is_on_grid(text: str, *, font: QFont) -> bool:
    face = QRawFont.fromFont(font)
    return all(face.supportsCharacter(ord(character)) for character in text)
