"""How the scanner types is set at this computer, counts at once, and is tried in a field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.config import read_config
from app.home import Home
from tests.screens.scan_gun import ScanGun
from tests.screens.shell_stage import KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from ui.parts.text import Text
from ui.screen_key import ScreenKey

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give this workstation's home."""
    return Home(tmp_path / "home")


@pytest.fixture
def stage(
    small_shop: SmallShop, database_url: str, home: Home, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program with the page of this computer, one order in the shop."""
    small_shop.take_in()
    with shell_stage(home=home.path, database_url=database_url, clock=small_shop.clock) as stage:
        stage.at("counter-customer-search")
        stage.press(KEY.Key_F9)
        stage.at("section-shop")
        stage.settle()
        for _step in range(10):
            if stage.stage.focus() != "section-this_pc":
                stage.press(KEY.Key_Down)
        stage.at("section-this_pc")
        stage.settle()
        yield stage


def result(stage: ShellStage) -> str:
    return stage.widget(Text, "scanner-probe-below").text()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "R26-000001-R",
            "12 characters, 8 ms per key. One of our codes: order R26-000001-R",
        ),
        (
            "R26-000001-0",
            "12 characters, 8 ms per key. One of our codes, but there is no such order",
        ),
        ("490154203237518", "15 characters, 8 ms per key. Not one of our codes"),
    ],
)
def test_the_test_field_says_what_came_and_does_nothing_else(
    stage: ShellStage, code: str, words: str
) -> None:
    gun = ScanGun(stage)
    stage.tab_to("scanner-probe")
    gun.scan(code)
    stage.until(lambda: result(stage) == words, what=words)
    assert stage.widget(QLineEdit, "scanner-probe").text() == code
    assert stage.stage.session.shown_screen is ScreenKey.SETTINGS
    assert not gun.sounds


def test_a_scanner_slower_than_set_is_told_and_then_set_right(
    stage: ShellStage, home: Home
) -> None:
    gun = ScanGun(stage)
    stage.tab_to("scanner-probe")
    gun.scan("12345678", pace_ms=45)
    gun.rest()
    expected = "8 characters, 45 ms per key. Came as typing: slower than the time between keys"
    assert result(stage) == expected
    stage.widget(QLineEdit, "scanner-probe").clear()
    stage.tab_to("scanner-gap")
    stage.press(KEY.Key_Right)
    stage.press(KEY.Key_Right)
    stage.settle()
    assert read_config(home.config_file).scan_gap_ms == 50
    stage.tab_to("scanner-probe")
    gun.scan("12345678", pace_ms=45)
    stage.until(lambda: result(stage).endswith("45 ms per key. Not one of our codes"))


def test_with_a_prefix_only_what_begins_with_it_is_a_scan(stage: ShellStage, home: Home) -> None:
    gun = ScanGun(stage)
    stage.tab_to("scanner-prefix")
    stage.write("~")
    stage.tab_to("scanner-probe")
    stage.settle()
    assert read_config(home.config_file).scan_prefix == "~"
    gun.scan("12345678")
    gun.rest()
    assert result(stage).endswith("Came as typing: too short, or not as set above")
    gun.scan("~R26-000001-R")
    stage.until(lambda: result(stage).endswith("One of our codes: order R26-000001-R"))


def test_the_ending_and_the_length_are_kept_for_the_next_start(
    stage: ShellStage, home: Home
) -> None:
    stage.tab_to("scanner-end")
    stage.press(KEY.Key_Left)
    stage.tab_to("scanner-fewest")
    stage.press(KEY.Key_Right)
    stage.settle()
    kept = read_config(home.config_file)
    assert (kept.scan_end, kept.scan_fewest) == ("tab", 8)
    assert stage.stage.program.this_pc.scanner().end.value == "tab"
