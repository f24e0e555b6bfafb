"""The queue's board: the same orders as cards, by keyboard and by dragging."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.tickets.dto import BOARD_STATUSES, MoveCommand, QueueChip
from services.types import TicketStatus
from tests.screens.queue_stage import KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.parts.toast import ToastKind
from ui.screens.queue.board.board import Board
from ui.screens.queue.board.lane import Taking
from ui.screens.queue.shape import Shape
from ui.workstation import QueueLook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)
S = TicketStatus


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the board of a shop with six orders in four columns."""
    take_in(small_shop, "iPhone 14", status="in_progress", customer="Lena Fischer", minutes=35)
    take_in(small_shop, "Redmi 12", status="in_progress", customer="Pavel Novak", minutes=90)
    take_in(small_shop, "Pixel 8", status="waiting_parts", customer="Sam Okafor", minutes=4_000)
    take_in(small_shop, "Switch OLED", status="ready_pickup", customer="Theo Brandt")
    take_in(small_shop, "Galaxy A54", customer="Grace Mbeki", price_minor=None, minutes=None)
    take_in(small_shop, "Xperia 5", customer="Joe Finch", minutes=50)
    with queue_stage(small_shop, qtbot) as stage:
        show_board(stage)
        yield stage


def show_board(stage: QueueStage) -> None:
    stage.screen.view.table.setFocus()
    stage.press(KEY.Key_V)
    stage.until(lambda: stage.screen.orders.board.count > 0)


def board(stage: QueueStage) -> Board:
    return stage.screen.view.board


def cards(stage: QueueStage) -> dict[str, list[str]]:
    """Return the devices by column, empty columns left out."""
    columns = stage.screen.orders.board.columns
    found = {
        status.value: [
            row.device_title for i in column.ids if (row := column.row_of(i)) is not None
        ]
        for status, column in columns.items()
    }
    return {status: devices for status, devices in found.items() if devices}


def at(stage: QueueStage) -> str:
    """Return the device of the card the person is at."""
    chosen = board(stage).chosen_id
    row = stage.screen.orders.row_of(chosen) if chosen is not None else None
    return row.device_title if row is not None else ""


def go_to_card(stage: QueueStage, title: str) -> int:
    """Walk to a card by the arrow keys and return its order's id."""
    board(stage).take_keyboard()
    for _column in BOARD_STATUSES:
        stage.press(KEY.Key_Left)
    for _column in BOARD_STATUSES:
        stage.press(KEY.Key_Home)
        for _card in range(board(stage).cards.model().rowCount()):
            if at(stage) == title:
                return int(board(stage).chosen_id or 0)
            stage.press(KEY.Key_Down)
        stage.press(KEY.Key_Right)
    raise AssertionError(f"no card of {title}: {cards(stage)}")


def drag(stage: QueueStage, title: str, *, to: TicketStatus, let_go: bool = True) -> int:
    """Drag a device's card over another column."""
    ticket_id = go_to_card(stage, title)
    pile, lane = board(stage).cards, board(stage).lanes[to]
    begin = pile.visualRect(pile.currentIndex()).center()
    end = pile.viewport().mapFromGlobal(lane.mapToGlobal(lane.rect().center()))
    view = pile.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(view, begin + QPoint(QApplication.startDragDistance() + 5, 0))
    QTest.mouseMove(view, end)
    if let_go:
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    return ticket_id


def stands_in(stage: QueueStage, ticket_id: int) -> str:
    status = stage.screen.orders.board.status_of(ticket_id)
    return status.value if status is not None else ""


def test_v_shows_the_same_orders_by_status(stage: QueueStage) -> None:
    assert cards(stage) == {
        "pending": ["Xperia 5", "Galaxy A54"],
        "in_progress": ["iPhone 14", "Redmi 12"],
        "waiting_parts": ["Pixel 8"],
        "ready_pickup": ["Switch OLED"],
    }
    assert stage.screen.view.header.shape.value() == Shape.BOARD
    assert at(stage) == "iPhone 14", "the person stays at their order"
    assert stage.focus() == "board-in_progress"
    lanes = board(stage).lanes
    assert [lane.count.text() for lane in lanes.values()] == ["2", "0", "0", "2", "1", "0", "1"]
    stage.press(KEY.Key_V)
    stage.until(lambda: stage.focus() == "queue-table")
    assert stage.screen.view.table.chosen_place() == 0


