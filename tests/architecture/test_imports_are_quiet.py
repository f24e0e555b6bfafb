"""Importing a module must do nothing but define things."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.architecture.source_tree import ROOT, modules

# Alembic runs these itself, inside a migration.
RUN_BY_ALEMBIC = "data.migrations.env"

OBSERVER = """
import importlib, json, os, sys, threading

noise = []
importing = [""]

def observe(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            noise.append(f"{importing[0]} opens {arguments[0]!r} to write")
    elif event in ("socket.connect", "subprocess.Popen", "os.mkdir", "sqlite3.connect"):
        noise.append(f"{importing[0]}: {event} {arguments!r}")

sys.addaudithook(observe)
variables = dict(os.environ)
for name in json.loads(sys.argv[1]):
    importing[0] = name
    try:
        importlib.import_module(name)
    except Exception as error:
        noise.append(f"{name} can't be imported: {error!r}")
    if threading.active_count() > 1:
        noise.append(f"{name} starts a thread")
        break
if "PySide6.QtCore" in sys.modules and sys.modules["PySide6.QtCore"].QCoreApplication.instance():
    noise.append("a module makes a QApplication")
if dict(os.environ) != variables:
    noise.append("a module changes the environment")
print(json.dumps(noise))
"""


def test_every_module_can_be_imported_and_does_nothing(tmp_path: Path) -> None:
    names = [
        module.name
        for module in modules("app", "ui", "services", "data", "resources")
        if module.name != RUN_BY_ALEMBIC
    ]
    done = subprocess.run(
        [sys.executable, "-B", "-c", OBSERVER, json.dumps(names)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
    assert done.stderr == ""
