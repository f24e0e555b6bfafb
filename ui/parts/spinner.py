"""A spinner: an arc on a pale circle, turning only while it is seen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import scaled
from ui.theme import motion_ms, tokens
from ui.tokens import IconSize

_STEP_MS: Final = 33
_STEP_DEGREES: Final = 12
_ARC_DEGREES: Final = 100


def paint_spinner(
    painter: QPainter, rect: QRectF, *, angle: int, colour: str, track_opacity: float = 0.3
) -> None:
    """Draw a spinner filling ``rect``; ``angle`` in degrees, clockwise from the top."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = rect.adjusted(1.5, 1.5, -1.5, -1.5)
    track = QColor(colour)
    track.setAlphaF(track_opacity)
    painter.setPen(QPen(track, 2))
    painter.drawEllipse(box)
    pen = QPen(QColor(colour), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(box, (90 - angle) * 16, -_ARC_DEGREES * 16)
    painter.restore()


class SpinClock(QObject):
    """Turns an angle and asks one widget to repaint; still when motion is reduced."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self._target = target
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._turn)

    @property
    def angle(self) -> int:
        """The angle in degrees."""
        return self._angle

    def start(self) -> None:
        """Begin to turn, unless motion is reduced."""
        if motion_ms(_STEP_MS):
            self._timer.start()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()

    def _turn(self) -> None:
        self._angle = (self._angle + _STEP_DEGREES) % 360
        self._target.update()


class Spinner(QWidget):
    """A spinner of its own; the words beside it say what is being done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = SpinClock(self)
        self.setObjectName("spinner")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of an icon in a control."""
        return QSize(scaled(IconSize.CONTROL), scaled(IconSize.CONTROL))

    def showEvent(self, event: QShowEvent) -> None:
        """Turn while seen."""
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stand still while not seen."""
        self._clock.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the spinner."""
        painter = QPainter(self)
        paint_spinner(painter, QRectF(self.rect()), angle=self._clock.angle, colour=tokens().accent)
