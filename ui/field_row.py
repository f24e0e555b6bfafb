"""Fields side by side that stand one above the other when the text is large."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.fonts import text_scale
from ui.tokens import Space

# From here on two fields of a card have no room beside each other at 1366 pixels.
_STACKED_FROM: Final = 1.5


def stacks_fields() -> bool:
    """Say whether the text is so large that fields stand one above the other."""
    return text_scale() >= _STACKED_FROM


class FieldRow(QWidget):
    """Fields or cards in a row, their tops on one line; ``stretches`` share the width."""

    def __init__(
        self, *fields: QWidget, stretches: tuple[int, ...] = (), fill: bool = False
    ) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.MEDIUM)
        for index, field in enumerate(fields):
            stretch = stretches[index] if stretches else 1
            self._row.addWidget(field, stretch=stretch)
            if not fill:
                self._row.setAlignment(field, Qt.AlignmentFlag.AlignTop)
        self.restyle()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if stacks_fields() else across)
