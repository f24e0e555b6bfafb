"""What can be done with a line of the palette, by the keys the queue's rows know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import role_font
from ui.icons import Icon, themed_icon
from ui.parts.menus import Menu
from ui.theme import tokens
from ui.tokens import TypeRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of the menu; ``key`` takes it while the menu is open."""

    name: str
    words: str
    icon: Icon
    act: Callable[[], None]
    key: str = ""


class ActMenu(Menu):
    """The menu, its first line ready for Enter."""

    def __init__(self, acts: Sequence[Act], *, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("act-menu")
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(role_font(TypeRole.BODY))
        self._by_key: dict[str, QAction] = {}
        for act in acts:
            action = QAction(self._picture(act.icon), self._words(act), self)
            action.setObjectName(f"act-{act.name}")
            action.triggered.connect(lambda _on=False, act=act: act.act())
            self.addAction(action)
            if act.key:
                self._by_key[act.key.casefold()] = action

    def open_at(self, place: QPoint) -> None:
        """Show the menu at a place on the screen."""
        self.popup(place)
        self.setActiveAction(self.actions()[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a line by its key."""
        action = self._by_key.get(event.text().casefold())
        if action is None:
            super().keyPressEvent(event)
            return
        self.close()
        action.trigger()

    def _words(self, act: Act) -> str:
        words = act.words.replace("&", "&&")
        return f"{words}\t{act.key}" if act.key else words

    def _picture(self, icon: Icon) -> QIcon:
        t = tokens()
        return themed_icon(icon, colour=t.text_2, disabled=t.disabled)
