"""The settings by keyboard: what is seen and what is stored, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.config import read_config
from app.home import Home
from services.actor import new_operation_id
from services.printing.dto import DocumentKind, PrinterRole
from services.settings.dto import SaveShop
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from tests.support.virtual_printer import Behaviour, VirtualPrinter
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.field import Field
from ui.parts.marker import Marker
from ui.parts.segmented import Segmented
from ui.parts.switch import Switch
from ui.parts.text import Text
from ui.screen_key import ScreenKey
from ui.screens.settings.screen import SettingsScreen
from ui.theme import ThemeChoice
from ui.tokens import Space

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give this workstation's home."""
    return Home(tmp_path / "home")


@pytest.fixture
def stage(
    small_shop: SmallShop, database_url: str, home: Home, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program with the settings shown to the owner."""
    with shell_stage(home=home.path, database_url=database_url, clock=small_shop.clock) as stage:
        stage.at("counter-customer-search")
        stage.press(KEY.Key_F9)
        stage.at("section-shop")
        stage.settle()
        yield stage


def screen(stage: ShellStage) -> SettingsScreen:
    found = stage.stage.session.widget_of(ScreenKey.SETTINGS)
    assert isinstance(found, SettingsScreen)
    return found


def go_to(stage: ShellStage, key: str) -> None:
    """Walk down the list of pages."""
    for _step in range(10):
        if stage.stage.focus() == f"section-{key}":
            break
        stage.press(KEY.Key_Down)
    stage.at(f"section-{key}")
    stage.settle()


def save(stage: ShellStage) -> None:
    stage.press(KEY.Key_S, CTRL)


def unsaved(stage: ShellStage) -> str:
    return stage.widget(Text, "settings-unsaved").text()


def test_the_shop_is_changed_and_saved(stage: ShellStage, small_shop: SmallShop) -> None:
    stage.tab_to("name")
    stage.rewrite("Fairhaven Repair")
    stage.tab_to("diagnosis_fee_minor")
    stage.rewrite("30")
    stage.tab_to("opening_hours-6")
    stage.rewrite("11-15")
    assert unsaved(stage) == "3 changes, not saved yet"
    save(stage)
    stage.toasted("Shop saved")
    assert unsaved(stage) == "Everything is saved"
    shop = small_shop.settings.shop(small_shop.owner)
    assert (shop.name, shop.diagnosis_fee_minor) == ("Fairhaven Repair", 3_000)
    assert stage.widget(Field, "opening_hours-6-field").text() == "11:00 AM–3:00 PM"
    assert (6, "11:00", "15:00") in [(d.weekday, d.opens, d.closes) for d in shop.opening_hours]
    stage.until(lambda: stage.stage.frame.windowTitle() == "Fairhaven Repair – Mendpoint")


def test_changed_terms_become_a_new_version(stage: ShellStage, small_shop: SmallShop) -> None:
    before = small_shop.settings.shop(small_shop.owner).terms
    stage.tab_to("terms_text")
    stage.write("Bring the ticket. ")
    save(stage)
    stage.toasted("Shop saved")
    after = small_shop.settings.shop(small_shop.owner).terms
    assert before is not None
    assert after is not None
    assert (after.version, after.text[:17]) == (before.version + 1, "Bring the ticket.")


def test_what_is_not_saved_stays_and_can_be_undone(stage: ShellStage) -> None:
    stage.tab_to("name")
    stage.rewrite("Another name")
    stage.press(KEY.Key_F2)
    stage.press(KEY.Key_F9)
    stage.at("section-shop")
    assert stage.widget(Field, "name-field").text() == "Another name"
    assert unsaved(stage) == "1 change, not saved yet"
    stage.press(KEY.Key_Z, CTRL)
    assert stage.widget(Field, "name-field").text() == "Alder Street Repair"
    assert unsaved(stage) == "Everything is saved"


def test_quitting_with_unsaved_settings_asks_first(stage: ShellStage) -> None:
    stage.tab_to("name")
    stage.rewrite("Another name")
    stage.stage.frame.close()
    stage.at("question-keep")
    stage.press(KEY.Key_Return)
    stage.until(lambda: QApplication.activeModalWidget() is None)
    assert stage.widget(Field, "name-field").text() == "Another name"
    stage.come_back()
    screen(stage).undo()


def test_a_change_at_another_till_is_not_overwritten(
    stage: ShellStage, small_shop: SmallShop
) -> None:
    stage.tab_to("name")
    stage.rewrite("Mine")
    shop = small_shop.settings.shop(small_shop.owner)
    small_shop.settings.save_shop(
        small_shop.owner,
        SaveShop(operation_id=new_operation_id(), seen_version=shop.version, name="Theirs"),
    )
    save(stage)
    stage.at("notice-close")
    stage.see("Someone else changed this first")
    stage.press(KEY.Key_Return)
    assert small_shop.settings.shop(small_shop.owner).name == "Theirs"
    assert stage.widget(Field, "name-field").text() == "Mine"
    stage.come_back()
    screen(stage).undo()


def test_a_name_that_is_missing_is_said_at_its_field(stage: ShellStage) -> None:
    stage.tab_to("name")
    stage.rewrite("")
    save(stage)
    stage.at("name")
    assert stage.widget(Field, "name-field").error
    screen(stage).undo()


def test_a_tax_is_added_and_a_wrong_rate_refused(stage: ShellStage, small_shop: SmallShop) -> None:
    go_to(stage, "tax")
    stage.tab_to("tax-add")
    stage.press(KEY.Key_Return)
    stage.at("tax-name")
    stage.write("City tax")
    stage.press(KEY.Key_Tab)
    stage.write("much")
    save(stage)
    stage.at("tax-rate")
    assert stage.widget(Field, "tax-rate-field").error
    stage.rewrite("1.5")
    save(stage)
    stage.toasted("City tax saved")
    taxes = small_shop.settings.shop(small_shop.owner).tax_classes
    assert {tax.name: tax.rate_ppm for tax in taxes}["City tax"] == 15_000


def test_a_person_is_added_with_role_and_skills(stage: ShellStage, small_shop: SmallShop) -> None:
    go_to(stage, "people")
    stage.tab_to("people-add")
    stage.press(KEY.Key_Return)
    stage.at("person-name")
    stage.write("Marco Reyes")
    stage.tab_to("person-role")
    stage.write("Tech")
    stage.tab_to("skill-battery")
    stage.press(KEY.Key_Space)
    save(stage)
    stage.toasted("Marco Reyes saved")
    marco = next(p for p in small_shop.people.list(small_shop.owner) if p.name == "Marco Reyes")
    assert (marco.role_key, marco.skills) == ("technician", ("battery",))


def test_the_last_owner_can_not_be_taken_away(stage: ShellStage, small_shop: SmallShop) -> None:
    go_to(stage, "people")
    stage.tab_to("person-active")
    stage.press(KEY.Key_Space)
    save(stage)
    stage.until(lambda: "owner" in stage.words().lower())
    assert small_shop.people.list(small_shop.owner)[0].active
    screen(stage).undo()


def test_a_printer_is_tried_and_stored(stage: ShellStage, small_shop: SmallShop) -> None:
    with VirtualPrinter() as printer:
        go_to(stage, "tills")
        stage.tab_to("label-way")
        stage.write("Net")
        stage.at("label-address")
        stage.rewrite(printer.address)
        stage.tab_to("label-test")
        stage.press(KEY.Key_Space)
        result = stage.widget(Marker, "label-result")
        stage.until(lambda: result.text() == "Printed")
        printer.behaviour = Behaviour.OUT_OF_PAPER
        stage.press(KEY.Key_Space)
        stage.until(lambda: result.text() == "Not printed")
        save(stage)
        stage.toasted("Till 1 saved")
        till = small_shop.settings.tills(small_shop.owner)[0]
        stored = {each.role: each.address for each in till.printers}
        assert stored[PrinterRole.LABEL] == printer.address
        assert till.prints_on_intake == (DocumentKind.CLAIM_TICKET,)


def test_an_address_that_can_not_be_is_refused_at_its_field(stage: ShellStage) -> None:
    go_to(stage, "tills")
    stage.tab_to("receipt-address")
    stage.rewrite("tcp://:nine")
    stage.tab_to("receipt-test")
    stage.press(KEY.Key_Space)
    field = stage.widget(Field, "receipt-address-field")
    stage.until(lambda: field.error)
    save(stage)
    stage.at("receipt-address")
    assert field.error
    screen(stage).undo()


def test_a_file_with_a_bad_row_stores_nothing_and_a_good_one_is_imported(
    stage: ShellStage, small_shop: SmallShop, tmp_path: Path
) -> None:
    head = "brand,model,variant,release_year,device_category,notes\n"
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text(f"{head}Nokia,3310,,2000,phone,\nNokia,,,2001,phone,\n", encoding="utf-8")
    good.write_text(f"{head}Nokia,3310,,2000,phone,\n", encoding="utf-8")
    go_to(stage, "catalogue")
    stage.tab_to("import-path")
    stage.write(str(bad))
    stage.press(KEY.Key_Return)
    result = stage.widget(Marker, "import-result")
    stage.until(lambda: result.text().startswith("1 row is refused: nothing is stored."))
    assert not stage.widget(Button, "import-store").isEnabled()
    stage.rewrite(str(good))
    stage.press(KEY.Key_Return)
    stage.until(lambda: result.text().startswith("Can be imported: 1 new"))
    stage.tab_to("import-store")
    stage.press(KEY.Key_Return)
    stage.toasted("1 row imported")
    services, actor = stage.stage.session.context.services, stage.stage.session.actor()
    assert services.catalog.find_device(actor, brand="Nokia", model="3310").release_year == 2000


def test_a_check_of_another_file_than_the_one_named_is_no_report_of_it(
    stage: ShellStage, tmp_path: Path
) -> None:
    path = tmp_path / "devices.csv"
    head = "brand,model,variant,release_year,device_category,notes\n"
    path.write_text(f"{head}Nokia,3310,,2000,phone,\n", encoding="utf-8")
    go_to(stage, "catalogue")
    stage.tab_to("import-path")
    stage.write(str(path))
    stage.press(KEY.Key_Return)
    stage.write(".old")
    stage.settle()
    assert not stage.widget(Button, "import-store").isEnabled()
    stage.rewrite(str(path))
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.widget(Button, "import-store").isEnabled())


def test_a_file_that_is_not_there_is_said_at_its_field(stage: ShellStage) -> None:
    go_to(stage, "catalogue")
    stage.tab_to("import-path")
    stage.write("/nowhere/devices.csv")
    stage.press(KEY.Key_Return)
    field = stage.widget(Field, "import-path-field")
    stage.until(lambda: field.error)
    assert "can’t be read" in str(field.error)


def test_the_database_page_says_where_the_data_is(stage: ShellStage, engine_kind: str) -> None:
    go_to(stage, "database")
    stage.see({"sqlite": "SQLite, this computer", "postgres": "PostgreSQL, a server"}[engine_kind])
    assert stage.shows("MENDPOINT_DATABASE_URL names the database of this computer")
    assert not stage.widget(Button, "database-use").isEnabled()


def test_the_look_counts_at_once_and_is_kept(stage: ShellStage, home: Home) -> None:
    go_to(stage, "this_pc")
    stage.tab_to("look-scheme")
    stage.press(KEY.Key_End)
    assert stage.stage.theme.choice is ThemeChoice.DARK
    stage.press(KEY.Key_Tab)
    stage.press(KEY.Key_End)
    stage.until(lambda: read_config(home.config_file).text_scale == 2.0)
    assert read_config(home.config_file).theme_choice is ThemeChoice.DARK
    stage.stage.theme.set_choice(ThemeChoice.LIGHT)
    stage.stage.theme.set_text_scale(1.0)


def test_the_page_shows_a_look_that_was_chosen_elsewhere(stage: ShellStage) -> None:
    go_to(stage, "this_pc")
    theme = stage.stage.theme
    theme.set_text_scale(1.5)
    theme.set_reduced_motion(reduced=False)
    assert stage.widget(Segmented, "look-scale").value() == 1.5
    assert not stage.widget(Switch, "look-still").isChecked()
    theme.set_reduced_motion(reduced=True)
    theme.set_text_scale(1.0)


def test_the_save_bar_ends_where_the_form_ends(stage: ShellStage) -> None:
    stage.stage.size(1920, height=1080)
    stage.settle()
    frame = stage.stage.frame
    button, card = stage.widget(Button, "settings-save"), stage.widget(Card, "card-who")
    right_of = [each.mapTo(frame, each.rect().topRight()).x() for each in (button, card)]
    assert abs(right_of[0] - right_of[1]) <= Space.MEDIUM, "a scroll bar may stand beside the form"


def test_the_licences_of_what_is_shipped_can_be_read(stage: ShellStage) -> None:
    go_to(stage, "about")
    licences = stage.widget(QWidget, "licences")
    stage.until(lambda: "SIL OPEN FONT LICENSE" in licences.toPlainText().upper())
    assert "ISC License" in licences.toPlainText()
