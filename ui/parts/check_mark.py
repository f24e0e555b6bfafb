"""The box with a tick, painted: shared by the checkbox and the repair chip."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.parts.painting import paint_box
from ui.theme import tokens
from ui.tokens import Radius

_TICK: Final = ((0.25, 0.52), (0.43, 0.70), (0.76, 0.34))
_PARTIAL: Final = ((0.27, 0.5), (0.73, 0.5))


def paint_check(
    painter: QPainter, box: QRectF, *, state: Qt.CheckState, enabled: bool = True
) -> None:
    """Draw a box that is empty, ticked or partly ticked."""
    t = tokens()
    if state == Qt.CheckState.Unchecked:
        fill, edge = (t.surface, t.border) if enabled else (t.sunken, t.hairline)
        paint_box(painter, box, radius=Radius.TICK, fill=fill, edge=edge)
        return
    fill = t.accent if enabled else t.disabled
    paint_box(painter, box, radius=Radius.TICK, fill=fill)
    points = _TICK if state == Qt.CheckState.Checked else _PARTIAL
    paint_stroke(painter, box, points=points, colour=t.on_accent)


def paint_stroke(
    painter: QPainter, box: QRectF, *, points: tuple[tuple[float, float], ...], colour: str
) -> None:
    """Draw a round-ended line through points given as shares of ``box``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    spots = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in points]
    painter.drawPolyline(QPolygonF(spots))
    painter.restore()
