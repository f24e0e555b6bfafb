"""What the four sections of the Counter have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.context import UiContext
from ui.measures import least_height
from ui.parts.flow import Flow
from ui.parts.section import BadgeState, FoldingSection
from ui.screens.counter.places import SectionKey
from ui.screens.counter.sheet import Sheet
from ui.tokens import Height, Space

_ORDER: Final = tuple(SectionKey)

# A field with this property takes Enter itself; from all others Enter moves on.
TAKES_ENTER: Final = "takesEnter"

# Against the stretch between title and head, which has 1.
_ALL: Final = 1000
_HEAD_MARGINS: Final = 66


class CounterSection(FoldingSection):
    """One section: it writes what is entered into the sheet and shows what stands there.

    Signals (besides those of `FoldingSection`):
        finished(): Enter was pressed where the section ends.
    """

    finished = Signal()

    def __init__(self, title: str, *, key: SectionKey, context: UiContext, sheet: Sheet) -> None:
        super().__init__(title, number=_ORDER.index(key) + 1, name=f"counter-{key.value}")
        # Every head is as high as the controls some heads hold.
        least_height(self.title_text, Height.DENSE)
        self._head_row = Flow(gap=Space.SMALL, name=f"counter-{key.value}-head", at_right=True)
        self.head.addWidget(self._head_row, stretch=_ALL)
        self._head_is_below = False
        self.key = key
        self.context = context
        self.sheet = sheet

    def fit(self, width: int) -> None:
        """Put the head's controls below the title where one line of ``width`` lacks the room."""
        taken = self.title_text.sizeHint().width() + self.badge.sizeHint().width() + _HEAD_MARGINS
        below = taken + self._head_row.wanted_width() > width
        if below != self._head_is_below:
            self._head_is_below = below
            if below:
                self.body.insertWidget(0, self._head_row)
            else:
                self.head.addWidget(self._head_row, stretch=_ALL)

    def show_in_head(self, row: Sequence[QWidget]) -> None:
        """Put controls at the right of the title, in as many lines as they need."""
        self._head_row.show_row(row)

    def complete(self) -> bool:
        """Say whether the section has all it needs."""
        return False

    def show_sheet(self) -> None:
        """Show the draft now on the Counter, without telling anyone of an edit."""

    def show_summary(self) -> None:
        """Write the folded line."""

    def take_focus(self) -> None:
        """Put the focus where work in this section begins."""

    def show_problem(self, field: str, sentence: str) -> QWidget | None:
        """Show a problem at its field; return what the focus goes to, or None: not in here."""

    def clear_problems(self) -> None:
        """Take every error mark away."""

    def refresh(self) -> None:
        """Bring number or tick and the folded line up to date; open what is not complete."""
        if self.complete():
            self.set_state(BadgeState.COMPLETE)
        else:
            self.set_state(BadgeState.CURRENT if self.holds_focus() else BadgeState.AHEAD)
            self.unfold()
        self.show_summary()


def in_tab_order(widgets: Iterable[QWidget]) -> None:
    """Make Tab follow this order."""
    before: QWidget | None = None
    for widget in widgets:
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def focus(widget: QWidget) -> None:
    """Give a field the focus as the keyboard would, so that its ring shows."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
