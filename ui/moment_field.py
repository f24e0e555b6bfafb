"""A field for a date and a time of day on the shop's clock, written as the shop's locale does."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import (
    QDate,
    QDateTime,
    QEvent,
    QLocale,
    QObject,
    Qt,
    QTime,
    QTimer,
    QTimeZone,
    Signal,
)
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateTimeEdit, QWidget

from ui.fonts import role_font
from ui.format import Formats
from ui.parts.field import Labelled, LabelPlace
from ui.parts.field_frame import FieldFrame
from ui.tokens import Height, TypeRole

# Letters of a CLDR pattern that Qt writes otherwise; quoted words stand as they are in both.
_PIECES: Final = re.compile(r"'[^']*'|([A-Za-z])\1*")
_WHOLE_NAME: Final = 4
_QT_LETTERS: Final = {"L": "M", "K": "h", "k": "H"}


class MomentField(Labelled):
    """Day, month, hour and minute are stepped with the arrow keys or typed over.

    Signals:
        picked(object): the aware UTC instant after a person changed it.
    """

    picked = Signal(object)

    def __init__(
        self, label: str, *, name: str, formats: Formats, parent: QWidget | None = None
    ) -> None:
        self._formats = formats
        # The editor counts in a zone without summer time: Qt would move an hour that the
        # workstation's own zone skips.
        self.edit = QDateTimeEdit()
        self.edit.setTimeZone(QTimeZone.utc())
        self.edit.setFrame(False)
        self.edit.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.edit.setFont(role_font(TypeRole.BODY))
        self.edit.setWrapping(True)
        super().__init__(
            label,
            editor=self.edit,
            frame=FieldFrame(self.edit, height=Height.DENSE),
            name=name,
            place=LabelPlace.HIDDEN,
            parent=parent,
        )
        self.edit.dateTimeChanged.connect(self._changed)
        self.edit.installEventFilter(self)

    def moment(self) -> datetime:
        """Return the aware UTC instant in the field."""
        shown = self.edit.dateTime()
        day, time = shown.date(), shown.time()
        local = datetime(
            day.year(),
            day.month(),
            day.day(),
            time.hour(),
            time.minute(),
            tzinfo=self._formats.zone,
        )
        return local.astimezone(UTC)

    def show_moment(self, moment: datetime) -> None:
        """Show an instant on the shop's clock, without a signal."""
        local = self._formats.local(moment)
        place = self._formats.place
        self.edit.blockSignals(True)
        self.edit.setLocale(QLocale(f"{place.language.split('-')[0]}_{place.country}"))
        shown_as = qt_pattern(self._formats.moment_pattern)
        if self.edit.displayFormat() != shown_as:
            self.edit.setDisplayFormat(shown_as)
        self.edit.setDateTime(
            QDateTime(
                QDate(local.year, local.month, local.day),
                QTime(local.hour, local.minute),
                QTimeZone.utc(),
            )
        )
        self._select_day()
        self.edit.blockSignals(False)

    def take_focus(self) -> None:
        """Put the cursor on the day."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._select_day()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin with the day's number when come to by key; Qt selects what stands first."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            by_key = event.reason() in (
                Qt.FocusReason.TabFocusReason,
                Qt.FocusReason.BacktabFocusReason,
            )
            if by_key:
                QTimer.singleShot(0, self, self._select_day)
        return super().eventFilter(watched, event)

    def _select_day(self) -> None:
        """Select the day's number; its name is a section of the same kind, and takes no digits."""
        day = QDateTimeEdit.Section.DaySection
        places = [i for i in range(self.edit.sectionCount()) if self.edit.sectionAt(i) == day]
        pattern = self._formats.moment_pattern
        name_is_first = pattern.find("E") < pattern.find("d")
        self.edit.setCurrentSectionIndex(places[-1] if name_is_first else places[0])
        self.edit.setSelectedSection(day)

    def _changed(self, _moment: QDateTime) -> None:
        self.picked.emit(self.moment())


def qt_pattern(cldr: str) -> str:
    """Return a CLDR date pattern ("E MMM d h:mm a") as Qt writes it ("ddd MMM d h:mm AP")."""
    return _PIECES.sub(_qt_piece, cldr)


def _qt_piece(piece: re.Match[str]) -> str:
    letter = piece[1]
    if letter is None:
        return piece[0]
    if letter in "Ec":
        return "dddd" if len(piece[0]) == _WHOLE_NAME else "ddd"
    if letter in "abB":
        return "AP"
    return _QT_LETTERS.get(letter, letter) * len(piece[0])
