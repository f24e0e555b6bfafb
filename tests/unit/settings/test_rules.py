"""What a shop's data must be."""

from __future__ import annotations

import pytest

from services.errors import Invalid
from services.settings.rules import currency_exponent, is_time_zone, read_hours, shop_problems


def test_a_usual_shop_has_no_problem() -> None:
    assert (
        shop_problems(country="US", language="en", currency="USD", time_zone="America/Los_Angeles")
        == ()
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "XX"),
        ("country", "EU"),
        ("language", "qq"),
        ("currency", "ABC"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_what_does_not_exist_is_named_at_its_field(field: str, value: str) -> None:
    shop = {"country": "US", "language": "en", "currency": "USD", "time_zone": "UTC"}
    problems = shop_problems(**{**shop, field: value})
    assert [problem.field for problem in problems] == [field]


@pytest.mark.parametrize(("currency", "exponent"), [("USD", 2), ("JPY", 0), ("KWD", 3)])
def test_decimals_follow_the_currency(currency: str, exponent: int) -> None:
    assert currency_exponent(currency) == exponent


def test_a_folder_of_the_zone_database_is_no_zone() -> None:
    assert not is_time_zone("America")


def test_hours_come_back_in_order_with_a_lunch_break() -> None:
    spans = read_hours([(1, "13:00", "18:00"), (1, "09:00", "12:00"), (0, "09:00", "18:00")])
    assert [(span.weekday, span.opens) for span in spans] == [
        (0, "09:00"),
        (1, "09:00"),
        (1, "13:00"),
    ]


@pytest.mark.parametrize(
    "entries",
    [
        [(7, "09:00", "18:00")],
        [(0, "9:00", "18:00")],
        [(0, "09:00", "24:00")],
        [(0, "18:00", "09:00")],
        [(0, "09:00", "09:00")],
        [(0, "09:00", "13:00"), (0, "12:00", "18:00")],
    ],
)
def test_hours_that_make_no_sense_are_refused_in_words(entries: list[tuple[int, str, str]]) -> None:
    with pytest.raises(Invalid) as caught:
        read_hours(entries)
    assert caught.value.problems
    assert caught.value.problems[0].field.startswith("opening_hours")
