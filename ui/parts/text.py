"""Plain text in a type role and a tone, and in tool tips: markup is shown literally."""

from __future__ import annotations

from enum import StrEnum
from textwrap import wrap
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from ui.fonts import role_font
from ui.theme import tokens
from ui.tokens import Tokens, TypeRole

# A tool tip does not wrap plain text by itself, and ends where the screen does.
_TIP_COLUMNS: Final = 80
_TIP_LINES: Final = 36
_NO_WIDTH: Final = "\u200b"


def plain_tip(text: str) -> str:
    """Return ``text`` as a tool tip that shows it literally.

    A tool tip takes what begins like a tag or an escaped one for rich text, so a sign of no width
    goes behind what makes it look so. Long lines are wrapped, and what fills a screen is cut.
    """
    lines = [part for line in text.splitlines() for part in _wrapped(line)]
    shown = lines[:_TIP_LINES] + (["…"] if len(lines) > _TIP_LINES else [])
    plain = "\n".join(shown)
    return plain.replace("<", f"<{_NO_WIDTH}").replace("&lt;", f"&{_NO_WIDTH}lt;")


def _wrapped(line: str) -> list[str]:
    return [line] if len(line) <= _TIP_COLUMNS else wrap(line, _TIP_COLUMNS)


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


class PlainLabel(QLabel):
    """A label that shows markup literally, and lets readers hear it so."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


class Text(PlainLabel):
    """A label that keeps its role and tone through theme and scale.

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
