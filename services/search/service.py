"""One line that finds orders, customers and devices: classified first, then the index made for it.

What is found and in which order (ADR 0020):

- *orders* by number, newest first, then the orders of devices by IMEI or serial, newest first;
- *customers* by phone, name and e-mail, those with the newest order first, then by id;
- *devices* by IMEI or serial, those with the newest order first, then by id;
- where no order matches by itself, the newest orders of the customers shown fill the page.

Of every way of finding at most 120 entries are looked at, in key order. The kinds come in this
order; where they have no room together they take places in turns.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from data.queries import search as queries
from data.queries.finding import Why
from data.search_keys import Typed
from data.values import GrantMode, GrantScope, PersonId
from services.actor import Actor
from services.audit import steps as audit
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.catalog.names import squeeze
from services.customers.looking_up import read_typed
from services.customers.rules import fold_email
from services.search.classify import Question, classify, counters
from services.search.dto import HitKind, Reindex, ReindexReport, SearchHit
from services.search.page import shared_page
from services.search.rebuilding import Progress, rebuild_keys
from services.settings.reference import ReferenceCache

SHORTEST = 2
PAGE = 20

_WHY = {Why.PHONE: "Phone", Why.NAME: "Name", Why.EMAIL: "E-mail"}


def _silent(_what: str, _done: int) -> None:
    """Tell nobody."""


class SearchService:
    """Finds orders, customers and devices by what a person types or scans."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.SEARCH)
    def find(self, actor: Actor, *, text: str, limit: int = PAGE) -> tuple[SearchHit, ...]:
        """Return the best answers: orders, then customers, then devices, each with why.

        Fewer than two characters find nothing. What was searched is neither stored nor logged.
        """
        question = classify(text)
        if len(text.strip()) < SHORTEST or limit < 1:
            return ()
        with self._gate.reading(actor) as work:
            country = self._reference.get(work).shop.country
            typed = _typed(question, country=country)
            return _answers(work, question, typed, limit=limit)

    @requires(Permission.REINDEX)
    def reindex(
        self, actor: Actor, command: Reindex, *, progress: Progress = _silent
    ) -> ReindexReport:
        """Make every search key, and every column that is searched, anew from the rows.

        Commits once: whoever searches meanwhile finds what was found before, and a rebuild that is
        stopped leaves that. Other writers wait. ``progress`` is told what and how many so far.
        """
        began = time.monotonic()
        operation = operation_of(command, kind="reindex")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replace(ReindexReport(**json.loads(work.replayed)), replayed=True)
            rebuilt = asdict(rebuild_keys(work, progress=progress))
            audit.record(
                work, action="search.reindexed", entity="shop", entity_id=1, details=rebuilt
            )
            report = ReindexReport(**rebuilt, seconds=round(time.monotonic() - began, 1))
            audit.finish(work, result_json=json.dumps(asdict(report)))
            return report


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far the actor sees: everything, or what is ``own_person``'s."""

    own_person: PersonId | None


def _typed(question: Question, *, country: str) -> Typed:
    """Return what customers are looked up by; a word may also begin an e-mail address."""
    typed = read_typed(question.customer, country=country)
    return replace(typed, email=fold_email(question.email)) if question.email else typed


def _reach(work: Work, permission: Permission) -> _Reach | None:
    """Return how far ``permission`` reaches; None where it is not allowed at once."""
    found = work.allowed(permission)
    if found is None or found.mode is not GrantMode.DIRECT:
        return None
    return _Reach(work.actor.person_id if found.scope is GrantScope.OWN else None)


def _answers(work: Work, question: Question, typed: Typed, *, limit: int) -> tuple[SearchHit, ...]:
    # Searching is everybody's; which orders and customers are seen is the scope of seeing those
    # (DOMAIN.md, People). It is part of every query: filtered afterwards, what only others may see
    # would use up the limit.
    orders = _reach(work, Permission.SEE_TICKETS)
    people = _reach(work, Permission.SEE_CUSTOMERS)
    devices = _devices(work, question, orders, limit=limit) if orders else []
    tickets = list(_tickets(work, question, orders, devices, limit=limit)) if orders else []
    customers = (
        queries.customers(work, typed, own_person=people.own_person, limit=limit) if people else []
    )
    page = shared_page(
        [*tickets, *map(_customer_hit, customers), *map(_device_hit, devices)], limit=limit
    )
    if orders is None or tickets or not customers or len(page) >= limit:
        return page
    theirs = queries.tickets_of_customers(
        work,
        customer_ids=[customer.customer_id for customer in customers],
        own_person=orders.own_person,
        limit=limit - len(page),
    )
    return (*page, *(_ticket_hit(hit, "Customer") for hit in theirs))


def _tickets(
    work: Work,
    question: Question,
    reach: _Reach,
    devices: Sequence[queries.DeviceHit],
    *,
    limit: int,
) -> Iterable[SearchHit]:
    own = reach.own_person
    for hit in _numbered(work, question, reach, limit=limit):
        yield _ticket_hit(hit, "Order number")
    if question.sequence:
        asked = counters(question.sequence, last=queries.last_numbers(work))
        for hit in queries.tickets_by_counters(work, asked, own_person=own, limit=limit):
            yield _ticket_hit(hit, "Order number")
    # The newest orders of all that fit are orders of the devices with the newest orders.
    ids = [device.device_id for device in devices]
    for hit in queries.tickets_of_devices(work, device_ids=ids, own_person=own, limit=limit):
        yield _ticket_hit(hit, "IMEI or serial")


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


def _devices(
    work: Work, question: Question, reach: _Reach, *, limit: int
) -> list[queries.DeviceHit]:
    if not question.identity:
        return []
    identity = queries.Identity(imei=question.identity, serial=squeeze(question.identity))
    return queries.devices(work, identity, own_person=reach.own_person, limit=limit)


def _ticket_hit(hit: queries.TicketHit, why: str) -> SearchHit:
    return SearchHit(
        kind=HitKind.TICKET,
        entity_id=hit.ticket_id,
        ticket_id=hit.ticket_id,
        title=f"{hit.device_title}, {hit.repairs}" if hit.repairs else hit.device_title,
        detail=f"{hit.number}, {hit.customer_name}",
        why=why,
        number=hit.number,
        status=hit.status,
    )


def _customer_hit(hit: queries.CustomerHit) -> SearchHit:
    return SearchHit(
        kind=HitKind.CUSTOMER,
        entity_id=hit.customer_id,
        title=hit.name,
        detail=hit.phone or hit.email,
        why=_WHY[Why(hit.why)],
    )


def _device_hit(hit: queries.DeviceHit) -> SearchHit:
    identity = hit.imei or hit.serial or ""
    return SearchHit(
        kind=HitKind.DEVICE,
        entity_id=hit.device_id,
        ticket_id=hit.ticket_id,
        title=hit.title,
        detail=", ".join(part for part in (identity, hit.customer_name) if part),
        why="IMEI or serial",
        number=hit.number or "",
        status=hit.status or "",
    )
