"""Sorting the queue by its heads and by keyboard; the sort is remembered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from services.tickets.dto import QueueChip, QueueSort
from tests.screens.queue_stage import KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.screens.queue.columns import Column
from ui.workstation import QueueLook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of a shop with three orders."""
    fill(small_shop)
    with queue_stage(small_shop, qtbot) as stage:
        yield stage


def fill(shop: SmallShop) -> None:
    take_in(shop, "iPhone 14", customer="Lena Fischer", minutes=35, price_minor=9_900)
    take_in(shop, "Pixel 8", customer="Sam Okafor", minutes=90, price_minor=27_900)
    take_in(shop, "Redmi 12", customer="Grace Mbeki", minutes=60, price_minor=None)


def customers(stage: QueueStage) -> str:
    rows = (stage.screen.model.row_of(i) for i in stage.screen.model.ids)
    return " ".join(row.customer_name.split()[0] for row in rows if row is not None)


def arrow(stage: QueueStage) -> tuple[Column, Qt.SortOrder]:
    shown = stage.screen.view.table.head.sorted_by
    assert shown is not None
    place, order = shown
    return stage.screen.model.columns[place], order


def press_head(stage: QueueStage, column: Column) -> None:
    table = stage.screen.view.table
    table.head.sectionClicked.emit(stage.screen.model.columns.index(column))


def test_a_head_sorts_and_the_same_head_turns(stage: QueueStage) -> None:
    press_head(stage, Column.CUSTOMER)
    stage.until(lambda: customers(stage) == "Grace Lena Sam")
    assert arrow(stage) == (Column.CUSTOMER, Qt.SortOrder.AscendingOrder)
    press_head(stage, Column.CUSTOMER)
    stage.until(lambda: customers(stage) == "Sam Lena Grace")
    assert arrow(stage) == (Column.CUSTOMER, Qt.SortOrder.DescendingOrder)
    press_head(stage, Column.BALANCE)
    stage.until(lambda: customers(stage) == "Sam Lena Grace")
    assert arrow(stage) == (Column.BALANCE, Qt.SortOrder.DescendingOrder)


def test_every_column_sorts() -> None:
    assert [column for column in Column if column.sort is None] == []


def test_the_keyboard_sorts_from_a_menu(stage: QueueStage) -> None:
    stage.press(KEY.Key_O)
    assert stage.menu().activeAction().objectName() == "sort-promise"
    stage.choose("sort-device")
    stage.until(lambda: stage.screen.list.question.sort is QueueSort.DEVICE)
    stage.press(KEY.Key_O)
    stage.choose("sort-turn")
    stage.until(lambda: customers(stage) == "Grace Sam Lena")
    keyboard = stage.window.focusWidget()
    assert keyboard is stage.screen.view.table, "it is there again once the menu is closed"


def test_all_orders_keep_their_order_and_say_so(stage: QueueStage) -> None:
    stage.screen.view.header.chips.chosen.emit(QueueChip.ALL)
    stage.until(lambda: customers(stage) == "Grace Sam Lena")
    assert arrow(stage) == (Column.ORDER, Qt.SortOrder.DescendingOrder)
    press_head(stage, Column.CUSTOMER)
    assert stage.said.toasts == [
        "All orders are listed by number. Open orders are sorted by customer."
    ]
    assert customers(stage) == "Grace Sam Lena"
    press_head(stage, Column.ORDER)
    stage.until(lambda: customers(stage) == "Lena Sam Grace")


def test_the_sort_is_remembered_for_the_person(stage: QueueStage) -> None:
    owner = int(stage.shop.owner.person_id)
    press_head(stage, Column.CUSTOMER)
    stage.until(lambda: stage.workstation.looks.get(owner) == QueueLook(sort="customer"))
    press_head(stage, Column.CUSTOMER)
    kept = QueueLook(sort="customer", turned=True)
    stage.until(lambda: stage.workstation.looks.get(owner) == kept)


@pytest.mark.parametrize(
    ("look", "first"),
    [
        (QueueLook(sort="customer", turned=True), "Sam Lena Grace"),
        (QueueLook(sort="of-another-version", turned=True), "Lena Grace Sam"),
    ],
)
def test_the_list_comes_back_sorted(
    small_shop: SmallShop, qtbot: QtBot, look: QueueLook, first: str
) -> None:
    fill(small_shop)
    looks = {int(small_shop.owner.person_id): look}
    with queue_stage(small_shop, qtbot, looks=looks) as stage:
        assert customers(stage) == first
