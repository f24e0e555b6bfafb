"""`mendpoint print`: one paper, now, with an honest answer about what became of it."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.json_out import write_json
from app.cli.session import Session, till_option
from app.cli.writing import naming_operation, operation_option
from services.errors import DeviceUnavailable, Invalid, MendpointError, OutcomeUnknown

if TYPE_CHECKING:
    from services.jobs.handling import Attempt
    from services.printing.dto import DocumentKind, PrinterRole, PrintRecord
    from services.tickets.dto import TicketDetail

_DOCUMENTS = ("claim-ticket", "bench-label")
_PRINTERS = ("receipt", "label", "a4")

# A window at the same till may be printing on this printer; a job there takes seconds.
PATIENCE_S = 60.0
_LOOK_AGAIN_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What to print, and where it goes besides the till's usual printer."""

    document: DocumentKind
    address: str | None
    role: PrinterRole | None


@click.command("print")
@click.argument("number")
@click.option("--document", type=click.Choice(_DOCUMENTS), required=True, help="Which paper.")
@click.option(
    "--to",
    "address",
    metavar="PRINTER",
    help="Another printer than this till's: tcp://host:9100, queue:NAME, file:PATH, ….",
)
@click.option(
    "--printer",
    "kind_of_printer",
    type=click.Choice(_PRINTERS),
    help="Which of this till's printers, or of which kind the one of --to is.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a file instead: .bin (printer's bytes), .pdf, .png or .txt.",
)
@operation_option
@till_option
@click.pass_obj
def print_document(
    session: Session,
    number: str,
    document: str,
    address: str | None,
    kind_of_printer: str | None,
    out: Path | None,
    operation_id: str,
) -> None:
    """Print an order's claim ticket or bench label and say what became of it.

    Exit code 4: not printed (it waits; “work”, or the same command again, tries the same paper once
    more). 8: nobody can tell, look at the paper. What was printed before comes out marked COPY.
    """
    from services.printing.dto import DocumentKind, PrinterRole

    if out is not None and (address is not None or kind_of_printer is not None):
        raise click.UsageError("Use a printer or --out, not both.")
    ticket = session.services().tickets.find(session.actor(), number=number)
    kind = DocumentKind(document)
    if out is not None:
        write_json(_write_file(session, ticket, kind, out), to=sys.stdout)
        return
    wanted = _Wanted(
        document=kind,
        address=address,
        role=PrinterRole(kind_of_printer) if kind_of_printer is not None else None,
    )
    with naming_operation(operation_id):
        told = _print_now(session, ticket, wanted, operation_id=operation_id)
    write_json(told, to=sys.stdout)


def _write_file(
    session: Session, ticket: TicketDetail, document: DocumentKind, out: Path
) -> dict[str, Any]:
    from services.printing.render import read_format

    data = session.services().printing.render(
        session.actor(),
        ticket_id=ticket.ticket_id,
        document=document,
        paper_format=read_format(out.suffix),
    )
    partial = out.with_name(f"{out.name}.{os.getpid()}.partial")
    try:
        try:
            partial.write_bytes(data)
            partial.replace(out)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise Invalid(f"The file can't be written: {error.strerror}.", field="out") from error
    return {"number": ticket.number, "document": document, "out": str(out), "bytes": len(data)}


def _print_now(
    session: Session, ticket: TicketDetail, wanted: _Wanted, *, operation_id: str
) -> dict[str, Any]:
    from app.cli.one_job import OneJob

    lane = _lane_of(session, wanted)
    job_id = session.services().printing.reprint(
        session.actor(),
        operation_id=operation_id,
        ticket_id=ticket.ticket_id,
        document=wanted.document,
        printer=wanted.address,
        role=wanted.role,
        joins_waiting=True,
    )
    job = OneJob(session, job_id=job_id, lane=lane)
    until = time.monotonic() + PATIENCE_S
    while True:
        attempt = job.run()
        record = _record_of(session, ticket.ticket_id, job_id)
        if record is not None and record.outcome is not None:
            return _answer(ticket, record)
        if attempt is not None:
            raise _not_printed(attempt, job_id)
        if time.monotonic() > until:
            raise _still_waiting(record, job_id)
        time.sleep(_LOOK_AGAIN_S)


def _lane_of(session: Session, wanted: _Wanted) -> str:
    from services.printing.destinations import destination_of, lane_of

    till = session.services().settings.till(session.actor())
    to = destination_of(till, wanted.document, role=wanted.role, address=wanted.address)
    return lane_of(till.till_id, to)


def _still_waiting(record: PrintRecord | None, job_id: int) -> DeviceUnavailable:
    # Another process has tried it, or holds the printer.
    tried = record.detail if record is not None else ""
    return DeviceUnavailable(
        tried or "The printer is busy with another job; this one waits its turn.",
        details={"job_id": job_id, "outcome": "not_printed", "tried_again": True},
    )


def _record_of(session: Session, ticket_id: int, job_id: int) -> PrintRecord | None:
    prints = session.services().tickets.detail(session.actor(), ticket_id=ticket_id).prints
    return next((record for record in prints if record.job_id == job_id), None)


def _answer(ticket: TicketDetail, record: PrintRecord) -> dict[str, Any]:
    """Return what a success says.

    Raises:
        DeviceUnavailable: it was not printed.
        OutcomeUnknown: nobody can tell.
    """
    from services.printing.dto import PrintOutcome

    told = {
        "number": ticket.number,
        "document": record.document,
        "copy_no": record.copy_no,
        "outcome": record.outcome,
        "printer": record.printer,
        "job_id": record.job_id,
        "detail": record.detail,
    }
    failure: MendpointError
    if record.outcome is PrintOutcome.NOT_PRINTED:
        failure = DeviceUnavailable(record.detail or "This was not printed.", details=told)
    elif record.outcome is PrintOutcome.UNKNOWN:
        failure = OutcomeUnknown(
            f"Nobody can tell whether it was printed. Look at the paper. {record.detail}".strip(),
            details=told,
        )
    else:
        return told
    raise failure


def _not_printed(attempt: Attempt, job_id: int) -> DeviceUnavailable:
    return DeviceUnavailable(
        attempt.error or "This was not printed.",
        details={"job_id": job_id, "outcome": "not_printed", "tried_again": True},
    )
