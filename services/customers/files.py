"""Customers from and to a CSV file."""

from __future__ import annotations

import json
from collections.abc import Callable

from services.actor import Actor
from services.audit import steps as audit
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.catalog.import_reading import ParsedFile
from services.customers.dto import (
    CustomerExportReport,
    CustomerImportReport,
    ExportCustomers,
    ImportCustomers,
)
from services.customers.exporting import write_customers
from services.customers.file_rows import FileRow, parse_customers
from services.customers.importing import (
    MANY,
    CustomerPlan,
    first_report,
    plan_customers,
    read_known,
    report_of,
    still_holds,
    store,
)
from services.customers.listing import asked_for
from services.errors import Conflict
from services.settings.reference import ReferenceCache

# Others may change whom a file meets while it is planned; so often it is planned anew.
_MOST_PLANS = 4


class CustomerFileService:
    """Imports and exports customers. Files are read and written in pieces, stored in one go."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.IMPORT_CUSTOMERS)
    def import_file(self, actor: Actor, command: ImportCustomers) -> CustomerImportReport:
        """Import a CSV file of customers. Commits once, or stores nothing at all.

        A customer of the same contact and name is completed, never overwritten. A dry run reports
        what would happen. Where any row is refused nothing is stored, and the report names each.

        Raises:
            Conflict: the operation id was used for another import; or others changed the customers
                every time the file had been planned.
        """
        with self._gate.reading(actor) as work:
            country = self._reference.get(work).shop.country
        file = parse_customers(command.content, country=country)
        operation = operation_of(command, kind="import_customers")
        for _attempt in range(_MOST_PLANS):
            plan = self._plan(actor, file, country=country)
            report = report_of(command, file, plan.fates)
            if command.dry_run:
                return report
            with self._gate.writing(actor, operation=operation) as work:
                if work.replayed is not None:
                    return first_report(command, file, work.replayed)
                if not report.stored:
                    return report
                if still_holds(work, file, plan):
                    store(work, plan, report)
                    return report
        raise Conflict("Others keep changing these customers. Import once more.")

    @requires(Permission.EXPORT_CUSTOMERS)
    def export_file(
        self, actor: Actor, command: ExportCustomers, *, write: Callable[[str], object]
    ) -> CustomerExportReport:
        """Write the customers that a question lists as CSV text, in pieces, oldest first.

        All of one state of the database. Then commits the audit of it.

        Raises:
            StorageUnavailable: the database can't be read now; a part may be written.
        """
        with self._gate.reading(actor) as work:
            listed = asked_for(work, command.question, self._reference.get(work))
            day = self._reference.get(work).today(work.at)
            count = write_customers(work, listed, write=write)
        operation = operation_of(command, kind="export_customers")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                audit.record(
                    work,
                    action="customers.exported",
                    entity="customer",
                    entity_id=MANY,
                    details={"customers": count},
                )
                audit.finish(work, result_json=json.dumps({"customers": count}))
        return CustomerExportReport(customers=count, file_name=f"customers-{day:%Y-%m-%d}.csv")

    def _plan(self, actor: Actor, file: ParsedFile[FileRow], *, country: str) -> CustomerPlan:
        with self._gate.reading(actor) as work:
            known = read_known(work, file)
        return plan_customers(work, file, known, country=country)
