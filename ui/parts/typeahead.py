"""A field that suggests while one types; the suggestions never take the focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.icons import Icon
from ui.parts.field import Field, LabelPlace
from ui.parts.floating import Floating
from ui.parts.spinner import Spinner
from ui.parts.suggestions import Suggestion, SuggestionList
from ui.tokens import Height, Space

_GAP: Final = 6
_PADDING: Final = 5
_OURS: Final = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
}


class TypeAhead(Field):
    """A field with a list of two-line suggestions below it.

    The caller listens to `text_edited`, asks its service off the main thread and hands the answer
    to `set_suggestions`. Up and Down move, Enter takes the highlighted one, Esc closes the list and
    keeps the text; a second Esc is the page's. Enter without a list is `entered`.

    Signals (besides those of `Field`):
        chosen(object): the value of the suggestion a person took.
    """

    chosen = Signal(object)

    def __init__(  # noqa: PLR0913 - a widget's options: named, each with a default
        self,
        label: str,
        *,
        name: str,
        placeholder: str = "",
        icon: Icon | None = Icon.SEARCH,
        trailing: QWidget | None = None,
        optional: bool = False,
        hint: str = "",
        place: LabelPlace = LabelPlace.ABOVE,
        height: int = Height.FORM,
        parent: QWidget | None = None,
    ) -> None:
        self._spinner = Spinner()
        end = self._spinner if trailing is None else _side_by_side(self._spinner, trailing)
        super().__init__(
            label,
            name=name,
            placeholder=placeholder,
            icon=icon,
            trailing=end,
            optional=optional,
            hint=hint,
            place=place,
            height=height,
            parent=parent,
        )
        self._spinner.hide()
        self._popup: Floating | None = None
        # The field's own until it floats: a list that never opened goes when the field goes.
        self.suggestions = SuggestionList(name=f"{name}-suggestions", parent=self)
        self.suggestions.hide()
        self.suggestions.picked.connect(self._take)
        self.edit.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup is not None and self._popup.isVisible()

    def set_suggestions(self, rows: Sequence[Suggestion]) -> None:
        """Show these suggestions; an empty list closes it. Nothing opens without the focus."""
        self.set_looking(on=False)
        self.suggestions.show_rows(rows)
        if rows and self.edit.hasFocus():
            self._open()
        else:
            self.close_list()

    def set_looking(self, *, on: bool) -> None:
        """Show that an answer is being looked up."""
        self._spinner.setVisible(on)

    def close_list(self) -> None:
        """Close the list, keeping the text."""
        if self._popup is not None:
            self._popup.hide()
        self._speak()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the list's keys from the editor while it is open, and stay below the field."""
        if watched is not self.edit:
            if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.is_open:
                # Layouts between window and field have their say first.
                QTimer.singleShot(0, self, self._place_again)
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride if self.is_open and _is_ours(event):
                event.accept()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._key_pressed(event)
            case QEvent.Type.FocusOut:
                self.close_list()
        return False

    # --- inside -------------------------------------------------------------------------------

    def _key_pressed(self, event: QKeyEvent) -> bool:
        if not self.is_open:
            if event.key() == Qt.Key.Key_Down and self.suggestions.rows:
                self._open()
                return True
            return False
        if not _is_ours(event):
            return False
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_PageUp:
                self.suggestions.step(-1)
            case Qt.Key.Key_Down | Qt.Key.Key_PageDown:
                self.suggestions.step(1)
            case Qt.Key.Key_Escape:
                self.close_list()
            case _:
                self._take_current()
        self._speak()
        return True

    def _take_current(self) -> None:
        current = self.suggestions.current()
        if current is not None:
            self._take(current.value)

    def _take(self, value: object) -> None:
        self.close_list()
        self.chosen.emit(value)

    def _open(self) -> None:
        window = self.window()
        if self._popup is None or self._popup.parentWidget() is not window:
            self._popup = Floating(name=f"{self.edit.objectName()}-popup", window=window)
            self._popup.body.addWidget(self.suggestions)
            self.suggestions.show()
            self._watch_what_moves_the_field(window)
        self._place()
        self._speak()

    def _watch_what_moves_the_field(self, window: QWidget) -> None:
        moves: QWidget | None = self.frame
        while moves is not None:
            moves.installEventFilter(self)
            moves = moves.parentWidget() if moves is not window else None

    def _place_again(self) -> None:
        if self.is_open:
            self._place()

    def _place(self) -> None:
        if self._popup is None:
            return
        window = self.window()
        corner = self.frame.mapTo(window, QPoint(0, self.frame.height() + _GAP))
        height = self.suggestions.wanted_height() + 2 * _PADDING
        if corner.y() + height > window.height():
            above = self.frame.mapTo(window, QPoint(0, -_GAP)).y()
            if above >= height or above > window.height() - corner.y():
                corner.setY(max(0, above - height))
        height = min(height, window.height() - corner.y())
        self._popup.place(QRect(corner.x(), corner.y(), self.frame.width(), height))

    def _speak(self) -> None:
        """Let readers hear the highlighted suggestion while the focus stays in the field."""
        current = self.suggestions.current() if self.is_open else None
        if current is None:
            self.edit.setAccessibleDescription(self.error or "")
            return
        place = self.tr("{row} of {count}").format(
            row=self.suggestions.current_row() + 1, count=len(self.suggestions.rows)
        )
        self.edit.setAccessibleDescription(f"{current.spoken}, {place}")


def _side_by_side(*widgets: QWidget) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.SMALL)
    for widget in widgets:
        row.addWidget(widget)
    return both


def _is_ours(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent):
        return False
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    return plain and Qt.Key(event.key()) in _OURS
