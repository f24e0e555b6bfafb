"""Says on a printer's card that a variable of this computer sends the paper elsewhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.settings.dto import PrinterOverride
from ui.icons import Icon
from ui.parts.elided import Elided
from ui.parts.icon_view import IconView
from ui.parts.text import Text, Tone
from ui.tokens import IconSize, TypeRole

_LINE: Final = 17


class OverrideNote(QWidget):
    """The variable's name and the address it holds; nothing while there is none."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._sentence = Text(tone=Tone.WARN, wrap=True, name=f"{name}-words")
        self._address = Elided(
            role=TypeRole.LABEL,
            tone=Tone.WARN,
            cut=Qt.TextElideMode.ElideMiddle,
            height=_LINE,
            name=f"{name}-address",
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._sentence)
        words.addWidget(self._address)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        icon = IconView(Icon.TRIANGLE_ALERT, tone=Tone.WARN, size=IconSize.PILL)
        row.addWidget(icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, stretch=1)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said now."""
        return "" if self.isHidden() else f"{self._sentence.text()} {self._address.text}"

    def show_override(self, override: PrinterOverride | None) -> None:
        """Say which variable is in force and where it leads, or nothing."""
        self.setVisible(override is not None)
        if override is None:
            return
        words = QCoreApplication.translate(
            "Settings", "{variable} is set on this computer. Paper goes to"
        )
        self._sentence.setText(words.format(variable=override.variable))
        self._address.show_text(override.address)
