"""A person's skills as chips to switch on: the categories of the shop's repairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.fonts import scaled
from ui.parts.chip import ChoiceChip
from ui.parts.text import Text, Tone
from ui.tokens import Space, TypeRole

_WIDTH = 326
_TICK = 20


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
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.TIGHT + 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(Text(label, role=TypeRole.LABEL, tone=Tone.SECOND))
        column.addLayout(self._rows)

    def offer(self, skills: Iterable[str]) -> None:
        """Offer these skills."""
        self._clear()
        for skill in skills:
            chip = ChoiceChip(skill.replace("_", " ").capitalize(), name=f"skill-{skill}")
            chip.clicked.connect(self._tell)
            self._chips[skill] = chip
        self._flow()

    def skills(self) -> tuple[str, ...]:
        """Return what is switched on."""
        return tuple(skill for skill, chip in self._chips.items() if chip.isChecked())

    def set_skills(self, skills: Sequence[str]) -> None:
        """Switch these on and the others off."""
        for skill, chip in self._chips.items():
            chip.setChecked(skill in skills)

    def _flow(self) -> None:
        """Lay the chips in rows, each as full as it gets with every chip switched on."""
        row, used = self._new_row(), 0
        for chip in self._chips.values():
            width = chip.sizeHint().width() + scaled(_TICK) + Space.TIGHT
            if used and used + width > scaled(_WIDTH):
                row, used = self._new_row(), 0
            row.insertWidget(row.count() - 1, chip)
            used += width

    def _new_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.TIGHT + 2)
        row.addStretch(1)
        self._rows.addLayout(row)
        return row

    def _clear(self) -> None:
        for chip in self._chips.values():
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        while (item := self._rows.takeAt(0)) is not None:
            layout = item.layout()
            if layout is not None:
                layout.deleteLater()

    def _tell(self) -> None:
        self.edited.emit()
