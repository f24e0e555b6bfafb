"""What an edit changed, as its history keeps it.

Plain values (a priority, an instant, minutes, marks) stand in the append-only row as old and new.
People's words, what they left, the slot and the lines do not: there the row only says that they
changed, and old and new live in the note it names, an ordinary row that erasing a person clears.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from data.values import PartGrade
from services.tickets.dto import EditedField, FieldChange, LineChange, LineSays

F = EditedField

# What is put into words by people may name them.
PERSONAL = frozenset({F.WORDS, F.FINDING, F.SLOT, F.ACCESSORIES, F.LINES})

Pair = tuple[Any, Any]


@dataclass(slots=True)
class EditRecord:
    """The fields an edit changes with their old and new values (JSON values)."""

    changes: dict[EditedField, Pair] = field(default_factory=dict)

    def note(self, what: EditedField, old: Any, new: Any) -> bool:
        """Take a field down if it changes; say whether it does."""
        if old == new:
            return False
        self.changes[what] = (old, new)
        return True

    @property
    def turned(self) -> EditRecord:
        """Return the record of the edit that takes this one back."""
        return EditRecord({what: (new, old) for what, (old, new) in self.changes.items()})

    def plain(self) -> dict[str, Any]:
        """Return what the append-only row may hold."""
        return {
            what.value: None if what in PERSONAL else list(pair)
            for what, pair in self.changes.items()
        }

    def words(self) -> str:
        """Return the text of the note beside it, empty where no words changed."""
        personal = {
            what.value: list(pair) for what, pair in self.changes.items() if what in PERSONAL
        }
        return json.dumps(personal, ensure_ascii=False) if personal else ""


def read_record(details: Mapping[str, Any] | None, note: str | None) -> EditRecord | None:
    """Return what a history row and its note kept; None if the words of it were erased."""
    changed: Mapping[str, Any] = (details or {}).get("changed") or {}
    personal = _personal(note)
    record = EditRecord()
    for name, pair in changed.items():
        kept = pair if pair is not None else personal.get(name)
        if kept is None:
            return None
        record.changes[F(name)] = (kept[0], kept[1])
    return record


def changes_from(details: Mapping[str, Any] | None, note: str | None) -> tuple[FieldChange, ...]:
    """Return what changed, to be shown; erased words are told as changed, without their values."""
    changed: Mapping[str, Any] = (details or {}).get("changed") or {}
    personal = _personal(note)
    return tuple(
        _change(F(name), pair if pair is not None else personal.get(name))
        for name, pair in sorted(changed.items(), key=lambda item: _ORDER.index(item[0]))
        if name in _ORDER
    )


_ORDER = [what.value for what in EditedField]


def _personal(note: str | None) -> Mapping[str, Any]:
    try:
        found = json.loads(note) if note else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _change(what: EditedField, pair: Any) -> FieldChange:
    if pair is None:
        return FieldChange(field=what, is_told=False)
    old, new = pair
    match what:
        case EditedField.LINES:
            return FieldChange(field=what, lines=tuple(_line_changes(old, new)))
        case EditedField.ACCESSORIES:
            return FieldChange(field=what, old=", ".join(old), new=", ".join(new))
        case EditedField.CONDITION:
            return FieldChange(field=what, old=_marks(old), new=_marks(new))
        case _:
            return FieldChange(field=what, old=_text(old), new=_text(new))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _marks(marks: Mapping[str, str]) -> str:
    return " ".join(f"{part}={mark}" for part, mark in sorted(marks.items()))


def _line_changes(old: list[Any], new: list[Any]) -> Iterator[LineChange]:
    before = {row["id"]: row for row in old}
    after = {row["id"]: row for row in new}
    for line_id in dict.fromkeys([*before, *after]):
        was, is_ = _says(before.get(line_id)), _says(after.get(line_id))
        if was != is_:
            yield LineChange(old=was, new=is_)


def _says(row: Mapping[str, Any] | None) -> LineSays | None:
    if row is None:
        return None
    return LineSays(
        title=row["title"],
        grade=PartGrade(row["grade"]) if row["grade"] is not None else None,
        quantity=row["quantity"],
        price_minor=row["price_minor"],
        discount_minor=row["discount_minor"],
    )


def instant_text(instant: datetime | None) -> str | None:
    """Return an instant as a record keeps it."""
    return instant.astimezone(UTC).isoformat() if instant is not None else None


def instant_from(text: str | None) -> datetime | None:
    """Return the instant that a record kept."""
    return datetime.fromisoformat(text) if text else None
