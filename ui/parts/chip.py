"""Chips: filters with a count, and small choices such as "Case"."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.focus_ring import RingOnFocus
from ui.parts.painting import CENTRE, paint_box, paint_text, text_width
from ui.parts.text import Tone, tone_colour
from ui.theme import tokens
from ui.tokens import IconSize, Radius, TypeRole

_FILTER_HEIGHT: Final = 32
_FILTER_PADDING: Final = 12
_COUNT_GAP: Final = 8
_CHOICE_HEIGHT: Final = 28
_CHOICE_PADDING: Final = 8
_TICK_GAP: Final = 6


class _Chip(QPushButton):
    """What both chips share: a checkable button with a ring, pressed by Space and Return.

    Signals:
        chosen(object): whether a person switched it on.
    """

    chosen = Signal(object)

    def __init__(self, words: str, *, radius: int, name: str, parent: QWidget | None) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self._words = words
        self._ring = RingOnFocus(self, radius=radius)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._tell)

    @property
    def words(self) -> str:
        """The words on the chip."""
        return self._words

    @property
    def shows_focus_ring(self) -> bool:
        """Whether the keyboard's ring is around the chip."""
        return self._ring.is_shown

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the words are not cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Return and Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        self.chosen.emit(self.isChecked())


class FilterChip(_Chip):
    """A filter with its count. A count of nothing stays, quietly; None shows no count.

    Signals:
        chosen(object): whether a person switched the filter on.
    """

    def __init__(
        self,
        words: str,
        *,
        count: int | None = None,
        count_tone: Tone = Tone.SECOND,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, radius=Radius.ROUND, name=name, parent=parent)
        self._count = ""
        self._count_tone = count_tone
        self.set_count(count)

    def set_count(self, count: int | None, *, shown: str | None = None) -> None:
        """Show another count; ``shown`` is the number as the shop's locale writes it."""
        self._count = "" if count is None else (shown or str(count))
        self._is_zero = not count
        self.setAccessibleDescription(self._count)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of words and count, at the weight they have when chosen."""
        words = text_width(self._words, font=role_font(TypeRole.STRONG))
        width = words + 2 * _FILTER_PADDING
        if self._count:
            width += _COUNT_GAP + text_width(self._count, font=role_font(TypeRole.STRONG))
        return QSize(round(width) + 2, scaled(_FILTER_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        t = tokens()
        painter = QPainter(self)
        on = self.isChecked()
        fill = t.accent_soft if on else (t.hover if self.underMouse() else t.surface)
        edge = t.accent if on else t.border_soft
        box = QRectF(self.rect())
        radius = box.height() / 2
        paint_box(painter, box, radius=radius, fill=fill, edge=edge)
        font = role_font(TypeRole.STRONG if on else TypeRole.LABEL)
        words = text_width(self._words, font=font)
        count = text_width(self._count, font=font) + _COUNT_GAP if self._count else 0.0
        left = (box.width() - words - count) / 2
        ink = t.accent_text if on else t.text
        rect = QRectF(left, 0, words + 1, box.height())
        paint_text(painter, rect, self._words, font=font, colour=ink)
        rect = QRectF(left + words + _COUNT_GAP, 0, count, box.height())
        paint_text(painter, rect, self._count, font=font, colour=self._count_ink(on=on))

    def _count_ink(self, *, on: bool) -> str:
        t = tokens()
        if on:
            return t.accent_text
        return t.text_3 if self._is_zero else tone_colour(self._count_tone, t=t)


class ChoiceChip(_Chip):
    """A small choice that is on or off; on, it has a tick and a fill.

    Signals:
        chosen(object): whether a person switched it on.
    """

    def __init__(
        self, words: str, *, checked: bool = False, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, radius=Radius.CONTROL, name=name, parent=parent)
        self.setChecked(checked)
        self.toggled.connect(self._measure)

    def sizeHint(self) -> QSize:
        """Return the size of the words, and of the tick while on."""
        words = text_width(self._words, font=role_font(TypeRole.LABEL))
        tick = scaled(IconSize.PILL) + _TICK_GAP if self.isChecked() else 0
        return QSize(round(words + tick + 2 * _CHOICE_PADDING) + 1, scaled(_CHOICE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        font = role_font(TypeRole.LABEL)
        if not self.isChecked():
            fill = t.hover if self.underMouse() else t.surface
            paint_box(painter, box, radius=Radius.CONTROL, fill=fill, edge=t.border_soft)
            ink = t.text_2 if self.isEnabled() else t.disabled
            paint_text(painter, box, self._words, font=font, colour=ink, align=CENTRE)
            return
        paint_box(painter, box, radius=Radius.CONTROL, fill=t.accent_soft)
        size = scaled(IconSize.PILL)
        tick = QRectF(_CHOICE_PADDING, (box.height() - size) / 2, size, size)
        paint_icon(painter, tick, Icon.CHECK, colour=t.accent_text)
        words = box.adjusted(_CHOICE_PADDING + size + _TICK_GAP, 0, -_CHOICE_PADDING + 2, 0)
        paint_text(painter, words, self._words, font=font, colour=t.accent_text)

    def _measure(self) -> None:
        self.updateGeometry()
