"""Several lines of text under one label."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ui.fonts import role_font
from ui.parts.field import Labelled, LabelPlace
from ui.parts.field_frame import FieldFrame
from ui.tokens import TypeRole

_ABOVE_AND_BELOW = 8


class _Editor(QPlainTextEdit):
    """A plain editor in which Tab moves on and Ctrl+Return is left to the page.

    Signals:
        focus_left(): the focus went elsewhere.
    """

    focus_left = Signal()

    def __init__(self, *, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Return to the page's shortcut."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the focus left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.focus_left.emit()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self._fit()

    def _fit(self) -> None:
        font = role_font(TypeRole.BODY)
        if self.font() != font:
            self.setFont(font)
        self.setFixedHeight(round(QFontMetricsF(font).lineSpacing() * self._lines) + 4)


class TextArea(Labelled):
    """A labelled field of ``lines`` lines; longer text scrolls. Markup is shown as typed.

    Signals:
        text_edited(object): the text after it changed.
        committed(object): the text when the focus left.
    """

    text_edited = Signal(object)
    committed = Signal(object)

    def __init__(
        self,
        label: str,
        *,
        name: str,
        lines: int = 3,
        placeholder: str = "",
        optional: bool = False,
        hint: str = "",
        place: LabelPlace = LabelPlace.ABOVE,
        parent: QWidget | None = None,
    ) -> None:
        self.edit = _Editor(lines=lines)
        self.edit.setPlaceholderText(placeholder)
        self._is_quiet = False
        self.frame = FieldFrame(self.edit, height=0)
        layout = self.frame.layout()
        if layout is not None:
            layout.setContentsMargins(12, _ABOVE_AND_BELOW, 8, _ABOVE_AND_BELOW)
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
        self.edit.textChanged.connect(self._changed)
        self.edit.focus_left.connect(self._commit)

    def text(self) -> str:
        """Return what was typed."""
        return self.edit.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Put a text in without a signal."""
        self._is_quiet = True
        self.edit.setPlainText(text)
        self._is_quiet = False

    def _changed(self) -> None:
        if not self._is_quiet:
            self.text_edited.emit(self.text())

    def _commit(self) -> None:
        self.committed.emit(self.text())
