"""What was acknowledged is there after kill -9, and after a disk that filled up."""

from __future__ import annotations

import random
from pathlib import Path

from tests.perf.children import IntakeChild
from tests.perf.evidence import examine, set_up_shop

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
