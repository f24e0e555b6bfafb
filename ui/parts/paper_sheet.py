"""The sheet under the print: torn above and below, faintly shaded at the sides, with a shadow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from ui.parts.painting import paint_shadow, shadow_colour
from ui.theme import tokens

SHADOW: Final = 8
_TOOTH: Final = 5


def paint_receipt(painter: QPainter, sheet: QRectF) -> None:
    """Draw a piece of paper from a roll."""
    path = _torn(sheet)
    _paint_paper(painter, sheet, path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_curl(sheet, ink=QColor(tokens().ink)))
    painter.drawPath(path)


def paint_label(painter: QPainter, sheet: QRectF) -> None:
    """Draw a sticker with round corners."""
    path = QPainterPath()
    path.addRoundedRect(sheet, 4, 4)
    _paint_paper(painter, sheet, path)


def _paint_paper(painter: QPainter, sheet: QRectF, path: QPainterPath) -> None:
    t = tokens()
    shadow = shadow_colour(t, opacity=t.menu_shadow_opacity)
    paint_shadow(painter, sheet, radius=3, spread=SHADOW, drop=2, colour=shadow)
    painter.setPen(QPen(QColor(t.paper_edge), 1))
    painter.setBrush(QColor(t.paper))
    painter.drawPath(path)


def _torn(sheet: QRectF) -> QPainterPath:
    """Return the outline of paper torn off above and below."""
    path = QPainterPath(QPointF(sheet.left(), sheet.top() + _TOOTH))
    teeth = max(1, round(sheet.width() / (_TOOTH + 1)))
    step = sheet.width() / teeth
    for tooth in range(teeth):
        left = sheet.left() + tooth * step
        path.lineTo(left + step / 2, sheet.top())
        path.lineTo(left + step, sheet.top() + _TOOTH)
    path.lineTo(sheet.right(), sheet.bottom() - _TOOTH)
    for tooth in reversed(range(teeth)):
        left = sheet.left() + tooth * step
        path.lineTo(left + step / 2, sheet.bottom())
        path.lineTo(left, sheet.bottom() - _TOOTH)
    path.closeSubpath()
    return path


def _curl(sheet: QRectF, *, ink: QColor) -> QLinearGradient:
    """Return the faint shade at both sides of paper that comes from a roll."""
    shade = QColor(ink)
    shade.setAlphaF(0.05)
    clear = QColor(ink)
    clear.setAlphaF(0)
    gradient = QLinearGradient(sheet.topLeft(), sheet.topRight())
    for place, colour in ((0.0, shade), (0.06, clear), (0.94, clear), (1.0, shade)):
        gradient.setColorAt(place, colour)
    return gradient
