"""The program without a person before it: self-test, pictures of every screen, a demonstration."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from app.arguments import Arguments


def run_unattended(arguments: Arguments) -> int:
    """Do what was asked for and return the exit code."""
    # No display is needed, and none is used where there is one.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qt = QApplication([sys.argv[0]])
    qt.setApplicationName("Mendpoint")
    qt.setQuitOnLastWindowClosed(False)
    from ui.collector import MainThreadCollector

    MainThreadCollector(qt)
    if arguments.self_test:
        from app.self_test import run_self_test

        return run_self_test(qt)
    from app.stage import StageFailure

    try:
        return _walk(qt, arguments)
    except StageFailure as failure:
        sys.stderr.write(f"{failure}\n")
        return 1


def _walk(qt: QApplication, arguments: Arguments) -> int:
    if arguments.screenshots is not None:
        from app.screenshots import take_screenshots

        return take_screenshots(qt, folder=arguments.screenshots)
    from app.demonstration import demonstrate

    assert arguments.demonstrate is not None
    return demonstrate(qt, folder=arguments.demonstrate)
