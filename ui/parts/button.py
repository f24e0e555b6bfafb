"""Buttons: primary, secondary, ghost, danger (outlined) and destroy (filled, in its question)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.focus_ring import RingOnFocus
from ui.parts.keycap import HEIGHT as KEYCAP_HEIGHT
from ui.parts.keycap import keycap_width, paint_keycap
from ui.parts.painting import Interaction, paint_box, paint_text, text_width
from ui.parts.spinner import SpinClock, paint_spinner
from ui.parts.text import plain_tip
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, Space, Tokens, TypeRole

# 16 inside the 1 px edge.
_PADDING: Final = 17
_GHOST_PADDING: Final = 11
_KEY_GAP: Final = 12


class ButtonKind(StrEnum):
    """How much a button asks for attention."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"
    DANGER = "danger"
    DESTROY = "destroy"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonLook:
    """The colours of one kind in one state; None paints nothing."""

    fill: str | None
    edge: str | None
    ink: str


def button_look(kind: ButtonKind, *, state: Interaction, t: Tokens) -> ButtonLook:
    """Return the colours of a button."""
    if state is Interaction.OFF:
        return _look_when_off(kind, t=t)
    fills: dict[ButtonKind, tuple[str | None, str | None, str | None]] = {
        ButtonKind.PRIMARY: (t.accent, t.accent_hover, t.accent_press),
        ButtonKind.SECONDARY: (t.surface, t.hover, t.sunken),
        ButtonKind.GHOST: (None, t.hover, t.sunken),
        ButtonKind.LINK: (None, t.hover, t.sunken),
        ButtonKind.DANGER: (t.surface, t.danger_soft, t.danger_soft),
        ButtonKind.DESTROY: (t.danger, t.danger, t.danger),
    }
    edges = {ButtonKind.SECONDARY: t.border_soft, ButtonKind.DANGER: t.danger}
    inks = {
        ButtonKind.PRIMARY: t.on_accent,
        ButtonKind.SECONDARY: t.text,
        ButtonKind.GHOST: t.text_2,
        ButtonKind.LINK: t.accent_text,
        ButtonKind.DANGER: t.danger_text,
        ButtonKind.DESTROY: t.on_danger,
    }
    rest, hover, press = fills[kind]
    fill = {Interaction.HOVER: hover, Interaction.PRESS: press}.get(state, rest)
    return ButtonLook(fill=fill, edge=edges.get(kind), ink=inks[kind])


def _look_when_off(kind: ButtonKind, *, t: Tokens) -> ButtonLook:
    if kind is ButtonKind.LINK:
        return ButtonLook(fill=None, edge=None, ink=t.disabled)
    return ButtonLook(fill=t.sunken, edge=t.hairline, ink=t.disabled)


