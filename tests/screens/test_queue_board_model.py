"""The board's model over many cards: columns, moves among them, and what is asked for."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from services.paging import PAGE_ROWS
from services.tickets.dto import BOARD_STATUSES, BoardAnswer
from services.types import TicketStatus
from tests.screens.test_queue_model import NOON, row_of
from ui.format import Formats
from ui.screens.queue.board.board import Board
from ui.screens.queue.board.cards import CardDelegate
from ui.screens.queue.board.model import BoardModel
from ui.screens.queue.model import QueueModel, Wish
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import RowWords

S = TicketStatus
MANY = 2_000


class Source:
    """A board whose wishes are remembered, and answered when a test says so."""

    def __init__(self) -> None:
        self.holder = QObject()
        self.wishes: list[tuple[QueueModel, Wish]] = []
        self.model = BoardModel(
            fetch=lambda column, wish: self.wishes.append((column, wish)),
            words=lambda row: row.number,
            tip=lambda row: row.number,
            parent=self.holder,
            mark_ms=20,
        )

    def fill(self, **counts: int) -> None:
        """Answer with so many orders in a column, numbered from one on."""
        ids, next_id = {status: array("q") for status in BOARD_STATUSES}, 1
        for status in BOARD_STATUSES:
            count = counts.get(status.value, 0)
            ids[status] = array("q", range(next_id, next_id + count))
            next_id += count
        first = {
            status: tuple(row_of(i, status=status) for i in each[:PAGE_ROWS])
            for status, each in ids.items()
        }
        self.model.answer(BoardAnswer(columns=ids, first_rows=first))

    def serve(self) -> int:
        """Answer all wishes; return how many there were."""
        wishes, self.wishes = self.wishes, []
        for column, wish in wishes:
            rows = [row_of(i, status=S.PENDING) for i in wish.ids]
            column.take_rows(wish, rows=rows)
        return len(wishes)


@pytest.fixture
def source(qtbot: QtBot) -> Source:
    """Give an empty board."""
    return Source()


@pytest.fixture
def board(source: Source, qtbot: QtBot) -> Board:
    """Give the board in a window."""
    words = RowWords(Formats(), now=NOON)
    delegate = CardDelegate(words=lambda: words, parent=source.holder)
    shown = Board(source.model, delegate=delegate, rights=Rights(lambda _right: True))
    shown.resize(1278, 600)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def test_a_card_goes_to_the_column_of_its_status_and_back(source: Source) -> None:
    source.fill(pending=3, in_progress=2)
    row = source.model.row_of(2)
    assert row is not None
    source.model.put(row_of(2, status=S.IN_PROGRESS))
    assert list(source.model.columns[S.PENDING].ids) == [1, 3]
    assert list(source.model.columns[S.IN_PROGRESS].ids) == [2, 4, 5], "by its promise"
    source.model.put(row)
    assert list(source.model.columns[S.PENDING].ids) == [1, 2, 3]
    assert list(source.model.columns[S.IN_PROGRESS].ids) == [4, 5]


def test_a_moved_card_is_never_without_its_row(source: Source) -> None:
    source.fill(pending=3)
    source.model.put(row_of(2, status=S.READY_PICKUP))
    assert source.model.row_of(2).status is S.READY_PICKUP
    assert [source.model.row_of(i).ticket_id for i in (1, 3)] == [1, 3]


def test_the_same_cards_again_change_nothing(source: Source) -> None:
    source.fill(pending=3)
    resets: list[None] = []
    source.model.columns[S.PENDING].modelReset.connect(lambda: resets.append(None))
    source.fill(pending=3)
    assert resets == []
    source.fill(pending=4)
    assert len(resets) == 1


def test_two_thousand_cards_ask_for_what_is_in_sight_only(board: Board, source: Source) -> None:
    source.fill(pending=MANY)
    cards = board.lanes[S.PENDING].cards
    bar = cards.verticalScrollBar()
    asked = 0
    for share in range(0, 101, 10):
        bar.setValue(bar.maximum() * share // 100)
        cards.tell_sight()
        cards.viewport().repaint()
        asked += source.serve()
    assert 0 < asked <= MANY // PAGE_ROWS
    assert board.lanes[S.PENDING].count.text() == "2,000"
    assert board.lanes[S.PENDING].more.text() == ""
    assert source.model.row_of(MANY) is not None, "the last card is here"


def test_painting_asks_for_nothing(board: Board, source: Source) -> None:
    source.fill(pending=MANY)
    source.serve()
    source.wishes.clear()
    cards = board.lanes[S.PENDING].cards
    cards.verticalScrollBar().blockSignals(True)
    cards.verticalScrollBar().setValue(cards.verticalScrollBar().maximum())
    cards.viewport().repaint()
    assert source.wishes == []
