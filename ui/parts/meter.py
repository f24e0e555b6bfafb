"""How sure an estimate is, as three bars: close, fair, rough."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import scaled
from ui.parts.text import PlainLabel, plain_tip
from ui.theme import tokens

_BAR_WIDTH: Final = 3.5
_BAR_GAP: Final = 1.5
_BAR_HEIGHTS: Final = (5, 9, 13)
METER_WIDTH: Final = 14
METER_HEIGHT: Final = 13


class Sureness(IntEnum):
    """How many of the three bars are filled."""

    ROUGH = 1
    FAIR = 2
    CLOSE = 3


def sureness_word(sureness: Sureness) -> str:
    """Return the word that stands beside the bars."""
    words = {Sureness.ROUGH: "rough", Sureness.FAIR: "fair", Sureness.CLOSE: "close"}
    return QCoreApplication.translate("Sureness", words[sureness])


def paint_meter(painter: QPainter, rect: QRectF, *, sureness: Sureness) -> None:
    """Draw the bars at the left of ``rect``, in the middle of its height."""
    t = tokens()
    factor = scaled(100) / 100
    bottom = rect.center().y() + METER_HEIGHT * factor / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for index, height in enumerate(_BAR_HEIGHTS):
        left = rect.left() + index * (_BAR_WIDTH + _BAR_GAP) * factor
        bar = QRectF(left, bottom - height * factor, _BAR_WIDTH * factor, height * factor)
        if index < sureness:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.est))
            painter.drawRoundedRect(bar, 1, 1)
        else:
            painter.setPen(QPen(QColor(t.text_3), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 1, 1)
    painter.restore()


class Meter(PlainLabel):
    """The bars as a widget; readers hear the word."""

    def __init__(self, sureness: Sureness, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._sureness = sureness
        self.setObjectName("meter")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_sureness(sureness)

    @property
    def sureness(self) -> Sureness:
        """How many bars are filled."""
        return self._sureness

    def set_sureness(self, sureness: Sureness) -> None:
        """Fill another number of bars."""
        self._sureness = sureness
        self.setText(sureness_word(sureness))
        self.setToolTip(plain_tip(sureness_word(sureness)))

    def sizeHint(self) -> QSize:
        """Return the size of three bars."""
        return QSize(scaled(METER_WIDTH), scaled(METER_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        paint_meter(QPainter(self), QRectF(self.rect()), sureness=self._sureness)
