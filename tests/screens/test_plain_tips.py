"""Tool tips show what people typed literally, on every screen that has such tips. By keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel
from PySide6.QtCore import Qt as Core
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.counter_stage import counter_stage
from tests.screens.queue_stage import CTRL, KEY, queue_stage, take_in
from tests.screens.shell_stage import shell_stage
from tests.support.shops import SmallShop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)

MARKED_UP = "<b>Bobby</b> <img src='http://example.com/x.png'> Tables"


def tips(root: QWidget) -> Iterator[str]:
    """List the tool tips of all widgets below one, and of what their lists and tables hold."""
    for widget in root.findChildren(QWidget):
        yield widget.toolTip()
        model = widget.model() if isinstance(widget, QAbstractItemView) else None
        if model is None:
            continue
        columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
        for row, column in product(range(model.rowCount()), range(columns)):
            yield str(model.index(row, column).data(Core.ItemDataRole.ToolTipRole) or "")


def told(root: QWidget) -> list[str]:
    """Return the tips that tell the marked-up name, after seeing that Qt takes none for rich."""
    found = list(tips(root))
    assert not [tip for tip in found if Qt.mightBeRichText(tip)]
    return [tip for tip in found if "Bobby" in tip]


def test_tips_of_the_counter(small_shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> None:
    with counter_stage(small_shop, qtbot, drafts=tmp_path) as stage:
        stage.write("415-555-0177")
        stage.suggested("New customer")
        stage.enter()
        stage.at("counter-new-name")
        stage.paste(MARKED_UP)
        stage.tab_to("counter-device-search")
        stage.paste(MARKED_UP)
        stage.until(lambda: stage.screen.form.device.search.is_open)
        stage.enter()
        stage.at("counter-device-colour")
        stage.until(lambda: len(told(stage.window)) >= 2)
        assert all("<\u200bb>Bobby" in tip for tip in told(stage.window))


def test_tips_of_the_queue(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Delta", customer=MARKED_UP)
    with queue_stage(small_shop, qtbot) as stage:
        stage.go_to(order)
        stage.press(KEY.Key_N)
        stage.dialog()
        stage.write(MARKED_UP)
        stage.press(KEY.Key_Return, CTRL)
        story = stage.screen.view.panel.story
        stage.until(lambda: story.entries[0].body == MARKED_UP)
        assert told(stage.window) == []
        assert [tip for tip in tips(stage.window) if "2026" in tip], "the exact times are told"


def test_tips_of_the_settings(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> None:
    small_shop.person(MARKED_UP, "front_desk")
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.write("2")
        stage.until(lambda: stage.stage.program.session)
        stage.settle()
        stage.press(KEY.Key_F9)
        stage.at("section-shop")
        while stage.stage.focus() != "section-people":
            stage.press(KEY.Key_Down)
        stage.settle()
        stage.until(lambda: told(stage.stage.frame))
