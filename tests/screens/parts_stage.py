"""A window for one part: dressed, shown, active and without animation."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.fonts import load_fonts
from ui.theme import Theme
from ui.tokens import Scheme

NAME = QAccessible.Text.Name
DESCRIPTION = QAccessible.Text.Description


def dress(app: QApplication, *, scheme: Scheme = Scheme.LIGHT, text_scale: float = 1.0) -> None:
    """Dress the application; animations are instant."""
    load_fonts()
    Theme(scheme=scheme, text_scale=text_scale, reduced_motion=True).apply(app)


def stage(qtbot: QtBot, *parts: QWidget, width: int = 640, height: int = 480) -> QWidget:
    """Show parts one above the other in an active window and return the window."""
    dress(QApplication.instance())
    window = QWidget()
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    window.resize(width, height)
    # qtbot refers to its widgets weakly; this call-back holds the window until the test is over.
    qtbot.addWidget(window, before_close_func=lambda _widget: window.hide())
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return window


def spoken(widget: QWidget) -> QAccessibleInterface:
    """Return what screen readers get of a widget."""
    return QAccessible.queryAccessibleInterface(widget)


def press(widget: QWidget, key: Qt.Key, *, text: str = "") -> QKeyEvent:
    """Deliver one key press and return the event, to see whether it was taken."""
    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    QApplication.sendEvent(widget, event)
    return event