def test_arrows_move_between_cards_and_columns(stage: QueueStage) -> None:
    stage.press(KEY.Key_Down)
    assert at(stage) == "Redmi 12"
    stage.press(KEY.Key_Right)
    assert at(stage) == "Pixel 8", "the last card where there is none at this height"
    stage.press(KEY.Key_Right)
    assert at(stage) == "Switch OLED", "empty columns are passed over"
    stage.press(KEY.Key_Right)
    assert at(stage) == "Switch OLED"
    for _column in range(4):
        stage.press(KEY.Key_Left)
    assert at(stage) == "Xperia 5"
    stage.until(lambda: stage.shows(board(stage).chosen_id or 0))


def test_space_shows_the_detail_and_escape_hides_it(stage: QueueStage) -> None:
    assert not stage.screen.view.is_open, "the panel would lie over the columns"
    stage.press(KEY.Key_Space)
    assert stage.screen.view.is_open
    stage.press(KEY.Key_Escape)
    assert not stage.screen.view.is_open
    assert stage.focus() == "board-in_progress"


def test_chips_and_filter_narrow_the_board(stage: QueueStage) -> None:
    stage.press(KEY.Key_Slash)
    stage.write("okafor")
    stage.until(lambda: cards(stage) == {"waiting_parts": ["Pixel 8"]})
    stage.press(KEY.Key_Down)
    assert stage.focus() == "board-waiting_parts"
    stage.press(KEY.Key_Slash)
    stage.press(KEY.Key_Escape)
    stage.until(lambda: len(cards(stage)) == 4)
    stage.screen.view.header.chips.chip(QueueChip.READY).setFocus()
    stage.press(KEY.Key_Space)
    stage.until(lambda: cards(stage) == {"ready_pickup": ["Switch OLED"]})


def test_what_is_to_be_handed_back_is_said_to_be_in_the_table(stage: QueueStage) -> None:
    stage.screen.view.header.chips.chosen.emit(QueueChip.TO_HAND_BACK)
    stage.until(lambda: stage.screen.view.is_empty)
    empty = stage.screen.view.empty
    assert empty.accessibleName() == (
        "The board shows open orders. What is to be handed back is in the table."
    )
    empty.action.setFocus()
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.screen.orders.shape is Shape.TABLE)
    assert stage.screen.view.header.shape.value() == Shape.TABLE


def test_a_status_is_chosen_by_key_and_the_card_goes_at_once(stage: QueueStage) -> None:
    ticket_id = go_to_card(stage, "Xperia 5")
    stage.press(KEY.Key_S)
    stage.choose("menu-move-diagnosing")
    stage.until(lambda: stands_in(stage, ticket_id) == "diagnosing")
    stage.until(lambda: stage.stored(ticket_id).status is S.DIAGNOSING)
    assert at(stage) == "Xperia 5"
    assert stage.focus() == "board-diagnosing", "the keyboard goes along"


def test_a_note_is_written_on_the_board(stage: QueueStage) -> None:
    ticket_id = go_to_card(stage, "Pixel 8")
    stage.press(KEY.Key_N)
    stage.dialog()
    stage.write("Part is on its way")
    stage.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.no_dialog()
    stage.until(lambda: any("on its way" in e.note for e in stage.stored(ticket_id).history))
    assert stage.focus() == "board-waiting_parts"


def test_a_card_is_dragged_to_another_column(stage: QueueStage) -> None:
    ticket_id = drag(stage, "Pixel 8", to=S.IN_PROGRESS)
    stage.until(lambda: stage.stored(ticket_id).status is S.IN_PROGRESS)
    assert stands_in(stage, ticket_id) == "in_progress"
    stage.until(lambda: len(stage.said.undos) == 1)
    stage.said.undos[0]()
    stage.until(lambda: stage.stored(ticket_id).status is S.WAITING_PARTS)
    assert stands_in(stage, ticket_id) == "waiting_parts"


def test_columns_say_what_they_take_while_a_card_is_dragged(stage: QueueStage) -> None:
    drag(stage, "Pixel 8", to=S.READY_PICKUP, let_go=False)
    taking = {status: lane.taking for status, lane in board(stage).lanes.items()}
    assert {s for s, t in taking.items() if t is Taking.TAKES} == {
        S.IN_PROGRESS,
        S.AWAITING_APPROVAL,
    }
    assert taking[S.WAITING_PARTS] is Taking.FROM_HERE
    assert board(stage).lanes[S.READY_PICKUP].more.text() == "Not from Waiting for parts"
    assert board(stage).lanes[S.IN_PROGRESS].more.text() == "Drop here"
    stage.press(KEY.Key_Escape)
    assert {lane.taking for lane in board(stage).lanes.values()} == {Taking.NOTHING}


