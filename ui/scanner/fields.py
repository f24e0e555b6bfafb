"""Fields that take scans, and filling one as a person would who scans into it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.parts.typeahead import TypeAhead

TAKES_SCANS: Final = "takesScans"


def let_take_scans(edit: QLineEdit) -> None:
    """Have scans that are no code of ours fill this editor (SCREENS.md, promise 2)."""
    edit.setProperty(TAKES_SCANS, True)


def taker(place: QWidget | None) -> QLineEdit | None:
    """Return the editor that takes a scan made with the keyboard at ``place``, if it is one."""
    if not isinstance(place, QLineEdit) or not place.property(TAKES_SCANS):
        return None
    if place.isReadOnly() or not place.isEnabled() or not place.isVisible():
        return None
    return place


def fill(edit: QLineEdit, *, text: str) -> None:
    """Replace what stands in the field and press Enter there.

    One replacement is one question to a service and one step of undo. A list that is still open
    belongs to the text before: Enter must not take from it.
    """
    around = edit.parentWidget()
    while around is not None and not isinstance(around, TypeAhead):
        around = around.parentWidget()
    if around is not None:
        around.close_list()
    edit.selectAll()
    edit.insert(text)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        enter = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
        QCoreApplication.sendEvent(edit, enter)
