"""The sheet of states, built from the parts alone, for a window of 1366 × 768."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.banner import Banner
from ui.parts.card import Surface
from ui.parts.toast import SHADOW, Toast
from ui.screens.states.actions import busy_card, buttons_card, question_card
from ui.screens.states.choices import choices_card, empty_card, status_card
from ui.screens.states.fields import error_card, focus_card
from ui.tokens import Space

_SIDE_COLUMN: Final = 373
_BOTTOM: Final = 66
_TOAST_BOTTOM: Final = 11


class StatesScreen(Surface):
    """Every state of every small part on one sheet; nothing on it does anything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", name="states", parent=parent)
        self._focused = focus_card()
        self._sides = (
            _column(status_card(), choices_card(), empty_card()),
            _column(error_card(), self._focused),
        )
        self._build()
        self.restyle()
        self._toasts = (
            Toast("R26-000412-P moved to Completed", undo_words="Undo", key="Ctrl Z", parent=self),
            Toast("3 orders moved to Completed", undo_words="Undo all", key="Ctrl Z", parent=self),
        )

    def restyle(self) -> None:
        """Take on the theme now in force."""
        for side in self._sides:
            side.setFixedWidth(scaled(_SIDE_COLUMN))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the toasts where toasts stand."""
        super().showEvent(event)
        self._place_toasts()
        field = self._focused.findChild(QLineEdit)
        if field is not None:
            field.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the toasts at the bottom."""
        super().resizeEvent(event)
        self._place_toasts()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, _BOTTOM)
        column.setSpacing(0)
        column.addWidget(_banner())
        columns = QHBoxLayout()
        columns.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, 0)
        columns.setSpacing(Space.MEDIUM)
        middle = _column(buttons_card(), busy_card(), question_card())
        left, right = self._sides
        columns.addWidget(left)
        columns.addWidget(middle, stretch=1)
        columns.addWidget(right)
        column.addLayout(columns, stretch=1)

    def _place_toasts(self) -> None:
        total = sum(toast.sizeHint().width() for toast in self._toasts)
        left = (self.width() - total) // 2
        for toast in self._toasts:
            width = toast.sizeHint().width()
            top = self.height() - _TOAST_BOTTOM - toast.height() + SHADOW
            toast.setGeometry(left, top, width, toast.height())
            toast.raise_()
            left += width


def _banner() -> Banner:
    return Banner(
        "The server cannot be reached. You see the state of 14:02;"
        " what you do is kept and sent later.",
        icon=Icon.WIFI_OFF,
        note="4 waiting",
        question="What to do",
        action="Try now",
        name="states-banner",
    )


def _column(*cards: QWidget) -> QWidget:
    """Return cards one above the other; the last takes the height that is left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.MEDIUM)
    for card in cards[:-1]:
        column.addWidget(card)
    column.addWidget(cards[-1], stretch=1)
    return holder
