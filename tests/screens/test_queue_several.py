"""Several rows at once: marking, the preview, one transaction for each, and "Undo all"."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.settings.dto import PrinterEntry, SaveTill
from services.types import TicketStatus
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.parts.toast import ToastKind
from ui.screens.queue.several import plans

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)
SHIFT = Qt.KeyboardModifier.ShiftModifier
S = TicketStatus


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of a shop with four orders, the first three of them marked by test."""
    take_in(small_shop, "iPhone 14", minutes=35)
    take_in(small_shop, "Pixel 8", minutes=60)
    take_in(small_shop, "Redmi 12", minutes=90, status="completed")
    take_in(small_shop, "Switch OLED", minutes=120)
    with queue_stage(small_shop, qtbot) as stage:
        stage.screen.view.table.setFocus()
        yield stage


def mark_down(stage: QueueStage, steps: int) -> None:
    stage.press(KEY.Key_Home)
    for _step in range(steps):
        stage.press(KEY.Key_Down, SHIFT)


def statuses(stage: QueueStage) -> list[str]:
    return [stage.stored(ticket_id).status.value for ticket_id in (1, 2, 3, 4)]


def footer(stage: QueueStage) -> str:
    return stage.screen.view.footer.count.text()


def test_shift_and_arrows_mark_rows_and_escape_one(stage: QueueStage) -> None:
    mark_down(stage, 2)
    assert stage.screen.view.table.marked_ids() == (1, 2, 3)
    assert footer(stage) == "3 orders marked"
    assert stage.screen.view.table.chosen_id() == 3, "the panel follows the arrows"
    stage.press(KEY.Key_Escape)
    assert stage.screen.view.table.marked_ids() == (3,)
    assert stage.screen.view.is_open, "the second Esc closes the panel"
    assert footer(stage) == "4 of 4 open orders"


