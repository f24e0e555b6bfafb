"""The program on a home of its own, run from inside: for pictures and trials."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from app.desktop import first_window
from app.home import find_home
from app.program import Program
from services.clock import Clock
from services.settings.dto import FirstStart
from ui.shell.frame import ShellFrame
from ui.shell.session import Session
from ui.theme import ThemeSwitch

_PATIENCE_S = 60.0
_TURN_S = 0.005
_FEWEST_TURNS = 6


class StageFailure(Exception):
    """What was waited for did not come."""


class Stage:
    """A running program and what it shows. Nothing of the person's own is touched."""

    def __init__(
        self,
        qt: QApplication,
        *,
        environment: Mapping[str, str],
        sample: FirstStart | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._qt = qt
        self._ended: list[object] = []
        self._bugs: list[object] = []
        self.home = find_home(environment)
        self.frame: ShellFrame
        self.theme: ThemeSwitch
        self.frame, self.theme = first_window(qt, self.home)
        self.theme.set_reduced_motion(reduced=True)
        self.program = Program(
            self.home,
            environment=environment,
            frame=self.frame,
            theme=self.theme,
            sample=sample,
            clock=clock,
        )
        self.program.ended.connect(self._ended.append)
        self.program.crashes.reported.connect(self._bugs.append)

    def open(self) -> None:
        """Show the window and wait for a page that takes input."""
        ready: list[bool] = []
        self.program.ready.connect(lambda: ready.append(True))
        self.frame.show()
        self.frame.activateWindow()
        self.program.start()
        self.until(lambda: bool(ready), what="the first page")
        self.settle()

    @property
    def has_ended(self) -> bool:
        """Whether the program has ended by itself."""
        return bool(self._ended)

    def close(self) -> None:
        """End the program in order, if it has not ended by itself."""
        self.program.end()
        self.until(lambda: bool(self._ended), what="the end of the program")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def session(self) -> Session:
        """The person at work."""
        if self.program.session is None:
            raise StageFailure("nobody is at the till")
        return self.program.session

    # --- waiting ------------------------------------------------------------------------------

    def until(self, true: Callable[[], bool], *, what: str) -> None:
        """Let the program run until something is so.

        Raises:
            StageFailure: it did not become so within a minute.
        """
        last = time.monotonic() + _PATIENCE_S
        while not true():
            if time.monotonic() > last:
                raise StageFailure(f"waited in vain for {what}; the focus is at {self.focus()}")
            self._turn()

    def settle(self, *, seconds: float = 0.4) -> None:
        """Let the program run until nothing has been under way for a while.

        On a busy machine a while may be over in one long turn: what that turn set off (a layout,
        a call for the next turn) needs a few more.
        """
        runner, quiet_since, turns = self.program.runner, time.monotonic(), 0
        while turns < _FEWEST_TURNS or time.monotonic() - quiet_since < seconds:
            self._turn()
            turns += 1
            if runner.under_way:
                quiet_since, turns = time.monotonic(), 0

    def _turn(self) -> None:
        self._qt.processEvents()
        time.sleep(_TURN_S)
        if self._bugs:
            raise StageFailure(f"a bug came up: {self.program.crashes.last_told}")

    def at(self, name: str) -> None:
        """Wait until the widget of this name has the keyboard."""
        self.until(lambda: self.focus() == name, what=f"the focus at {name}")

    def focus(self) -> str:
        """Return the name of what has the keyboard."""
        where = QApplication.focusWidget()
        return where.objectName() if where is not None else ""

    # --- pictures -----------------------------------------------------------------------------

    def size(self, width: int, *, height: int) -> None:
        """Give the window a size and let it lay itself out."""
        self.frame.resize(QSize(width, height))
        self._qt.processEvents()

    def picture(self, path: Path) -> None:
        """Save what the window shows, with what floats over it.

        Raises:
            StageFailure: the file can't be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._qt.processEvents()
        shown = self.frame.grab()
        self._add_question(shown)
        if not shown.save(str(path)):
            raise StageFailure(f"{path} can't be written")

    def _add_question(self, picture: QPixmap) -> None:
        """Draw the open question, a window of its own, where it stands over the program's."""
        question = QApplication.activeModalWidget()
        if question is None:
            return
        painter = QPainter(picture)
        at = question.mapToGlobal(QPoint()) - self.frame.mapToGlobal(QPoint())
        painter.drawPixmap(at, question.grab())
        painter.end()
