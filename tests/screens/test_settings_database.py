"""Moving to another database by keyboard: tried first, used from the next start on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine, make_url, text

from app.config import read_config
from app.home import Home
from data.engine import sqlite_url as address_of
from tests.screens.shell_stage import KEY, ShellStage, shell_stage
from ui.parts.field import Field
from ui.screens.first_start.guess import Guess, sample_command

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a home that holds nothing yet."""
    return Home(tmp_path / "home")


def open_database_page(stage: ShellStage) -> None:
    stage.at("counter-customer-search")
    stage.press(KEY.Key_F9)
    stage.at("section-shop")
    for _step in range(5):
        stage.press(KEY.Key_Down)
    stage.at("section-database")
    stage.settle()


def agree(stage: ShellStage) -> None:
    stage.at("question-keep")
    stage.tab_to("question-action")
    stage.press(KEY.Key_Return)


def test_another_file_is_used_from_the_next_start(home: Home, tmp_path: Path, qtbot: QtBot) -> None:
    other = tmp_path / "other.db"
    with shell_stage(home=home.path) as stage:
        stage.at("shop_name")
        stage.write("Fairhaven Repair")
        stage.press(KEY.Key_Return)
        stage.write("Petra Alder")
        stage.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
        open_database_page(stage)
        stage.tab_to("database-address")
        stage.write(str(other))
        stage.press(KEY.Key_Return)
        agree(stage)
        stage.until(lambda: stage.stage.has_ended, "the end of the program")
    assert read_config(home.config_file).database_url == address_of(other)
    with shell_stage(home=home.path) as stage:
        assert stage.shows("Set up your shop")
    assert other.exists()


def test_an_address_with_a_password_or_without_a_server_is_refused(
    home: Home, qtbot: QtBot
) -> None:
    with shell_stage(home=home.path, sample=sample_command(Guess())) as stage:
        stage.write("4")
        open_database_page(stage)
        field = stage.widget(Field, "database-address-field")
        stage.tab_to("database-address")
        stage.write("postgresql://shop:secret@127.0.0.1:1/shop")
        stage.press(KEY.Key_Return)
        agree(stage)
        stage.until(lambda: "Leave the password out" in str(field.error))
        stage.come_back()
        stage.tab_to("database-address")
        stage.rewrite("postgresql://shop@127.0.0.1:1/shop")
        stage.press(KEY.Key_Return)
        agree(stage)
        stage.until(lambda: "server can't be reached" in str(field.error))
        assert read_config(home.config_file).database_url == ""


def test_a_database_the_next_start_would_refuse_is_refused_now(
    home: Home, tmp_path: Path, database_url: str, qtbot: QtBot
) -> None:
    engine = create_engine(make_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    foreign = tmp_path / "books.db"
    with closing(sqlite3.connect(foreign)) as books:
        books.execute("CREATE TABLE book (title TEXT)")
        books.commit()
    no_database = tmp_path / "letter.txt"
    no_database.write_text("Dear reader, " * 100, encoding="utf-8")
    with shell_stage(home=home.path, sample=sample_command(Guess())) as stage:
        stage.write("4")
        open_database_page(stage)
        field = stage.widget(Field, "database-address-field")
        for address, said in (
            (database_url, "made by a newer Mendpoint"),
            (str(foreign), "belongs to another program"),
            (str(no_database), "damaged"),
            (str(tmp_path / "nowhere" / "shop.db"), "There is no folder"),
        ):
            stage.tab_to("database-address")
            stage.rewrite(address)
            stage.press(KEY.Key_Return)
            agree(stage)
            stage.until(lambda said=said: said in str(field.error), said)
            stage.come_back()
    assert read_config(home.config_file).database_url == ""


def test_a_sample_gives_way_to_the_shops_own(home: Home, qtbot: QtBot) -> None:
    with shell_stage(home=home.path) as stage:
        stage.tab_to("sample")
        stage.press(KEY.Key_Space)
        open_database_page(stage)
        stage.see("This is sample data")
        stage.tab_to("new-shop")
        stage.press(KEY.Key_Return)
        agree(stage)
        stage.until(lambda: stage.stage.has_ended, "the end of the program")
    with shell_stage(home=home.path) as stage:
        assert stage.shows("Set up your shop")
    assert len(list(home.path.glob("mendpoint-set-aside-*.db"))) == 1
