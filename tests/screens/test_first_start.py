"""The first start: one page by keyboard, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.build import build_shop
from app.home import Home
from services.settings.dto import FirstStart, StartState
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from ui.parts.field import Field
from ui.screen_key import ScreenKey

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


def fill(stage: ShellStage) -> None:
    stage.at("shop_name")
    stage.write("Fairhaven Repair")
    stage.press(KEY.Key_Return)
    stage.at("owner_name")
    stage.write("Petra Alder")
    stage.tab_to("tax_rate_ppm")
    stage.write("8.25")
    stage.tab_to("opening_hours-5")
    stage.rewrite("10-2pm")
    stage.press(KEY.Key_Return)


def test_the_owner_sets_the_shop_up_and_stands_at_the_counter(
    qtbot: QtBot, empty_database_url: str, tmp_path: Path
) -> None:
    with shell_stage(home=tmp_path, database_url=empty_database_url) as stage:
        assert stage.shows("Set up your shop")
        assert not stage.stage.frame.top_bar.search.isVisible()
        assert not stage.stage.frame.status_bar.isVisible(), "it has nothing to say here"
        fill(stage)
        stage.press(KEY.Key_Return, CTRL)
        stage.at("counter-customer-search")
        session = stage.stage.session
        assert stage.stage.frame.status_bar.isVisible()
        assert session.shown_screen is ScreenKey.COUNTER
        assert session.actor().name == "Petra Alder"
        assert stage.stage.frame.windowTitle() == "Fairhaven Repair – Mendpoint"
        shop = session.context.services.settings.shop(session.actor())
    assert (shop.name, shop.currency) == ("Fairhaven Repair", "USD")
    assert {tax.name: tax.rate_ppm for tax in shop.tax_classes} == {
        "Sales tax": 82_500,
        "No tax": 0,
    }
    hours = {(day.weekday, day.opens, day.closes) for day in shop.opening_hours}
    assert hours == {(day, "09:00", "18:00") for day in range(5)} | {(5, "10:00", "14:00")}


def test_hours_are_written_as_the_chosen_country_writes_them(
    qtbot: QtBot, empty_sqlite_url: str, tmp_path: Path
) -> None:
    with shell_stage(home=tmp_path, database_url=empty_sqlite_url) as stage:
        week = stage.widget(Field, "opening_hours-0-field")
        stage.until(lambda: week.text() == "9:00 AM–6:00 PM")
        stage.tab_to("country")
        stage.write("Germ")
        assert week.text() == "09:00–18:00"
        stage.tab_to("opening_hours-5")
        stage.rewrite("10-2 p.m.")
        stage.press(KEY.Key_Return)
        assert stage.widget(Field, "opening_hours-5-field").text() == "10:00–14:00"


def test_what_is_missing_is_said_at_its_field_and_nothing_is_stored(
    qtbot: QtBot, empty_database_url: str, tmp_path: Path
) -> None:
    with shell_stage(home=tmp_path, database_url=empty_database_url) as stage:
        stage.at("shop_name")
        stage.write("Fairhaven Repair")
        stage.tab_to("tax_rate_ppm")
        stage.write("a lot")
        stage.press(KEY.Key_Return, CTRL)
        stage.at("owner_name")
        assert stage.widget(Field, "owner_name-field").error == "This is needed."
        assert stage.widget(Field, "tax_rate_ppm-field").error is not None
        assert stage.widget(Field, "shop_name-field").text() == "Fairhaven Repair"
        opened = stage.stage.program.entrance.opened
        assert opened is not None
        assert opened.shop.services.settings.start_state() is StartState.FIRST_START


def test_a_printer_address_that_can_not_be_is_refused_at_its_field(
    qtbot: QtBot, empty_database_url: str, tmp_path: Path
) -> None:
    with shell_stage(home=tmp_path, database_url=empty_database_url) as stage:
        fill(stage)
        stage.tab_to("receipt_printer")
        stage.write("carrier pigeon")
        stage.press(KEY.Key_Return, CTRL)
        field = stage.widget(Field, "receipt_printer-field")
        stage.until(lambda: field.error)
        stage.at("receipt_printer")
        stage.rewrite("")
        stage.press(KEY.Key_Return, CTRL)
        stage.at("counter-customer-search")


def test_sample_data_opens_a_shop_with_people_and_orders(
    qtbot: QtBot, empty_sqlite_url: str, tmp_path: Path
) -> None:
    with shell_stage(home=tmp_path / "home", database_url=empty_sqlite_url) as stage:
        stage.tab_to("sample")
        stage.press(KEY.Key_Space)
        stage.at("counter-customer-search")
        services, actor = stage.stage.session.context.services, stage.stage.session.actor()
        assert services.settings.shop(actor).is_sample
        assert len(services.people.list(actor)) >= 4


def test_an_interrupted_start_is_taken_up_where_the_database_stands(
    qtbot: QtBot, empty_database_url: str, tmp_path: Path
) -> None:
    with shell_stage(home=tmp_path, database_url=empty_database_url) as stage:
        assert stage.shows("Set up your shop")
    shop = build_shop(Home(tmp_path), database_url=empty_database_url, environment={})
    try:
        shop.services.settings.first_start(
            FirstStart(operation_id="set-up-elsewhere", shop_name="Elsewhere", owner_name="Ana")
        )
    finally:
        shop.close()
    with shell_stage(home=tmp_path, database_url=empty_database_url) as stage:
        stage.at("counter-customer-search")
        assert stage.stage.session.actor().name == "Ana"
