"""Builds the rows of one intake from a checked command and reserved ids. Pure but for the ids."""

from __future__ import annotations

from functools import partial
from typing import Any

from data import models as m
from data.repositories import intake_lookups as lookups
from data.repositories.intake import IntakeRows
from data.repositories.intake_lookups import FoundCustomer, KnownDevice
from data.repositories.search_keys import key_rows
from data.rows import Reserved, RowChange
from data.values import (
    Channel,
    CustomerId,
    DeviceCategory,
    HistoryKind,
    JobId,
    TicketId,
    TicketStatus,
    VisitId,
)
from services.audit.steps import audit_row
from services.auth.work import Work
from services.customers.rules import CustomerFacts
from services.errors import FieldProblem, Invalid
from services.printing.dto import DocumentKind
from services.printing.steps import PrintSubject, print_job_rows
from services.settings.dto import Till
from services.settings.reference import Reference
from services.tickets.assignment import choose_technician, technicians
from services.tickets.device_rows import (
    PlacedDevice,
    as_known,
    changes_told,
    device_changes,
    device_row,
    place_device,
)
from services.tickets.dto import DeviceEntry, IntakeCommand, IntakeResult, TakenIn
from services.tickets.line_rows import line_rows, priced_lines, repair_summary
from services.tickets.numbering import format_number
from services.tickets.returning_devices import device_here_before
from services.tickets.totals import Totals, totals_of

Row = dict[str, Any]


def build_rows(
    work: Work,
    command: IntakeCommand,
    reference: Reference,
    *,
    facts: CustomerFacts,
    till: Till,
    documents: tuple[DocumentKind, ...],
    reserved: Reserved,
) -> tuple[IntakeRows, IntakeResult]:
    """Return every row of the visit, and the result the caller gets.

    Raises:
        Invalid: the customer or a device named by id does not exist or does not belong together.
    """
    builder = _Builder(work, command, reference, reserved)
    builder.customer(facts)
    builder.visit()
    for position, entry in enumerate(command.devices):
        builder.order(position, entry)
    builder.print_jobs(documents, till)
    return builder.rows, builder.result()


