"""Tills and printers: models are chosen, and what the environment decides is said at its card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from services.printing.dto import PrinterRole
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from ui.context import OpensPages
from ui.parts.combo import Combo
from ui.screen_key import ScreenKey
from ui.screens.settings.override_note import OverrideNote

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)

ELSEWHERE = "file:/srv/papers/receipts.bin"


@pytest.fixture
def stage(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the page of a till whose receipts the environment sends into a file."""
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER=ELSEWHERE,
    ) as stage:
        stage.at("counter-customer-search")
        open_page(stage)
        yield stage


def open_page(stage: ShellStage) -> None:
    stage.press(KEY.Key_F9)
    settings = stage.stage.session.widget_of(ScreenKey.SETTINGS)
    assert isinstance(settings, OpensPages)
    settings.open_page("tills")
    stage.at("receipt-way")
    stage.settle()


def said(stage: ShellStage, role: PrinterRole) -> str:
    return stage.widget(OverrideNote, f"{role.value}-override").sentence


def test_a_card_says_which_variable_replaces_its_address(stage: ShellStage) -> None:
    assert said(stage, PrinterRole.RECEIPT) == (
        f"MENDPOINT_PRINTER is set on this computer. Paper goes to {ELSEWHERE}"
    )
    assert said(stage, PrinterRole.LABEL) == ""
    stage.tab_to("till-add")
    stage.press(KEY.Key_Return)
    stage.at("till-name")
    assert said(stage, PrinterRole.RECEIPT) == "", "another till is another computer's"


def test_a_model_is_chosen_by_name_and_stored_as_its_profile(
    stage: ShellStage, small_shop: SmallShop
) -> None:
    stage.tab_to("receipt-way")
    stage.write("Net")
    stage.at("receipt-address")
    stage.rewrite("tcp://192.0.2.10:9100")
    models = stage.widget(Combo, "receipt-profile-field").box
    assert models.itemText(0) == "Usual (fits most)"
    stage.tab_to("receipt-profile")
    stage.write("Star")
    assert models.currentText() == "Star Micronics SP2000 Series"
    stage.press(KEY.Key_S, CTRL)
    stage.toasted("Till 1 saved")
    till = small_shop.settings.tills(small_shop.owner)[0]
    stored = next(each for each in till.printers if each.role is PrinterRole.RECEIPT)
    assert (stored.address, stored.profile) == ("tcp://192.0.2.10:9100", "SP2000")


def test_every_model_has_words_of_its_own(stage: ShellStage) -> None:
    box = stage.widget(Combo, "label-profile-field").box
    words = [box.itemText(place) for place in range(box.count())]
    assert len(words) == len(set(words)) > 20
