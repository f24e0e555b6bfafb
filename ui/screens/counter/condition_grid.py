"""The condition of the device in nine rows, three beside each other, one key each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from services.types import ConditionPart
from ui.parts.condition_row import Condition, ConditionRow
from ui.parts.flow import Columns
from ui.tokens import Space

_COLUMNS: Final = (3, 2, 1)
_GAP: Final = 28


def part_word(part: ConditionPart) -> str:
    """Return the word of a part of the device."""
    words = {
        ConditionPart.SCREEN: "Screen",
        ConditionPart.BACK: "Back",
        ConditionPart.FRAME: "Frame",
        ConditionPart.BUTTONS: "Buttons",
        ConditionPart.CAMERAS: "Cameras",
        ConditionPart.SPEAKERS: "Speakers",
        ConditionPart.CHARGING: "Charging",
        ConditionPart.BIOMETRICS: "Biometrics",
        ConditionPart.LIQUID: "Liquid",
    }
    return QCoreApplication.translate("ConditionPart", words[part])


class ConditionGrid(Columns):
    """Nine condition rows in reading order.

    Signals:
        marked(object): a dict of part value to mark value, after a person changed it.
    """

    marked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            counts=_COLUMNS,
            across=_GAP,
            down=Space.TIGHT,
            name="counter-condition-grid",
            parent=parent,
        )
        self._rows = {
            part: ConditionRow(part_word(part), name=f"counter-condition-{part.value}")
            for part in ConditionPart
        }
        for row in self._rows.values():
            row.chosen.connect(lambda _mark: self._tell())
        self.show_row(self.rows)

    @property
    def rows(self) -> tuple[ConditionRow, ...]:
        """The rows in reading order."""
        return tuple(self._rows.values())

    def show_marks(self, marks: Mapping[str, str]) -> None:
        """Show what is marked, without a signal; a mark nobody knows shows as none."""
        known = {condition.value for condition in Condition}
        for part, row in self._rows.items():
            mark = marks.get(part.value, "")
            row.set_value(Condition(mark) if mark in known else None)

    def mark_rest_good(self) -> None:
        """Mark every row good that has no mark yet; what was found broken stays."""
        for row in self._rows.values():
            if row.condition() is None:
                row.set_value(Condition.GOOD)
        self._tell()

    def _tell(self) -> None:
        self.marked.emit(
            {
                part.value: condition.value
                for part, row in self._rows.items()
                if (condition := row.condition()) is not None
            }
        )
