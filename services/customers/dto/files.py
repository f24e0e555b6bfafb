"""Customers from and to a CSV file."""

from __future__ import annotations

from dataclasses import dataclass

from services.catalog.dto import ImportLine
from services.commands import OperationId, ShortText, command
from services.customers.dto.listing import CustomerQuestion

CUSTOMER_COLUMNS = (
    "name",
    "phone",
    "email",
    "more_phones",
    "more_emails",
    "flag",
    "street",
    "postal_code",
    "city",
    "region",
    "country",
    "sms_consent",
    "email_consent",
    "notes",
)


@command
class ImportCustomers:
    """Import a file's bytes. Nothing half-imported stays."""

    operation_id: OperationId
    content: bytes
    file_name: ShortText = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerImportReport:
    """What an import did, row by row. When any row is refused, nothing is stored."""

    dry_run: bool
    stored: bool
    lines: tuple[ImportLine, ...]
    added: int
    changed: int
    unchanged: int
    refused: int
    warnings: tuple[str, ...] = ()
    replayed: bool = False


@command
class ExportCustomers:
    """Export the customers that a question lists; the text and order of the list do not matter."""

    operation_id: OperationId
    question: CustomerQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerExportReport:
    customers: int
    file_name: str
