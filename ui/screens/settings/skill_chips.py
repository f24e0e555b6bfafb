"""A person's skills as chips to switch on: the categories of the shop's repairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.parts.chip import ChoiceChip
from ui.parts.text import Text, Tone
from ui.tokens import Space, TypeRole

_COLUMNS = 3


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
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.TIGHT)
        self._grid.setColumnStretch(_COLUMNS, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(Text(label, role=TypeRole.LABEL, tone=Tone.SECOND))
        column.addLayout(self._grid)

    def offer(self, skills: Iterable[str]) -> None:
        """Offer these skills."""
        for chip in self._chips.values():
            self._grid.removeWidget(chip)
            chip.deleteLater()
        self._chips = {}
        for index, skill in enumerate(skills):
            chip = ChoiceChip(skill.replace("_", " ").capitalize(), name=f"skill-{skill}")
            chip.clicked.connect(self._tell)
            self._chips[skill] = chip
            self._grid.addWidget(chip, index // _COLUMNS, index % _COLUMNS)

    def skills(self) -> tuple[str, ...]:
        """Return what is switched on."""
        return tuple(skill for skill, chip in self._chips.items() if chip.isChecked())

    def set_skills(self, skills: Sequence[str]) -> None:
        """Switch these on and the others off."""
        for skill, chip in self._chips.items():
            chip.setChecked(skill in skills)

    def _tell(self) -> None:
        self.edited.emit()
