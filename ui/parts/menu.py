"""A menu that keeps the keyboard to itself while it is open."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMenu


class Menu(QMenu):
    """A QMenu whose keys never reach what it covers.

    Qt looks for a screen's one-letter keys where the focus is, and a menu does not take the focus:
    the letter that chooses a line would act on the row behind it too.
    """

    def event(self, event: QEvent) -> bool:
        """Claim each key before a shortcut can."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)
