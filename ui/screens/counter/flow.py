"""Small widgets side by side that go on in the next line.

A widget that places its children itself: a layout of our own would have to hand its items to Qt
and keep them alive for Python at once.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Children at their own size, ``gap`` pixels apart, as many in a line as fit."""

    def __init__(self, *, gap: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._row: list[QWidget] = []
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_row(self, row: list[QWidget]) -> None:
        """Show these widgets in this order; those no longer named are let go."""
        for widget in self._row:
            if widget not in row:
                widget.hide()
                widget.deleteLater()
        for widget in row:
            if widget.parentWidget() is not self:
                widget.setParent(self)
                widget.show()
        self._row = row
        self._rearrange()

    def event(self, event: QEvent) -> bool:
        """Place the children anew when one of them changed its size or was hidden."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._rearrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the children in the new width."""
        self._place(self.width(), really=True)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow row is a tall one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at this width."""
        return self._place(width, really=False)

    def sizeHint(self) -> QSize:
        """Return the size of everything in one line."""
        sizes = [widget.sizeHint() for widget in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(width, self._place(max(width, self.width()), really=False))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the widest child."""
        sizes = [widget.sizeHint() for widget in self._shown()]
        width = max((size.width() for size in sizes), default=0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def _rearrange(self) -> None:
        self.updateGeometry()
        self._place(self.width(), really=True)

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._row if not widget.isHidden()]

    def _place(self, width: int, *, really: bool) -> int:
        """Return the height the children take; ``really`` puts them there."""
        left = top = line = 0
        for widget in self._shown():
            size = widget.sizeHint().boundedTo(widget.maximumSize())
            size = size.expandedTo(widget.minimumSize())
            if line and left + size.width() > width:
                left, top, line = 0, top + line + self._gap // 2, 0
            if really:
                widget.setGeometry(QRect(left, top, size.width(), size.height()))
            left += size.width() + self._gap
            line = max(line, size.height())
        return top + line
