"""The table's footer: how many are in sight, and the keys of a row, quietly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.measures import least_height
from ui.parts.card import Surface
from ui.parts.painting import text_width
from ui.parts.text import Text, Tone
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import say
from ui.tokens import Height, Space

_GAP: Final = "    "


class QueueFooter(Surface):
    """What the list holds at the left, the keys of a row at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", name="queue-footer", parent=parent)
        self.count = Text("", tone=Tone.SECOND, name="queue-count")
        self.keys = KeyWords()
        self.keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.keys.setAlignment(self.keys.alignment() | self.keys.alignment().AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        row.setSpacing(Space.LARGE)
        row.addWidget(self.count)
        row.addWidget(self.keys, stretch=1)
        least_height(self, Height.STANDARD)

    def show_keys(self, rights: Rights) -> None:
        """Show the keys this person can use."""
        words = [say("Space detail"), say("S status")]
        words += [say("A assign")] if rights.may_assign else []
        words += [say("N note")] if rights.may_note else []
        words += [say("E edit")] if rights.may_edit else []
        words += [say("P print")] if rights.may_print else []
        words += [say("O sort")]
        self.keys.show_words(words)


class KeyWords(Text):
    """The keys side by side, whole ones only: where room is short the last are left out."""

    def __init__(self) -> None:
        self._words: tuple[str, ...] = ()
        super().__init__("", tone=Tone.THIRD, name="queue-keys")

    def show_words(self, words: Sequence[str]) -> None:
        """Show these keys, the most used first."""
        self._words = tuple(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again how many fit."""
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        super().restyle()
        self._fit()

    def _fit(self) -> None:
        shown = list(self._words)
        while shown and text_width(_GAP.join(shown), font=self.font()) > self.width():
            shown.pop()
        self.setText(_GAP.join(shown))
