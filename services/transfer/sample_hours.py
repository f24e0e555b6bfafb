"""Keeps the sample's story inside the shop's opening hours. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# A week has an open day before and after any instant, unless the shop is never open.
_SEARCHED_DAYS = 8
_ROUND_TO = timedelta(minutes=5)

Span = tuple[datetime, datetime]


class OpenHours:
    """The hours of a week, as (weekday, "HH:MM", "HH:MM") on the shop's clock; 0 is Monday."""

    def __init__(self, week: Iterable[tuple[int, str, str]], *, zone: ZoneInfo) -> None:
        self._zone = zone
        self._week: dict[int, list[tuple[time, time]]] = {}
        for weekday, opens, closes in sorted(week):
            span = (time.fromisoformat(opens), time.fromisoformat(closes))
            self._week.setdefault(weekday, []).append(span)

    def inside(self, at: datetime, *, now: datetime) -> datetime:
        """Return an instant inside the hours for any past one; the order of instants stays.

        What happened between one opening and the next is pressed together into the hours between;
        what happened since the last opening stays where it is while the shop is open.
        """
        before = self._last_opening(at)
        if before is None:
            return at
        opens, closes = before
        after = self._next_opening(opens)
        ends = now if after is None or after > now else after
        if ends <= closes:
            return at
        return opens + (at - opens) * ((closes - opens) / (ends - opens))

    def promised(self, day: date, *, at: time, forward: bool) -> datetime:
        """Return the time of a day, or of the next open day (``forward``) or the last one.

        A shop that closes before that time promises its closing time.
        """
        step = timedelta(days=1 if forward else -1)
        wanted = day
        for _day in range(_SEARCHED_DAYS):
            spans = self._spans(wanted)
            if spans:
                return min(datetime.combine(wanted, at, tzinfo=self._zone), spans[-1][1])
            wanted += step
        return datetime.combine(day, at, tzinfo=self._zone)

    def _last_opening(self, at: datetime) -> Span | None:
        day = at.astimezone(self._zone).date()
        for back in range(_SEARCHED_DAYS):
            spans = [span for span in self._spans(day - timedelta(days=back)) if span[0] <= at]
            if spans:
                return spans[-1]
        return None

    def _next_opening(self, opening: datetime) -> datetime | None:
        day = opening.astimezone(self._zone).date()
        for ahead in range(_SEARCHED_DAYS):
            for opens, _closes in self._spans(day + timedelta(days=ahead)):
                if opens > opening:
                    return opens
        return None

    def _spans(self, day: date) -> list[Span]:
        combine = datetime.combine
        return [
            (combine(day, opens, tzinfo=self._zone), combine(day, closes, tzinfo=self._zone))
            for opens, closes in self._week.get(day.weekday(), ())
        ]


def rounded(at: datetime) -> datetime:
    """Return the nearest time people promise: on five minutes."""
    past = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
    steps = round(past / _ROUND_TO)
    return at - past + steps * _ROUND_TO
