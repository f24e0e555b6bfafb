"""Small menus by the keyboard: they keep it to themselves, and an entry is ready for Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ui.fonts import role_font
from ui.icons import Icon, themed_icon
from ui.theme import tokens
from ui.tokens import TypeRole


class Menu(QMenu):
    """A QMenu whose keys never reach what it covers.

    Qt looks for a screen's one-letter keys where the focus is, and a menu does not take the focus:
    the letter that chooses a line would act on the row behind it too.
    """

    def event(self, event: QEvent) -> bool:
        """Claim each key before a shortcut can."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of a menu. ``is_checked`` None: it can't be ticked.

    The first that ``is_ready``, else that is ticked, else of all is there for Enter.
    ``why_not`` says why it can't be taken now; it stands in the line, which is switched off.
    """

    words: str
    act: Callable[[], None]
    icon: Icon | None = None
    is_checked: bool | None = None
    begins_group: bool = False
    is_ready: bool = False
    name: str = ""
    why_not: str = ""


def open_menu(
    parent: QWidget, choices: Sequence[Choice], *, at: QPoint, name: str, title: str
) -> QMenu:
    """Open a menu at a place on the screen, its first line chosen."""
    menu = Menu(parent)
    menu.setObjectName(name)
    menu.setAccessibleName(title)
    menu.setTitle(title)
    menu.setFont(role_font(TypeRole.LABEL))
    for choice in choices:
        if choice.begins_group and menu.actions():
            menu.addSeparator()
        menu.addAction(_action(menu, choice))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    lines = [action for action in menu.actions() if not action.isSeparator()]
    offered = [each for each in zip(lines, choices, strict=True) if each[0].isEnabled()]
    ready = [line for line, choice in offered if choice.is_ready]
    ticked = [line for line, _choice in offered if line.isChecked()]
    for line in (*ready, *ticked, *(line for line, _choice in offered))[:1]:
        menu.setActiveAction(line)
    return menu


def _action(menu: QMenu, choice: Choice) -> QAction:
    words = f"{choice.words} ({choice.why_not})" if choice.why_not else choice.words
    action = QAction(words.replace("&", "&&"), menu)
    action.setEnabled(not choice.why_not)
    action.setObjectName(choice.name)
    if choice.icon is not None:
        t = tokens()
        action.setIcon(themed_icon(choice.icon, colour=t.text_2, disabled=t.disabled))
    if choice.is_checked is not None:
        action.setCheckable(True)
        action.setChecked(choice.is_checked)
    action.triggered.connect(lambda _on=False: choice.act())
    return action
