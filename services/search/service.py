"""One line that finds orders and customers: classified first, then the index made for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.queries import search as queries
from data.values import GrantMode, GrantScope, PersonId
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.catalog.names import fold
from services.customers.rules import read_phone
from services.search.classify import Question, classify
from services.search.dto import HitKind, SearchHit
from services.settings.reference import Reference, ReferenceCache

SHORTEST = 2


class SearchService:
    """Finds orders and customers by what a person types or scans."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.SEARCH)
    def find(self, actor: Actor, *, text: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Return the best answers: orders newest first, then customers, each with why.

        Fewer than two characters find nothing. What was searched is neither stored nor logged.
        """
        question = classify(text)
        if len(text.strip()) < SHORTEST:
            return ()
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            return tuple(_unique(_answers(work, question, reference, limit=limit)))[:limit]


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far the actor sees: everything, or what is ``own_person``'s."""

    own_person: PersonId | None


def _reach(work: Work, permission: Permission) -> _Reach | None:
    """Return how far ``permission`` reaches; None where it is not allowed at once."""
    found = work.allowed(permission)
    if found is None or found.mode is not GrantMode.DIRECT:
        return None
    return _Reach(work.actor.person_id if found.scope is GrantScope.OWN else None)


def _answers(
    work: Work, question: Question, reference: Reference, *, limit: int
) -> Iterable[SearchHit]:
    # Searching is everybody's; which orders and customers are seen is the scope of seeing those
    # (DOMAIN.md, People). It is part of every query: filtered afterwards, what only others may see
    # would use up the limit.
    orders = _reach(work, Permission.SEE_TICKETS)
    people = _reach(work, Permission.SEE_CUSTOMERS)
    tickets = list(_tickets(work, question, orders, limit=limit)) if orders else []
    for ticket, why in tickets:
        yield _ticket_hit(ticket, why)
    customers = list(_customers(work, question, reference, people, limit=limit)) if people else []
    for customer, why in customers:
        yield _customer_hit(customer, why)
    if customers and orders and not tickets:
        ids = [customer.customer_id for customer, _why in customers]
        for hit in queries.tickets_of_customers(
            work, customer_ids=ids, own_person=orders.own_person, limit=limit
        ):
            yield _ticket_hit(hit, "Customer")


def _tickets(
    work: Work, question: Question, reach: _Reach, *, limit: int
) -> Iterable[tuple[queries.TicketHit, str]]:
    own = reach.own_person
    for hit in _numbered(work, question, reach, limit=limit):
        yield hit, "Order number"
    if question.sequence is not None:
        for hit in queries.tickets_by_sequence(
            work, sequence=question.sequence, own_person=own, limit=limit
        ):
            yield hit, "Order number"
    if question.identity:
        for hit in queries.tickets_by_identity(
            work, text=question.identity, own_person=own, limit=limit
        ):
            yield hit, "IMEI or serial"


def _numbered(
    work: Work, question: Question, reach: _Reach, *, limit: int
) -> Iterable[queries.TicketHit]:
    left = limit
    for numbers in question.numbers:
        if left <= 0:
            return
        hits = queries.tickets_by_number(
            work,
            year=numbers.year,
            first=numbers.first,
            last=numbers.last,
            own_person=reach.own_person,
            limit=left,
        )
        left -= len(hits)
        yield from hits


def _customers(
    work: Work, question: Question, reference: Reference, reach: _Reach, *, limit: int
) -> Iterable[tuple[queries.CustomerHit, str]]:
    own = reach.own_person
    if question.phone:
        reading = read_phone(question.phone, country=reference.shop.country)
        if reading.e164:
            for hit in queries.customers_by_e164(
                work, e164=reading.e164, own_person=own, limit=limit
            ):
                yield hit, "Phone"
        digits = reading.digits or question.digits
        for hit in queries.customers_by_phone(work, digits=digits, own_person=own, limit=limit):
            yield hit, "Phone"
    if question.name and fold(question.name):
        for hit in queries.customers_by_name(
            work, key=fold(question.name), own_person=own, limit=limit
        ):
            yield hit, "Name"
    if question.email:
        for hit in queries.customers_by_email(
            work, prefix=question.email, own_person=own, limit=limit
        ):
            yield hit, "E-mail"


def _ticket_hit(hit: queries.TicketHit, why: str) -> SearchHit:
    return SearchHit(
        kind=HitKind.TICKET,
        entity_id=hit.ticket_id,
        title=f"{hit.device_title}, {hit.repairs}" if hit.repairs else hit.device_title,
        detail=f"{hit.number}, {hit.customer_name}",
        why=why,
        number=hit.number,
        status=hit.status,
    )


def _customer_hit(hit: queries.CustomerHit, why: str) -> SearchHit:
    return SearchHit(
        kind=HitKind.CUSTOMER,
        entity_id=hit.customer_id,
        title=hit.name,
        detail=hit.phone or hit.email,
        why=why,
    )


def _unique(hits: Iterable[SearchHit]) -> Iterable[SearchHit]:
    seen: set[tuple[HitKind, int]] = set()
    for hit in hits:
        key = (hit.kind, hit.entity_id)
        if key not in seen:
            seen.add(key)
            yield hit
