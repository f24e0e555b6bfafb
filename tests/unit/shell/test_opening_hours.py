"""Opening hours as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.format import Formats, ShopLocale
from ui.opening_hours import UnreadableHours, read_spans, write_spans


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("9-18", (("09:00", "18:00"),)),
        ("09:00–18:00", (("09:00", "18:00"),)),
        ("9.30 to 17.15", (("09:30", "17:15"),)),
        ("9am-6pm", (("09:00", "18:00"),)),
        ("9:00 AM–6:00 PM", (("09:00", "18:00"),)),
        ("9 a.m. - 6:30 p.m.", (("09:00", "18:30"),)),
        ("12am - 12pm", (("00:00", "12:00"),)),
        ("9-12, 13:30-18", (("09:00", "12:00"), ("13:30", "18:00"))),
        ("9-24", (("09:00", "23:59"),)),
        ("", ()),
        ("Closed", ()),
    ],
)
def test_a_days_hours_are_read(typed: str, spans: tuple[tuple[str, str], ...]) -> None:
    assert read_spans(typed) == spans


@pytest.mark.parametrize("typed", ["soon", "9", "18-9", "9-9", "25-26", "9:70-10", "13pm-14pm"])
def test_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableHours):
        read_spans(typed)


CLOCK = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


@given(st.tuples(CLOCK, CLOCK).map(sorted).filter(lambda pair: pair[0] < pair[1]))
def test_what_is_written_is_read_back(pair: list[str]) -> None:
    spans = ((pair[0], pair[1]),)
    assert read_spans(write_spans(spans)) == spans


PLACES = (("en", "US"), ("en", "CA"), ("de", "DE"), ("es", "MX"), ("ko", "KR"), ("el", "GR"))


@given(
    st.sampled_from(PLACES),
    st.tuples(CLOCK, CLOCK).map(sorted).filter(lambda pair: pair[0] < pair[1]),
)
def test_what_a_locale_writes_is_read_back(place: tuple[str, str], pair: list[str]) -> None:
    formats = Formats(ShopLocale(language=place[0], country=place[1]))
    spans = ((pair[0], pair[1]),)
    written = write_spans(spans, clock=formats.clock)
    assert read_spans(written, halves=formats.halves) == spans


@given(st.text(max_size=30))
def test_no_text_upsets_the_reader(typed: str) -> None:
    try:
        spans = read_spans(typed)
    except UnreadableHours:
        spans = ()
    assert all(opens < closes for opens, closes in spans)
