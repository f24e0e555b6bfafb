"""What may be edited, in words: fields, their values, and times as hours and minutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from services.tickets.dto import MOST_MINUTES, EditedField, LineChange, LineSays
from services.types import ConditionMark, ConditionPart, DeviceCategory, Priority
from ui.format import Formats
from ui.screens.queue.words import (
    CONDITION_WORDS,
    GRADE_WORDS,
    MARK_WORDS,
    NOTHING,
    PRIORITY_WORDS,
    say,
)

F = EditedField

FIELD_WORDS: Final = {
    F.PRIORITY: "Priority",
    F.PROMISE: "Promised",
    F.SLOT: "Shelf slot",
    F.DEVICE_CATEGORY: "Device category",
    F.JOB_CATEGORY: "Kind of work",
    F.ESTIMATED_MINUTES: "Estimated time",
    F.ACTUAL_MINUTES: "Time taken",
    F.WORDS: "Customer’s words",
    F.FINDING: "Finding",
    F.CONDITION: "Condition",
    F.ACCESSORIES: "Left with it",
    F.LINES: "Lines",
}

DEVICE_CATEGORY_WORDS: Final = {
    DeviceCategory.PHONE: "Phone",
    DeviceCategory.TABLET: "Tablet",
    DeviceCategory.LAPTOP: "Laptop",
    DeviceCategory.WATCH: "Watch",
    DeviceCategory.CONSOLE: "Console",
}

# "1:30", or whole minutes.
_CLOCK: Final = re.compile(r"(?:(\d{1,4}):)?(\d{1,5})")


def clock_words(minutes: int | None) -> str:
    """Return minutes as hours and minutes: "1:30"."""
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02}"


def minutes_in(text: str) -> int | None:
    """Read hours and minutes ("1:30") or minutes ("90"); None where it is neither."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes = found[1], int(found[2])
    if hours is not None and minutes >= 60:
        return None
    whole = int(hours or 0) * 60 + minutes
    return whole if whole <= MOST_MINUTES else None


def job_category_words(key: str) -> str:
    """Return a kind of work, which the catalogue names by a key: "display" as "Display"."""
    return key.replace("_", " ").capitalize()


def value_words(what: EditedField, text: str, *, formats: Formats, now: datetime) -> str:
    """Return a field's value as people read it; ``text`` is as `FieldChange` keeps it."""
    if not text:
        return NOTHING
    if what is F.PROMISE:
        return moment_words(datetime.fromisoformat(text), formats=formats, now=now)
    write = _WRITERS.get(what)
    return write(text) if write is not None else text


def moment_words(instant: datetime, *, formats: Formats, now: datetime) -> str:
    """Return a day and time; today the time alone."""
    if formats.local(instant).date() == formats.local(now).date():
        return formats.time(instant)
    return say("{day}, {time}", day=formats.day(instant, now), time=formats.time(instant))


def marks_words(marks: dict[str, str]) -> str:
    """Return the marks of a device in the order of the grid: "screen broken, back good"."""
    return ", ".join(
        say(
            "{part} {mark}",
            part=say(CONDITION_WORDS[part]),
            mark=say(MARK_WORDS[ConditionMark(marks[part.value])]),
        )
        for part in ConditionPart
        if part.value in marks
    )


def _marks(text: str) -> str:
    return marks_words(dict(each.split("=", 1) for each in text.split()))


_WRITERS: Final[dict[EditedField, Callable[[str], str]]] = {
    F.PRIORITY: lambda text: say(PRIORITY_WORDS[Priority(text)]),
    F.DEVICE_CATEGORY: lambda text: say(DEVICE_CATEGORY_WORDS[DeviceCategory(text)]),
    F.JOB_CATEGORY: job_category_words,
    F.ESTIMATED_MINUTES: lambda text: clock_words(int(text)),
    F.ACTUAL_MINUTES: lambda text: clock_words(int(text)),
    F.CONDITION: _marks,
    F.WORDS: lambda text: f"“{text}”",
    F.FINDING: lambda text: f"“{text}”",
}


def line_change_words(change: LineChange, *, formats: Formats) -> str:
    """Say what became of one line: "Screen replacement: $279.00 → $249.00"."""
    if change.old is None and change.new is not None:
        return say("Added: {line}", line=_whole(change.new, formats=formats))
    if change.new is None and change.old is not None:
        return say("Taken off: {line}", line=_whole(change.old, formats=formats))
    assert change.old is not None
    assert change.new is not None
    old, new = _parts(change.old, formats=formats), _parts(change.new, formats=formats)
    differing = [
        say("{old} → {new}", old=was or NOTHING, new=is_ or NOTHING)
        for was, is_ in zip(old, new, strict=True)
        if was != is_
    ]
    return say("{title}: {changes}", title=change.new.title, changes=", ".join(differing))


def _whole(line: LineSays, *, formats: Formats) -> str:
    told = ", ".join(part for part in _parts(line, formats=formats) if part)
    return say("{title}, {about}", title=line.title, about=told)


def _parts(line: LineSays, *, formats: Formats) -> tuple[str, str, str, str]:
    """Return grade, pieces, price and discount; what goes without saying is empty."""
    pieces = say("{count} pieces", count=line.quantity) if line.quantity != 1 else ""
    price = say("ask") if line.price_minor is None else formats.money(line.price_minor)
    discount = ""
    if line.discount_minor:
        discount = say("discount {amount}", amount=formats.money(line.discount_minor))
    grade = say(GRADE_WORDS[line.grade]) if line.grade is not None else ""
    return grade, pieces, price, discount
