"""One item of the top or status bar: an icon and words that can be pressed to learn more."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.focus_ring import RingOnFocus
from ui.parts.painting import paint_box, paint_text, text_width
from ui.parts.text import Tone, plain_tip, tone_colour
from ui.theme import tokens
from ui.tokens import IconSize, Radius, TypeRole

_HEIGHT: Final = 24
_PADDING: Final = 6
_GAP: Final = 6

# Trouble is a coloured pill; the quiet tones have no fill.
_FILLS: Final = {Tone.WARN: "warn_soft", Tone.DANGER: "danger_soft"}


class BarItem(QAbstractButton):
    """An item whose words, its accessible name, say a state; the tool tip says what to do."""

    def __init__(
        self,
        words: str = "",
        *,
        icon: Icon | None = None,
        tone: Tone = Tone.SECOND,
        name: str,
        pressable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tone = tone
        self._icon_tone = tone
        self._pressable = pressable
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if pressable:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            RingOnFocus(self, radius=Radius.CONTROL)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.say(words, tone=tone)

    @property
    def tone(self) -> Tone:
        """What the colour says."""
        return self._tone

    def say(
        self,
        words: str,
        *,
        tone: Tone = Tone.SECOND,
        icon: Icon | None = None,
        icon_tone: Tone | None = None,
        tip: str = "",
    ) -> None:
        """Show other words, and where given another icon; ``tip`` says what to do."""
        self._icon = icon or self._icon
        self._tone = tone
        self._icon_tone = icon_tone or tone
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(tip)
        self.setToolTip(plain_tip(tip))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of icon and words."""
        width = text_width(self.text(), font=role_font(TypeRole.LABEL)) + 2 * _PADDING + 1
        if self._icon is not None:
            width += scaled(IconSize.PILL) + _GAP
        return QSize(round(width), scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: states are not cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text scale changes."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the item."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        fill = getattr(t, _FILLS[self._tone]) if self._tone in _FILLS else None
        if fill is None and self._pressable and self.underMouse():
            fill = t.hover
        if fill is not None:
            paint_box(painter, box, radius=Radius.CONTROL, fill=fill)
        left = float(_PADDING)
        if self._icon is not None:
            size = scaled(IconSize.PILL)
            spot = QRectF(left, box.center().y() - size / 2, size, size)
            paint_icon(painter, spot, self._icon, colour=tone_colour(self._icon_tone, t=t))
            left = spot.right() + _GAP
        words = QRectF(left, 0, box.width() - left - 2, box.height())
        ink = tone_colour(self._tone, t=t)
        paint_text(painter, words, self.text(), font=role_font(TypeRole.LABEL), colour=ink)
