"""The checkbox."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.parts.check_mark import paint_check
from ui.parts.focus_ring import RingOnFocus
from ui.parts.painting import paint_text, text_width
from ui.theme import tokens
from ui.tokens import Radius, TypeRole

_BOX: Final = 18
_GAP: Final = 8
_HEIGHT: Final = 32


class Checkbox(QCheckBox):
    """A box to tick and its words; 32 high so that it is easy to hit."""

    def __init__(
        self, words: str, *, checked: bool = False, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._ring = RingOnFocus(self, radius=Radius.TICK)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setObjectName(name)
        self.setChecked(checked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """The words beside the box."""
        return self._words

    @property
    def shows_focus_ring(self) -> bool:
        """Whether the keyboard's ring is around it."""
        return self._ring.is_shown

    def set_words(self, words: str) -> None:
        """Change the words; the accessible name follows."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of box and words."""
        words = text_width(self._words, font=role_font(TypeRole.BODY))
        gap = _GAP + 1 if self._words else 0
        return QSize(round(scaled(_BOX) + gap + words), scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are not cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take the pointer anywhere, also on the words."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box and words."""
        t = tokens()
        painter = QPainter(self)
        side = scaled(_BOX)
        box = QRectF(0, (self.height() - side) // 2, side, side)
        paint_check(painter, box, state=self.checkState(), enabled=self.isEnabled())
        words = QRectF(side + _GAP, 0, self.width() - side - _GAP, self.height())
        ink = t.text if self.isEnabled() else t.disabled
        paint_text(painter, words, self._words, font=role_font(TypeRole.BODY), colour=ink)
