"""The bar at the top: the search line, where the data is, and who is at the till."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.measures import fix_height
from ui.parts.avatar import initials, paint_avatar
from ui.parts.focus_ring import RingOnFocus
from ui.parts.painting import paint_box, paint_text, text_width
from ui.parts.text import Tone, plain_tip
from ui.shell.bar_item import BarItem
from ui.shell.search_button import SearchButton
from ui.shortcuts import shortcut
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, TypeRole

_AVATAR: Final = 28


class PersonButton(QAbstractButton):
    """Who is at the till; pressed, it lets another person take over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("person")
        entry = shortcut("shell.person")
        self.setToolTip(plain_tip(f"{entry.words}  ({entry.keycap})"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        RingOnFocus(self, radius=Radius.CONTROL)

    def show_person(self, name: str) -> None:
        """Show a person's initials and name."""
        self.setText(name)
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of initials, name and arrow."""
        words = text_width(self.text(), font=role_font(TypeRole.STRONG))
        return QSize(round(words) + scaled(_AVATAR) + scaled(IconSize.CONTROL) + 36, scaled(36))

    def minimumSizeHint(self) -> QSize:
        """Return the same, up to a long name's limit."""
        return self.sizeHint().boundedTo(QSize(260, scaled(36)))

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text scale changes."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw initials, name and arrow."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            paint_box(painter, box, radius=Radius.CONTROL, fill=t.hover)
        side = scaled(_AVATAR)
        circle = QRectF(6, box.center().y() - side / 2, side, side)
        paint_avatar(painter, circle, initials(self.text()))
        size = scaled(IconSize.CONTROL)
        arrow = QRectF(box.right() - size - 6, box.center().y() - size / 2, size, size)
        paint_icon(painter, arrow, Icon.CHEVRON_DOWN, colour=t.text_2)
        words = QRectF(circle.right() + 8, 0, arrow.left() - circle.right() - 14, box.height())
        paint_text(painter, words, self.text(), font=role_font(TypeRole.STRONG), colour=t.text)


class TopBar(QWidget):
    """The top bar.

    Signals:
        person_pressed(): another person wants to take over.
        database_pressed(): a person wants to know where the data is.
    """

    person_pressed = Signal()
    database_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top-bar")
        fix_height(self, Height.TOP_BAR)
        self.search = SearchButton()
        self.database = BarItem(icon=Icon.DATABASE, name="database-state")
        self.person = PersonButton()
        self._build()
        self._connect()

    def set_ready(self, ready: bool) -> None:  # noqa: FBT001 - one state of one widget
        """Let the search line be used, or not yet."""
        self.search.setEnabled(ready)

    def show_database(self, words: str, *, well: bool, tip: str) -> None:
        """Show where the data is and whether it answers."""
        tone = Tone.SECOND if well else Tone.DANGER
        icon = Icon.DATABASE if well else Icon.WIFI_OFF
        icon_tone = Tone.OK if well else Tone.DANGER
        self.database.say(words, tone=tone, icon=icon, icon_tone=icon_tone, tip=tip)
        self.database.show()

    def show_person(self, name: str) -> None:
        """Show who is at the till."""
        self.person.show_person(name)
        self.person.setVisible(bool(name))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and the hairline below it."""
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(t.hairline))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 1)
        row.setSpacing(8)
        row.addWidget(self.search, stretch=1)
        row.addStretch(0)
        row.addWidget(self.database)
        row.addWidget(self.person)
        self.database.hide()
        self.person.hide()

    def _connect(self) -> None:
        self.person.clicked.connect(self.person_pressed)
        self.database.clicked.connect(self.database_pressed)
