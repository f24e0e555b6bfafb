"""Larger text: a change while the program runs is as good as a fresh start, and nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.screens.measuring import changed_places, cut_off, places_of, wider_than_their_view
from tests.screens.queue_stage import take_in
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from ui.context import OpensPages
from ui.screen_key import ScreenKey
from ui.theme import ThemeChoice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)

PAGES = ("shop", "tax", "people", "tills", "catalogue", "database", "this_pc", "about")


@pytest.fixture
def stage(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program in its smallest window, with an order in the queue."""
    take_in(small_shop, "Galaxy S23 Ultra", customer="Alder Street Primary School")
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.stage.theme.set_choice(ThemeChoice.LIGHT)
        stage.stage.size(1280, height=720)
        stage.at("counter-customer-search")
        stage.settle()
        yield stage
        stage.stage.theme.set_text_scale(1.0)


def anew(stage: ShellStage, key: ScreenKey) -> None:
    """Build a screen as at the start of the program; the queue with its panel open."""
    stage.stage.session.reload(key)
    stage.settle()
    if key is ScreenKey.QUEUE:
        stage.at("queue-table")
        stage.press(KEY.Key_Space)
        stage.settle()


def set_text(stage: ShellStage, factor: float) -> None:
    stage.stage.theme.set_text_scale(factor)
    stage.settle()


@pytest.mark.parametrize("key", list(ScreenKey))
def test_a_running_screen_takes_another_text_size_as_a_fresh_one(
    stage: ShellStage, key: ScreenKey
) -> None:
    frame = stage.stage.frame
    anew(stage, key)
    at_first = places_of(frame)
    set_text(stage, 2.0)
    grown = places_of(frame)
    anew(stage, key)
    assert changed_places(places_of(frame), after=grown) == {}
    set_text(stage, 1.0)
    assert changed_places(at_first, after=places_of(frame)) == {}


@pytest.mark.parametrize("factor", [1.25, 1.5, 2.0])
def test_no_screen_is_wider_than_its_room_and_no_word_is_cut(
    stage: ShellStage, factor: float
) -> None:
    frame = stage.stage.frame
    set_text(stage, factor)
    for key in (ScreenKey.COUNTER, ScreenKey.QUEUE):
        anew(stage, key)
        assert wider_than_their_view(frame) == {}
        assert cut_off(frame) == {}
    stage.press(Qt.Key.Key_F9)
    settings = stage.stage.session.widget_of(ScreenKey.SETTINGS)
    assert isinstance(settings, OpensPages)
    for page in PAGES:
        settings.open_page(page)
        stage.settle()
        assert wider_than_their_view(frame) == {}, page
        assert cut_off(frame) == {}, page


@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_the_first_start_is_read_at_any_size(
    empty_sqlite_url: str, tmp_path: Path, qtbot: QtBot, factor: float
) -> None:
    with shell_stage(home=tmp_path / "home", database_url=empty_sqlite_url) as stage:
        stage.stage.size(1280, height=720)
        stage.at("shop_name")
        set_text(stage, factor)
        assert wider_than_their_view(stage.stage.frame) == {}
        assert cut_off(stage.stage.frame) == {}
        set_text(stage, 1.0)


@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_the_palette_stands_in_the_smallest_window(stage: ShellStage, factor: float) -> None:
    set_text(stage, factor)
    stage.press(KEY.Key_K, CTRL)
    stage.at("search")
    for typed, least in (("", 2), ("alder", 2), ("zebedee quill", 1)):
        stage.rewrite(typed)
        stage.settle()
        palette = stage.stage.session.search.palette
        card = stage.widget(QWidget, "palette-card")
        assert palette.rect().contains(card.geometry())
        assert card.y() == 88
        assert card.width() == min(round(680 * factor), 1280 - 48)
        assert palette.list.height() >= least * round(40 * factor)
        assert cut_off(palette) == {}
