"""Addresses, edited in place."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.actor import new_operation_id
from services.commands import checked
from services.customers.dto import Address, CustomerPage, RemoveAddress, SaveAddress
from services.errors import Invalid, MendpointError
from ui.field_row import FieldRow
from ui.form import Form
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.field import Field
from ui.parts.flow import Flow
from ui.parts.toast import ToastKind
from ui.screens.customers.page.entries import Act, Entries, Entry
from ui.screens.customers.page.port import Deed, PagePort
from ui.screens.customers.words import say
from ui.tokens import Height, Space

_FIELDS: Final = ("label", "street", "postal_code", "city", "region", "country")


class AddressForm(QWidget):
    """The fields of one address."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("customer-address-form")
        words = {
            "label": say("Called"),
            "street": say("Street"),
            "postal_code": say("Postal code"),
            "city": say("City"),
            "region": say("State or region"),
            "country": say("Country"),
        }
        self.fields = {
            key: Field(
                words[key],
                name=f"customer-address-{key.replace('_', '-')}",
                placeholder=say("Home, work …") if key == "label" else "",
                optional=key != "street",
                max_length=200,
            )
            for key in _FIELDS
        }
        self.form = Form(self)
        for key, field in self.fields.items():
            self.form.add_text(key, field)
            field.text_edited.connect(lambda _text, field=field: field.set_error(None))
        self.cancel = Button(say("Cancel"), name="customer-address-cancel")
        self.save = Button(say("Save the address"), name="customer-address-save")
        f = self.fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(FieldRow(f["label"], f["street"], stretches=(1, 2)))
        column.addWidget(FieldRow(f["postal_code"], f["city"], stretches=(1, 2)))
        column.addWidget(FieldRow(f["region"], f["country"]))
        buttons = Flow(gap=Space.SMALL, name="customer-address-buttons", at_right=True)
        buttons.show_row([self.cancel, self.save])
        column.addWidget(buttons)
        for field in self.fields.values():
            field.entered.connect(lambda _text: self.save.click())


class AddressesCard(Card):
    """The addresses; one at a time is open to be changed."""

    def __init__(self, port: PagePort) -> None:
        super().__init__(say("Addresses"), name="customer-addresses", spacing=Space.MEDIUM)
        self._port = port
        self._open: int | None = None
        self._operation_id = new_operation_id()
        self.entries = Entries(name="customer-address-list", none_words=say("No address yet."))
        self.editor = AddressForm()
        self.add = Button(
            say("Add an address"),
            kind=ButtonKind.GHOST,
            icon=Icon.PLUS,
            height=Height.DENSE,
            name="customer-address-add",
        )
        self.entries.go_on_at(self.add)
        self.head.addWidget(self.add)
        self.body.addWidget(self.entries)
        self.body.addWidget(self.editor)
        self.editor.hide()
        self.add.clicked.connect(lambda: self._edit(None))
        self.editor.cancel.clicked.connect(self._close)
        self.editor.save.clicked.connect(self._save)

    @property
    def has_unsaved(self) -> bool:
        """Whether something is typed that is not stored."""
        return not self.editor.isHidden() and bool(self.editor.form.unsaved())

    def forget(self) -> None:
        """Close the editor: another customer is shown."""
        self.editor.hide()
        self._open = None

    def show_page(self, page: CustomerPage) -> None:
        """Show the addresses; what is typed in the editor stays."""
        may = self._port.may_edit
        self.add.setVisible(may and self.editor.isHidden())
        if not may:
            self.editor.hide()
        self.entries.show_entries([self._entry(address, may=may) for address in page.addresses])

    def _entry(self, address: Address, *, may: bool) -> Entry:
        edit = Act(
            words=say("Edit"),
            name=f"customer-address-edit-{address.address_id}",
            act=partial(self._edit, address),
        )
        remove = Act(
            words=say("Remove"),
            name=f"customer-address-remove-{address.address_id}",
            act=partial(self._remove, address),
        )
        return Entry(
            title=address.label,
            body=address_words(address),
            acts=(edit, remove) if may else (),
        )

    def _edit(self, address: Address | None) -> None:
        if self.has_unsaved:
            self.editor.save.setFocus(Qt.FocusReason.OtherFocusReason)
            words = say("Save the address first, or cancel")
            self._port.context.shell.toast(words, kind=ToastKind.NOT_DONE)
            return
        self._operation_id = new_operation_id()
        self._open = None if address is None else address.address_id
        values = {key: getattr(address, key) if address is not None else "" for key in _FIELDS}
        self.editor.form.show(values)
        self.editor.show()
        self.add.hide()
        self.editor.fields["label"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self.editor.hide()
        self._open = None
        self.add.setVisible(self._port.may_edit)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        self.editor.form.clear_errors()
        page = self._port.page
        try:
            command = checked(
                lambda: SaveAddress(
                    operation_id=self._operation_id,
                    customer_id=int(page.customer_id),
                    address_id=self._open,
                    seen_version=page.version,
                    **self.editor.form.values(),
                )
            )
        except Invalid as invalid:
            self._refused(invalid)
            return
        self._port.carry_out(
            Deed(
                call=lambda services, actor: services.customer_pages.save_address(actor, command),
                said=say("Address saved"),
                button=self.editor.save,
                busy=say("Saving …"),
                refused=self._refused,
                done=lambda _page: self._close(),
            )
        )

    def _refused(self, error: MendpointError) -> bool:
        return isinstance(error, Invalid) and self.editor.form.show_problems(error)

    def _remove(self, address: Address) -> None:
        command = RemoveAddress(
            operation_id=new_operation_id(),
            customer_id=int(self._port.page.customer_id),
            address_id=address.address_id,
        )
        self._port.carry_out(
            Deed(
                call=lambda services, actor: services.customer_pages.remove_address(actor, command),
                said=say("Address removed"),
                undo=partial(_put_back, address),
            )
        )


def address_words(address: Address) -> str:
    """Return an address in one line."""
    city = " ".join(part for part in (address.postal_code, address.city) if part)
    parts = (address.street, city, address.region, address.country)
    return ", ".join(part for part in parts if part)


def _put_back(address: Address, page: CustomerPage) -> Deed:
    command = SaveAddress(
        operation_id=new_operation_id(),
        customer_id=int(page.customer_id),
        seen_version=page.version,
        **{key: getattr(address, key) for key in _FIELDS},
    )
    return Deed(
        call=lambda services, actor: services.customer_pages.save_address(actor, command),
        said=say("Address is back"),
    )
