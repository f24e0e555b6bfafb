"""Opening hours as a few lines: one per day, or one for several days that are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.format import Formats
from ui.opening_hours import ENGLISH, Span, UnreadableHours, read_spans, write_spans
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
_EXAMPLE = (("09:00", "18:00"),)


class HoursField(QWidget):
    """The opening hours. Any usual writing is read; they are written as the locale writes times.

    Until `follow` names the locale, 24 hours are counted: no locale has to be loaded for it.

    Signals:
        edited(): a person changed something.
    """

    edited = Signal()

    def __init__(
        self, *, groups: Sequence[DayGroup], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._groups = tuple(groups)
        self._formats: Formats | None = None
        # What a line shows and stands for: not every locale's writing can be read back.
        self._written: dict[str, tuple[Span, ...]] = {}
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

    def follow(self, formats: Formats) -> None:
        """Write the hours as this locale does from now on, those shown too."""
        shown = [self._read(line) for line in self.lines]
        self._formats = formats
        for line, spans in zip(self.lines, shown, strict=True):
            if spans is not None:
                self._write(line, spans=spans)

    def set_hours(self, hours: Sequence[DayHours]) -> None:
        """Show these hours; a line of several days shows those of its first."""
        for group, line in zip(self._groups, self.lines, strict=True):
            self._write(line, spans=_spans_of(hours, group.weekdays[0]))
            line.set_error(None)

    def hours(self) -> tuple[DayHours, ...] | None:
        """Return the hours, or None after marking the lines that can't be read."""
        found: list[DayHours] = []
        unreadable = False
        for group, line in zip(self._groups, self.lines, strict=True):
            spans = self._read_or_mark(line)
            unreadable = unreadable or spans is None
            found.extend((day, *span) for day in group.weekdays for span in spans or ())
        return None if unreadable else tuple(sorted(found))

    def first_error(self) -> Field | None:
        """Return the first line with an error."""
        return next((line for line in self.lines if line.error), None)

    # --- inside -------------------------------------------------------------------------------

    def _was_edited(self, _text: object) -> None:
        self.edited.emit()

    def _tidy(self, _text: object) -> None:
        for line in self.lines:
            spans = self._read_or_mark(line)
            if spans is not None:
                self._write(line, spans=spans)

    def _read_or_mark(self, line: Field) -> tuple[Span, ...] | None:
        spans = self._read(line)
        example = self._words(_EXAMPLE)
        line.set_error(
            self.tr("Write it like {example}, or nothing when closed.").format(example=example)
            if spans is None
            else None
        )
        return spans

    def _read(self, line: Field) -> tuple[Span, ...] | None:
        text = line.text()
        if text in self._written:
            return self._written[text]
        try:
            return read_spans(text, halves=self._formats.halves if self._formats else ENGLISH)
        except UnreadableHours:
            return None

    def _write(self, line: Field, *, spans: tuple[Span, ...]) -> None:
        words = self._words(spans)
        self._written[words] = spans
        line.set_text(words)

    def _words(self, spans: tuple[Span, ...]) -> str:
        return write_spans(spans, clock=self._formats.clock if self._formats else str)


def _spans_of(hours: Sequence[DayHours], weekday: int) -> tuple[Span, ...]:
    return tuple((opens, closes) for day, opens, closes in hours if day == weekday)
