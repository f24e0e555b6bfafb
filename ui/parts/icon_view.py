"""An icon as a widget, in a tone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import scaled
from ui.icons import Icon, paint_icon
from ui.parts.text import Tone, tone_colour
from ui.theme import tokens
from ui.tokens import IconSize


class IconView(QWidget):
    """An icon beside words; the words are what readers hear."""

    def __init__(
        self,
        icon: Icon,
        *,
        tone: Tone = Tone.SECOND,
        size: int = IconSize.CONTROL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tone = tone
        self._size = size
        self.setObjectName(f"icon-{icon.value}")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def icon(self) -> Icon:
        """The icon shown."""
        return self._icon

    def show_icon(self, icon: Icon, *, tone: Tone | None = None) -> None:
        """Show another icon, or the same in another tone."""
        self._icon = icon
        self._tone = tone or self._tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(scaled(self._size), scaled(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        colour = tone_colour(self._tone, t=tokens())
        paint_icon(QPainter(self), QRectF(self.rect()), self._icon, colour=colour)
