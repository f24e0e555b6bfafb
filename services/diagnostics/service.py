"""Looks after the program's own health: `doctor` for the workstation, `verify` for the data."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from data.queries import diagnostics as queries
from data.schema_head import HEAD
from services.actor import Actor
from services.attachments.folder import FileHome
from services.attachments.steps import CHECKS as FILE_CHECKS
from services.attachments.steps import file_findings
from services.auth.gate import Gate
from services.auth.requires import requires
from services.auth.rights import Permission
from services.diagnostics.dto import (
    CheckUp,
    Disagreement,
    DoctorReport,
    Health,
    VerifyReport,
)
from services.errors import Invalid, StorageUnavailable
from services.printing.dto import PrinterSettings, PrinterState, PrinterStatus
from services.printing.transports import open_transport
from services.search.steps import CHECKS as SEARCH_CHECKS
from services.search.steps import search_findings
from services.settings.dto import FileRules
from services.settings.reference import CacheUse, ReferenceCache
from services.tickets.numbering import format_number

PrinterStatusOf = Callable[[PrinterSettings], PrinterStatus]

_LIBRARIES = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "psycopg",
    "python-escpos",
    "reportlab",
)
_LEAST_FREE_BYTES = 500 * 1024 * 1024
_GIB = 1024**3
# A doctor that takes a minute is not asked: from here on only `verify` reads the whole file.
_LARGEST_FILE_READ = 1_000_000_000
# Foreign keys, numbers against their parts, and the file itself, beside the tables' own checks.
_MORE_CHECKS = 3
_FEW = 20

_HEALTH_OF: dict[PrinterState, Health] = {
    PrinterState.READY: Health.OK,
    PrinterState.QUEUE: Health.OK,
    PrinterState.PAPER_LOW: Health.NOTICE,
    PrinterState.SILENT: Health.NOTICE,
    PrinterState.NO_PRINTER: Health.NOTICE,
}


def _ask(printer: PrinterSettings) -> PrinterStatus:
    return open_transport(printer).status()


class DiagnosticsService:
    """Answers `doctor` and `verify`. Reads only."""

    def __init__(
        self,
        gate: Gate,
        reference: ReferenceCache,
        *,
        home: Path,
        files: FileHome | None = None,
        printer_status: PrinterStatusOf = _ask,
        largest_file_read: int = _LARGEST_FILE_READ,
    ) -> None:
        self._gate = gate
        self._reference = reference
        self._home = home
        self._files = files
        self._printer_status = printer_status
        self._largest_file_read = largest_file_read

    @requires(Permission.CHECK_SYSTEM)
    def doctor(self, actor: Actor) -> DoctorReport:
        """Check the program, the database, the disk and this till's printers.

        Reads every page of an SQLite file of up to a gigabyte.
        """
        with self._gate.reading(actor) as work:
            facts = queries.database_facts(work)
            dialect = work.dialect
            is_read = dialect == "sqlite" and facts["bytes"] <= self._largest_file_read
            trouble = queries.page_trouble(work) if is_read else ""
            reference = self._reference.get(work)
        checks = [
            CheckUp(name="program", health=Health.OK, found=_program()),
            _database(dialect, facts["version"], facts["bytes"], facts["schema"]),
            *([_file(trouble, is_read=is_read)] if dialect == "sqlite" else []),
            _disk(self._home),
            *([] if self._files is None else [_folder(self._files, reference.shop.files)]),
            CheckUp(
                name="shop",
                health=Health.OK,
                found=f"{reference.shop.name}, {reference.shop.currency}, "
                f"{reference.shop.time_zone}",
            ),
            _cache(self._reference.use),
            *self._printers(reference.till(actor.till_id).printers),
        ]
        return DoctorReport(health=_worst(check.health for check in checks), checks=tuple(checks))

    @requires(Permission.CHECK_SYSTEM)
    def verify(self, actor: Actor) -> VerifyReport:
        """Look for numbering gaps and twins, lost parents, and rows that contradict each other.

        What is stored for searching is compared with what the rows make of it, and the photos and
        files that rows name are looked for in their folder.

        Reads whole tables: minutes on millions of orders.
        """
        found: list[queries.Finding] = []
        with self._gate.reading(actor) as work:
            queries.take_your_time(work)
            for check in queries.CHECKS:
                finding = queries.run_check(work, check)
                if finding is not None:
                    found.append(finding)
            found.extend(queries.foreign_key_findings(work))
            found.extend(_wrong_numbers(queries.read_numbers(work)))
            found.extend(search_findings(work))
            rules = self._reference.get(work).shop.files
            found.extend(file_findings(work, self._files or FileHome(), rules))
            damage = queries.integrity_finding(work)
            if damage is not None:
                found.append(damage)
        problems = tuple(
            Disagreement(check=each.check, count=each.count, examples=each.rows) for each in found
        )
        return VerifyReport(
            ok=not problems,
            checks=len(queries.CHECKS) + len(SEARCH_CHECKS) + len(FILE_CHECKS) + _MORE_CHECKS,
            problems=problems,
        )

    def _printers(self, printers: Iterable[PrinterSettings]) -> Iterable[CheckUp]:
        for printer in printers:
            name = f"printer:{printer.role.value}"
            try:
                status = self._printer_status(printer)
            except Invalid as refusal:
                # The environment may name anything; to say so is what the doctor is for.
                found = f"{printer.address}: not an address"
                yield CheckUp(name=name, health=Health.PROBLEM, found=found, advice=refusal.message)
                continue
            health = _HEALTH_OF.get(status.state, Health.PROBLEM)
            yield CheckUp(
                name=name,
                health=health,
                found=f"{printer.address}: {status.state.value}",
                advice=status.message if health is not Health.OK else "",
            )


def _wrong_numbers(numbers: Iterable[tuple[str, int, int]]) -> Iterable[queries.Finding]:
    """Find numbers that are not what their year and counter make, check character included."""
    wrong = [
        {"number": number, "expected": expected}
        for number, year, sequence in numbers
        if number != (expected := format_number(year=year, sequence=sequence))
    ]
    if wrong:
        yield queries.Finding(check="number_disagrees", count=len(wrong), rows=tuple(wrong[:_FEW]))


def _program() -> str:
    versions = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    return f"Python {platform.python_version()} on {platform.system()}; {versions}"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        # A frozen program carries the code without every package's own description.
        return "bundled"


def _database(dialect: str, version: str, size: int, schema: str) -> CheckUp:
    current = schema == HEAD
    return CheckUp(
        name="database",
        health=Health.OK if current else Health.PROBLEM,
        found=f"{dialect} {version}, {size / 1e6:.1f} MB, schema {schema}",
        advice="" if current else "Start Mendpoint to bring the schema up to date.",
    )


def _file(trouble: str, *, is_read: bool) -> CheckUp:
    if not is_read:
        advice = "“mendpoint verify” reads every page; it takes minutes."
        return CheckUp(name="file", health=Health.NOTICE, found="too large to read", advice=advice)
    return CheckUp(
        name="file",
        health=Health.PROBLEM if trouble else Health.OK,
        found=trouble or "every page can be read",
        advice="Put a copy from the backups folder in its place." if trouble else "",
    )


def _cache(use: CacheUse) -> CheckUp:
    """Say how often settings, people and catalogue came from memory, in this process."""
    return CheckUp(
        name="reference data",
        health=Health.OK,
        found=f"{use.hits:,} of {use.asked:,} reads from memory ({use.rate:.0%}) since the start",
    )


def _disk(home: Path) -> CheckUp:
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    enough = free >= _LEAST_FREE_BYTES
    return CheckUp(
        name="disk",
        health=Health.OK if enough else Health.PROBLEM,
        found=f"{free / _GIB:.1f} GiB free",
        advice="" if enough else "Free some space: the database and its copies need room.",
    )


def _folder(files: FileHome, rules: FileRules) -> CheckUp:
    """Say whether photos and files can be added and shown here."""
    try:
        folder = files.folder(rules)
    except StorageUnavailable as error:
        return CheckUp(
            name="photos", health=Health.NOTICE, found="no folder chosen", advice=error.message
        )
    if folder.is_reached:
        return CheckUp(name="photos", health=Health.OK, found=str(folder.place))
    return CheckUp(
        name="photos",
        health=Health.PROBLEM,
        found=f"{folder.place} can't be reached",
        advice="Connect the shared folder: photos and files can't be added or shown until then.",
    )


def _worst(healths: Iterable[Health]) -> Health:
    order = list(Health)
    return max(healths, key=order.index)
