"""The palette over the window: a line to type into, what it finds, and what the keys do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.elided import Elided
from ui.parts.field import LineEdit
from ui.parts.icon_view import IconView
from ui.parts.keycap import Keycap
from ui.parts.painting import paint_box, paint_shadow, shadow_colour
from ui.parts.palette_list import PaletteGroup, PaletteList
from ui.parts.spinner import Spinner
from ui.parts.text import Text, Tone
from ui.scanner.fields import let_take_scans
from ui.shell.search_button import SEARCH_HINT, SEARCH_WORDS
from ui.theme import tokens
from ui.tokens import IconSize, Radius, Space, TypeRole

_WIDTH: Final = 680
_TOP: Final = 88
_MARGIN: Final = 24
_HEAD: Final = 56
_FOOT: Final = 36
_SIDE: Final = 9
_INSIDE: Final = 22
_SHADOW: Final = 48
_DROP: Final = 16
_LONGEST: Final = 200
_STAYS_OPEN: Final = {
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}


class _Card(QWidget):
    """The raised box: head, note, lines and foot."""

    def __init__(self, palette: QWidget) -> None:
        super().__init__(palette)
        self.setObjectName("palette-card")
        self.edit = LineEdit()
        self.edit.setObjectName("search")
        self.edit.setAccessibleName(SEARCH_WORDS)
        self.edit.setPlaceholderText(SEARCH_HINT)
        self.edit.setMaxLength(_LONGEST)
        let_take_scans(self.edit)
        self.spinner = Spinner()
        self.heading = Text("", role=TypeRole.STRONG, wrap=True, name="palette-heading")
        self.note = Text("", tone=Tone.SECOND, wrap=True, name="palette-note")
        self.list = PaletteList(name="palette-list")
        self.keys = QHBoxLayout()
        self.count = Elided(
            tone=Tone.SECOND, grows=False, name="palette-count", cut=Qt.TextElideMode.ElideLeft
        )
        self._head = QWidget()
        self._note = QWidget()
        self._foot = QWidget()
        self._build()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self._head.setFixedHeight(scaled(_HEAD))
        self._foot.setFixedHeight(scaled(_FOOT))

    def say(self, heading: str, note: str) -> None:
        """Show a heading and a quiet sentence above the lines; without both, neither."""
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._note.setVisible(bool(heading or note))

    def fit(self, *, width: int, most: int) -> int:
        """Return the height wanted at a width; the lines scroll where it is more than ``most``."""
        fixed = self._head.height() + self._foot.height() + 2 * Space.SMALL + 1
        if self._note.isVisibleTo(self):
            layout = self._note.layout()
            fixed += layout.heightForWidth(width) if layout is not None else 0
        rows = max(0, min(self.list.wanted_height(), most - fixed))
        self.list.setFixedHeight(rows)
        return fixed + rows

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the hairline below the head, and the foot."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.DIALOG, fill=t.raised)
        shape = QPainterPath()
        shape.addRoundedRect(box, Radius.DIALOG, Radius.DIALOG)
        painter.save()
        painter.setClipPath(shape)
        foot = self._foot.geometry()
        painter.fillRect(QRect(0, foot.top(), self.width(), foot.height()), QColor(t.sunken))
        for top in (self._head.geometry().bottom(), foot.top()):
            painter.fillRect(QRect(0, top, self.width(), 1), QColor(t.hairline))
        painter.restore()
        paint_box(painter, box, radius=Radius.DIALOG, edge=t.border_soft)

    def _build(self) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(_INSIDE, 0, _INSIDE - Space.TIGHT, 0)
        head.setSpacing(Space.SMALL + 2)
        head.addWidget(IconView(Icon.SEARCH, tone=Tone.SECOND, size=IconSize.RAIL))
        head.addWidget(self.edit, stretch=1)
        head.addWidget(self.spinner)
        head.addWidget(Keycap(self.tr("Esc")))
        self.spinner.hide()
        note = QVBoxLayout(self._note)
        note.setContentsMargins(_INSIDE, Space.MEDIUM, _INSIDE, Space.TIGHT)
        note.setSpacing(Space.TIGHT)
        note.addWidget(self.heading)
        note.addWidget(self.note)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(_INSIDE, 1, _INSIDE, 0)
        foot.setSpacing(Space.LARGE)
        self.keys.setSpacing(Space.LARGE)
        foot.addLayout(self.keys)
        foot.addStretch(1)
        foot.addWidget(self.count)
        lines = QHBoxLayout()
        lines.setContentsMargins(_SIDE, Space.SMALL, _SIDE, Space.SMALL)
        lines.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._note)
        column.addLayout(lines)
        column.addStretch(0)
        column.addWidget(self._foot)
        self.restyle()
        self.say("", "")


class Palette(QWidget):
    """The palette with its scrim, a child of the window: it moves and is pictured with it.

    Up and Down move, Enter takes, Ctrl+Enter asks for the line's menu, Esc closes and keeps the
    text, Tab goes on from the top bar. It closes by itself when the keyboard goes elsewhere.

    Signals:
        text_edited(object): the text after a person changed it.
        left(): Tab was pressed: the keyboard goes on from the top bar.
        entered(object): the highlighted `PaletteLine` when Enter was pressed, or None.
        picked(object): the `PaletteLine` pressed with the pointer.
        menu_asked(object): the `PaletteLine` whose menu is wanted, or None.
    """

    text_edited = Signal(object)
    left = Signal()
    entered = Signal(object)
    picked = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(SEARCH_WORDS)
        self._returns_to: QWidget | None = None
        self.hide()
        self._card = _Card(self)
        self.edit = self._card.edit
        self.list = self._card.list
        self.list.picked.connect(self.picked)
        self.list.menu_asked.connect(self.menu_asked)
        self.edit.textEdited.connect(self.text_edited.emit)
        self.edit.installEventFilter(self)
        window.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether it is shown."""
        return not self.isHidden()

    @property
    def heading(self) -> str:
        """What is said above the lines."""
        return self._card.heading.text()

    @property
    def note(self) -> str:
        """The quiet sentence above the lines."""
        return self._card.note.text()

    @property
    def count(self) -> str:
        """What the foot says was found."""
        return self._card.count.text

    def open_palette(self) -> None:
        """Show it with the keyboard in its line, what stands there selected."""
        if not self.is_open:
            self._returns_to = QApplication.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def close_palette(self, *, gives_back: bool = True) -> None:
        """Hide it, keeping the text; the keyboard goes back to where it was."""
        if not self.is_open:
            return
        before, self._returns_to = self._returns_to, None
        self.hide()
        if gives_back and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_groups(
        self, groups: Sequence[PaletteGroup], *, heading: str = "", note: str = "", count: str = ""
    ) -> None:
        """Show what was found, with what is to be said about it."""
        self.set_looking(on=False)
        self._card.say(heading, note)
        self._card.count.show_text(count)
        self.list.show_groups(groups)
        self._fit()
        self._speak()

    def show_keys(self, keys: Sequence[str]) -> None:
        """Say at the foot what the keys do, each with its key first."""
        for number, words in enumerate(keys):
            part = Elided(words, tone=Tone.SECOND, grows=False, name=f"palette-keys-{number}")
            self._card.keys.addWidget(part)

    def set_looking(self, *, on: bool) -> None:
        """Show that an answer is being looked up."""
        self._card.spinner.setVisible(on)

    def restyle(self) -> None:
        """Take on the theme now in force, once every part has."""
        QTimer.singleShot(0, self, self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the palette's keys from the line, and follow the window's size."""
        if watched is not self.edit:
            if event.type() == QEvent.Type.Resize and self.is_open:
                self._fit()
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and _is_ours(event):
                event.accept()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and _is_ours(event):
                self._key_pressed(event)
                return True
            case QEvent.Type.FocusOut if event.reason() not in _STAYS_OPEN:  # type: ignore[attr-defined]
                self.close_palette(gives_back=False)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close when the pointer presses beside the card."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay the scrim over the window, and the card's shadow."""
        t = tokens()
        painter = QPainter(self)
        scrim = QColor(t.scrim)
        scrim.setAlphaF(t.scrim_opacity)
        painter.fillRect(self.rect(), scrim)
        box = QRectF(self._card.geometry())
        if box.contains(QRectF(event.rect())):
            return  # Only the card's own inside moved: a key, the spinner.
        colour = shadow_colour(t, opacity=t.dialog_shadow_opacity)
        paint_shadow(painter, box, radius=Radius.DIALOG, spread=_SHADOW, drop=_DROP, colour=colour)

    # --- inside -------------------------------------------------------------------------------

    def _key_pressed(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Up:
                self.list.step(-1)
            case Qt.Key.Key_Down:
                self.list.step(1)
            case Qt.Key.Key_Escape:
                self.close_palette()
            case Qt.Key.Key_Tab:
                self.close_palette(gives_back=False)
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not ctrl:
                self.entered.emit(self.list.current())
            case _:
                self.menu_asked.emit(self.list.current())
        self._speak()

    def _fit(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        width = min(scaled(_WIDTH), self.width() - 2 * _MARGIN)
        most = self.height() - _TOP - _MARGIN
        height = self._card.fit(width=width, most=most)
        self._card.setGeometry((self.width() - width) // 2, _TOP, width, min(height, most))
        self.update()

    def _speak(self) -> None:
        """Let readers hear the highlighted line while the keyboard stays in the field."""
        said = [part for part in (self.heading, self.note) if part]
        current = self.list.current()
        if current is not None:
            place = self.tr("{row} of {count}").format(
                row=self.list.place() + 1, count=len(self.list.lines)
            )
            said = [*said[:1], f"{current.spoken}, {place}"]
        self.edit.setAccessibleDescription(". ".join(said))


def _is_ours(event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if modifiers == Qt.KeyboardModifier.ControlModifier:
        return is_enter
    plain = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Tab)
    return modifiers == Qt.KeyboardModifier.NoModifier and (is_enter or event.key() in plain)
