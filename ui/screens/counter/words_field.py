"""The customer's own words: one line that grows with the text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.parts.field import LabelPlace
from ui.parts.text_area import TextArea

_MOST_LINES: Final = 4
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WordsField(TextArea):
    """Enter leaves for the next field, Shift+Enter begins a new line. Grows to four lines.

    Signals (besides those of `TextArea`):
        left(): Enter was pressed.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Customer’s words"),
            name="counter-words",
            lines=1,
            place=LabelPlace.BESIDE,
            parent=parent,
        )
        self.edit.installEventFilter(self)
        self.edit.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def restyle(self) -> None:
        """Take on the theme now in force, once the editor has its new font."""
        QTimer.singleShot(0, self, self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn Enter into moving on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            leaves = event.key() in _ENTER and not event.modifiers()
            if leaves:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        # A plain document measures itself in lines.
        lines = min(_MOST_LINES, max(1, round(self.edit.document().size().height())))
        line = QFontMetricsF(self.edit.font()).lineSpacing()
        height = round(line * lines) + 4
        if self.edit.height() != height or self.edit.minimumHeight() != height:
            self.edit.setFixedHeight(height)
        wanted = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if lines == _MOST_LINES
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.edit.setVerticalScrollBarPolicy(wanted)
