"""From exec to the first window, beside a bare form started by turns."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.perf.children import ROOT
from tests.perf.measures import Bench, Finding, in_turns, ms, ratio

LIMIT = 1.3
# More rounds than the others take: a process start varies by a third.
_ROUNDS_MORE = 4


def first_window(bench: Bench) -> list[Finding]:
    """Start both programs by turns and compare when their first window was painted."""
    home = bench.place("start")

    ours_cpu: list[float] = []
    bare_cpu: list[float] = []

    def program() -> float:
        return _until_painted("app", "--first-paint-then-quit", home=home, cpu=ours_cpu)

    def form() -> float:
        return _until_painted("tests.perf.bare_form", home=home, cpu=bare_cpu)

    program(), form()  # the first start fills the disk's cache
    ours, bare = in_turns(program, form, rounds=bench.rounds + _ROUNDS_MORE)
    times, cpu_times = ratio(ours, bare), ratio(ours_cpu, bare_cpu)
    return [
        Finding(
            what="exec → first window, beside a bare PySide form",
            found=f"{times:.2f} × ({ms(statistics.median(ours))} to "
            f"{ms(statistics.median(bare))}; best {ms(min(ours))} to {ms(min(bare))}; "
            f"processor time {cpu_times:.2f} ×)",
            budget=f"≤ {LIMIT} ×",
            met=times <= LIMIT,
            numbers={
                "ratio": times,
                "best_ratio": min(ours) / min(bare),
                "processor_ratio": cpu_times,
            },
        )
    ]


def _until_painted(module: str, *words: str, home: Path, cpu: list[float]) -> float:
    """Return when the first paint was told; add the processor time of the whole run to ``cpu``."""
    environment = {**os.environ, "MENDPOINT_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    used, began = _children_cpu(), time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - began
    if process.returncode != 0 or b"PySide6" not in line:
        raise RuntimeError(f"{module} painted no window")
    cpu.append(_children_cpu() - used)
    return took


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system
