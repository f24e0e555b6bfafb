"""What was acknowledged is there after kill -9, and after a disk that filled up."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from app.build import build_shop
from app.home import Home
from services.errors import StorageUnavailable
from tests.perf.children import IntakeChild
from tests.perf.evidence import examine, set_up_shop
from tests.support.shops import intake_command

ROUNDS = 3


def test_nothing_acknowledged_is_lost_when_the_loop_is_killed(
    database_url: str, tmp_path: Path
) -> None:
    set_up_shop(database_url, home=tmp_path)
    draw = random.Random()
    acknowledged: list[str] = []
    for turn in range(ROUNDS):
        child = IntakeChild(database_url, folder=tmp_path, name=f"loop{turn}")
        child.wait_until_ready()
        child.go()
        child.kill_after(0.2 + draw.random() / 2)
        acknowledged += child.acknowledged()
    evidence = examine(database_url, home=tmp_path, acknowledged=acknowledged)
    assert evidence.sound, evidence
    assert evidence.acknowledged > ROUNDS


def test_a_full_disk_is_told_in_words_and_loses_nothing(sqlite_url: str, tmp_path: Path) -> None:
    set_up_shop(sqlite_url, home=tmp_path)
    size_kib = (tmp_path / "mendpoint.db").stat().st_size // 1024
    full = IntakeChild(sqlite_url, folder=tmp_path, name="full", limit_file_kib=size_kib + 200)
    full.wait_until_ready()
    full.go()
    summary = full.finish()
    assert [error["code"] for error in summary.errors] == ["storage_unavailable"]
    assert summary.errors[0]["fault"] in ("full", "failed")
    assert summary.errors[0]["message"].endswith(".")
    assert summary.numbers
    roomy = IntakeChild(sqlite_url, folder=tmp_path, name="roomy", count=5)
    roomy.wait_until_ready()
    roomy.go()
    more = roomy.finish()
    assert more.errors == ()
    acknowledged = [*full.acknowledged(), *more.numbers]
    evidence = examine(sqlite_url, home=tmp_path, acknowledged=acknowledged)
    assert evidence.sound, evidence
    assert evidence.acknowledged == len(summary.numbers) + len(more.numbers)


@contextmanager
def room_for(pages: int, *, beyond: Path) -> Iterator[None]:
    """Let SQLite add so many pages to a file; then it says what it says of a full disk."""
    with closing(sqlite3.connect(beyond)) as connection:
        most = connection.execute("PRAGMA page_count").fetchone()[0] + pages

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {most}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def take_in(url: str, *, home: Path, acknowledged: list[str]) -> None:
    """Take in one visit after another and add what is acknowledged."""
    shop = build_shop(Home(home), database_url=url, environment={})
    try:
        actor = shop.services.people.command_line_actor()
        for _turn in range(1_000):
            result = shop.services.intake.take_in(actor, intake_command())
            acknowledged += [taken.number for taken in result.tickets]
    finally:
        shop.close()


def test_a_full_disk_is_called_full(sqlite_url: str, tmp_path: Path) -> None:
    set_up_shop(sqlite_url, home=tmp_path)
    acknowledged: list[str] = []
    with (
        room_for(40, beyond=tmp_path / "mendpoint.db"),
        pytest.raises(StorageUnavailable) as refused,
    ):
        take_in(sqlite_url, home=tmp_path, acknowledged=acknowledged)
    assert refused.value.fault == "full"
    assert refused.value.message == "The disk is full. Free some space, then try again."
    evidence = examine(sqlite_url, home=tmp_path, acknowledged=acknowledged)
    assert evidence.sound, evidence
    assert evidence.last_sequence == evidence.acknowledged > 1
