"""Opening hours as people type them: "9-18", "09:00–12:00, 13–18", nothing for closed."""

from __future__ import annotations

import re

Span = tuple[str, str]

_DASH = "–"
_SPAN = re.compile(
    r"^(?P<from>\d{1,2})(?:[:.h](?P<from_min>\d{2}))?\s*(?P<from_half>[ap]m)?"
    r"\s*(?:-|–|—|to)\s*"
    r"(?P<to>\d{1,2})(?:[:.h](?P<to_min>\d{2}))?\s*(?P<to_half>[ap]m)?$",
    re.IGNORECASE,
)
_CLOSED = {"", "closed", "-", "–"}


class UnreadableHours(ValueError):
    """What was typed is no span of hours."""


def read_spans(text: str) -> tuple[Span, ...]:
    """Read one day's hours as ("HH:MM", "HH:MM") pairs; none when the shop is closed.

    Raises:
        UnreadableHours: it can't be read.
    """
    if text.strip().lower() in _CLOSED:
        return ()
    return tuple(_span(part.strip()) for part in re.split(r"[,;]", text))


def write_spans(spans: tuple[Span, ...]) -> str:
    """Write one day's hours the way they are read."""
    return ", ".join(f"{opens}{_DASH}{closes}" for opens, closes in spans)


def _span(text: str) -> Span:
    found = _SPAN.match(text)
    if found is None:
        raise UnreadableHours(text)
    opens = _clock(found["from"], found["from_min"], found["from_half"], text=text)
    closes = _clock(found["to"], found["to_min"], found["to_half"], text=text)
    if opens >= closes:
        raise UnreadableHours(text)
    return opens, closes


def _clock(hour: str, minute: str | None, half: str | None, *, text: str) -> str:
    hours, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            raise UnreadableHours(text)
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    # A shop that is open until midnight closes at 23:59: a day has no 24:00.
    if (hours, minutes) == (24, 0):
        hours, minutes = 23, 59
    if hours > 23 or minutes > 59:
        raise UnreadableHours(text)
    return f"{hours:02}:{minutes:02}"
