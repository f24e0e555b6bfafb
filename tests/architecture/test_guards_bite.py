"""A guard nobody has seen fail may not be there at all: each must fail a test made for it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.patching import patches
from tests.architecture.source_tree import ROOT
from tests.architecture.test_house_rules import EVADED

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


@pytest.mark.parametrize(
    "line",
    [
        'monkeypatch.setattr(repository, "finish", broken)',
        'patch.setattr("services.catalog.service.plan_import", planned)',
        'monkeypatch.setattr(type(shop.gate), "writing", broken)',
        "monkeypatch.setattr(repository, name, broken)",
        'monkeypatch.setattr(target=repository, name="finish", value=broken)',
        'monkeypatch.delattr("ui.format.money")',
        'monkeypatch.setitem(sys.modules, "services.clock", fake)',
        'monkeypatch.setattr(time, "monotonic", fake)',
        'setattr(repository, "finish", broken)',
        "repository.finish = broken",
        "engine.BUSY_TIMEOUT_MS = 1",
        "roles.RIGHTS['viewer'] = everything",
        "del repository.finish",
        "from unittest import mock",
        "from unittest.mock import patch",
        "import unittest.mock",
        "shop.gate.writing = lambda actor: broken",
        "def test_it(mocker): ...",
    ],
)
def test_the_rule_against_patching_sees(line: str) -> None:
    ours = "from data import engine\nfrom data.repositories import jobs as repository, roles\n"
    assert [number for number, _what in patches(ast.parse(ours + line))] == [3]


@pytest.mark.parametrize(
    "line",
    [
        'monkeypatch.setenv("MENDPOINT_HOME", home)',
        "monkeypatch.chdir(folder)",
        'patch.setattr(sys, "stdin", given)',
        'patch.setattr("sys.stdin", given)',
        'patch.setattr(socket.socket, "connect", guarded)',
        "printer.behaviour = Behaviour.OK",
        "self.look = lambda: None",
        "engine = open_database(url)",
    ],
)
def test_the_rule_against_patching_lets_pass(line: str) -> None:
    assert list(patches(ast.parse("from data import engine\n" + line))) == []


@pytest.mark.parametrize(
    "line",
    [
        "@pytest.mark.skipif(is_slow)",
        'pytest.skip("later")',
        'pytest.importorskip("cups")',
        "pytest.xfail()",
        "time.sleep(1)",
        "qtbot.wait(100)",
        "QTest.qWait(100)",
    ],
)
def test_the_rule_against_skips_and_sleeps_sees(line: str) -> None:
    assert EVADED.search(line)


def test_the_rule_against_skips_and_sleeps_lets_a_signal_be_awaited() -> None:
    assert not EVADED.search("qtbot.waitUntil(lambda: table.rowCount() == 1)")
