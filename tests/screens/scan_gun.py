"""A keyboard-wedge scanner and a hand at the keyboard, key by key at given times.

Keys enter where the system's do: at the window that has the keyboard, with their own timestamps.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from services.tickets.dto import TicketDetail
from tests.screens.shell_stage import ShellStage
from ui.screen_key import ScreenKey
from ui.screens.queue.screen import QueueScreen

_NAMED = {
    "\r": Qt.Key.Key_Return,
    "\t": Qt.Key.Key_Tab,
    " ": Qt.Key.Key_Space,
    "-": Qt.Key.Key_Minus,
    "/": Qt.Key.Key_Slash,
}
_PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CODE_PACE_MS = 8


class ScanGun:
    """Sends keys to the program ``stage`` runs."""

    def __init__(self, stage: ShellStage) -> None:
        self._stage = stage
        self._now_ms = 10_000
        self.sounds: list[bool] = []
        stage.stage.program.scans.sounded.connect(lambda: self.sounds.append(True))

    def scan(self, code: str, *, end: str = "\r", pace_ms: int = CODE_PACE_MS) -> None:
        """Scan a code after a pause, as the scanner would type it."""
        self._now_ms += 1_000
        self.send(code + end, pace_ms=pace_ms)

    def type(self, text: str, *, pace_ms: int = 60) -> None:
        """Type by hand after a pause."""
        self._now_ms += 1_000
        self.send(text, pace_ms=pace_ms)

    def send(self, text: str, *, pace_ms: int) -> None:
        """Send keys, each so long after the one before."""
        for character in text:
            self._now_ms += pace_ms
            self.key(character)

    def key(self, character: str, *, repeats: bool = False) -> None:
        """Send one key at the present time, pressed and released (or held down)."""
        code = _NAMED.get(character) or Qt.Key(ord(character.upper()))
        shifted = character.isupper()
        if shifted:
            self._event(QEvent.Type.KeyPress, Qt.Key.Key_Shift, "", SHIFT)
        modifier = SHIFT if shifted else _PLAIN
        claim = self._event(QEvent.Type.ShortcutOverride, code, character, modifier)
        claimed = claim.isAccepted()
        # A key nobody claims could be a shortcut: those tests go the system's whole way instead.
        assert claimed or not self._wedge_holds(), character
        self._event(QEvent.Type.KeyPress, code, character, modifier, repeats=repeats)
        if not repeats:
            self._event(QEvent.Type.KeyRelease, code, character, modifier)
        if shifted:
            self._event(QEvent.Type.KeyRelease, Qt.Key.Key_Shift, "", _PLAIN)

    def rest(self) -> None:
        """Wait until no key is held back any more."""
        self._stage.until(lambda: not self._wedge_holds(), what="the end of the gap")

    def _wedge_holds(self) -> bool:
        wedge = self._stage.stage.program.wedge
        assert wedge is not None
        return wedge.is_holding

    def _event(
        self,
        kind: QEvent.Type,
        key: Qt.Key,
        text: str,
        modifier: Qt.KeyboardModifier,
        *,
        repeats: bool = False,
    ) -> QKeyEvent:
        event = QKeyEvent(kind, key, modifier, text, repeats)
        event.setTimestamp(self._now_ms)
        event.ignore()
        window = QGuiApplication.focusWindow() or self._stage.stage.frame.windowHandle()
        QCoreApplication.sendEvent(window, event)
        return event


def opened(stage: ShellStage, order: TicketDetail) -> None:
    """Wait until the order is open in the Queue."""
    stage.until(lambda: stage.stage.session.shown_screen is ScreenKey.QUEUE, what="the Queue")
    queue = stage.stage.session.widget_of(ScreenKey.QUEUE)
    assert isinstance(queue, QueueScreen)
    stage.until(
        lambda: queue.view.is_open and queue.order.reader.ticket_id == order.ticket_id,
        what="the order's detail",
    )


def text(stage: ShellStage, name: str) -> str:
    """Return what stands in an editor."""
    return stage.widget(QLineEdit, name).text()
