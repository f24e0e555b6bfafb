"""Which promised times the Counter offers: soon, later today, the next day the shop is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.settings.dto import OpeningHours, PromiseChoice, PromiseKind
from services.settings.open_time import USUAL_WEEK
from services.settings.rules import DAYS, time_of

USUAL_HOURS = tuple(OpeningHours(**span._asdict()) for span in USUAL_WEEK)

# A promise "today" leaves the last hour for the person who collects, and is a full hour.
_BEFORE_CLOSING = timedelta(hours=1)
_SOON = ((1, PromiseKind.IN_1_HOUR, "1 h"), (3, PromiseKind.IN_3_HOURS, "3 h"))
_STEP = timedelta(minutes=5)
_AT_LEAST = timedelta(minutes=30)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def promise_choices(
    now: datetime, *, hours: Sequence[OpeningHours], time_zone: str
) -> tuple[PromiseChoice, ...]:
    """Return what can be promised at ``now`` (aware), each while the shop is open, in order.

    Nothing that ends after closing time is offered, so late in the day only the next day is left.
    """
    zone = ZoneInfo(time_zone)
    week = tuple(hours) or USUAL_HOURS
    here = now.astimezone(zone)
    soon = _soon(now, week=week, zone=zone)
    ends = [*_today(here, week=week), *_next_day(here, week=week)]
    # Where "3 h" falls on the day's last promise, the clock time says more.
    by_instant = {choice.at_utc: choice for choice in (*soon, *ends)}
    return tuple(by_instant[instant] for instant in sorted(by_instant))


def _soon(now: datetime, *, week: Sequence[OpeningHours], zone: ZoneInfo) -> list[PromiseChoice]:
    choices = []
    for hours, kind, label in _SOON:
        instant = _rounded_up(now.astimezone(UTC) + timedelta(hours=hours))
        if _is_open(instant.astimezone(zone), week=week):
            choices.append(PromiseChoice(kind=kind, label=label, at_utc=instant))
    return choices


def _today(here: datetime, *, week: Sequence[OpeningHours]) -> list[PromiseChoice]:
    at = _last_promise(here.date(), week=week, zone=here.tzinfo)
    if at is None or at < here + _AT_LEAST:
        return []
    label = f"Today {at:%H:%M}"
    return [PromiseChoice(kind=PromiseKind.TODAY, label=label, at_utc=at.astimezone(UTC))]


def _next_day(here: datetime, *, week: Sequence[OpeningHours]) -> list[PromiseChoice]:
    for ahead in range(1, DAYS + 1):
        day = here.date() + timedelta(days=ahead)
        at = _last_promise(day, week=week, zone=here.tzinfo)
        if at is not None:
            label = "Tomorrow" if ahead == 1 else _WEEKDAYS[day.weekday()]
            instant = at.astimezone(UTC)
            return [PromiseChoice(kind=PromiseKind.NEXT_DAY, label=label, at_utc=instant)]
    return []


def _last_promise(day: date, *, week: Sequence[OpeningHours], zone: object) -> datetime | None:
    spans = [span for span in week if span.weekday == day.weekday()]
    if not spans:
        return None
    last = max(spans, key=lambda span: span.closes)
    assert isinstance(zone, ZoneInfo)
    closes = datetime.combine(day, time_of(last.closes), tzinfo=zone)
    opens = datetime.combine(day, time_of(last.opens), tzinfo=zone)
    at = (closes - _BEFORE_CLOSING).replace(minute=0)
    return at if at >= opens else closes


def _is_open(here: datetime, *, week: Sequence[OpeningHours]) -> bool:
    moment: time = here.time()
    return any(
        span.weekday == here.weekday() and time_of(span.opens) <= moment <= time_of(span.closes)
        for span in week
    )


def _rounded_up(instant: datetime) -> datetime:
    past = timedelta(
        minutes=instant.minute % 5, seconds=instant.second, microseconds=instant.microsecond
    )
    return instant + (_STEP - past if past else timedelta(0))
