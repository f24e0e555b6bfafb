"""The focus ring: 2 px in `focus`, 2 px away from its control, for the keyboard only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.parts.painting import paint_box
from ui.theme import tokens

GAP: Final = 2
WIDTH: Final = 2
_OUTSET: Final = GAP + WIDTH
_EXTRA_RADIUS: Final = 3

_FOLLOWED: Final = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ZOrderChange,
}


class FocusRing(QWidget):
    """An overlay that surrounds one control without taking part in its layout.

    It lives in the nearest scrolled content or window, so that no layout has to keep room for it,
    and is invisible to the pointer and to screen readers.
    """

    def __init__(self, target: QWidget, *, radius: int) -> None:
        super().__init__(_host_of(target))
        self._target = target
        self._radius = radius
        self._watched: list[QWidget] = []
        self.setObjectName("focus-ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._watch()
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around the target wherever a layout or a scroll moves it."""
        if event.type() in _FOLLOWED:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        radius = self._radius + _EXTRA_RADIUS
        paint_box(painter, QRectF(self.rect()), radius=radius + 1, edge=tokens().focus, width=WIDTH)

    def release(self) -> None:
        """Take the ring away."""
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched.clear()
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def _watch(self) -> None:
        widget: QWidget | None = self._target
        host = self.parentWidget()
        while widget is not None and widget is not host:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()

    def _follow(self) -> None:
        host = self.parentWidget()
        if host is None or not host.isAncestorOf(self._target):
            return
        corner = self._target.mapTo(host, QPoint(0, 0))
        self.setGeometry(
            corner.x() - _OUTSET,
            corner.y() - _OUTSET,
            self._target.width() + 2 * _OUTSET,
            self._target.height() + 2 * _OUTSET,
        )
        self.setVisible(self._target.isVisibleTo(host))
        self.raise_()


class RingOnFocus(QObject):
    """Shows a ring around one control while it has a focus that did not come by pointer."""

    def __init__(self, target: QWidget, *, radius: int) -> None:
        super().__init__(target)
        self._target = target
        self._radius = radius
        self._ring: FocusRing | None = None
        self._wanted = False
        self._by_pointer = False
        target.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        """Whether the ring is there."""
        return self._wanted

    def show(self) -> None:
        """Show the ring now, or as soon as the control stands in a window."""
        self._wanted = True
        self._place()

    def hide(self) -> None:
        """Take the ring away."""
        self._wanted = False
        self._remove()

    def pointer_pressed(self) -> None:
        """Take the ring away because the pointer is in use now."""
        self._by_pointer = True
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the target's focus and its moves into another window."""
        match event.type():
            case QEvent.Type.FocusIn if isinstance(event, QFocusEvent):
                self._focus_came(event.reason())
            case QEvent.Type.FocusOut:
                self.hide()
            case QEvent.Type.MouseButtonPress:
                self.pointer_pressed()
            case QEvent.Type.ParentChange | QEvent.Type.Show if self._wanted:
                self._remove()
                self._place()
        return False

    def _focus_came(self, reason: Qt.FocusReason) -> None:
        # Coming back to a window or from a menu is neither pointer nor keyboard: as it was before.
        if reason not in (
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        ):
            self._by_pointer = reason == Qt.FocusReason.MouseFocusReason
        if not self._by_pointer:
            self.show()

    def _place(self) -> None:
        if self._ring is None and self._target.parentWidget() is not None:
            self._ring = FocusRing(self._target, radius=self._radius)

    def _remove(self) -> None:
        if self._ring is not None:
            self._ring.release()
            self._ring = None


def _host_of(target: QWidget) -> QWidget:
    """Return the scrolled content or the window the ring may be drawn in."""
    widget = target.parentWidget()
    last = target
    while widget is not None:
        if isinstance(widget.parentWidget(), QAbstractScrollArea):
            return last if last is not target else widget
        if widget.isWindow():
            return widget
        last = widget
        widget = widget.parentWidget()
    return last
