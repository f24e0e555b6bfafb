"""The pictures of the screens: what they show is true of itself and names no throw-away folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.sample_printers import connect_sample_printers
from app.screenshots import SHOWN_FOLDER, rename_folder, trouble_of
from services.printing.dto import PrinterRole
from tests.screens.shell_stage import KEY, shell_stage
from tests.support.shops import SmallShop
from ui.context import OpensPages
from ui.parts.elided import Elided
from ui.screen_key import ScreenKey
from ui.screens.trouble.words import known_faults

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)

_ABOUT_A_SERVER = ("away", "refused")


def test_the_folder_of_the_pictures_is_shown_as_a_usual_one(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> None:
    home = tmp_path / "home"
    with shell_stage(
        home=home,
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER=f"file:{home}/receipts.bin",
    ) as stage:
        stage.at("counter-customer-search")
        stage.press(KEY.Key_F9)
        settings = stage.stage.session.widget_of(ScreenKey.SETTINGS)
        assert isinstance(settings, OpensPages)
        settings.open_page("tills")
        stage.settle()
        rename_folder(stage.stage)
        shown = [line.text for line in stage.stage.frame.findChildren(Elided)]
        assert f"file:{SHOWN_FOLDER}/receipts.bin" in shown
        assert str(home) not in stage.words()


def test_the_sample_till_has_every_kind_of_printer(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> None:
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.at("counter-customer-search")
        connect_sample_printers(stage.stage.session.context)
        stage.settle()
    printers = small_shop.settings.tills(small_shop.owner)[0].printers
    assert {printer.role for printer in printers} == set(PrinterRole)
    assert all(printer.address != "none" for printer in printers)


@pytest.mark.parametrize("fault", known_faults())
def test_a_trouble_with_a_server_names_one(fault: str) -> None:
    place = trouble_of(fault).place
    assert place.startswith("postgresql://") == (fault in _ABOUT_A_SERVER)
