"""The table's footer: how many are in sight, and the keys of a row, quietly."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.measures import least_height
from ui.parts.card import Surface
from ui.parts.text import Text, Tone
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import say
from ui.tokens import Height, Space


class QueueFooter(Surface):
    """What the list holds at the left, the keys of a row at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", name="queue-footer", parent=parent)
        self.count = Text("", tone=Tone.SECOND, name="queue-count")
        self.keys = Text("", tone=Tone.THIRD, name="queue-keys")
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
        self.keys.setText("    ".join(words))
