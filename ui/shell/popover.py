"""A small panel over the window: it takes the focus when it opens, and Esc gives it back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.icons import Icon
from ui.parts.button import IconButton
from ui.parts.floating import Floating
from ui.parts.text import Text
from ui.tokens import Height, Space, TypeRole

_GAP: Final = 8
_INSIDE: Final = 14


class Popover(Floating):
    """A titled panel above or below what opened it. Clicking elsewhere closes it.

    Signals:
        closed(): it went away.
    """

    closed = Signal()

    def __init__(self, title: str, *, name: str, width: int, anchor: QWidget) -> None:
        super().__init__(name=name, window=anchor.window())
        self._anchor = anchor
        self._wide = width
        self._returns_to: QWidget | None = None
        self.setAccessibleName(title)
        self.content = QVBoxLayout()
        self.content.setSpacing(Space.SMALL)
        head = QHBoxLayout()
        head.addWidget(Text(title, role=TypeRole.SECTION, name=f"{name}-title"), stretch=1)
        self.close_button = IconButton(
            self.tr("Close"), icon=Icon.X, height=Height.DENSE, name=f"{name}-close"
        )
        self.close_button.clicked.connect(self.close_panel)
        head.addWidget(self.close_button)
        inside = QVBoxLayout()
        inside.setContentsMargins(_INSIDE, Space.TIGHT, _INSIDE - 6, _INSIDE)
        inside.addLayout(head)
        inside.addLayout(self.content)
        self.body.addLayout(inside)

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return self.isVisible()

    def open_panel(self, *, focus: QWidget | None = None) -> None:
        """Show it beside its anchor and put the focus inside."""
        self._returns_to = QApplication.focusWidget()
        self.window().installEventFilter(self)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.fit()
        (focus or self.close_button).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Take it away; the focus returns to where it was."""
        if not self.isVisible():
            return
        self.window().removeEventFilter(self)
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        held_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if held_focus and self._returns_to is not None:
            self._returns_to.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def fit(self) -> None:
        """Size it to its content, beside the anchor and inside the window."""
        window = self.window()
        self.body.activate()
        margins = self.body.contentsMargins()
        width = self._wide + margins.left() + margins.right() - 10
        self.setFixedWidth(width)
        # What wraps is as high as its words are at this width.
        whole = self.body.totalHeightForWidth(width) if self.body.hasHeightForWidth() else -1
        height = max(whole, self.sizeHint().height()) - margins.top() - margins.bottom() + 10
        corner = self._anchor.mapTo(window, QPoint(0, 0))
        left = max(_GAP, min(corner.x(), window.width() - self._wide - _GAP))
        top = corner.y() + self._anchor.height() + _GAP
        if top + height > window.height():
            top = max(_GAP, corner.y() - _GAP - height)
        self.setMinimumSize(0, 0)
        self.setMaximumSize(16_777_215, 16_777_215)
        self.place(QRect(left, top, self._wide, min(height, window.height() - 2 * _GAP)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press elsewhere; follow the window's size."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            # The anchor is not in its new place before the window has laid itself out.
            QTimer.singleShot(0, self, self.fit)
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            spot = self.mapFromGlobal(event.globalPosition().toPoint())
            if not self.rect().contains(spot):
                self.close_panel()
        return False
