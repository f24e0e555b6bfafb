"""Who takes over the till: a menu of the people, two seconds, and what is typed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from ui.fonts import role_font
from ui.parts.avatar import initials, paint_avatar
from ui.parts.menus import Menu
from ui.tokens import TypeRole

if TYPE_CHECKING:
    from services.auth.dto import Person

_AVATAR = 28


class PersonMenu(Menu):
    """The people who may take over; the first letter of a name chooses it too.

    Signals:
        chosen(object): the id of the person.
    """

    chosen = Signal(object)

    def __init__(self, people: tuple[Person, ...], *, present_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("person-menu")
        self.setAccessibleName(self.tr("Who is at the till?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(role_font(TypeRole.BODY))
        for person in people:
            action = QAction(self._picture(person.name), self._words(person), self)
            action.setData(int(person.person_id))
            action.setObjectName(f"menu-person-{person.person_id}")
            action.setEnabled(person.person_id != present_id)
            self.addAction(action)
        self.triggered.connect(self._tell)

    def open_below(self, anchor: QWidget) -> None:
        """Show the menu under what opened it, with the first choice marked."""
        self.ensurePolished()
        right = anchor.mapToGlobal(QPoint(anchor.width() - self.sizeHint().width(), 0))
        self.popup(QPoint(right.x(), anchor.mapToGlobal(QPoint(0, anchor.height() + 4)).y()))
        first = next((action for action in self.actions() if action.isEnabled()), None)
        if first is not None:
            self.setActiveAction(first)

    def _words(self, person: Person) -> str:
        words = f"{person.name}  ·  {person.role_name}".replace("&", "&&")
        return f"&{words}" if person.name[:1].isalnum() else words

    def _picture(self, name: str) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(_AVATAR * ratio), round(_AVATAR * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_avatar(painter, QRectF(0, 0, _AVATAR, _AVATAR), initials(name))
        painter.end()
        return QIcon(picture)

    def _tell(self, action: QAction) -> None:
        self.chosen.emit(action.data())
