"""Carries out print jobs: assemble, render, send, and say honestly what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from data.engine import Database
from data.repositories import prints as repository
from data.repositories.jobs import ClaimedJob
from data.unit_of_work import UnitOfWork
from services.errors import MendpointError, NotFound
from services.jobs.handling import Attempt, Record, Verdict
from services.printing.assemble import assemble, read_stored_visit
from services.printing.dto import (
    DocumentKind,
    PrinterRole,
    PrinterSettings,
    PrintOutcome,
    PrintResult,
)
from services.printing.render import render_for_printer
from services.printing.transports import Transport, open_transport
from services.settings.reference import Reference, read_reference

OpenTransport = Callable[[PrinterSettings], Transport]

_VERDICT_OF: dict[PrintOutcome, Verdict] = {
    PrintOutcome.PRINTED: Verdict.DONE,
    PrintOutcome.HANDED_OVER: Verdict.DONE,
    PrintOutcome.NOT_PRINTED: Verdict.RETRY,
    PrintOutcome.UNKNOWN: Verdict.UNKNOWN,
}

_LOST = "The program stopped while printing: look at the paper."
_NEVER_BEGUN = "The program stopped before it printed."


class PrintHandler:
    """Prints one document per job. Reads the database, never writes it itself."""

    def __init__(
        self,
        database: Database,
        *,
        overrides: Mapping[PrinterRole, str],
        open_way: OpenTransport = open_transport,
    ) -> None:
        self._database = database
        self._overrides = dict(overrides)
        self._open_way = open_way
        # By job; filled by the lanes' threads and read by the one that stops them.
        self._under_way: dict[int, Transport] = {}

    def run(self, job: ClaimedJob, *, begin: Callable[[], None]) -> Attempt:
        """Print the job's document; ``begin`` is called right before the first byte leaves."""
        try:
            printer, data = self._prepare(job)
            transport = self._open_way(printer)
        except MendpointError as error:
            return Attempt(
                verdict=Verdict.FAILED,
                error=error.message,
                record=_record(job, PrintOutcome.NOT_PRINTED, detail=error.message, address=""),
            )
        self._under_way[job.id] = transport
        try:
            result = transport.send(data, on_first_byte=begin)
        finally:
            del self._under_way[job.id]
        return _attempt(job, result, address=printer.address)

    def cancel(self) -> None:
        """Give up waiting for every printer that is printing now; what left is told honestly."""
        for transport in tuple(self._under_way.values()):
            transport.cancel()

    def lost(self, job: ClaimedJob) -> Record:
        """Record that nobody knows whether the paper came out, or that printing never began."""
        begun = job.sending_since_utc is not None
        return _record(
            job,
            PrintOutcome.UNKNOWN if begun else PrintOutcome.NOT_PRINTED,
            detail=_LOST if begun else _NEVER_BEGUN,
            address=job.payload.get("address") or "",
        )

    def _prepare(self, job: ClaimedJob) -> tuple[PrinterSettings, bytes]:
        payload = job.payload
        with self._database.reading() as uow:
            reference = read_reference(uow, overrides=self._overrides)
            stored = read_stored_visit(uow, visit_id=payload["visit_id"])
        printer = _printer(job, reference)
        document = assemble(
            stored,
            reference,
            document=DocumentKind(payload["document"]),
            ticket_id=job.ticket_id or 0,
            copy_no=payload["copy_no"],
        )
        return printer, render_for_printer(document, printer)


def _printer(job: ClaimedJob, reference: Reference) -> PrinterSettings:
    role = PrinterRole(job.payload["role"])
    till = reference.till(job.till_id or 0)
    address = job.payload.get("address")
    known = next((printer for printer in till.printers if printer.role is role), None)
    if address:
        usual = known or PrinterSettings(role=role, address=address)
        return replace(usual, address=address)
    if known is None:
        raise NotFound("This till has no such printer any more. Choose one in the settings.")
    return known


def _attempt(job: ClaimedJob, result: PrintResult, *, address: str) -> Attempt:
    return Attempt(
        verdict=_VERDICT_OF[result.outcome],
        error="" if _VERDICT_OF[result.outcome] is Verdict.DONE else result.status.message,
        record=_record(job, result.outcome, detail=result.status.message, address=address),
    )


def _record(job: ClaimedJob, outcome: PrintOutcome, *, detail: str, address: str) -> Record:
    row: dict[str, Any] = {
        "ticket_id": job.ticket_id,
        "visit_id": job.payload["visit_id"],
        "document": job.payload["document"],
        "copy_no": job.payload["copy_no"],
        "outcome": outcome.value,
        "detail": detail,
        "printer": address,
        "person_id": job.person_id,
        "till_id": job.till_id,
        "job_id": job.id,
    }

    def write(uow: UnitOfWork) -> None:
        repository.insert_record(uow, row)

    return write
