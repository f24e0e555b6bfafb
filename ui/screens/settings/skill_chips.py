"""A person's skills as chips to switch on: the categories of the shop's repairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.chip import ChoiceChip
from ui.parts.flow import Flow
from ui.parts.text import Text, Tone
from ui.tokens import Space, TypeRole

_GAP = Space.TIGHT + 2


class SkillChips(QWidget):
    """The chips under their label.

    Signals:
        edited(): a person switched one.
    """

    edited = Signal()

    def __init__(self, label: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._chips: dict[str, ChoiceChip] = {}
        self._row = Flow(gap=_GAP, down=_GAP, name=f"{name}-chips")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(Text(label, role=TypeRole.LABEL, tone=Tone.SECOND))
        column.addWidget(self._row)

    def offer(self, skills: Iterable[str]) -> None:
        """Offer these skills."""
        self._chips = {}
        for skill in skills:
            chip = ChoiceChip(skill.replace("_", " ").capitalize(), name=f"skill-{skill}")
            chip.clicked.connect(self._tell)
            self._chips[skill] = chip
        self._row.show_row(list(self._chips.values()))

    def skills(self) -> tuple[str, ...]:
        """Return what is switched on."""
        return tuple(skill for skill, chip in self._chips.items() if chip.isChecked())

    def set_skills(self, skills: Sequence[str]) -> None:
        """Switch these on and the others off."""
        for skill, chip in self._chips.items():
            chip.setChecked(skill in skills)

    def _tell(self) -> None:
        self.edited.emit()
