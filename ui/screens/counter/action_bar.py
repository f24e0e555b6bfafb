"""The bar under the form: what can be done with what is on the Counter. It never scrolls away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from services.tickets.dto import ParkedDraft
from ui.fonts import scaled
from ui.format import Formats
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Surface
from ui.parts.marker import Marker, MarkerKind
from ui.parts.menus import Menu
from ui.parts.text import plain_tip
from ui.shortcuts import shortcut
from ui.theme import tokens
from ui.tokens import Height, Space

_LONGEST_TITLE: Final = 60


class ActionBar(Surface):
    """Clear, saved drafts, whether the draft is kept, save draft, take in.

    Signals:
        clear_asked(): empty the Counter.
        save_asked(): put the draft aside.
        take_in_asked(): take in and print.
        parked_chosen(object): the key of a saved draft to take up again.
    """

    clear_asked = Signal()
    save_asked = Signal()
    take_in_asked = Signal()
    parked_chosen = Signal(object)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__("surface", name="counter-actions", parent=parent)
        self._formats = formats
        self._build()
        self.show_parked(())

    def _build(self) -> None:
        clear, save, take = (
            shortcut(f"counter.{action}") for action in ("clear", "save_draft", "take_in")
        )
        self.clear = Button(
            self.tr("Clear"), kind=ButtonKind.GHOST, key=clear.keycap, name="counter-clear"
        )
        self.drafts = Button(
            self.tr("Drafts"),
            kind=ButtonKind.GHOST,
            icon=Icon.FILE_TEXT,
            trailing=Icon.CHEVRON_DOWN,
            name="counter-drafts",
        )
        self.kept = Marker("", kind=MarkerKind.GOOD, name="counter-draft-kept")
        self.save = Button(
            self.tr("Save draft"), height=Height.FORM, key=save.keycap, name="counter-save-draft"
        )
        self.take_in = Button(
            self.tr("Take in and print"),
            kind=ButtonKind.PRIMARY,
            icon=Icon.PRINTER,
            height=Height.FORM,
            key=take.keycap,
            name="counter-take-in",
        )
        row = QHBoxLayout()
        row.setContentsMargins(Space.LARGE, 1, Space.LARGE, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.clear)
        row.addWidget(self.drafts)
        row.addStretch(1)
        row.addWidget(self.kept)
        row.addSpacing(Space.SMALL)
        row.addWidget(self.save)
        row.addWidget(self.take_in)
        self.setLayout(row)
        self._has_kept = False
        self._keys = {button: button.key for button in (self.clear, self.save, self.take_in)}
        self.clear.clicked.connect(self.clear_asked.emit)
        self.drafts.clicked.connect(self._open_menu)
        self.save.clicked.connect(self.save_asked.emit)
        self.take_in.clicked.connect(self.take_in_asked.emit)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(max(Height.ACTION_BAR, scaled(Height.FORM) + Space.LARGE))

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self._measure()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let go what is not needed where large text takes the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the keys beside the words, and whether the draft is kept, while there is room."""
        parts = (self.clear, self.drafts, self.save, self.take_in)
        for button, key in self._keys.items():
            button.set_key(key)
        needed = sum(part.sizeHint().width() + Space.SMALL for part in parts if part.isVisible())
        room = self.width() - 2 * Space.LARGE - needed - Space.SMALL
        self.kept.setVisible(self._has_kept and self.kept.sizeHint().width() <= room)
        for button in self._keys if room < 0 else ():
            button.set_key("")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar and the hairline between it and the form."""
        super().paintEvent(event)
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(tokens().hairline))

    def show_kept(self, at: datetime) -> None:
        """Say when the draft was last written."""
        words = self.tr("Draft kept {time}").format(time=self._formats.time_exact(at))
        self._show_kept(words, kind=MarkerKind.GOOD)

    def show_not_kept(self, why: str) -> None:
        """Say that the draft is only in memory."""
        self._show_kept(self.tr("Draft not kept"), kind=MarkerKind.WARN)
        self.kept.setToolTip(plain_tip(why))

    def show_nothing_to_keep(self) -> None:
        """Say nothing: the Counter is empty."""
        self._has_kept = False
        self._fit()

    def _show_kept(self, words: str, *, kind: MarkerKind) -> None:
        self._has_kept = True
        self.kept.show_words(words, kind=kind)
        self.kept.setToolTip("")
        self._fit()

    def show_parked(self, drafts: Sequence[ParkedDraft]) -> None:
        """Offer the saved drafts; the button is there only when there are some."""
        self._parked = tuple(drafts)
        self.drafts.setVisible(bool(drafts))
        self.drafts.set_words(self.tr("Drafts {count}").format(count=len(drafts)))
        self._fit()

    def show_prints(self, *, prints: bool) -> None:
        """Say whether this till prints when it takes in."""
        self.take_in.set_words(self.tr("Take in and print") if prints else self.tr("Take in"))
        self.take_in.set_icon(Icon.PRINTER if prints else None)

    def set_busy(self, *, on: bool) -> None:
        """Show that the visit is being taken in."""
        self.take_in.set_busy(self.tr("Taking in …") if on else None)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.drafts.mapToGlobal(self.drafts.rect().topLeft()) - _above(menu))

    def menu(self) -> Menu:
        """Return a menu of the saved drafts, the newest first."""
        menu = Menu(self)
        menu.setObjectName("counter-drafts-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for draft in self._parked:
            action = menu.addAction(_menu_words(draft.title))
            action.triggered.connect(
                lambda _checked=False, key=draft.key: self.parked_chosen.emit(key)
            )
        return menu


def _menu_words(title: str) -> str:
    """Return a title as a menu shows it literally: one line, no accelerator."""
    line = " ".join(title.split())
    short = line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1]}…"
    return short.replace("&", "&&")


def _above(menu: Menu) -> QPoint:
    return QPoint(0, menu.sizeHint().height() + 4)
