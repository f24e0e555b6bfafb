"""A person as two letters in a circle, or a thing as an icon in one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.painting import CENTRE, paint_box, paint_text
from ui.parts.text import plain_tip
from ui.theme import tokens
from ui.tokens import IconSize, TypeRole


def initials(name: str) -> str:
    """Return up to two capitals: of first and last word, or the first two letters of one word."""
    words = [word for word in name.split() if any(letter.isalnum() for letter in word)]
    if not words:
        return ""
    if len(words) == 1:
        return "".join(letter for letter in words[0] if letter.isalnum())[:2].upper()
    ends = (words[0], words[-1])
    return "".join(next(letter for letter in word if letter.isalnum()) for word in ends).upper()


def paint_avatar(
    painter: QPainter, rect: QRectF, letters: str, *, role: TypeRole = TypeRole.STRONG
) -> None:
    """Draw two letters in a circle as large as the shorter side of ``rect``, at its left."""
    t = tokens()
    circle = _circle(rect)
    paint_box(painter, circle, radius=circle.width() / 2, fill=t.accent_soft)
    paint_text(painter, circle, letters, font=role_font(role), colour=t.accent_text, align=CENTRE)


def paint_thing(painter: QPainter, rect: QRectF, icon: Icon) -> None:
    """Draw an icon in a quiet circle, at the left of ``rect``."""
    t = tokens()
    circle = _circle(rect)
    paint_box(painter, circle, radius=circle.width() / 2, fill=t.sunken)
    size = scaled(IconSize.CONTROL)
    spot = QRectF(0, 0, size, size)
    spot.moveCenter(circle.center())
    paint_icon(painter, spot, icon, colour=t.text_2)


def _circle(rect: QRectF) -> QRectF:
    side = min(rect.width(), rect.height())
    return QRectF(rect.left(), rect.center().y() - side / 2, side, side)


class Avatar(QWidget):
    """A person's initials or a thing's icon. The name beside it is what readers hear."""

    def __init__(
        self,
        name: str = "",
        *,
        icon: Icon | None = None,
        size: int = 28,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._letters = initials(name)
        self._icon = icon
        self._size = size
        self.setObjectName("avatar")
        self.setToolTip(plain_tip(name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def letters(self) -> str:
        """The letters shown."""
        return self._letters

    def show_person(self, name: str) -> None:
        """Show another person."""
        self._letters = initials(name)
        self._icon = None
        self.setToolTip(plain_tip(name))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(scaled(self._size), scaled(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        if self._icon is not None:
            paint_thing(painter, QRectF(self.rect()), self._icon)
        else:
            large = self._size >= 48
            role = TypeRole.TITLE if large else TypeRole.STRONG
            paint_avatar(painter, QRectF(self.rect()), self._letters, role=role)
