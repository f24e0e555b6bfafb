"""A form that knows what is changed and not saved yet, and puts problems at their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QCheckBox

from services.errors import FieldProblem, Invalid
from ui.hours_field import HoursField
from ui.parts.combo import Combo
from ui.parts.field import Field, Labelled
from ui.parts.money_field import MoneyField
from ui.parts.text_area import TextArea


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    read: Callable[[], object]
    write: Callable[[Any], None]
    field: Labelled | None


class Form(QObject):
    """Fields by name, each with a way to read and to write it.

    Signals:
        changed(): a person changed something, or the form shows other values.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: dict[str, _Entry] = {}
        self._saved: dict[str, object] = {}

    def add(
        self,
        name: str,
        *,
        read: Callable[[], object],
        write: Callable[[Any], None],
        edited: SignalInstance,
        field: Labelled | None = None,
    ) -> None:
        """Track one field by the name the service's command gives it."""
        self._entries[name] = _Entry(read=read, write=write, field=field)
        edited.connect(self._edited)

    def add_text(self, name: str, field: Field | TextArea) -> None:
        """Track a field of text."""
        self.add(name, read=field.text, write=field.set_text, edited=field.text_edited, field=field)

    def add_combo(self, name: str, combo: Combo) -> None:
        """Track a list to choose from."""
        self.add(name, read=combo.value, write=combo.set_value, edited=combo.chosen, field=combo)

    def add_check(self, name: str, box: QCheckBox) -> None:
        """Track something to tick or switch."""
        self.add(name, read=box.isChecked, write=box.setChecked, edited=box.clicked)

    def add_money(self, name: str, field: MoneyField) -> None:
        """Track an amount of minor units."""
        self.add(
            name,
            read=field.amount_minor,
            write=field.set_amount_minor,
            edited=field.amount_changed,
            field=field,
        )

    def add_hours(self, name: str, field: HoursField) -> None:
        """Track opening hours; unreadable ones read as None."""
        self.add(name, read=field.hours, write=field.set_hours, edited=field.edited)

    def show(self, values: Mapping[str, object]) -> None:
        """Show values that are stored: nothing is changed then."""
        for name, value in values.items():
            self._entries[name].write(value)
        self.clear_errors()
        self._saved = self.values()
        self.changed.emit()

    def rebase(self, values: Mapping[str, object]) -> None:
        """Show what is stored now; what a person changed and did not save stays as typed."""
        now = self.values()
        mine = {name: now[name] for name, saved in self._saved.items() if now[name] != saved}
        errors = {name: self._error_of(name) for name in mine}
        self.show(values)
        for name, value in mine.items():
            self._entries[name].write(value)
            self._set_error(name, errors[name])
        self.changed.emit()

    def values(self) -> dict[str, Any]:
        """Return what the fields hold now."""
        return {name: entry.read() for name, entry in self._entries.items()}

    def saved_values(self) -> dict[str, Any]:
        """Return what the fields hold where nothing was changed."""
        return dict(self._saved)

    def unsaved(self) -> int:
        """Return how many fields differ from what is stored."""
        now = self.values()
        return sum(1 for name, value in self._saved.items() if now[name] != value)

    def revert(self) -> None:
        """Show again what is stored."""
        self.show(dict(self._saved))

    def clear_errors(self) -> None:
        """Take every error away."""
        for entry in self._entries.values():
            if entry.field is not None:
                entry.field.set_error(None)

    def show_problems(self, invalid: Invalid) -> bool:
        """Put problems at their fields; say whether every one had a place here."""
        placed = [self._place(problem) for problem in invalid.problems]
        self.focus_first_error()
        return bool(placed) and all(placed)

    def focus_first_error(self) -> bool:
        """Take the focus to the first field with an error, if there is one."""
        for entry in self._entries.values():
            if entry.field is not None and entry.field.error:
                entry.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _error_of(self, name: str) -> str | None:
        field = self._entries[name].field
        return field.error if field is not None else None

    def _set_error(self, name: str, sentence: str | None) -> None:
        field = self._entries[name].field
        if field is not None:
            field.set_error(sentence)

    def _place(self, problem: FieldProblem) -> bool:
        entry = self._entries.get(problem.field) or self._entries.get(problem.field.split(".")[0])
        if entry is None or entry.field is None:
            return False
        entry.field.set_error(problem.message)
        return True

    @Slot()
    def _edited(self) -> None:
        self.changed.emit()
