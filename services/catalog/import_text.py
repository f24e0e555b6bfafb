"""From the bytes of a CSV file to its records, with the file's own line numbers."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from services.catalog.folding import fold
from services.catalog.import_problems import ProblemCode, RowProblem, row_problem

MAX_BYTES = 20 * 1024 * 1024
# Stored in one transaction, 200,000 prices keep SQLite's only writer for 2 s, as long as an intake
# may wait; half of them leave room for a slower machine.
MAX_ROWS = 100_000

DELIMITERS = (",", ";", "\t")

# Not str.strip(): that would also swallow control characters, which are to be named.
BLANKS = " \t\r\n\u00a0\u3000"

_MOST_COLUMNS = 500
_SNIFFED_CHARS = 64 * 1024
# What spreadsheets save by default, by its first bytes: XLSX and ODS (zip), XLS, PDF.
_NOT_CSV = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
# Excel writes and reads this first line to fix the delimiter.
_SEP_LINE = re.compile(r"sep=([,;\t])[\r\n]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of cells as they stand. ``line`` is where it begins in the file, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A file taken apart. ``columns`` are folded names (``release_year``) in the file's order."""

    header_line: int
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[RowProblem, ...]
    warnings: tuple[str, ...]
    delimiter: str
    encoding: str


class _Unreadable(Exception):
    """The file as a whole can't be read; carries the one problem to report."""

    def __init__(self, problem: RowProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_table(content: bytes | str, *, known: Collection[str]) -> TextTable:
    """Decode and split a file; never raises.

    Tries UTF-8 (with or without its mark), UTF-16 with its mark, then Windows-1252; the
    delimiter is the one that shows most of the ``known`` columns. Blank rows are left out.
    """
    try:
        text, encoding = _decoded(content)
        return _split(text, encoding=encoding, known=known)
    except _Unreadable as unreadable:
        return TextTable(
            header_line=1,
            columns=(),
            records=(),
            problems=(unreadable.problem,),
            warnings=(),
            delimiter="",
            encoding="",
        )


def _decoded(content: bytes | str) -> tuple[str, str]:
    if len(content) > MAX_BYTES:
        raise _refusal(
            ProblemCode.TOO_LARGE,
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB: split it.",
        )
    if isinstance(content, str):
        return content.removeprefix("\ufeff"), "utf-8"
    if content.startswith(_NOT_CSV):
        raise _refusal(
            ProblemCode.NOT_TEXT, "This is not a CSV file. Save the sheet as CSV (UTF-8) first."
        )
    return _decoded_as_marked(content) or _decoded_as_guessed(content)


def _decoded_as_marked(content: bytes) -> tuple[str, str] | None:
    marks = {
        codecs.BOM_UTF8: "utf-8-sig",
        codecs.BOM_UTF16_LE: "utf-16",
        codecs.BOM_UTF16_BE: "utf-16",
    }
    encoding = next((name for mark, name in marks.items() if content.startswith(mark)), None)
    if encoding is None:
        return None
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        raise _refusal(
            ProblemCode.NOT_TEXT, f"The file says it is {encoding}, but it is damaged."
        ) from None


def _decoded_as_guessed(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal(
            ProblemCode.NOT_TEXT,
            "The file is neither UTF-8 nor Windows-1252 text. Save it as CSV (UTF-8).",
            line=line,
        ) from None


def _refusal(code: ProblemCode, message: str, *, line: int = 1) -> _Unreadable:
    return _Unreadable(row_problem(line, code=code, message=message))


def _split(text: str, *, encoding: str, known: Collection[str]) -> TextTable:
    delimiter = _delimiter(text, known=known)
    problems: list[RowProblem] = []
    records = _records(text, delimiter=delimiter, problems=problems)
    header = next(records, None)
    columns = tuple(column_key(cell) for cell in header.cells[:_MOST_COLUMNS]) if header else ()
    if header is None or not any(columns):
        raise _refusal(ProblemCode.EMPTY_FILE, "The file has no header row with column names.")
    return TextTable(
        header_line=header.line,
        columns=columns,
        records=tuple(records),
        problems=tuple(problems),
        warnings=tuple(_warnings(header, columns, encoding=encoding, known=known)),
        delimiter=delimiter,
        encoding=encoding,
    )


def column_key(name: str) -> str:
    """Return a column's name as it is looked up: "Release Year" is ``release_year``."""
    return fold(name[:_SNIFFED_CHARS]).replace(" ", "_")


def _warnings(
    header: Record, columns: tuple[str, ...], *, encoding: str, known: Collection[str]
) -> Iterator[str]:
    if encoding == "cp1252":
        yield "The file is not UTF-8. It was read as Windows-1252: check letters with accents."
    pairs = zip(header.cells, columns, strict=False)
    unknown = [cell.strip(BLANKS)[:60] for cell, key in pairs if key and key not in known]
    if unknown:
        yield f"Columns that are not known and not read: {', '.join(unknown)}"


def _delimiter(text: str, *, known: Collection[str]) -> str:
    if named := _SEP_LINE.match(text):
        return named[1]
    start = text[:_SNIFFED_CHARS]

    def columns_shown(delimiter: str) -> tuple[int, int]:
        header = next(_records(start, delimiter=delimiter, problems=[]), None)
        cells = header.cells if header else ()
        return sum(column_key(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=columns_shown)


def _records(text: str, *, delimiter: str, problems: list[RowProblem]) -> Iterator[Record]:
    # newline="" keeps line breaks inside quotes as they are and counts them as lines.
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    if _SEP_LINE.match(text):
        next(reader)
    taken = 0
    while taken <= MAX_ROWS + 1:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            taken += 1
            problems.append(
                row_problem(
                    line,
                    code=ProblemCode.BAD_QUOTES,
                    message="A quotation mark that opens on this line is not closed properly.",
                )
            )
            continue
        if any(cell.strip(BLANKS) for cell in cells):
            taken += 1
            yield Record(line=line, cells=tuple(cells))
    problems.append(
        row_problem(
            reader.line_num,
            code=ProblemCode.TOO_MANY_ROWS,
            message=f"The file has more than {MAX_ROWS:,} rows: split it.",
        )
    )
