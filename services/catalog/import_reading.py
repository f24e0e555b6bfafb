"""Go through the records of an import file; every problem is kept with its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from services.catalog.folding import squeeze
from services.catalog.import_problems import CellRefused, ProblemCode, RowProblem, row_problem
from services.catalog.import_text import BLANKS, Record, TextTable

Value = TypeVar("Value")
Row = TypeVar("Row")
# Of a row that only goes in: a clash looks at rows and returns none.
SeenRow_contra = TypeVar("SeenRow_contra", contravariant=True)

_LONGEST = {"brand": 60, "model": 120, "variant": 80, "notes": 2_000}
_LONGEST_OTHER = 200
# What no field can hold: control characters, and halves of characters no database stores.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNWRITABLE_IN_NOTES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile(Generic[Row]):
    """A file read: the rows that can be taken, and everything that stands against it.

    ``row_count`` counts the rows that hold anything, refused ones included.
    """

    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]
    warnings: tuple[str, ...]
    delimiter: str
    encoding: str
    row_count: int


class Clash(Protocol[SeenRow_contra]):
    """Remembers the rows of one file and names the earlier row that a new one collides with."""

    def line_before(self, row: SeenRow_contra) -> int | None:
        """Return the line of the earlier row, or None after taking note of ``row``."""


class RowReader:
    """The cells of one record, by column name; collects the problems it meets."""

    def __init__(self, record: Record, *, places: Mapping[str, int]) -> None:
        self.line = record.line
        self.problems: list[RowProblem] = []
        self._cells = record.cells
        self._places = places

    def text(self, column: str, *, required: bool = False) -> str:
        """Return a cell as it stands, blanks around it trimmed: "=1+1" is text, too."""
        text = self._cell(column)
        if column == "notes":
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if required and not text:
            self._add(column, code=ProblemCode.REQUIRED, message="This is needed.", value="")
        elif fault := _fault_of(text, column=column):
            self._add(column, code=fault.code, message=fault.message, value=text)
        return text

    def name(self, column: str, *, required: bool = True) -> str:
        """Return a cell that names something: a letter or a digit must be in it."""
        text = self.text(column, required=required)
        if text and not squeeze(text):
            self._add(
                column,
                code=ProblemCode.NO_LETTERS,
                message="A name needs a letter or a digit.",
                value=text,
            )
        return text

    def read(
        self, column: str, reader: Callable[[str], Value], *, required: bool = False
    ) -> Value | None:
        """Return what ``reader`` makes of a cell; None when it is empty or refused."""
        before = len(self.problems)
        text = self.text(column, required=required)
        if not text or len(self.problems) > before:
            return None
        try:
            return reader(text)
        except CellRefused as refused:
            self._add(column, code=refused.code, message=refused.message, value=text)
            return None

    def refuse(self, *, code: ProblemCode, message: str, column: str = "") -> None:
        """Refuse the row for a reason that lies in more than one cell."""
        self._add(column, code=code, message=message, value=self._cell(column) if column else "")

    def check_width(self, columns: Sequence[str]) -> None:
        """Refuse a row with more cells than there are columns: something has slipped sideways."""
        extra = [cell for cell in self._cells[len(columns) :] if cell.strip(BLANKS)]
        if extra:
            self._add(
                "",
                code=ProblemCode.EXTRA_CELL,
                message=f"The row has more cells than the {len(columns)} columns of the header.",
                value=extra[0],
            )

    def _cell(self, column: str) -> str:
        place = self._places.get(column)
        if place is None or place >= len(self._cells):
            return ""
        return self._cells[place].strip(BLANKS)

    def _add(self, column: str, *, code: ProblemCode, message: str, value: str) -> None:
        self.problems.append(
            row_problem(self.line, column=column, code=code, message=message, value=value)
        )


def _fault_of(text: str, *, column: str) -> CellRefused | None:
    longest = _LONGEST.get(column, _LONGEST_OTHER)
    if len(text) > longest:
        return CellRefused(
            ProblemCode.TOO_LONG, f"This is too long: {len(text):,} of at most {longest:,} letters."
        )
    unwritable = _UNWRITABLE_IN_NOTES if column == "notes" else _UNWRITABLE
    if found := unwritable.search(text):
        return CellRefused(
            ProblemCode.CONTROL_CHARACTER,
            f"There is a character that can't be shown (U+{ord(found[0]):04X}): remove it.",
        )
    return None


def parse_table(
    table: TextTable,
    *,
    need: Sequence[str],
    read: Callable[[RowReader], Row | None],
    clash: Clash[Row],
) -> ParsedFile[Row]:
    """Read every record; a row that has a problem, or repeats an earlier one, is left out."""
    problems = [*table.problems, *_header_problems(table, need=need)]
    rows: list[Row] = []
    if table.columns and len(problems) == len(table.problems):
        places = {column: place for place, column in enumerate(table.columns)}
        for record in table.records:
            reader = RowReader(record, places=places)
            reader.check_width(table.columns)
            row = read(reader)
            if row is not None and not reader.problems:
                _take(row, reader=reader, clash=clash, rows=rows)
            problems += reader.problems
    return ParsedFile(
        rows=tuple(rows),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        warnings=table.warnings,
        delimiter=table.delimiter,
        encoding=table.encoding,
        row_count=len(table.records),
    )


def _take(row: Row, *, reader: RowReader, clash: Clash[Row], rows: list[Row]) -> None:
    before = clash.line_before(row)
    if before is None:
        rows.append(row)
        return
    reader.refuse(
        code=ProblemCode.DUPLICATE,
        message=f"Line {reader.line} repeats line {before}: keep one of the two.",
    )


def _header_problems(table: TextTable, *, need: Sequence[str]) -> Iterator[RowProblem]:
    if not table.columns:
        return
    for column in need:
        if column not in table.columns:
            yield row_problem(
                table.header_line,
                column=column,
                code=ProblemCode.MISSING_COLUMN,
                message=f"The column {column} is missing.",
            )
    for column in sorted({c for c in table.columns if c and table.columns.count(c) > 1}):
        yield row_problem(
            table.header_line,
            column=column,
            code=ProblemCode.REPEATED_COLUMN,
            message=f"The column {column} is there more than once.",
            value=column,
        )
