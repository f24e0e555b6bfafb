"""Hands on the keyboard of a staged program. Apart from the stage: Qt's test library is theirs."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.stage import Stage, StageFailure

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """Presses keys where the keyboard is, and drags with the pointer."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press one key where the keyboard is."""
        QTest.keyClick(self._where(), key, modifier)

    def write(self, text: str) -> None:
        """Type a text, following the focus from key to key."""
        for letter in text:
            QTest.keyClicks(self._where(), letter)

    def enter(self) -> None:
        """Press Enter."""
        self.press(Qt.Key.Key_Return)

    def drag(self, view: QWidget, *, begin: QPoint, over: QPoint) -> None:
        """Press the pointer on a view and move it, far enough to drag, without letting go."""
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
        QTest.mouseMove(view, begin + QPoint(2 * QApplication.startDragDistance(), 0))
        QTest.mouseMove(view, over)

    def let_go(self, view: QWidget, *, at: QPoint) -> None:
        """Let the pointer go."""
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)

    def tab_to(self, name: str) -> None:
        """Press Tab until the widget of this name has the keyboard.

        Raises:
            StageFailure: Tab never comes there.
        """
        for _step in range(80):
            if self._stage.focus() == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise StageFailure(f"Tab never comes to {name}")

    def _where(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self._stage.frame