class _Builder:
    def __init__(
        self, work: Work, command: IntakeCommand, reference: Reference, reserved: Reserved
    ) -> None:
        self._work = work
        self._command = command
        self._reference = reference
        self._reserved = reserved
        self._year = reference.today(work.at).year
        self._first_number = reserved.last_number - len(command.devices) + 1
        self._present = technicians(reference.people_at(work.at))
        self._loads = lookups.open_orders(reserved.found)
        self._comebacks = lookups.comeback_owners(reserved.found)
        self._known = {device.id: device for device in lookups.known_devices(reserved.found)}
        # Rows of devices by id, new or changed: a second order of the visit may change them again.
        self._device_rows: dict[int, Row] = {}
        self._taken: list[TakenIn] = []
        self._subjects: list[PrintSubject] = []
        self._customer_id = 0
        self._created = False
        self._visit_id = reserved.take(m.visit)
        self.rows = IntakeRows()

    def customer(self, facts: CustomerFacts) -> None:
        found = lookups.found_customer(self._reserved.found)
        if self._command.customer.customer_id is not None:
            if found is None or not found.active:
                raise _invalid("customer.customer_id", "unknown", "This customer does not exist.")
            self._refuse_another(found)
            self._customer_id = found.id
        elif found is not None:
            self._find_again(found, facts)
        else:
            self._create_customer(facts)
        self._add_consents(found)

    def _refuse_another(self, found: FoundCustomer) -> None:
        """Refuse an id that means somebody else than was chosen: a draft of another database."""
        entry = self._command.customer
        said = (entry.name.strip(), entry.phone.strip())
        if any(said) and said != (found.name.strip(), found.phone.strip()):
            raise _invalid(
                "customer.customer_id",
                "changed",
                "This customer's data are others now. Choose the customer again.",
            )

    def _find_again(self, found: FoundCustomer, facts: CustomerFacts) -> None:
        """Take the customer of this contact and name, and keep what is new of them.

        Being found by the phone number, only the e-mail address can be missing; one that is there
        is never overwritten. The audit names the field, not the address.
        """
        self._customer_id = found.id
        values: Row = {}
        if not found.active:
            values["active"] = True
            self._audit("customer.reactivated", "customer", found.id, None)
        if facts.email and not found.email:
            values |= {"email": facts.email, "email_folded": facts.email_folded}
            self._audit("customer.changed", "customer", found.id, {"changed": ["email"]})
        if values:
            self.rows.changed.append(
                RowChange(table=m.customer, id=found.id, values=values, seen_version=found.version)
            )

    def _create_customer(self, facts: CustomerFacts) -> None:
        self._created = True
        self._customer_id = self._reserved.take(m.customer)
        self.rows.customer.append(
            {
                "id": self._customer_id,
                "name": facts.name,
                "name_folded": facts.name_folded,
                "identity_key": facts.identity_key,
                "phone": facts.phone,
                "phone_e164": facts.phone_e164,
                "phone_digits": facts.phone_digits,
                "email": facts.email,
                "email_folded": facts.email_folded,
                "created_at_utc": self._work.at,
            }
        )
        self.rows.search_keys.update(key_rows(facts.keys, customer_id=self._customer_id))
        self._audit("customer.created", "customer", self._customer_id, None)

    def _add_consents(self, found: FoundCustomer | None) -> None:
        """Append the answers that differ from the last ones, so that a row means a decision."""
        entry = self._command.customer
        last = found.consents if found is not None else {}
        answers = ((Channel.SMS, entry.sms_consent), (Channel.EMAIL, entry.email_consent))
        self.rows.consents.extend(
            {
                "customer_id": self._customer_id,
                "channel": channel.value,
                "granted": granted,
                "how": "counter",
                "person_id": self._work.actor.person_id,
                "at_utc": self._work.at,
            }
            for channel, granted in answers
            if granted is not None and granted != last.get(channel)
        )

    def visit(self) -> None:
        terms = self._reference.shop.terms
        self.rows.visit.append(
            {
                "id": self._visit_id,
                "customer_id": self._customer_id,
                "till_id": self._work.actor.till_id,
                "person_id": self._work.actor.person_id,
                "terms_version": terms.version if terms is not None else None,
                "terms_accepted": self._command.terms_accepted,
                "opened_at_utc": self._work.at,
            }
        )

    def order(self, position: int, entry: DeviceEntry) -> None:
        device_id, placed = self._device(position, entry)
        self._refuse_foreign_comeback(position, entry)
        ticket_id = self._reserved.take(m.ticket)
        history_id = self._reserved.take(m.ticket_history)
        number = format_number(year=self._year, sequence=self._first_number + position)
        totals = totals_of(
            priced_lines(entry.lines, self._reference),
            prices_include_tax=self._reference.shop.prices_include_tax,
        )
        chosen = self._technician(entry)
        technician_id = chosen["technician_id"] if chosen is not None else None
        self.rows.tickets.append(
            {
                **self._identity(ticket_id, number, position),
                **self._facts(entry, placed, totals),
                "device_id": device_id,
                "technician_id": technician_id,
                "last_history_id": history_id,
            }
        )
        self.rows.lines.extend(
            line_rows(
                entry.lines,
                self._reference,
                ticket_id=ticket_id,
                line_tax_minor=totals.line_tax_minor,
                next_id=partial(self._reserved.take, m.ticket_line),
            )
        )
        self.rows.history.append(self._taken_in(history_id, ticket_id, chosen))
        self._audit("ticket.taken_in", "ticket", ticket_id, {"number": number})
        self._taken.append(TakenIn(ticket_id=TicketId(ticket_id), number=number))
        self._subjects.append(PrintSubject(ticket_id=ticket_id, history_id=history_id))

    def _device(self, position: int, entry: DeviceEntry) -> tuple[int, PlacedDevice]:
        theirs = [each for each in self._known.values() if each.customer_id == self._customer_id]
        if entry.device_id is not None and all(each.id != entry.device_id for each in theirs):
            raise _invalid(
                f"devices.{position}.device_id", "unknown", "This device is not the customer's."
            )
        known = device_here_before(entry, theirs)
        placed = place_device(entry, known, self._reference)
        if known is None:
            device_id = self._reserved.take(m.device)
            self._add_device(placed, device_id)
        else:
            device_id = known.id
            self._change_device(entry, placed, known)
        # A device that comes twice in one visit is one device, as it stands by now.
        self._known[device_id] = as_known(
            placed, device_id=device_id, customer_id=self._customer_id
        )
        return device_id, placed

    def _add_device(self, placed: PlacedDevice, device_id: int) -> None:
        row = device_row(
            placed, device_id=device_id, customer_id=self._customer_id, at=self._work.at
        )
        self._device_rows[device_id] = row
        self.rows.devices.append(row)

    def _change_device(self, entry: DeviceEntry, placed: PlacedDevice, known: KnownDevice) -> None:
        values = device_changes(entry, placed, known)
        if not values:
            return
        if known.id not in self._device_rows:
            row = self._device_rows[known.id] = {}
            self.rows.changed.append(RowChange(table=m.device, id=known.id, values=row))
        self._device_rows[known.id].update(values)
        told = changes_told(values, customer_id=self._customer_id)
        self._audit("device.changed", "device", known.id, told)

    def _refuse_foreign_comeback(self, position: int, entry: DeviceEntry) -> None:
        earlier = entry.comeback_of_id
        if earlier is not None and self._comebacks.get(earlier) != self._customer_id:
            raise _invalid(
                f"devices.{position}.comeback_of_id",
                "unknown",
                "The earlier order is not this customer's.",
            )

    def _technician(self, entry: DeviceEntry) -> Row | None:
        """Return who takes the order and who chose them, as its history keeps it."""
        if entry.technician_id is not None:
            return {"technician_id": entry.technician_id, "chosen_by": "person"}
        needed = frozenset(
            self._reference.repair_types[line.repair_type_id].category
            for line in entry.lines
            if line.repair_type_id is not None
        )
        chosen = choose_technician(self._present, needed=needed, open_orders=self._loads)
        if chosen is None:
            return None
        self._loads[chosen.person_id] = self._loads.get(chosen.person_id, 0) + 1
        return chosen.details()

    def _identity(self, ticket_id: int, number: str, position: int) -> Row:
        return {
            "id": ticket_id,
            "number": number,
            "number_year": self._year,
            "number_seq": self._first_number + position,
            "visit_id": self._visit_id,
            "visit_position": position,
            "customer_id": self._customer_id,
            "till_id": self._work.actor.till_id,
            "status": TicketStatus.PENDING.value,
            "opened_at_utc": self._work.at,
        }

    def _facts(self, entry: DeviceEntry, placed: PlacedDevice, totals: Totals) -> Row:
        shop = self._reference.shop
        category = placed.category
        return {
            "device_model_id": placed.device_model_id,
            "device_title": placed.title,
            "device_category": category.value if isinstance(category, DeviceCategory) else None,
            "repair_summary": repair_summary(entry.lines, self._reference, words=entry.words),
            "priority": entry.priority.value,
            "words": entry.words,
            "condition": {part.value: mark.value for part, mark in entry.condition.items()},
            "accessories": list(entry.accessories),
            "promised_at_utc": entry.promised_at_utc,
            "currency": shop.currency,
            "prices_include_tax": shop.prices_include_tax,
            "subtotal_minor": totals.subtotal_minor,
            "tax_minor": totals.tax_minor,
            "total_minor": totals.total_minor,
            "total_is_open": totals.is_open,
            "deposit_agreed_minor": entry.deposit_agreed_minor,
            "comeback_of_id": entry.comeback_of_id,
        }

    def _taken_in(self, history_id: int, ticket_id: int, chosen: Row | None) -> Row:
        return {
            "id": history_id,
            "ticket_id": ticket_id,
            "kind": HistoryKind.TAKEN_IN.value,
            "new_status": TicketStatus.PENDING.value,
            "person_id": self._work.actor.person_id,
            "till_id": self._work.actor.till_id,
            "way": self._work.actor.way.value,
            "details": chosen,
            "at_utc": self._work.at,
        }

    def _audit(self, action: str, entity: str, entity_id: int, details: Row | None) -> None:
        self.rows.audit.append(
            audit_row(
                self._work, action=action, entity=entity, entity_id=entity_id, details=details
            )
        )

    def print_jobs(self, documents: tuple[DocumentKind, ...], till: Till) -> None:
        self.rows.jobs = print_job_rows(
            self._work,
            documents=documents,
            till=till,
            visit_id=self._visit_id,
            subjects=self._subjects,
            next_id=partial(self._reserved.take, m.job),
        )

    def result(self) -> IntakeResult:
        return IntakeResult(
            visit_id=VisitId(self._visit_id),
            customer_id=CustomerId(self._customer_id),
            customer_created=self._created,
            tickets=tuple(self._taken),
            print_job_ids=tuple(JobId(row["id"]) for row in self.rows.jobs),
            taken_in_at_utc=self._work.at,
        )


def _invalid(field: str, code: str, message: str) -> Invalid:
    return Invalid(
        message,
        field=field,
        problems=(FieldProblem(field=field, code=code, message=message),),
    )
