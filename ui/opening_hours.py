"""Opening hours as people type them: "9-18", "9:00 AM–12:00 PM, 1–6 pm", nothing for closed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

Span = tuple[str, str]
# What stands for the morning and for the afternoon.
Halves = tuple[str, str]

ENGLISH: Final[Halves] = ("am", "pm")

_DASH = "–"
_TIME = (
    r"(?P<{0}_before>[ap]m)?\s*(?P<{0}>\d{{1,2}})(?:[:.h](?P<{0}_min>\d{{2}}))?"
    r"\s*(?P<{0}_after>[ap]m)?"
)
_SPAN = re.compile(
    "^" + _TIME.format("from") + r"\s*(?:-|–|—|to)\s*" + _TIME.format("to") + "$",
    re.IGNORECASE,
)
_DOTTED_HALF = re.compile(r"\b([ap])\.\s?m\.?", re.IGNORECASE)
_CLOSED = {"", "closed", "-", "–"}


class UnreadableHours(ValueError):
    """What was typed is no span of hours."""


def read_spans(text: str, *, halves: Halves = ENGLISH) -> tuple[Span, ...]:
    """Read one day's hours as ("HH:MM", "HH:MM") pairs; none when the shop is closed.

    ``halves`` are the locale's own words for am and pm; the English ones are read everywhere.

    Raises:
        UnreadableHours: it can't be read.
    """
    if text.strip().lower() in _CLOSED:
        return ()
    plain = _in_english(text, halves=halves)
    return tuple(_span(part.strip()) for part in re.split(r"[,;]", plain))


def write_spans(spans: tuple[Span, ...], *, clock: Callable[[str], str] = str) -> str:
    """Write one day's hours the way they are read; ``clock`` writes one "HH:MM"."""
    return ", ".join(f"{clock(opens)}{_DASH}{clock(closes)}" for opens, closes in spans)


def _in_english(text: str, *, halves: Halves) -> str:
    plain = text.casefold()
    # The longer word first: one may hold the other.
    for word, english in sorted(zip(halves, ENGLISH, strict=True), key=lambda pair: -len(pair[0])):
        if word:
            plain = plain.replace(word.casefold(), english)
    return _DOTTED_HALF.sub(r"\1m", plain)


def _span(text: str) -> Span:
    found = _SPAN.match(text)
    if found is None:
        raise UnreadableHours(text)
    opens, closes = (
        _clock(
            found[end],
            found[f"{end}_min"],
            found[f"{end}_before"] or found[f"{end}_after"],
            text=text,
        )
        for end in ("from", "to")
    )
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
