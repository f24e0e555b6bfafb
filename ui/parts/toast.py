"""One toast: what was just done, with its own Undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.elided import Elided
from ui.parts.focus_ring import RingOnFocus
from ui.parts.icon_view import IconView
from ui.parts.painting import CENTRE, paint_box, paint_shadow, paint_text, shadow_colour, text_width
from ui.parts.text import Text, Tone
from ui.theme import tokens
from ui.tokens import IconSize, Radius, TypeRole

HEIGHT: Final = 44
SHADOW: Final = 16


class ToastKind(StrEnum):
    """What a toast tells of: something done, something to know, or something that was not done."""

    DONE = "done"
    TOLD = "told"
    NOT_DONE = "not_done"


_ICONS: Final = {
    ToastKind.DONE: Icon.CHECK,
    ToastKind.TOLD: Icon.INFO,
    ToastKind.NOT_DONE: Icon.CIRCLE_ALERT,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ToastNote:
    """What a toast says, and of what ``kind`` that is.

    A second note of the same ``group`` while the first is shown makes one toast with ``several``
    ("{count} orders moved to Completed") and "Undo all".
    ``undoes_all``: this one note tells of several things.
    """

    text: str
    kind: ToastKind = ToastKind.DONE
    undo: Callable[[], None] | None = None
    key: str = "Ctrl Z"
    group: str = ""
    several: str = ""
    undoes_all: bool = False


class _TipButton(QPushButton):
    """A word or an icon on the dark ground of a toast."""

    def __init__(self, words: str, *, icon: Icon | None = None, name: str) -> None:
        super().__init__()
        self._words = words
        self._icon = icon
        self._ring = RingOnFocus(self, radius=Radius.TICK)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = scaled(IconSize.CONTROL) + 8
        if self._icon is None:
            width = ceil(text_width(self._words, font=role_font(TypeRole.STRONG))) + 2
        return QSize(width, scaled(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._icon is None:
            font = role_font(TypeRole.STRONG)
            paint_text(painter, box, self._words, font=font, colour=t.tip_action, align=CENTRE)
            return
        size = scaled(IconSize.CONTROL)
        spot = QRectF(0, 0, size, size)
        spot.moveCenter(box.center())
        paint_icon(painter, spot, self._icon, colour=t.tip_muted)


class Toast(QFrame):
    """One toast.

    Signals:
        closed(): it was closed by a person, or its time was over.
        undone(): Undo was pressed.
    """

    closed = Signal()
    undone = Signal()

    def __init__(
        self,
        text: str,
        *,
        kind: ToastKind = ToastKind.DONE,
        undo_words: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAccessibleName(text)
        self.text = text
        self.kind = kind
        row = QHBoxLayout(self)
        margin = SHADOW
        row.setContentsMargins(margin + 16, margin, margin + 8, margin)
        row.setSpacing(7)
        row.addWidget(IconView(_ICONS[kind], tone=Tone.ON_TIP))
        words = Elided(text, role=TypeRole.STRONG, tone=Tone.ON_TIP, name="toast-text")
        row.addWidget(words)
        self.undo: QPushButton | None = None
        self.key: Text | None = None
        if undo_words:
            row.addSpacing(12)
            self.undo = _TipButton(undo_words, name="toast-undo")
            self.undo.clicked.connect(self.undone.emit)
            row.addWidget(self.undo)
            self.key = Text(key, tone=Tone.TIP_MUTED, name="toast-key")
            row.addWidget(self.key)
        self.close_button = _TipButton(self.tr("Close"), icon=Icon.X, name="toast-close")
        self.close_button.clicked.connect(self.closed.emit)
        row.addWidget(self.close_button)
        self.restyle()

    def show_key(self, *, on: bool) -> None:
        """Say the key of Undo: on the newest toast only, which the key takes back."""
        if self.key is not None:
            self.key.setVisible(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, when one of the buttons has the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self.setFixedHeight(scaled(HEIGHT) + 2 * SHADOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow and ground."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        colour = shadow_colour(t, opacity=t.dialog_shadow_opacity)
        paint_shadow(painter, box, radius=Radius.CARD, spread=SHADOW, drop=4, colour=colour)
        paint_box(painter, box, radius=Radius.CARD, fill=t.tip)
