"""The queue's list: chips, text filter, sorting, empty places, panel and widths, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.paging import PAGE_ROWS
from services.search.dto import HitKind, SearchHit
from services.tickets.dto import QueueChip, QueueSort
from services.types import ConditionMark, ConditionPart
from tests.screens.parts_stage import dress
from tests.screens.queue_stage import KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.parts.text import Text
from ui.screens.queue.columns import Column
from ui.tokens import DARK, LIGHT, Scheme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of a shop with five orders."""
    take_in(small_shop, "iPhone 14", status="in_progress", customer="Lena Fischer", minutes=35)
    take_in(small_shop, "Pixel 8", status="waiting_parts", customer="Sam Okafor", minutes=4_000)
    take_in(small_shop, "Switch OLED", status="ready_pickup", customer="Theo Brandt")
    take_in(small_shop, "Galaxy A54", customer="Grace Mbeki", price_minor=None, minutes=None)
    take_in(small_shop, "Redmi 12", customer="Pavel Novak", technician=small_shop.owner)
    with queue_stage(small_shop, qtbot) as stage:
        yield stage


def devices(stage: QueueStage) -> list[str]:
    found = (stage.screen.model.row_of(i) for i in stage.screen.model.ids)
    return [row.device_title for row in found if row is not None]


def test_open_orders_come_first_by_promise(stage: QueueStage) -> None:
    assert devices(stage) == ["iPhone 14", "Redmi 12", "Pixel 8", "Galaxy A54", "Switch OLED"]
    assert stage.focus() == "queue-table"
    assert stage.screen.view.table.chosen_place() == 0
    stage.until(lambda: stage.count("open") == "5")
    assert stage.screen.view.footer.count.text() == "5 of 5 open orders"


def test_chips_filter_and_count(stage: QueueStage) -> None:
    stage.until(lambda: stage.count("open") == "5")
    counts = {chip: stage.count(chip) for chip in ("mine", "waiting_parts", "ready", "late")}
    assert counts == {"mine": "1", "waiting_parts": "1", "ready": "1", "late": "0"}
    chips = stage.screen.view.header.chips
    chips.chip(QueueChip.OPEN).setFocus()
    for _step in range(5):
        stage.press(KEY.Key_Right)
    stage.press(KEY.Key_Space)
    stage.until(lambda: devices(stage) == ["Pixel 8"])
    assert chips.chip(QueueChip.WAITING_PARTS).isChecked()
    assert not chips.chip(QueueChip.OPEN).isChecked()


def test_more_chips_are_in_a_menu(stage: QueueStage) -> None:
    stage.until(lambda: stage.count("open") == "5")
    stage.screen.view.header.chips.more.setFocus()
    stage.press(KEY.Key_Space)
    assert stage.menu_words() == ["Unassigned\t4", "To hand back\t0", "All\t5"]
    stage.press(KEY.Key_Return)
    stage.until(lambda: "Redmi 12" not in devices(stage))
    assert stage.screen.view.header.chips.more.words == "Unassigned  4"


def test_the_text_filter_finds_and_counts(stage: QueueStage) -> None:
    stage.press(KEY.Key_Slash)
    assert stage.focus() == "queue-filter"
    stage.write("fischer")
    stage.until(lambda: devices(stage) == ["iPhone 14"])
    stage.until(lambda: stage.count("open") == "1")
    assert stage.count("ready") == "0"
    stage.press(KEY.Key_Down)
    assert stage.focus() == "queue-table"


def test_letters_in_the_filter_are_no_row_keys(stage: QueueStage) -> None:
    stage.press(KEY.Key_Slash)
    stage.write("span")
    assert QApplication.activePopupWidget() is None
    assert stage.screen.view.header.filter.text() == "span"


def test_nothing_matches_offers_to_clear_the_filter(stage: QueueStage) -> None:
    stage.press(KEY.Key_Slash)
    stage.write("<b>nobody</b>")
    stage.until(lambda: stage.screen.view.is_empty)
    empty = stage.screen.view.empty
    assert empty.accessibleName() == (
        "Nothing matches. No order in this list holds “<b>nobody</b>”."
    )
    assert not stage.screen.view.is_open
    empty.action.setFocus()
    stage.press(KEY.Key_Return)
    stage.until(lambda: len(devices(stage)) == 5)
    assert stage.screen.view.header.filter.text() == ""
    stage.until(lambda: stage.screen.view.is_open)


def show_all(stage: QueueStage) -> None:
    """Choose "All", the last entry of the chips' menu."""
    stage.screen.view.header.chips.more.setFocus()
    stage.press(KEY.Key_Space)
    stage.menu()
    stage.press(KEY.Key_Up)
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.screen.list.question.chip is QueueChip.ALL)


