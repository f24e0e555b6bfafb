"""A manager's correction: a wrong move, customer or device is put right, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from services.customers.dto import CustomerSuggestion
from services.tickets.dto import TicketDetail
from services.types import TicketStatus
from ui.context import UiContext
from ui.parts.combo import Combo
from ui.parts.dialog import Question, QuestionDialog
from ui.parts.field import Field
from ui.parts.pill import status_word
from ui.parts.suggestions import Suggestion
from ui.parts.text_area import TextArea
from ui.parts.typeahead import TypeAhead
from ui.scanner.fields import let_take_scans
from ui.screens.queue.questions import in_reading_order
from ui.screens.queue.words import say
from ui.tokens import Height, Space

_LONGEST_REASON: Final = 2_000

# Delivered needs a hand-over: it is never the target of a correction.
_TARGETS: Final = tuple(s for s in TicketStatus if s is not TicketStatus.DELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What shall be otherwise; None stays as it is. ``customer_name`` is that of the other one."""

    reason: str
    status: TicketStatus | None = None
    customer_id: int | None = None
    customer_name: str = ""
    device_title: str | None = None
    imei: str | None = None
    serial: str | None = None


class CorrectionDialog(QuestionDialog):
    """Asks what is wrong and why it was.

    Signals (besides those of `QuestionDialog`):
        corrected(object): a `Correction`.
    """

    corrected = Signal(object)

    def __init__(self, detail: TicketDetail, *, context: UiContext, parent: QWidget) -> None:
        super().__init__(_question(detail), parent=parent)
        self._detail = detail
        self._context = context
        self._customer_id: int | None = None
        self.customer = TypeAhead(say("Customer"), name="correct-customer", height=Height.STANDARD)
        self.status = Combo(
            say("Status"),
            name="correct-status",
            choices=_status_choices(detail),
            value=detail.status,
            height=Height.STANDARD,
        )
        self.device = Field(
            say("Device"), name="correct-device", height=Height.STANDARD, max_length=200
        )
        self.imei = _field("IMEI", name="correct-imei")
        self.serial = Field(
            say("Serial"), name="correct-serial", height=Height.STANDARD, max_length=200
        )
        for field in (self.imei, self.serial):
            let_take_scans(field.edit)
        self.reason = TextArea(say("Why"), name="correct-reason", lines=2)
        self._build()
        self.customer.text_edited.connect(self._look_up)
        self.customer.chosen.connect(self._take_customer)
        self.reason.text_edited.connect(lambda _text: self.reason.set_error(None))

    def ask(self) -> None:
        """Open the question with the keyboard in its first field."""
        super().ask()
        self.customer.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on with Enter, agree with Ctrl+Enter."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.card.action.click()
        else:
            self.focusNextChild()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show what the shop refused, at its fields; the focus goes to the first."""
        fields = {
            "customer_id": self.customer,
            "status": self.status,
            "device_title": self.device,
            "imei": self.imei,
            "serial": self.serial,
            "reason": self.reason,
        }
        first = None
        for name, field in fields.items():
            if name in problems:
                field.set_error(problems[name])
                first = first or field
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.adjustSize()

    def fill(self, correction: Correction) -> None:
        """Put back what was typed before."""
        if correction.customer_id is not None:
            self._customer_id = correction.customer_id
            self.customer.set_text(correction.customer_name)
        self.status.set_value(correction.status or self._detail.status)
        self.reason.set_text(correction.reason)
        for field, text in (
            (self.device, correction.device_title),
            (self.imei, correction.imei),
            (self.serial, correction.serial),
        ):
            if text is not None:
                field.set_text(text)

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.customer.set_text(self._detail.customer_name)
        self.device.set_text(self._detail.device_title)
        self.imei.set_text(self._detail.imei)
        self.serial.set_text(self._detail.serial)
        pair = QHBoxLayout()
        pair.setSpacing(Space.MEDIUM)
        pair.addWidget(self.imei)
        pair.addWidget(self.serial)
        extra = self.card.extra
        extra.setSpacing(Space.SMALL)
        extra.addWidget(self.customer)
        extra.addWidget(self.device)
        extra.addLayout(pair)
        extra.addWidget(self.status)
        extra.addWidget(self.reason)
        self.card.action.set_key("Ctrl Enter")
        in_reading_order(
            self.customer.edit,
            self.device.edit,
            self.imei.edit,
            self.serial.edit,
            self.status.box,
            self.reason.edit,
            self.card.keep,
            self.card.action,
        )

    def _look_up(self, text: object) -> None:
        typed = str(text).strip()
        self._customer_id = None
        if len(typed) < 2:
            self.customer.set_suggestions(())
            return
        actor, customers = self._context.actor(), self._context.services.customers
        self._context.runner.run(
            self,
            lambda: customers.suggest(actor, text=typed),
            done=self._suggest,
            kind="customers",
        )

    def _suggest(self, found: tuple[CustomerSuggestion, ...]) -> None:
        self.customer.set_suggestions(
            tuple(
                Suggestion(
                    value=(int(each.customer_id), each.name),
                    title=each.name,
                    detail=each.phone or each.email,
                    person=each.name,
                )
                for each in found
            )
        )

    def _take_customer(self, value: object) -> None:
        if isinstance(value, tuple):
            self._customer_id, name = value
            self.customer.set_text(name)
            self.customer.set_error(None)

    def _agree(self, typed: object) -> None:
        correction, problems = self._written(), dict[str, str]()
        if not correction.reason:
            problems["reason"] = say("Say why.")
        elif len(correction.reason) > _LONGEST_REASON:
            problems["reason"] = say("Say it in fewer words.")
        renamed = self.customer.text() != self._detail.customer_name
        if renamed and correction.customer_id is None:
            problems["customer_id"] = say("Choose a customer from the list.")
        if problems:
            self.show_problems(problems)
            return
        self.corrected.emit(correction)
        super()._agree(typed)

    def _written(self) -> Correction:
        detail, status = self._detail, self.status.value()
        is_other = status != detail.status and isinstance(status, TicketStatus)
        other_customer = self._customer_id not in (None, detail.customer_id)
        return Correction(
            reason=self.reason.text(),
            status=TicketStatus(str(status)) if is_other else None,
            customer_id=self._customer_id if other_customer else None,
            customer_name=self.customer.text() if other_customer else "",
            device_title=_changed(self.device.text(), before=detail.device_title),
            imei=_changed(self.imei.text(), before=detail.imei),
            serial=_changed(self.serial.text(), before=detail.serial),
        )


def _field(label: str, *, name: str) -> Field:
    return Field(say(label), name=name, height=Height.STANDARD, max_length=200)


def _changed(text: str, *, before: str) -> str | None:
    return None if text == before else text


def _status_choices(detail: TicketDetail) -> tuple[tuple[object, str], ...]:
    targets = [s for s in TicketStatus if s in _TARGETS or s is detail.status]
    return tuple((status, status_word(status.value)) for status in targets)


def _question(detail: TicketDetail) -> Question:
    return Question(
        heading=say("Correct {number}", number=detail.number),
        text=say("For what was entered wrongly. The timeline keeps the change and the reason."),
        action=say("Correct order"),
        keep=say("Leave as it is"),
    )
