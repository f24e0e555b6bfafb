"""An edit in the timeline: what was, and what is. Words only, no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.tickets.dto import EditedField, FieldChange
from ui.format import Formats
from ui.screens.queue.editing.words import FIELD_WORDS, line_change_words, value_words
from ui.screens.queue.words import say

# Old and new of these may be long: they are told below the title.
_LONG = frozenset(
    {EditedField.WORDS, EditedField.FINDING, EditedField.CONDITION, EditedField.LINES}
)


def edit_title(changes: Sequence[FieldChange], *, formats: Formats, now: datetime) -> str:
    """Say what an edit changed: one short field with its values, several by their names."""
    if len(changes) == 1 and changes[0].field is EditedField.SLOT:
        return _slot_title(changes[0])
    if len(changes) == 1 and changes[0].field not in _LONG:
        return _told(changes[0], formats=formats, now=now)
    names = [say(FIELD_WORDS[change.field]) for change in changes]
    later = [name[:1].lower() + name[1:] for name in names[1:]]
    return say("{fields} changed", fields=", ".join([*names[:1], *later]))


def edit_body(changes: Sequence[FieldChange], *, formats: Formats, now: datetime) -> str:
    """Return the old and new values, one field or line below the other."""
    if len(changes) == 1 and changes[0].field not in _LONG:
        return ""
    rows: list[str] = []
    for change in changes:
        if change.lines:
            rows.extend(line_change_words(each, formats=formats) for each in change.lines)
        elif len(changes) == 1 and change.is_told:
            rows.append(_values(change, formats=formats, now=now))
        else:
            rows.append(_told(change, formats=formats, now=now))
    return "\n".join(rows)


def _slot_title(change: FieldChange) -> str:
    if not change.is_told:
        return say("Moved to another slot")
    if not change.new:
        return say("Taken from {slot}", slot=change.old)
    if not change.old:
        return say("Put in {slot}", slot=change.new)
    return say("Moved from {old} to {new}", old=change.old, new=change.new)


def _told(change: FieldChange, *, formats: Formats, now: datetime) -> str:
    name = say(FIELD_WORDS[change.field])
    if not change.is_told:
        return say("{field} changed", field=name)
    return say("{field}: {values}", field=name, values=_values(change, formats=formats, now=now))


def _values(change: FieldChange, *, formats: Formats, now: datetime) -> str:
    old, new = (
        value_words(change.field, text, formats=formats, now=now)
        for text in (change.old, change.new)
    )
    return say("{old} → {new}", old=old, new=new)
