"""Eight processes take in on one SQLite file: none lost, none refused, no number twice."""

from __future__ import annotations

from pathlib import Path

from services.tickets.numbering import read_number
from tests.perf.children import IntakeChild, run_together
from tests.perf.evidence import examine, set_up_shop

PROCESSES = 8
EACH = 8


def test_eight_processes_share_one_file(sqlite_url: str, tmp_path: Path) -> None:
    set_up_shop(sqlite_url, home=tmp_path)
    children = [
        IntakeChild(sqlite_url, folder=tmp_path, name=f"process{number}", count=EACH)
        for number in range(PROCESSES)
    ]
    summaries = run_together(children)
    assert [summary.errors for summary in summaries] == [()] * PROCESSES
    numbers = [number for summary in summaries for number in summary.numbers]
    sequences = sorted(read_number(number).sequence for number in numbers)
    assert sequences == list(range(1, len(numbers) + 1))
    assert len(numbers) >= PROCESSES * EACH
    evidence = examine(sqlite_url, home=tmp_path, acknowledged=numbers)
    assert evidence.sound, evidence
