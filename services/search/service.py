"""One line that finds orders and customers: classified first, then the index made for it."""

from __future__ import annotations

from collections.abc import Iterable

from data.queries import search as queries
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


def _answers(
    work: Work, question: Question, reference: Reference, *, limit: int
) -> Iterable[SearchHit]:
    tickets = [(hit, why) for hit, why in _tickets(work, question, limit=limit) if _seen(work, hit)]
    for ticket, why in tickets:
        yield _ticket_hit(ticket, why)
    customers = list(_customers(work, question, reference, limit=limit))
    for customer, why in customers:
        yield _customer_hit(customer, why)
    if customers and not tickets:
        ids = [customer.customer_id for customer, _why in customers]
        for hit in queries.tickets_of_customers(work, customer_ids=ids, limit=limit):
            if _seen(work, hit):
                yield _ticket_hit(hit, "Customer")


def _tickets(
    work: Work, question: Question, *, limit: int
) -> Iterable[tuple[queries.TicketHit, str]]:
    if question.number_prefix:
        for hit in queries.tickets_by_number(work, prefix=question.number_prefix, limit=limit):
            yield hit, "Order number"
    if question.sequence is not None:
        for hit in queries.tickets_by_sequence(work, sequence=question.sequence, limit=limit):
            yield hit, "Order number"
    if question.identity:
        for hit in queries.tickets_by_identity(work, text=question.identity, limit=limit):
            yield hit, "IMEI or serial"


def _customers(
    work: Work, question: Question, reference: Reference, *, limit: int
) -> Iterable[tuple[queries.CustomerHit, str]]:
    if question.phone:
        reading = read_phone(question.phone, country=reference.shop.country)
        if reading.e164:
            for hit in queries.customers_by_e164(work, e164=reading.e164, limit=limit):
                yield hit, "Phone"
        digits = reading.digits or question.digits
        for hit in queries.customers_by_phone(work, digits=digits, limit=limit):
            yield hit, "Phone"
    if question.name and fold(question.name):
        for hit in queries.customers_by_name(work, key=fold(question.name), limit=limit):
            yield hit, "Name"
    if question.email:
        for hit in queries.customers_by_email(work, prefix=question.email, limit=limit):
            yield hit, "E-mail"


def _seen(work: Work, hit: queries.TicketHit) -> bool:
    # Searching is everybody's; which orders are seen is the scope of seeing orders (DOMAIN.md).
    return work.reaches(
        technician_id=hit.technician_id, status=hit.status, permission=Permission.SEE_TICKETS
    )


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
