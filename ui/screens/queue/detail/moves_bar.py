"""The next moves of an order: the most likely one is primary, rare ones live under "…"."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from services.tickets.dto import MoveKind, NextMove, TicketDetail
from services.types import TicketStatus
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Surface
from ui.parts.keycap import Keycap
from ui.parts.text import Text, Tone
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import move_words, say
from ui.tokens import STATUS_LOOKS, Space, TypeRole

_SHOWN: Final = 3

# Steps that go back or end the work: they are under "…", not among the buttons.
_RARE: Final = {
    (TicketStatus.COMPLETED, TicketStatus.IN_PROGRESS),
    (TicketStatus.READY_PICKUP, TicketStatus.IN_PROGRESS),
}


def usual_moves(detail: TicketDetail, *, rights: Rights) -> tuple[NextMove, ...]:
    """Return the steps that stand as buttons, the most likely first."""
    allowed = (move for move in detail.next_moves if rights.may_move(move))
    return tuple(move for move in allowed if not _is_rare(move, at=detail.status))[:_SHOWN]


def rare_moves(detail: TicketDetail, *, rights: Rights) -> tuple[NextMove, ...]:
    """Return the other legal steps."""
    shown = usual_moves(detail, rights=rights)
    return tuple(m for m in detail.next_moves if rights.may_move(m) and m not in shown)


def move_icon(move: NextMove) -> Icon:
    """Return the icon of a step: that of the status it leads to."""
    if move.kind is MoveKind.HAND_BACK:
        return Icon.CHECK_CHECK
    return Icon(STATUS_LOOKS[move.to.value].icon)


def _is_rare(move: NextMove, *, at: TicketStatus) -> bool:
    ends = move.to is TicketStatus.CANCELLED and move.kind is MoveKind.MOVE
    return ends or (at, move.to) in _RARE


class MovesBar(Surface):
    """Buttons for what may happen next, and for a note.

    Signals:
        move_asked(object): the `NextMove` a person chose.
        note_asked(): "Add note".
        comeback_asked(): "Take in again", of a device that was delivered.
    """

    move_asked = Signal(object)
    note_asked = Signal()
    comeback_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", name="queue-moves", parent=parent)
        self._buttons: list[Button] = []
        self._shown: tuple[TicketStatus, tuple[NextMove, ...], bool, bool] | None = None
        self._head = Text(say("Next"), role=TypeRole.LABEL, tone=Tone.SECOND, name="next-word")
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.SMALL)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.addWidget(self._head)
        head.addStretch(1)
        self._key = Keycap("S")
        head.addWidget(self._key)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, Space.MEDIUM, 20, 14)
        column.setSpacing(Space.SMALL)
        column.addLayout(head)
        column.addLayout(self._grid)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons in reading order."""
        return tuple(self._buttons)

    @property
    def holds_keyboard(self) -> bool:
        """Whether the keyboard is here, or comes back here when a question over it closes."""
        return self.window().focusWidget() in self._buttons

    def show_moves(self, detail: TicketDetail, *, rights: Rights) -> None:
        """Show the steps of an order that this person may take.

        The same steps keep their buttons: the clock shows an order again every half minute, and a
        person may be at one of them.
        """
        moves = usual_moves(detail, rights=rights)
        comes_back = detail.status is TicketStatus.DELIVERED and rights.may_take_in
        shown = (detail.status, moves, comes_back, rights.may_note)
        if shown == self._shown:
            return
        self._shown = shown
        had_keyboard = self.holds_keyboard
        self._clear()
        for place, move in enumerate(moves):
            self._add(self._move_button(move, at=detail.status, is_primary=place == 0))
        if comes_back:
            self._add(self._comeback_button())
        if rights.may_note:
            self._add(self._note_button())
        self._place()
        self._key.setVisible(bool(moves))
        has_next = bool(moves) or comes_back
        self._head.setText(say("Next") if has_next else say("Nothing more to do here"))
        for button in self._buttons:
            # A layout shows them with the next event only; until then none can have the keyboard.
            button.show()
        if had_keyboard:
            self.focus_first()

    def focus_first(self) -> bool:
        """Take the keyboard to the most likely step; False where there is none."""
        if not self._buttons:
            return False
        self._buttons[0].setFocus()
        return True

    def resizeEvent(self, event: object) -> None:
        """Stand in one column where two do not fit."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()

    # --- inside ----------------------------------------------------------------------------------

    def _move_button(self, move: NextMove, *, at: TicketStatus, is_primary: bool) -> Button:
        button = Button(
            move_words(move, at=at),
            kind=ButtonKind.PRIMARY if is_primary else ButtonKind.SECONDARY,
            icon=move_icon(move),
            name=f"move-{move.kind.value}-{move.to.value}",
        )
        button.clicked.connect(lambda: self.move_asked.emit(move))
        return button

    def _comeback_button(self) -> Button:
        button = Button(say("Take in again"), icon=Icon.HISTORY, name="comeback")
        button.setAccessibleDescription(say("The same fault again: a new order, linked to this"))
        button.clicked.connect(self.comeback_asked.emit)
        return button

    def _note_button(self) -> Button:
        button = Button(say("Add note"), icon=Icon.PENCIL, key="N", name="add-note")
        button.clicked.connect(self.note_asked.emit)
        return button

    def _add(self, button: Button) -> None:
        self._buttons.append(button)

    def _place(self) -> None:
        room = (self.width() - 40 - Space.SMALL) // 2
        fits = all(button.sizeHint().width() <= room for button in self._buttons)
        across = 2 if fits and len(self._buttons) > 1 else 1
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place // across, place % across)

    def _clear(self) -> None:
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()