class Button(QPushButton):
    """A button with a word, and where wanted an icon and the key that does the same.

    The accessible name is the visible words. Return and Enter press it as Space does. While busy it
    takes no click, keeps its width and says what is being done.
    """

    def __init__(
        self,
        words: str,
        *,
        kind: ButtonKind = ButtonKind.SECONDARY,
        icon: Icon | None = None,
        trailing: Icon | None = None,
        key: str = "",
        height: int = Height.STANDARD,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = icon
        self._trailing = trailing
        self._key = key
        self._height = height
        self._words = ""
        self._busy_words: str | None = None
        self._kept_width: int | None = None
        self._shown_as: Interaction | None = None
        self._clock = SpinClock(self)
        self._ring = RingOnFocus(self, radius=Radius.CONTROL)
        self.setObjectName(name or f"button-{_slug(words)}")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.set_words(words)

    @property
    def words(self) -> str:
        """The words on the button at rest."""
        return self._words

    @property
    def key(self) -> str:
        """The key shown in the button, or an empty text."""
        return self._key

    @property
    def is_busy(self) -> bool:
        """Whether the button shows work in progress."""
        return self._busy_words is not None

    @property
    def shows_focus_ring(self) -> bool:
        """Whether the keyboard's ring is around the button."""
        return self._ring.is_shown

    def set_words(self, words: str) -> None:
        """Change the words; the accessible name follows."""
        self._words = words
        self._say(words)

    def set_kind(self, kind: ButtonKind) -> None:
        """Change how much the button asks for attention."""
        self._kind = kind
        self._refresh()

    def set_icon(self, icon: Icon | None) -> None:
        """Change or remove the icon before the words."""
        self._icon = icon
        self._refresh()

    def set_key(self, key: str) -> None:
        """Change or remove the key shown in the button."""
        self._key = key
        self._refresh()

    def set_busy(self, words: str | None) -> None:
        """Show a spinner with ``words`` ("Taking in …"), or None to come back to rest."""
        if words is not None and self._busy_words is None:
            self._kept_width = self.width() if self.isVisible() else self.sizeHint().width()
        self._busy_words = words
        if words is None:
            self._kept_width = None
            self._clock.stop()
        else:
            self._clock.start()
        self._say(words if words is not None else self._words)

    def show_as(self, state: Interaction | None) -> None:
        """Paint one fixed state (the sheet of states), or None to follow pointer and keyboard."""
        self._shown_as = state
        if state is Interaction.FOCUS:
            self._ring.show()
        else:
            self._ring.hide()
        self.update()

    def click(self) -> None:
        """Press the button from a shortcut; nothing happens while it is busy."""
        if not self.is_busy:
            super().click()

    def hitButton(self, pos: QPoint) -> bool:
        """Refuse the pointer while busy."""
        return not self.is_busy and self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Return and Enter too; take no key while busy."""
        if self.is_busy:
            event.ignore()
            return
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hand over something that can be pressed."""
        shape = Qt.CursorShape.ArrowCursor if self.is_busy else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        super().enterEvent(event)

    def sizeHint(self) -> QSize:
        """Return the size that fits icon, words and key."""
        height = scaled(self._height)
        if not self._words:
            return QSize(height, height)
        # A busy button keeps its width, unless its words for the work would not fit.
        wanted = ceil(self._content_width() + 2 * self._padding())
        return QSize(max(wanted, self._kept_width or 0), height)

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are not cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        t = tokens()
        look = button_look(self._kind, state=self._state(), t=t)
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.CONTROL, fill=look.fill, edge=look.edge)
        self._paint_content(painter, box, look=look)

    # --- inside -------------------------------------------------------------------------------

    def _paint_content(self, painter: QPainter, box: QRectF, *, look: ButtonLook) -> None:
        font = role_font(self._role())
        left = max(self._padding() / 2, (box.width() - self._content_width()) / 2)
        room = box.width() - 2 * left
        size = scaled(IconSize.CONTROL)
        if self._has_lead():
            spot = QRectF(left, (box.height() - size) / 2, size, size)
            self._paint_lead(painter, spot, ink=look.ink)
            left += size + Space.SMALL
            room -= size + Space.SMALL
        tail = self._tail_width()
        words = QRectF(left, 0, max(0.0, room - tail), box.height())
        paint_text(painter, words, self.text_on_button(), font=font, colour=look.ink)
        if tail and not self.is_busy:
            self._paint_tail(painter, box, right=left + room, look=look)

    def text_on_button(self) -> str:
        """Return the words now seen: those of the work while busy."""
        return self._busy_words if self._busy_words is not None else self._words

    def _paint_lead(self, painter: QPainter, spot: QRectF, *, ink: str) -> None:
        if self.is_busy:
            paint_spinner(painter, spot, angle=self._clock.angle, colour=ink)
        elif self._icon is not None:
            paint_icon(painter, spot, self._icon, colour=ink)

    def _paint_tail(
        self, painter: QPainter, box: QRectF, *, right: float, look: ButtonLook
    ) -> None:
        t = tokens()
        if self._trailing is not None:
            size = scaled(IconSize.CONTROL)
            spot = QRectF(QPointF(right - size, (box.height() - size) / 2), QSize(size, size))
            paint_icon(painter, spot, self._trailing, colour=look.ink)
            return
        height = scaled(KEYCAP_HEIGHT)
        width = keycap_width(self._key)
        cap = QRectF(right - width, (box.height() - height) / 2, width, height)
        filled = self._kind in (ButtonKind.PRIMARY, ButtonKind.DESTROY) and self.isEnabled()
        edge = look.ink if filled else t.border_soft
        paint_keycap(painter, cap, self._key, ink=look.ink if filled else None, edge=edge)

    def _has_lead(self) -> bool:
        return self._icon is not None or self.is_busy

    def _tail_width(self) -> float:
        if self.is_busy:
            return 0
        if self._trailing is not None:
            return scaled(IconSize.CONTROL) + Space.SMALL
        return keycap_width(self._key) + _KEY_GAP if self._key else 0

    def _content_width(self) -> float:
        words = self.text_on_button()
        width = text_width(words, font=role_font(self._role())) if words else 0.0
        if self._has_lead():
            width += scaled(IconSize.CONTROL) + (Space.SMALL if words else 0)
        return width + self._tail_width()

    def _role(self) -> TypeRole:
        filled = self._kind in (ButtonKind.PRIMARY, ButtonKind.DESTROY)
        return TypeRole.STRONG if filled else TypeRole.LABEL

    def _padding(self) -> int:
        quiet = self._kind in (ButtonKind.GHOST, ButtonKind.LINK)
        return _GHOST_PADDING if quiet else _PADDING

    def _state(self) -> Interaction:
        if self._shown_as is not None:
            return self._shown_as
        if not self.isEnabled():
            return Interaction.OFF
        if self.is_busy:
            return Interaction.REST
        if self.isDown():
            return Interaction.PRESS
        return Interaction.HOVER if self.underMouse() else Interaction.REST

    def _say(self, words: str) -> None:
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self._refresh()

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()


class IconButton(Button):
    """A square button with an icon only; its words are the tool tip and the accessible name."""

    def __init__(
        self,
        words: str,
        *,
        icon: Icon,
        kind: ButtonKind = ButtonKind.GHOST,
        key: str = "",
        height: int = Height.STANDARD,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "",
            kind=kind,
            icon=icon,
            height=height,
            name=name or f"button-{_slug(words)}",
            parent=parent,
        )
        self.set_label(words, key=key)

    def set_label(self, words: str, *, key: str = "") -> None:
        """Change what the button is called."""
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(f"{words}  ({key})" if key else words))


def _slug(words: str) -> str:
    letters = (letter.lower() if letter.isalnum() else "-" for letter in words)
    return "-".join(part for part in "".join(letters).split("-") if part)


def label_height() -> int:
    """Return the height of one line of label text at the present scale."""
    return round(QFontMetricsF(role_font(TypeRole.LABEL)).height())
