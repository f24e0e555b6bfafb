"""Gives held keys out again as the system would have: shortcut first, then the field."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEvent:
    """A key event without Qt's object, which lives no longer than its delivery."""

    type: QEvent.Type
    key: int
    modifiers: Qt.KeyboardModifier
    native: tuple[int, int, int]
    text: str
    is_repeat: bool
    at_ms: int

    @classmethod
    def of(cls, event: QKeyEvent) -> HeldEvent:
        """Keep all that an event says."""
        return cls(
            type=event.type(),
            key=event.key(),
            modifiers=event.modifiers(),
            native=(
                event.nativeScanCode(),
                event.nativeVirtualKey(),
                event.nativeModifiers(),
            ),
            text=event.text(),
            is_repeat=event.isAutoRepeat(),
            at_ms=event.timestamp(),
        )

    def event(self, kind: QEvent.Type | None = None) -> QKeyEvent:
        """Return the event again, or one of another type for the same key."""
        scan_code, virtual_key, modifiers = self.native
        again = QKeyEvent(
            kind or self.type,
            self.key,
            self.modifiers,
            scan_code,
            virtual_key,
            modifiers,
            self.text,
            self.is_repeat,
            1,
        )
        again.setTimestamp(self.at_ms)
        return again


def replay(held: tuple[HeldEvent, ...], *, place: QWidget | None) -> None:
    """Send keys to where the keyboard was when they came.

    Where the focus has stayed, it is followed: a key may move it, as "/" does in the Queue, and the
    next one belongs there. Where something else moved it meanwhile, the keys go to ``place``.
    """
    moved = QApplication.activePopupWidget() is None and place is not QApplication.focusWidget()
    for each in held:
        left_behind = moved and place is not None and isValid(place)
        goal = place if left_behind else _keyboard_place()
        if goal is not None:
            _send(each, goal)


def _keyboard_place() -> QWidget | None:
    """Return the receiver as Qt chooses it: a menu that is open before everything else."""
    popup: QWidget | None = QApplication.activePopupWidget()
    if popup is not None:
        inside: QWidget | None = popup.focusWidget()
        return inside if inside is not None else popup
    focus: QWidget | None = QApplication.focusWidget()
    return focus if focus is not None else QApplication.activeWindow()


def _send(held: HeldEvent, goal: QWidget) -> None:
    if held.type == QEvent.Type.KeyPress and _is_shortcut(held, goal):
        return
    QCoreApplication.sendEvent(goal, held.event())


def _is_shortcut(held: HeldEvent, goal: QWidget) -> bool:
    """Carry out the shortcut the key is, if what has the keyboard does not claim it.

    Qt asks its table of shortcuts before a key is delivered, and offers no way to ask it again.
    """
    claim = held.event(QEvent.Type.ShortcutOverride)
    claim.ignore()
    QCoreApplication.sendEvent(goal, claim)
    if claim.isAccepted() or QApplication.activePopupWidget() is not None:
        return False
    wanted = _sequences(held)
    window = goal.window()
    found = [
        each
        for each in window.findChildren(QShortcut)
        if each.key() in wanted and _reaches(each, goal)
    ]
    # Qt carries out none of several, either.
    if len(found) != 1:
        return False
    found[0].activated.emit()
    return True


def _sequences(held: HeldEvent) -> tuple[QKeySequence, ...]:
    plain = held.modifiers & ~Qt.KeyboardModifier.KeypadModifier
    pressed = QKeySequence(int(plain.value) | held.key)
    if not plain & Qt.KeyboardModifier.ShiftModifier or held.text.isalpha():
        return (pressed,)
    # "/" needs Shift on many keyboards and is still "/".
    return (pressed, QKeySequence(held.key))


def _reaches(shortcut: QShortcut, goal: QWidget) -> bool:
    owner = shortcut.parent()
    if not (shortcut.isEnabled() and isinstance(owner, QWidget)):
        return False
    if not (owner.isVisible() and owner.isEnabled()):
        return False
    match shortcut.context():
        case Qt.ShortcutContext.WidgetShortcut:
            return owner is goal
        case Qt.ShortcutContext.WidgetWithChildrenShortcut:
            return owner is goal or owner.isAncestorOf(goal)
        case _:
            return True
