"""Lasting trouble, in words, under the top bar: what is the case, what still works, one action."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.icons import Icon
from ui.measures import least_height
from ui.parts.button import Button, ButtonKind
from ui.parts.icon_view import IconView
from ui.parts.text import Text, Tone
from ui.theme import tokens
from ui.tokens import Height, TypeRole

_HEIGHT: Final = 44


class BannerKind(StrEnum):
    """How bad it is."""

    WARN = "warn"
    DANGER = "danger"
    INFO = "info"


class _Sentence(Text):
    """A sentence on one line where there is room, and on more where there is not."""

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text())
        return QSize(line.width() + 1, line.height())


class Banner(QFrame):
    """A strip across the window that pushes the content down.

    Signals:
        acted(): the one action was pressed.
        asked(): "What to do" was pressed.
    """

    acted = Signal()
    asked = Signal()

    def __init__(
        self,
        sentence: str,
        *,
        kind: BannerKind = BannerKind.WARN,
        icon: Icon = Icon.TRIANGLE_ALERT,
        note: str = "",
        action: str = "",
        question: str = "",
        name: str = "banner",
    ) -> None:
        super().__init__()
        self._kind = kind
        self.setObjectName(name)
        tone = {BannerKind.WARN: Tone.WARN, BannerKind.DANGER: Tone.DANGER}.get(kind, Tone.ACCENT)
        self._sentence = _Sentence(sentence, role=TypeRole.LABEL, name=f"{name}-sentence")
        self._sentence.setWordWrap(True)
        self._note = Text(note, role=TypeRole.STRONG, tone=tone, name=f"{name}-note")
        self.question = Button(question, kind=ButtonKind.LINK, height=Height.DENSE)
        self.action = Button(action, height=Height.DENSE)
        self.question.setObjectName(f"{name}-question")
        self.action.setObjectName(f"{name}-action")
        # A click leaves the keyboard where the person types; Tab still comes here.
        self.question.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.question.clicked.connect(self.asked.emit)
        self.action.clicked.connect(self.acted.emit)
        self._arrange(icon, tone=tone)
        # Only now: shown before it has a parent, a widget is a window and takes the keyboard.
        self._note.setVisible(bool(note))
        self.question.setVisible(bool(question))
        self.action.setVisible(bool(action))
        self._speak()

    @property
    def sentence(self) -> str:
        """What is the case."""
        return self._sentence.text()

    def say(self, sentence: str, *, note: str = "") -> None:
        """Say something else in the same place."""
        self._sentence.setText(sentence)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._speak()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw fill and lower edge."""
        t = tokens()
        fill, edge = {
            BannerKind.WARN: (t.warn_soft, t.warn),
            BannerKind.DANGER: (t.danger_soft, t.danger),
            BannerKind.INFO: (t.accent_soft, t.accent),
        }[self._kind]
        painter = QPainter(self)
        painter.fillRect(self.rect(), fill)
        painter.fillRect(0, self.height() - 1, self.width(), 1, edge)

    def _arrange(self, icon: Icon, *, tone: Tone) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 13, 5)
        row.setSpacing(10)
        row.addWidget(IconView(icon, tone=tone))
        row.addWidget(self._sentence)
        row.addWidget(self._note)
        row.addStretch(1)
        row.addWidget(self.question)
        row.addWidget(self.action)
        row.setAlignment(self._sentence, Qt.AlignmentFlag.AlignVCenter)
        least_height(self, _HEIGHT)

    def _speak(self) -> None:
        words = (self._sentence.text(), self._note.text())
        self.setAccessibleName(" ".join(word for word in words if word))
