"""Writes customers as CSV, inside a transaction that is already open."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from data.queries.customer_export import ExportRow, export_rows
from data.queries.customer_list import Listed
from data.unit_of_work import UnitOfWork
from services.customers.dto import CUSTOMER_COLUMNS
from services.customers.file_rows import ADDRESS_COLUMNS, FORMULA, QUOTED, SEVERAL

# So many rows are handed on at once.
_ROWS_AT_ONCE = 500
UTF8_MARK = "\ufeff"
_ANSWERS = {True: "yes", False: "no", None: ""}


def write_customers(uow: UnitOfWork, listed: Listed, *, write: Callable[[str], object]) -> int:
    """Write the header and a line for each customer, in pieces; return how many there are."""
    count = 0
    text = io.StringIO(newline="")
    # Without it a spreadsheet takes the letters for Windows-1252.
    text.write(UTF8_MARK)
    # Each cell in quotes: else one that parts columns by another mark takes half a name for a cell.
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    lines.writerow(CUSTOMER_COLUMNS)
    for row in export_rows(uow, listed):
        lines.writerow(_cells(row))
        count += 1
        if count % _ROWS_AT_ONCE == 0:
            _hand_on(text, write)
    _hand_on(text, write)
    return count


def _hand_on(text: io.StringIO, write: Callable[[str], object]) -> None:
    write(text.getvalue())
    text.seek(0)
    text.truncate()


def _cells(row: ExportRow) -> Iterator[str]:
    cells = {
        "name": row.name,
        "phone": row.phone,
        "email": row.email,
        "more_phones": SEVERAL.join(row.more_phones),
        "more_emails": SEVERAL.join(row.more_emails),
        "flag": row.flag,
        **dict(zip(ADDRESS_COLUMNS, row.address, strict=False)),
        "sms_consent": _ANSWERS[row.sms_consent],
        "email_consent": _ANSWERS[row.email_consent],
        "notes": "\n".join(row.notes),
    }
    return (_quoted(cells.get(column, "")) for column in CUSTOMER_COLUMNS)


def _quoted(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula; an import takes the mark away again."""
    return f"{QUOTED}{text}" if text.startswith(FORMULA) else text
