"""What is offered for a code that opens nothing: search for it, or take the device in."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.icons import Icon
from ui.parts.banner import Banner, BannerKind
from ui.parts.button import Button, ButtonKind
from ui.tokens import Height

OFFER_KEY = "scan"
_SHOWN = 40
# Long enough to put the device down and take the mouse; it must not stand there an hour later.
_LIFETIME_MS = 20_000


class ScanOffer(Banner):
    """Says that a code opens nothing, for 20 s; Tab from the search line comes here.

    Signals (`asked` is "Search for it", `acted` is "New intake …"):
        closed(): the person wants neither.
    """

    closed = Signal()

    def __init__(self, sentence: str, *, intake: str = "") -> None:
        super().__init__(
            sentence,
            kind=BannerKind.INFO,
            icon=Icon.INFO,
            question=_say("Search for it"),
            action=intake,
            name=f"banner-{OFFER_KEY}",
        )
        self.close_button = Button(
            _say("Close"),
            kind=ButtonKind.GHOST,
            height=Height.DENSE,
            name=f"banner-{OFFER_KEY}-close",
        )
        self.close_button.setFocusPolicy(self.action.focusPolicy())
        self.close_button.clicked.connect(self.closed.emit)
        self._lifetime = QTimer(self, singleShot=True, interval=_LIFETIME_MS)
        self._lifetime.timeout.connect(self.look)
        self._lifetime.start()
        row = self.layout()
        if row is not None:
            row.addWidget(self.close_button)

    @Slot()
    def look(self) -> None:
        """Go, its time being over, unless the pointer or the keyboard is here."""
        focus: QWidget | None = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._lifetime.start()
        else:
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc where the keyboard is here."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def follow_in_tab_order(self, field: QWidget) -> None:
        """Let Tab come here from ``field``."""
        places = (field, self.question, self.action, self.close_button)
        for before, after in pairwise(places):
            QWidget.setTabOrder(before, after)


def shortened(code: str) -> str:
    """Return a code as a sentence can hold it."""
    return code if len(code) <= _SHOWN else f"{code[: _SHOWN - 1]}…"


def _say(words: str) -> str:
    return QCoreApplication.translate("Scanner", words)