def test_control_and_a_click_marks_one_more(stage: QueueStage) -> None:
    table = stage.screen.view.table
    stage.press(KEY.Key_Home)
    spot = table.visualRect(stage.screen.model.index(3, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, spot)
    assert table.marked_ids() == (1, 4)


def test_all_are_marked_up_to_a_limit(stage: QueueStage) -> None:
    stage.press(KEY.Key_A, CTRL)
    assert stage.screen.view.table.marked_ids() == (1, 2, 3, 4)
    assert stage.said.toasts == []
    stage.screen.view.table.most = 2
    stage.press(KEY.Key_A, CTRL)
    assert stage.screen.view.table.marked_ids() == (1, 2)
    assert stage.said.toasts == ["The first 2 of 4 orders are marked"]
    mark_down(stage, 2)
    stage.press(KEY.Key_S)
    assert stage.said.toasts[1:] == ["At most 2 orders at once. Mark fewer."]


def test_several_are_moved_and_all_taken_back(stage: QueueStage) -> None:
    mark_down(stage, 1)
    stage.press(KEY.Key_S)
    assert stage.menu_words()[0] == "Diagnosing, 2 of 2"
    stage.choose("several-diagnosing")
    stage.until(lambda: stage.said.toasts == ["2 orders moved to Diagnosing"])
    assert statuses(stage) == ["diagnosing", "diagnosing", "completed", "pending"]
    assert stage.said.undoes_all == [True]
    stage.said.undos[0]()
    stage.until(lambda: stage.said.toasts[1:] == ["2 orders back where they were"])
    assert statuses(stage) == ["pending", "pending", "completed", "pending"]
    assert len(stage.stored(1).history) == 3, "each is a change of its own"


def test_what_cannot_be_done_is_told_before(stage: QueueStage) -> None:
    mark_down(stage, 2)
    stage.press(KEY.Key_S)
    stage.choose("several-in_progress")
    stage.until(lambda: stage.row_status(1) == "in_progress")
    stage.until(lambda: stage.said.toasts == ["3 orders moved to In progress"])
    stage.press(KEY.Key_S)
    stage.choose("several-awaiting_approval")
    stage.until(lambda: len(stage.said.toasts) == 2)
    stage.press(KEY.Key_Home)
    mark_down(stage, 3)
    stage.press(KEY.Key_S)
    stage.choose("several-diagnosing")
    dialog = stage.dialog()
    assert dialog.card.heading.text() == "Move 1 of 4 orders to Diagnosing?"
    number = stage.stored(1).number
    assert f"{number}: can’t go there from Awaiting approval" in dialog.card.text.text()
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert statuses(stage)[3] == "pending"
    assert stage.focus() == "queue-table"


def test_one_that_changed_meanwhile_is_refused_alone(
    stage: QueueStage, small_shop: SmallShop
) -> None:
    mark_down(stage, 1)
    stage.press(KEY.Key_S)
    stage.menu()
    small_shop.move(1, "waiting_parts")
    stage.choose("several-diagnosing")
    stage.until(lambda: len(stage.said.toasts) == 1)
    number = stage.stored(1).number
    assert stage.said.toasts[0].startswith(f"1 order moved to Diagnosing; 1 not. {number}: ")
    assert stage.said.kinds == [ToastKind.NOT_DONE]
    assert statuses(stage)[:2] == ["waiting_parts", "diagnosing"]
    stage.until(lambda: stage.row_status(1) == "waiting_parts")


def test_several_are_given_to_a_technician(stage: QueueStage) -> None:
    owner = stage.shop.owner
    mark_down(stage, 1)
    stage.press(KEY.Key_A)
    stage.choose(f"assign-{owner.person_id}")
    stage.until(lambda: stage.said.toasts == [f"2 orders given to {owner.name}"])
    assert [stage.stored(i).technician_id for i in (1, 2)] == [owner.person_id] * 2


def give_a_label_printer(shop: SmallShop) -> None:
    till = shop.settings.tills(shop.owner)[0]
    shop.settings.save_till(
        shop.owner,
        SaveTill(
            operation_id=new_operation_id(),
            till_id=till.till_id,
            seen_version=till.version,
            name=till.name,
            printers=(PrinterEntry(role="label", address="tcp://127.0.0.1:9101"),),
        ),
    )


def test_without_a_label_printer_nothing_is_printed_and_it_is_said(stage: QueueStage) -> None:
    mark_down(stage, 1)
    stage.press(KEY.Key_P)
    stage.dialog().card.action.setFocus()
    stage.press(KEY.Key_Return)
    stage.until(lambda: bool(stage.said.toasts))
    number = stage.stored(1).number
    assert stage.said.toasts[0].startswith(
        f"None of 2 was done. {number}: This till has no printer for this document."
    )


def test_labels_of_several_are_printed_after_a_question(
    stage: QueueStage, small_shop: SmallShop
) -> None:
    give_a_label_printer(small_shop)
    mark_down(stage, 1)
    stage.press(KEY.Key_P)
    dialog = stage.dialog()
    assert dialog.card.heading.text() == "Print the labels of 2 orders?"
    dialog.card.action.setFocus()
    stage.press(KEY.Key_Return)
    stage.no_dialog()
    stage.until(lambda: bool(stage.said.toasts))
    assert stage.said.toasts == ["Labels of 2 orders are being printed"]
    assert stage.said.undos == []


def test_marks_stay_over_a_new_answer(stage: QueueStage, small_shop: SmallShop) -> None:
    mark_down(stage, 1)
    take_in(small_shop, "Xperia 5", minutes=5)
    stage.until(lambda: stage.screen.model.rowCount() == 5)
    assert sorted(stage.screen.view.table.marked_ids()) == [1, 2]


def test_more_reasons_than_fit_are_counted() -> None:
    plan = plans.Plan(able=(), unable=tuple(f"R26-00000{i}" for i in range(9)))
    question = plans.preview(plan, heading="Move?", action="Move")
    assert question.text.splitlines()[0] == "Not these:"
    assert question.text.splitlines()[-1] == "and 3 more"
