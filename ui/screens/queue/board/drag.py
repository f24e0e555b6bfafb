"""What follows the pointer while a card is dragged: the device and its order, small."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from services.tickets.dto import QueueRow
from ui.fonts import role_font, scaled
from ui.parts.painting import paint_box, paint_text
from ui.theme import tokens
from ui.tokens import Radius, Space, TypeRole

_WIDTH: Final = 158
_HEIGHT: Final = 52
_LINE: Final = 20
_BESIDE: Final = QPoint(8, 8)


class Ghost(QWidget):
    """A small card beside the pointer; it takes no part in anything."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[str, str] = ("", "")
        self.setObjectName("board-ghost")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def lift(self, row: QueueRow) -> None:
        """Show an order's card."""
        self._lines = (row.device_title, row.number)
        self.resize(scaled(_WIDTH), scaled(_HEIGHT))
        self.show()
        self.raise_()

    def carry(self, where: QPoint) -> None:
        """Stand beside a place of the board."""
        self.move(where + _BESIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        t, painter = tokens(), QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.CHIP, fill=t.raised, edge=t.focus, width=2)
        room = box.adjusted(Space.MEDIUM, Space.SMALL - 2, -Space.MEDIUM, -Space.SMALL)
        tall = scaled(_LINE)
        for place, (line, role, colour) in enumerate(
            zip(self._lines, (TypeRole.STRONG, TypeRole.BODY), (t.text, t.text_2), strict=True)
        ):
            spot = QRectF(room.left(), room.top() + place * tall, room.width(), tall)
            paint_text(painter, spot, line, font=role_font(role), colour=colour)
