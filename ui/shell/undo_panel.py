"""What the undo item of the status bar opens: what can be taken back, and for how long yet."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.button import Button
from ui.parts.text import Text, Tone
from ui.shell.bar_item import BarItem
from ui.shell.popover import Popover
from ui.shell.undos import Undoable, Undos
from ui.shortcuts import shortcut
from ui.tokens import Height, Space, TypeRole

_WIDTH: Final = 420


class UndoLine(QWidget):
    """One thing that can be taken back."""

    def __init__(self, undoable: Undoable, *, number: int) -> None:
        super().__init__()
        self.undoable = undoable
        self.setObjectName(f"undo-line-{number}")
        self.setAccessibleName(undoable.text)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Text(undoable.text, role=TypeRole.LABEL, wrap=True, name="undo-text"))
        self.left = Text("", tone=Tone.SECOND, wrap=True, name="undo-left")
        words.addWidget(self.left)
        words.addStretch(1)
        self.button = Button(_say("Undo"), height=Height.DENSE, name=f"undo-take-{number}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.TIGHT, 0, Space.TIGHT)
        row.setSpacing(Space.MEDIUM)
        row.addLayout(words, stretch=1)
        row.addWidget(self.button)


class UndoPanel(Popover):
    """Lists what can be taken back, the newest first, and counts the seconds down."""

    def __init__(self, undos: Undos, *, item: BarItem, anchor: QWidget) -> None:
        super().__init__(_say("Undo"), name="undo-panel", width=_WIDTH, anchor=anchor)
        self._undos = undos
        self._item = item
        self.lines: list[UndoLine] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        empty = _say("Nothing to undo. What is done to an order can be undone for a minute.")
        self._empty = Text(empty, tone=Tone.SECOND, wrap=True, name="undo-empty")
        self.content.addLayout(self._list)
        self.content.addWidget(self._empty)
        undos.changed.connect(self._show)
        undos.ticked.connect(self._count)
        self._show()

    def fit(self) -> None:
        """Size it to its content, as wide as the words are large."""
        self._wide = min(scaled(_WIDTH), self.window().width() - 2 * Space.LARGE)
        super().fit()

    def open(self) -> None:
        """Open it with the keyboard at the newest."""
        self._fill()
        self.open_panel(focus=self._ready())

    # --- inside -------------------------------------------------------------------------------

    def _show(self) -> None:
        """Say in the status bar how much there is, and list it anew if the panel is open."""
        count = len(self._undos.listed())
        words = "" if not count else _say("{count} to undo").format(count=count)
        tip = _say("Show what can be undone ({key})").format(key=shortcut("shell.undos").keycap)
        self._item.say(words, icon=Icon.UNDO_2, tip=tip if words else "")
        self._item.setVisible(bool(words))
        if not self.is_open:
            return
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._item)
        self._fill()
        self.fit()
        if had_focus:
            (self._ready() or self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        for line in self.lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        listed = self._undos.listed()
        self.lines = [UndoLine(each, number=n) for n, each in enumerate(listed, start=1)]
        for line in self.lines:
            line.button.clicked.connect(lambda _on=False, line=line: self._take(line))
            self._list.addWidget(line)
        self._empty.setVisible(not self.lines)
        self._count()

    def _count(self) -> None:
        if not self.lines:
            return
        for line in self.lines:
            waits = self._undos.waits(line.undoable)
            words = _say("{seconds} s left").format(seconds=self._undos.seconds_left(line.undoable))
            if waits:
                words = _say("{left}, after the newer change of this order").format(left=words)
            line.left.setText(words)
            line.button.setEnabled(not waits)

    def _ready(self) -> QWidget | None:
        return next((line.button for line in self.lines if line.button.isEnabled()), None)

    def _take(self, line: UndoLine) -> None:
        self._undos.take(line.undoable)


def _say(words: str) -> str:
    return QCoreApplication.translate("Undo", words)
