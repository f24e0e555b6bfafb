"""The search line as it stands in the top bar: it looks like a field and opens the palette."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.measures import fix_height, most_width
from ui.parts.focus_ring import RingOnFocus
from ui.parts.keycap import HEIGHT as KEYCAP_HEIGHT
from ui.parts.keycap import keycap_width, paint_keycap
from ui.parts.painting import paint_box, paint_text
from ui.shortcuts import shortcut
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, TypeRole

SEARCH_WORDS: Final = "Search"
SEARCH_HINT: Final = "Search or scan: order, phone, name, IMEI"

_WIDTH: Final = 440
_LEAST: Final = 240
_LEFT: Final = 12
_GAP: Final = 8
_OPENS: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}


class SearchButton(QAbstractButton):
    """Opens the palette when pressed; a letter typed on it is the palette's first.

    Signals:
        typed(object): the text to search for: a key typed here, or a scan.
    """

    typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search-open")
        self.setText(SEARCH_HINT)
        self.setAccessibleName(SEARCH_HINT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fix_height(self, Height.STANDARD)
        most_width(self, _WIDTH)
        # It gives way where large text takes the room beside it.
        self.setMinimumWidth(_LEAST)
        RingOnFocus(self, radius=Radius.CONTROL)

    def search_for(self, text: str) -> None:
        """Open the palette with a text, as if it had been typed here."""
        self.typed.emit(text)

    def go_on(self) -> None:
        """Take the keyboard to what comes after this in the tab order."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.focusNextChild()

    def sizeHint(self) -> QSize:
        """Return the size at the present text scale."""
        return QSize(scaled(_WIDTH), scaled(Height.STANDARD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, Space or Down; hand a typed letter on."""
        text = event.text()
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if event.key() in _OPENS:
            self.click()
        elif text.strip() and text.isprintable() and not held:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a field at rest: frame, icon, hint and the key that opens it."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        fill = t.surface if self.isEnabled() else t.sunken
        edge = t.border if self.isEnabled() else t.hairline
        paint_box(painter, box, radius=Radius.CONTROL, fill=fill, edge=edge)
        size = scaled(IconSize.CONTROL)
        icon = QRectF(_LEFT, box.center().y() - size / 2, size, size)
        paint_icon(painter, icon, Icon.SEARCH, colour=t.text_3)
        key = shortcut("shell.search").keycap
        width, height = keycap_width(key), scaled(KEYCAP_HEIGHT)
        cap = QRectF(box.right() - width - _LEFT, box.center().y() - height / 2, width, height)
        paint_keycap(painter, cap, key)
        words = QRectF(icon.right() + _GAP, 0, cap.left() - icon.right() - 2 * _GAP, box.height())
        font = role_font(TypeRole.FIELD)
        paint_text(painter, words, self.text(), font=font, colour=t.text_3)
