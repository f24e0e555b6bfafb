"""How new prices fit among those the price book holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.dto import RowFate
from services.pricing.book import CellPlan, StoredPrice, WantedPrice, plan_cell

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def day(offset: int) -> datetime:
    return NOW.replace(hour=0) + timedelta(days=offset)


LONG_AGO = day(-30)


def stored(
    price: int = 100, begins: datetime = LONG_AGO, until: datetime | None = None, key: int = 1
) -> StoredPrice:
    return StoredPrice(price_id=key, price_minor=price, cost_minor=None, begins=begins, until=until)


def wanted(
    price: int = 100,
    begins: datetime | None = None,
    until: datetime | None = None,
    line: int = 2,
    cost: int | None = None,
) -> WantedPrice:
    return WantedPrice(line=line, price_minor=price, cost_minor=cost, begins=begins, until=until)


def test_the_first_price_of_a_cell_is_added() -> None:
    plan = plan_cell([], [wanted()], now=NOW)
    assert plan.fates == {2: RowFate.ADDED}
    assert [(new.begins, new.before) for new in plan.new] == [(NOW, None)]


def test_the_same_price_again_changes_nothing() -> None:
    plan = plan_cell([stored()], [wanted()], now=NOW)
    assert plan == CellPlan(fates={2: RowFate.UNCHANGED})


def test_another_price_takes_its_place_from_now_on() -> None:
    old = stored()
    plan = plan_cell([old], [wanted(120)], now=NOW)
    assert plan.fates == {2: RowFate.CHANGED}
    assert plan.cuts == [(old, NOW)]
    assert [(new.begins, new.before) for new in plan.new] == [(NOW, old)]


def test_a_price_from_a_day_on_ends_the_one_before_on_that_day() -> None:
    old = stored()
    plan = plan_cell([old], [wanted(120, begins=day(5))], now=NOW)
    assert plan.cuts == [(old, day(5))]


def test_a_price_that_begins_at_the_same_instant_is_changed_where_it_stands() -> None:
    old = stored(begins=day(5))
    plan = plan_cell([old], [wanted(120, begins=day(5))], now=NOW)
    assert plan.fates == {2: RowFate.CHANGED}
    assert (plan.cuts, plan.new) == ([], [])
    assert plan.changed[0].stored == old


def test_two_prices_of_one_instant_are_one_row() -> None:
    plan = plan_cell([stored(begins=NOW)], [wanted(120)], now=NOW)
    assert (len(plan.changed), plan.cuts, plan.new) == (1, [], [])


def test_a_price_after_the_last_one_has_ended_is_added() -> None:
    plan = plan_cell([stored(until=day(0))], [wanted(120)], now=NOW)
    assert plan.fates == {2: RowFate.ADDED}


def test_two_lines_that_follow_each_other_are_both_taken() -> None:
    lines = [wanted(100, until=day(10)), wanted(120, begins=day(10), line=3)]
    plan = plan_cell([], lines, now=NOW)
    assert plan.fates == {2: RowFate.ADDED, 3: RowFate.ADDED}


@pytest.mark.parametrize(
    ("book", "price"),
    [
        ([stored(until=day(10))], wanted(120)),
        ([stored()], wanted(120, until=day(10))),
        ([stored(begins=day(10))], wanted(120)),
        ([stored(until=day(5)), stored(begins=day(5), key=2)], wanted(120)),
    ],
)
def test_an_overlap_that_leaves_a_doubt_is_refused(
    book: list[StoredPrice], price: WantedPrice
) -> None:
    plan = plan_cell(book, [price], now=NOW)
    assert plan.fates == {2: RowFate.REFUSED}
    assert "Overlaps the price valid from" in plan.refusals[2]
    assert (plan.new, plan.changed, plan.cuts) == ([], [], [])


def test_two_lines_that_overlap_name_each_other() -> None:
    plan = plan_cell([], [wanted(100), wanted(120, begins=day(5), line=3)], now=NOW)
    assert plan.refusals == {3: "Overlaps line 2. Say from when until when each one holds."}


def test_a_price_that_has_ended_already_is_refused_unless_it_is_known() -> None:
    assert plan_cell([], [wanted(until=day(-1))], now=NOW).fates == {2: RowFate.REFUSED}
    known = stored(until=day(-1))
    assert plan_cell([known], [wanted(until=day(-1))], now=NOW).fates == {2: RowFate.UNCHANGED}


def test_a_file_without_costs_keeps_those_known() -> None:
    old = StoredPrice(price_id=1, price_minor=100, cost_minor=40, begins=day(-1), until=None)
    assert plan_cell([old], [wanted(100)], now=NOW).fates == {2: RowFate.UNCHANGED}
    assert plan_cell([old], [wanted(120)], now=NOW).new[0].cost_minor == 40
    assert plan_cell([old], [wanted(100, cost=50)], now=NOW).new[0].cost_minor == 50


# --- whatever the book and the file are ---------------------------------------------------------

DAYS = st.integers(-20, 20)


@st.composite
def books(draw: st.DrawFn) -> list[StoredPrice]:
    cuts = sorted(draw(st.sets(DAYS, max_size=6)))
    last_is_open = draw(st.booleans())
    ends: list[datetime | None] = [day(cut) for cut in cuts[1:]]
    if cuts and last_is_open:
        ends.append(None)
    return [
        stored(draw(st.integers(1, 3)), day(begins), until, key)
        for key, (begins, until) in enumerate(zip(cuts, ends, strict=False), start=1)
        if draw(st.booleans())
    ]


@st.composite
def files(draw: st.DrawFn) -> list[WantedPrice]:
    lines = draw(st.integers(0, 4))
    prices = []
    for line in range(lines):
        begins = draw(st.none() | DAYS)
        until = draw(st.none() | DAYS)
        prices.append(
            wanted(
                draw(st.integers(1, 3)),
                None if begins is None else day(begins),
                None if until is None else day(until),
                line,
            )
        )
    return prices


def carried_out(book: Sequence[StoredPrice], plan: CellPlan) -> list[StoredPrice]:
    """Return the book as it is when the plan has been stored."""
    cuts = {price.price_id: until for price, until in plan.cuts}
    changes = {change.stored.price_id: change.wanted for change in plan.changed}
    after = []
    for price in book:
        change = changes.get(price.price_id)
        until = change.until if change else cuts.get(price.price_id, price.until)
        value = change.price_minor if change else price.price_minor
        after.append(stored(value, price.begins, until, price.price_id))
    for key, new in enumerate(plan.new, start=100):
        after.append(stored(new.wanted.price_minor, new.begins, new.wanted.until, key))
    return sorted(after, key=lambda price: price.begins)


def value_at(book: Sequence[StoredPrice], at: datetime) -> list[int]:
    return [
        price.price_minor
        for price in book
        if price.begins <= at and (price.until is None or at < price.until)
    ]


@given(books(), files())
def test_at_most_one_price_is_valid_at_any_instant(
    book: list[StoredPrice], file: list[WantedPrice]
) -> None:
    after = carried_out(book, plan_cell(book, file, now=NOW))
    assert all(price.until is None or price.begins < price.until for price in after)
    instants = [price.begins for price in after] + [NOW]
    assert all(len(value_at(after, at)) <= 1 for at in instants)


@given(books(), files())
def test_every_line_has_a_fate_and_those_taken_hold(
    book: list[StoredPrice], file: list[WantedPrice]
) -> None:
    plan = plan_cell(book, file, now=NOW)
    after = carried_out(book, plan)
    assert set(plan.fates) == {price.line for price in file}
    assert {line for line, fate in plan.fates.items() if fate is RowFate.REFUSED} == set(
        plan.refusals
    )
    for price in file:
        if plan.fates[price.line] in (RowFate.ADDED, RowFate.CHANGED):
            assert value_at(after, price.begins or NOW) == [price.price_minor]


@given(books(), files(), st.integers(0, 3))
def test_importing_what_was_taken_again_changes_nothing(
    book: list[StoredPrice], file: list[WantedPrice], later: int
) -> None:
    plan = plan_cell(book, file, now=NOW)
    taken = [price for price in file if plan.fates[price.line] is not RowFate.REFUSED]
    after = carried_out(book, plan)
    again = plan_cell(after, taken, now=NOW + timedelta(hours=later))
    assert set(again.fates.values()) <= {RowFate.UNCHANGED}
