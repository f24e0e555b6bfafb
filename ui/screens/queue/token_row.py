"""What narrows the list, as tokens that can be taken away one by one or all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.flow import Flow
from ui.parts.text import plain_tip
from ui.screens.queue.filter_words import Token
from ui.screens.queue.words import say
from ui.shortcuts import shortcut
from ui.tokens import Height, Space

_AWAY: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class TokenRow(Flow):
    """One button a filter; pressing it, or Delete on it, takes the filter away.

    Signals:
        removed(object): the `Token` that shall go.
        cleared(): all of them shall go.
        left(): Esc: back to the rows.
    """

    removed = Signal(object)
    cleared = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=Space.SMALL, name="queue-tokens", parent=parent)
        self._tokens: tuple[Token, ...] = ()
        self.buttons: list[Button] = []
        self.clear = Button(
            say("Clear all"),
            kind=ButtonKind.LINK,
            key=shortcut("queue.clear").keycap,
            height=Height.DENSE,
            name="queue-clear-filters",
            parent=self,
        )
        self.clear.clicked.connect(self.cleared.emit)
        self.hide()

    @property
    def words(self) -> list[str]:
        """What the tokens say, from the left."""
        return [token.words for token in self._tokens]

    def show_tokens(self, tokens: Sequence[Token]) -> None:
        """Show these tokens; the row hides where there are none."""
        if tuple(tokens) == self._tokens:
            return
        here = QApplication.focusWidget()
        at = next((i for i, button in enumerate(self.buttons) if button is here), None)
        had_keyboard = at is not None or here is self.clear
        self._tokens = tuple(tokens)
        self.buttons = [self._made(token) for token in tokens]
        self.clear.setVisible(bool(tokens))
        self.show_row([*self.buttons, self.clear])
        self.setVisible(bool(tokens))
        if had_keyboard and self.buttons:
            stop = self.buttons[min(at or 0, len(self.buttons) - 1)]
            stop.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_keyboard:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a token away, or move along them."""
        stops: list[QWidget] = [*self.buttons, self.clear]
        here = self.focusWidget()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if event.key() in _AWAY and isinstance(here, Button) and here in self.buttons:
            here.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif step is not None and here in stops:
            at = stops.index(here) + step
            stops[at % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    # --- inside ----------------------------------------------------------------------------------

    def _made(self, token: Token) -> Button:
        button = Button(
            token.words,
            kind=ButtonKind.DANGER if token.is_gone else ButtonKind.SECONDARY,
            icon=Icon.TRIANGLE_ALERT if token.is_gone else None,
            trailing=Icon.X,
            height=Height.DENSE,
            name=f"token-{token.part.value}",
        )
        button.setToolTip(plain_tip(say("Take this filter away (Delete)")))
        button.clicked.connect(lambda: self.removed.emit(token))
        return button
