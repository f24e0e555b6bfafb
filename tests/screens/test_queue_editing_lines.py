"""Editing an order's lines in the sheet, and the orders beside one. By keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.tickets.dto import HandOverCommand, LinePrice, TicketDetail
from services.types import PartGrade
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.editing import edit, kept
from tests.support.shops import SmallShop
from ui.screens.queue.editing.sheet import EditSheet

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def order(small_shop: SmallShop) -> TicketDetail:
    """Take one device in."""
    return take_in(small_shop, "Delta")


@pytest.fixture
def stage(small_shop: SmallShop, order: TicketDetail, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue, at that order."""
    with queue_stage(small_shop, qtbot) as stage:
        stage.go_to(order)
        yield stage


def lines_page(stage: QueueStage) -> EditSheet:
    """Open the sheet at its lines."""
    stage.press(KEY.Key_E)
    dialog = stage.dialog()
    assert isinstance(dialog, EditSheet)
    stage.until(lambda: dialog.pages.lines._repairs != ())
    go_to(stage, "edit-pages")
    stage.press(KEY.Key_Right)
    stage.press(KEY.Key_Right)
    assert dialog.pages.lines.isVisible()
    return dialog


def go_to(stage: QueueStage, name: str) -> None:
    for _step in range(60):
        if stage.focus() == name:
            return
        stage.press(KEY.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}, last {stage.focus()}")


def rewrite(stage: QueueStage, name: str, text: str) -> None:
    go_to(stage, name)
    stage.press(KEY.Key_A, CTRL)
    stage.write(text)


def save(stage: QueueStage) -> None:
    stage.press(KEY.Key_Return, CTRL)
    stage.no_dialog()
    stage.until(lambda: stage.said.toasts != [])


def hand_over(shop: SmallShop, order: TicketDetail) -> None:
    shop.move_through(order.ticket_id, "in_progress", "completed", "ready_pickup")
    command = HandOverCommand(
        operation_id=new_operation_id(),
        ticket_id=order.ticket_id,
        confirmed=frozenset({"balance-due"}),
    )
    shop.tickets.hand_over(shop.owner, command)


def test_the_total_follows_while_a_price_is_written(stage: QueueStage, order: TicketDetail) -> None:
    dialog = lines_page(stage)
    assert dialog.pages.total.text() == "Total $302.02"
    rewrite(stage, "edit-line-price", "300")
    stage.until(lambda: dialog.pages.total.text() == "Total $324.75, before $302.02")
    assert dialog.pages.agreed.isVisible()
    assert dialog.pages.agreed.text() == "The customer agreed to $302.02 at intake."
    rewrite(stage, "edit-line-discount", "100")
    stage.until(lambda: dialog.pages.total.text() == "Total $216.50, before $302.02")
    assert not dialog.pages.agreed.isVisible()
    save(stage)
    after = stage.stored(order.ticket_id)
    assert (after.total_minor, after.lines[0].discount_minor) == (21_650, 10_000)
    panel = stage.screen.view.panel
    stage.until(lambda: panel.money.quoted.amount.text() == "$216.50")
    assert panel.story.entries[0].body == (
        "Screen replacement: $279.00 → $300.00, – → discount $100.00"
    )


def test_lines_are_added_and_taken_off(stage: QueueStage, order: TicketDetail) -> None:
    dialog = lines_page(stage)
    go_to(stage, "edit-line-add")
    stage.press(KEY.Key_Return)
    stage.choose("add-other")
    stage.until(lambda: stage.focus() == "edit-line-name")
    stage.write("Clean the port")
    stage.press(KEY.Key_Return)
    rewrite(stage, "edit-line-quantity", "2")
    rewrite(stage, "edit-line-price", "15")
    go_to(stage, "button-take-screen-replacement-off")
    stage.press(KEY.Key_Return)
    assert len(dialog.pages.lines.editors) == 1
    save(stage)
    (line,) = stage.stored(order.ticket_id).lines
    assert (line.title, line.quantity, line.amount_minor) == ("Clean the port", 2, 3_000)


def test_a_repair_of_the_catalogue_costs_what_the_book_says(
    stage: QueueStage, order: TicketDetail
) -> None:
    dialog = lines_page(stage)
    go_to(stage, "edit-line-add")
    stage.press(KEY.Key_Return)
    stage.choose("add-battery")
    stage.until(lambda: len(dialog.pages.lines.editors) == 2)
    assert stage.focus() == "edit-line-quantity"
    save(stage)
    added = stage.stored(order.ticket_id).lines[1]
    # The book is empty.
    assert (added.title, added.price_minor) == ("Battery replacement", None)


