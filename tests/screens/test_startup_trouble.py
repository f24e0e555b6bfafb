"""What keeps a shop closed: each provoked for real, each a clear page with choices."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine, make_url, text

from app.config import read_config
from app.home import Home
from app.log_lines import LOG_FILE
from data import migrate
from data.engine import sqlite_url as address_of
from data.schema_head import KNOWN_REVISIONS
from tests.screens.shell_stage import KEY, ShellStage, shell_stage
from ui.parts.text import Text
from ui.screens.trouble.screen import TroubleScreen
from ui.screens.trouble.words import Choice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)

NOBODY = 65534


def trouble(stage: ShellStage) -> TroubleScreen:
    page = stage.stage.frame.shown
    assert isinstance(page, TroubleScreen), f"{page} is shown"
    assert "Traceback" not in stage.words()
    return page


def choices(page: TroubleScreen) -> set[Choice]:
    return set(page.buttons)


def set_up(home: Path, **environment: str) -> None:
    """Open the program once and set a shop up in its home."""
    with shell_stage(home=home, **environment) as stage:
        stage.at("shop_name")
        stage.write("Fairhaven Repair")
        stage.press(KEY.Key_Return)
        stage.write("Petra Alder")
        stage.tab_to("open-shop")
        stage.press(KEY.Key_Return)
        stage.at("counter-customer-search")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a home that holds nothing yet."""
    return Home(tmp_path / "home")


