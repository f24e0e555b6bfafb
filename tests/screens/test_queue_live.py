"""What changes elsewhere appears in the queue without moving anything under the hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from services.actor import Actor
from services.tickets.dto import TicketDetail
from services.types import TicketStatus, TillId
from tests.screens.queue_stage import KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.parts.table import CHANGED_ROLE

S = TicketStatus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue with thirty orders, more than are in sight."""
    for place in range(30):
        take_in(small_shop, f"Phone {place:02}", minutes=100 + place)
    with queue_stage(small_shop, qtbot) as stage:
        yield stage


def other_person(stage: QueueStage) -> Actor:
    return stage.shop.person("Marco Ruiz", "manager")


def order_at(stage: QueueStage, place: int) -> TicketDetail:
    return stage.stored(stage.screen.model.ids[place])


def is_marked(stage: QueueStage, ticket_id: int) -> bool:
    place = list(stage.screen.model.ids).index(ticket_id)
    return bool(stage.screen.model.index(place, 0).data(CHANGED_ROLE))


def test_a_change_from_elsewhere_is_marked_and_keeps_the_selection(stage: QueueStage) -> None:
    marco, mine, other = other_person(stage), order_at(stage, 3), order_at(stage, 5)
    stage.go_to(mine)
    stage.shop.move(other.ticket_id, "diagnosing", marco)
    stage.until(lambda: stage.row_status(other.ticket_id) == "diagnosing")
    stage.until(lambda: is_marked(stage, other.ticket_id))
    table = stage.screen.view.table
    assert table.chosen_id() == mine.ticket_id
    assert stage.screen.order.reader.ticket_id == mine.ticket_id
    stage.until(lambda: not is_marked(stage, other.ticket_id))


def test_an_own_change_is_not_marked(stage: QueueStage) -> None:
    order = order_at(stage, 2)
    stage.go_to(order)
    stage.press(KEY.Key_S)
    stage.choose("menu-move-diagnosing")
    stage.until(lambda: stage.stored(order.ticket_id).status is S.DIAGNOSING)
    stage.until(lambda: stage.screen.model.row_of(order.ticket_id).version > order.version)
    assert not is_marked(stage, order.ticket_id)


def test_the_detail_follows_a_change_from_elsewhere(stage: QueueStage) -> None:
    marco, order = other_person(stage), order_at(stage, 1)
    stage.go_to(order)
    stage.shop.move(order.ticket_id, "waiting_parts", marco)
    stage.until(lambda: stage.pill() == "waiting_parts")
    assert stage.screen.view.panel.story.entries[0].detail.startswith("Marco Ruiz, ")


def test_an_order_that_left_the_list_goes_later_and_the_row_stays(stage: QueueStage) -> None:
    marco, mine, other = other_person(stage), order_at(stage, 10), order_at(stage, 2)
    stage.go_to(mine)
    table = stage.screen.view.table
    top = table.rowViewportPosition(table.chosen_place())
    stage.shop.move(other.ticket_id, "cancelled", marco, note="No")
    stage.until(lambda: stage.row_status(other.ticket_id) == "cancelled")
    assert other.ticket_id in stage.screen.model.ids, "it stays where it was for a while"
    stage.until(lambda: other.ticket_id not in stage.screen.model.ids)
    assert table.chosen_id() == mine.ticket_id
    assert table.chosen_place() == 9
    row = table.verticalHeader().defaultSectionSize()
    assert table.rowViewportPosition(table.chosen_place()) in (top, top - row)


def test_a_new_order_comes_in_marked_and_nothing_moves(stage: QueueStage) -> None:
    mine = order_at(stage, 14)
    stage.go_to(mine)
    table = stage.screen.view.table
    table.verticalScrollBar().setValue(100)
    top = table.rowViewportPosition(table.chosen_place())
    elsewhere = replace(stage.shop.owner, till_name="Till 2", till_id=TillId(1))
    new = take_in(stage.shop, "Urgent one", minutes=5)
    stage.shop.move(new.ticket_id, "diagnosing", elsewhere)
    stage.until(lambda: new.ticket_id in stage.screen.model.ids)
    assert stage.screen.model.ids[0] == new.ticket_id
    assert table.chosen_id() == mine.ticket_id
    assert table.rowViewportPosition(table.chosen_place()) == top
    stage.until(lambda: is_marked(stage, new.ticket_id))


def test_the_persons_own_order_leaving_the_list_stays_in_the_panel(stage: QueueStage) -> None:
    marco, order = other_person(stage), order_at(stage, 4)
    stage.go_to(order)
    stage.shop.move(order.ticket_id, "cancelled", marco, note="No")
    stage.until(lambda: order.ticket_id not in stage.screen.model.ids)
    assert stage.screen.view.panel.number.text() == order.number
    assert stage.screen.view.table.chosen_id() is None
    stage.press(KEY.Key_Down)
    stage.until(lambda: stage.screen.view.table.chosen_id() is not None)


def test_another_person_sees_their_own_list(stage: QueueStage) -> None:
    jules = stage.shop.person("Jules Laurent", "technician")
    order = order_at(stage, 7)
    stage.shop.move(order.ticket_id, "diagnosing")
    stage.sit_down(jules)
    stage.until(lambda: len(stage.screen.model.ids) == 29)
    assert order.ticket_id not in stage.screen.model.ids


def test_the_row_one_was_at_is_the_persons_again_by_a_click(stage: QueueStage) -> None:
    mine = order_at(stage, 3)
    stage.go_to(mine)
    away = take_in(stage.shop, "Elsewhere", status="pending")
    stage.shop.move(away.ticket_id, "cancelled", note="No")
    stage.screen.open_ticket(away.ticket_id)
    stage.until(lambda: stage.shows(away.ticket_id))
    table = stage.screen.view.table
    spot = table.visualRect(stage.screen.model.index(3, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    # Qt's current row is the same as before; what the row keys act on has to be, too.
    assert table.chosen_id() == mine.ticket_id
    assert stage.screen.order.reader.ticket_id == mine.ticket_id


def test_the_row_in_the_place_of_one_that_left_can_be_clicked(stage: QueueStage) -> None:
    gone, after = order_at(stage, 3), order_at(stage, 4)
    stage.go_to(gone)
    stage.shop.move(gone.ticket_id, "cancelled", note="No")
    stage.until(lambda: gone.ticket_id not in stage.screen.model.ids)
    table = stage.screen.view.table
    assert table.chosen_id() is None
    assert stage.screen.order.reader.ticket_id == gone.ticket_id
    place = list(stage.screen.model.ids).index(after.ticket_id)
    spot = table.visualRect(stage.screen.model.index(place, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert stage.screen.order.reader.ticket_id == after.ticket_id
