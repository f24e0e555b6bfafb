"""Eight processes that take in on one SQLite file at once."""

from __future__ import annotations

from data import migrate
from data.engine import sqlite_url
from tests.perf.children import IntakeChild, run_together
from tests.perf.evidence import examine, set_up_shop
from tests.perf.measures import Bench, Finding, ms, share

PROCESSES = 8
EACH = 60
LONGEST_S = 2.0


def eight_processes(bench: Bench) -> list[Finding]:
    """Count what was lost or refused, and find the longest wait."""
    folder = bench.place("together")
    url = sqlite_url(folder / "mendpoint.db")
    migrate.upgrade(url, backups=None)
    set_up_shop(url, home=folder)
    children = [
        IntakeChild(url, folder=folder, name=f"process{number}", count=EACH)
        for number in range(PROCESSES)
    ]
    summaries = run_together(children)
    numbers = [number for each in summaries for number in each.numbers]
    evidence = examine(url, home=folder, acknowledged=numbers)
    errors = sum(len(each.errors) for each in summaries)
    waits = [wait for each in summaries for wait in each.waits_s]
    return [
        Finding(
            what=f"{PROCESSES} processes on one SQLite file, {len(waits)} intakes: "
            "lost, twice, refused",
            found=f"{len(evidence.lost)}, {len(evidence.twins)}, {errors}",
            budget="0, 0, 0",
            met=evidence.sound and errors == 0 and len(waits) == PROCESSES * EACH,
            numbers={"lost": len(evidence.lost), "errors": errors},
        ),
        Finding(
            what=f"{PROCESSES} processes on one SQLite file: longest wait",
            found=f"{ms(max(waits))} (p50 {ms(share(waits, 0.5))}, p99 {ms(share(waits, 0.99))})",
            budget="≤ 2,000 ms",
            met=max(waits) <= LONGEST_S,
            numbers={"longest_ms": max(waits) * 1000},
        ),
    ]
