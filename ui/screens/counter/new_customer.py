"""Somebody new, in place: name and one contact, and what they said about messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from services.tickets.dto import IntakeDraft
from ui.parts.checkbox import Checkbox
from ui.parts.field import Field
from ui.parts.text import Text, Tone
from ui.tokens import Space


class NewCustomerFields(QWidget):
    """Name, phone and e-mail of a new customer.

    Signals:
        edited(object): the (field name, text) a person changed.
        phone_committed(object): the phone as typed, when its field is left.
    """

    edited = Signal(object)
    phone_committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("counter-new-customer")
        self.fields = {
            "name": Field(self.tr("Name"), name="counter-new-name"),
            "phone": Field(
                self.tr("Phone"),
                name="counter-new-phone",
                hint=self.tr("Phone or e-mail: one is enough"),
            ),
            "email": Field(
                self.tr("E-mail"),
                name="counter-new-email",
                placeholder="name@example.com",
                optional=True,
            ),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.MEDIUM)
        for key, field in self.fields.items():
            row.addWidget(field, stretch=1, alignment=Qt.AlignmentFlag.AlignTop)
            field.text_edited.connect(partial(self._edited, key))
        self.fields["phone"].committed.connect(self.phone_committed.emit)

    def show_draft(self, draft: IntakeDraft) -> None:
        """Show what was entered, without a signal."""
        for key, text in (("name", draft.name), ("phone", draft.phone), ("email", draft.email)):
            if self.fields[key].text() != text.strip():
                self.fields[key].set_text(text)

    def first_empty(self) -> Field:
        """Return the field to go on with: the name, else a contact, else the name."""
        name, phone, email = self.fields.values()
        if not name.text():
            return name
        return name if phone.text() or email.text() else phone

    def _edited(self, key: str, text: object) -> None:
        self.fields[key].set_error(None)
        self.edited.emit((key, str(text)))


class ConsentRow(QWidget):
    """Which channels the customer agreed to. A box nobody touched stays "not asked".

    Signals:
        consented(object): the (sms, email) answers: True, False, or None for not asked.
    """

    consented = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("counter-consents")
        self._answers: dict[str, bool | None] = {"sms": None, "email": None}
        self.boxes = {
            "sms": Checkbox(self.tr("SMS"), name="counter-consent-sms"),
            "email": Checkbox(self.tr("E-mail"), name="counter-consent-email"),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.LARGE)
        row.addWidget(Text(self.tr("Messages agreed to by"), tone=Tone.SECOND))
        for key, box in self.boxes.items():
            row.addWidget(box)
            box.clicked.connect(self._clicked(key))
        row.addStretch(1)

    def show_answers(self, *, sms: bool | None, email: bool | None) -> None:
        """Show what was answered, without a signal."""
        self._answers = {"sms": sms, "email": email}
        for key, box in self.boxes.items():
            box.setChecked(bool(self._answers[key]))

    def _clicked(self, key: str) -> Callable[[bool], None]:
        def clicked(checked: bool) -> None:  # noqa: FBT001 - Qt's own signal
            self._answers[key] = checked
            self.consented.emit((self._answers["sms"], self._answers["email"]))

        return clicked
