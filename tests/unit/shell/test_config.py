"""The workstation's own file, its database address, and a log without personal data."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from app.config import Config, read_config, write_config
from app.home import DATABASE_VARIABLE, Home
from app.log_lines import LOG_FILE, frames_of, masked, start_log, stop_log
from app.opening import file_trouble
from app.places import Place, checked_address, find_place
from app.this_pc import ThisPc
from data.engine import sqlite_url
from data.errors import StorageFailure
from services.errors import Invalid, StorageUnavailable
from ui.theme import ThemeChoice
from ui.workstation import QueueLook


def test_what_was_set_is_read_back(tmp_path: Path) -> None:
    config = Config(
        database_url="postgresql://shop@server/shop",
        theme_choice=ThemeChoice.DARK,
        text_scale=1.5,
        tills={"server": 3},
        opened=("a", "b"),
        scan_gap_ms=40,
        scan_fewest=8,
        scan_prefix="~",
        scan_end="tab",
        queue_looks={"server 7": {"shape": "board", "sort": "customer", "turned": True}},
    )
    write_config(tmp_path / "new" / "config.json", config)
    assert read_config(tmp_path / "new" / "config.json") == config


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"tills": [], "opened": {}, "theme_choice": 7, "text_scale": "big"}',
        '{"queue_looks": {"server 7": "board"}}',
        "\x00",
    ],
)
def test_a_damaged_file_costs_its_settings_only(tmp_path: Path, content: str) -> None:
    path = tmp_path / "config.json"
    path.write_text(content, encoding="utf-8")
    assert read_config(path) == Config()


def test_the_environment_goes_before_the_config_and_the_config_before_the_home(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    named = Config(database_url="postgresql://shop@server/shop")
    by_environment = {DATABASE_VARIABLE: "postgresql://shop:secret@other/shop"}
    place = find_place(home, config=named, environment=by_environment)
    assert (place.by_environment, place.is_local) == (True, False)
    assert "secret" not in place.words
    assert find_place(home, config=named, environment={}).words.endswith("@server/shop")
    usual = find_place(home, config=Config(), environment={})
    assert usual.path == home.database_file
    assert usual.words == str(home.database_file)


def test_a_typed_address_is_checked(tmp_path: Path) -> None:
    assert checked_address("  ") == ""
    assert checked_address(str(tmp_path / "shop.db")) == sqlite_url(tmp_path / "shop.db")
    assert checked_address("postgresql://shop@server/shop") == "postgresql://shop@server/shop"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("mysql://server/shop", "Use a file’s path"),
        ("sqlite://", "Use a file’s path"),
        ("sqlite:///shop.db?uri=true", "Use a file’s path"),
        ("postgresql://shop:secret@server/shop", "Leave the password out"),
        ("postgresql://shop@server/shop?password=secret", "Leave the password out"),
        ("postgresql://shop@server/shop?sslpassword=secret", "Leave the password out"),
    ],
)
def test_an_address_that_can_not_be_kept_is_refused(wrong: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as caught:
        checked_address(wrong)
    assert caught.value.field == "address"


def test_a_relative_address_is_kept_from_the_root_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    whole = sqlite_url(tmp_path / "shop.db")
    assert checked_address("sqlite:///shop.db") == checked_address("shop.db") == whole
    place = Place("sqlite:///shop.db", by_environment=True)
    assert (place.url, place.path) == (whole, tmp_path / "shop.db")


def test_a_secret_among_the_options_is_not_in_the_places_words() -> None:
    url = "postgresql://shop@server/shop?password=hunter2&sslmode=require"
    place = Place(url, by_environment=True)
    assert "hunter2" not in place.words
    assert place.url == url


def test_an_address_nobody_can_read_has_its_own_fault() -> None:
    with pytest.raises(StorageFailure):
        Place("nonsense", by_environment=True)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(28, "No space left on device"), "full"),
        (PermissionError(13, "Permission denied"), "read_only"),
        (OSError(30, "Read-only file system"), "read_only"),
        (FileNotFoundError(2, "No such file"), "missing"),
        (OSError(5, "Input/output error"), "failed"),
    ],
)
def test_file_errors_have_their_fault(error: OSError, fault: str) -> None:
    trouble = file_trouble(error)
    assert isinstance(trouble, StorageUnavailable)
    assert trouble.fault == fault


def test_what_might_be_a_persons_is_masked() -> None:
    said = masked(
        "Key 'Dana Whitfield' with 415-555-0142 and dana@example.com at line 12, in "
        "postgresql://server/shop?password=hunter2"
    )
    assert "hunter2" not in said
    assert "Dana" not in said
    assert "0142" not in said
    assert "example.com" not in said
    assert "line 12" in said


def test_the_log_holds_json_lines_with_where_it_came_from(tmp_path: Path) -> None:
    handler = start_log(tmp_path)
    with pytest.raises(KeyError) as caught:
        raise KeyError("Dana Whitfield")
    logging.getLogger("mendpoint.test").info(
        "it broke", exc_info=caught.value, extra={"request_id": "4f2a9c11"}
    )
    stop_log(handler)
    assert frames_of(caught.value)[-1].startswith("test_config.py:")
    line = json.loads((tmp_path / LOG_FILE).read_text(encoding="utf-8").splitlines()[-1])
    assert line["request_id"] == "4f2a9c11"
    assert line["event"] == "it broke"
    assert line["frames"]
    assert "Dana" not in json.dumps(line)


def test_a_large_log_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / LOG_FILE
    for _start in range(7):
        path.write_bytes(b"x" * 2_000_001)
        stop_log(start_log(tmp_path))
    kept = sorted(each.name for each in tmp_path.iterdir())
    assert kept == [LOG_FILE, *(f"{LOG_FILE}.{n}" for n in range(1, 5))]
    assert path.stat().st_size == 0


def test_a_log_that_can_not_be_written_does_not_close_the_shop(tmp_path: Path) -> None:
    blocked = tmp_path / "logs"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    assert start_log(blocked) is None


def test_each_person_and_each_shop_has_its_own_look_of_the_queue(tmp_path: Path) -> None:
    def this_pc(environment: dict[str, str]) -> ThisPc:
        return ThisPc(
            Home(tmp_path),
            environment=environment,
            is_demo=False,
            end=lambda: None,
            restart=lambda: None,
        )

    board = QueueLook(shape="board", sort="customer", turned=True)
    this_pc({}).keep_queue_look(7, board)
    assert this_pc({}).queue_look(7) == board
    assert this_pc({}).queue_look(8) == QueueLook()
    elsewhere = this_pc({DATABASE_VARIABLE: "postgresql://shop@server/shop"})
    assert elsewhere.queue_look(7) == QueueLook()


def test_a_file_that_no_import_could_take_is_refused_before_it_fills_the_memory(
    tmp_path: Path,
) -> None:
    pc = ThisPc(
        Home(tmp_path), environment={}, is_demo=False, end=lambda: None, restart=lambda: None
    )
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(64_000_001)
    for path, words in ((str(huge), "larger than 64 MB"), ("a\0b", "can’t be read")):
        with pytest.raises(Invalid, match=words):
            pc.read_file(path)
