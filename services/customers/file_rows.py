"""From the bytes of a CSV file to customers, with everything that stands against a row. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from services.catalog.import_problems import CellRefused, ProblemCode, row_problem
from services.catalog.import_reading import ParsedFile, RowReader, parse_table
from services.catalog.import_text import read_table
from services.customers.dto import CUSTOMER_COLUMNS
from services.customers.rules import (
    CustomerFacts,
    customer_facts,
    email_problem,
    name_problem,
    phone_problem,
)

# Each customer has a dozen keys to be found by; stored in one transaction, so many keep SQLite's
# only writer for 2 to 3 s.
MOST_ROWS = 20_000

ADDRESS_COLUMNS = ("street", "postal_code", "city", "region", "country")
# Between several numbers or addresses in one cell.
SEVERAL = "|"
# What a spreadsheet would take for a formula is written with this before it.
QUOTED = "'"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One customer of a file. ``address`` is empty or has every column of an address."""

    line: int
    facts: CustomerFacts
    more_phones: tuple[str, ...]
    more_emails: tuple[str, ...]
    flag: str
    address: tuple[str, ...]
    sms_consent: bool | None
    email_consent: bool | None
    note: str


def parse_customers(content: bytes, *, country: str) -> ParsedFile[FileRow]:
    """Read a customer file; numbers are meant as in ``country``."""
    table = read_table(content, known=CUSTOMER_COLUMNS)
    read = partial(_row, country=country)
    parsed = parse_table(table, need=("name",), read=read, clash=_SameCustomer())
    if parsed.row_count <= MOST_ROWS:
        return parsed
    too_many = row_problem(
        1,
        code=ProblemCode.TOO_MANY_ROWS,
        message=f"The file has more than {MOST_ROWS:,} rows: split it.",
    )
    return replace(parsed, rows=(), problems=(too_many,))


def _row(row: RowReader, *, country: str) -> FileRow | None:
    name = row.read("name", _name, required=True)
    phone = row.read("phone", _phone) or ""
    email = row.read("email", _email) or ""
    more_phones = row.read("more_phones", partial(_several, read=_phone)) or ()
    more_emails = row.read("more_emails", partial(_several, read=_email)) or ()
    flag = row.text("flag")
    address = tuple(row.text(column) for column in ADDRESS_COLUMNS)
    sms, mail = row.read("sms_consent", _yes_or_no), row.read("email_consent", _yes_or_no)
    note = row.text("notes")
    if name is not None and not phone and not email and not row.problems:
        row.refuse(
            code=ProblemCode.REQUIRED,
            message="A phone number or an e-mail address is needed.",
            column="phone",
        )
    if name is None or row.problems:
        return None
    return FileRow(
        line=row.line,
        facts=customer_facts(name=name, phone=phone, email=email, country=country),
        more_phones=more_phones,
        more_emails=more_emails,
        flag=_unquoted(flag),
        address=tuple(map(_unquoted, address)) if any(address) else (),
        sms_consent=sms,
        email_consent=mail,
        note=_unquoted(note),
    )


class _SameCustomer:
    """Two rows are the same customer when contact and name are."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def line_before(self, row: FileRow) -> int | None:
        before = self._lines.setdefault(row.facts.identity_key, row.line)
        return before if before != row.line else None


def _name(text: str) -> str:
    name = _unquoted(text)
    problem = name_problem(name)
    if problem:
        raise CellRefused(ProblemCode.NO_LETTERS, problem)
    return name


def _phone(text: str) -> str:
    phone = _unquoted(text)
    problem = phone_problem(phone)
    if problem:
        raise CellRefused(ProblemCode.NOT_A_PHONE, problem)
    return phone


def _email(text: str) -> str:
    email = _unquoted(text)
    problem = email_problem(email)
    if problem:
        raise CellRefused(ProblemCode.NOT_AN_EMAIL, problem)
    return email


def _several(text: str, *, read: Callable[[str], str]) -> tuple[str, ...]:
    parts = (part.strip() for part in text.split(SEVERAL))
    return tuple(read(part) for part in parts if part)


def _yes_or_no(text: str) -> bool:
    answer = text.casefold()
    if answer not in _YES | _NO:
        raise CellRefused(ProblemCode.UNKNOWN_VALUE, "Write yes or no, or leave it empty.")
    return answer in _YES


def _unquoted(text: str) -> str:
    is_quoted = text.startswith(QUOTED) and text[1:].startswith(FORMULA)
    return text[1:] if is_quoted else text
