"""Labelled fields: the label above (or at the left of a one-line row), the sentence below."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.fonts import role_font
from ui.icons import Icon
from ui.parts.field_frame import FieldFrame
from ui.parts.icon_view import IconView
from ui.parts.text import Text, Tone
from ui.tokens import Height, IconSize, Space, TypeRole

LABEL_GAP = 6
_BELOW_GAP = 6
# Qt keeps 2 px beside the text of every line editor; the frame's padding is all there should be.
_NO_QT_MARGIN = (-2, 0, -2, 0)


class LabelPlace(StrEnum):
    """Where the label of a field stands."""

    ABOVE = "above"
    BESIDE = "beside"
    HIDDEN = "hidden"


class _Row(QWidget):
    """A line of small widgets above or below the box."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)


class Labelled(QWidget):
    """The frame of every field: label, "optional", the editor's box, and a hint or an error below.

    The label is the editor's buddy and its accessible name.
    """

    def __init__(
        self,
        label: str,
        *,
        editor: QWidget,
        frame: QWidget,
        name: str,
        optional: bool = False,
        hint: str = "",
        place: LabelPlace = LabelPlace.ABOVE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._frame = frame
        self._hint = hint
        self._error: str | None = None
        self.setObjectName(f"{name}-field")
        editor.setObjectName(name)
        editor.setAccessibleName(label)
        self.setFocusProxy(editor)
        self.label = Text(label, role=TypeRole.LABEL, tone=Tone.SECOND, name=f"{name}-label")
        self.label.setBuddy(editor)
        self._head = _Row(self)
        self._head.row.addWidget(self.label, stretch=1)
        if optional:
            mark = Text(self.tr("optional"), tone=Tone.THIRD, name=f"{name}-optional")
            self._head.row.addWidget(mark)
        self._below = _Row(self)
        self._below.row.setContentsMargins(0, _BELOW_GAP, 0, 0)
        self._below_icon = IconView(Icon.CIRCLE_ALERT, tone=Tone.DANGER, size=IconSize.PILL)
        self._sentence = Text(hint, tone=Tone.THIRD, wrap=True, name=f"{name}-below")
        self._below.row.addWidget(self._below_icon)
        self._below.row.addWidget(self._sentence, stretch=1)
        self._arrange(place)
        self._show_below()

    @property
    def error(self) -> str | None:
        """The sentence now shown as an error."""
        return self._error

    def set_label(self, label: str) -> None:
        """Change the label; the accessible name follows."""
        self.label.setText(label)
        self._editor.setAccessibleName(label)

    def set_hint(self, hint: str) -> None:
        """Change the quiet sentence below the field."""
        self._hint = hint
        self._show_below()

    def set_error(self, sentence: str | None) -> None:
        """Show what to do about what was typed, or None when it is well; the text stays."""
        self._error = sentence
        if isinstance(self._frame, FieldFrame):
            self._frame.show_error(shown=sentence is not None)
        self._show_below()

    def _arrange(self, place: LabelPlace) -> None:
        beside = place is LabelPlace.BESIDE
        outer = QHBoxLayout(self) if beside else QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.LARGE if beside else LABEL_GAP)
        outer.addWidget(self._head)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._frame)
        column.addWidget(self._below)
        outer.addLayout(column, stretch=1)
        self._head.setVisible(place is not LabelPlace.HIDDEN)

    def _show_below(self) -> None:
        failed = self._error is not None
        sentence = self._error if self._error is not None else self._hint
        self._sentence.setText(sentence)
        self._sentence.set_tone(Tone.DANGER if failed else Tone.THIRD)
        self._sentence.set_role(TypeRole.LABEL if failed else TypeRole.BODY)
        self._below_icon.setVisible(failed)
        self._below.setVisible(bool(sentence))
        self._editor.setAccessibleDescription(sentence)


class LineEdit(QLineEdit):
    """A line editor in field type; its frame is painted by the field.

    Signals:
        focus_left(): the focus went elsewhere.
    """

    focus_left = Signal()

    def __init__(self, *, role: TypeRole = TypeRole.FIELD, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self.setFrame(False)
        self.setTextMargins(*_NO_QT_MARGIN)
        self.setFont(role_font(role))

    def restyle(self) -> None:
        """Take on the theme now in force."""
        font = role_font(self._role)
        if self.font() != font:
            self.setFont(font)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the focus left, unless it only went to a menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.focus_left.emit()


class Field(Labelled):
    """One line of text.

    Signals:
        text_edited(object): the text after a person changed it.
        committed(object): the text when Return was pressed or the focus left.
        entered(object): the text when Return was pressed.
    """

    text_edited = Signal(object)
    committed = Signal(object)
    entered = Signal(object)

    def __init__(  # noqa: PLR0913 - a widget's options: named, each with a default
        self,
        label: str,
        *,
        name: str,
        placeholder: str = "",
        icon: Icon | None = None,
        leading: QWidget | None = None,
        trailing: QWidget | None = None,
        optional: bool = False,
        hint: str = "",
        place: LabelPlace = LabelPlace.ABOVE,
        height: int = Height.FORM,
        max_length: int = 10_000,
        parent: QWidget | None = None,
    ) -> None:
        role = TypeRole.FIELD if height >= Height.FORM else TypeRole.BODY
        self.edit = LineEdit(role=role)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setMaxLength(max_length)
        self.frame = FieldFrame(
            self.edit, icon=icon, leading=leading, trailing=trailing, height=height
        )
        super().__init__(
            label,
            editor=self.edit,
            frame=self.frame,
            name=name,
            optional=optional,
            hint=hint,
            place=place,
            parent=parent,
        )
        self.edit.textEdited.connect(self.text_edited.emit)
        self.edit.returnPressed.connect(self._enter)
        self.edit.focus_left.connect(self._commit)

    def text(self) -> str:
        """Return what was typed, with spaces at the ends taken off."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Put a text in without a signal."""
        self.edit.setText(text)

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the text be read and copied but not changed."""
        self.edit.setReadOnly(read_only)
        self.frame.update()

    def _enter(self) -> None:
        self.committed.emit(self.text())
        self.entered.emit(self.text())

    def _commit(self) -> None:
        self.committed.emit(self.text())
