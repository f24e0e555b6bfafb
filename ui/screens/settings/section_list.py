"""The list of pages at the left: arrows move, the page follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.fonts import role_font, scaled, text_scale
from ui.icons import Icon, paint_icon
from ui.parts.focus_ring import RingOnFocus
from ui.parts.painting import paint_box, paint_dot, paint_text
from ui.parts.text import Text
from ui.theme import tokens
from ui.tokens import IconSize, Radius, Space, TypeRole

WIDTH: Final = 236
_ENTRY: Final = 36
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Entry(QAbstractButton):
    """One page: icon, name, and a dot while it holds unsaved changes."""

    def __init__(self, key: str, *, words: str, icon: Icon) -> None:
        super().__init__()
        self.page_key = key
        self._icon = icon
        self._has_changes = False
        self.setObjectName(f"section-{key}")
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        RingOnFocus(self, radius=Radius.CONTROL)

    def mark_changes(self, has_changes: bool) -> None:  # noqa: FBT001 - one state
        self._has_changes = has_changes
        self.setAccessibleDescription("not saved yet" if has_changes else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 24, scaled(_ENTRY))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen or self.underMouse():
            fill = t.accent_soft if chosen else t.hover
            paint_box(painter, box, radius=Radius.CONTROL, fill=fill)
        ink = t.accent_text if chosen else t.text
        size = scaled(IconSize.CONTROL)
        spot = QRectF(10, box.center().y() - size / 2, size, size)
        paint_icon(painter, spot, self._icon, colour=ink if chosen else t.text_2)
        words = QRectF(spot.right() + 10, 0, box.width() - spot.right() - 30, box.height())
        role = TypeRole.STRONG if chosen else TypeRole.LABEL
        paint_text(painter, words, self.text(), font=role_font(role), colour=ink)
        if self._has_changes:
            centre = box.center()
            centre.setX(box.right() - 14)
            paint_dot(painter, centre, diameter=7, colour=t.focus)


class SectionList(QWidget):
    """The pages by name.

    Signals:
        chosen(object): the key of the page a person chose.
    """

    chosen = Signal(object)

    def __init__(self, pages: Iterable[tuple[str, str, Icon]]) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setAccessibleName(self.tr("Settings"))
        self.restyle()
        self._entries = {key: _Entry(key, words=words, icon=icon) for key, words, icon in pages}
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.LARGE, Space.MEDIUM + 1, Space.MEDIUM)
        column.setSpacing(Space.TIGHT)
        title = Text(self.tr("Settings"), role=TypeRole.TITLE)
        column.addWidget(title)
        column.addSpacing(Space.SMALL)
        for entry in self._entries.values():
            column.addWidget(entry)
            entry.clicked.connect(self._tell)
        column.addStretch(1)

    def restyle(self) -> None:
        """Take on the theme now in force; half as wide again holds the names at twice the size."""
        self.setFixedWidth(round(WIDTH * (1 + (text_scale() - 1) / 2)))

    def mark(self, key: str) -> None:
        """Mark the page that is shown."""
        for name, entry in self._entries.items():
            entry.setAutoExclusive(False)
            entry.setChecked(name == key)
            entry.setAutoExclusive(True)

    def mark_changes(self, key: str, *, has_changes: bool) -> None:
        """Mark a page that holds unsaved changes."""
        self._entries[key].mark_changes(has_changes)

    def take_focus(self, key: str) -> None:
        """Put the focus on a page's entry."""
        self._entries[key].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Up and Down: the page follows."""
        key = Qt.Key(event.key())
        if key not in _STEPS:
            super().keyPressEvent(event)
            return
        entries = list(self._entries.values())
        now = next((i for i, entry in enumerate(entries) if entry.hasFocus()), 0)
        goal = entries[(now + _STEPS[key]) % len(entries)]
        goal.setFocus(Qt.FocusReason.TabFocusReason)
        goal.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and the hairline at its right."""
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(t.hairline))

    def _tell(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Entry):
            self.chosen.emit(sender.page_key)
