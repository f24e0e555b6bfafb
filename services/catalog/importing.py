"""Carries out an import: read and planned outside any transaction that writes, stored in one.

Whoever imports must not keep the counter waiting. SQLite has one writer at a time, so the writing
transaction only looks whether what the plan was made against still holds, and hands the store rows
that are ready.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.repositories import catalog as catalogue
from data.repositories import prices as price_book
from data.repositories import shop
from data.repositories.catalog import PackedModels
from data.repositories.prices import PackedPrices
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
from services.pricing.steps import (
    Book,
    PricePlan,
    Refusal,
    pack_plan,
    plan_prices,
    read_stored,
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a file was planned against; ``book`` None where prices don't matter."""

    reference_version: int
    book: Book | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedImport:
    """What a file does, packed and with its report, as long as nothing seen has moved."""

    seen: Seen
    report: ImportReport
    fates: str
    models: PackedModels | None = None
    prices: PackedPrices | None = None


def look(work: Work, file: ReadFile, reference: Reference) -> Seen:
    """Read what the file's rows are to be planned against."""
    book = None
    if file.prices is not None:
        book = read_stored(work, file.prices.rows, zone=reference.zone)
    return Seen(reference_version=work.reference_version, book=book)


def plan_import(
    command: ImportCommand, file: ReadFile, reference: Reference, seen: Seen
) -> PlannedImport:
    """Plan the file's rows. Takes seconds for a large one: no transaction should be open."""
    if file.devices is not None:
        plan = plan_devices(file.devices.rows, models=reference.device_models.values())
        report = _report(command, file, plan.fates)
        packed = catalogue.pack_device_models(new=plan.new, changed=plan.changed)
        return PlannedImport(seen=seen, report=report, fates=_letters(report), models=packed)
    assert file.prices is not None
    assert seen.book is not None
    prices = _plan_prices(file.prices.rows, seen.book, reference)
    report = _report(command, file, prices.fates, refusals=prices.refusals)
    return PlannedImport(seen=seen, report=report, fates=_letters(report), prices=pack_plan(prices))


def still_holds(work: Work, planned: PlannedImport) -> bool:
    """Say whether nothing has moved that the plan was made against, and let nothing move now."""
    if planned.seen.book is not None:
        is_same_book = price_book.lock_book(work) == planned.seen.book.state
        return is_same_book and work.reference_version == planned.seen.reference_version
    return shop.lock_reference(work) == planned.seen.reference_version


def store(work: Work, command: ImportCommand, planned: PlannedImport) -> ImportReport:
    """Store what was planned, unless a row is refused."""
    report = planned.report
    if not report.stored:
        return report
    if planned.models is not None:
        catalogue.store_device_models(work, planned.models)
        shop.bump_reference(work)
    if planned.prices is not None:
        price_book.store_prices(
            work,
            planned.prices,
            person_id=work.actor.person_id,
            at=work.at,
            why=f"Imported from {command.file_name}" if command.file_name else "Imported",
        )
    _finish(work, command, planned)
    return report


def first_report(command: ImportCommand, file: ReadFile, result: str) -> ImportReport:
    """Return the report of the import that was carried out before, from what was kept of it."""
    letters = json.loads(result)["fates"]
    fates = {line: _FATES[letter] for line, letter in zip(file.lines, letters, strict=False)}
    return replace(_report(command, file, fates), replayed=True)


def _plan_prices(rows: Sequence[PriceRow], book: Book, reference: Reference) -> PricePlan:
    return plan_prices(
        rows,
        book,
        models=reference.device_models.values(),
        repair_ids={
            repair.key: repair.repair_type_id for repair in reference.repair_types.values()
        },
        zone=reference.zone,
    )


def _letters(report: ImportReport) -> str:
    """Return one letter for each row: enough to tell the same report again."""
    return "".join(_LETTERS[line.fate] for line in report.lines) if report.stored else ""


def _finish(work: Work, command: ImportCommand, planned: PlannedImport) -> None:
    is_catalogue, report = command.kind is ImportKind.CATALOG, planned.report
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
    audit.finish(work, result_json=json.dumps({"fates": planned.fates}))


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
