"""A field for a date and a time of day on the shop's clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime, QTimeZone, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDateTimeEdit, QWidget

from ui.fonts import role_font
from ui.format import Formats
from ui.parts.field import Labelled, LabelPlace
from ui.parts.field_frame import FieldFrame
from ui.tokens import Height, TypeRole

_SHOWN_AS: Final = "ddd d MMM HH:mm"


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
        self.edit.setDisplayFormat(_SHOWN_AS)
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
        self.edit.setDateTime(
            QDateTime(
                QDate(local.year, local.month, local.day),
                QTime(local.hour, local.minute),
                QTimeZone.utc(),
            )
        )
        self.edit.setSelectedSection(QDateTimeEdit.Section.DaySection)
        self.edit.blockSignals(False)

    def take_focus(self) -> None:
        """Put the cursor on the day."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.setSelectedSection(QDateTimeEdit.Section.DaySection)

    def _changed(self, _moment: QDateTime) -> None:
        self.picked.emit(self.moment())
