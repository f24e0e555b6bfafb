"""One line of text that gives way: cut with "…" where it does not fit, whole in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.parts.painting import paint_text, text_width
from ui.parts.text import Tone, plain_tip, tone_colour
from ui.theme import tokens
from ui.tokens import Height, TypeRole


class Elided(QWidget):
    """The line, ``height`` pixels high at 100 %.

    ``cut`` says where it gives way: a name is known by its start, a path by both ends.
    """

    def __init__(  # noqa: PLR0913 - a widget's options: named, each with a default
        self,
        text: str = "",
        *,
        role: TypeRole = TypeRole.LABEL,
        tone: Tone = Tone.TEXT,
        grows: bool = True,
        least: int = 40,
        height: int = Height.DENSE,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._tone = tone
        self._least = least
        self._height = height
        self._cut = cut
        self._text = ""
        self.setObjectName(name)
        wide = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Maximum
        self.setSizePolicy(wide, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_tone(self, tone: Tone) -> None:
        """Change what the colour says."""
        self._tone = tone
        self.update()

    def show_text(self, text: str) -> None:
        """Show another text; line breaks become spaces."""
        self._text = " ".join(text.split())
        self.setToolTip(plain_tip(self._text))
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the whole text."""
        width = text_width(self._text, font=role_font(self._role))
        return QSize(round(width) + 2, scaled(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the least room it is worth showing in."""
        return QSize(min(self.sizeHint().width(), scaled(self._least)), scaled(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        paint_text(
            QPainter(self),
            QRectF(self.rect()),
            self._text,
            font=role_font(self._role),
            colour=tone_colour(self._tone, t=tokens()),
            cut=self._cut,
        )