def test_all_is_filtered_by_device_too(stage: QueueStage) -> None:
    show_all(stage)
    stage.press(KEY.Key_Slash)
    stage.write("phone")
    stage.until(lambda: devices(stage) == ["iPhone 14"])
    stage.until(lambda: stage.count("open") == "1")
    assert stage.screen.view.header.chips.more.words == "All  1"


def test_nothing_in_all_says_how_closed_orders_are_found(stage: QueueStage) -> None:
    show_all(stage)
    stage.press(KEY.Key_Slash)
    stage.write("walkman")
    stage.until(lambda: stage.screen.view.is_empty)
    assert stage.screen.view.empty.accessibleName() == (
        "Nothing matches. No order in the shop holds “walkman”. "
        "Closed orders are found by number, phone or name."
    )


def test_escape_clears_the_filter_then_goes_to_the_rows(stage: QueueStage) -> None:
    stage.press(KEY.Key_Slash)
    stage.write("fischer")
    stage.until(lambda: len(devices(stage)) == 1)
    stage.press(KEY.Key_Escape)
    stage.until(lambda: len(devices(stage)) == 5)
    assert stage.focus() == "queue-filter"
    stage.press(KEY.Key_Escape)
    assert stage.focus() == "queue-table"


def test_an_empty_shop_is_sent_to_the_counter(small_shop: SmallShop, qtbot: QtBot) -> None:
    with queue_stage(small_shop, qtbot) as stage:
        stage.until(lambda: stage.screen.view.empty.accessibleName().startswith("No orders yet"))
        stage.screen.view.empty.action.setFocus()
        stage.press(KEY.Key_Return)
        assert stage.said.screens == ["counter"]


def test_a_head_sorts_by_newest(stage: QueueStage) -> None:
    stage.screen.view.table.head.sectionClicked.emit(0)
    stage.until(lambda: devices(stage)[0] == "Redmi 12")
    assert stage.screen.list.question.sort is QueueSort.NEWEST
    assert stage.screen.view.table.chosen_id() == stage.screen.order.reader.ticket_id


def test_space_shows_and_hides_the_panel(stage: QueueStage) -> None:
    assert stage.screen.view.is_open
    stage.press(KEY.Key_Space)
    assert not stage.screen.view.is_open
    stage.press(KEY.Key_Space)
    assert stage.screen.view.is_open


def test_enter_takes_the_keyboard_to_the_next_move_and_escape_back(stage: QueueStage) -> None:
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.focus() == "move-move-completed")
    stage.press(KEY.Key_Escape)
    assert stage.focus() == "queue-table"
    assert not stage.screen.view.is_open


def test_the_panel_follows_the_arrows(stage: QueueStage) -> None:
    stage.press(KEY.Key_End)
    stage.until(lambda: stage.screen.view.panel.device.text() == "Switch OLED")
    panel = stage.screen.view.panel
    assert panel.pill.text() == "Ready"
    assert panel.customer.words == "Theo Brandt"
    assert panel.money.balance.amount.text() == "$302.02"


def test_an_open_price_says_ask(stage: QueueStage) -> None:
    stage.press(KEY.Key_End)
    stage.press(KEY.Key_Up)
    stage.until(lambda: stage.screen.view.panel.device.text() == "Galaxy A54")
    money = stage.screen.view.panel.money
    assert (money.quoted.amount.text(), money.balance.amount.text()) == ("ask", "ask")
    row = stage.screen.view.table.chosen_place()
    balance = list(stage.screen.model.columns).index(Column.BALANCE)
    assert stage.screen.model.index(row, balance).data() == "ask"


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (
            {ConditionPart.SCREEN: ConditionMark.BROKEN, ConditionPart.BACK: ConditionMark.WORN},
            "Screen broken, back worn",
        ),
        ({ConditionPart.SCREEN: ConditionMark.GOOD}, "All good"),
    ],
)
def test_facts_begin_with_a_capital(
    small_shop: SmallShop,
    qtbot: QtBot,
    condition: dict[ConditionPart, ConditionMark],
    told: str,
) -> None:
    order = take_in(small_shop, "iPhone 14", condition=condition, accessories=("Case",))
    with queue_stage(small_shop, qtbot) as stage:
        stage.go_to(order)
        facts = [text.text() for text in stage.screen.view.panel.facts.findChildren(Text, "fact")]
        assert told in facts
        assert "Case" in facts


def test_the_customer_lists_all_their_orders(stage: QueueStage) -> None:
    stage.until(lambda: stage.screen.order.reader.detail is not None)
    stage.screen.view.panel.customer.setFocus()
    stage.press(KEY.Key_Return)
    stage.until(lambda: devices(stage) == ["iPhone 14"])
    assert stage.screen.list.question.chip is QueueChip.ALL
    assert stage.screen.view.header.filter.text() == "Lena Fischer"


