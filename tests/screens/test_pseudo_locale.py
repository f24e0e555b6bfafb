"""A language 40 % longer than English: no screen is wider than its room, and no word is cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.screens.measuring import cut_off, wider_than_their_view
from tests.screens.queue_stage import take_in
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.screens.test_text_size import PAGES
from tests.support.pseudo_locale import lengthened, pseudo_locale
from tests.support.shops import SmallShop
from ui.context import OpensPages
from ui.screen_key import ScreenKey
from ui.theme import ThemeChoice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program in its smallest window and the long language, with an order."""
    take_in(small_shop, "Galaxy S23 Ultra", customer="Alder Street Primary School")
    with (
        pseudo_locale(),
        shell_stage(
            home=tmp_path / "home",
            database_url=database_url,
            clock=small_shop.clock,
            MENDPOINT_PRINTER="none",
        ) as stage,
    ):
        stage.stage.theme.set_choice(ThemeChoice.LIGHT)
        stage.stage.size(1280, height=720)
        stage.at("counter-customer-search")
        stage.settle()
        yield stage


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("Take in and print", "Tåké îñ åñd prîñt one tw"),
        ("{count} of {all}", "{count} öf {all} one t"),
        ("&Open", "&Õpéñ o"),
        ("…", "…"),
    ],
)
def test_words_grow_and_what_is_filled_in_stays(text: str, longer: str) -> None:
    assert lengthened(text) == longer


def lacking(stage: ShellStage) -> dict[str, object]:
    """Return what is wider than its room or cut."""
    stage.settle()
    return {**wider_than_their_view(stage.stage.frame), **cut_off(stage.stage.frame)}


@pytest.mark.parametrize("width", [1280, 1920])
def test_counter_and_queue_hold_a_long_language(stage: ShellStage, width: int) -> None:
    stage.stage.size(width, height=width * 9 // 16)
    assert lacking(stage) == {}
    stage.press(KEY.Key_F2)
    stage.at("queue-table")
    stage.press(KEY.Key_Space)
    assert lacking(stage) == {}
    stage.press(KEY.Key_V)
    assert lacking(stage) == {}
    stage.press(KEY.Key_K, CTRL)
    assert lacking(stage) == {}


def test_the_settings_hold_a_long_language(stage: ShellStage) -> None:
    stage.press(KEY.Key_F9)
    settings = stage.stage.session.widget_of(ScreenKey.SETTINGS)
    assert isinstance(settings, OpensPages)
    for page in PAGES:
        settings.open_page(page)
        assert lacking(stage) == {}, page
