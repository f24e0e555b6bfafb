"""Short entries one below the other, each with its own small actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.parts.button import Button, ButtonKind
from ui.parts.elided import Elided
from ui.parts.tag import Tag, TagKind
from ui.parts.text import Text, Tone
from ui.tokens import Height, Space, TypeRole

# Qt wraps between words only, and cuts a longer word than fits.
_LONGEST_WORD: Final = 24
_NO_WIDTH: Final = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One action of an entry; ``name`` is the button's object name."""

    words: str
    name: str
    act: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: a line that names it, words in full, who and when, a tag, what can be done."""

    title: str = ""
    body: str = ""
    detail: str = ""
    tag: str = ""
    tag_kind: TagKind = TagKind.NEUTRAL
    acts: tuple[Act, ...] = ()


class Entries(QWidget):
    """The entries. Where they are replaced under the keyboard, it goes on at the same action."""

    def __init__(self, *, name: str, none_words: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._none_words = none_words
        self._fallback: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.TIGHT)

    def go_on_at(self, fallback: QWidget) -> None:
        """Take the keyboard here when the action it was at is gone."""
        self._fallback = fallback

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries, or that there are none."""
        focused = (each for each in self.findChildren(Button) if each.hasFocus())
        had = next((each.objectName() for each in focused), "")
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = [_Row(entry) for entry in entries]
        if not rows and self._none_words:
            name = f"{self.objectName()}-none"
            none = Text(self._none_words, tone=Tone.SECOND, wrap=True, name=name)
            self._column.addWidget(none)
        for row in rows:
            self._column.addWidget(row)
        if had:
            self._go_on(rows, at=had)

    def _go_on(self, rows: Sequence[_Row], *, at: str) -> None:
        buttons = [button for row in rows for button in row.buttons]
        same = [button for button in buttons if button.objectName() == at]
        where = [*same, *buttons, *([self._fallback] if self._fallback is not None else [])]
        if where:
            where[0].setFocus(Qt.FocusReason.OtherFocusReason)


class _Row(QWidget):
    """One entry."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setObjectName("entry")
        words = QVBoxLayout()
        words.setSpacing(0)
        if entry.title:
            height = Height.DENSE if entry.acts else Height.PILL
            title = Elided(entry.title, role=TypeRole.LABEL, height=height, name="entry-title")
            words.addWidget(title)
        for text, tone, name in (
            (entry.body, Tone.TEXT, "entry-body"),
            (entry.detail, Tone.SECOND, "entry-detail"),
        ):
            if text:
                words.addWidget(wrapping(text, tone=tone, name=name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.TIGHT)
        row.addLayout(words, stretch=1)
        top = Qt.AlignmentFlag.AlignTop
        if entry.tag:
            row.addWidget(Tag(entry.tag, kind=entry.tag_kind))
        self.buttons = [_button(act) for act in entry.acts]
        for button in self.buttons:
            row.addWidget(button, alignment=top)


def _button(act: Act) -> Button:
    button = Button(act.words, kind=ButtonKind.LINK, height=Height.DENSE, name=act.name)
    button.clicked.connect(act.act)
    return button


def wrapping(text: str, *, tone: Tone = Tone.TEXT, name: str) -> Text:
    """Return words that take whatever width there is, and the height they need at it."""
    line = Text(loosened(text), tone=tone, wrap=True, name=name)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    line.setSizePolicy(policy)
    return line


def loosened(text: str) -> str:
    """Return a text whose longest words may go on in the next line."""
    return " ".join(_loosened(word) for word in text.split(" "))


def _loosened(word: str) -> str:
    """Let a long word break behind its "@", and wherever it must."""
    if len(word) <= _LONGEST_WORD:
        return word
    parts = re.split("(?<=@)", word)
    pieces = (p[i : i + _LONGEST_WORD] for p in parts for i in range(0, len(p), _LONGEST_WORD))
    return _NO_WIDTH.join(pieces)
