"""Photos of a device at the sample shop, for the pictures: drawn here, of nobody's phone."""

from __future__ import annotations

import math

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen

from services.actor import new_operation_id
from services.attachments.dto import AddAttachment
from ui.context import UiContext

_SIZE = (1_200, 900)
_ESTIMATE = b"Screen and frame: about two hours, parts are here.\n"


def attach_sample_photos(context: UiContext, *, ticket_id: int) -> None:
    """Attach a front with a crack, a back, and a note to an order."""
    things = (
        ("Front, cracked.jpg", _photo("#39424e", "#0d1117", cracks=9)),
        ("Back.jpg", _photo("#c9d3df", "#5a6b80", cracks=0)),
        ("Charging port, corroded.jpg", _photo("#8a7f6d", "#2b2620", cracks=3)),
        ("Estimate.txt", _ESTIMATE),
    )
    for name, content in things:
        command = AddAttachment(operation_id=new_operation_id(), ticket_id=ticket_id, name=name)
        context.services.attachments.add(context.actor(), command, source=content)


def _photo(light: str, dark: str, *, cracks: int) -> bytes:
    width, height = _SIZE
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bench = QLinearGradient(0, 0, width, height)
    bench.setColorAt(0, QColor("#d8c9b2"))
    bench.setColorAt(1, QColor("#a78f6e"))
    painter.fillRect(image.rect(), bench)
    device = QRectF(width * 0.34, height * 0.08, width * 0.32, height * 0.84)
    body = QLinearGradient(device.topLeft(), device.bottomRight())
    body.setColorAt(0, QColor(light))
    body.setColorAt(1, QColor(dark))
    painter.setPen(QPen(QColor("#1b1f26"), 10))
    painter.setBrush(body)
    painter.drawRoundedRect(device, 46, 46)
    painter.setClipRect(device.adjusted(6, 6, -6, -6))
    painter.setPen(QPen(QColor("#e8edf3"), 3))
    hit = QPointF(device.left() + device.width() * 0.3, device.top() + device.height() * 0.25)
    for crack in range(cracks):
        angle = 2 * math.pi * crack / cracks + 0.4
        far = 150 + 90 * (crack % 3)
        middle = hit + QPointF(math.cos(angle + 0.2), math.sin(angle + 0.2)) * far / 2
        painter.drawLine(hit, middle)
        painter.drawLine(middle, hit + QPointF(math.cos(angle), math.sin(angle)) * far)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
