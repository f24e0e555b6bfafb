"""Questions: they name the thing and the consequence, and the safe answer has the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.measures import fix_width
from ui.parts.button import Button, ButtonKind
from ui.parts.field import Field
from ui.parts.painting import paint_box, paint_shadow, shadow_colour
from ui.parts.text import Text, Tone
from ui.theme import tokens
from ui.tokens import Radius, Space, TypeRole

_WIDTH: Final = 480
_SHADOW: Final = 40
_DROP: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A line of text the answer needs (a reason, who collected); ``missing`` is said without it."""

    label: str
    placeholder: str = ""
    hint: str = ""
    optional: bool = False
    missing: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: ``heading`` asks, ``text`` tells the consequence, ``keep`` is the safe answer."""

    heading: str
    text: str = ""
    action: str
    keep: str
    destroys: bool = False
    asked: Asked | None = None


class QuestionCard(QWidget):
    """The inside of a question: heading, text, field and the two buttons.

    Signals:
        agreed(object): the typed text, when a person chose the action.
        kept(): a person chose the safe answer.
    """

    agreed = Signal(object)
    kept = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self.setObjectName("question-card")
        kind = ButtonKind.DESTROY if question.destroys else ButtonKind.PRIMARY
        self.heading = Text(
            question.heading, role=TypeRole.HEADING, wrap=True, name="question-heading"
        )
        self.text = Text(question.text, tone=Tone.SECOND, wrap=True, name="question-text")
        self.keep = Button(question.keep, name="question-keep")
        self.action = Button(question.action, kind=kind, name="question-action")
        self.field = self._build_field(question.asked)
        self.extra = QVBoxLayout()
        self._arrange()
        # Only now: shown before it has a parent, a widget is a window of its own for a moment.
        self.text.setVisible(bool(question.text))
        self.keep.clicked.connect(self.kept.emit)
        self.action.clicked.connect(self._agree)

    def _build_field(self, asked: Asked | None) -> Field | None:
        if asked is None:
            return None
        field = Field(
            asked.label,
            name="question-field",
            placeholder=asked.placeholder,
            optional=asked.optional,
            hint=asked.hint,
        )
        field.set_text(asked.text)
        field.entered.connect(self._agree)
        return field

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(21, 18, 21, 20)
        column.setSpacing(Space.SMALL)
        column.addWidget(self.heading)
        column.addWidget(self.text)
        if self.field is not None:
            column.addSpacing(Space.TIGHT)
            column.addWidget(self.field)
        column.addLayout(self.extra)
        column.addStretch(1)
        column.addSpacing(Space.LARGE)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.action)
        column.addLayout(row)

    def _agree(self) -> None:
        typed = self.field.text() if self.field is not None else ""
        asked = self._question.asked
        if self.field is not None and asked is not None and not typed and not asked.optional:
            self.field.set_error(asked.missing or self.tr("This is needed"))
            self.field.edit.setFocus()
            return
        self.agreed.emit(typed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card: raised, radius 12."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.DIALOG, fill=t.raised, edge=t.border_soft)


class Scrim(QWidget):
    """Darkens a window while a question is open."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("scrim")
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay the scrim over the window."""
        t = tokens()
        colour = QColor(t.scrim)
        colour.setAlphaF(t.scrim_opacity)
        QPainter(self).fillRect(self.rect(), colour)


class QuestionDialog(QDialog):
    """A question over a window; the window waits, the event loop does not.

    Esc is the safe answer. The focus is on the safe button, or in the field when one is asked for.

    Signals:
        agreed(object): the typed text (empty without a field).
        kept(): the safe answer, Esc included.
    """

    agreed = Signal(object)
    kept = Signal()

    def __init__(self, question: Question, *, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._scrim: Scrim | None = None
        self.setObjectName("question")
        self.setWindowTitle(question.heading)
        self.setAccessibleName(question.heading)
        self.setAccessibleDescription(question.text)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.card = QuestionCard(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SHADOW, _SHADOW, _SHADOW, _SHADOW)
        column.addWidget(self.card)
        fix_width(self.card, _WIDTH)
        self.card.agreed.connect(self._agree)
        self.card.kept.connect(self.reject)
        self.rejected.connect(self.kept.emit)
        self.finished.connect(self._lift_scrim)

    def ask(self) -> None:
        """Open the question over its window."""
        window = self.parentWidget()
        if window is not None:
            self._scrim = Scrim(window)
        self.open()
        first = self.card.field.edit if self.card.field is not None else self.card.keep
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shadow around the card."""
        t = tokens()
        painter = QPainter(self)
        colour = shadow_colour(t, opacity=t.dialog_shadow_opacity)
        box = QRectF(self.card.geometry())
        paint_shadow(painter, box, radius=Radius.DIALOG, spread=_SHADOW, drop=_DROP, colour=colour)

    def _agree(self, typed: object) -> None:
        self.agreed.emit(typed)
        self.accept()

    def _lift_scrim(self) -> None:
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None


def ask(
    parent: QWidget,
    *,
    question: Question,
    agreed: Callable[[str], None],
    kept: Callable[[], None] | None = None,
) -> QuestionDialog:
    """Open a question over the parent's window and call back with the answer."""
    dialog = QuestionDialog(question, parent=parent)
    dialog.agreed.connect(agreed)
    if kept is not None:
        dialog.kept.connect(kept)
    dialog.ask()
    return dialog
