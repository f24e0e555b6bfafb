"""What people ask of paper: print again, look at it, ask a printer how it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.queries import prints as queries
from data.repositories import jobs as job_repository
from data.values import JobId, JobState
from services.actor import Actor
from services.audit import steps as audit
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.changes import Entity
from services.errors import NotFound
from services.printing.assemble import assemble, read_stored_visit
from services.printing.destinations import (
    Destination,
    destination_of,
    lane_of,
    printer_or_usual,
    usable_printers,
)
from services.printing.dto import (
    Document,
    DocumentKind,
    Page,
    PaperChoice,
    PrinterModel,
    PrinterRole,
    PrinterSettings,
    PrinterState,
    PrinterStatus,
    PrintResult,
)
from services.printing.layout import page_of
from services.printing.render import PaperFormat, render
from services.printing.steps import (
    MAX_ATTEMPTS,
    PaperOrder,
    PrintSubject,
    paper_key,
    print_job_row,
)
from services.printing.transports import Transport, open_transport
from services.printing.transports.addresses import address_text, parse_address
from services.printing.transports.profiles import printer_models
from services.printing.trial_page import trial_bytes
from services.settings.dto import Till
from services.settings.reference import Reference, ReferenceCache

OpenTransport = Callable[[PrinterSettings], Transport]

# A paper of this number is out, or may be: another one is the next copy.
_LEFT = (JobState.DONE, JobState.UNKNOWN)
_COMING = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reprint:
    operation_id: str
    ticket_id: int
    document: DocumentKind
    printer: str | None
    role: PrinterRole | None
    joins_waiting: bool


class PrintingService:
    """Prints stored orders again and speaks with this till's printers."""

    def __init__(
        self,
        gate: Gate,
        reference: ReferenceCache,
        *,
        open_way: OpenTransport = open_transport,
    ) -> None:
        self._gate = gate
        self._reference = reference
        self._open_way = open_way

    @requires(Permission.PRINT)
    def reprint(
        self,
        actor: Actor,
        *,
        operation_id: str,
        ticket_id: int,
        document: DocumentKind,
        printer: str | None = None,
        role: PrinterRole | None = None,
        joins_waiting: bool = False,
    ) -> JobId:
        """Queue a document of an order for this till's printer, or for another address.

        Commits once; the printer gets it afterwards. ``role`` chooses among this till's printers,
        and says of which kind another address is.

        Until one has been printed, handed over or become unknown it is the original, and a job
        that still waits is hastened instead of doubled; after that it is COPY n, each asking one
        more. With ``joins_waiting`` a copy that has not come out yet is hastened like the original:
        for a program that asks until it hears of success. An address that is none of this till's
        printers needs the right to change the settings besides.

        Raises:
            PermissionDenied: the actor may not choose another printer.
            NotFound: there is no such order.
            Invalid: this till has no such printer for the document and none was named.
        """
        command = _Reprint(
            operation_id=operation_id,
            ticket_id=ticket_id,
            document=document,
            printer=printer,
            role=role,
            joins_waiting=joins_waiting,
        )
        operation = operation_of(command, kind="reprint")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return JobId(int(work.replayed))
            job_id = self._queue(work, command)
            audit.record(
                work,
                action="ticket.printed_again",
                entity=Entity.TICKET.value,
                entity_id=command.ticket_id,
                details={"document": command.document.value},
            )
            audit.finish(work, result_json=str(job_id))
            work.changed(Entity.PRINT, job_id)
            return JobId(job_id)

    def _queue(self, work: Work, command: _Reprint) -> int:
        found = _paper_of(work, command.ticket_id)
        visit_id, document = found.visit_id, command.document
        is_ticket = document is DocumentKind.CLAIM_TICKET
        subject = found.first_ticket_id if is_ticket else command.ticket_id
        till = self._reference.get(work).till(work.actor.till_id)
        if command.printer:
            _demand_choice(work, till, command.printer, field="printer")
        to = destination_of(till, document, role=command.role, address=command.printer)
        copy_no = job_repository.next_copy_no(
            work, visit_id=visit_id, ticket_id=subject, document=document.value
        )
        while True:
            key = paper_key(document, visit_id=visit_id, ticket_id=subject, copy_no=copy_no)
            earlier = job_repository.find_by_dedupe_key(work, dedupe_key=key)
            if earlier is None:
                paper = PaperOrder(
                    document=document,
                    till_id=work.actor.till_id,
                    visit_id=visit_id,
                    subject=PrintSubject(ticket_id=subject, history_id=None),
                    to=to,
                    copy_no=copy_no,
                )
                return job_repository.insert_job(work, print_job_row(work, paper))
            job_id, state = earlier[0], JobState(earlier[1])
            is_anothers = copy_no > 0 and state in _COMING and not command.joins_waiting
            if state in _LEFT or is_anothers:
                copy_no += 1
                continue
            _try_again(work, job_id, state, to=to)
            return job_id

    @requires(Permission.PRINT)
    def choices(self, actor: Actor) -> tuple[PaperChoice, ...]:
        """Return what this till can print: each document on its usual printer, then on others."""
        with self._gate.reading(actor) as work:
            till = self._reference.get(work).till(actor.till_id)
        found: list[PaperChoice] = []
        for document in DocumentKind:
            found.append(PaperChoice(document=document))
            others = usable_printers(till, document)[1:]
            found.extend(PaperChoice(document=document, role=each.role) for each in others)
        return tuple(found)

    @requires(Permission.SEE_TICKETS)
    def render(
        self,
        actor: Actor,
        *,
        ticket_id: int,
        document: DocumentKind,
        paper_format: PaperFormat,
        copy: bool = False,
    ) -> bytes:
        """Return a stored order's document as bytes, PDF, picture or text. Stores nothing."""
        made, reference = self._document(actor, ticket_id, document, copy_no=1 if copy else 0)
        till = reference.till(actor.till_id)
        return render(made, paper_format, printer=printer_or_usual(till, document))

    @requires(Permission.SEE_TICKETS)
    def page(self, actor: Actor, *, ticket_id: int, document: DocumentKind) -> Page:
        """Return a stored order's document laid out for this till, to be looked at."""
        made, reference = self._document(actor, ticket_id, document, copy_no=0)
        return page_of(made, printer_or_usual(reference.till(actor.till_id), document))

    def _document(
        self, actor: Actor, ticket_id: int, document: DocumentKind, *, copy_no: int
    ) -> tuple[Document, Reference]:
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            found = _paper_of(work, ticket_id)
            stored = read_stored_visit(work, visit_id=found.visit_id)
        made = assemble(stored, reference, document=document, ticket_id=ticket_id, copy_no=copy_no)
        return made, reference

    @requires(Permission.SEE_SETTINGS)
    def status(self, actor: Actor, *, role: PrinterRole) -> PrinterStatus:
        """Ask this till's printer how it is; takes up to its time-outs."""
        with self._gate.reading(actor) as work:
            till = self._reference.get(work).till(actor.till_id)
        printer = next((each for each in till.printers if each.role is role), None)
        if printer is None:
            return PrinterStatus(
                state=PrinterState.NO_PRINTER, message="No printer is chosen for this till."
            )
        return self._open_way(printer).status()

    @requires(Permission.SEE_SETTINGS)
    def models(self, actor: Actor) -> tuple[PrinterModel, ...]:
        """Return the printer models to choose from, the general ones first.

        The first call loads their table (about 0.15 s).
        """
        with self._gate.reading(actor):
            return printer_models()

    @requires(Permission.PRINT)
    def test_print(self, actor: Actor, *, settings: PrinterSettings) -> PrintResult:
        """Print a test page with settings that need not be saved yet, and say what became of it.

        An address that is none of this till's printers needs the right to change the settings.

        Raises:
            Invalid: the address or the profile can't be read.
            PermissionDenied: the actor may not choose another printer.
        """
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            _demand_choice(work, reference.till(actor.till_id), settings.address, field="address")
            shop = reference.shop
        data = trial_bytes(shop, settings, at=work.at, till=actor.till_name, person=actor.name)
        return self._open_way(settings).send(data, on_first_byte=_nothing)


