"""The palette by the keyboard: what it finds, what it says, and where Enter and Ctrl+Enter lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from services.search.dto import SearchHit
from services.tickets.dto import CustomerEntry, TicketDetail
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import GOOD_IMEI, SmallShop, device
from ui.parts.palette_list import PaletteLine
from ui.screen_key import ScreenKey
from ui.screens.counter.screen import CounterScreen
from ui.shell.palette import Palette
from ui.tokens import STATUS_LOOKS, Scheme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NUMBER = "R26-000001"
NAME = "Dana <b>Whitfield</b>"


@pytest.fixture
def order(small_shop: SmallShop) -> TicketDetail:
    """Give the shop an order in progress."""
    order = small_shop.take_in(
        customer=CustomerEntry(name=NAME, phone="415-555-0142", email="dana@example.com"),
        devices=(device(title="Pixel 8", imei=GOOD_IMEI),),
    )
    small_shop.move(order.ticket_id, "in_progress")
    return order


@pytest.fixture
def stage(
    small_shop: SmallShop, order: TicketDetail, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program with the keyboard in the search line."""
    small_shop.person("Vera", "viewer")
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.write("1")
        stage.until(lambda: stage.stage.program.session)
        stage.settle()
        open_palette(stage)
        yield stage


def open_palette(stage: ShellStage) -> None:
    stage.press(KEY.Key_K, CTRL)
    stage.at("search")
    stage.settle()


def palette(stage: ShellStage) -> Palette:
    return stage.stage.session.search.palette


def lines(stage: ShellStage, typed: str) -> tuple[PaletteLine, ...]:
    """Type into the search line and return what it shows."""
    stage.rewrite(typed)
    stage.settle()
    return palette(stage).list.lines


def titles(stage: ShellStage, typed: str) -> list[str]:
    return [line.title for line in lines(stage, typed)]


def popup(stage: ShellStage, name: str) -> QMenu:
    """Wait for a menu."""

    def opened() -> bool:
        menu = QApplication.activePopupWidget()
        return menu is not None and menu.objectName() == name

    stage.until(opened, name)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def counter(stage: ShellStage) -> CounterScreen:
    screen = stage.stage.session.screen
    assert isinstance(screen, CounterScreen)
    return screen


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (NUMBER, "by order number"),
        (GOOD_IMEI, "by IMEI or serial"),
        ("0142", "by phone"),
        ("dana", "by name"),
        ("dana@example", "by e-mail"),
    ],
)
def test_every_hit_says_which_field_matched(stage: ShellStage, typed: str, why: str) -> None:
    hits = [line for line in lines(stage, typed) if isinstance(line.value, SearchHit)]
    assert why in {line.why for line in hits}
    assert all(line.why.startswith("by ") for line in hits)


def test_hits_stand_under_the_head_of_their_kind_with_their_customers_text_as_it_is(
    stage: ShellStage, order: TicketDetail
) -> None:
    found = lines(stage, "dana")
    assert palette(stage).list.heads == ("Orders", "Customers", "Do")
    assert [line.title for line in found] == [
        order.number,
        NAME,
        f"Take in a device for {NAME}",
    ]
    assert NAME in found[0].detail
    assert palette(stage).count == "3 found"
    assert palette(stage).edit.accessibleDescription().startswith(found[0].spoken)


def test_an_orders_hit_carries_its_status_pill(stage: ShellStage) -> None:
    first = lines(stage, NUMBER)[0]
    assert first.spoken.endswith("by order number, In progress")
    picture = palette(stage).list.viewport().grab().toImage()
    fill = STATUS_LOOKS["in_progress"].fill(scheme=Scheme.LIGHT).upper()
    colours = {
        picture.pixelColor(x, y).name().upper()
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    }
    assert fill in colours


def test_enter_opens_the_order_and_empties_the_line(stage: ShellStage, order: TicketDetail) -> None:
    lines(stage, "dana")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.stage.session.shown_screen is ScreenKey.QUEUE)
    stage.see(order.number)
    assert not palette(stage).is_open
    assert palette(stage).edit.text() == ""


def test_enter_on_a_customer_opens_their_page(stage: ShellStage) -> None:
    lines(stage, "dana")
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    stage.at("customer-name")
    assert stage.stage.session.shown_screen is ScreenKey.CUSTOMERS
    stage.see(NAME)


def test_ctrl_enter_on_a_customer_lists_their_orders(
    stage: ShellStage, order: TicketDetail
) -> None:
    lines(stage, "dana")
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return, CTRL)
    menu = popup(stage, "act-menu")
    assert [each.objectName() for each in menu.actions()] == [
        "act-intake",
        "act-orders",
        "act-open",
    ]
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    stage.at("queue-table")
    stage.settle()
    assert stage.widget(object, "queue-filter").text() == NAME  # type: ignore[type-var]
    assert stage.stage.session.screen.model.row_of(order.ticket_id) is not None  # type: ignore[attr-defined]


def test_a_text_ended_before_its_answer_opens_the_first_that_comes(
    stage: ShellStage, order: TicketDetail
) -> None:
    stage.write(order.number)
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.stage.session.shown_screen is ScreenKey.QUEUE)
    stage.see(order.number)


def test_nothing_found_is_said_and_not_taken_by_an_early_enter(stage: ShellStage) -> None:
    stage.write("zzyzx")
    stage.press(KEY.Key_Return)
    stage.settle()
    assert palette(stage).is_open
    assert palette(stage).heading == "No order, customer or action fits “zzyzx”"
    assert stage.shows("No order, customer or action fits “zzyzx”")
    assert [line.title for line in palette(stage).list.lines] == ["New customer “zzyzx”"]
    assert stage.stage.session.shown_screen is ScreenKey.COUNTER


