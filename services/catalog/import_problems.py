"""What can be wrong with a row of an import file, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# A report quotes what it refuses; a whole broken file must not be quoted back.
_LONGEST_QUOTE = 120


class ProblemCode(StrEnum):
    """Why a file or a row is refused. Stable: scripts read it."""

    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_TEXT = "not_text"
    BAD_QUOTES = "bad_quotes"
    MISSING_COLUMN = "missing_column"
    REPEATED_COLUMN = "repeated_column"
    EXTRA_CELL = "extra_cell"
    REQUIRED = "required"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    NO_LETTERS = "no_letters"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    TOO_MANY_DECIMALS = "too_many_decimals"
    NEGATIVE = "negative"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    DATES_REVERSED = "dates_reversed"
    UNKNOWN_VALUE = "unknown_value"
    UNKNOWN_REPAIR = "unknown_repair"
    NOT_A_PHONE = "not_a_phone"
    NOT_AN_EMAIL = "not_an_email"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """One reason why a row, or the file, can't be taken in.

    ``line`` counts lines of the file from 1, the header and line breaks inside quotes
    included. ``column`` is empty when no single column is at fault. ``value`` is what the
    file holds there, cut when long.
    """

    line: int
    column: str
    code: ProblemCode
    message: str
    value: str


class CellRefused(Exception):
    """A cell can't be read. Raised by the readers of cells, caught where rows are read."""

    def __init__(self, code: ProblemCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def row_problem(
    line: int, *, code: ProblemCode, message: str, column: str = "", value: str = ""
) -> RowProblem:
    """Build a problem, quoting at most the beginning of a long value."""
    quoted = value if len(value) <= _LONGEST_QUOTE else f"{value[:_LONGEST_QUOTE]}…"
    return RowProblem(line=line, column=column, code=code, message=message, value=quoted)
