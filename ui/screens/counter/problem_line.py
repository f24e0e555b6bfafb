"""One sentence about what can't be accepted, for fields too narrow to carry it themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.icons import Icon
from ui.parts.icon_view import IconView
from ui.parts.text import Text, Tone
from ui.tokens import IconSize, TypeRole


class ProblemLine(QWidget):
    """Icon and sentence in danger; nothing while all is well."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._sentence = Text(role=TypeRole.LABEL, tone=Tone.DANGER, wrap=True, name=f"{name}-text")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconView(Icon.CIRCLE_ALERT, tone=Tone.DANGER, size=IconSize.PILL))
        row.addWidget(self._sentence, stretch=1)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said now, or an empty text."""
        return self._sentence.text()

    def say(self, sentence: str) -> None:
        """Say what is to be done; an empty text takes the line away."""
        self._sentence.setText(sentence)
        self.setVisible(bool(sentence))
