"""Two people changed the same customer: both versions side by side, and which one shall be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from services.customers.dto import CustomerPage
from ui.parts.button import Button, ButtonKind
from ui.parts.dialog import Question, QuestionDialog
from ui.parts.text import Text, Tone
from ui.screens.customers.page.contact_card import values_of
from ui.screens.customers.page.entries import wrapping
from ui.screens.customers.words import NOTHING, say
from ui.tokens import Space, TypeRole

_WORDS: Final = {"name": "Name", "phone": "Phone", "email": "E-mail", "flag": "Flag"}


class Comparison(QWidget):
    """Fields in which two versions differ, side by side."""

    def __init__(self, rows: tuple[tuple[str, str, str], ...], *, heads: tuple[str, str]) -> None:
        super().__init__()
        self.setObjectName("comparison")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, Space.SMALL, 0, 0)
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(Space.TIGHT)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, head in enumerate(heads, start=1):
            grid.addWidget(Text(head, role=TypeRole.STRONG, wrap=True), 0, column)
        for row, (word, left, right) in enumerate(rows, start=1):
            grid.addWidget(Text(word, tone=Tone.SECOND), row, 0)
            for column, value in ((1, left), (2, right)):
                grid.addWidget(wrapping(value or NOTHING, name="compared"), row, column)


class VersionsDialog(QuestionDialog):
    """Asks which version shall be. Esc goes back to what was typed; nothing is lost.

    Signals (besides those of `QuestionDialog`):
        stored_taken(): what is stored shall stay.
    """

    stored_taken = Signal()

    def __init__(self, page: CustomerPage, *, mine: Mapping[str, object], parent: QWidget) -> None:
        question = Question(
            heading=say("Somebody else changed {name} meanwhile", name=_short(page.name)),
            text=say("Both versions are here. Nothing is stored yet."),
            action=say("Save mine"),
            keep=say("Go on editing"),
        )
        super().__init__(question, parent=parent)
        stored = values_of(page)
        rows = tuple(
            (say(word), str(mine[key]), str(stored[key]))
            for key, word in _WORDS.items()
            if str(mine[key]) != str(stored[key])
        )
        self.take = Button(
            say("Take what is stored"), kind=ButtonKind.LINK, name="versions-take-stored"
        )
        self.take.clicked.connect(self._take_stored)
        self.card.extra.addWidget(Comparison(rows, heads=(say("Yours"), say("Stored now"))))
        self.card.extra.addWidget(self.take)

    def _take_stored(self) -> None:
        self.stored_taken.emit()
        self.accept()


_SHORT: Final = 60


def _short(name: str) -> str:
    return name if len(name) <= _SHORT else f"{name[:_SHORT].rstrip()}…"