@pytest.fixture
def readable_place() -> Iterator[Path]:
    """Give a folder that anybody may enter."""
    place = Path(tempfile.mkdtemp(prefix="mendpoint-trouble-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def not_root() -> Iterator[None]:
    """Give up root's rights for one test: root may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    yield
    os.seteuid(0)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of one megabyte; where mounting is not allowed, one that has no room at all."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    # The message queues' file system, there in every container, has no free block either.
    without_room = Path("/dev/mqueue")
    assert mounted or without_room.is_mount(), "this machine lets no test have a full disk"
    yield place / "home" if mounted else without_room
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


def test_a_missing_file_is_not_taken_for_a_new_shop(home: Home, qtbot: QtBot) -> None:
    set_up(home.path)
    kept = home.path / "elsewhere.db"
    home.database_file.rename(kept)
    with shell_stage(home=home.path) as stage:
        page = trouble(stage)
        assert stage.shows("The database is not where it was")
        assert stage.shows(str(home.database_file))
        assert choices(page) == set(Choice)
        stage.at("trouble-try_again")
        kept.rename(home.database_file)
        stage.press(KEY.Key_Return)
        stage.at("counter-customer-search")


def test_a_new_shop_sets_the_damaged_file_aside(home: Home, qtbot: QtBot) -> None:
    set_up(home.path)
    home.database_file.write_bytes(b"not a database " * 500)
    for ending in ("-wal", "-shm"):
        Path(f"{home.database_file}{ending}").unlink(missing_ok=True)
    with shell_stage(home=home.path) as stage:
        assert stage.shows("The database file is damaged")
        stage.tab_to("trouble-new_shop")
        stage.press(KEY.Key_Return)
        stage.until(lambda: stage.stage.focus() == "question-keep")
        stage.tab_to("question-action")
        stage.press(KEY.Key_Return)
        stage.see("Set up your shop")
    aside = list(home.path.glob("mendpoint-set-aside-*.db"))
    assert [path.read_bytes()[:14] for path in aside] == [b"not a database"]


def test_an_emptied_file_is_damaged_not_new(home: Home, qtbot: QtBot) -> None:
    set_up(home.path)
    home.database_file.write_bytes(b"")
    with shell_stage(home=home.path) as stage:
        trouble(stage)
        assert stage.shows("The database file is damaged")


def test_a_locked_file_can_be_tried_again(home: Home, qtbot: QtBot) -> None:
    set_up(home.path)
    with closing(sqlite3.connect(home.database_file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with shell_stage(home=home.path) as stage:
            trouble(stage)
            assert stage.shows("Another program is using the database")
            other.close()
            stage.press(KEY.Key_Return)
            stage.at("counter-customer-search")


def test_a_full_disk_keeps_the_shop_closed(full_disk: Path, qtbot: QtBot) -> None:
    with shell_stage(home=full_disk) as stage:
        page = trouble(stage)
        assert stage.shows("The disk is full")
        assert choices(page) == {Choice.TRY_AGAIN, Choice.OPEN_FOLDER, Choice.QUIT}


def test_a_read_only_folder_is_said(readable_place: Path, not_root: None, qtbot: QtBot) -> None:
    with shell_stage(home=readable_place) as stage:
        trouble(stage)
        assert stage.shows("The data can’t be written to")


def test_a_read_only_file_is_named_and_not_its_folder(
    readable_place: Path, not_root: None, qtbot: QtBot
) -> None:
    folder = readable_place / "home"
    os.seteuid(os.getuid())
    folder.mkdir()
    folder.chmod(0o777)
    file = Home(folder).database_file
    file.touch(mode=0o444)
    os.seteuid(NOBODY if os.getuid() == 0 else os.getuid())
    with shell_stage(home=folder) as stage:
        page = trouble(stage)
        assert stage.shows("The data can’t be written to")
        assert page.trouble.detail == f"{file} can't be written to"


def test_a_home_that_can_not_be_made_is_said(
    readable_place: Path, not_root: None, qtbot: QtBot
) -> None:
    with shell_stage(home=readable_place / "home") as stage:
        trouble(stage)
        assert stage.shows("The data can’t be written to")


def test_a_wrong_address_of_the_environment_is_changed_there(home: Home, qtbot: QtBot) -> None:
    with shell_stage(home=home.path, database_url="mysql://root:secret@server/shop") as stage:
        page = trouble(stage)
        assert stage.shows("The database address is wrong")
        assert stage.shows("The environment of this computer names the database")
        assert "secret" not in stage.words()
        assert Choice.CHOOSE_DATABASE not in choices(page)


@pytest.mark.parametrize(
    ("database_url", "heading"),
    [
        ("postgresql://shop:hunter2@127.0.0.1:1/shop", "The database server does not answer"),
        ("postgresql://shop@127.0.0.1:1/shop?password=hunter2", "server does not answer"),
        ("postgresql://shop:hunter2@127.0.0.1:99999/shop", "The database address is wrong"),
        ("postgresql://shop@127.0.0.1/shop?pasword=hunter2", "The database address is wrong"),
        ("postgresql://shop:hunt@er2@127.0.0.1:1/shop", "The database address is wrong"),
    ],
)
def test_no_password_is_on_the_page(
    home: Home, database_url: str, heading: str, qtbot: QtBot
) -> None:
    with shell_stage(home=home.path, database_url=database_url) as stage:
        trouble(stage)
        assert stage.shows(heading)
        assert "er2" not in stage.words()


def test_a_server_that_refuses_the_login_is_not_called_away(
    home: Home, postgres_url: str, qtbot: QtBot
) -> None:
    address = make_url(postgres_url).set(username="nobody_of_this_name")
    url = address.render_as_string(hide_password=False)
    with shell_stage(home=home.path, database_url=url) as stage:
        trouble(stage)
        assert stage.shows("The database server refused this workstation")


def test_another_programs_database_is_refused(home: Home, tmp_path: Path, qtbot: QtBot) -> None:
    foreign = tmp_path / "books.db"
    with closing(sqlite3.connect(foreign)) as books:
        books.execute("CREATE TABLE book (title TEXT)")
        books.commit()
    with shell_stage(home=home.path, database_url=address_of(foreign)) as stage:
        trouble(stage)
        assert stage.shows("The database address is wrong")


def test_a_server_that_is_away_is_tried_again(home: Home, qtbot: QtBot) -> None:
    with shell_stage(home=home.path, database_url="postgresql://shop@127.0.0.1:1/shop") as stage:
        page = trouble(stage)
        assert stage.shows("The database server does not answer")
        assert choices(page) == {Choice.TRY_AGAIN, Choice.QUIT}
        stage.press(KEY.Key_Return)
        stage.settle()
        assert stage.shows("The database server does not answer")


def test_a_newer_database_is_refused_in_words(home: Home, database_url: str, qtbot: QtBot) -> None:
    engine = create_engine(make_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with shell_stage(home=home.path, database_url=database_url) as stage:
        trouble(stage)
        assert stage.shows("This database was made by a newer Mendpoint")
        assert stage.shows("Update Mendpoint on this computer")


def change(path: Path, statement: str, value: str) -> None:
    """Change a row past the program's rules."""
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement, (value,))
        database.commit()


@pytest.mark.expects_log("mendpoint.crash: unexpected StorageFailure")
def test_data_that_does_not_fit_a_new_schema_keeps_the_shop_closed(
    home: Home, empty_database_url: str, qtbot: QtBot
) -> None:
    migrate.upgrade_to(empty_database_url, KNOWN_REVISIONS[0])
    twin = "INSERT INTO status_transition VALUES ('ready_pickup', 'delivered')"
    engine = create_engine(make_url(empty_database_url))
    with engine.begin() as connection:
        # The next revision fills this table first.
        connection.execute(text(twin))
    with shell_stage(home=home.path, database_url=empty_database_url) as stage:
        page = trouble(stage)
        assert stage.shows("The database can’t be opened")
        assert stage.shows("does not fit the new schema")
        assert stage.shows(page.trouble.reference)
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM status_transition"))
        engine.dispose()
        stage.press(KEY.Key_Return)
        stage.see("Set up your shop")


@pytest.mark.expects_log("mendpoint.crash: unexpected")
@pytest.mark.parametrize(
    ("column", "well", "damaged"),
    [
        ("opening_hours", "{}", '{"mon": ['),
        ("opening_hours", "{}", '["never"]'),
        ("time_zone", "UTC", "Nowhere/At_All"),
    ],
)
def test_a_bug_while_opening_has_a_page_with_its_reference(
    home: Home, column: str, well: str, damaged: str, qtbot: QtBot
) -> None:
    set_up(home.path)
    change(home.database_file, f"UPDATE shop SET {column} = ?", damaged)
    with shell_stage(home=home.path) as stage:
        page = trouble(stage)
        assert stage.shows("Mendpoint could not open the shop")
        assert page.trouble.reference
        assert stage.shows(page.trouble.reference)
        assert page.trouble.reference in (home.logs / LOG_FILE).read_text(encoding="utf-8")
        assert QApplication.activeModalWidget() is None
        stage.press(KEY.Key_Return)
        stage.until(lambda: stage.stage.frame.shown not in (None, page))
        again = trouble(stage)
        assert again.trouble.reference not in ("", page.trouble.reference)
        change(home.database_file, f"UPDATE shop SET {column} = ?", well)
        stage.press(KEY.Key_Return)
        stage.at("counter-customer-search")


def test_another_database_may_be_chosen_but_no_password(
    home: Home, tmp_path: Path, qtbot: QtBot
) -> None:
    set_up(home.path)
    home.database_file.unlink()
    with shell_stage(home=home.path) as stage:
        stage.tab_to("trouble-choose_database")
        stage.press(KEY.Key_Return)
        stage.at("question-field")
        stage.write("postgresql://shop:secret@127.0.0.1:1/shop")
        stage.press(KEY.Key_Return)
        problem = stage.widget(Text, "trouble-problem")
        stage.until(lambda: "Leave the password out" in problem.text())
        assert QApplication.activeModalWidget() is None
        stage.come_back()
        stage.at("trouble-choose_database")
        stage.press(KEY.Key_Return)
        stage.at("question-field")
        stage.write(str(tmp_path / "other.db"))
        stage.press(KEY.Key_Return)
        stage.see("Set up your shop")
    assert read_config(home.config_file).database_url == address_of(tmp_path / "other.db")
    assert "secret" not in home.config_file.read_text(encoding="utf-8")


def test_quit_ends_the_program(home: Home, qtbot: QtBot) -> None:
    with shell_stage(home=home.path, database_url="mysql://server/shop") as stage:
        ended: list[object] = []
        stage.stage.program.ended.connect(ended.append)
        stage.tab_to("trouble-quit")
        stage.press(KEY.Key_Return)
        stage.until(lambda: ended)
        assert ended == [0]
