"""Taking in a visit: checked, numbered, stored and queued for printing in one transaction."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from data.repositories import intake as repository
from data.repositories import intake_lookups as lookups
from data.repositories.intake import IntakeRows
from data.repositories.intake_lookups import KnownDevice, Owner
from data.rows import Reserved, look_up
from services.actor import Actor
from services.audit.steps import operation_row
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.changes import Entity
from services.customers.rules import CustomerFacts, customer_facts
from services.pricing.steps import Wanted, quote_all
from services.printing.dto import DocumentKind, Preview
from services.printing.steps import intake_documents
from services.settings.dto import Till
from services.settings.reference import Reference, ReferenceCache
from services.tickets.assignment import technicians
from services.tickets.dto import (
    IntakeCommand,
    IntakeDraft,
    IntakeResult,
    LineEntry,
)
from services.tickets.intake_check import check_intake, check_priced
from services.tickets.intake_rows import build_rows
from services.tickets.preview import preview_of
from services.tickets.returning_devices import device_lookups


class IntakeService:
    """Takes devices in at the counter."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.TAKE_IN)
    def take_in(self, actor: Actor, command: IntakeCommand) -> IntakeResult:
        """Take in one visit: one order per device, numbered without gap or twin.

        Commits once: customer (new, or found by contact and name), consents, devices, visit,
        orders, lines, history, audit, change rows and the print jobs of this till. A repeat of the
        operation id returns the first result.

        Raises:
            Invalid: with one problem per field; nothing is stored.
            NeedsConfirmation: ``terms-open``, the shop has terms and they were not accepted.
            Conflict: the operation id was used for another intake.
        """
        operation = operation_of(command, kind="take_in")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replace(_result_type().validate_json(work.replayed), replayed=True)
            reference = self._reference.get(work)
            check_intake(command, reference, at=work.at)
            priced = _with_prices(work, command)
            check_priced(priced, reference)
            till = reference.till(actor.till_id)
            rows, result = _plan(work, priced, reference, till)
            _store(work, rows, result)
            return result

    @requires(Permission.TAKE_IN)
    def preview(
        self, actor: Actor, draft: IntakeDraft, *, width_columns: int | None = None
    ) -> Preview:
        """Lay the draft out as it will print on this till. Stores nothing."""
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            known = _known_devices(work, draft, reference)
        till = reference.till(actor.till_id)
        return preview_of(
            draft,
            reference,
            known=known,
            till=till,
            actor=actor,
            at=work.at,
            columns=width_columns,
        )


def _known_devices(work: Work, draft: IntakeDraft, reference: Reference) -> tuple[KnownDevice, ...]:
    """Return which devices of the draft's customer the draft may mean, as an intake would."""
    owner = _owner(draft, country=reference.shop.country)
    if owner is None:
        return ()
    devices = [each for each in device_lookups(draft.devices, owner) if each is not None]
    if not devices:
        return ()
    answers = look_up(work, [lookups.customer_lookup(owner), *devices])
    found = lookups.found_customer(answers)
    theirs = lookups.known_devices(answers)
    return tuple(each for each in theirs if found is not None and each.customer_id == found.id)


def _owner(draft: IntakeDraft, *, country: str) -> Owner | None:
    """Return whom the draft means so far; a draft holds whatever was typed, storable or not."""
    if draft.customer_id is not None:
        return Owner(customer_id=draft.customer_id, identity_key="")
    if not draft.name.strip() or not (draft.phone.strip() or draft.email.strip()):
        return None
    typed = (draft.name, draft.phone, draft.email)
    name, phone, email = (
        text.replace("\x00", "").encode("utf-8", "ignore").decode() for text in typed
    )
    facts = customer_facts(name=name, phone=phone, email=email, country=country)
    return Owner(customer_id=None, identity_key=facts.identity_key)


def _with_prices(work: Work, command: IntakeCommand) -> IntakeCommand:
    """Fill prices that were not typed from the price book: one statement for all of them."""
    wanted = {
        found
        for entry in command.devices
        for line in entry.lines
        if (found := _wanted(line, entry.device_model_id)) is not None
    }
    prices = quote_all(work, wanted, at=work.at)

    def priced(line: LineEntry, device_model_id: int | None) -> LineEntry:
        found = _wanted(line, device_model_id)
        if found is None:
            return line
        quote = prices[found]
        return replace(line, price_minor=quote.price_minor, estimated=quote.estimated)

    devices = tuple(
        replace(entry, lines=tuple(priced(line, entry.device_model_id) for line in entry.lines))
        for entry in command.devices
    )
    return replace(command, devices=devices)


def _wanted(line: LineEntry, device_model_id: int | None) -> Wanted | None:
    if line.price_minor is not None or line.repair_type_id is None:
        return None
    return Wanted(
        device_model_id=device_model_id, repair_type_id=line.repair_type_id, grade=line.grade
    )


def _plan(
    work: Work, command: IntakeCommand, reference: Reference, till: Till
) -> tuple[IntakeRows, IntakeResult]:
    entry = command.customer
    facts = customer_facts(
        name=entry.name, phone=entry.phone, email=entry.email, country=reference.shop.country
    )
    documents = command.prints if command.prints is not None else till.prints_on_intake
    reserved = _reserve(work, command, reference, facts, till, documents)
    return build_rows(
        work,
        command,
        reference,
        facts=facts,
        till=till,
        documents=documents,
        reserved=reserved,
    )


def _reserve(
    work: Work,
    command: IntakeCommand,
    reference: Reference,
    facts: CustomerFacts,
    till: Till,
    documents: tuple[DocumentKind, ...],
) -> Reserved:
    devices = command.devices
    people = technicians(reference.people_at(work.at))
    owner = Owner(customer_id=command.customer.customer_id, identity_key=facts.identity_key)
    return repository.reserve_intake(
        work,
        year=reference.today(work.at).year,
        orders=len(devices),
        lines=sum(len(entry.lines) for entry in devices),
        jobs=len(intake_documents(documents, till, len(devices))),
        lookups=(
            lookups.customer_lookup(owner),
            *device_lookups(devices, owner),
            lookups.comeback_lookup(
                e.comeback_of_id for e in devices if e.comeback_of_id is not None
            ),
            lookups.load_lookup(person.person_id for person in people),
        ),
    )


def _store(work: Work, rows: IntakeRows, result: IntakeResult) -> None:
    result_json = _result_type().dump_json(result).decode()
    work.changed(Entity.CUSTOMER, result.customer_id)
    for taken in result.tickets:
        work.changed(Entity.TICKET, taken.ticket_id)
    work.changes_stored = True
    rows.operation = [operation_row(work, result_json=result_json)]
    rows.changes = [
        {"entity": change.entity.value, "entity_id": change.entity_id, "at_utc": work.at}
        for change in work.changes
    ]
    repository.write_intake(work, rows)


@cache
def _result_type() -> TypeAdapter[IntakeResult]:
    return TypeAdapter(IntakeResult)
