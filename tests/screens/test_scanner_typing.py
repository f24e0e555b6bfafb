"""Typing beside a scanner stays typing, and menus and shortcuts stay what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from services.tickets.dto import TicketDetail
from tests.screens.scan_gun import ScanGun, opened, text
from tests.screens.shell_stage import KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from ui.screen_key import ScreenKey

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def order(small_shop: SmallShop) -> TicketDetail:
    """Give the order whose paper is scanned."""
    return small_shop.take_in()


@pytest.fixture
def stage(
    small_shop: SmallShop, order: TicketDetail, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program at the Counter, the owner at the till."""
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.at("counter-customer-search")
        stage.settle()
        yield stage


@pytest.fixture
def gun(stage: ShellStage) -> ScanGun:
    """Give the scanner."""
    return ScanGun(stage)


@pytest.fixture
def code(order: TicketDetail) -> str:
    """Give what the order's ticket and label carry."""
    return order.number


def test_typing_at_60_ms_is_typing(stage: ShellStage, gun: ScanGun, code: str) -> None:
    gun.type(code)
    gun.rest()
    assert text(stage, "counter-customer-search") == code
    assert stage.stage.session.shown_screen is ScreenKey.COUNTER


def test_a_broken_off_scan_is_typed_text(stage: ShellStage, gun: ScanGun, code: str) -> None:
    gun.scan(code, end="")
    gun.rest()
    assert text(stage, "counter-customer-search") == code


def test_a_scan_between_typed_keys_takes_only_its_own(
    stage: ShellStage, gun: ScanGun, order: TicketDetail, code: str
) -> None:
    gun.type("Da")
    gun.scan(code)
    edit = stage.widget(QLineEdit, "counter-customer-search")
    edit.setFocus()
    gun.type("na")
    gun.rest()
    assert edit.text() == "Dana"


def test_what_was_typed_goes_to_where_the_focus_was(stage: ShellStage, gun: ScanGun) -> None:
    gun.type("Da")
    stage.stage.session.search.open()
    gun.rest()
    assert text(stage, "counter-customer-search") == "Da"
    assert text(stage, "search") == ""


def test_a_held_key_repeats_and_is_no_scan(stage: ShellStage, gun: ScanGun) -> None:
    gun.key("a")
    for _time in range(9):
        gun.key("a", repeats=True)
    gun.key("\r")
    gun.rest()
    assert text(stage, "counter-customer-search") == "a" * 10


def test_a_typed_letter_is_still_a_shortcut_where_it_is_one(
    stage: ShellStage, gun: ScanGun
) -> None:
    stage.press(KEY.Key_F2)
    stage.at("queue-table")
    stage.settle()
    gun.type("/")
    gun.rest()
    stage.at("queue-filter")
    assert text(stage, "queue-filter") == ""


def test_keys_as_the_system_brings_them(stage: ShellStage, order: TicketDetail, code: str) -> None:
    # Through Qt's own door, with its own clock: as fast as a scanner.
    door = stage.stage.frame.windowHandle()
    for character in code:
        QTest.keyClick(door, character)
    QTest.keyClick(door, KEY.Key_Return)
    opened(stage, order)
    assert text(stage, "counter-customer-search") == ""


def test_a_menu_hears_nothing_of_a_scan_as_the_system_brings_it(
    stage: ShellStage, order: TicketDetail, code: str
) -> None:
    taken: list[str] = []
    menu = QMenu(stage.stage.frame)
    menu.addAction("&R").triggered.connect(lambda: taken.append("R"))
    menu.addAction("&Note").triggered.connect(lambda: taken.append("N"))
    menu.popup(stage.stage.frame.pos())
    stage.until(lambda: QApplication.activePopupWidget() is menu)
    door = stage.stage.frame.windowHandle()
    for character in code:
        QTest.keyClick(door, character)
    QTest.keyClick(door, KEY.Key_Return)
    opened(stage, order)
    assert (taken, menu.isVisible()) == ([], False)
