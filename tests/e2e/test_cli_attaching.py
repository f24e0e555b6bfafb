"""Attaching by command; killed between the file and its row; swept; verified."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from data.engine import open_database
from tests.e2e.cli_stage import CommandLine
from tests.support.pictures import photo

PATIENCE_S = 60


def contents(folder: Path) -> list[Path]:
    """Return the whole files in the shop's folder."""
    return [path for path in folder.rglob("*") if path.is_file() and len(path.name) == 64]


@pytest.fixture
def folder(command_line: CommandLine, tmp_path: Path, engine_kind: str) -> Path:
    """Give the folder of photos and files: beside the file, or the shared one of a server."""
    return tmp_path / ("mendpoint-files" if engine_kind == "sqlite" else "shared")


def wait_for(true: Callable[[], bool]) -> None:
    """Wait for another process, which nothing here can be told by."""
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until
        os.sched_yield()


def test_a_photo_is_attached_listed_and_verified(
    command_line: CommandLine, tmp_path: Path, folder: Path
) -> None:
    number = command_line.take_in()
    chosen = tmp_path / "front.jpg"
    chosen.write_bytes(photo())
    added = command_line.done("attach", number, str(chosen))
    (listed,) = command_line.done("attachments", number)["attachments"]
    assert (listed["name"], listed["stage"]) == ("front.jpg", "intake")
    assert [path.name for path in contents(folder)] == [added["sha256"]]
    assert command_line.done("verify")["ok"]
    contents(folder)[0].unlink()
    answer = command_line.run("verify")
    assert answer.code == 5
    assert [each["check"] for each in answer.json["problems"]] == ["file_missing"]


def test_killed_between_file_and_row_leaves_only_what_the_sweep_deletes(
    command_line: CommandLine, tmp_path: Path, folder: Path
) -> None:
    number = command_line.take_in()
    chosen = tmp_path / "front.jpg"
    chosen.write_bytes(photo())
    database = open_database(command_line.database_url)
    try:
        with database.writing() as uow:
            # Whoever wants to change the order waits here, its file already in the folder.
            uow.execute(text("UPDATE ticket SET version = version"))
            child = command_line.start("attach", number, str(chosen), stdout=subprocess.PIPE)
            wait_for(lambda: len(contents(folder)) == 1)
            child.send_signal(signal.SIGKILL)
            child.communicate()
    finally:
        database.close()
    assert command_line.count("attachment") == 0
    assert command_line.done("verify")["ok"], "a file without a row contradicts nothing"
    assert command_line.done("sweep-files")["files"] == 0, "it may be on its way"
    before = time.time() - 7_200
    os.utime(contents(folder)[0], (before, before))
    swept = command_line.done("sweep-files")
    assert (swept["files"], contents(folder)) == (1, [])
    # The same once more, undisturbed.
    command_line.done("attach", number, str(chosen))
    assert len(contents(folder)) == command_line.count("attachment") == 1


def test_a_server_without_a_folder_says_what_to_do(
    command_line: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine_kind: str
) -> None:
    monkeypatch.delenv("MENDPOINT_FILES")
    number = command_line.take_in()
    chosen = tmp_path / "front.jpg"
    chosen.write_bytes(photo())
    answer = command_line.run("attach", number, str(chosen))
    if engine_kind == "sqlite":
        assert answer.code == 0
        return
    assert answer.code == 4
    assert "under Settings, Database" in answer.error["message"]
