"""Open time: evenings, closed days, two spans a day, and days on which the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.settings.dto import OpeningHours
from services.settings.open_time import SOON, OpenTime

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")


def hours(opens: str, closes: str, *, days: str = "0123456") -> tuple[OpeningHours, ...]:
    return tuple(OpeningHours(weekday=int(day), opens=opens, closes=closes) for day in days)


WORKDAYS = OpenTime(hours=hours("09:00", "18:00", days="01234"), zone=NEW_YORK)
NIGHTS = OpenTime(hours=hours("00:00", "04:00", days="6"), zone=BERLIN)
SIESTA = OpenTime(
    hours=(*hours("09:00", "12:00"), *hours("15:00", "19:00")), zone=ZoneInfo("Europe/Madrid")
)


def at(zone: ZoneInfo, *moment: int) -> datetime:
    return datetime(*moment, tzinfo=zone)  # type: ignore[arg-type, misc]


def ny(*moment: int) -> datetime:
    return at(NEW_YORK, 2026, 11, *moment)


@pytest.mark.parametrize(
    ("first", "last", "minutes"),
    [
        (ny(20, 17, 45), ny(20, 18, 30), 15),
        (ny(20, 17, 45), ny(23, 9, 30), 45),  # from Friday to Monday
        (ny(21, 9), ny(22, 18), 0),
        (ny(23, 8), ny(23, 9), 0),
        (ny(16, 9), ny(20, 18), 5 * 9 * 60),
    ],
)
def test_a_minute_counts_while_the_shop_is_open(
    first: datetime, last: datetime, minutes: int
) -> None:
    assert WORKDAYS.between(first, last) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (ny(20, 14), ny(20, 15)),
        (ny(20, 17, 45), ny(23, 9, 45)),  # over the weekend
        (ny(20, 17), ny(23, 9)),  # the hour ends with the day: soon until it opens again
        (ny(21, 12), ny(23, 10)),  # closed now
    ],
)
def test_soon_is_an_open_hour_away(now: datetime, until: datetime) -> None:
    assert WORKDAYS.soon_until(now) == until


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (ny(20, 14), ny(20, 14)),
        (ny(20, 22), ny(20, 18)),
        (ny(22, 12), ny(20, 18)),
        (ny(23, 8, 59), ny(20, 18)),
        (ny(23, 9, 1), ny(23, 9, 1)),
    ],
)
def test_nothing_becomes_late_while_the_shop_is_closed(now: datetime, before: datetime) -> None:
    assert WORKDAYS.late_before(now) == before


def test_the_middle_of_the_day_can_be_closed() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    noon = at(madrid, 2026, 6, 1, 11, 30)
    assert SIESTA.soon_until(noon) == at(madrid, 2026, 6, 1, 15, 30)
    assert SIESTA.late_before(at(madrid, 2026, 6, 1, 14, 0)) == at(madrid, 2026, 6, 1, 12, 0)
    assert SIESTA.between(noon, at(madrid, 2026, 6, 1, 15, 10)) == timedelta(minutes=40)


def test_an_opening_over_a_clock_change_is_as_long_as_it_is() -> None:
    """Berlin 2026: 29 March has no 02:00 to 03:00, 25 October has it twice."""
    assert NIGHTS.between(at(BERLIN, 2026, 3, 28, 12), at(BERLIN, 2026, 3, 29, 12)) == timedelta(
        hours=3
    )
    assert NIGHTS.between(at(BERLIN, 2026, 10, 24, 12), at(BERLIN, 2026, 10, 25, 12)) == timedelta(
        hours=5
    )
    early = at(BERLIN, 2026, 3, 29, 1, 30)
    assert NIGHTS.soon_until(early) == at(BERLIN, 2026, 3, 29, 3, 30)


def test_opening_hours_keep_to_the_clock_on_the_wall_when_it_changes() -> None:
    """New York, Sunday 2026-11-01: 18:00 on Friday to 09:00 on Monday is an hour longer."""
    friday, monday = at(NEW_YORK, 2026, 10, 30, 17, 30), at(NEW_YORK, 2026, 11, 2, 9, 30)
    assert WORKDAYS.soon_until(friday) == monday
    assert (monday.astimezone(UTC) - friday.astimezone(UTC)) == timedelta(days=2, hours=17)


def test_days_are_those_on_which_the_shop_opened() -> None:
    assert WORKDAYS.days_between(ny(20, 12), ny(20, 17)) == 0
    assert WORKDAYS.days_between(ny(20, 12), ny(22, 12)) == 0
    assert WORKDAYS.days_between(ny(20, 12), ny(23, 12)) == 1
    assert WORKDAYS.days_between(ny(20, 12), ny(24, 12)) == 2


def test_a_shop_that_told_no_hours_is_open_nine_to_six() -> None:
    usual = OpenTime(hours=(), zone=UTC)
    evening = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert usual.soon_until(evening) == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@given(
    now=st.integers(min_value=0, max_value=700 * 24 * 60),
    minutes=st.integers(min_value=-20_000, max_value=20_000),
)
def test_the_lines_say_what_the_open_time_says(now: int, minutes: int) -> None:
    instant = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=now)
    promised = instant + timedelta(minutes=minutes)
    if minutes < 0:
        is_late = WORKDAYS.between(promised, instant) > timedelta(0)
        assert (promised < WORKDAYS.late_before(instant)) is is_late
    else:
        is_soon = WORKDAYS.between(instant, promised) <= SOON
        assert (promised <= WORKDAYS.soon_until(instant)) is is_soon
