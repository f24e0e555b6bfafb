"""The queue's table model over many orders: what it asks for, keeps and forgets."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from services.paging import PAGE_ROWS
from services.tickets.dto import QueueRow
from services.types import CustomerId, Priority, TicketId, TicketStatus
from ui.parts.table import CHANGED_ROLE
from ui.screens.queue.columns import USUAL, WIDE, WIDE_FROM, Column, columns_for, section_widths
from ui.screens.queue.model import IN_FLIGHT, KEPT_PAGES, NOT_HERE_YET, QueueModel, Wish
from ui.screens.queue.places import near_place

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DISPLAY = Qt.ItemDataRole.DisplayRole


def row_of(ticket_id: int, **changes: object) -> QueueRow:
    row = QueueRow(
        ticket_id=TicketId(ticket_id),
        number=f"R26-{ticket_id:06}-X",
        device_title="iPhone 14",
        repairs="Screen",
        priority=Priority.NORMAL,
        customer_name="Lena Fischer",
        status=TicketStatus.PENDING,
        promised_at_utc=NOON + timedelta(minutes=ticket_id % 600),
        ready_at_utc=None,
        opened_at_utc=NOON,
        technician_name="",
        technician_initials="",
        balance_minor=12_900,
        balance_is_open=False,
        to_hand_back=False,
        till="Till 1",
        version=1,
        customer_id=CustomerId(1),
        device_model_id=None,
        technician_id=None,
    )
    return replace(row, **changes)


class Source:
    """Remembers wishes, and answers them when a test says so."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.model = QueueModel(
            fetch=self.wishes.append,
            words=lambda row, column: f"{row.number} {column.value}",
            columns=USUAL,
            mark_ms=20,
        )

    def show(self, count: int, *, first_rows: bool = False) -> None:
        rows = [row_of(i) for i in range(min(count, PAGE_ROWS))] if first_rows else []
        self.model.answer(array("q", range(count)), first_rows=rows)

    def answer(self, wish: Wish | None = None, *, without: Iterable[int] = ()) -> Wish:
        wish = wish or self.wishes[-1]
        gone = set(without)
        self.model.take_rows(wish, rows=[row_of(i) for i in wish.ids if i not in gone])
        return wish

    def text(self, place: int) -> object:
        return self.model.data(self.model.index(place, 0), DISPLAY)


@pytest.fixture
def source(qapp: object) -> Source:
    return Source()


def test_data_never_fetches_and_answers_dots(source: Source) -> None:
    source.show(10_000)
    for place in range(0, 10_000, 97):
        assert source.text(place) == NOT_HERE_YET
    assert source.wishes == []


def test_rows_of_the_first_answer_need_no_fetch(source: Source) -> None:
    source.show(1_000, first_rows=True)
    source.model.want(0, last=20)
    assert source.text(7) == "R26-000007-X order"
    assert source.wishes == []


def test_only_the_pages_in_sight_are_asked_for_once(source: Source) -> None:
    source.show(2_000_000)
    source.model.want(1_900_010, last=1_900_030)
    source.model.want(1_900_012, last=1_900_032)
    (wish,) = source.wishes
    assert wish.page == 1_900_010 // PAGE_ROWS
    assert wish.ids == tuple(range(1_900_000, 1_900_200))
    source.answer()
    assert source.text(1_900_011) == "R26-1900011-X order"
    source.model.want(1_900_010, last=1_900_030)
    assert len(source.wishes) == 1


def test_a_drag_over_the_list_keeps_few_questions_in_flight(source: Source) -> None:
    source.show(2_000_000)
    for place in range(0, 2_000_000, 20_000):
        source.model.want(place, last=place + 20)
    assert len(source.wishes) == IN_FLIGHT
    for wish in tuple(source.wishes):
        source.answer(wish)
    assert source.wishes[-1].page == 1_980_000 // PAGE_ROWS
    assert len(source.wishes) == IN_FLIGHT + 1


def test_pages_are_forgotten_beyond_the_limit(source: Source) -> None:
    source.show(100_000)
    for page in range(KEPT_PAGES + 5):
        source.model.want(page * PAGE_ROWS, last=page * PAGE_ROWS + 10)
        source.answer()
    assert source.model.pages_held == KEPT_PAGES
    assert source.text(0) == NOT_HERE_YET
    assert source.text((KEPT_PAGES + 4) * PAGE_ROWS) != NOT_HERE_YET


def test_an_answer_to_an_older_question_is_dropped(source: Source) -> None:
    source.show(1_000)
    source.model.want(400, last=420)
    old = source.wishes[-1]
    source.model.answer(array("q", range(5_000, 6_000)))
    source.answer(old)
    assert source.text(401) == NOT_HERE_YET
    source.model.want(400, last=420)
    assert source.wishes[-1].ids[0] == 5_400


