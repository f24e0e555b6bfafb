"""Further phones and e-mails of a customer, beside the two in the form."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.actor import new_operation_id
from services.commands import checked
from services.customers.dto import AddContact, Contact, CustomerPage, MakePrimary, RemoveContact
from services.errors import Invalid, MendpointError
from services.types import ContactKind
from ui.field_row import FieldRow
from ui.form import Form
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.combo import Combo
from ui.parts.field import Field
from ui.parts.flow import Flow
from ui.screens.customers.page.entries import Act, Entries, Entry
from ui.screens.customers.page.port import Deed, PagePort, Undo
from ui.screens.customers.words import KIND_WORDS, contact_words, say
from ui.tokens import Height, Space


class FurtherContacts(QWidget):
    """The list, and the fields for one more."""

    def __init__(self, port: PagePort) -> None:
        super().__init__()
        self.setObjectName("customer-further")
        self._port = port
        self._operation_id = new_operation_id()
        self.entries = Entries(name="customer-contact-list")
        self.kind = Combo(
            say("Kind"),
            name="customer-contact-kind",
            choices=tuple((each, say(words)) for each, words in KIND_WORDS.items()),
            value=ContactKind.PHONE,
        )
        self.value = Field(say("Number or address"), name="customer-contact", max_length=200)
        self.label = Field(
            say("What for"),
            name="customer-contact-label",
            placeholder=say("Work, partner …"),
            optional=True,
            max_length=200,
        )
        self.form = Form(self)
        self.form.add_combo("kind", self.kind)
        self.form.add_text("value", self.value)
        self.form.add_text("label", self.label)
        self.begin = Button(
            say("Add a phone or e-mail"),
            kind=ButtonKind.GHOST,
            icon=Icon.PLUS,
            height=Height.DENSE,
            name="customer-contact-begin",
        )
        self.cancel = Button(say("Cancel"), name="customer-contact-cancel")
        self.add = Button(say("Add"), name="customer-contact-add")
        self._editor = self._built_editor()
        self._lay_out()
        self._connect()

    @property
    def has_unsaved(self) -> bool:
        """Whether something is typed that is not stored."""
        return not self._editor.isHidden() and bool(self.value.text())

    def forget(self) -> None:
        """Close the editor: another customer is shown."""
        self._editor.hide()

    def show_page(self, page: CustomerPage) -> None:
        """Show the further contacts; what is typed stays."""
        may = self._port.may_edit
        if not may:
            self._editor.hide()
        self.begin.setVisible(may and self._editor.isHidden())
        further = [each for each in page.contacts if not each.primary]
        self.entries.setVisible(bool(further))
        self.entries.show_entries([self._entry(each, may=may) for each in further])

    # --- inside ----------------------------------------------------------------------------------

    def _built_editor(self) -> QWidget:
        editor = QWidget()
        editor.setObjectName("customer-contact-editor")
        buttons = Flow(gap=Space.SMALL, name="customer-contact-buttons", at_right=True)
        buttons.show_row([self.cancel, self.add])
        column = QVBoxLayout(editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(FieldRow(self.kind, self.value, self.label, stretches=(1, 2, 2)))
        column.addWidget(buttons)
        return editor

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(self.entries)
        column.addWidget(self._editor)
        column.addWidget(self.begin, alignment=Qt.AlignmentFlag.AlignLeft)
        self._editor.hide()

    def _connect(self) -> None:
        self.entries.go_on_at(self.begin)
        self.begin.clicked.connect(self._open)
        self.cancel.clicked.connect(self._close)
        self.add.clicked.connect(self._add)
        for field in (self.value, self.label):
            field.entered.connect(lambda _text: self.add.click())
            field.text_edited.connect(lambda _text, field=field: field.set_error(None))

    def _entry(self, contact: Contact, *, may: bool) -> Entry:
        number = contact.contact_id
        acts = (
            Act(
                words=say("Make it the first"),
                name=f"customer-contact-first-{number}",
                act=partial(self._make_first, contact),
            ),
            Act(
                words=say("Remove"),
                name=f"customer-contact-remove-{number}",
                act=partial(self._remove, contact),
            ),
        )
        return Entry(title=contact_words(contact), acts=acts if may else ())

    def _open(self) -> None:
        self._operation_id = new_operation_id()
        self.form.show({"kind": ContactKind.PHONE, "value": "", "label": ""})
        self._editor.show()
        self.begin.hide()
        self.value.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._editor.hide()
        self.begin.setVisible(self._port.may_edit)
        self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        self.form.clear_errors()
        if not self.value.text():
            self.value.set_error(say("Type a number or an address."))
            self.value.edit.setFocus()
            return
        try:
            command = checked(
                lambda: AddContact(
                    operation_id=self._operation_id,
                    customer_id=int(self._port.page.customer_id),
                    **self.form.values(),
                )
            )
        except Invalid as invalid:
            self._refused(invalid)
            return
        self._port.carry_out(
            Deed(
                call=lambda services, actor: services.customer_pages.add_contact(actor, command),
                button=self.add,
                busy=say("Adding …"),
                refused=self._refused,
                done=lambda _page: self._close(),
            )
        )

    def _refused(self, error: MendpointError) -> bool:
        return isinstance(error, Invalid) and self.form.show_problems(error)

    def _remove(self, contact: Contact) -> None:
        assert contact.contact_id is not None
        command = RemoveContact(
            operation_id=new_operation_id(),
            customer_id=int(self._port.page.customer_id),
            contact_id=contact.contact_id,
        )
        self._port.carry_out(
            Deed(
                call=lambda services, actor: services.customer_pages.remove_contact(actor, command),
                said=say("{contact} removed", contact=contact.value),
                undo=partial(_put_back, contact),
            )
        )

    def _make_first(self, contact: Contact) -> None:
        assert contact.contact_id is not None
        page = self._port.page
        before = page.phone if contact.kind is ContactKind.PHONE else page.email
        self._port.carry_out(
            _first(
                contact.contact_id,
                page=page,
                said=say("{contact} is the first now", contact=contact.value),
                undo=partial(_first_again, before),
            )
        )


def _first(contact_id: int, *, page: CustomerPage, said: str, undo: Undo | None = None) -> Deed:
    command = MakePrimary(
        operation_id=new_operation_id(),
        customer_id=int(page.customer_id),
        contact_id=contact_id,
        seen_version=page.version,
    )
    return Deed(
        call=lambda services, actor: services.customer_pages.make_primary(actor, command),
        said=said,
        undo=undo,
    )


def _first_again(value: str, page: CustomerPage) -> Deed | None:
    """Return the deed that makes a former first contact the first again, if it is still there."""
    for contact in page.contacts:
        if contact.contact_id is not None and contact.value == value:
            return _first(
                contact.contact_id,
                page=page,
                said=say("{contact} is the first again", contact=value),
            )
    return None


def _put_back(contact: Contact, page: CustomerPage) -> Deed:
    command = AddContact(
        operation_id=new_operation_id(),
        customer_id=int(page.customer_id),
        kind=contact.kind,
        value=contact.value,
        label=contact.label,
    )
    return Deed(
        call=lambda services, actor: services.customer_pages.add_contact(actor, command),
        said=say("{contact} is back", contact=contact.value),
    )