def _nothing() -> None:
    """A test page has no job row to mark."""


def _demand_choice(work: Work, till: Till, address: str, *, field: str) -> None:
    """Refuse an address that is none of the till's, unless the actor may change its printers.

    A printer may be a file: whoever may name any could write anywhere the program can.
    """
    own = {"none", *(printer.address for printer in till.printers)}
    if address in own or address_text(parse_address(address, field=field)) in own:
        return
    work.demand(
        Permission.EDIT_SETTINGS,
        words="Only who may change the settings can print on another printer. Ask a manager.",
    )


def _paper_of(work: Work, ticket_id: int) -> queries.PaperOf:
    found = queries.paper_of_ticket(work, ticket_id=ticket_id)
    if found is None or not work.reaches(
        technician_id=found.technician_id,
        status=found.status,
        permission=Permission.SEE_TICKETS,
    ):
        raise NotFound("There is no such order.")
    return found


def _try_again(work: Work, job_id: int, state: JobState, *, to: Destination) -> None:
    if state not in (JobState.WAITING, JobState.FAILED, JobState.CANCELLED):
        return
    job_repository.redirect(
        work,
        job_id=job_id,
        lane=lane_of(work.actor.till_id, to),
        till_id=work.actor.till_id,
        payload={"role": to.role.value, "address": to.address},
    )
    if state is JobState.WAITING:
        job_repository.hasten(work, job_id=job_id)
    else:
        job_repository.revive(work, job_id=job_id, attempts=MAX_ATTEMPTS)
