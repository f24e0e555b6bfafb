"""What the customer leaves with the device: chips for the usual things, a field for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.icons import Icon
from ui.measures import fix_width
from ui.parts.button import Button, ButtonKind
from ui.parts.chip import ChoiceChip
from ui.parts.field import Field, LabelPlace
from ui.parts.flow import Flow
from ui.parts.text import Text, Tone
from ui.tokens import Space, TypeRole

# More chips than this would push the terms off the row; the others are typed or already chosen.
_OFFERED: Final = 3
_OTHER_WIDTH: Final = 150
_CHIP_HEIGHT: Final = 28
_LONGEST: Final = 40
# An order keeps at most this many (services/tickets/dto).
_MOST: Final = 30


class LeftWithUs(Flow):
    """A row of chips: the device's usual accessories, and whatever else was named.

    Signals:
        left(object): the tuple of names now chosen, after a person changed it.
        rearranged(): the chips are others now.
    """

    left = Signal(object)
    rearranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=Space.SMALL, name="counter-left-with-us", parent=parent)
        self._usual: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._chips: list[ChoiceChip] = []
        self._build()

    def _build(self) -> None:
        self._label = Text(self.tr("Left with us"), role=TypeRole.LABEL, tone=Tone.SECOND)
        self._add = Button(
            "", kind=ButtonKind.GHOST, icon=Icon.PLUS, height=_CHIP_HEIGHT, name="counter-left-add"
        )
        self._add.setAccessibleName(self.tr("Something else was left"))
        self._add.setToolTip(self.tr("Something else was left"))
        self._other = Field(
            self.tr("Something else was left"),
            name="counter-left-other",
            placeholder=self.tr("What else?"),
            place=LabelPlace.HIDDEN,
            height=_CHIP_HEIGHT,
            max_length=_LONGEST,
        )
        fix_width(self._other, _OTHER_WIDTH)
        self._other.hide()
        self.show_row([self._label, self._add, self._other])
        self._other.hide()
        self._add.clicked.connect(self._ask_other)
        self._other.committed.connect(self._take_other)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in reading order; the field for something else follows."""
        return (*self._chips, self._add)

    def offer(self, usual: Sequence[str]) -> None:
        """Offer the accessories of another kind of device; what is chosen stays."""
        if tuple(usual) != self._usual:
            self._usual = tuple(usual)
            self._arrange()

    def show_chosen(self, chosen: Sequence[str]) -> None:
        """Show what was left, without a signal."""
        if tuple(chosen) != self._chosen:
            self._chosen = tuple(chosen)
            self._arrange()

    def _arrange(self) -> None:
        """Show one chip per usual thing and one per chosen thing, the usual ones first."""
        usual = self._usual[:_OFFERED]
        names = [*usual, *(name for name in self._chosen if name not in usual)]
        kept = {chip.words: chip for chip in self._chips}
        self._chips = [kept.get(name) or self._chip(name) for name in names]
        for chip in self._chips:
            chip.setChecked(chip.words in self._chosen)
        self.show_row([self._label, *self._chips, self._add, self._other])
        self.rearranged.emit()

    def _chip(self, name: str) -> ChoiceChip:
        chip = ChoiceChip(name, name=f"counter-left-{name.casefold()}")
        chip.chosen.connect(lambda on, name=name: self._switch(name, is_on=bool(on)))
        return chip

    def _switch(self, name: str, *, is_on: bool) -> None:
        others = tuple(each for each in self._chosen if each != name)
        self._chosen = (*others, name)[:_MOST] if is_on else others
        self.left.emit(self._chosen)

    def _ask_other(self) -> None:
        self._add.hide()
        self._other.show()
        self._other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_other(self, text: object) -> None:
        if not self._other.isVisibleTo(self):
            return
        had_focus = self._other.edit.hasFocus()
        self._other.set_text("")
        self._other.hide()
        self._add.show()
        name = str(text)
        if name and name not in self._chosen and len(self._chosen) < _MOST:
            self._chosen = (*self._chosen, name)
            self._arrange()
            self.left.emit(self._chosen)
        if had_focus:
            self._add.setFocus(Qt.FocusReason.OtherFocusReason)
