"""Asks which columns the table shows, and how wide they are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.parts.button import Button, ButtonKind
from ui.parts.checkbox import Checkbox
from ui.parts.dialog import Question, QuestionDialog
from ui.screens.queue.columns import ALWAYS, Column
from ui.screens.queue.questions import in_reading_order
from ui.screens.queue.words import say
from ui.tokens import Height, Space

_STEP: Final = 12
_ACROSS: Final = 2
_LEFT: Final = Qt.AlignmentFlag.AlignLeft
_STEPS: Final = {
    Qt.Key.Key_Plus: _STEP,
    Qt.Key.Key_Equal: _STEP,
    Qt.Key.Key_Minus: -_STEP,
}


class ColumnDialog(QuestionDialog):
    """A box for each column; + and - on it make the column wider and narrower behind the dialog.

    Signals (besides those of `QuestionDialog`):
        chosen(object): the columns to show, a tuple of `Column`.
        usual_wanted(): the usual columns in their usual widths.
        widened(object): a pair of `Column` and pixels at 100 %.
    """

    chosen = Signal(object)
    usual_wanted = Signal()
    widened = Signal(object)

    def __init__(self, shown: tuple[Column, ...], *, parent: QWidget) -> None:
        super().__init__(_question(), parent=parent)
        self.boxes = {
            column: Checkbox(_word(column), checked=column in shown, name=f"column-{column.value}")
            for column in Column
        }
        self.usual = Button(
            say("Usual columns and widths"),
            kind=ButtonKind.LINK,
            height=Height.DENSE,
            name="columns-usual",
        )
        self._build()
        self.usual.clicked.connect(self._go_back)

    def ask(self) -> None:
        """Open the question with the keyboard on its first box that can be changed."""
        super().ask()
        free = next(box for column, box in self.boxes.items() if column not in ALWAYS)
        free.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take + and - from the boxes."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            column = next((c for c, box in self.boxes.items() if box is watched), None)
            if step is not None and column is not None:
                self.widened.emit((column, step))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Agree with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.card.action.click()
        else:
            super().keyPressEvent(event)

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.LARGE)
        grid.setVerticalSpacing(0)
        for place, (column, box) in enumerate(self.boxes.items()):
            grid.addWidget(box, place // _ACROSS, place % _ACROSS, _LEFT)
            box.installEventFilter(self)
            if column in ALWAYS:
                box.setChecked(True)
                box.setEnabled(False)
        self.card.extra.addLayout(grid)
        self.card.extra.addWidget(self.usual, alignment=_LEFT)
        in_reading_order(*self.boxes.values(), self.usual, self.card.keep, self.card.action)

    def _agree(self, typed: object) -> None:
        self.chosen.emit(tuple(column for column, box in self.boxes.items() if box.isChecked()))
        super()._agree(typed)

    def _go_back(self) -> None:
        self.usual_wanted.emit()
        self.accept()


def _word(column: Column) -> str:
    # "By" and "Technician" are the same person, in letters and by name.
    return say("By (initials)") if column is Column.BY else column.word


def _question() -> Question:
    return Question(
        heading=say("Columns"),
        text=say("Drag the border after a head, or press + and - here, to change a width."),
        action=say("Show"),
        keep=say("Leave as it is"),
    )
