"""The program with its window; before the first paint only Qt and the frame are imported."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtWidgets import QApplication

from app.home import (
    DATABASE_VARIABLE,
    FOLDER_NAME,
    HOME_VARIABLE,
    Home,
    find_home,
    named_home,
)
from ui.shell.frame import ShellFrame
from ui.theme import ThemeSwitch

FIRST_PAINT = "--first-paint-then-quit"
# A style sheet of a comment: the theme names the style only where there is no sheet yet.
_NOTHING = "/* dressed by ui.theme */"
OPENING = "Opening the shop’s data …"


def main(words: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    said = list(sys.argv[1:] if words is None else words)
    # The usual start says nothing, and does without reading words (6 ms); nor does the start that
    # is measured and stands for it.
    if said in ([], [FIRST_PAINT]):
        return _run(demo=False, quit_after_paint=bool(said))
    from app.arguments import read_arguments

    arguments = read_arguments(said)
    if arguments.self_test or arguments.demonstrate or arguments.screenshots:
        from app.unattended import run_unattended

        gc.enable()
        return run_unattended(arguments)
    return _run(demo=arguments.demo, quit_after_paint=arguments.first_paint_then_quit)


def first_window(qt: QApplication, home: Home) -> tuple[ShellFrame, ThemeSwitch]:
    """Return the window as it is first painted, dressed as set at this PC and not shown yet."""
    theme = _theme(qt, home)
    frame = ShellFrame()
    frame.status_bar.say(OPENING)
    return frame, theme


def likely_home(environment: Mapping[str, str]) -> Home:
    """Return the home without loading platformdirs: Qt knows the same folder (a test compares)."""
    location = QStandardPaths.StandardLocation.GenericDataLocation
    folder = Path(QStandardPaths.writableLocation(location)) / FOLDER_NAME
    return named_home(environment) or Home(folder)


def _run(*, demo: bool, quit_after_paint: bool) -> int:
    # Named here, the style costs nothing; set later, Qt wraps it for Python first (4 ms).
    qt = QApplication([sys.argv[0], "-style", "Fusion"])
    qt.setStyleSheet(_NOTHING)
    qt.setApplicationName("Mendpoint")
    qt.setQuitOnLastWindowClosed(False)
    frame, theme = first_window(qt, likely_home(os.environ))
    after = _AfterFirstPaint(
        demo=demo, quit_after_paint=quit_after_paint, qt=qt, frame=frame, theme=theme
    )
    frame.first_painted.connect(after.go_on)
    frame.show()
    return qt.exec()


class _AfterFirstPaint(QObject):
    """Loads the rest of the program once the window is on the screen."""

    def __init__(
        self,
        *,
        demo: bool,
        quit_after_paint: bool,
        qt: QApplication,
        frame: ShellFrame,
        theme: ThemeSwitch,
    ) -> None:
        super().__init__()
        self._demo = demo
        self._quit_after_paint = quit_after_paint
        self._qt = qt
        self._frame = frame
        self._theme = theme
        self._program: QObject | None = None

    @Slot()
    def go_on(self) -> None:
        """Start the program proper."""
        gc.freeze()
        gc.enable()
        if self._quit_after_paint:
            self._tell_modules()
            return
        from app.program import Program
        from ui.collector import MainThreadCollector
        from ui.screens.first_start.guess import sample_command

        MainThreadCollector(self._qt)
        demo = self._demo
        environment = throw_away_environment(os.environ) if demo else dict(os.environ)
        program = Program(
            find_home(environment),
            environment=environment,
            frame=self._frame,
            theme=self._theme,
            sample=sample_command() if demo else None,
            restart=start_again,
        )
        self._program = program
        if demo:
            program.ended.connect(lambda _code: throw_away(environment))
        program.ended.connect(self._qt.exit)
        program.start()

    def _tell_modules(self) -> None:
        import json

        loaded = sorted({name.partition(".")[0] for name in sys.modules})
        sys.stdout.write(json.dumps(loaded) + "\n")
        sys.stdout.flush()
        self._frame.let_close()
        self._qt.exit(0)


def throw_away_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with a home of its own, made under the one it names, and no server."""
    import tempfile

    named = named_home(environment)
    if named is not None:
        named.path.mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="mendpoint-demo-", dir=named.path if named else None)
    kept = {name: value for name, value in environment.items() if name != DATABASE_VARIABLE}
    return {**kept, HOME_VARIABLE: folder}


def throw_away(environment: Mapping[str, str]) -> None:
    """Remove the home that `throw_away_environment` made."""
    import shutil

    shutil.rmtree(environment[HOME_VARIABLE], ignore_errors=True)


def start_again() -> None:
    """Start the program once more, with the same words, beside this one that ends."""
    from PySide6.QtCore import QProcess

    words = sys.argv[1:] if getattr(sys, "frozen", False) else ["-m", "app", *sys.argv[1:]]
    QProcess.startDetached(sys.executable, words)


def _theme(qt: QApplication, home: Home) -> ThemeSwitch:
    if not home.config_file.exists():
        return ThemeSwitch(qt)
    from app.config import read_config

    config = read_config(home.config_file)
    return ThemeSwitch(
        qt,
        choice=config.theme_choice,
        text_scale=config.text_scale,
        reduced_motion=config.reduced_motion,
    )