def test_an_order_number_nobody_has_makes_no_customer(stage: ShellStage) -> None:
    assert titles(stage, "R26-777777") == []
    assert "R26-777777" in palette(stage).heading


def test_a_number_nobody_has_becomes_a_customer_with_one_key(stage: ShellStage) -> None:
    assert titles(stage, "415-555-0199") == ["New customer with this number"]
    stage.press(KEY.Key_Return)
    stage.at("counter-new-name")
    assert counter(stage).sheet.draft.phone.endswith("555-0199")
    assert counter(stage).sheet.draft.customer_id is None


def test_a_name_nobody_has_becomes_a_customer_with_one_key(stage: ShellStage) -> None:
    lines(stage, "Noor Haddad")
    stage.press(KEY.Key_Return)
    stage.at("counter-new-phone")
    assert counter(stage).sheet.draft.name == "Noor Haddad"


def test_an_intake_for_somebody_known_puts_aside_what_was_begun(stage: ShellStage) -> None:
    stage.press(KEY.Key_Escape)
    stage.at("counter-customer-search")
    stage.write("Half a visit")
    stage.settle()
    open_palette(stage)
    lines(stage, "dana")
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return, CTRL)
    popup(stage, "act-menu")
    stage.press(KEY.Key_Return)
    stage.until(lambda: counter(stage).sheet.draft.name == NAME, "the customer")
    stage.toasted("Draft of Half a visit saved")
    assert counter(stage).sheet.draft.customer_id is not None


@pytest.mark.parametrize(
    ("key", "opens"), [(KEY.Key_S, "status-menu"), (KEY.Key_P, "print-menu"), (None, "status-menu")]
)
def test_ctrl_enter_acts_on_an_order_with_the_keys_of_its_row(
    stage: ShellStage, order: TicketDetail, key: object, opens: str
) -> None:
    lines(stage, order.number)
    stage.press(KEY.Key_Return, CTRL)
    menu = popup(stage, "act-menu")
    assert [action.text().split("\t")[-1] for action in menu.actions()] == ["S", "A", "N", "F", "P"]
    stage.press(KEY.Key_Return if key is None else key)  # type: ignore[arg-type]
    assert popup(stage, opens).actions()
    assert stage.stage.session.shown_screen is ScreenKey.QUEUE
    stage.press(KEY.Key_Escape)


def test_an_act_reaches_an_order_that_is_in_no_open_list(
    stage: ShellStage, small_shop: SmallShop, order: TicketDetail
) -> None:
    take = small_shop.take_in(
        customer=CustomerEntry(name="Sam Okafor", phone="415-555-0150"),
        devices=(device(title="Pixel 7"),),
    )
    small_shop.move(take.ticket_id, "cancelled", note="Changed their mind")
    lines(stage, take.number)
    stage.press(KEY.Key_Return, CTRL)
    popup(stage, "act-menu")
    stage.press(KEY.Key_P)
    popup(stage, "print-menu")
    stage.settle()
    assert stage.shows(take.number)
    stage.press(KEY.Key_Escape)


def test_the_empty_line_says_what_can_be_typed_and_what_was_opened(
    stage: ShellStage, order: TicketDetail
) -> None:
    assert palette(stage).note.startswith("Order number, phone, name")
    assert palette(stage).list.heads == ("Do",)
    lines(stage, order.number)
    stage.press(KEY.Key_Return)
    stage.at("queue-table")
    open_palette(stage)
    assert palette(stage).list.heads == ("Opened lately", "Do")
    first = palette(stage).list.lines[0]
    assert (first.title, first.detail) == (order.number, f"Pixel 8, {NAME}")


def test_the_next_person_finds_nothing_of_the_last_ones_search(
    stage: ShellStage, order: TicketDetail
) -> None:
    lines(stage, order.number)
    stage.press(KEY.Key_Return)
    stage.at("queue-table")
    open_palette(stage)
    lines(stage, "dana")
    stage.press(KEY.Key_Escape)
    stage.stage.session.ask_person()
    popup(stage, "person-menu")
    stage.write("V")
    stage.until(lambda: stage.stage.frame.top_bar.person.text() == "Vera")
    stage.settle()
    open_palette(stage)
    assert palette(stage).edit.text() == ""
    assert palette(stage).list.heads == ("Do",)


def test_one_letter_finds_actions_and_asks_for_one_more(stage: ShellStage) -> None:
    assert "Quit Mendpoint" in titles(stage, "q")
    assert palette(stage).note == "One more character finds orders and customers."


def test_esc_keeps_the_text_and_gives_the_keyboard_back(stage: ShellStage) -> None:
    lines(stage, "dana")
    stage.press(KEY.Key_Escape)
    stage.at("counter-customer-search")
    assert not palette(stage).is_open
    open_palette(stage)
    assert palette(stage).edit.selectedText() == "dana"
    assert len(palette(stage).list.lines) == 3


def test_a_screens_key_closes_it(stage: ShellStage) -> None:
    stage.press(KEY.Key_F2)
    stage.at("queue-table")
    assert not palette(stage).is_open


def test_what_is_typed_on_the_top_bars_field_opens_it(stage: ShellStage) -> None:
    stage.press(KEY.Key_Escape)
    stage.stage.frame.top_bar.search.setFocus()
    stage.at("search-open")
    stage.write("dan")
    stage.at("search")
    stage.settle()
    assert palette(stage).edit.text() == "dan"
    assert palette(stage).list.heads[0] == "Orders"


def test_what_was_searched_is_written_nowhere(
    stage: ShellStage, order: TicketDetail, tmp_path: Path
) -> None:
    lines(stage, "qzjxv")
    lines(stage, "dana")
    stage.press(KEY.Key_Return)
    stage.settle()
    written = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"qzjxv" in path.read_bytes()]
