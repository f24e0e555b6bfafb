"""A scan while the database is away is told, and scanning works again when it is back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from data.engine import open_database
from tests.screens.scan_gun import ScanGun
from tests.screens.shell_stage import shell_stage
from tests.screens.test_shell_database import allow_connections
from tests.support.shops import open_shop
from ui.screen_key import ScreenKey

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_a_scan_while_the_server_is_away_says_so_and_works_again_later(
    postgres_url: str, tmp_path: Path, qtbot: QtBot
) -> None:
    database = open_database(postgres_url)
    code = open_shop(database).take_in().number
    database.close()
    with shell_stage(home=tmp_path, database_url=postgres_url, MENDPOINT_PRINTER="none") as stage:
        stage.at("counter-customer-search")
        stage.settle()
        gun = ScanGun(stage)
        gun.type("Noor Haddad")
        allow_connections(postgres_url, allowed=False)
        gun.scan(code)
        notices = stage.stage.program.notices
        stage.until(lambda: gun.sounds == [True], what="the sound")
        assert notices.banner_keys == ("storage_unavailable",)
        assert stage.widget(QLineEdit, "counter-customer-search").text() == "Noor Haddad"
        allow_connections(postgres_url, allowed=True)
        gun.scan(code)
        stage.until(lambda: stage.stage.session.shown_screen is ScreenKey.QUEUE, what="the Queue")
