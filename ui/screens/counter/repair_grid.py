"""The repairs of the device as eight numbered chips, four beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from services.pricing.dto import RepairChoice
from ui.format import Formats
from ui.parts.flow import Columns
from ui.parts.repair_chip import RepairChip
from ui.screens.counter.offers import offer_of
from ui.tokens import Space

CHIPS: Final = 8
_COLUMNS: Final = (4, 2, 1)


class RepairGrid(Columns):
    """Chips with the number keys 1–8. Space presses the focused one, Enter moves on.

    Signals:
        pressed(object): the `RepairChoice` a person switched on or off.
        left(): Enter was pressed on a chip.
    """

    pressed = Signal(object)
    left = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(
            counts=_COLUMNS,
            across=Space.SMALL,
            down=Space.SMALL,
            name="counter-repairs",
            parent=parent,
        )
        self.setAccessibleName(self.tr("Repairs"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._formats = formats
        self._choices: tuple[RepairChoice, ...] = ()
        self._is_waiting = False
        self._pressed_early: list[int] = []
        self._chips: list[RepairChip] = []

    @property
    def chips(self) -> tuple[RepairChip, ...]:
        """The chips in the order of their keys."""
        return tuple(self._chips)

    def wait_for_choices(self) -> None:
        """Keep number keys from now on: the repairs they mean are on their way."""
        self._is_waiting = True
        self._pressed_early.clear()

    def show_choices(self, choices: Sequence[RepairChoice]) -> None:
        """Show other repairs or prices; chips that stay keep the focus."""
        self._is_waiting = False
        self._choices = tuple(choices[:CHIPS])
        for place, choice in enumerate(self._choices):
            if place < len(self._chips):
                self._chips[place].show_offer(offer_of(choice, formats=self._formats))
            else:
                self._add_chip(choice)
        del self._chips[len(self._choices) :]
        self.show_row(self._chips)
        if self.hasFocus():
            self.take_focus()

    def press_early(self) -> None:
        """Press what was asked for before the chips were there."""
        pressed, self._pressed_early = self._pressed_early, []
        for number in pressed:
            self.press(number)

    def show_chosen(self, repair_type_ids: set[int]) -> None:
        """Tick the chips of the chosen repairs."""
        for chip, choice in zip(self._chips, self._choices, strict=True):
            chip.setChecked(choice.repair_type_id in repair_type_ids)
            chip.update()

    def press(self, number: int) -> None:
        """Press the chip with this number key, if there is one, or as soon as there is."""
        if self._is_waiting:
            self._pressed_early.append(number)
        elif 1 <= number <= len(self._chips):
            self._chips[number - 1].click()

    def take_focus(self) -> None:
        """Put the focus on the first chip, or hold it until there is one."""
        first = self if self._is_waiting or not self._chips else self._chips[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter move on: the number keys have done the choosing, and it must not undo one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _held(event):
                self.left.emit()
                return True
            step = self._step_of(Qt.Key(key))
            if step and isinstance(watched, RepairChip):
                self._step(watched, by=step)
                return True
        return False

    def _step_of(self, key: Qt.Key) -> int:
        row = self.count_at(self.width())
        return {Qt.Key.Key_Up: -row, Qt.Key.Key_Down: row, **_STEPS}.get(key, 0)

    def _step(self, chip: RepairChip, *, by: int) -> None:
        place = self._chips.index(chip) + by
        if 0 <= place < len(self._chips):
            self._chips[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _add_chip(self, choice: RepairChoice) -> None:
        place = len(self._chips)
        chip = RepairChip(
            offer_of(choice, formats=self._formats),
            key=str(place + 1),
            name=f"counter-repair-{place + 1}",
        )
        chip.installEventFilter(self)
        chip.chosen.connect(lambda _on, place=place: self.pressed.emit(self._choices[place]))
        self._chips.append(chip)


_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
}


def _held(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
