"""Who it is: name, first phone and e-mail, flag; saved together, field errors at the field."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from services.actor import Actor, new_operation_id
from services.commands import checked
from services.customers.dto import CustomerPage, SaveCustomer
from services.errors import Conflict, Invalid, MendpointError
from services.facade import Services
from ui.field_row import FieldRow
from ui.form import Form
from ui.parts.card import Card
from ui.parts.field import Field
from ui.screens.customers.page.further_contacts import FurtherContacts
from ui.screens.customers.page.port import Deed, PagePort
from ui.screens.customers.words import say
from ui.tokens import Space
from ui.twins import TwinWarning, TwinWatch

FIELDS = ("name", "phone", "email", "flag")


class IdentityFields(QObject):
    """Name, phone, e-mail and flag as a form; used for a new customer too."""

    def __init__(self, parent: QObject, *, prefix: str) -> None:
        super().__init__(parent)
        self.fields = {
            "name": Field(say("Name"), name=f"{prefix}-name", max_length=200),
            "phone": Field(
                say("Phone"),
                name=f"{prefix}-phone",
                hint=say("Phone or e-mail: one is enough"),
                max_length=200,
            ),
            "email": Field(
                say("E-mail"),
                name=f"{prefix}-email",
                placeholder="name@example.com",
                optional=True,
                max_length=254,
            ),
            "flag": Field(
                say("Flag"),
                name=f"{prefix}-flag",
                optional=True,
                hint=say("A short warning or reminder, seen wherever the customer is chosen"),
                max_length=200,
            ),
        }
        self.form = Form(self)
        for key, field in self.fields.items():
            self.form.add_text(key, field)
            field.text_edited.connect(lambda _text, field=field: field.set_error(None))

    def rows(self) -> tuple[Field | FieldRow, ...]:
        """Return the fields in their rows."""
        f = self.fields
        return (f["name"], FieldRow(f["phone"], f["email"]), f["flag"])

    def set_read_only(self, *, read_only: bool) -> None:
        """Let the fields be read and copied only."""
        for field in self.fields.values():
            field.set_read_only(read_only=read_only)


class ContactCard(Card):
    """The customer's own data.

    Signals:
        changed(): what is unsaved changed, or saving began or ended.
        overtaken(object): the `Conflict` of a save; what was typed stays.
        twin_wanted(object): the `Twin` a person wants to merge with or open.
    """

    changed = Signal()
    overtaken = Signal(object)
    twin_wanted = Signal(object)

    def __init__(self, port: PagePort) -> None:
        super().__init__(say("Contact"), name="customer-contact-card", spacing=Space.MEDIUM)
        self._port = port
        self._seen_version = 0
        self._operation_id = new_operation_id()
        self.is_saving = False
        self.identity = IdentityFields(self, prefix="customer")
        self.form = self.identity.form
        may_merge = port.context.may("customers:merge")
        self.twins = TwinWarning(
            name="customer-twins", use_words=say("Merge") if may_merge else say("Open")
        )
        self._watch = TwinWatch(port.context, parent=self)
        self.further = FurtherContacts(port)
        name, contacts, flag = self.identity.rows()
        for widget in (name, contacts, self.twins, self.further, flag):
            self.body.addWidget(widget)
        self.form.changed.connect(self._edited)
        self._watch.found.connect(self.twins.show_twins)
        self.twins.used.connect(self.twin_wanted)

    @property
    def unsaved(self) -> int:
        """How many fields differ from what is stored."""
        return self.form.unsaved()

    def take_focus(self) -> None:
        """Take the keyboard to the first error, else to the name."""
        if not self.form.focus_first_error():
            self.identity.fields["name"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Let go of what was typed: another customer is shown."""
        self.further.forget()
        self._watch.forget()
        self.form.show(dict.fromkeys(FIELDS, ""))

    def show_page(self, page: CustomerPage) -> None:
        """Show what is stored. What was typed stays, to be saved over what it was typed over.

        Where somebody else changed these fields meanwhile, saving is a `Conflict` and shows both.
        """
        stored = values_of(page)
        if self.form.unsaved() and stored != self.form.saved_values():
            self.further.show_page(page)
            return
        self.adopt(page)

    def adopt(self, page: CustomerPage) -> None:
        """Show what is stored as what was seen; fields that were changed keep what was typed."""
        self._seen_version = page.version
        self.identity.set_read_only(read_only=not self._port.may_edit)
        self.form.rebase(values_of(page))
        self.further.show_page(page)

    def show_stored(self, page: CustomerPage) -> None:
        """Show what is stored and let go of what was typed."""
        self._seen_version = page.version
        self.form.show(values_of(page))

    def save(self) -> None:
        """Store the fields."""
        if self.is_saving or not self.form.unsaved():
            return
        self.form.clear_errors()
        customer_id = int(self._port.page.customer_id)
        try:
            command = checked(
                lambda: SaveCustomer(
                    operation_id=self._operation_id,
                    customer_id=customer_id,
                    seen_version=self._seen_version,
                    **self.form.values(),
                )
            )
        except Invalid as invalid:
            self.form.show_problems(invalid)
            return
        self._set_saving(saving=True)

        def call(services: Services, actor: Actor) -> CustomerPage:
            services.customers.save(actor, command)
            return services.customer_pages.page(actor, customer_id=customer_id)

        self._port.carry_out(
            Deed(
                call=call,
                said=say("{name} saved", name=command.name.strip()),
                refused=self._refused,
                done=self._saved,
            )
        )

    # --- inside ----------------------------------------------------------------------------------

    def _saved(self, page: CustomerPage) -> None:
        self._operation_id = new_operation_id()
        self._set_saving(saving=False)
        self.show_stored(page)
        self._watch.forget()

    def _refused(self, error: MendpointError) -> bool:
        self._set_saving(saving=False)
        if isinstance(error, Conflict):
            self.overtaken.emit(error)
            return True
        return isinstance(error, Invalid) and self.form.show_problems(error)

    def _set_saving(self, *, saving: bool) -> None:
        self.is_saving = saving
        self.changed.emit()

    def _edited(self) -> None:
        self.changed.emit()
        if not self.form.unsaved():
            self._watch.forget()
            return
        values = self.form.values()
        self._watch.look(
            name=values["name"],
            phone=values["phone"],
            email=values["email"],
            but_not=int(self._port.page.customer_id),
        )


def values_of(page: CustomerPage) -> dict[str, object]:
    """Return what the form's fields hold of a customer."""
    return {"name": page.name, "phone": page.phone, "email": page.email, "flag": page.flag}
