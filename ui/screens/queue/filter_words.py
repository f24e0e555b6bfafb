"""The queue's filters in words: what the tokens in the header and the dialog say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final

from services.tickets.dto import DaySpan, QueueFilters, SpanKind, ViewPart
from ui.format import Formats
from ui.parts.pill import status_word
from ui.screens.queue.words import PRIORITY_WORDS, say

PART_WORDS: Final = {
    ViewPart.CHIP: "Chip",
    ViewPart.STATUS: "Status",
    ViewPart.PRIORITY: "Priority",
    ViewPart.TECHNICIAN: "Technician",
    ViewPart.CUSTOMER: "Customer",
    ViewPart.DEVICE: "Device",
    ViewPart.OPENED: "Taken in",
    ViewPart.PROMISED: "Promised",
    ViewPart.SORT: "Sort",
    ViewPart.GROUPING: "Group",
}

SPAN_WORDS: Final = {
    SpanKind.TODAY: "Today",
    SpanKind.YESTERDAY: "Yesterday",
    SpanKind.TOMORROW: "Tomorrow",
    SpanKind.LAST_7_DAYS: "Last 7 days",
    SpanKind.LAST_30_DAYS: "Last 30 days",
    SpanKind.NEXT_7_DAYS: "Next 7 days",
    SpanKind.DAYS: "Days …",
    SpanKind.NO_DAY: "No time promised",
}

OPENED_SPANS: Final = (
    SpanKind.TODAY,
    SpanKind.YESTERDAY,
    SpanKind.LAST_7_DAYS,
    SpanKind.LAST_30_DAYS,
    SpanKind.DAYS,
)
PROMISED_SPANS: Final = (
    SpanKind.TODAY,
    SpanKind.TOMORROW,
    SpanKind.NEXT_7_DAYS,
    SpanKind.YESTERDAY,
    SpanKind.LAST_7_DAYS,
    SpanKind.NO_DAY,
    SpanKind.DAYS,
)

Names = Mapping[ViewPart, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One filter as the header shows it; ``is_gone``: the view named what is no longer there."""

    part: ViewPart
    words: str
    is_gone: bool = False


def tokens_of(
    filters: QueueFilters,
    *,
    names: Names,
    gone: tuple[ViewPart, ...],
    formats: Formats,
    now: datetime,
) -> list[Token]:
    """Return the tokens of the filters that are set, then what a view named in vain."""
    values = {
        ViewPart.STATUS: status_word(filters.status.value) if filters.status else "",
        ViewPart.PRIORITY: say(PRIORITY_WORDS[filters.priority]) if filters.priority else "",
        ViewPart.TECHNICIAN: _named(filters.technician_id, ViewPart.TECHNICIAN, names),
        ViewPart.CUSTOMER: _named(filters.customer_id, ViewPart.CUSTOMER, names),
        ViewPart.DEVICE: _named(filters.device_model_id, ViewPart.DEVICE, names),
        ViewPart.OPENED: span_words(filters.opened, formats=formats, now=now),
        ViewPart.PROMISED: span_words(filters.promised, formats=formats, now=now),
    }
    if filters.unassigned:
        values[ViewPart.TECHNICIAN] = say("Nobody")
    shown = [Token(part=part, words=_token(part, words)) for part, words in values.items() if words]
    lost = [Token(part=part, words=gone_words(part), is_gone=True) for part in gone]
    return [*shown, *lost]


def gone_words(part: ViewPart) -> str:
    """Say that what a view named for this part is no longer there."""
    return _token(part, say("no longer there"))


def without(filters: QueueFilters, part: ViewPart) -> QueueFilters:
    """Return the filters without one of them."""
    match part:
        case ViewPart.STATUS:
            return replace(filters, status=None)
        case ViewPart.PRIORITY:
            return replace(filters, priority=None)
        case ViewPart.TECHNICIAN:
            return replace(filters, technician_id=None, unassigned=False)
        case ViewPart.CUSTOMER:
            return replace(filters, customer_id=None)
        case ViewPart.DEVICE:
            return replace(filters, device_model_id=None)
        case ViewPart.OPENED:
            return replace(filters, opened=None)
        case ViewPart.PROMISED:
            return replace(filters, promised=None)
        case _:
            return filters


def span_words(span: DaySpan | None, *, formats: Formats, now: datetime) -> str:
    """Return which days are meant: "Today", "Mon 23 Nov – Fri 27 Nov", "from Mon 23 Nov"."""
    if span is None:
        return ""
    if span.kind is not SpanKind.DAYS:
        return say(SPAN_WORDS[span.kind])
    first, last = (_day(day, formats=formats, now=now) for day in (span.first, span.last))
    if first and last:
        return first if first == last else f"{first} – {last}"
    return say("from {day}", day=first) if first else say("until {day}", day=last)


def _token(part: ViewPart, words: str) -> str:
    return say("{filter}: {value}", filter=say(PART_WORDS[part]), value=words)


def _named(value: object, part: ViewPart, names: Names) -> str:
    return "" if value is None else names.get(part, "…")


def _day(day: date | None, *, formats: Formats, now: datetime) -> str:
    if day is None:
        return ""
    return formats.day(datetime.combine(day, time(12), tzinfo=formats.zone).astimezone(UTC), now)
