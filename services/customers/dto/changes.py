"""What can be changed of a customer. Every command is safe to repeat with its operation id."""

from __future__ import annotations

from data.values import Channel, ConsentHow, ContactKind
from services.commands import LongText, OperationId, RowId, ShortText, command

CHANNELS = (Channel.SMS, Channel.EMAIL)


@command
class CreateCustomer:
    """Take a customer down without a device: a name and one contact."""

    operation_id: OperationId
    name: ShortText
    phone: ShortText = ""
    email: ShortText = ""
    flag: ShortText = ""


@command
class SaveCustomer:
    """Change a customer's own data. A consent or a flag that is None stays as it is."""

    operation_id: OperationId
    customer_id: int
    name: ShortText
    phone: ShortText = ""
    email: ShortText = ""
    flag: ShortText | None = None
    sms_consent: bool | None = None
    email_consent: bool | None = None
    seen_version: int


@command
class AddContact:
    """Add a further phone number or e-mail address."""

    operation_id: OperationId
    customer_id: RowId
    kind: ContactKind
    value: ShortText
    label: ShortText = ""


@command
class RemoveContact:
    """Take a further contact away."""

    operation_id: OperationId
    customer_id: RowId
    contact_id: RowId


@command
class MakePrimary:
    """Let a further contact and the primary one of its kind change places."""

    operation_id: OperationId
    customer_id: RowId
    contact_id: RowId
    seen_version: int


@command
class SaveAddress:
    """Add an address, or change the one named by ``address_id``."""

    operation_id: OperationId
    customer_id: RowId
    address_id: RowId | None = None
    label: ShortText = ""
    street: ShortText = ""
    postal_code: ShortText = ""
    city: ShortText = ""
    region: ShortText = ""
    country: ShortText = ""
    seen_version: int


@command
class RemoveAddress:
    """Take an address away."""

    operation_id: OperationId
    customer_id: RowId
    address_id: RowId


@command
class AddCustomerNote:
    """Write a note about a customer, for the shop's own eyes."""

    operation_id: OperationId
    customer_id: RowId
    text: LongText


@command
class RemoveCustomerNote:
    """Take a note away."""

    operation_id: OperationId
    customer_id: RowId
    note_id: RowId


@command
class SetConsent:
    """Grant a channel or withdraw it. The ledger is appended to, never changed."""

    operation_id: OperationId
    customer_id: RowId
    channel: Channel
    granted: bool
    how: ConsentHow = ConsentHow.COUNTER
