"""The switch: something that is on or off at once, without a button to confirm."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.parts.focus_ring import RingOnFocus
from ui.parts.painting import paint_box, paint_dot, paint_text, text_width
from ui.theme import tokens
from ui.tokens import TypeRole

_WIDTH: Final = 38
_TALL: Final = 22
_KNOB: Final = 16
_GAP: Final = 8
_HEIGHT: Final = 32


class Switch(QCheckBox):
    """A switch and its words. Space and Return turn it."""

    def __init__(
        self, words: str, *, checked: bool = False, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self._words = words
        self._ring = RingOnFocus(self, radius=_TALL // 2)
        self.setAccessibleName(words)
        self.setObjectName(name)
        self.setChecked(checked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """The words beside the switch."""
        return self._words

    def sizeHint(self) -> QSize:
        """Return the size of track and words."""
        words = text_width(self._words, font=role_font(TypeRole.BODY))
        return QSize(round(scaled(_WIDTH) + _GAP + 1 + words), scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are not cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take the pointer anywhere, also on the words."""
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn on Return too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, knob and words."""
        t = tokens()
        painter = QPainter(self)
        track = QRectF(0, (self.height() - scaled(_TALL)) // 2, scaled(_WIDTH), scaled(_TALL))
        on = self.isChecked()
        radius = track.height() / 2
        if on:
            fill = t.accent if self.isEnabled() else t.disabled
            paint_box(painter, track, radius=radius, fill=fill)
        else:
            edge = t.border if self.isEnabled() else t.hairline
            paint_box(painter, track, radius=radius, fill=t.surface, edge=edge)
        middle = track.right() - radius if on else track.left() + radius
        knob = t.on_accent if on else (t.border if self.isEnabled() else t.disabled)
        paint_dot(painter, QPointF(middle, track.center().y()), diameter=scaled(_KNOB), colour=knob)
        words = QRectF(track.right() + _GAP, 0, self.width(), self.height())
        ink = t.text if self.isEnabled() else t.disabled
        paint_text(painter, words, self._words, font=role_font(TypeRole.BODY), colour=ink)
