"""Forgets a person, inside a transaction that is already open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from data.queries import customer_page as queries
from data.repositories import customers as repository
from data.repositories import erasing
from data.repositories.customers import HeldCustomer
from data.values import CustomerId
from services.attachments.steps import erase_attachments
from services.audit import steps as audit
from services.auth.work import Work
from services.changes import Entity
from services.customers.dto import ErasePerson, EraseReport
from services.customers.scrubbing import scrubber
from services.customers.steps import held_customer
from services.errors import Conflict, Invalid
from services.tickets.steps import rename_views

_MOST_TOLD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Who was erased, for what is kept outside the database. Never stored."""

    customer_ids: frozenset[int]
    texts: tuple[str, ...]


def erase_person(work: Work, command: ErasePerson) -> tuple[EraseReport, Forgotten]:
    """Empty everything that tells who a customer is; orders and money stay.

    Raises:
        NotFound: there is no such customer.
        Conflict: someone else changed the customer since ``seen_version``, or orders are open or
            devices still in the shop: their count is in the details.
        Invalid: the reason names the person.
    """
    held = held_customer(work, command.customer_id, seen_version=command.seen_version)
    _refuse_open(work, held)
    family = queries.family_ids(work, held.id)
    people = [held, *repository.hold(work, family[1:]).values()]
    names = _names(people)
    contacts = _contacts(work, people)
    scrub = scrubber(names=names, contacts=contacts)
    if scrub(command.reason) != command.reason:
        raise Invalid("The reason is kept: leave name and contact out of it.", field="reason")
    erasing.overwrite_what_is_deleted(work)
    erased, tickets = erasing.erase(work, family, at=work.at, scrub=scrub)
    erase_attachments(work, tickets)
    whole = scrubber(names=names, contacts=contacts, each_word=False)
    rename_views(work, family, of_them=scrub, of_others=whole)
    report = EraseReport(customer_id=CustomerId(held.id), **asdict(erased))
    _tell(work, command, report, family=family, tickets=tickets)
    forgotten = Forgotten(
        customer_ids=frozenset(family),
        texts=tuple(dict.fromkeys((*names, *contacts))),
    )
    return report, forgotten


def _refuse_open(work: Work, held: HeldCustomer) -> None:
    still_open = erasing.open_orders(work, held.id)
    if still_open:
        orders = "1 open order" if still_open == 1 else f"{still_open} open orders"
        raise Conflict(
            f"{held.name} has {orders}. Finish or cancel them first.",
            details={"open": still_open},
        )
    here = erasing.to_hand_back(work, held.id)
    if here:
        devices = "1 device" if here == 1 else f"{here} devices"
        raise Conflict(
            f"{devices} of {held.name} still here: hand back first.",
            details={"to_hand_back": here},
        )


def _names(people: Sequence[HeldCustomer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in people for name in (each.name, each.name_folded)))


def _contacts(work: Work, people: Sequence[HeldCustomer]) -> tuple[str, ...]:
    found: list[str | None] = []
    for each in people:
        found += [each.phone, each.phone_e164, each.phone_digits, each.email, each.email_folded]
        for contact in queries.read_contacts(work, each.id):
            found += [
                contact.value,
                contact.phone_e164,
                contact.phone_digits,
                contact.email_folded,
            ]
    return tuple(dict.fromkeys(text for text in found if text))


def _tell(
    work: Work,
    command: ErasePerson,
    report: EraseReport,
    *,
    family: Sequence[int],
    tickets: Sequence[int],
) -> None:
    counts = {
        name: getattr(report, name)
        for name in ("tickets", "notes", "contacts", "addresses", "devices")
    }
    audit.record(
        work,
        action="customer.erased",
        entity="customer",
        entity_id=report.customer_id,
        details={**counts, "reason": command.reason.strip()},
    )
    for customer_id in family:
        work.changed(Entity.CUSTOMER, customer_id)
    for ticket_id in tickets[:_MOST_TOLD]:
        work.changed(Entity.TICKET, ticket_id)
    audit.finish(work, result_json=json.dumps({"customer_id": report.customer_id, **counts}))
