"""The sample's story stays inside the opening hours, in its order, whenever it is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.transfer.sample_hours import OpenHours, rounded

ZONE = ZoneInfo("America/Los_Angeles")
WEEK = (*((day, "09:00", "18:00") for day in range(5)), (5, "10:00", "16:00"))
HOURS = OpenHours(WEEK, zone=ZONE)
YEAR = int(datetime(2026, 1, 10, tzinfo=UTC).timestamp())
MOMENTS = st.integers(YEAR, YEAR + 366 * 24 * 3600).map(lambda s: datetime.fromtimestamp(s, UTC))
AGO = st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), min_size=2, max_size=12)


@given(now=MOMENTS, ago=AGO)
def test_every_past_instant_falls_into_the_hours_and_the_order_stays(
    now: datetime, ago: list[timedelta]
) -> None:
    told = [HOURS.inside(now - each, now=now) for each in sorted(ago, reverse=True)]
    assert all(before <= after for before, after in pairwise(told))
    for at in told:
        local = at.astimezone(ZONE)
        opens, closes = (10, 16) if local.weekday() == 5 else (9, 18)
        assert local.weekday() < 6
        assert time(opens) <= local.time()
        assert local <= datetime.combine(local.date(), time(closes), tzinfo=ZONE)
        assert at <= now


def test_what_happened_since_the_shop_opened_stays_where_it_was() -> None:
    now = datetime(2026, 11, 20, 14, 26, tzinfo=ZONE)
    assert HOURS.inside(now - timedelta(hours=3), now=now) == now - timedelta(hours=3)


@pytest.mark.parametrize(
    ("day", "forward", "promised"),
    [
        (date(2026, 11, 20), True, datetime(2026, 11, 20, 17, tzinfo=ZONE)),
        (date(2026, 11, 21), True, datetime(2026, 11, 21, 16, tzinfo=ZONE)),
        (date(2026, 11, 22), True, datetime(2026, 11, 23, 17, tzinfo=ZONE)),
        (date(2026, 11, 22), False, datetime(2026, 11, 21, 16, tzinfo=ZONE)),
    ],
)
def test_a_promise_is_made_for_an_open_day(day: date, forward: bool, promised: datetime) -> None:
    assert HOURS.promised(day, at=time(17), forward=forward) == promised


@given(at=MOMENTS)
def test_a_promise_is_rounded_to_five_minutes(at: datetime) -> None:
    near = rounded(at)
    assert (near.minute % 5, near.second, near.microsecond) == (0, 0, 0)
    assert abs(near - at) <= timedelta(minutes=2, seconds=30)


def test_a_shop_without_hours_keeps_its_story() -> None:
    never = OpenHours((), zone=ZONE)
    at = datetime(2026, 11, 20, 3, 46, tzinfo=ZONE)
    assert never.inside(at, now=at + timedelta(days=1)) == at
    assert never.promised(at.date(), at=time(17), forward=True).hour == 17
