"""What an import did or would do, row by row: the same table wherever files come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from services.catalog.dto import ImportLine, RowFate
from ui.icons import Icon
from ui.parts.cells import IconCell, TextCell
from ui.parts.marker import MarkerKind
from ui.parts.rows import Column, Row, RowsTable
from ui.parts.text import Tone

_FATES: Final = {
    RowFate.ADDED: (Icon.PLUS, "New", Tone.OK),
    RowFate.CHANGED: (Icon.PENCIL, "Changed", Tone.ACCENT),
    RowFate.UNCHANGED: (Icon.MINUS, "As it is", Tone.THIRD),
    RowFate.REFUSED: (Icon.CIRCLE_X, "Refused", Tone.DANGER),
}
# A report may have 100,000 rows: what is wrong comes first, the rest is only counted.
_SHOWN: Final = 500
_MOST_ROWS: Final = 9


def say(words: str, /, **values: object) -> str:
    """Translate one of the report's texts, then fill it in."""
    return QCoreApplication.translate("ImportReport", words).format(**values)


class ImportReportTable(RowsTable):
    """The rows of a file and what becomes of each; refused ones first."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            say("Report"),
            columns=(
                Column(words=say("Line"), width=70),
                Column(words=say("Fate"), width=120),
                Column(words=say("Column"), width=140),
                Column(words=say("Value"), width=180),
                Column(words=say("Reason")),
            ),
            name=name,
        )

    def show_lines(self, lines: Sequence[ImportLine]) -> None:
        """Show these rows, as many as one can look through."""
        worst_first = sorted(lines, key=lambda line: line.fate is not RowFate.REFUSED)
        self.show_rows([_row(line) for line in worst_first[:_SHOWN]])
        self.fit_to_rows(most=_MOST_ROWS)


def summary(
    *,
    added: int,
    changed: int,
    unchanged: int,
    refused: int,
    stored: bool,
    warnings: Sequence[str] = (),
) -> tuple[str, MarkerKind]:
    """Return what an import did or would do in one line."""
    counted = say(
        "{added} new, {changed} changed, {unchanged} as they are",
        added=f"{added:,}",
        changed=f"{changed:,}",
        unchanged=f"{unchanged:,}",
    )
    warned = " ".join(("", *warnings))
    if refused:
        noun = say("row is") if refused == 1 else say("rows are")
        return (f"{refused:,} {noun} refused: nothing is stored.{warned}", MarkerKind.FAILED)
    if stored:
        return say("Imported: {counted}.", counted=counted) + warned, MarkerKind.GOOD
    return say("Can be imported: {counted}.", counted=counted) + warned, MarkerKind.GOOD


def _row(line: ImportLine) -> Row:
    icon, words, tone = _FATES[line.fate]
    return Row(
        key=line.line,
        cells=(
            TextCell(text=str(line.line)),
            IconCell(icon=icon, text=say(words), tone=tone),
            TextCell(text=line.column),
            TextCell(text=line.value),
            TextCell(text=line.message),
        ),
    )
