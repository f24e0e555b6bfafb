"""Toasts: what was just done, at the bottom of the window, with Undo for eight seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    QTimer,
    Signal,
)
from PySide6.QtCore import QPropertyAnimation as Glide
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QWidget,
)

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.focus_ring import RingOnFocus
from ui.parts.icon_view import IconView
from ui.parts.painting import CENTRE, paint_box, paint_shadow, paint_text, shadow_colour, text_width
from ui.parts.text import Text, Tone
from ui.theme import motion_ms, tokens
from ui.tokens import IconSize, Motion, Radius, TypeRole

LIFETIME_MS: Final = 8_000
_HEIGHT: Final = 44
SHADOW: Final = 16
_ABOVE_STATUS_BAR: Final = 24
# What somebody may be typing into; a table or a button with the focus may be covered.
_FIELDS: Final = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


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


@dataclass(frozen=True, slots=True, kw_only=True)
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
        row.addWidget(Text(text, role=TypeRole.STRONG, tone=Tone.ON_TIP, name="toast-text"))
        self.undo: QPushButton | None = None
        if undo_words:
            row.addSpacing(12)
            self.undo = _TipButton(undo_words, name="toast-undo")
            self.undo.clicked.connect(self.undone.emit)
            row.addWidget(self.undo)
            row.addWidget(Text(key, tone=Tone.TIP_MUTED, name="toast-key"))
        self.close_button = _TipButton(self.tr("Close"), icon=Icon.X, name="toast-close")
        self.close_button.clicked.connect(self.closed.emit)
        row.addWidget(self.close_button)
        self.restyle()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self.setFixedHeight(scaled(_HEIGHT) + 2 * SHADOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow and ground."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        colour = shadow_colour(t, opacity=t.dialog_shadow_opacity)
        paint_shadow(painter, box, radius=Radius.CARD, spread=SHADOW, drop=4, colour=colour)
        paint_box(painter, box, radius=Radius.CARD, fill=t.tip)


class ToastStack(QObject):
    """Shows one toast at a time at the bottom of a window.

    Its time stands still while the pointer or the focus is on it; it moves up rather than cover the
    field that has the focus.

    Signals:
        shown(object): the text of a toast that appeared.
        gone(): no toast is left.
    """

    shown = Signal(object)
    gone = Signal()

    def __init__(
        self, window: QWidget, *, bottom_inset: int = 28, lifetime_ms: int = LIFETIME_MS
    ) -> None:
        super().__init__(window)
        self._window = window
        self._inset = bottom_inset + _ABOVE_STATUS_BAR
        self._notes: list[ToastNote] = []
        self._toast: Toast | None = None
        self._glide: Glide | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(lifetime_ms)
        self._timer.timeout.connect(self.dismiss)
        window.installEventFilter(self)

    @property
    def toast(self) -> Toast | None:
        """The toast now shown."""
        return self._toast

    @property
    def is_paused(self) -> bool:
        """Whether the time stands still."""
        return self._toast is not None and not self._timer.isActive()

    def show_note(self, note: ToastNote) -> None:
        """Show a note, together with the present one when they are of one group."""
        same = bool(note.group) and bool(self._notes) and self._notes[-1].group == note.group
        self._notes = [*self._notes, note] if same else [note]
        self._replace()

    def undo(self) -> bool:
        """Undo what the toast says, newest first; return whether there was anything to undo."""
        notes = [note for note in self._notes if note.undo is not None]
        self.dismiss()
        for note in reversed(notes):
            if note.undo is not None:
                note.undo()
        return bool(notes)

    def dismiss(self) -> None:
        """Take the toast away."""
        self._notes = []
        self._timer.stop()
        if self._toast is not None:
            self._remove()
            self.gone.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place at the bottom; let the time stand still under pointer and focus."""
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self._toast is not None:
                self._toast.setGeometry(self._place(self._toast))
            return False
        match event.type():
            case QEvent.Type.Enter | QEvent.Type.FocusIn:
                self._timer.stop()
            case QEvent.Type.Leave | QEvent.Type.FocusOut:
                QTimer.singleShot(0, self, self._go_on)
        return False

    # --- inside -------------------------------------------------------------------------------

    def _replace(self) -> None:
        self._remove()
        last = self._notes[-1]
        count = len(self._notes)
        many = count > 1
        undoes_all = many or last.undoes_all
        text = last.several.format(count=count) if many and last.several else last.text
        undo = ""
        if last.undo is not None:
            undo = self.tr("Undo all") if undoes_all else self.tr("Undo")
        toast = Toast(text, kind=last.kind, undo_words=undo, key=last.key, parent=self._window)
        toast.closed.connect(self.dismiss)
        toast.undone.connect(self.undo)
        for widget in (toast, *toast.findChildren(QPushButton)):
            widget.installEventFilter(self)
        self._toast = toast
        self._slide(toast)
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(toast, QAccessible.Event.Alert))
        self.shown.emit(text)

    def _slide(self, toast: Toast) -> None:
        goal = self._place(toast)
        toast.setGeometry(goal)
        toast.show()
        toast.raise_()
        duration = motion_ms(Motion.TOAST)
        if not duration:
            return
        glide = Glide(toast, b"pos", self)
        glide.setDuration(duration)
        glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        glide.setStartValue(goal.topLeft() + QPoint(0, 12))
        glide.setEndValue(goal.topLeft())
        glide.start()
        self._glide = glide

    def _place(self, toast: Toast) -> QRect:
        size = toast.sizeHint()
        left = (self._window.width() - size.width()) // 2
        top = self._window.height() - self._inset - toast.height() + SHADOW
        place = QRect(left, top, size.width(), toast.height())
        field = self._focused_field()
        if field is not None and field.intersects(place):
            place.moveBottom(field.top() - 8)
        return place

    def _focused_field(self) -> QRect | None:
        focus = QApplication.focusWidget()
        if not isinstance(focus, _FIELDS) or not self._window.isAncestorOf(focus):
            return None
        return QRect(focus.mapTo(self._window, QPoint(0, 0)), focus.size())

    def _go_on(self) -> None:
        toast = self._toast
        if toast is None or toast.underMouse():
            return
        focus = QApplication.focusWidget()
        if focus is None or not toast.isAncestorOf(focus):
            self._timer.start()

    def _remove(self) -> None:
        if self._glide is not None:
            self._glide.stop()
            self._glide.deleteLater()
            self._glide = None
        if self._toast is not None:
            self._toast.hide()
            self._toast.deleteLater()
            self._toast = None