def test_known_rows_stay_until_the_new_answer_has_read_them(source: Source) -> None:
    source.show(300, first_rows=True)
    source.model.answer(array("q", reversed(range(300))))
    assert source.text(299) == "R26-000000-X order"
    source.model.want(290, last=299)
    assert source.wishes[-1].page == 1


def test_a_change_reads_only_the_rows_that_are_here(source: Source) -> None:
    source.show(1_000, first_rows=True)
    missing = source.model.refresh({3, 7, 900})
    assert missing == {900}
    (wish,) = source.wishes
    assert wish.page is None
    assert set(wish.ids) == {3, 7}


def test_a_changed_row_is_told_and_an_unchanged_one_is_not(source: Source, qtbot: QtBot) -> None:
    source.show(300, first_rows=True)
    source.model.refresh({3, 7})
    changed = row_of(3, status=TicketStatus.DIAGNOSING, version=2)
    with qtbot.waitSignal(source.model.refreshed) as refreshed:
        source.model.take_rows(source.wishes[-1], rows=[changed, row_of(7)])
    assert refreshed.args == [(3,)]
    assert source.model.row_of(3) == changed


def test_a_row_that_is_gone_is_told(source: Source, qtbot: QtBot) -> None:
    source.show(1_000)
    source.model.want(0, last=10)
    with qtbot.waitSignal(source.model.row_gone) as gone:
        source.answer(without=[4])
    assert gone.args == [4]
    assert source.text(4) == NOT_HERE_YET
    assert source.text(5) != NOT_HERE_YET


def test_a_failed_page_is_asked_for_again_when_in_sight(source: Source) -> None:
    source.show(1_000)
    source.model.want(0, last=10)
    source.model.wish_failed(source.wishes[-1])
    source.model.want(0, last=11)
    assert [wish.page for wish in source.wishes] == [0, 0]


def test_a_mark_goes_after_its_time(source: Source, qtbot: QtBot) -> None:
    source.show(300, first_rows=True)
    index = source.model.index(4, 0)
    source.model.mark([4])
    assert index.data(CHANGED_ROLE) is True
    qtbot.waitUntil(lambda: index.data(CHANGED_ROLE) is False)


def test_a_row_put_in_is_shown_at_once(source: Source) -> None:
    source.show(300, first_rows=True)
    source.model.put(row_of(9, number="R26-000009-P"))
    assert source.text(9) == "R26-000009-P order"


def test_ids_past_32_bits_keep_their_value(source: Source) -> None:
    source.model.answer(array("q", [5_000_000_000]))
    assert source.model.id_at(0) == 5_000_000_000
    assert source.model.id_at(1) is None


def test_no_row_has_children(source: Source) -> None:
    source.show(3)
    assert source.model.rowCount(source.model.index(0, 0)) == 0
    assert source.model.rowCount(QModelIndex()) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    count=st.integers(1, 5_000),
    looks=st.lists(st.tuples(st.integers(0, 6_000), st.integers(0, 60)), max_size=25),
)
def test_whatever_is_looked_at_comes_in_sight(
    qapp: object, count: int, looks: list[tuple[int, int]]
) -> None:
    source = Source()
    source.show(count)
    answered = 0
    for first, more in [*looks, (0, 10)]:
        source.model.want(first, last=first + more)
        while answered < len(source.wishes):
            source.answer(source.wishes[answered])
            answered += 1
        for place in range(min(first, count - 1), min(first + more, count - 1) + 1):
            assert source.text(place) == f"R26-{place:06}-X order"
    assert source.model.pages_held <= KEPT_PAGES


@given(room=st.integers(900, 2_600), factor=st.floats(1.0, 2.0))
def test_columns_fill_the_room_and_keep_their_measures(room: int, factor: float) -> None:
    widths = section_widths(USUAL, room=room, factor=factor)
    assert sum(widths) >= room
    if factor == 1.0:
        assert sum(widths) == room
    assert widths[USUAL.index(Column.STATUS)] == round(164 * factor)
    assert min(widths) > 0


def test_at_1366_columns_have_the_measures_of_the_picture() -> None:
    assert section_widths(USUAL, room=894, factor=1.0) == (130, 248, 110, 164, 122, 32, 88)


def test_a_wide_screen_shows_more_columns() -> None:
    assert columns_for(WIDE_FROM - 1) == USUAL
    assert columns_for(WIDE_FROM) == WIDE
    assert {Column.TECHNICIAN, Column.TILL, Column.AGE} <= set(WIDE)


def test_a_place_is_found_near_where_it_was() -> None:
    ids = array("q", range(100_000))
    assert near_place(ids, 50_010, near=50_000) == 50_010
    assert near_place(ids, 99_000, near=10) is None
