"""The whole program on a home of the test's own, and hands that only use the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.hands import CTRL, Hands
from app.home import DATABASE_VARIABLE, HOME_VARIABLE
from app.stage import Stage
from services.clock import Clock
from services.settings.dto import FirstStart
from ui.parts.toast import Toast

KEY = Qt.Key
W = TypeVar("W", bound=QWidget)

__all__ = ["CTRL", "KEY", "ShellStage", "shell_stage"]


class ShellStage:
    """The running program, what it shows, and the keyboard."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.hands = Hands(stage)

    # --- what is seen -------------------------------------------------------------------------

    def widget(self, kind: type[W], name: str) -> W:
        """Return the widget of this name."""
        found = self.stage.frame.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def words(self) -> str:
        """Return every text the window shows, one per line."""
        shown = [
            widget
            for widget in self.stage.frame.findChildren(QWidget)
            if widget.isVisibleTo(self.stage.frame) and hasattr(widget, "text")
        ]
        texts = [widget.text for widget in shown]
        return "\n".join(str(text() if callable(text) else text) for text in texts)

    def shows(self, words: str) -> bool:
        """Say whether a text is on the window."""
        return words in self.words()

    def see(self, words: str) -> None:
        """Wait until a text is on the window."""
        self.stage.until(lambda: self.shows(words), what=f"“{words}”")

    def toast(self) -> str:
        """Return what the toast says."""
        shown = self.stage.program.notices.toasts.toast
        return shown.text if isinstance(shown, Toast) else ""

    def toasted(self, words: str) -> None:
        """Wait until the toast says this."""
        self.stage.until(lambda: words in self.toast(), what=f"the toast “{words}”")

    def until(self, true: Callable[[], object], what: str = "what the test waits for") -> None:
        """Wait until something is so."""
        self.stage.until(lambda: bool(true()), what=what)

    def at(self, name: str) -> None:
        """Wait until the widget of this name has the keyboard."""
        self.stage.at(name)

    def come_back(self) -> None:
        """Do what a window manager does when a dialog closes: make the window active again."""
        self.stage.frame.activateWindow()
        self.until(self.stage.focus, "the focus")

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.stage.settle(seconds=0.1)

    # --- the keyboard -------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press one key where the keyboard is."""
        self.hands.press(key, modifier or Qt.KeyboardModifier.NoModifier)

    def write(self, text: str) -> None:
        """Type where the keyboard is."""
        self.hands.write(text)

    def rewrite(self, text: str) -> None:
        """Replace what stands in the field with the focus."""
        self.press(KEY.Key_A, CTRL)
        self.press(KEY.Key_Delete)
        self.write(text)

    def tab_to(self, name: str) -> None:
        """Press Tab until the widget of this name has the keyboard."""
        self.hands.tab_to(name)


@contextmanager
def shell_stage(
    *,
    home: Path,
    database_url: str = "",
    clock: Clock | None = None,
    sample: FirstStart | None = None,
    **environment: str,
) -> Iterator[ShellStage]:
    """Open the program, wait for its first page, and end it in order afterwards."""
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    named = {DATABASE_VARIABLE: database_url} if database_url else {}
    stage = Stage(
        qt,
        environment={HOME_VARIABLE: str(home), **named, **environment},
        clock=clock,
        sample=sample,
    )
    stage.size(1366, height=768)
    stage.open()
    try:
        yield ShellStage(stage)
    finally:
        stage.close()
