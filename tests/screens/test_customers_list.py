"""The list of customers: found, filtered, walked by the keyboard, slow, empty and away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from data.errors import StorageFailure, StorageFault
from services.customers.dto import LIST_ROWS
from services.errors import storage_error
from tests.screens.customers_stage import CTRL, KEY, CustomersStage, customers_stage
from tests.screens.queue_stage import take_in
from tests.support.shops import SmallShop
from ui.screens.customers.model import NOT_HERE_YET

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

AWAY = storage_error(StorageFailure(StorageFault.AWAY, "the server went away"))


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[CustomersStage]:
    """Give the list of a shop with two customers, one of them with an open order."""
    take_in(small_shop, "Pixel 8")
    small_shop.clock.pass_by(minutes=1)
    with customers_stage(small_shop, qtbot) as stage:
        stage.add("Sam Okafor", phone="415-555-0121", email="sam@example.com")
        stage.until(lambda: len(stage.names()) == 2)
        yield stage


def text_of(stage: CustomersStage, row: int, column: int) -> str:
    model = stage.screen.list.model
    return str(model.data(model.index(row, column)))


def test_the_newest_order_comes_first_and_the_cells_say_what_matters(stage: CustomersStage) -> None:
    assert stage.names() == ["Dana Whitfield", "Sam Okafor"]
    assert [text_of(stage, 0, column) for column in range(6)] == [
        "Dana Whitfield",
        "415-555-0142",
        "–",
        "Today",
        "1",
        "302.02",
    ]
    stage.sees("2 of 2 customers")


def test_what_is_typed_finds_and_down_goes_to_the_rows(stage: CustomersStage) -> None:
    stage.at("customers-table")
    stage.press(KEY.Key_Slash)
    stage.at("customers-find")
    stage.write("okaf")
    stage.until(lambda: stage.names() == ["Sam Okafor"])
    stage.press(KEY.Key_Down)
    stage.at("customers-table")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.screen.desk.has_page)
    assert stage.screen.desk.page.name == "Sam Okafor"


def test_the_keyboard_walks_down_opens_and_comes_back_to_the_row(stage: CustomersStage) -> None:
    stage.at("customers-table")
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    stage.at("customer-name")
    stage.settle()
    stage.press(KEY.Key_Escape)
    stage.at("customers-table")
    row = stage.screen.list.view.table.chosen_id()
    assert row is not None
    assert stage.stored(row).name == "Sam Okafor"


def test_filters_say_why_nobody_is_listed_and_lead_back(stage: CustomersStage) -> None:
    stage.use("customers-has-open")
    stage.until(lambda: stage.names() == ["Dana Whitfield"])
    stage.tab_to("customers-activity")
    stage.press(KEY.Key_Right)
    stage.sees("Nobody here")
    stage.sees("No customer in this list has an open order.")
    stage.use("customers-empty-action")
    stage.until(lambda: len(stage.names()) == 2)
    assert not stage.screen.list.question.has_open


def test_since_lists_who_came_since_that_day(stage: CustomersStage) -> None:
    stage.shop.clock.pass_by(days=40)
    stage.add("Lena Fischer", phone="415-555-0117")
    stage.until(lambda: len(stage.names()) == 3)
    stage.go_into("customers-since")
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Down)
    stage.until(lambda: stage.names() == ["Lena Fischer"])
    assert stage.screen.list.question.since is not None


def test_nothing_matches_is_not_nothing_there(stage: CustomersStage) -> None:
    stage.press(KEY.Key_Slash)
    stage.write("zzyzx")
    stage.sees("No customer in this list is found by “zzyzx”.")
    stage.use("customers-empty-action")
    stage.until(lambda: len(stage.names()) == 2)
    stage.at("customers-find")


def test_a_shop_without_customers_says_what_the_screen_is_for(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    with customers_stage(small_shop, qtbot) as stage:
        stage.sees("No customers yet")
        stage.at("customers-empty-action")
        stage.press(KEY.Key_Return)
        stage.at("customer-new-name")


def test_the_list_is_sorted_by_name_from_its_head(stage: CustomersStage) -> None:
    stage.add("Ada Byron", email="ada@example.com")
    stage.screen.list.view.table.head.sectionClicked.emit(0)
    stage.until(lambda: stage.names() == ["Ada Byron", "Dana Whitfield", "Sam Okafor"])


def test_a_slow_page_shows_placeholders_and_keeps_the_keys(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    with customers_stage(small_shop, qtbot, load=False) as stage:
        for number in range(LIST_ROWS + 20):
            stage.add(f"Guest {number:03}", phone=f"415-555-{1000 + number}")
        stage.screen.load()
        stage.screen.shown()
        stage.until(lambda: stage.screen.list.has_arrived)
        stage.settle()
        stage.gates.free.clear()
        stage.press(KEY.Key_End)
        assert stage.screen.list.model.rowCount() == LIST_ROWS + 20
        assert text_of(stage, LIST_ROWS + 19, 0) == NOT_HERE_YET
        stage.press(KEY.Key_Up)
        assert stage.screen.list.view.table.currentIndex().row() == LIST_ROWS + 18
        stage.gates.free.set()
        stage.until(lambda: text_of(stage, LIST_ROWS + 19, 0) != NOT_HERE_YET)


def test_the_database_away_is_said_and_the_text_kept(stage: CustomersStage) -> None:
    stage.gates.fails_with = AWAY
    stage.press(KEY.Key_Slash)
    stage.write("okafor")
    stage.until(lambda: stage.window.notices)
    assert stage.window.notices[-1].key == "storage_unavailable"
    stage.sees("The customers can't be read now")
    assert stage.screen.list.view.header.search.text() == "okafor"
    stage.gates.fails_with = None
    stage.use("customers-empty-action")
    stage.until(lambda: stage.names() == ["Sam Okafor"])


def test_a_list_that_could_not_be_read_at_all_offers_to_try_again(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    with customers_stage(small_shop, qtbot, load=False) as stage:
        stage.add("Sam Okafor", phone="415-555-0121")
        stage.gates.fails_with = AWAY
        stage.screen.load()
        stage.sees("The customers can't be read now")
        stage.gates.fails_with = None
        stage.use("customers-empty-action")
        stage.until(lambda: stage.names() == ["Sam Okafor"])


def test_who_may_only_look_is_offered_nothing_else(stage: CustomersStage) -> None:
    stage.actors.append(stage.shop.person("Vera", "viewer"))
    stage.screen.shown()
    assert not stage.shows("customers-new")
    assert not stage.shows("customers-files")
    stage.press(KEY.Key_N, CTRL)
    assert stage.shows("customers-table")


def test_two_hundred_letters_of_name_and_flag_are_cut_and_whole_in_the_tip(
    stage: CustomersStage,
) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff" * 5 + "Maximilian Alexander Jan"
    stage.add(long[:200], phone="415-555-0190", flag="Pays late " * 20)
    stage.until(lambda: len(stage.names()) == 3)
    stage.screen.list.view.table.viewport().grab()
    assert long[:200] in text_of(stage, 1, 0)
