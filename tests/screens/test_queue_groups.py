"""Groups in the queue's table: heads, counts, closing and opening, by keyboard and pointer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.tickets.dto import QueueChip, QueueGrouping
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.screens.queue.columns import Column
from ui.workstation import QueueLook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of a shop with four orders in two statuses."""
    take_in(small_shop, "iPhone 14", customer="Lena Fischer", minutes=40)
    take_in(small_shop, "Pixel 8", customer="Sam Okafor", status="in_progress", minutes=50)
    take_in(small_shop, "Redmi 12", customer="Grace Mbeki", status="in_progress", minutes=30)
    take_in(small_shop, "Galaxy A54", customer="Joe Finch", minutes=20)
    with queue_stage(small_shop, qtbot) as stage:
        stage.screen.view.table.setFocus()
        yield stage


def lines(stage: QueueStage) -> list[str]:
    """Return what stands in the table: heads as they are read out, orders by device."""
    model = stage.screen.model
    found = []
    for place in range(model.rowCount()):
        ticket_id = model.id_at(place)
        row = model.row_of(ticket_id) if ticket_id is not None else None
        found.append(row.device_title if row else str(model.index(place, 0).data()))
    return found


def group_by(stage: QueueStage, grouping: QueueGrouping) -> None:
    stage.press(KEY.Key_G)
    stage.choose(f"group-{grouping.value}")
    stage.until(lambda: stage.screen.model.is_grouped)
    come_back(stage)


def come_back(stage: QueueStage) -> None:
    """Give the table the keyboard: no window manager does so here when a menu closes."""
    stage.window.activateWindow()
    stage.screen.view.table.setFocus()
    stage.until(lambda: stage.focus() == "queue-table")


GROUPED = [
    "Pending, 2 orders",
    "Galaxy A54",
    "iPhone 14",
    "In progress, 2 orders",
    "Redmi 12",
    "Pixel 8",
]


def test_a_key_groups_the_table_under_heads_with_counts(stage: QueueStage) -> None:
    group_by(stage, QueueGrouping.STATUS)
    assert lines(stage) == GROUPED
    assert stage.screen.view.header.group.words == "Group: status"
    assert stage.screen.view.footer.count.text() == "4 of 4 open orders"
    table = stage.screen.view.table
    stage.until(lambda: table.chosen_place() == 1)


def test_the_arrows_pass_a_head_and_it_is_no_order(stage: QueueStage) -> None:
    group_by(stage, QueueGrouping.STATUS)
    table = stage.screen.view.table
    stage.press(KEY.Key_Home)
    for place in (2, 3):
        stage.press(KEY.Key_Down)
        assert table.currentIndex().row() == place
    assert table.chosen_id() is None
    assert table.marked_ids() == ()
    stage.press(KEY.Key_Down)
    assert table.chosen_place() == 4


@pytest.mark.parametrize("key", [KEY.Key_S, KEY.Key_A, KEY.Key_N, KEY.Key_E, KEY.Key_P, KEY.Key_F])
def test_the_keys_of_a_row_do_nothing_at_a_head(stage: QueueStage, key: Qt.Key) -> None:
    group_by(stage, QueueGrouping.STATUS)
    stage.screen.view.table.setCurrentIndex(stage.screen.model.index(3, 0))
    stage.press(key)
    assert stage.said.toasts == ["Go to an order first: this is the head of a group."]
    assert QApplication.activePopupWidget() is None
    assert QApplication.activeModalWidget() is None


def test_left_closes_a_group_and_right_opens_it(stage: QueueStage) -> None:
    group_by(stage, QueueGrouping.STATUS)
    table = stage.screen.view.table
    stage.press(KEY.Key_Home)
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Left)
    assert lines(stage) == ["Pending, 2 orders, closed", *GROUPED[3:]]
    assert table.currentIndex().row() == 0
    assert stage.screen.orders.count == 4
    stage.press(KEY.Key_Right)
    assert lines(stage) == GROUPED
    stage.press(KEY.Key_Space)
    assert lines(stage)[0] == "Pending, 2 orders, closed"
    stage.press(KEY.Key_Return)
    assert lines(stage) == GROUPED


