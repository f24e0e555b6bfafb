"""Filters of the queue: the dialog, the tokens in the header, and taking them away by key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.tickets.dto import QueueChip, QueueFilters, SpanKind
from services.types import Priority, TicketStatus
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.screens.queue.filter_dialog import FilterDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of a shop with four orders."""
    marco = small_shop.person("Marco Rossi", "technician")
    take_in(small_shop, "iPhone 14", customer="Lena Fischer", priority="urgent", technician=marco)
    take_in(small_shop, "Pixel 8", customer="Sam Okafor", status="in_progress", technician=marco)
    take_in(small_shop, "Redmi 12", customer="Grace Mbeki", minutes=None)
    with queue_stage(small_shop, qtbot) as stage:
        stage.screen.view.table.setFocus()
        yield stage


def devices(stage: QueueStage) -> set[str]:
    rows = (stage.screen.model.row_of(i) for i in stage.screen.model.ids)
    return {row.device_title for row in rows if row is not None}


def tokens(stage: QueueStage) -> list[str]:
    return stage.screen.view.header.tokens.words


def open_dialog(stage: QueueStage) -> FilterDialog:
    stage.press(KEY.Key_F, CTRL)
    return cast(FilterDialog, stage.dialog())


def filters(stage: QueueStage) -> QueueFilters:
    return stage.screen.list.question.filters


def test_two_filters_apply_together_and_stand_in_the_header(stage: QueueStage) -> None:
    assert not stage.screen.view.header.tokens.isVisible()
    dialog = open_dialog(stage)
    assert stage.focus() == "filter-status"
    dialog.status.set_value(TicketStatus.PENDING)
    dialog.priority.set_value(Priority.URGENT)
    stage.press(KEY.Key_Return)
    stage.until(lambda: devices(stage) == {"iPhone 14"})
    assert tokens(stage) == ["Status: Pending", "Priority: Urgent"]
    assert stage.screen.view.header.tokens.isVisible()
    stage.until(lambda: stage.count("open") == "1")


def test_a_token_is_taken_away_by_delete_and_all_of_them_by_key(stage: QueueStage) -> None:
    dialog = open_dialog(stage)
    dialog.status.set_value(TicketStatus.PENDING)
    dialog.priority.set_value(Priority.URGENT)
    stage.press(KEY.Key_Return)
    stage.until(lambda: devices(stage) == {"iPhone 14"})
    stage.no_dialog()
    stage.screen.view.header.tokens.buttons[1].setFocus()
    stage.press(KEY.Key_Delete)
    stage.until(lambda: devices(stage) == {"iPhone 14", "Redmi 12"})
    assert tokens(stage) == ["Status: Pending"]
    assert stage.focus() == "token-status"
    stage.press(KEY.Key_X)
    stage.until(lambda: len(devices(stage)) == 3)
    assert tokens(stage) == []
    assert stage.focus() == "queue-table"


def test_the_customer_of_the_order_at_hand_is_offered_first(stage: QueueStage) -> None:
    stage.go_to_device("Pixel 8")
    dialog = open_dialog(stage)
    dialog.customer.edit.setFocus()
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    assert dialog.customer.text() == "Sam Okafor"
    stage.press(KEY.Key_Return)
    stage.until(lambda: devices(stage) == {"Pixel 8"})
    assert tokens(stage) == ["Customer: Sam Okafor"]


def test_a_customer_is_found_by_typing_and_must_be_one_of_the_list(stage: QueueStage) -> None:
    dialog = open_dialog(stage)
    dialog.customer.edit.setFocus()
    stage.write("grace")
    stage.until(lambda: dialog.customer.is_open)
    stage.press(KEY.Key_Escape)
    stage.press(KEY.Key_Return)
    assert dialog.customer.error == "Choose one from the list."
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    stage.press(KEY.Key_Return)
    stage.until(lambda: devices(stage) == {"Redmi 12"})


def test_a_technician_and_nobody_can_be_asked_for(stage: QueueStage) -> None:
    dialog = open_dialog(stage)
    names = [dialog.technician.box.itemText(i) for i in range(dialog.technician.box.count())]
    assert names == ["Any", "Marco Rossi", "Nobody"]
    dialog.technician.set_value(
        next(p.person_id for p in stage.screen.order.acts.people if p.name == "Marco Rossi")
    )
    stage.press(KEY.Key_Return)
    stage.until(lambda: "Pixel 8" in devices(stage) and tokens(stage) != [])
    assert tokens(stage) == ["Technician: Marco Rossi"]


def test_days_are_picked_in_two_fields(stage: QueueStage) -> None:
    dialog = open_dialog(stage)
    assert not dialog.days["promised"][0].isVisible()
    dialog.promised.set_value(SpanKind.DAYS)
    dialog.promised.chosen.emit(SpanKind.DAYS)
    first, last = dialog.days["promised"]
    assert first.isVisible()
    today = stage.context.now().date()
    first.show_day(today)
    last.show_day(today)
    stage.press(KEY.Key_Return)
    stage.until(lambda: devices(stage) == {"iPhone 14", "Pixel 8"})
    assert tokens(stage) == ["Promised: Today"]


def test_closed_orders_are_looked_for_among_all(stage: QueueStage) -> None:
    dialog = open_dialog(stage)
    dialog.status.set_value(TicketStatus.CANCELLED)
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.screen.list.question.chip is QueueChip.ALL)
    stage.until(lambda: stage.screen.view.is_empty)
    assert stage.screen.view.empty.accessibleName() == (
        "Nothing matches. No order in this list passes all of these filters."
    )
    assert stage.screen.view.empty.action.words == "Clear all filters"
    stage.screen.view.empty.action.click()
    stage.until(lambda: len(devices(stage)) == 3)
    assert filters(stage).is_empty


def test_escape_leaves_the_filters_as_they_are(stage: QueueStage) -> None:
    dialog = open_dialog(stage)
    dialog.status.set_value(TicketStatus.IN_PROGRESS)
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert filters(stage).is_empty


def test_the_board_is_filtered_too(stage: QueueStage) -> None:
    stage.press(KEY.Key_V)
    stage.until(lambda: stage.screen.orders.board.count == 3)
    dialog = open_dialog(stage)
    dialog.priority.set_value(Priority.URGENT)
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.screen.orders.board.count == 1)
    assert tokens(stage) == ["Priority: Urgent"]


def test_a_chip_from_the_palette_shows_all_it_lets_through(stage: QueueStage) -> None:
    dialog = open_dialog(stage)
    dialog.priority.set_value(Priority.URGENT)
    stage.press(KEY.Key_Return)
    stage.until(lambda: devices(stage) == {"iPhone 14"})
    stage.screen.show_filter(QueueChip.OPEN)
    stage.until(lambda: len(devices(stage)) == 3)
    assert QApplication.activeModalWidget() is None
