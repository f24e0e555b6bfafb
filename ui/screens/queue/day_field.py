"""A field for a day, written as the shop's locale does."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QWidget

from ui.fonts import role_font
from ui.format import Formats
from ui.parts.field import Labelled
from ui.parts.field_frame import FieldFrame
from ui.tokens import Height, TypeRole

_FIRST: Final = QDate(1990, 1, 1)
_LAST: Final = QDate(2200, 12, 31)


class DayField(Labelled):
    """Day, month and year are stepped with the arrow keys or typed over."""

    def __init__(
        self, label: str, *, name: str, formats: Formats, parent: QWidget | None = None
    ) -> None:
        self.edit = QDateEdit()
        self.edit.setFrame(False)
        self.edit.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.edit.setFont(role_font(TypeRole.BODY))
        self.edit.setDateRange(_FIRST, _LAST)
        place = formats.place
        locale = QLocale(f"{place.language.split('-')[0]}_{place.country}")
        self.edit.setLocale(locale)
        # A year of two digits steps through two centuries.
        shown_as = locale.dateFormat(QLocale.FormatType.ShortFormat).replace("yyyy", "yy")
        self.edit.setDisplayFormat(shown_as.replace("yy", "yyyy"))
        super().__init__(
            label,
            editor=self.edit,
            frame=FieldFrame(self.edit, height=Height.STANDARD),
            name=name,
            parent=parent,
        )

    def day(self) -> date:
        """Return the day in the field."""
        shown = self.edit.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date) -> None:
        """Show a day."""
        self.edit.setDate(QDate(day.year, day.month, day.day))