def test_the_number_can_be_copied(stage: QueueStage) -> None:
    stage.until(lambda: stage.screen.order.reader.detail is not None)
    stage.screen.view.panel.copy.setFocus()
    stage.press(KEY.Key_Return)
    number = stage.numbers()[0]
    assert QApplication.clipboard().text() == number
    assert stage.said.toasts == [f"{number} copied"]


def test_what_was_searched_is_shown(stage: QueueStage) -> None:
    order = stage.shop.tickets.find(stage.shop.owner, number=stage.numbers()[2])
    hit = SearchHit(
        kind=HitKind.TICKET,
        entity_id=order.ticket_id,
        title=order.device_title,
        detail="",
        why="",
        number=order.number,
    )
    stage.screen.handle_search(hit)
    stage.until(lambda: stage.screen.view.panel.number.text() == order.number)
    assert stage.screen.view.table.chosen_id() == order.ticket_id
    customer = SearchHit(kind=HitKind.CUSTOMER, entity_id=1, title="Sam Okafor", detail="", why="")
    stage.screen.handle_search(customer)
    stage.until(lambda: devices(stage) == ["Pixel 8"])


def test_below_1366_the_panel_lies_over_the_table(small_shop: SmallShop, qtbot: QtBot) -> None:
    take_in(small_shop, "iPhone 14")
    with queue_stage(small_shop, qtbot, width=1192) as stage:
        view = stage.screen.view
        assert not view.is_open
        stage.press(KEY.Key_Space)
        stage.until(lambda: view.is_open)
        assert view.table.width() == 1192
        assert view.panel.geometry().right() == 1191
        stage.press(KEY.Key_Escape)
        assert not view.is_open


def test_from_1920_there_are_more_columns_and_a_wider_panel(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    take_in(small_shop, "iPhone 14")
    with queue_stage(small_shop, qtbot, width=1712) as stage:
        assert Column.TECHNICIAN in stage.screen.model.columns
        assert stage.screen.view.panel.width() == 440
        assert stage.screen.view.table.width() == 1712 - 440


def test_more_than_a_page_is_read_as_it_comes_in_sight(small_shop: SmallShop, qtbot: QtBot) -> None:
    for place in range(PAGE_ROWS + 3):
        take_in(small_shop, f"Phone {place:03}", minutes=100 + place)
    with queue_stage(small_shop, qtbot) as stage:
        stage.until(lambda: len(stage.screen.model.ids) == PAGE_ROWS + 3)
        assert stage.screen.model.pages_held == 1
        assert stage.screen.view.table.chosen_place() == 0
        stage.press(KEY.Key_End)
        last = stage.screen.model.index(PAGE_ROWS + 2, 1)
        stage.until(lambda: str(last.data()).startswith("Phone 202"))
        assert stage.screen.model.pages_held == 2
        stage.until(lambda: stage.screen.view.panel.device.text() == "Phone 202")


def test_hostile_names_are_shown_literally(small_shop: SmallShop, qtbot: QtBot) -> None:
    name = "<b>Bobby</b> \u202eTables 🦊 漢字"
    take_in(small_shop, "Ra<i>dio</i>", customer=name)
    with queue_stage(small_shop, qtbot) as stage:
        stage.until(lambda: stage.screen.order.reader.detail is not None)
        panel = stage.screen.view.panel
        assert panel.customer.words == stage.stored(stage.screen.model.ids[0]).customer_name
        assert panel.device.text() == "Ra<i>dio</i>"
        customer = list(stage.screen.model.columns).index(Column.CUSTOMER)
        assert "<b>Bobby</b>" in stage.screen.model.index(0, customer).data()


def test_a_viewer_is_offered_no_moves(small_shop: SmallShop, qtbot: QtBot) -> None:
    viewer = small_shop.person("Vera Wick", "viewer")
    take_in(small_shop, "iPhone 14")
    with queue_stage(small_shop, qtbot) as stage:
        stage.sit_down(viewer)
        stage.until(lambda: stage.screen.order.reader.detail is not None)
        stage.until(lambda: stage.screen.view.panel.moves.buttons == ())
        stage.press(KEY.Key_N)
        stage.press(KEY.Key_A)
        stage.press(KEY.Key_P)
        assert QApplication.activePopupWidget() is None
        assert QApplication.activeModalWidget() is None
        assert "A assign" not in stage.screen.view.footer.keys.text()


def test_the_rows_follow_the_theme(stage: QueueStage) -> None:
    def ground() -> str:
        picture = stage.screen.view.table.viewport().grab().toImage()
        return picture.pixelColor(picture.width() // 2, 34).name().upper()

    # The second row is neither chosen nor under the pointer; its ground is the surface.
    light = ground()
    dress(QApplication.instance(), scheme=Scheme.DARK)
    dark = ground()
    dress(QApplication.instance())
    assert (light, dark) == (LIGHT.surface, DARK.surface)
