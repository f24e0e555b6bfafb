"""The promised times the Counter offers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from services.settings.dto import OpeningHours, PromiseChoice, PromiseKind
from services.settings.promises import promise_choices

ZONE = "America/Los_Angeles"
WEEKDAYS = tuple(OpeningHours(weekday=day, opens="09:00", closes="18:00") for day in range(5))


def here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


def offered(now: datetime, *, hours: tuple[OpeningHours, ...] = WEEKDAYS) -> list[tuple[str, str]]:
    return [
        (choice.label, f"{choice.at_utc.astimezone(ZoneInfo(ZONE)):%a %H:%M}")
        for choice in promise_choices(now, hours=hours, time_zone=ZONE)
    ]


def test_in_the_afternoon_of_a_working_day() -> None:
    assert offered(here("2026-11-18T13:56:10")) == [
        ("1 h", "Wed 15:00"),
        ("Today 17:00", "Wed 17:00"),
        ("Tomorrow", "Thu 17:00"),
    ]


def test_three_hours_and_today_are_both_offered_while_they_differ() -> None:
    labels = [label for label, _ in offered(here("2026-11-18T10:30:00"))]
    assert labels == ["1 h", "3 h", "Today 17:00", "Tomorrow"]


def test_on_friday_evening_the_next_open_day_is_named() -> None:
    assert offered(here("2026-11-20T17:40:00")) == [("Monday", "Mon 17:00")]


def test_a_shop_without_hours_is_taken_to_be_open_nine_to_six() -> None:
    assert offered(here("2026-11-21T10:00:00"), hours=())[-1] == ("Tomorrow", "Sun 17:00")


def test_a_shop_open_less_than_an_hour_promises_its_closing_time() -> None:
    hours = (OpeningHours(weekday=2, opens="09:00", closes="09:40"),)
    assert offered(here("2026-11-18T07:00:00"), hours=hours)[0] == ("Today 09:40", "Wed 09:40")


@st.composite
def weeks(draw: st.DrawFn) -> tuple[OpeningHours, ...]:
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    spans = []
    for day in sorted(days):
        opens, closes = sorted(
            draw(st.lists(st.integers(0, 23), min_size=2, max_size=2, unique=True))
        )
        spans.append(OpeningHours(weekday=day, opens=f"{opens:02d}:00", closes=f"{closes:02d}:00"))
    return tuple(spans)


@given(
    now=st.integers(1_580_000_000, 2_050_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)),
    hours=weeks(),
    zone=st.sampled_from([ZONE, "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland"]),
)
def test_every_choice_is_ahead_in_order_and_while_the_shop_is_open(
    now: datetime, hours: tuple[OpeningHours, ...], zone: str
) -> None:
    choices = promise_choices(now, hours=hours, time_zone=zone)
    instants = [choice.at_utc for choice in choices]
    assert instants == sorted(set(instants))
    assert all(now < instant <= now + timedelta(days=9) for instant in instants)
    assert any(choice.kind is PromiseKind.NEXT_DAY for choice in choices)
    assert all(_is_open(choice, hours=hours, zone=zone) for choice in choices)


def _is_open(choice: PromiseChoice, *, hours: tuple[OpeningHours, ...], zone: str) -> bool:
    at = choice.at_utc.astimezone(ZoneInfo(zone))
    # An hour that the clock change skips is promised as the one after it.
    clocks = (f"{at:%H:%M}", f"{at - timedelta(hours=1):%H:%M}")
    spans = [span for span in hours if span.weekday == at.weekday()]
    return any(span.opens <= clock <= span.closes for span in spans for clock in clocks)
