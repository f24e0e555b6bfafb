"""Handing devices over and back from the queue, and where the keyboard is after a question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.tickets.dto import AssignCommand
from services.types import HistoryKind, TicketStatus
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.screens.queue.questions import CollectDialog

S = TicketStatus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of a shop with one order to start and one to hand over."""
    take_in(small_shop, "Beta", minutes=60, status="ready_pickup", customer="Lena Fischer")
    take_in(small_shop, "Delta", minutes=120)
    with queue_stage(small_shop, qtbot) as stage:
        yield stage


def test_hand_over_asks_who_and_confirms_the_balance(stage: QueueStage) -> None:
    ticket_id = stage.begin_move("menu-hand_over-delivered", title="Beta")
    dialog = stage.dialog()
    assert isinstance(dialog, CollectDialog)
    assert stage.focus() == "collected-by"
    stage.press(KEY.Key_Right)
    assert stage.focus() == "collected-name"
    stage.press(KEY.Key_Return, CTRL)
    assert dialog.who.error == "Write down who collects the device."
    stage.write("Bert Fischer")
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Right)
    stage.press(KEY.Key_Return, CTRL)
    question = stage.dialog(after=dialog).card
    assert question.heading.text() == "Hand Beta over with $302.02 due?"
    assert stage.focus() == "question-keep"
    assert stage.row_status(ticket_id) == "ready_pickup"
    stage.press(KEY.Key_Tab)
    assert stage.focus() == "question-action"
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.stored(ticket_id).status is S.DELIVERED)
    stage.until(lambda: stage.said.toasts != [])
    assert stage.pill() == "delivered"
    assert stage.said.undos == []
    number = stage.stored(ticket_id).number
    assert stage.said.toasts == [f"{number} handed over to Bert Fischer"]
    assert stage.stored(ticket_id).history[0].kind is HistoryKind.HANDED_OVER


def test_keeping_the_device_stores_nothing(stage: QueueStage) -> None:
    ticket_id = stage.begin_move("menu-hand_over-delivered", title="Beta")
    first = stage.dialog()
    stage.press(KEY.Key_Return, CTRL)
    stage.dialog(after=first)
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert stage.stored(ticket_id).status is S.READY_PICKUP
    assert stage.row_status(ticket_id) == "ready_pickup"
    assert stage.said.toasts == []


def hand_over_from_the_panel(stage: QueueStage) -> int:
    """Ask to hand Beta over with the panel's button, and stand before the balance question."""
    ticket_id = stage.go_to_device("Beta")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.focus() == "move-hand_over-delivered")
    stage.press(KEY.Key_Return)
    first = stage.dialog()
    stage.press(KEY.Key_Return, CTRL)
    stage.dialog(after=first)
    return ticket_id


def test_keeping_the_device_gives_the_keyboard_back_to_the_button(stage: QueueStage) -> None:
    ticket_id = hand_over_from_the_panel(stage)
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert stage.focus() == "move-hand_over-delivered"
    assert stage.stored(ticket_id).status is S.READY_PICKUP


def test_handing_over_from_the_panel_leaves_the_keyboard_at_its_next_step(
    stage: QueueStage,
) -> None:
    ticket_id = hand_over_from_the_panel(stage)
    stage.press(KEY.Key_Tab)
    stage.press(KEY.Key_Return)
    stage.no_dialog()
    stage.until(lambda: stage.stored(ticket_id).status is S.DELIVERED)
    stage.until(lambda: stage.screen.order.reader.detail.status is S.DELIVERED)
    left = [button.objectName() for button in stage.screen.view.panel.moves.buttons]
    assert left == ["comeback", "add-note"]
    assert stage.focus() == "comeback"


def test_the_clock_leaves_the_keyboard_at_a_button_under_a_question(stage: QueueStage) -> None:
    stage.go_to_device("Delta")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.focus() == "move-move-diagnosing")
    for _step in range(3):
        stage.press(KEY.Key_Tab)
    assert stage.focus() == "add-note"
    stage.press(KEY.Key_Return)
    stage.dialog()
    stage.screen.order.show_again()
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert stage.focus() == "add-note"


def test_a_question_over_an_order_that_went_away_leaves_the_keyboard_in_the_rows(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    marco = small_shop.person("Marco Ruiz", "technician")
    jules = small_shop.person("Jules Laurent", "technician")
    take_in(small_shop, "Alpha", technician=marco)
    order = take_in(small_shop, "Beta", technician=marco)
    with queue_stage(small_shop, qtbot) as stage:
        stage.sit_down(marco)
        stage.go_to(order)
        stage.press(KEY.Key_Return)
        stage.until(lambda: stage.focus().startswith("move-"))
        stage.press(KEY.Key_N)
        stage.dialog()
        command = AssignCommand(
            operation_id=new_operation_id(),
            ticket_id=order.ticket_id,
            technician_id=jules.person_id,
        )
        small_shop.tickets.assign(small_shop.owner, command)
        stage.until(lambda: not stage.screen.view.is_open)
        stage.press(KEY.Key_Escape)
        stage.no_dialog()
        assert stage.focus() == "queue-table"


def test_a_cancelled_device_is_handed_back(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Alpha")
    small_shop.move(order.ticket_id, "cancelled", note="Changed their mind")
    with queue_stage(small_shop, qtbot) as stage:
        stage.screen.open_ticket(order.ticket_id)
        stage.until(lambda: stage.shows(order.ticket_id))
        stage.press(KEY.Key_S)
        stage.choose("menu-hand_back-cancelled")
        assert isinstance(stage.dialog(), CollectDialog)
        stage.press(KEY.Key_Return, CTRL)
        stage.until(lambda: not stage.stored(order.ticket_id).to_hand_back)
        stage.until(lambda: stage.said.toasts != [])
        assert stage.said.toasts == [f"{order.number} handed back to Dana Whitfield"]
