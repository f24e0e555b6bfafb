"""The one Qt application that measurements of windows share."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from tests.perf.measures import Bench


def application_of(bench: Bench) -> QApplication:
    """Return the application, made at the first call; it lives until the end of the run."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    made = QApplication([sys.argv[0], "-style", "Fusion"])
    bench.kept.append(made)
    return made
