"""Work that takes a while: a spinner with words, or a bar with counts and Cancel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ui.measures import least_width
from ui.parts.button import Button
from ui.parts.painting import paint_box
from ui.parts.spinner import Spinner
from ui.parts.text import Text, Tone
from ui.theme import tokens
from ui.tokens import Height, Space, TypeRole

_BAR: Final = 8


class Bar(QProgressBar):
    """A progress bar, 8 px high, on a `sunken` track."""

    def __init__(self, label: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setTextVisible(False)
        self.setFixedHeight(_BAR)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and filled part."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=_BAR / 2, fill=t.sunken)
        span = max(1, self.maximum() - self.minimum())
        share = (self.value() - self.minimum()) / span
        if share > 0:
            filled = QRectF(box.left(), box.top(), max(float(_BAR), box.width() * share), _BAR)
            paint_box(painter, filled, radius=_BAR / 2, fill=t.accent)


class Busy(QWidget):
    """A spinner and what is being done, for work of 0.3 to 2 seconds."""

    def __init__(self, words: str, *, name: str = "busy") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(Spinner())
        self._words = Text(words, tone=Tone.SECOND, name=f"{name}-words")
        row.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Say what is being done now."""
        self._words.setText(words)
        self.setAccessibleName(words)


class Progress(QWidget):
    """What is being done, how much of it, how long still, and Cancel, for work over 2 seconds.

    Signals:
        cancelled(): a person pressed Cancel.
    """

    cancelled = Signal()

    def __init__(self, words: str, *, name: str = "progress") -> None:
        super().__init__()
        self.setObjectName(name)
        self._words = Text(words, role=TypeRole.LABEL, name=f"{name}-words")
        self._count = Text("", tone=Tone.SECOND, name=f"{name}-count")
        self._left = Text("", tone=Tone.SECOND, name=f"{name}-left")
        self.bar = Bar(words, name=f"{name}-bar")
        self.cancel = Button(self.tr("Cancel"), height=Height.DENSE, name=f"{name}-cancel")
        self.cancel.clicked.connect(self.cancelled.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        head = QHBoxLayout()
        head.addWidget(self._words, stretch=1)
        head.addWidget(self._count)
        foot = QHBoxLayout()
        foot.addWidget(self._left, stretch=1)
        foot.addWidget(self.cancel)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addLayout(foot)
        least_width(self, 240)

    def say(self, words: str) -> None:
        """Say what is being done now."""
        self._words.setText(words)
        self.bar.setAccessibleName(words)

    def show_progress(self, done: int, *, total: int, counts: str, left: str = "") -> None:
        """Show how far it is; ``counts`` and ``left`` are already written in the shop's locale."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self._count.setText(counts)
        self._left.setText(left)
