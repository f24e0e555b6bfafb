"""Measures every budget and says which is met: ``python -m tests.perf.bench``.

Small by default, so that it ends in a few minutes; ``--scale full`` has a million customers and
two million orders. ``--write`` renews docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from tests.perf.children import ROOT
from tests.perf.measures import Bench, Finding

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

SCALES = {"small": (20_000, 40_000), "full": (1_000_000, 2_000_000)}

# Each runs in this order; its module is loaded when its turn comes.
PARTS: dict[str, tuple[str, str]] = {
    "start": ("tests.perf.starting", "first_window"),
    "intake": ("tests.perf.intaking", "sqlite_rate"),
    "postgres": ("tests.perf.intaking", "postgres_rate"),
    "together": ("tests.perf.together", "eight_processes"),
    "paper": ("tests.perf.papering", "receipt"),
    "queue": ("tests.perf.listing", "queue"),
    "search": ("tests.perf.searching", "search"),
}


def main(words: Sequence[str] | None = None) -> int:
    """Measure; 1 when a budget is missed."""
    read = _parser().parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    customers, orders = SCALES[read.scale]
    folder = Path(tempfile.mkdtemp(prefix="mendpoint-bench-", dir=read.folder))
    folder.chmod(0o711)
    bench = Bench(
        folder=folder,
        customers=customers,
        orders=orders,
        rounds=read.rounds,
        database=read.database,
    )
    busy = _busy()
    try:
        findings = _measure(bench, [part for part in PARTS if part in (read.only or PARTS)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if read.json:
        print(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=2))
    if read.write:
        _write(findings, f"`{_command(read)}`{busy}")
    return 1 if any(each.met is False for each in findings) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="do.py bench", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--only", choices=PARTS, action="append", help="may be given again")
    parser.add_argument("--rounds", type=int, default=5, help="medians are of so many rounds")
    parser.add_argument("--database", type=Path, help="an SQLite file generated earlier")
    parser.add_argument("--folder", type=Path, help="where to work; it should be on a real disk")
    parser.add_argument("--write", action="store_true", help=f"renew {PAGE.relative_to(ROOT)}")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON too")
    return parser


def _measure(bench: Bench, parts: Sequence[str]) -> list[Finding]:
    findings: list[Finding] = []
    for part in parts:
        module, name = PARTS[part]
        measure: Callable[[Bench], list[Finding]] = getattr(import_module(module), name)
        for finding in measure(bench):
            print(f"{_mark(finding):7} {finding.what}: {finding.found}", flush=True)
            findings.append(finding)
    return findings


def _mark(finding: Finding) -> str:
    return {True: "met", False: "MISSED", None: ""}[finding.met]


def _write(findings: Sequence[Finding], command: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, _begin, rest = page.partition(BEGIN)
    _old, _end, tail = rest.partition(END)
    rows = [
        f"| {each.what} | {each.found} | {each.budget} | {_mark(each) or '–'} |"
        for each in findings
    ]
    table = ["| what | measured | budget | |", "|---|---|---|---|", *rows]
    measured = "\n".join([BEGIN, "", _facts(command), "", *table, "", END])
    PAGE.write_text(head + measured + tail, encoding="utf-8")


def _facts(command: str) -> str:
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("PySide6-Essentials", "SQLAlchemy", "psycopg")
    )
    return (
        f"Measured on {datetime.now(UTC).date().isoformat()} with {command}: "
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"{libraries}."
    )


def _busy() -> str:
    """Say how many other programs wanted a core when the run began, where the system tells."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f" while other programs kept {os.getloadavg()[0]:.1f} cores busy"


def _command(read: argparse.Namespace) -> str:
    database = ["--database FILE"] if read.database else [f"--scale {read.scale}"]
    parts = [f"--only {part}" for part in read.only or ()]
    return " ".join(["python3 do.py bench", *database, *parts, f"--rounds {read.rounds}"])


if __name__ == "__main__":
    sys.exit(main())
