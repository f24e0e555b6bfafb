"""Plain text in a type role and a tone."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from ui.fonts import role_font
from ui.theme import tokens
from ui.tokens import Tokens, TypeRole


class Tone(StrEnum):
    """What a text's colour says; the value is the token's name."""

    TEXT = "text"
    SECOND = "text_2"
    THIRD = "text_3"
    DISABLED = "disabled"
    ACCENT = "accent_text"
    DANGER = "danger_text"
    WARN = "warn_text"
    OK = "ok_text"
    EST = "est"
    ON_TIP = "on_tip"
    TIP_MUTED = "tip_muted"


def tone_colour(tone: Tone, *, t: Tokens) -> str:
    """Return the colour of a tone."""
    colour: str = getattr(t, tone.value)
    return colour


class Text(QLabel):
    """A label that keeps its role and tone through theme and scale; markup is shown literally.

    It carries no accessible name on purpose: Qt hides a label's own text once it has one.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: TypeRole = TypeRole.BODY,
        tone: Tone = Tone.TEXT,
        wrap: bool = False,
        align: Qt.AlignmentFlag | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role = role
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if align is not None:
            self.setAlignment(align)
        if name:
            self.setObjectName(name)
        self.restyle()

    @property
    def tone(self) -> Tone:
        """What the colour says."""
        return self._tone

    def set_tone(self, tone: Tone) -> None:
        """Change what the colour says."""
        self._tone = tone
        self.restyle()

    def set_role(self, role: TypeRole) -> None:
        """Change size and weight."""
        self._role = role
        self.restyle()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        font = role_font(self._role)
        if self.font() != font:
            self.setFont(font)
        palette = self.palette()
        colour = QColor(tone_colour(self._tone, t=tokens()))
        if palette.color(QPalette.ColorRole.WindowText) != colour:
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            self.setPalette(palette)