def test_what_is_no_amount_is_said_at_its_field(stage: QueueStage, order: TicketDetail) -> None:
    dialog = lines_page(stage)
    rewrite(stage, "edit-line-price", "a lot")
    rewrite(stage, "edit-line-quantity", "0")
    stage.press(KEY.Key_Return, CTRL)
    editor = dialog.pages.lines.editors[0]
    assert editor.price.error == "Write an amount, like 49.00."
    assert editor.quantity.error == "1 to 999"
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert stage.stored(order.ticket_id).version == order.version


def test_two_people_who_edit_lines_see_each_others(stage: QueueStage, order: TicketDetail) -> None:
    first = lines_page(stage)
    rewrite(stage, "edit-line-price", "300")
    edit(stage.shop, order, lines=(kept(order, price_minor=25_000),))
    stage.press(KEY.Key_Return, CTRL)
    again = stage.dialog(after=first)
    assert isinstance(again, EditSheet)
    assert again.pages.lines.editors[0].price.text() == "300.00"
    assert again.pages.lines._hint.text() == "Meanwhile: Screen replacement $250.00"
    save(stage)
    assert stage.stored(order.ticket_id).subtotal_minor == 30_000


def test_a_price_written_before_the_books_answer_stays(
    stage: QueueStage, order: TicketDetail
) -> None:
    dialog = lines_page(stage)
    go_to(stage, "edit-line-add")
    stage.press(KEY.Key_Return)
    stage.choose("add-battery")
    stage.until(lambda: stage.focus() == "edit-line-quantity")
    editor = dialog.pages.lines.editors[1]
    editor.grade.chosen.emit(PartGrade.ECONOMY)
    stage.press(KEY.Key_Tab)
    stage.write("25")
    editor.show_price(LinePrice(price_minor=2_500, amount_minor=2_500, book_minor=9_900))
    assert editor.price.text() == "25"
    save(stage)
    assert stage.stored(order.ticket_id).lines[1].price_minor == 2_500


def test_who_may_not_price_reads_the_prices_only(small_shop: SmallShop, qtbot: QtBot) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    order = take_in(small_shop, "Delta", technician=marco)
    with queue_stage(small_shop, qtbot) as stage:
        stage.sit_down(marco)
        stage.go_to(order)
        dialog = lines_page(stage)
        editor = dialog.pages.lines.editors[0]
        assert editor.price.edit.isReadOnly()
        rewrite(stage, "edit-line-quantity", "2")
        save(stage)
        assert stage.stored(order.ticket_id).subtotal_minor == 55_800


def test_more_than_was_agreed_is_marked_in_the_panel(
    stage: QueueStage, order: TicketDetail
) -> None:
    panel = stage.screen.view.panel
    assert panel.agreed.isHidden()
    edit(stage.shop, order, lines=(kept(order, price_minor=30_000),))
    stage.until(lambda: not panel.agreed.isHidden())
    assert panel.agreed.text() == "Above the $302.02 agreed at intake"


def test_enter_opens_a_linked_order(stage: QueueStage, order: TicketDetail) -> None:
    again = take_in(stage.shop, "Delta")
    stage.screen.order.reader.read_again()
    panel = stage.screen.view.panel
    stage.until(lambda: not panel.linked.isHidden())
    go_to(stage, f"linked-{again.ticket_id}")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.shows(again.ticket_id))
    assert panel.number.text() == again.number


def test_linked_orders_are_there_at_once_and_keep_the_keyboard(
    stage: QueueStage, order: TicketDetail
) -> None:
    again = take_in(stage.shop, "Delta")
    panel, desk = stage.screen.view.panel, stage.screen.order
    desk.reader.read.emit(stage.stored(order.ticket_id))
    # Nothing has been painted yet, and Tab finds the row all the same.
    go_to(stage, f"linked-{again.ticket_id}")
    stage.shop.move(again.ticket_id, "in_progress")
    desk.reader.read.emit(stage.stored(order.ticket_id))
    assert panel.linked._shown[0].status.value == "in_progress"
    assert stage.focus() == f"linked-{again.ticket_id}"


def test_a_delivered_device_is_taken_in_again(stage: QueueStage, order: TicketDetail) -> None:
    hand_over(stage.shop, order)
    stage.screen.open_ticket(order.ticket_id)
    stage.until(lambda: stage.pill() == "delivered")
    stage.until(lambda: bool(stage.screen.view.panel.moves.buttons))
    assert stage.screen.view.panel.moves.buttons[0].objectName() == "comeback"
    stage.screen.view.panel.moves.focus_first()
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.said.comebacks != [])
    (comeback,) = stage.said.comebacks
    assert (comeback.ticket_id, comeback.number) == (order.ticket_id, order.number)
    assert comeback.device.comeback_of_id == order.ticket_id
    assert comeback.device.serial == "SN-Delta"
