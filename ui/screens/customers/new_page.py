"""A new customer, taken down without a device."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.actor import new_operation_id
from services.commands import checked
from services.customers.dto import CreateCustomer, CustomerPage, Twin
from services.errors import Invalid, MendpointError
from ui.context import UiContext
from ui.errors import present
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.flow import Flow
from ui.parts.text import Text
from ui.screens.customers.page.contact_card import FIELDS, IdentityFields
from ui.screens.customers.scrolled import at_most, scrolled
from ui.screens.customers.words import say
from ui.shortcuts import shortcut
from ui.tokens import Height, Space, TypeRole
from ui.twins import TwinWarning, TwinWatch

_MOST: int = 760


class NewPage(QWidget):
    """The form. What is typed stays while one looks elsewhere, and when storing is refused.

    Signals:
        left(): back to the list.
        added(object): the `CustomerPage` of the new customer.
        known_wanted(object): the id of a customer known already, to go on with.
    """

    left = Signal()
    added = Signal(object)
    known_wanted = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("customer-new-page")
        self._context = context
        self._operation_id = new_operation_id()
        self.back = Button(
            say("Customers"),
            kind=ButtonKind.GHOST,
            icon=Icon.CHEVRON_LEFT,
            key="Esc",
            name="customer-new-back",
        )
        self.identity = IdentityFields(self, prefix="customer-new")
        self.form = self.identity.form
        self.twins = TwinWarning(name="customer-new-twins")
        self._watch = TwinWatch(context, parent=self)
        self.add = Button(
            say("Add the customer"),
            kind=ButtonKind.PRIMARY,
            height=Height.FORM,
            key=shortcut("customers.save").keycap,
            name="customer-new-add",
        )
        self._build()
        self._connect()
        self.form.show(dict.fromkeys(FIELDS, ""))

    @property
    def unsaved_words(self) -> str:
        """Who is typed and not stored; empty when nobody is."""
        if not self.form.unsaved():
            return ""
        return self.identity.fields["name"].text() or say("New customer")

    def take_focus(self) -> None:
        """Begin at the name, or at the first error."""
        if not self.form.focus_first_error():
            self.identity.fields["name"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty the form."""
        self._operation_id = new_operation_id()
        self.form.show(dict.fromkeys(FIELDS, ""))
        self._watch.forget()

    def revert(self) -> bool:
        """Empty the form; say whether anything was typed."""
        if not self.form.unsaved() or self.add.is_busy:
            return False
        self.forget()
        return True

    def save(self) -> None:
        """Store the customer."""
        if self.add.is_busy:
            return
        self.form.clear_errors()
        try:
            command = checked(
                lambda: CreateCustomer(operation_id=self._operation_id, **self.form.values())
            )
        except Invalid as invalid:
            self.form.show_problems(invalid)
            return
        self.add.set_busy(say("Adding …"))
        actor, customers = self._context.actor(), self._context.services.customers
        self._context.runner.run(
            self,
            lambda: customers.create(actor, command),
            done=self._added,
            failed=self._refused,
        )

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        title = Text(say("New customer"), role=TypeRole.TITLE, name="customer-new-title")
        head = Flow(gap=Space.MEDIUM, name="customer-new-head")
        head.show_row([self.back, title])
        card = Card(name="customer-new-card", spacing=Space.MEDIUM)
        name, contacts, flag = self.identity.rows()
        for widget in (name, contacts, self.twins, flag):
            card.body.addWidget(widget)
        end = Flow(gap=Space.SMALL, name="customer-new-end", at_right=True)
        end.show_row([self.add])
        card.body.addWidget(end)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(head)
        column.addLayout(at_most(card, _MOST))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, name="customer-new-area"))

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.add.clicked.connect(self.save)
        self.form.changed.connect(self._edited)
        self._watch.found.connect(self.twins.show_twins)
        self.twins.used.connect(self._use)

    def _edited(self) -> None:
        values = self.form.values()
        self._watch.look(name=values["name"], phone=values["phone"], email=values["email"])

    def _use(self, twin: Twin) -> None:
        self.forget()
        self.known_wanted.emit(int(twin.customer_id))

    def _added(self, page: CustomerPage) -> None:
        self.add.set_busy(None)
        self.forget()
        self._context.shell.toast(say("{name} added", name=page.name))
        self.added.emit(page)

    def _refused(self, error: MendpointError) -> None:
        self.add.set_busy(None)
        if not (isinstance(error, Invalid) and self.form.show_problems(error)):
            present(self, error)
