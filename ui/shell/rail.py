"""The rail at the left: the screens this person may open, one key each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.focus_ring import RingOnFocus
from ui.parts.keycap import HEIGHT as KEYCAP_HEIGHT
from ui.parts.keycap import keycap_width, paint_keycap
from ui.parts.painting import CENTRE, paint_box, paint_text
from ui.parts.text import plain_tip
from ui.screen_key import ScreenKey
from ui.shortcuts import shortcut
from ui.theme import tokens
from ui.tokens import IconSize, Radius, TypeRole

NARROW: Final = 88
WIDE: Final = 208
_BRAND: Final = 32
_ENTRY: Final = 56
_ENTRY_WIDE: Final = 44
_GAP: Final = 4

_ICONS: Final = {
    ScreenKey.COUNTER: Icon.PACKAGE_PLUS,
    ScreenKey.QUEUE: Icon.LIST_TODO,
    ScreenKey.CUSTOMERS: Icon.USERS,
    ScreenKey.SETTINGS: Icon.SETTINGS,
}


class RailEntry(QAbstractButton):
    """One screen: icon above its word, or in a wide rail icon, word and key in one line."""

    def __init__(self, key: ScreenKey, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.screen_key = key
        entry = shortcut(f"shell.{key.value}")
        self._icon = _ICONS[key]
        self._key = entry.key
        self._wide = False
        self.setObjectName(f"rail-{key.value}")
        self.setText(entry.words)
        self.setAccessibleName(entry.words)
        self.setToolTip(plain_tip(f"{entry.words}  ({entry.key})"))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        RingOnFocus(self, radius=Radius.CHIP)

    def set_wide(self, wide: bool) -> None:  # noqa: FBT001 - one state of one widget
        """Show icon, word and key in one line, or the word below the icon."""
        self._wide = wide
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the entry's size at the present text scale."""
        if self._wide:
            return QSize(scaled(WIDE) - 16, scaled(_ENTRY_WIDE))
        return QSize(scaled(NARROW) - 8, scaled(_ENTRY))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entry."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen or (self.underMouse() and self.isEnabled()):
            fill = t.accent_soft if chosen else t.hover
            paint_box(painter, box, radius=Radius.CHIP, fill=fill)
        ink = t.accent_text if chosen else t.text_2
        if not self.isEnabled():
            ink = t.disabled
        if self._wide:
            self._paint_wide(painter, box, ink=ink)
        else:
            self._paint_narrow(painter, box, ink=ink)

    def _paint_narrow(self, painter: QPainter, box: QRectF, *, ink: str) -> None:
        size = scaled(IconSize.RAIL)
        spot = QRectF(box.center().x() - size / 2, scaled(8), size, size)
        paint_icon(painter, spot, self._icon, colour=ink)
        words = QRectF(0, spot.bottom() + 2, box.width(), box.height() - spot.bottom() - scaled(6))
        paint_text(painter, words, self.text(), font=self._font(), colour=ink, align=CENTRE)

    def _paint_wide(self, painter: QPainter, box: QRectF, *, ink: str) -> None:
        size = scaled(IconSize.RAIL)
        spot = QRectF(14, box.center().y() - size / 2, size, size)
        paint_icon(painter, spot, self._icon, colour=ink)
        cap = keycap_width(self._key)
        height = scaled(KEYCAP_HEIGHT)
        words = QRectF(spot.right() + 12, 0, box.width() - spot.right() - 36 - cap, box.height())
        paint_text(painter, words, self.text(), font=self._font(), colour=ink)
        key = QRectF(box.right() - cap - 12, box.center().y() - height / 2, cap, height)
        paint_keycap(painter, key, self._key)

    def _font(self) -> QFont:
        return role_font(TypeRole.STRONG if self.isChecked() else TypeRole.LABEL)


class _Brand(QWidget):
    """The mark at the top of the rail."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("brand")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a height that puts mark and search line on one middle."""
        return QSize(NARROW, 50)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark; in a wide rail with the name beside it."""
        painter = QPainter(self)
        t = tokens()
        wide = self.width() > scaled(NARROW)
        left = 16.0 if wide else (self.width() - _BRAND) / 2
        box = QRectF(left, 10, _BRAND, _BRAND)
        paint_icon(painter, box, Icon.BRAND, colour=t.accent)
        if wide:
            name = QRectF(box.right() + 10, 0, self.width() - box.right() - 10, self.height())
            paint_text(painter, name, "Mendpoint", font=role_font(TypeRole.HEADING), colour=t.text)


class Rail(QWidget):
    """The rail.

    Signals:
        chosen(object): the `ScreenKey` a person chose.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Screens")
        self._entries = {key: RailEntry(key, parent=self) for key in ScreenKey}
        self._brand = _Brand(self)
        self._build()
        self._connect()
        self.set_wide(False)

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self.set_wide(self._wide)

    @property
    def shown_screens(self) -> tuple[ScreenKey, ...]:
        """The screens that can be chosen, in order."""
        return tuple(key for key, entry in self._entries.items() if not entry.isHidden())

    def show_screens(self, screens: Collection[ScreenKey]) -> None:
        """Show only what the person may open."""
        for key, entry in self._entries.items():
            entry.setVisible(key in screens)

    def set_ready(self, ready: bool) -> None:  # noqa: FBT001 - one state of one widget
        """Let the screens be chosen, or not yet."""
        for entry in self._entries.values():
            entry.setEnabled(ready)

    def mark(self, screen: ScreenKey | None) -> None:
        """Mark the screen that is shown, or none."""
        for key, entry in self._entries.items():
            entry.setAutoExclusive(False)
            entry.setChecked(key is screen)
            entry.setAutoExclusive(True)

    def set_wide(self, wide: bool) -> None:  # noqa: FBT001 - one state of one widget
        """Open the rail to name and key in one line, or close it."""
        self._wide = wide
        self.setFixedWidth(scaled(WIDE if wide else NARROW))
        margin = 8 if wide else 4
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(margin, 0, margin + 1, 6)
        for entry in self._entries.values():
            entry.set_wide(wide)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text scale changes."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and the hairline at its right."""
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(t.hairline))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(_GAP)
        column.addWidget(self._brand)
        for key, entry in self._entries.items():
            if key is ScreenKey.SETTINGS:
                column.addStretch(1)
            column.addWidget(entry)

    def _connect(self) -> None:
        for entry in self._entries.values():
            entry.clicked.connect(self._tell)

    def _tell(self) -> None:
        sender = self.sender()
        if isinstance(sender, RailEntry):
            self.chosen.emit(sender.screen_key)
