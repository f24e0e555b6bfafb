"""The segmented control: a few words side by side, one of them chosen."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.choice_group import ChoiceCell, ChoiceGroup
from ui.parts.focus_ring import RingOnFocus
from ui.parts.painting import CENTRE, paint_box, paint_text, text_width
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, Tokens, TypeRole

_INSET: Final = 3
_PADDING: Final = 13
_ICON_GAP: Final = 8


class Segmented(ChoiceGroup):
    """A segmented control; ``choices`` are (value, words) from left to right.

    Signals:
        chosen(object): the value a person chose.
    """

    def __init__(
        self,
        label: str,
        *,
        choices: Iterable[tuple[object, str]] = (),
        value: object | None = None,
        height: int = Height.DENSE,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        self._icons: dict[int, Icon] = {}
        self._height = height
        super().__init__(label, name=name, parent=parent)
        self._ring = RingOnFocus(self, radius=Radius.CHIP)
        for choice, words in choices:
            self.add_cell(words, value=choice)
        if value is not None:
            self.set_value(value)

    @property
    def shows_focus_ring(self) -> bool:
        """Whether the keyboard's ring is around the control."""
        return self._ring.is_shown

    def set_choices(
        self, choices: Iterable[tuple[object, str]], *, value: object | None = None
    ) -> None:
        """Replace the choices."""
        self._icons.clear()
        self.clear_cells()
        for choice, words in choices:
            self.add_cell(words, value=choice)
        self.set_value(value)

    def add_cell(self, words: str, *, value: object) -> ChoiceCell:
        """Add a choice at the right."""
        cell = super().add_cell(words, value=value)
        cell.pressed.connect(self._ring.pointer_pressed)
        return cell

    def set_icon(self, value: object, *, icon: Icon) -> None:
        """Put an icon before the words of one choice."""
        index = [cell.value for cell in self.cells].index(value)
        self._icons[index] = icon
        self.updateGeometry()
        self.place_cells()

    def event(self, event: QEvent) -> bool:
        """Place the cells when the layout asks for it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.place_cells()
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Return the size that fits every word at its heavier weight."""
        width = sum(self._cell_width(index) for index in range(len(self.cells)))
        return QSize(width + 2 * _INSET, scaled(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are not cut."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cells in the new size."""
        self.place_cells()

    def place_cells(self) -> None:
        """Give every cell the width of its words; spare width is shared."""
        count = len(self.cells)
        if not count:
            return
        spare = max(0, self.width() - self.sizeHint().width())
        left = _INSET
        for index, cell in enumerate(self.cells):
            width = self._cell_width(index) + spare * (index + 1) // count - spare * index // count
            cell.setGeometry(QRect(left, _INSET, width, self.height() - 2 * _INSET))
            cell.show()
            left += width

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the trough and the choices."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.CHIP, fill=t.sunken, edge=t.hairline)
        for index, cell in enumerate(self.cells):
            self._paint_cell(painter, index, cell=cell, t=t)

    def _paint_cell(self, painter: QPainter, index: int, *, cell: ChoiceCell, t: Tokens) -> None:
        box = QRectF(cell.geometry())
        chosen = cell.isChecked()
        if chosen:
            fill = t.raised if self.isEnabled() else t.sunken
            paint_box(painter, box, radius=Radius.CONTROL, fill=fill, edge=t.border_soft)
        ink = t.text if chosen or cell.underMouse() else t.text_2
        if not (self.isEnabled() and cell.isEnabled()):
            ink = t.disabled
        font = role_font(TypeRole.STRONG if chosen else TypeRole.LABEL)
        icon = self._icons.get(index)
        if icon is None:
            paint_text(painter, box, cell.words, font=font, colour=ink, align=CENTRE)
            return
        size = scaled(IconSize.CONTROL)
        words = text_width(cell.words, font=font)
        left = box.center().x() - (size + _ICON_GAP + words) / 2
        spot = QRectF(left, box.center().y() - size / 2, size, size)
        paint_icon(painter, spot, icon, colour=ink)
        words_rect = QRectF(left + size + _ICON_GAP, box.top(), words + 2, box.height())
        paint_text(painter, words_rect, cell.words, font=font, colour=ink)

    def _cell_width(self, index: int) -> int:
        words = text_width(self.cells[index].words, font=role_font(TypeRole.STRONG))
        icon = scaled(IconSize.CONTROL) + _ICON_GAP if index in self._icons else 0
        return ceil(words + icon + 2 * _PADDING)
