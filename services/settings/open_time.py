"""The time a shop is open: what is late, what is due soon, and how much time is left. Pure.

A minute counts while the shop is open. What was promised for Saturday noon is not late on Sunday,
and what is promised for nine on Monday is due soon on Friday evening.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

DAYS: Final = 7
SOON: Final = timedelta(hours=1)
# A week has every opening once; the days around it hold those that a clock change moves.
_DAYS_AROUND: Final = DAYS + 1
# Of longer times only the days are told.
_MOST_DAYS: Final = 60
_NONE: Final = timedelta(0)


class Opening(Protocol):
    """One span of a weekday (0 = Monday), "HH:MM" on the shop's clock."""

    @property
    def weekday(self) -> int: ...
    @property
    def opens(self) -> str: ...
    @property
    def closes(self) -> str: ...


class UsualOpening(NamedTuple):
    """A span of a shop that told no hours."""

    weekday: int
    opens: str
    closes: str


# Such a shop is taken to be open nine to six, every day.
USUAL_WEEK: Final = tuple(UsualOpening(day, "09:00", "18:00") for day in range(DAYS))


@dataclass(frozen=True, slots=True)
class _Span:
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTime:
    """The opening hours of one shop. Instants given and returned are aware, returned ones UTC."""

    hours: tuple[Opening, ...]
    zone: tzinfo

    def between(self, first: datetime, last: datetime) -> timedelta:
        """Return how long the shop is open from one instant to a later one; two months at most."""
        return sum(
            (
                max(_NONE, min(span.closes, last) - max(span.opens, first))
                for span in self._spans(first, last)
            ),
            _NONE,
        )

    def days_between(self, first: datetime, last: datetime) -> int:
        """Return on how many days after ``first``'s the shop has opened until ``last``."""
        begun = first.astimezone(self.zone).date()
        days = {
            span.opens.astimezone(self.zone).date()
            for span in self._spans(first, last)
            if span.opens <= last
        }
        return sum(day > begun for day in days)

    def late_before(self, now: datetime) -> datetime:
        """Return the instant before which a promise is late: now, or when the shop last closed."""
        for span in reversed(self._around(now)):
            if span.opens <= now:
                return min(span.closes, now.astimezone(UTC))
        return now.astimezone(UTC)

    def soon_until(self, now: datetime) -> datetime:
        """Return until when a promise is due soon: `SOON` of open time from now, and till it ends.

        What is promised for a time when the shop is closed is due when it opens the next time.
        """
        left = SOON
        for span in self._around(now):
            begins = max(span.opens, now)
            open_for = span.closes - begins
            if open_for <= _NONE:
                continue
            if left < open_for:
                return (begins + left).astimezone(UTC)
            left -= open_for
        return (now + SOON).astimezone(UTC)

    def _around(self, now: datetime) -> tuple[_Span, ...]:
        day = now.astimezone(self.zone).date()
        return _spans_around(self.hours, self.zone, day)

    def _spans(self, first: datetime, last: datetime) -> Iterator[_Span]:
        day, end = first.astimezone(self.zone).date(), last.astimezone(self.zone).date()
        for ahead in range(min((end - day).days, _MOST_DAYS) + 1):
            yield from _spans_of(self.hours, self.zone, day + timedelta(days=ahead))


@lru_cache(maxsize=16)
def _spans_around(hours: Sequence[Opening], zone: tzinfo, day: date) -> tuple[_Span, ...]:
    days = range(-_DAYS_AROUND, _DAYS_AROUND + 1)
    return tuple(
        span for ahead in days for span in _spans_of(hours, zone, day + timedelta(days=ahead))
    )


@lru_cache(maxsize=512)
def _spans_of(hours: Sequence[Opening], zone: tzinfo, day: date) -> tuple[_Span, ...]:
    """Return when the shop opens and closes on a day, in UTC: a clock change may be between."""
    week = hours or USUAL_WEEK
    spans = (
        _Span(
            datetime.combine(day, time.fromisoformat(each.opens), tzinfo=zone).astimezone(UTC),
            datetime.combine(day, time.fromisoformat(each.closes), tzinfo=zone).astimezone(UTC),
        )
        for each in week
        if each.weekday == day.weekday()
    )
    return tuple(sorted(spans, key=lambda span: span.opens))
