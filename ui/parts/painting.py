"""Drawing primitives the parts share: crisp rounded boxes, text, shadows, a control's state."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ui.tokens import Tokens


class Interaction(StrEnum):
    """What the pointer and the keyboard are doing to a control."""

    REST = "rest"
    HOVER = "hover"
    PRESS = "press"
    FOCUS = "focus"
    OFF = "off"


LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def paint_box(
    painter: QPainter,
    rect: QRectF,
    *,
    radius: float,
    fill: str | None = None,
    edge: str | None = None,
    width: float = 1.0,
) -> None:
    """Draw a rounded box whose edge lies wholly inside ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.setPen(QPen(QColor(edge), width))
        inset = width / 2
        box = rect.adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, max(0.0, radius - inset), max(0.0, radius - inset))
    painter.restore()


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    font: QFont,
    colour: str,
    align: Qt.AlignmentFlag = LEFT,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Draw one line of plain text in ``rect``, shortened with "…" where it does not fit."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = QFontMetricsF(font)
    line = text.replace("\n", " ")
    # Half a pixel of slack: a text fits the room its own size hint made, rounded or not.
    if metrics.horizontalAdvance(line) > rect.width() + 0.5:
        line = metrics.elidedText(line, cut, rect.width())
    flags = align | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
    painter.drawText(rect, flags, line)


def text_width(text: str, *, font: QFont) -> float:
    """Return the advance of one line of text in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def paint_shadow(
    painter: QPainter, rect: QRectF, *, radius: float, spread: int, drop: int, colour: QColor
) -> None:
    """Draw a soft shadow of ``spread`` pixels around ``rect``, ``drop`` pixels lower.

    Rings of falling opacity instead of a blur effect: nothing here needs an off-screen pass.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    layer = QColor(colour)
    layer.setAlphaF(min(1.0, colour.alphaF() * 2 / max(1, spread)))
    painter.setBrush(layer)
    for step in range(spread, 0, -1):
        grown = step - spread / 2
        box = rect.adjusted(-grown, drop - grown, grown, drop + grown)
        painter.setOpacity(step_opacity(step, spread=spread))
        painter.drawRoundedRect(box, radius + grown, radius + grown)
    painter.restore()


def step_opacity(step: int, *, spread: int) -> float:
    """Return how much ring ``step`` of a shadow adds; the outer rings are the faintest."""
    return 1.0 - (step - 1) / spread


def paint_dot(painter: QPainter, centre: QPointF, *, diameter: float, colour: str) -> None:
    """Draw a filled dot."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(centre, diameter / 2, diameter / 2)
    painter.restore()


def paint_ring(painter: QPainter, centre: QPointF, *, diameter: float, colour: str) -> None:
    """Draw a hollow dot."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, diameter / 2, diameter / 2)
    painter.restore()


def shadow_colour(t: Tokens, *, opacity: float) -> QColor:
    """Return the shadow colour of a scheme at an opacity."""
    colour = QColor(t.shadow)
    colour.setAlphaF(opacity)
    return colour
