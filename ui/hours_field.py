"""Opening hours as a few lines: one per day, or one for several days that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.opening_hours import Span, UnreadableHours, read_spans, write_spans
from ui.parts.field import Field, LabelPlace
from ui.parts.text import Text, Tone
from ui.tokens import Height, Space, TypeRole

# weekday (0 = Monday), opens, closes
DayHours = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGroup:
    """Days that share one line."""

    words: str
    weekdays: tuple[int, ...]


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EACH_DAY = tuple(DayGroup(words=name, weekdays=(day,)) for day, name in enumerate(WEEKDAYS))
WORKING_WEEK = (
    DayGroup(words="Monday to Friday", weekdays=(0, 1, 2, 3, 4)),
    DayGroup(words="Saturday", weekdays=(5,)),
    DayGroup(words="Sunday", weekdays=(6,)),
)
EXAMPLE = "09:00–18:00, or nothing when closed"


class HoursField(QWidget):
    """The opening hours.

    Signals:
        edited(): a person changed something.
    """

    edited = Signal()

    def __init__(
        self, *, groups: Sequence[DayGroup], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._groups = tuple(groups)
        self.setObjectName(name)
        self.lines = [
            Field(
                group.words,
                name=f"{name}-{group.weekdays[0]}",
                placeholder="Closed",
                place=LabelPlace.HIDDEN,
                height=Height.STANDARD,
            )
            for group in self._groups
        ]
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(Space.TIGHT)
        grid.setColumnStretch(1, 1)
        for row, (group, line) in enumerate(zip(self._groups, self.lines, strict=True)):
            label = Text(group.words, role=TypeRole.LABEL, tone=Tone.SECOND)
            label.setBuddy(line.edit)
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
            line.text_edited.connect(self._was_edited)
            line.committed.connect(self._tidy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)

    def set_hours(self, hours: Sequence[DayHours]) -> None:
        """Show these hours; a line of several days shows those of its first."""
        for group, line in zip(self._groups, self.lines, strict=True):
            line.set_text(write_spans(_spans_of(hours, group.weekdays[0])))
            line.set_error(None)

    def hours(self) -> tuple[DayHours, ...] | None:
        """Return the hours, or None after marking the lines that can't be read."""
        found: list[DayHours] = []
        unreadable = False
        for group, line in zip(self._groups, self.lines, strict=True):
            try:
                spans = read_spans(line.text())
            except UnreadableHours:
                line.set_error(f"Write it like {EXAMPLE}.")
                unreadable = True
                continue
            line.set_error(None)
            found.extend((day, *span) for day in group.weekdays for span in spans)
        return None if unreadable else tuple(sorted(found))

    def first_error(self) -> Field | None:
        """Return the first line with an error."""
        return next((line for line in self.lines if line.error), None)

    def _was_edited(self, _text: object) -> None:
        self.edited.emit()

    def _tidy(self, _text: object) -> None:
        for line in self.lines:
            try:
                spans = read_spans(line.text())
            except UnreadableHours:
                line.set_error(f"Write it like {EXAMPLE}.")
            else:
                line.set_error(None)
                line.set_text(write_spans(spans))


def _spans_of(hours: Sequence[DayHours], weekday: int) -> tuple[Span, ...]:
    return tuple((opens, closes) for day, opens, closes in hours if day == weekday)
