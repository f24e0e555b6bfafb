"""What a shop's data must be."""

from __future__ import annotations

import pytest

from services.errors import Invalid
from services.settings.rules import is_time_zone, logo_problem, read_hours, shop_problems


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


PNG_HEAD = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR"


def png(*, width: int, height: int) -> bytes:
    return PNG_HEAD + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes(5)


def test_a_logo_is_a_png_picture_of_a_sensible_size() -> None:
    assert logo_problem(png(width=400, height=120)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        PNG_HEAD,
        png(width=0, height=10),
        png(width=9000, height=10),
        png(width=10, height=10) + bytes(600_000),
    ],
)
def test_other_files_are_no_logo(content: bytes) -> None:
    assert logo_problem(content) is not None


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
