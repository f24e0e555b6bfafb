"""A guard nobody has seen fail may not be there at all: each must fail a test made for it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.source_tree import ROOT

CULPRITS = """
import logging, threading, warnings
from PySide6.QtCore import QObject, QTimer, qWarning

def test_leaves_a_thread(request):
    leave = threading.Event()
    request.session.config.add_cleanup(leave.set)
    threading.Thread(target=leave.wait, daemon=True).start()

def test_logs_a_warning():
    logging.getLogger("mendpoint.print").warning("no paper")

def test_warns():
    warnings.warn("old way", DeprecationWarning)

def test_lets_qt_warn():
    qWarning("QObject::connect: no such signal")

def test_leaves_a_file_open(tmp_path):
    (tmp_path / "x").open("w")

def test_fails_in_a_slot(qtbot):
    called = []
    QTimer.singleShot(0, lambda: (called.append(1), 1 / 0))
    qtbot.waitUntil(lambda: called)
"""


def test_every_guard_fails_its_culprit(tmp_path: Path) -> None:
    culprits = tmp_path / "test_culprits.py"
    culprits.write_text(CULPRITS, encoding="utf-8")
    line = [sys.executable, "-m", "pytest", str(culprits), "-c", str(ROOT / "pyproject.toml")]
    line += ["--rootdir", str(tmp_path), "-p", "no:cacheprovider", "-p", "no:randomly", "-rA"]
    line += ["-p", "tests.support.thread_guard", "-p", "tests.support.log_guard"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)

    failed = set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", done.stdout, re.MULTILINE))
    assert failed == set(re.findall(r"def (test_\w+)", CULPRITS)), done.stdout
