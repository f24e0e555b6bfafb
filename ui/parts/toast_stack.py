"""Toasts one above the other at the bottom of the window: the newest on top, each for 8 s."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtCore import QPropertyAnimation as Glide
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from ui.parts.toast import SHADOW, Toast, ToastNote
from ui.theme import motion_ms
from ui.tokens import Motion, Space

LIFETIME_MS: Final = 8_000
# More than these would cover what the person works on; older ones make room.
MOST: Final = 3
_ABOVE_STATUS_BAR: Final = 24
# What somebody may be typing into; a table or a button with the focus may be covered.
_FIELDS: Final = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class _Shown(QObject):
    """A toast in its place, with the notes it tells of and its time."""

    def __init__(self, toast: Toast, notes: tuple[ToastNote, ...], *, lifetime_ms: int) -> None:
        super().__init__(toast)
        self.toast = toast
        self.notes = notes
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(lifetime_ms)
        self.glide = Glide(toast, b"pos", self)
        self.glide.setEasingCurve(QEasingCurve.Type.OutCubic)


class ToastStack(QObject):
    """Shows toasts at the bottom of a window, at most `MOST`.

    Their time stands still while the pointer or the focus is on one of them; they move up rather
    than cover the field that has the focus.

    Signals:
        shown(object): the text of a toast that appeared.
        note_gone(object): a `ToastNote` that is no longer shown, undone or not.
        gone(): no toast is left.
    """

    shown = Signal(object)
    note_gone = Signal(object)
    gone = Signal()

    def __init__(
        self, window: QWidget, *, bottom_inset: int = 28, lifetime_ms: int = LIFETIME_MS
    ) -> None:
        super().__init__(window)
        self._window = window
        self._inset = bottom_inset + _ABOVE_STATUS_BAR
        self._lifetime_ms = lifetime_ms
        # The newest first.
        self._shown: list[_Shown] = []
        self._came_from: QWidget | None = None
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._remember)

    @property
    def toast(self) -> Toast | None:
        """The newest toast."""
        return self._shown[0].toast if self._shown else None

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """The toasts, the newest first."""
        return tuple(each.toast for each in self._shown)

    @property
    def is_paused(self) -> bool:
        """Whether the time stands still."""
        return bool(self._shown) and not any(each.timer.isActive() for each in self._shown)

    def show_note(self, note: ToastNote) -> None:
        """Show a note on top, in one toast with those of its group that are still shown."""
        same = [each for each in self._shown if note.group and _group(each) == note.group]
        earlier = same[0].notes if same else ()
        for each in same:
            self._take(each)
        self._put((*earlier, note))
        for old in self._shown[MOST:]:
            self._close(old)
        self._settle()
        QAccessible.updateAccessibility(
            QAccessibleEvent(self._shown[0].toast, QAccessible.Event.Alert)
        )
        self.shown.emit(self._shown[0].toast.text)

    def undo(self) -> bool:
        """Undo what the newest toast with Undo says; return whether there was one."""
        found = next((each for each in self._shown if each.toast.undo is not None), None)
        if found is None:
            return False
        self._undo(found)
        return True

    def remove(self, note: ToastNote) -> None:
        """Take a note away that was undone elsewhere, with its toast if it told of nothing else."""
        for each in self._shown:
            if note in each.notes:
                rest = tuple(other for other in each.notes if other is not note)
                if rest:
                    self._take(each)
                    self._put(rest)
                    self.note_gone.emit(note)
                    self._settle()
                else:
                    self._close(each)
                return

    def dismiss(self) -> None:
        """Take all toasts away."""
        for each in tuple(self._shown):
            self._close(each)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place at the bottom; let the time stand still under pointer and focus."""
        if watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self._settle(at_once=True)
            return False
        match event.type():
            case QEvent.Type.Enter | QEvent.Type.FocusIn:
                for each in self._shown:
                    each.timer.stop()
            case QEvent.Type.Leave | QEvent.Type.FocusOut:
                QTimer.singleShot(0, self, self._go_on)
        return False

    # --- inside -------------------------------------------------------------------------------

    def _put(self, notes: tuple[ToastNote, ...]) -> None:
        toast = self._toast_of(notes)
        here = _Shown(toast, notes, lifetime_ms=self._lifetime_ms)
        toast.closed.connect(lambda: self._close(here))
        toast.undone.connect(lambda: self._undo(here))
        here.timer.timeout.connect(lambda: self._close(here))
        for widget in (toast, *toast.findChildren(QPushButton)):
            widget.installEventFilter(self)
        self._shown.insert(0, here)
        here.timer.start()

    def _toast_of(self, notes: tuple[ToastNote, ...]) -> Toast:
        last, count = notes[-1], len(notes)
        many = count > 1
        text = last.several.format(count=count) if many and last.several else last.text
        undo = ""
        if last.undo is not None:
            undo = self.tr("Undo all") if many or last.undoes_all else self.tr("Undo")
        return Toast(text, kind=last.kind, undo_words=undo, key=last.key, parent=self._window)

    def _undo(self, here: _Shown) -> None:
        """Undo what a toast tells of, the newest first."""
        notes = here.notes
        self._close(here)
        for note in reversed(notes):
            if note.undo is not None:
                note.undo()

    def _close(self, here: _Shown) -> None:
        if here not in self._shown:
            return
        had_focus = here.toast.isAncestorOf(QApplication.focusWidget() or self._window)
        self._take(here)
        for note in here.notes:
            self.note_gone.emit(note)
        if had_focus:
            self._give_keyboard_back()
        self._settle()
        if not self._shown:
            self.gone.emit()

    def _take(self, here: _Shown) -> None:
        self._shown.remove(here)
        here.timer.stop()
        here.glide.stop()
        here.toast.hide()
        here.toast.deleteLater()

    def _give_keyboard_back(self) -> None:
        """Let the keyboard go on where it was before it came to the toasts."""
        earlier = self._came_from
        if earlier is not None and isValid(earlier) and earlier.isVisible():
            earlier.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot("QWidget*", "QWidget*")
    def _remember(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._holds(now) and not self._holds(before):
            self._came_from = before

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and any(t.isAncestorOf(widget) for t in self.toasts)

    def _settle(self, *, at_once: bool = False) -> None:
        """Bring each toast to its place and let the newest with Undo name the key."""
        named = False
        for here, goal in zip(self._shown, self._places(), strict=True):
            here.toast.show_key(on=not named)
            named = named or here.toast.undo is not None
            self._bring(here, goal, at_once=at_once)

    def _bring(self, here: _Shown, goal: QRect, *, at_once: bool) -> None:
        toast = here.toast
        is_new = toast.isHidden()
        begin = goal.topLeft() + QPoint(0, 12) if is_new else toast.pos()
        here.glide.stop()
        toast.setGeometry(goal)
        if is_new:
            toast.show()
            toast.raise_()
        duration = motion_ms(Motion.TOAST)
        if not duration or at_once or begin == goal.topLeft():
            return
        here.glide.setDuration(duration)
        here.glide.setStartValue(begin)
        here.glide.setEndValue(goal.topLeft())
        here.glide.start()

    def _places(self) -> Iterator[QRect]:
        """Return where the toasts stand, the newest first, which is the topmost."""
        below: list[QRect] = []
        bottom = self._window.height() - self._inset
        for here in reversed(self._shown):
            place = self._place(here.toast, bottom)
            bottom = place.top() + SHADOW - Space.SMALL
            below.append(place)
        return reversed(below)

    def _place(self, toast: Toast, bottom: int) -> QRect:
        wide = min(toast.sizeHint().width(), self._window.width())
        left = (self._window.width() - wide) // 2
        place = QRect(left, bottom - toast.height() + SHADOW, wide, toast.height())
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
        focus = QApplication.focusWidget()
        for here in self._shown:
            if here.toast.underMouse() or (focus is not None and here.toast.isAncestorOf(focus)):
                return
        for here in self._shown:
            if not here.timer.isActive():
                here.timer.start()


def _group(here: _Shown) -> str:
    return here.notes[-1].group
