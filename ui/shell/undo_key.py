"""Ctrl+Z inside a field: the field's own undo first, the toast's when the field has nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


class UndoKey(QObject):
    """Watches the field with the focus only: a filter on everything would cost every event.

    Qt's editors claim Ctrl+Z even when there is nothing in them to undo, and the toast's Undo would
    not be heard right after an intake, when the focus is back in an empty field.
    """

    def __init__(
        self, application: QApplication, *, undo: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._undo = undo
        self._watched: QWidget | None = None
        application.focusChanged.connect(self._follow)

    def stop(self) -> None:
        """Watch nothing any more."""
        self._application.focusChanged.disconnect(self._follow)
        self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the key to the window where the field could do nothing with it."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not _can_undo(watched)
        ):
            self._undo()
            return True
        return False

    @Slot("QWidget*", "QWidget*")
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        if isinstance(now, QLineEdit | QPlainTextEdit):
            now.installEventFilter(self)
            self._watched = now

    def _leave(self) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None


def _can_undo(field: QObject) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() and not field.isReadOnly()
    if isinstance(field, QPlainTextEdit):
        return field.document().isUndoAvailable() and not field.isReadOnly()
    return False
