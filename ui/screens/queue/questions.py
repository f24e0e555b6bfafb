"""The queue's questions: who collects, why it is cancelled, a note, a balance that is due."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from services.tickets.dto import MoveKind, TicketDetail
from services.types import CollectedBy, CollectedCheck, NoteKind
from ui.format import Formats
from ui.parts.dialog import Question, QuestionDialog
from ui.parts.field import Field
from ui.parts.segmented import Segmented
from ui.parts.text import Text, Tone
from ui.parts.text_area import TextArea
from ui.screens.queue.words import say
from ui.tokens import Height, Space, TypeRole

_LONGEST: Final = 20_000
_AGREE_KEY: Final = "Ctrl Enter"
_RETURN: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Who takes the device, and how that is known."""

    by: CollectedBy
    name: str
    check: CollectedCheck


class CollectDialog(QuestionDialog):
    """Asks who collects a device.

    Signals (besides those of `QuestionDialog`):
        collected(object): a `Collection`.
    """

    collected = Signal(object)

    def __init__(
        self, detail: TicketDetail, *, kind: MoveKind, formats: Formats, parent: QWidget
    ) -> None:
        super().__init__(_collect_question(detail, kind=kind, formats=formats), parent=parent)
        self.by = Segmented(
            say("Who collects"),
            name="collected-by",
            choices=(
                (CollectedBy.CUSTOMER, say("The customer")),
                (CollectedBy.OTHER, say("Someone else")),
            ),
            value=CollectedBy.CUSTOMER,
            height=Height.STANDARD,
        )
        self.who = Field(say("Name of who collects"), name="collected-name", max_length=200)
        self.check = Segmented(
            say("How we know"),
            name="collected-check",
            choices=(
                (CollectedCheck.CLAIM_TICKET, say("Claim ticket")),
                (CollectedCheck.IDENTITY, say("Identity checked")),
            ),
            value=CollectedCheck.CLAIM_TICKET,
            height=Height.STANDARD,
        )
        self._build()
        self.by.chosen.connect(self._show_name)
        self.who.text_edited.connect(lambda _text: self.who.set_error(None))

    def ask(self) -> None:
        """Open the question; the keyboard begins at who collects."""
        super().ask()
        self.by.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on with Enter, agree with Ctrl+Enter."""
        if event.key() not in _RETURN:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.card.action.click()
        else:
            self.focusNextChild()

    def _build(self) -> None:
        for label, widget in (
            (say("Who collects"), self.by),
            ("", self.who),
            (say("How we know"), self.check),
        ):
            if label:
                word = Text(label, role=TypeRole.LABEL, tone=Tone.SECOND)
                self.card.extra.addSpacing(8)
                self.card.extra.addWidget(word)
            self.card.extra.addWidget(widget)
        self.who.hide()
        self.card.action.set_key(_AGREE_KEY)
        in_reading_order(self.by, self.who.edit, self.check, self.card.keep, self.card.action)

    def _show_name(self, by: object) -> None:
        self.who.setVisible(by == CollectedBy.OTHER)
        if by == CollectedBy.OTHER:
            self.who.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.adjustSize()

    def _agree(self, typed: object) -> None:
        by = CollectedBy(str(self.by.value()))
        name = self.who.text() if by is CollectedBy.OTHER else ""
        if by is CollectedBy.OTHER and not name:
            self.who.set_error(say("Write down who collects the device."))
            self.who.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.adjustSize()
            return
        check = CollectedCheck(str(self.check.value()))
        self.collected.emit(Collection(by=by, name=name, check=check))
        super()._agree(typed)


class WordsDialog(QuestionDialog):
    """Asks for some lines of text that may not be empty; Ctrl+Enter agrees.

    Signals (besides those of `QuestionDialog`):
        written(object): the text.
        typed(object): the text so far, also when the question is closed without agreeing.
    """

    written = Signal(object)
    typed = Signal(object)

    def __init__(
        self, question: Question, *, label: str, missing: str, text: str = "", parent: QWidget
    ) -> None:
        super().__init__(question, parent=parent)
        self._missing = missing
        self.words = TextArea(label, name="question-words", lines=4)
        self.words.set_text(text)
        self.card.extra.addSpacing(4)
        self.card.extra.addWidget(self.words)
        self.card.action.set_key(_AGREE_KEY)
        in_reading_order(self.words.edit, self.card.keep, self.card.action)
        self.words.text_edited.connect(self._edited)
        self.words.edit.installEventFilter(self)

    def ask(self) -> None:
        """Open the question with the keyboard in the text."""
        super().ask()
        self.words.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Agree on Ctrl+Enter."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if control and event.key() in _RETURN:
                self.card.action.click()
                return True
        return super().eventFilter(watched, event)

    def _edited(self, text: object) -> None:
        self.words.set_error(None)
        self.typed.emit(text)

    def _agree(self, typed: object) -> None:
        text = self.words.text()
        if not text or len(text) > _LONGEST:
            too_long = say("This is longer than {count} characters.", count=f"{_LONGEST:,}")
            self.words.set_error(too_long if text else self._missing)
            self.words.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.adjustSize()
            return
        self.written.emit(text)
        super()._agree(typed)


class NoteDialog(WordsDialog):
    """Asks for a note, and whom it is for."""

    def __init__(self, question: Question, *, text: str, parent: QWidget) -> None:
        super().__init__(
            question,
            label=say("Note"),
            missing=say("Write the note first."),
            text=text,
            parent=parent,
        )
        self.whom = Segmented(
            say("Whom it is for"),
            name="note-kind",
            choices=((NoteKind.INTERNAL, say("Internal")), (NoteKind.CUSTOMER, say("Customer"))),
            value=NoteKind.INTERNAL,
            height=Height.STANDARD,
        )
        hint = say("Only notes for the customer are ever printed or sent.")
        self.whom.setAccessibleDescription(hint)
        row = QHBoxLayout()
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self.whom)
        row.addWidget(Text(hint, tone=Tone.THIRD, wrap=True, name="note-hint"), stretch=1)
        self.card.extra.addLayout(row)
        in_reading_order(self.words.edit, self.whom, self.card.keep, self.card.action)

    @property
    def kind(self) -> NoteKind:
        """Whom the note is for."""
        return NoteKind(str(self.whom.value()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Agree with Ctrl+Enter from the switch too."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _RETURN and control:
            self.card.action.click()
        else:
            super().keyPressEvent(event)


def in_reading_order(*widgets: QWidget) -> None:
    """Let Tab go from one widget to the next."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


