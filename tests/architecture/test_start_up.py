"""Only Qt is loaded before the first window is painted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.architecture.source_tree import ROOT

LATER = {
    "sqlalchemy", "alembic", "twilio", "sendgrid", "google", "reportlab", "escpos", "keyring",
    "babel", "pydantic",
}  # fmt: skip


def test_first_window_is_painted_without_the_heavy_libraries(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--first-paint-then-quit"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert "PySide6" in loaded
    assert loaded & LATER == set()
