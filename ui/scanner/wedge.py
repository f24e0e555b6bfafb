"""Holds fast keys back at the window's door until a burst is told from typing.

Every key of the system enters through the window that has the keyboard, before shortcuts and
fields see it. Watching that one object costs nothing per widget, and whatever program or test
speaks to a field directly is no keyboard and is let be (ADR 0021).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.scanner.burst import Burst, Key, Kind, Rule, Scan, Verdict
from ui.scanner.replay import HeldEvent, replay

_MODIFIER_KEYS: Final[frozenset[int]] = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_ALT_GR: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_HARMLESS: Final = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.KeypadModifier
    | Qt.KeyboardModifier.GroupSwitchModifier
)
# By number: letters of other scripts have keys that are no member of Qt's list.
_END_OF: Final[dict[int, Kind]] = {
    Qt.Key.Key_Return: Kind.ENTER,
    Qt.Key.Key_Enter: Kind.ENTER,
    Qt.Key.Key_Tab: Kind.TAB,
}
# What a person does with another hand while keys are held comes after those keys.
_ENDS_HOLDING: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.Close,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A scan and the widget that had the keyboard when it began, if it is still there."""

    scan: Scan
    place: QWidget | None


class Wedge(QObject):
    """Watches the keys of the whole program.

    Signals:
        scanned(object): a `Scanned`; none of its keys reached a field.
    """

    scanned = Signal(object)

    def __init__(
        self,
        application: QApplication,
        *,
        rule: Rule,
        clock_ms: Callable[[], float] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._clock_ms = clock_ms or _monotonic_ms
        self._burst: Burst[HeldEvent] = Burst(rule)
        self._place: QWidget | None = None
        self._spoken_to: QObject | None = None
        # Keys whose press was part of a scan: their release is nobody's.
        self._swallowed: set[int] = set()
        self._replaying = False
        self._gap = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._gap.timeout.connect(self._look_once_more)
        self._once_more = QTimer(self, singleShot=True, interval=0)
        self._once_more.timeout.connect(self.let_go)
        self.use(rule)

    @property
    def is_holding(self) -> bool:
        """Whether a key is held back now."""
        return self._burst.is_holding

    def use(self, rule: Rule) -> None:
        """Go by another rule from now on."""
        self.let_go()
        self._burst = Burst(rule)
        self._gap.setInterval(rule.gap_ms)

    def start(self) -> None:
        """Begin to watch."""
        self._application.focusWindowChanged.connect(self._watch)
        self._application.focusObjectChanged.connect(self._listen_to)
        self._watch(self._application.focusWindow())
        self._listen_to(self._application.focusObject())

    def stop(self) -> None:
        """Give out what is held, and watch no more."""
        self.let_go()
        self._application.focusWindowChanged.disconnect(self._watch)
        self._application.focusObjectChanged.disconnect(self._listen_to)
        self._listen_to(None)
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)

    @Slot()
    def let_go(self) -> None:
        """Hand what is held to where the keyboard was: it was typed."""
        self._hand_out(self._burst.let_go())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold keys at the window; an input method's text comes after the keys before it."""
        if self._replaying:
            return False
        kind = event.type()
        if not isinstance(watched, QWindow):
            if kind == QEvent.Type.InputMethod and self.is_holding:
                self.let_go()
            return False
        match kind:
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                return self._claim(event)
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._pressed(event)
            case QEvent.Type.KeyRelease if isinstance(event, QKeyEvent):
                return self._released(event)
        if kind in _ENDS_HOLDING and self.is_holding:
            self.let_go()
        return False

    # --- keys ---------------------------------------------------------------------------------

    def _claim(self, event: QKeyEvent) -> bool:
        """Keep a key from being a shortcut before it is told what it is."""
        popup: QWidget | None = QApplication.activePopupWidget()
        if popup is not None:
            # Where a menu takes no focus of the system's, its window still gets the key itself.
            self._watch(popup.windowHandle())
        kind = _kind_of(event)
        if kind is Kind.BESIDE:
            return False
        if self._burst.keeps(self._key(event, kind)):
            event.accept()
            return True
        # It will pass: the keys before it must be there first, for it may be a shortcut.
        self.let_go()
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        if not event.isAutoRepeat():
            self._swallowed.discard(event.key())
        return self._take(event, _kind_of(event))

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() in self._swallowed:
            if not event.isAutoRepeat():
                self._swallowed.discard(event.key())
            return True
        return self._take(event, Kind.BESIDE)

    def _take(self, event: QKeyEvent, kind: Kind) -> bool:
        key = self._key(event, kind)
        was_holding = self.is_holding
        step = self._burst.feed(key)
        self._hand_out(step.typed)
        match step.verdict:
            case Verdict.HELD:
                if kind is Kind.CHARACTER:
                    self._hold_on(is_first=bool(step.typed) or not was_holding)
            case Verdict.SCANNED:
                self._end(event, step.scan)
            case Verdict.SWALLOWED:
                self._swallowed.add(event.key())
            case Verdict.PASSES:
                return False
        return True

    def _hold_on(self, *, is_first: bool) -> None:
        if is_first:
            self._place = QApplication.focusWidget()
        self._once_more.stop()
        self._gap.start()

    def _end(self, event: QKeyEvent, scan: Scan | None) -> None:
        self._gap.stop()
        self._once_more.stop()
        self._swallowed.add(event.key())
        place, self._place = self._place, None
        if scan is not None:
            there = place if place is not None and isValid(place) else None
            self.scanned.emit(Scanned(scan=scan, place=there))

    @Slot()
    def _look_once_more(self) -> None:
        # Where the program was busy, the next key may lie in the queue already, with the time it
        # was really pressed at: it goes first.
        self._once_more.start()

    def _hand_out(self, held: tuple[HeldEvent, ...]) -> None:
        if not held:
            return
        self._gap.stop()
        self._once_more.stop()
        where, self._place = self._place, None
        self._replaying = True
        try:
            replay(held, place=where)
        finally:
            self._replaying = False

    def _key(self, event: QKeyEvent, kind: Kind) -> Key[HeldEvent]:
        at_ms = float(event.timestamp()) or self._clock_ms()
        character = event.text() if kind is Kind.CHARACTER else ""
        return Key(kind=kind, at_ms=at_ms, item=HeldEvent.of(event), character=character)

    # --- what is watched ----------------------------------------------------------------------

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            # Installing it once more only moves it to the front.
            window.installEventFilter(self)

    @Slot(QObject)
    def _listen_to(self, focus: QObject | None) -> None:
        if self._spoken_to is not None and isValid(self._spoken_to):
            self._spoken_to.removeEventFilter(self)
        self._spoken_to = focus
        if focus is not None:
            focus.installEventFilter(self)


def _kind_of(event: QKeyEvent) -> Kind:
    if event.key() in _MODIFIER_KEYS:
        return Kind.BESIDE
    if event.isAutoRepeat():
        return Kind.OTHER
    held = event.modifiers() & ~_HARMLESS
    end = _END_OF.get(event.key())
    if end is not None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return Kind.OTHER if held or shifted else end
    text = event.text()
    is_character = len(text) == 1 and text.isprintable()
    # AltGr is Ctrl and Alt together on Windows, and makes ordinary characters there.
    plain = not held or held == _ALT_GR
    return Kind.CHARACTER if is_character and plain else Kind.OTHER


def _monotonic_ms() -> float:
    return time.monotonic() * 1_000
