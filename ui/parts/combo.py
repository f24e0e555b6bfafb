"""A list to choose one thing from, with its label."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.field import Labelled, LabelPlace
from ui.parts.painting import paint_box, paint_text, text_width
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, TypeRole

_PADDING = 12


class _Box(QComboBox):
    """The closed box, painted like a field."""

    def __init__(self, *, height: int) -> None:
        super().__init__()
        self._height = height
        self.has_error = False
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size that fits the longest entry."""
        font = role_font(TypeRole.BODY)
        words = [text_width(self.itemText(i), font=font) for i in range(self.count())]
        width = max(words, default=60.0) + 2 * _PADDING + scaled(IconSize.CONTROL) + 10
        return QSize(round(width), scaled(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which a shortened entry can still be read."""
        return QSize(scaled(96), scaled(self._height))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past must not change a setting."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, entry and chevron."""
        t = tokens()
        painter = QPainter(self)
        fill = t.surface if self.isEnabled() else t.sunken
        edge, width = (t.border if self.isEnabled() else t.hairline), 1
        if self.hasFocus():
            edge, width = t.focus, 2
        if self.has_error:
            edge, width = t.danger, 2
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.CONTROL, fill=fill, edge=edge, width=width)
        size = scaled(IconSize.CONTROL)
        spot = QRectF(box.right() - _PADDING - size, (box.height() - size) / 2, size, size)
        paint_icon(painter, spot, Icon.CHEVRON_DOWN, colour=t.text_3)
        words = QRectF(_PADDING, 0, spot.left() - _PADDING - 6, box.height())
        role = TypeRole.FIELD if self._height >= Height.FORM else TypeRole.BODY
        ink = t.text if self.isEnabled() else t.text_3
        paint_text(painter, words, self.currentText(), font=role_font(role), colour=ink)


class Combo(Labelled):
    """A labelled list of choices (value, words).

    A combo box is read out by its current entry on Linux; its buddy label says what it is.

    Signals:
        chosen(object): the value a person chose.
    """

    chosen = Signal(object)

    def __init__(  # noqa: PLR0913 - a widget's options: named, each with a default
        self,
        label: str,
        *,
        name: str,
        choices: Iterable[tuple[object, str]] = (),
        value: object | None = None,
        optional: bool = False,
        hint: str = "",
        place: LabelPlace = LabelPlace.ABOVE,
        height: int = Height.FORM,
        parent: QWidget | None = None,
    ) -> None:
        self.box = _Box(height=height)
        self._values: list[object] = []
        super().__init__(
            label,
            editor=self.box,
            frame=self.box,
            name=name,
            optional=optional,
            hint=hint,
            place=place,
            parent=parent,
        )
        self.set_choices(choices, value=value)
        self.box.activated.connect(self._activated)

    def set_choices(
        self, choices: Iterable[tuple[object, str]], *, value: object | None = None
    ) -> None:
        """Replace the choices; ``value`` None takes the first."""
        self.box.clear()
        self._values.clear()
        for choice, words in choices:
            self._values.append(choice)
            self.box.addItem(words)
        if value is not None:
            self.set_value(value)

    def value(self) -> object | None:
        """Return the chosen value, or None of an empty list."""
        index = self.box.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose a value without a signal.

        Raises:
            ValueError: not one of the choices.
        """
        self.box.setCurrentIndex(self._values.index(value))

    def set_error(self, sentence: str | None) -> None:
        """Show what to do about the choice, or None when it is well."""
        self.box.has_error = sentence is not None
        self.box.update()
        super().set_error(sentence)

    def _activated(self, index: int) -> None:
        self.chosen.emit(self._values[index])
