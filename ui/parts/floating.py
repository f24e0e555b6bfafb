"""What floats over a window: a raised box with a soft shadow, without a window of its own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.parts.painting import paint_box, paint_shadow, shadow_colour
from ui.theme import tokens
from ui.tokens import Radius

MENU_SHADOW: Final = 16
_DROP: Final = 4


class Floating(QFrame):
    """A pop-up that is a child of the window it lies over.

    A child never takes activation or focus, moves with its window under every window system, and is
    seen in pictures of the window. Its margin of `MENU_SHADOW` belongs to the shadow.
    """

    def __init__(self, *, name: str, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QVBoxLayout(self)
        room = MENU_SHADOW + 5
        self.body.setContentsMargins(room, room, room, room)
        self.body.setSpacing(0)
        self.hide()

    def place(self, box: QRect) -> None:
        """Show the visible box at ``box`` in the window's coordinates."""
        self.setGeometry(box.adjusted(-MENU_SHADOW, -MENU_SHADOW, MENU_SHADOW, MENU_SHADOW))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow and box."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(MENU_SHADOW, MENU_SHADOW, -MENU_SHADOW, -MENU_SHADOW)
        colour = shadow_colour(t, opacity=t.menu_shadow_opacity)
        paint_shadow(
            painter, box, radius=Radius.CHIP, spread=MENU_SHADOW, drop=_DROP, colour=colour
        )
        paint_box(painter, box, radius=Radius.CHIP, fill=t.raised, edge=t.border_soft)
