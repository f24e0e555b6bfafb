"""A key as a small cap: "Ctrl Enter", "F1", "/"."""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import role_font, scaled
from ui.parts.painting import CENTRE, paint_box, paint_text, text_width
from ui.parts.text import PlainLabel
from ui.theme import tokens
from ui.tokens import Radius, TypeRole

HEIGHT: Final = 20
_PADDING: Final = 8


def keycap_width(key: str) -> int:
    """Return the width of a cap with this key on it."""
    return ceil(text_width(key, font=role_font(TypeRole.LABEL))) + 2 * scaled(_PADDING) + 2


def paint_keycap(
    painter: QPainter, rect: QRectF, key: str, *, ink: str | None = None, edge: str | None = None
) -> None:
    """Draw a keycap filling ``rect``; ``ink`` and ``edge`` replace the quiet colours on a fill."""
    t = tokens()
    paint_box(painter, rect, radius=Radius.TICK, edge=edge or t.border_soft)
    font = role_font(TypeRole.LABEL)
    paint_text(painter, rect, key, font=font, colour=ink or t.text_3, align=CENTRE)


class Keycap(PlainLabel):
    """A key on its own. Keys stand without "+": "Ctrl Enter"."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setObjectName(f"keycap-{key.lower().replace(' ', '-')}")

    def sizeHint(self) -> QSize:
        """Return the cap's size at the present text scale."""
        height = max(scaled(HEIGHT), round(QFontMetricsF(role_font(TypeRole.LABEL)).height()) + 4)
        return QSize(keycap_width(self.text()), height)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a cap does not shrink."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap in the middle of the widget."""
        size = self.sizeHint()
        top = (self.height() - size.height()) / 2
        painter = QPainter(self)
        paint_keycap(painter, QRectF(0, top, size.width(), size.height()), self.text())
