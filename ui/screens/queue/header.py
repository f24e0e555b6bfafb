"""The queue's header: title, text filter and chips."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.icons import Icon
from ui.parts.card import Surface
from ui.parts.field import Field, LabelPlace
from ui.parts.keycap import Keycap
from ui.parts.segmented import Segmented
from ui.parts.text import Text
from ui.screens.queue.chips import ChipRow
from ui.screens.queue.shape import Shape
from ui.screens.queue.words import say
from ui.shortcuts import shortcut
from ui.tokens import Height, Space, TypeRole

_TYPED_MS: Final = 120
_FILTER_WIDTH: Final = 200


class QueueHeader(Surface):
    """Title and filters.

    Signals:
        text_changed(object): the filter's text, shortly after the last key.
        shape_chosen(object): the `Shape` a person chose.
        list_wanted(): Enter, Down or Esc in the filter: back to the rows.
    """

    text_changed = Signal(object)
    list_wanted = Signal()
    shape_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", name="queue-header", parent=parent)
        self.title = Text(say("Queue"), role=TypeRole.TITLE, name="queue-title")
        self.filter = Field(
            say("Filter by order, customer, phone or device"),
            name="queue-filter",
            placeholder=say("Filter"),
            icon=Icon.LIST_FILTER,
            trailing=Keycap("/"),
            place=LabelPlace.HIDDEN,
            height=Height.STANDARD,
            max_length=200,
        )
        self.shape = Segmented(
            say("Table or board"),
            name="queue-shape",
            choices=((Shape.TABLE, say("Table")), (Shape.BOARD, say("Board"))),
            value=Shape.TABLE,
            height=Height.STANDARD,
        )
        self.shape_key = Keycap(shortcut("queue.shape").keycap)
        self.chips = ChipRow()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._build()
        self.shape.chosen.connect(lambda value: self.shape_chosen.emit(Shape(str(value))))
        self._typed.timeout.connect(self._tell)
        self.filter.text_edited.connect(self._edited)
        self.filter.edit.installEventFilter(self)

    def _build(self) -> None:
        self.filter.setFixedWidth(_FILTER_WIDTH)
        line = QHBoxLayout()
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(self.filter)
        line.addSpacing(Space.TIGHT)
        self.shape.set_icon(Shape.TABLE, icon=Icon.TABLE_2)
        self.shape.set_icon(Shape.BOARD, icon=Icon.KANBAN)
        line.addWidget(self.shape)
        line.addWidget(self.shape_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, 10)
        column.setSpacing(10)
        column.addLayout(line)
        column.addWidget(self.chips)

    def focus_filter(self) -> None:
        """Take the keyboard into the filter."""
        self.filter.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.edit.selectAll()

    def show_text(self, text: str) -> None:
        """Show a text in the filter without a signal."""
        self._typed.stop()
        self.filter.set_text(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down go to the rows; Esc clears first, then goes too."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._leave()
            case Qt.Key.Key_Escape if self.filter.edit.text():
                self.filter.edit.clear()
                self._tell()
            case Qt.Key.Key_Escape:
                self._leave()
            case _:
                return False
        return True

    def _edited(self, _text: object) -> None:
        self._typed.start()

    def _leave(self) -> None:
        if self._typed.isActive():
            self._tell()
        self.list_wanted.emit()

    def _tell(self) -> None:
        self._typed.stop()
        self.text_changed.emit(self.filter.text())
