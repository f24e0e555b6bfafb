"""One small window that says what did not work, with the reference the log also holds."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.errors import Notice
from ui.measures import fix_width
from ui.parts.button import Button, ButtonKind
from ui.parts.dialog import Scrim
from ui.parts.painting import paint_box, paint_shadow, shadow_colour
from ui.parts.text import Text, Tone
from ui.theme import tokens
from ui.tokens import Radius, Space, TypeRole

_WIDTH = 480
_SHADOW = 40


class _Card(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        box = QRectF(self.rect())
        paint_box(QPainter(self), box, radius=Radius.DIALOG, fill=t.raised, edge=t.border_soft)


class NoticeWindow(QDialog):
    """Says it once; a second notice while it is open is counted, not stacked."""

    def __init__(self, notice: Notice, *, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.notice = notice
        self._more = 0
        self._scrim: Scrim | None = None
        self.setObjectName("notice")
        self.setWindowTitle(notice.heading)
        self.setAccessibleName(notice.heading)
        self.setAccessibleDescription(notice.text)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._count = Text("", tone=Tone.THIRD, wrap=True, name="notice-more")
        self._count.hide()
        self.copy = Button(self.tr("Copy reference"), kind=ButtonKind.GHOST, name="notice-copy")
        self.close_button = Button(self.tr("Close"), name="notice-close")
        self._card = _Card()
        self._build()
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.accept)
        self.finished.connect(self._lift_scrim)

    def show_over(self) -> None:
        """Open over the window, with the focus on Close."""
        parent = self.parentWidget()
        if parent is not None:
            self._scrim = Scrim(parent)
        self.open()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self, notice: Notice) -> None:
        """Say that more of the kind came up meanwhile."""
        self._more += 1
        self._count.setText(self.tr("And {count} more.").format(count=self._more))
        self._count.show()
        self.notice = notice

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shadow around the card."""
        t = tokens()
        colour = shadow_colour(t, opacity=t.dialog_shadow_opacity)
        box = QRectF(self._card.geometry())
        painter = QPainter(self)
        paint_shadow(painter, box, radius=Radius.DIALOG, spread=_SHADOW, drop=12, colour=colour)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_SHADOW, _SHADOW, _SHADOW, _SHADOW)
        outer.addWidget(self._card)
        fix_width(self._card, _WIDTH)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(20, Space.LARGE + 1, 20, 20)
        column.setSpacing(Space.SMALL)
        heading = Text(self.notice.heading, role=TypeRole.HEADING, wrap=True, name="notice-heading")
        column.addWidget(heading)
        column.addWidget(Text(self.notice.text, tone=Tone.SECOND, wrap=True, name="notice-text"))
        if self.notice.reference:
            words = self.tr("Reference {reference}").format(reference=self.notice.reference)
            reference = Text(words, tone=Tone.THIRD, name="notice-reference")
            reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(reference)
        column.addWidget(self._count)
        column.addSpacing(Space.LARGE)
        row = QHBoxLayout()
        row.setSpacing(Space.MEDIUM)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.close_button)
        column.addLayout(row)
        # Only now: shown before it has a parent, a widget is a window of its own for a moment.
        self.copy.setVisible(bool(self.notice.reference))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.notice.reference)

    def _lift_scrim(self) -> None:
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
