"""The middle column of the sheet: buttons in every state, work in progress, and a question."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.dialog import Question, QuestionCard
from ui.parts.painting import Interaction
from ui.parts.progress import Busy, Progress
from ui.parts.text import Text, Tone
from ui.tokens import Space

_STATES: Final = {
    "Rest": Interaction.REST,
    "Hover": Interaction.HOVER,
    "Press": Interaction.PRESS,
    "Focus": Interaction.FOCUS,
    "Off": Interaction.OFF,
}

_KINDS: Final = (
    ("Primary", ButtonKind.PRIMARY, "Take in"),
    ("Secondary", ButtonKind.SECONDARY, "Save"),
    ("Ghost", ButtonKind.GHOST, "Close"),
    ("Danger", ButtonKind.DANGER, "Refund"),
)

_LABEL_COLUMN: Final = 67
_COLUMN: Final = 79
_RING: Final = 4
_ROW: Final = 45
_ROW_GAP: Final = 5


def buttons_card() -> Card:
    """Return the card with every kind of button in every state."""
    card = Card("Buttons", name="states-buttons", head_gap=Space.SMALL)
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.MEDIUM)
    grid.setVerticalSpacing(_ROW_GAP)
    grid.setColumnMinimumWidth(0, _LABEL_COLUMN)
    for column, head in enumerate(_STATES, start=1):
        grid.addWidget(Text(head, tone=Tone.SECOND), 0, column)
        grid.setColumnMinimumWidth(column, _COLUMN)
    for row, (label, kind, words) in enumerate(_KINDS, start=1):
        grid.addWidget(Text(label, tone=Tone.SECOND), row, 0)
        grid.setRowMinimumHeight(row, _ROW)
        for column, state in enumerate(_STATES.values(), start=1):
            cell = QHBoxLayout()
            room = _RING if state is Interaction.FOCUS else 0
            cell.addSpacing(room)
            cell.addWidget(_button(words, kind=kind, state=state))
            cell.addSpacing(room)
            cell.addStretch(1)
            grid.addLayout(cell, row, column)
    grid.setColumnStretch(len(_STATES) + 1, 1)
    card.body.addLayout(grid)
    return card


def busy_card() -> Card:
    """Return the card with a busy button, a spinner and a progress bar."""
    card = Card("Busy and progress", name="states-busy", spacing=Space.MEDIUM, head_gap=Space.SMALL)
    busy = Button("Take in", kind=ButtonKind.PRIMARY, name="states-taking-in")
    busy.set_busy("Taking in …")
    row = QHBoxLayout()
    row.addWidget(busy)
    row.addStretch(1)
    row.addWidget(Busy("Looking it up …", name="states-looking"))
    progress = Progress("Importing prices.csv", name="states-importing")
    progress.show_progress(1240, total=3900, counts="1,240 of 3,900", left="About 20 s left")
    card.body.addLayout(row)
    card.body.addWidget(progress)
    return card


def question_card() -> QuestionCard:
    """Return a question whose safe answer has the focus."""
    card = QuestionCard(
        Question(
            heading="Refund $89.00 to Carl Jensen?",
            text=(
                "The money goes back in cash from till 1. This is written in the journal and"
                " cannot be taken back."
            ),
            action="Refund $89.00",
            keep="Keep payment",
            destroys=True,
        )
    )
    card.keep.show_as(Interaction.FOCUS)
    return card


def _button(words: str, *, kind: ButtonKind, state: Interaction) -> Button:
    name = f"states-{kind.value}-{state.value}"
    button = Button(words, kind=kind, name=name)
    if state is Interaction.OFF:
        button.setEnabled(False)
    button.show_as(state)
    return button