def test_an_illegal_column_refuses_in_words(stage: QueueStage) -> None:
    ticket_id = drag(stage, "Pixel 8", to=S.READY_PICKUP)
    number = stage.stored(ticket_id).number
    assert stage.said.toasts == [f"{number} can’t go from Waiting for parts to Ready"]
    assert stage.said.kinds == [ToastKind.NOT_DONE]
    assert stands_in(stage, ticket_id) == "waiting_parts"


def test_a_drop_that_needs_an_answer_asks_first(stage: QueueStage) -> None:
    ticket_id = drag(stage, "Redmi 12", to=S.COMPLETED)
    assert stage.menu_words() == ["Repaired", "Not repairable", "Declined"]
    assert stage.stored(ticket_id).status is S.IN_PROGRESS
    stage.choose("outcome-not_repairable")
    stage.until(lambda: stage.stored(ticket_id).status is S.COMPLETED)
    assert stands_in(stage, ticket_id) == "completed"


def test_a_refused_drop_goes_back_and_says_why(stage: QueueStage, small_shop: SmallShop) -> None:
    ticket_id = go_to_card(stage, "Xperia 5")
    stage.until(lambda: stage.shows(ticket_id))
    detail = stage.stored(ticket_id)
    stage.context.live.stop()
    small_shop.tickets.move(
        small_shop.owner,
        MoveCommand(
            operation_id=new_operation_id(),
            ticket_id=detail.ticket_id,
            to=S.IN_PROGRESS,
            seen_version=detail.version,
        ),
    )
    drag(stage, "Xperia 5", to=S.WAITING_PARTS)
    stage.until(lambda: bool(stage.window.notices))
    stage.until(lambda: stage.screen.orders.row_of(ticket_id).status is S.IN_PROGRESS)
    assert stage.stored(ticket_id).status is S.IN_PROGRESS


def test_what_others_move_is_marked_first_and_goes_then(
    stage: QueueStage, small_shop: SmallShop
) -> None:
    ticket_id = go_to_card(stage, "iPhone 14")
    moved = small_shop.move(stage.stored(ticket_id).ticket_id, "waiting_parts")
    stage.until(lambda: stage.screen.orders.row_of(ticket_id).version == moved.version)
    assert stands_in(stage, ticket_id) == "in_progress", "nothing moves under the hand"
    stage.until(lambda: stands_in(stage, ticket_id) == "waiting_parts")
    assert at(stage) == "iPhone 14"


def test_the_choice_is_remembered_for_the_person(stage: QueueStage) -> None:
    owner = int(stage.shop.owner.person_id)
    stage.until(lambda: stage.workstation.looks.get(owner) == QueueLook(shape="board"))
    stage.press(KEY.Key_V)
    stage.until(lambda: stage.workstation.looks.get(owner) == QueueLook(shape="table"))


def test_the_board_comes_back_as_it_was_left(small_shop: SmallShop, qtbot: QtBot) -> None:
    take_in(small_shop, "iPhone 14", status="in_progress")
    looks = {int(small_shop.owner.person_id): QueueLook(shape="board")}
    with queue_stage(small_shop, qtbot, looks=looks) as stage:
        assert cards(stage) == {"in_progress": ["iPhone 14"]}
        assert stage.focus() == "board-in_progress"


def test_a_wide_screen_has_the_panel_beside_the_board(small_shop: SmallShop, qtbot: QtBot) -> None:
    take_in(small_shop, "iPhone 14")
    with queue_stage(small_shop, qtbot, width=1712) as stage:
        show_board(stage)
        assert stage.screen.view.is_open
        assert stage.screen.view.is_docked
        lanes = list(board(stage).lanes.values())
        assert (
            lanes[-1].mapTo(board(stage), QPoint(lanes[-1].width(), 0)).x() <= board(stage).width()
        )


def test_a_card_one_comes_back_to_is_the_persons_again(stage: QueueStage) -> None:
    def click(title: str) -> int:
        shown = stage.screen.orders.board
        ids = {
            row.device_title: i
            for column in shown.columns.values()
            for i in column.ids
            if (row := column.row_of(i)) is not None
        }
        ticket_id = ids[title]
        spot_of = shown.place_of(ticket_id)
        assert spot_of is not None
        status, place = spot_of
        lane = board(stage).lanes[status].cards
        spot = lane.visualRect(lane.model().index(place, 0)).center()
        QTest.mouseClick(lane.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        return ticket_id

    first = click("iPhone 14")
    assert click("Xperia 5") != first
    click("iPhone 14")
    assert at(stage) == "iPhone 14"
    assert stage.screen.order.reader.ticket_id == first
