"""The settings of photos and files: limits, and the folder of a server's shop, tried first."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout
from pytestqt.qtbot import QtBot

from services.settings.dto import FileRules, SaveFileRules
from tests.screens.parts_stage import dress
from tests.screens.queue_stage import FakeShell, Window
from tests.support.attached import service_in
from tests.support.shops import SmallShop
from ui.context import UiContext
from ui.errors import present
from ui.screens.settings.files_card import FilesCard
from ui.tasks import TaskRunner

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


class Bench:
    """The card in a window, on the real services."""

    def __init__(self, shop: SmallShop, qtbot: QtBot, *, folder: Path, is_local: bool) -> None:
        dress(QApplication.instance())
        self.shop, self.qtbot = shop, qtbot
        self.window, self.shell = Window(), FakeShell()
        self.runner = TaskRunner(self.window, on_bug=str, present=present)
        services = SimpleNamespace(settings=shop.settings, attachments=service_in(shop, folder))
        context: Any = SimpleNamespace(
            services=services, actor=lambda: shop.owner, runner=self.runner, shell=self.shell
        )
        self.card = FilesCard(cast(UiContext, context))
        QVBoxLayout(self.window).addWidget(self.card)
        self.window.show()
        self.card.show_rules(shop.settings.shop(shop.owner), is_local=is_local)

    @property
    def rules(self) -> FileRules:
        return self.shop.settings.shop(self.shop.owner).files

    def until(self, true: Any) -> None:
        self.qtbot.waitUntil(true, timeout=10_000)

    def end(self) -> None:
        assert self.runner.stop(deadline_s=5)
        self.window.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_limits_count_at_once(small_shop: SmallShop, qtbot: QtBot, folder: Path) -> None:
    bench = Bench(small_shop, qtbot, folder=folder, is_local=True)
    assert bench.card.beside.isVisible()
    assert not bench.card.folder.isVisible()
    assert (bench.card.most_size.value(), bench.card.most_pixels.value()) == (20, 50)
    bench.card.most_size.chosen.emit(10)
    bench.until(lambda: bench.rules.most_bytes == 10_000_000)
    bench.until(lambda: bench.card.most_size.value() == 10)
    bench.card.most_pixels.chosen.emit(12)
    bench.until(lambda: bench.rules.most_pixels == 12_000_000)
    bench.until(lambda: len(bench.shell.said.toasts) == 2)
    bench.end()


def test_a_servers_folder_is_tried_before_it_is_used(
    small_shop: SmallShop, qtbot: QtBot, folder: Path
) -> None:
    bench = Bench(small_shop, qtbot, folder=folder, is_local=False)
    field = bench.card.folder
    for wrong in (str(folder / "nowhere"), "shared", ""):
        field.set_text(wrong)
        bench.card.use.click()
        bench.until(lambda: not bench.card.use.is_busy and field.error is not None)
        assert "no such folder" in str(field.error)
        field.set_error(None)
    field.set_text(str(folder))
    bench.card.use.click()
    bench.until(lambda: bench.rules.folder == str(folder))
    bench.until(lambda: not bench.card.use.is_busy)
    assert field.error is None
    assert not list(folder.glob(".mendpoint*"))
    bench.end()


def test_another_persons_change_is_told(small_shop: SmallShop, qtbot: QtBot, folder: Path) -> None:
    bench = Bench(small_shop, qtbot, folder=folder, is_local=True)
    version = small_shop.settings.shop(small_shop.owner).version
    small_shop.settings.save_file_rules(
        small_shop.owner, SaveFileRules(operation_id="first", seen_version=version)
    )
    bench.card.most_size.chosen.emit(10)
    bench.until(lambda: bench.window.notices != [])
    assert "Someone else changed the settings" in bench.window.notices[0].text
    assert bench.card.most_size.value() == 20
    bench.end()
