"""Cards: white areas with a hairline edge, a title and a body."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.painting import paint_box
from ui.parts.text import Text
from ui.theme import tokens
from ui.tokens import Radius, Space, TypeRole


class Card(QFrame):
    """An area on `surface`, radius 10, with 16 at the sides and 8–16 above and below.

    Put content into ``body``; ``head`` takes what stands right of the title.
    """

    def __init__(
        self,
        title: str = "",
        *,
        name: str = "card",
        spacing: int = Space.SMALL,
        head_gap: int = Space.MEDIUM,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            Space.LARGE + 1, Space.LARGE - 1, Space.LARGE + 1, Space.LARGE - 1
        )
        column.setSpacing(head_gap)
        self.head = QHBoxLayout()
        self.head.setSpacing(Space.SMALL)
        self.title = Text(title, role=TypeRole.SECTION, name=f"{name}-title")
        self.body = QVBoxLayout()
        self.body.setSpacing(spacing)
        if title:
            self.head.addWidget(self.title, stretch=1)
            column.addLayout(self.head)
        column.addLayout(self.body)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.CARD, fill=t.surface, edge=t.hairline)


class Hairline(QFrame):
    """A 1 px line between areas."""

    def __init__(
        self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("hairline")
        if orientation == Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens().hairline)


class Surface(QFrame):
    """An area filled with the colour of one token: a rail, a bar, a panel or the canvas."""

    def __init__(self, fill: str = "surface", *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill = fill
        self.setObjectName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the area."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), getattr(tokens(), self._fill))
