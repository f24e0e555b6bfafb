"""Carries out an import: read outside any transaction, then planned and stored in one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.repositories import catalog as repository
from data.repositories import shop
from services.audit import steps as audit
from services.auth.work import Work
from services.catalog.device_import import plan_devices
from services.catalog.dto import (
    ImportCommand,
    ImportKind,
    ImportLine,
    ImportReport,
    RowFate,
)
from services.catalog.import_rows import (
    DeviceRow,
    ParsedFile,
    PriceRow,
    RowProblem,
    parse_devices,
    parse_prices,
)
from services.changes import Entity
from services.pricing.steps import PricePlan, Refusal, plan_prices, store_prices
from services.settings.reference import Reference

# A change of many rows at once is told as one, under this id.
MANY = 0

_LETTERS = {RowFate.ADDED: "a", RowFate.CHANGED: "c", RowFate.UNCHANGED: "u"}
_FATES = {letter: fate for fate, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file as it was read; one of the two lists is used, by the kind of import."""

    devices: ParsedFile[DeviceRow] | None = None
    prices: ParsedFile[PriceRow] | None = None

    @property
    def lines(self) -> tuple[int, ...]:
        """Return the lines of the rows that could be read."""
        return tuple(row.line for row in self._parsed.rows)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """Return why the other rows, or the file, could not."""
        return self._parsed.problems

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what the person should know besides."""
        return self._parsed.warnings

    @property
    def _parsed(self) -> ParsedFile[DeviceRow] | ParsedFile[PriceRow]:
        parsed = self.devices or self.prices
        assert parsed is not None
        return parsed


def read_file(command: ImportCommand, reference: Reference, *, at: datetime) -> ReadFile:
    """Read the file's rows. Takes seconds for a large one: no transaction may be open."""
    if command.kind is ImportKind.CATALOG:
        year = reference.today(at).year
        return ReadFile(devices=parse_devices(command.content, this_year=year))
    names = {
        name: repair.key
        for repair in reference.repair_types.values()
        for name in (repair.short, repair.name, repair.key)
    }
    return ReadFile(
        prices=parse_prices(command.content, exponent=reference.exponent, repair_types=names)
    )


def carry_out(
    work: Work, command: ImportCommand, file: ReadFile, reference: Reference
) -> ImportReport:
    """Plan the file's rows and, unless it is a dry run or any row is refused, store them."""
    if file.devices is not None:
        plan = plan_devices(file.devices.rows, models=reference.device_models.values())
        report = _report(command, file, plan.fates)
        if report.stored:
            repository.insert_device_models(work, plan.new)
            repository.update_device_models(work, plan.changed)
            shop.bump_reference(work)
            _finish(work, command, report)
        return report
    assert file.prices is not None
    prices = _plan_prices(work, file.prices.rows, reference)
    report = _report(command, file, prices.fates, refusals=prices.refusals)
    if report.stored:
        store_prices(work, prices, why=_why(command))
        _finish(work, command, report)
    return report


def first_report(command: ImportCommand, file: ReadFile, result: str) -> ImportReport:
    """Return the report of the import that was carried out before, from what was kept of it."""
    letters = json.loads(result)["fates"]
    fates = {line: _FATES[letter] for line, letter in zip(file.lines, letters, strict=False)}
    return _report(command, file, fates)


def _plan_prices(work: Work, rows: Sequence[PriceRow], reference: Reference) -> PricePlan:
    return plan_prices(
        work,
        rows,
        models=reference.device_models.values(),
        repair_ids={
            repair.key: repair.repair_type_id for repair in reference.repair_types.values()
        },
        zone=reference.zone,
    )


def _why(command: ImportCommand) -> str:
    return f"Imported from {command.file_name}" if command.file_name else "Imported"


def _finish(work: Work, command: ImportCommand, report: ImportReport) -> None:
    is_catalogue = command.kind is ImportKind.CATALOG
    audit.record(
        work,
        action=f"{command.kind.value}.imported",
        entity="catalogue" if is_catalogue else "price",
        entity_id=MANY,
        details={
            "file": command.file_name,
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
        },
    )
    work.changed(Entity.CATALOGUE if is_catalogue else Entity.PRICE, MANY)
    # One letter for each row is enough to tell the same report again.
    fates = "".join(_LETTERS[line.fate] for line in report.lines)
    audit.finish(work, result_json=json.dumps({"fates": fates}))


def _report(
    command: ImportCommand,
    file: ReadFile,
    fates: Mapping[int, RowFate],
    *,
    refusals: Sequence[Refusal] = (),
) -> ImportReport:
    refused = [
        *(_refused_line(problem) for problem in file.problems),
        *(
            ImportLine(
                line=refusal.line,
                fate=RowFate.REFUSED,
                code=refusal.code,
                message=refusal.message,
                column=refusal.column,
            )
            for refusal in refusals
        ),
    ]
    taken = [
        ImportLine(line=line, fate=fate)
        for line, fate in fates.items()
        if fate is not RowFate.REFUSED
    ]
    count = Counter(line.fate for line in taken)
    return ImportReport(
        kind=command.kind,
        dry_run=command.dry_run,
        stored=not refused and not command.dry_run,
        lines=tuple(sorted([*refused, *taken], key=lambda line: line.line)),
        added=count[RowFate.ADDED],
        changed=count[RowFate.CHANGED],
        unchanged=count[RowFate.UNCHANGED],
        refused=len({line.line for line in refused}),
        warnings=file.warnings,
    )


def _refused_line(problem: RowProblem) -> ImportLine:
    return ImportLine(
        line=problem.line,
        fate=RowFate.REFUSED,
        code=problem.code.value,
        message=problem.message,
        column=problem.column,
        value=problem.value,
    )
