"""The program as a process of its own: first paint, self-test, demonstration, words it refuses."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from platformdirs import user_data_path
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop import likely_home, throw_away, throw_away_environment
from app.home import DATABASE_VARIABLE, HOME_VARIABLE, find_home

ROOT = Path(__file__).resolve().parents[2]


def run_program(
    *words: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        env=dict(os.environ) if environment is None else environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


def test_the_self_test_passes_with_an_empty_environment() -> None:
    done = run_program("--self-test", environment={})
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert told["ok"] is True
    assert told["steps"]["print_bytes"] > 500
    assert told["steps"]["pdf_bytes"] > 1_000
    assert told["steps"]["take_in"].startswith("R")


def test_the_self_test_says_what_does_not_work() -> None:
    # No file may grow: the first thing that is written fails.
    words = f"ulimit -f 0; exec {shlex.quote(sys.executable)} -m app --self-test"
    done = subprocess.run(
        ["sh", "-c", words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=110
    )
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert told["ok"] is False
    assert told["error"]


def test_a_demonstration_leaves_pictures_and_the_printed_ticket(tmp_path: Path) -> None:
    done = run_program("--demonstrate", str(tmp_path / "shown"))
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.strip().splitlines()[-1])
    assert folder == tmp_path / "shown"
    pictures = sorted(path.name for path in folder.glob("[0-9]-*.png"))
    assert len(pictures) == 6
    assert (folder / "claim-ticket.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "claim-ticket.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "receipt.bin").stat().st_size > 500


def test_words_it_does_not_know_end_with_code_2(home: Path) -> None:
    done = run_program("--what")
    assert done.returncode == 2
    assert "--demonstrate" in done.stderr


def test_the_first_paint_looks_for_the_same_home_as_the_program(
    qtbot: QtBot, tmp_path: Path
) -> None:
    assert QApplication.instance() is not None
    named = {HOME_VARIABLE: str(tmp_path)}
    assert likely_home(named).path == find_home(named).path == tmp_path
    usual = user_data_path("Mendpoint", appauthor=False, roaming=False)
    assert find_home({}).path == usual
    if sys.platform == "linux":
        assert likely_home({}).path == usual


@pytest.mark.parametrize("named", [True, False])
def test_a_demo_has_a_home_of_its_own_and_leaves_nothing(tmp_path: Path, named: bool) -> None:
    given = {DATABASE_VARIABLE: "postgresql://server/shop"}
    if named:
        given[HOME_VARIABLE] = str(tmp_path / "build")
    environment = throw_away_environment(given)
    home = Path(environment[HOME_VARIABLE])
    assert DATABASE_VARIABLE not in environment
    assert home.is_dir()
    assert (home.parent == tmp_path / "build") is named
    throw_away(environment)
    assert not home.exists()
