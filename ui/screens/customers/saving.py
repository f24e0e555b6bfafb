"""Asks for a file to write: its path can be typed, or chosen in the system's own dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.icons import Icon
from ui.parts.button import Button
from ui.parts.dialog import Asked, Question, QuestionDialog
from ui.screens.customers.words import say


def ask_for_file(
    parent: QWidget,
    *,
    heading: str,
    text: str,
    suggested: str,
    kinds: str,
    chosen: Callable[[str], None],
) -> QuestionDialog:
    """Ask where to write; ``suggested`` is a file's name in the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    question = Question(
        heading=heading,
        text=text,
        action=say("Write the file"),
        keep=say("Cancel"),
        asked=Asked(
            label=say("File"),
            missing=say("Choose a file, or type its path"),
            text=str(Path(documents) / suggested),
        ),
    )
    dialog = QuestionDialog(question, parent=parent)
    choose = Button(say("Choose …"), icon=Icon.FOLDER_OPEN, name="question-choose")
    dialog.card.extra.addWidget(choose)
    field = dialog.card.field

    def take_chosen() -> None:
        assert field is not None
        path, _kind = QFileDialog.getSaveFileName(dialog, heading, field.text(), kinds)
        if path:
            field.set_text(path)

    choose.clicked.connect(take_chosen)
    dialog.agreed.connect(chosen)
    dialog.ask()
    if field is not None:
        field.edit.selectAll()
    return dialog
