"""The queue's header: title, text filter and chips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.tickets.dto import QueueGrouping
from ui.icons import Icon
from ui.measures import fix_width
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Surface
from ui.parts.field import Field, LabelPlace
from ui.parts.flow import Flow
from ui.parts.keycap import Keycap
from ui.parts.segmented import Segmented
from ui.parts.text import Text, plain_tip
from ui.screens.queue.chips import ChipRow
from ui.screens.queue.filter_words import Token
from ui.screens.queue.grouping import grouping_words
from ui.screens.queue.shape import Shape
from ui.screens.queue.token_row import TokenRow
from ui.screens.queue.words import say
from ui.shortcuts import shortcut
from ui.tokens import Height, Space, TypeRole

_TYPED_MS: Final = 120
_FILTER_WIDTH: Final = 150
_LONGEST_NAME: Final = 18


class QueueHeader(Surface):
    """Title and filters.

    Signals:
        text_changed(object): the filter's text, shortly after the last key.
        shape_chosen(object): the `Shape` a person chose.
        list_wanted(): Enter, Down or Esc in the filter: back to the rows.
        views_wanted(object): the place for the menu of saved views.
        groups_wanted(object): the place for the menu of groups.
        filters_wanted(): the dialog of filters.
    """

    text_changed = Signal(object)
    list_wanted = Signal()
    shape_chosen = Signal(object)
    views_wanted = Signal(object)
    groups_wanted = Signal(object)
    filters_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", name="queue-header", parent=parent)
        self.title = Text(say("Queue"), role=TypeRole.TITLE, name="queue-title")
        self.views = Button(
            say("Views"),
            kind=ButtonKind.GHOST,
            icon=Icon.BOOKMARK,
            trailing=Icon.CHEVRON_DOWN,
            name="queue-views",
        )
        self.narrow = Button(
            say("Filters"),
            icon=Icon.LIST_FILTER,
            name="queue-narrow",
        )
        self.group = Button(
            grouping_words(QueueGrouping.NONE),
            trailing=Icon.CHEVRON_DOWN,
            name="queue-group",
        )
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
        self.tokens = TokenRow()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._build()
        self.shape.chosen.connect(lambda value: self.shape_chosen.emit(Shape(str(value))))
        self._typed.timeout.connect(self._tell)
        self.filter.text_edited.connect(self._edited)
        self.filter.edit.installEventFilter(self)
        self.views.clicked.connect(lambda: self.views_wanted.emit(below(self.views)))
        self.group.clicked.connect(lambda: self.groups_wanted.emit(below(self.group)))
        self.narrow.clicked.connect(self.filters_wanted.emit)
        self.tokens.left.connect(self.list_wanted.emit)

    def _build(self) -> None:
        fix_width(self.filter, _FILTER_WIDTH)
        self.shape.set_icon(Shape.TABLE, icon=Icon.TABLE_2)
        self.shape.set_icon(Shape.BOARD, icon=Icon.KANBAN)
        for button, action in (
            (self.views, "queue.views"),
            (self.narrow, "queue.narrow"),
            (self.group, "queue.group"),
        ):
            button.setToolTip(plain_tip(tip_of(action)))
        line = Flow(gap=Space.SMALL, down=Space.SMALL, name="queue-header-line")
        line.show_row(
            [
                self.title,
                self.views,
                self.filter,
                self.narrow,
                self.group,
                self.shape,
                self.shape_key,
            ]
        )
        line.keep_right(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, 10)
        column.setSpacing(10)
        column.addWidget(line)
        column.addWidget(self.chips)
        column.addWidget(self.tokens)

    def focus_filter(self) -> None:
        """Take the keyboard into the filter."""
        self.filter.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.edit.selectAll()

    def show_tokens(self, tokens: Sequence[Token]) -> None:
        """Show what narrows the list besides chip and text."""
        self.tokens.show_tokens(tokens)

    def show_grouping(self, grouping: QueueGrouping) -> None:
        """Say what the list is grouped by."""
        self.group.set_words(grouping_words(grouping))

    def show_view(self, name: str, *, is_changed: bool = False) -> None:
        """Say which saved view is shown; empty: none. The menu shows a long name whole."""
        short = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"
        words = say("{name} *", name=short) if is_changed else short
        self.views.set_words(words or say("Views"))
        tip = say("Changed since it was saved") if is_changed else tip_of("queue.views")
        self.views.setToolTip(plain_tip(tip))

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


def below(button: QWidget) -> QPoint:
    """Return the place for a menu under a button."""
    return button.mapToGlobal(QPoint(0, button.height() + 2))


def tip_of(action: str) -> str:
    """Return what a key does, and the key."""
    entry = shortcut(action)
    return say("{words} ({key})", words=say(entry.words), key=entry.keycap)
