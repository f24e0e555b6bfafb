"""Widgets side by side that go on in the next line where the page is narrow or the text is large.

They place their children themselves: a layout of our own would have to hand its items to Qt and
keep them alive for Python at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.tokens import Space

_Line = list[tuple[QWidget, QSize]]
# While it is hidden, Qt does not tell it that a child changed its size.
_MEASURE_AGAIN = (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.FontChange)
_SET_HIDDEN = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


class Reflowing(QWidget):
    """What both kinds share: children in reading order, and a height that follows the width."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: list[QWidget] = []
        # Layouts ask for the height many times in one pass; measuring words each time adds up.
        self._heights: dict[int, int] = {}
        self.setObjectName(name)
        # Not fixed: Qt would take the height at the old width for the most it may have.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_row(self, row: Sequence[QWidget]) -> None:
        """Show these widgets in this order; those no longer named are let go."""
        for widget in self._row:
            if widget not in row:
                widget.hide()
                widget.deleteLater()
        for widget in row:
            if widget.parentWidget() is not self:
                hidden = widget.isHidden() and widget.testAttribute(_SET_HIDDEN)
                widget.setParent(self)
                widget.setVisible(not hidden)
        self._row = list(row)
        self.rearrange()

    def rearrange(self) -> None:
        """Place the children anew."""
        self._heights.clear()
        self.updateGeometry()
        self.place(self.width(), really=True)

    def event(self, event: QEvent) -> bool:
        """Place the children anew when one of them changed its size or was hidden."""
        if event.type() in _MEASURE_AGAIN:
            self.rearrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the children in the new width; another width may need another height."""
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
        self.place(self.width(), really=True)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow row is a tall one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at this width."""
        if width not in self._heights:
            self._heights[width] = self.place(width, really=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return the size of everything in one line."""
        width = self.wanted_width()
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Return the least width of the widest child."""
        widths = [_least(widget).width() for widget in self.shown()]
        return QSize(max(widths, default=0), self.heightForWidth(max(self.width(), 1)))

    def shown(self) -> list[QWidget]:
        """Return the children that take part."""
        return [widget for widget in self._row if not widget.isHidden()]

    def wanted_width(self) -> int:
        """Return the width at which nothing goes to another line."""
        return 0

    def place(self, width: int, *, really: bool) -> int:
        """Return the height the children take; ``really`` puts them there."""
        return 0


class Flow(Reflowing):
    """Children at their own size, ``gap`` pixels apart; some may keep to the right.

    Lines are ``down`` pixels apart, half the gap where that is not said.
    """

    def __init__(
        self,
        *,
        gap: int,
        name: str,
        down: int | None = None,
        at_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name=name, parent=parent)
        self._gap = gap
        self._down = gap // 2 if down is None else down
        self._all_at_right = at_right
        self._at_right: set[QWidget] = set()

    def keep_right(self, *widgets: QWidget) -> None:
        """Let these stand at the right of the line they are in."""
        self._at_right = set(widgets)
        self.rearrange()

    def wanted_width(self) -> int:
        """Return the width of one line."""
        sizes = [_wanted(widget) for widget in self.shown()]
        return sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)

    def place(self, width: int, *, really: bool) -> int:
        """Fill line after line."""
        top = 0
        for line in self._lines(width):
            height = max(size.height() for _widget, size in line)
            if really:
                self._place_line(line, QRect(0, top, width, height))
            top += height + self._down
        return max(0, top - self._down)

    def _lines(self, width: int) -> Iterator[_Line]:
        line: _Line = []
        used = 0
        for widget in self.shown():
            size = _within(widget, width)
            if line and used + self._gap + size.width() > width:
                yield line
                line, used = [], 0
            used += size.width() + (self._gap if line else 0)
            line.append((widget, size))
        if line:
            yield line

    def _place_line(self, line: _Line, room: QRect) -> None:
        used = sum(size.width() for _widget, size in line) + self._gap * (len(line) - 1)
        spare = max(0, room.width() - used)
        left, pushed = room.left(), False
        for widget, size in line:
            if not pushed and (self._all_at_right or widget in self._at_right):
                left, pushed = left + spare, True
            top = room.top() + (room.height() - size.height()) // 2
            widget.setGeometry(QRect(left, top, size.width(), size.height()))
            left += size.width() + self._gap


class Columns(Reflowing):
    """Children in columns of one width: as many as fit, of the numbers allowed."""

    def __init__(
        self,
        *,
        counts: Sequence[int],
        across: int,
        down: int,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name=name, parent=parent)
        self._counts = tuple(counts)
        self._across = across
        self._down = down

    def count_at(self, width: int) -> int:
        """Return how many columns there are at this width."""
        least = max((_least(widget).width() for widget in self.shown()), default=0)
        for count in self._counts:
            if count * least + (count - 1) * self._across <= width:
                return count
        return self._counts[-1]

    def wanted_width(self) -> int:
        """Return the width of all columns at their least."""
        least = max((_least(widget).width() for widget in self.shown()), default=0)
        return self._counts[0] * least + (self._counts[0] - 1) * self._across

    def place(self, width: int, *, really: bool) -> int:
        """Fill row after row."""
        shown, count = self.shown(), self.count_at(width)
        room = max(1, width - (count - 1) * self._across)
        top = 0
        for start in range(0, len(shown), count):
            row = shown[start : start + count]
            height = max(_height_at(widget, room // count) for widget in row)
            for column, widget in enumerate(row if really else ()):
                left = column * room // count + column * self._across
                right = (column + 1) * room // count + column * self._across
                widget.setGeometry(QRect(left, top, right - left, height))
            top += height + self._down
        return max(0, top - self._down)


def together(*parts: QWidget) -> QWidget:
    """Return widgets that go to another line only as one."""
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.SMALL)
    for part in parts:
        row.addWidget(part)
    return group


def _wanted(widget: QWidget) -> QSize:
    hint = widget.sizeHint().boundedTo(widget.maximumSize())
    return hint.expandedTo(widget.minimumSize())


def _least(widget: QWidget) -> QSize:
    hint = widget.minimumSizeHint().boundedTo(widget.maximumSize())
    return hint.expandedTo(widget.minimumSize())


def _within(widget: QWidget, width: int) -> QSize:
    """Return the size a widget takes in a line of this width."""
    wanted = _wanted(widget)
    if wanted.width() <= width:
        return wanted
    narrow = max(min(width, wanted.width()), _least(widget).width())
    return QSize(narrow, _height_at(widget, narrow))


def _height_at(widget: QWidget, width: int) -> int:
    if widget.hasHeightForWidth():
        return widget.heightForWidth(width)
    return _wanted(widget).height()