def test_a_press_on_a_head_closes_it_and_a_new_answer_leaves_it_closed(stage: QueueStage) -> None:
    group_by(stage, QueueGrouping.STATUS)
    table = stage.screen.view.table
    spot = table.visualRect(stage.screen.model.index(3, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    closed = [*GROUPED[:3], "In progress, 2 orders, closed"]
    assert lines(stage) == closed
    take_in(stage.shop, "Xperia 5", status="in_progress", minutes=10)
    stage.until(lambda: lines(stage) == [*GROUPED[:3], "In progress, 3 orders, closed"])


def test_all_groups_close_and_open_from_the_menu(stage: QueueStage) -> None:
    group_by(stage, QueueGrouping.STATUS)
    for action, count in (("group-close-all", 2), ("group-open-all", 6)):
        stage.press(KEY.Key_G)
        stage.choose(action)
        come_back(stage)
        stage.until(lambda count=count: stage.screen.model.rowCount() == count)
    assert lines(stage) == GROUPED


def test_marking_over_a_head_marks_orders_only(stage: QueueStage) -> None:
    group_by(stage, QueueGrouping.STATUS)
    table = stage.screen.view.table
    stage.press(KEY.Key_Home)
    for _row in range(3):
        stage.press(KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(table.marked_ids()) == 3


def test_all_are_marked_without_counting_heads(stage: QueueStage) -> None:
    group_by(stage, QueueGrouping.STATUS)
    table = stage.screen.view.table
    table.most = 3
    stage.press(KEY.Key_A, CTRL)
    assert len(table.marked_ids()) == 3
    assert stage.said.toasts == ["The first 3 of 4 orders are marked"]
    table.selectionModel().select(
        QItemSelection(stage.screen.model.index(0, 0), stage.screen.model.index(5, 0)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
    )
    stage.press(KEY.Key_S)
    assert stage.said.toasts[-1] == "At most 3 orders at once. Mark fewer."


def test_the_keyboard_stays_at_a_head_over_a_new_answer(stage: QueueStage) -> None:
    group_by(stage, QueueGrouping.STATUS)
    table = stage.screen.view.table
    table.setCurrentIndex(stage.screen.model.index(3, 0))
    take_in(stage.shop, "Xperia 5", minutes=10)
    stage.until(lambda: lines(stage)[0] == "Pending, 3 orders")
    assert table.currentIndex().row() == 4
    assert table.is_at_head


@pytest.mark.parametrize(
    ("grouping", "heads"),
    [
        (QueueGrouping.PRIORITY, ["Normal, 4 orders"]),
        (QueueGrouping.DAY, ["Today, 4 orders"]),
        (QueueGrouping.TECHNICIAN, ["Nobody, 4 orders"]),
        (
            QueueGrouping.DEVICE,
            [f"{title}, 1 order" for title in ("Galaxy A54", "iPhone 14", "Pixel 8", "Redmi 12")],
        ),
    ],
)
def test_every_grouping_has_its_words(
    stage: QueueStage, grouping: QueueGrouping, heads: list[str]
) -> None:
    group_by(stage, grouping)
    model = stage.screen.model
    places = [place for place in range(model.rowCount()) if model.is_head(place)]
    shown = [str(model.index(place, 0).data()) for place in places]
    assert shown == heads


def test_the_grouping_is_remembered_for_the_person(stage: QueueStage) -> None:
    owner = int(stage.shop.owner.person_id)
    group_by(stage, QueueGrouping.STATUS)
    stage.until(lambda: stage.workstation.looks.get(owner) == QueueLook(grouping="status"))
    stage.press(KEY.Key_G)
    stage.choose("group-none")
    stage.until(lambda: not stage.screen.model.is_grouped)
    stage.until(lambda: stage.workstation.looks.get(owner) == QueueLook())


def test_the_list_comes_back_grouped(small_shop: SmallShop, qtbot: QtBot) -> None:
    take_in(small_shop, "iPhone 14")
    looks = {int(small_shop.owner.person_id): QueueLook(grouping="status")}
    with queue_stage(small_shop, qtbot, looks=looks) as stage:
        assert lines(stage) == ["Pending, 1 order", "iPhone 14"]
        stage.screen.view.header.chips.chosen.emit(QueueChip.ALL)
        stage.until(lambda: stage.screen.list.question.chip is QueueChip.ALL)


def test_the_board_says_that_its_columns_are_its_groups(stage: QueueStage) -> None:
    stage.press(KEY.Key_V)
    stage.until(lambda: stage.screen.orders.board.count == 4)
    stage.press(KEY.Key_G)
    assert stage.said.toasts == ["The board’s columns are its groups. The table groups by more."]
    assert not stage.screen.view.header.group.isVisible()


# --- columns --------------------------------------------------------------------------------------


def test_columns_are_chosen_by_key_and_remembered(stage: QueueStage) -> None:
    owner = int(stage.shop.owner.person_id)
    stage.press(KEY.Key_C)
    stage.dialog()
    assert stage.focus() == "column-customer"
    stage.press(KEY.Key_Space)
    stage.press(KEY.Key_Return)
    kept = (Column.ORDER, Column.DEVICE, Column.STATUS, Column.PROMISE, Column.BY, Column.BALANCE)
    stage.until(lambda: stage.screen.model.columns == kept)
    names = tuple(column.value for column in kept)
    stage.until(lambda: stage.workstation.looks.get(owner) == QueueLook(columns=names))


def test_a_width_is_drawn_remembered_and_taken_back(stage: QueueStage) -> None:
    owner = int(stage.shop.owner.person_id)
    table = stage.screen.view.table
    section = stage.screen.model.columns.index(Column.STATUS)
    before = table.columnWidth(section)
    table.head.resizeSection(section, before + 40)
    assert table.columnWidth(section) == before + 40
    stage.until(
        lambda: (
            dict(stage.workstation.looks.get(owner, QueueLook()).widths)
            == {"status": Column.STATUS.width + 40}
        )
    )
    table.setFocus()
    stage.press(KEY.Key_C)
    dialog = stage.dialog()
    stage.press(KEY.Key_Plus)
    assert Column.CUSTOMER in table.widths.own
    dialog.usual.click()  # type: ignore[attr-defined]
    stage.until(lambda: stage.workstation.looks[owner] == QueueLook())
    assert table.columnWidth(section) == before


def test_columns_and_widths_come_back(small_shop: SmallShop, qtbot: QtBot) -> None:
    take_in(small_shop, "iPhone 14")
    look = QueueLook(columns=("age", "polished"), widths={"age": 140, "polished": 3})
    looks = {int(small_shop.owner.person_id): look}
    with queue_stage(small_shop, qtbot, looks=looks) as stage:
        assert stage.screen.model.columns == (Column.ORDER, Column.DEVICE, Column.AGE)
        table = stage.screen.view.table
        assert table.columnWidth(2) == 140 + table.widths.gutter
