"""The condition of one part of a device: good, worn, broken or untestable, one key each."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.choice_group import ChoiceCell, ChoiceGroup
from ui.parts.painting import CENTRE, LEFT, paint_box, paint_text, text_width
from ui.parts.text import plain_tip
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, Tokens, TypeRole

_INSET: Final = 3
_CELL_WIDTH: Final = 29
_CHOSEN_WIDTH: Final = 90
_BOX_WIDTH: Final = 183
_CONTROL_EDGE: Final = 2


class Condition(StrEnum):
    """What a person saw; the value is what is stored."""

    GOOD = "good"
    WORN = "worn"
    BROKEN = "broken"
    UNTESTABLE = "untestable"


_ICONS: Final = {
    Condition.GOOD: Icon.CHECK,
    Condition.WORN: Icon.MINUS,
    Condition.BROKEN: Icon.X,
    Condition.UNTESTABLE: Icon.BAN,
}

_KEYS: Final = {
    Qt.Key.Key_1: Condition.GOOD,
    Qt.Key.Key_G: Condition.GOOD,
    Qt.Key.Key_2: Condition.WORN,
    Qt.Key.Key_W: Condition.WORN,
    Qt.Key.Key_3: Condition.BROKEN,
    Qt.Key.Key_B: Condition.BROKEN,
    Qt.Key.Key_4: Condition.UNTESTABLE,
    Qt.Key.Key_U: Condition.UNTESTABLE,
}


def condition_word(condition: Condition) -> str:
    """Return the word people read."""
    words = {
        Condition.GOOD: "Good",
        Condition.WORN: "Worn",
        Condition.BROKEN: "Broken",
        Condition.UNTESTABLE: "Untestable",
    }
    return QCoreApplication.translate("Condition", words[condition])


def condition_colours(condition: Condition, *, t: Tokens) -> tuple[str, str, str]:
    """Return fill, edge and ink of a chosen condition."""
    return {
        Condition.GOOD: (t.ok_soft, t.ok, t.ok_text),
        Condition.WORN: (t.warn_soft, t.warn, t.warn_text),
        Condition.BROKEN: (t.danger_soft, t.danger_text, t.danger_text),
        Condition.UNTESTABLE: (t.sunken, t.text_2, t.text_2),
    }[condition]


class ConditionRow(ChoiceGroup):
    """A label and four cells; 1–4 or G, W, B, U choose, Backspace empties, arrows move.

    Signals:
        chosen(object): the `Condition` a person chose, or None when emptied.

    A key that chooses also moves the focus on, so that nine rows take nine keys.
    """

    def __init__(
        self, label: str, *, name: str, label_width: int = 80, parent: QWidget | None = None
    ) -> None:
        self._label = label
        self._label_width = label_width
        super().__init__(label, name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for condition in Condition:
            cell = self.add_cell(condition_word(condition), value=condition)
            cell.setToolTip(plain_tip(f"{condition_word(condition)}  ({_key_hint(condition)})"))

    def condition(self) -> Condition | None:
        """Return the chosen condition, or None while nothing is chosen."""
        value = self.value()
        return value if isinstance(value, Condition) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with one key."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        key = Qt.Key(event.key())
        if plain and key in _KEYS:
            self.choose(_KEYS[key])
            self._move_on()
        elif plain and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.set_value(None)
            self.chosen.emit(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the edge of a focused field."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the edge at rest."""
        super().focusOutEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        """Return label, cells and the height of a dense control."""
        return QSize(scaled(self._label_width) + scaled(_BOX_WIDTH), scaled(Height.DENSE))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which the longest word fits its cell."""
        return QSize(
            self._label_room() + 3 * scaled(24) + self._chosen_width() + 2 * _INSET,
            scaled(Height.DENSE),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cells in the new size."""
        self.place_cells()

    def place_cells(self) -> None:
        """Widen the chosen cell for its word; while nothing is chosen all are alike."""
        if not self.cells:
            return
        box = self._box()
        inner = box.width() - 2 * _INSET
        chosen = self._checked()
        wide = self._chosen_width() if chosen is not None else 0
        others = len(self.cells) - (1 if chosen is not None else 0)
        left = box.left() + _INSET
        remaining = inner - wide
        for cell in self.cells:
            if cell is chosen:
                width = wide
            else:
                width = remaining // others
                remaining -= width
                others -= 1
            cell.setGeometry(QRect(left, _INSET, width, self.height() - 2 * _INSET))
            cell.show()
            left += width

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw label, box and cells."""
        t = tokens()
        painter = QPainter(self)
        ink = t.text if self.isEnabled() else t.disabled
        label = QRectF(0, 0, self._label_room() - 4, self.height())
        paint_text(
            painter, label, self._label, font=role_font(TypeRole.LABEL), colour=ink, align=LEFT
        )
        focused = self.hasFocus()
        paint_box(
            painter,
            QRectF(self._box()),
            radius=Radius.CONTROL,
            fill=t.surface if self.isEnabled() else t.sunken,
            edge=t.focus if focused else t.border_soft,
            width=_CONTROL_EDGE if focused else 1,
        )
        for cell in self.cells:
            self._paint_cell(painter, cell, t=t)

    def _paint_cell(self, painter: QPainter, cell: ChoiceCell, *, t: Tokens) -> None:
        condition = Condition(str(cell.value))
        box = QRectF(cell.geometry())
        if cell.isChecked():
            fill, edge, ink = condition_colours(condition, t=t)
            paint_box(painter, box, radius=Radius.CONTROL - 1, fill=fill, edge=edge)
            font = role_font(TypeRole.STRONG)
            paint_text(painter, box, cell.words, font=font, colour=ink, align=CENTRE)
            return
        if cell.underMouse() and self.isEnabled():
            paint_box(painter, box.adjusted(1, 1, -1, -1), radius=Radius.TICK, fill=t.hover)
        size = scaled(IconSize.PILL)
        spot = QRectF(0, 0, size, size)
        spot.moveCenter(box.center())
        ink = t.text_2 if self.isEnabled() else t.disabled
        paint_icon(painter, spot, _ICONS[condition], colour=ink)

    def _box(self) -> QRect:
        left = self._label_room()
        return QRect(left, 0, self.width() - left, self.height())

    def _label_room(self) -> int:
        words = text_width(self._label, font=role_font(TypeRole.LABEL))
        return max(scaled(self._label_width), round(words) + 8)

    def _chosen_width(self) -> int:
        font = role_font(TypeRole.STRONG)
        widest = max(text_width(condition_word(each), font=font) for each in Condition)
        return max(scaled(_CHOSEN_WIDTH), round(widest) + 16)

    def _move_on(self) -> None:
        self.focusNextChild()


def _key_hint(condition: Condition) -> str:
    return ", ".join(chr(key.value) for key, value in _KEYS.items() if value is condition)
