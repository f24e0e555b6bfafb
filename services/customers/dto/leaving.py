"""Customers who are set aside, removed, told what is held of them, or forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from data.values import CustomerId
from services.commands import OperationId, RowId, ShortText, command

CONFIRM_OPEN_ORDERS = "open-orders"


@command
class SetActive:
    """Set a customer aside, or take them up again."""

    operation_id: OperationId
    customer_id: RowId
    active: bool
    seen_version: int
    confirmed: tuple[ShortText, ...] = ()


@command
class DeleteCustomer:
    """Remove a customer who has no order, device or visit."""

    operation_id: OperationId
    customer_id: RowId
    seen_version: int


@command
class ExportPerson:
    """Write down everything held of one person."""

    operation_id: OperationId
    customer_id: RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonExport:
    """Everything held of one person as JSON text, and a name for its file."""

    customer_id: CustomerId
    file_name: str
    content: str
    tickets: int


@command
class ErasePerson:
    """Forget a person on request. ``reason`` is who asked and how, in words that name nobody.

    The reason is kept; it is refused when it holds the person's own name or contact.
    """

    operation_id: OperationId
    customer_id: RowId
    seen_version: int | None = None
    reason: ShortText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseReport:
    """What was forgotten. Orders and money are kept.

    ``swept`` says that no old bytes stay in the database file; False where it was busy or has no
    room: ``sweep`` does it later. ``drafts`` are those of this workstation.
    """

    customer_id: CustomerId
    tickets: int
    notes: int
    contacts: int
    addresses: int
    devices: int
    drafts: int = 0
    swept: bool = False
    replayed: bool = False
