"""An empty place: what is (not) here, why, and the first thing to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.fonts import scaled
from ui.icons import Icon, paint_icon
from ui.parts.button import Button
from ui.parts.painting import paint_box
from ui.parts.text import Text, Tone
from ui.theme import tokens
from ui.tokens import IconSize, Space, TypeRole

_CIRCLE: Final = 56


class _Circle(QWidget):
    """An icon in a quiet circle of 56 px."""

    def __init__(self, icon: Icon) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: Icon) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(_CIRCLE), scaled(_CIRCLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=box.width() / 2, fill=t.sunken)
        size = scaled(IconSize.EMPTY)
        spot = QRectF(0, 0, size, size)
        spot.moveCenter(box.center())
        paint_icon(painter, spot, self._icon, colour=t.text_2)


class Empty(QWidget):
    """One line what, one line why, one button. "None yet" and "nothing matches" differ in all.

    Signals:
        acted(): the button was pressed.
    """

    acted = Signal()

    def __init__(
        self, what: str, *, why: str = "", action: str = "", icon: Icon, name: str = "empty"
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._circle = _Circle(icon)
        self._what = Text(what, role=TypeRole.SECTION, name=f"{name}-what")
        self._why = Text(why, tone=Tone.SECOND, name=f"{name}-why")
        for words in (self._what, self._why):
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.action = Button(action, name=f"{name}-action")
        self.action.clicked.connect(self.acted.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self._circle, alignment=middle)
        column.addSpacing(Space.MEDIUM - 3)
        column.addWidget(self._what)
        column.addSpacing(Space.SMALL)
        column.addWidget(self._why)
        column.addSpacing(Space.MEDIUM)
        column.addWidget(self.action, alignment=middle)
        column.addStretch(1)
        self.say(what, why=why, action=action, icon=icon)

    def say(self, what: str, *, why: str = "", action: str = "", icon: Icon | None = None) -> None:
        """Say something else in the same place."""
        self._what.setText(what)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.action.set_words(action)
        self.action.setVisible(bool(action))
        if icon is not None:
            self._circle.show_icon(icon)
        self.setAccessibleName(". ".join(word for word in (what, why) if word))