def note_dialog(detail: TicketDetail, *, text: str, parent: QWidget) -> NoteDialog:
    """Return the question for a note."""
    question = Question(
        heading=say("Note on {number}", number=detail.number),
        action=say("Add note"),
        keep=say("Not now"),
    )
    return NoteDialog(question, text=text, parent=parent)


def cancel_dialog(detail: TicketDetail, *, text: str, parent: QWidget) -> WordsDialog:
    """Return the question before an order is cancelled."""
    question = Question(
        heading=say("Cancel {number}?", number=detail.number),
        text=say(
            "{device} of {customer} then stays on the list “To hand back” until it is collected.",
            device=detail.device_title,
            customer=detail.customer_name,
        ),
        action=say("Cancel order"),
        keep=say("Keep order"),
        destroys=True,
    )
    missing = say("Say why the order is cancelled.")
    label = say("Why is it cancelled")
    return WordsDialog(question, label=label, missing=missing, text=text, parent=parent)


def balance_question(detail: TicketDetail | None, *, number: str, due: str | None) -> Question:
    """Return the question before a device leaves unpaid; it names the amount."""
    device = detail.device_title if detail is not None else number
    if due is None:
        heading = say("Hand {device} over without a price?", device=device)
        text = say("The price of {number} is still open.", number=number)
        action = say("Hand over without a price")
    else:
        heading = say("Hand {device} over with {due} due?", device=device, due=due)
        text = say("{number} is not paid. {due} stays due.", number=number, due=due)
        action = say("Hand over, {due} due", due=due)
    return Question(
        heading=heading, text=text, action=action, keep=say("Keep it here"), destroys=True
    )


def _collect_question(detail: TicketDetail, *, kind: MoveKind, formats: Formats) -> Question:
    device, customer = detail.device_title, detail.customer_name
    text = say("{number} of {customer}.", number=detail.number, customer=customer)
    if kind is MoveKind.HAND_BACK:
        return Question(
            heading=say("Hand {device} back?", device=device),
            text=text,
            action=say("Hand back"),
            keep=say("Not now"),
        )
    if detail.balance_minor > 0 and not detail.total_is_open:
        due = formats.money(detail.balance_minor)
        text = say("{about} {due} is still due.", about=text, due=due)
    return Question(
        heading=say("Hand {device} over?", device=device),
        text=text,
        action=say("Hand over"),
        keep=say("Not now"),
    )
