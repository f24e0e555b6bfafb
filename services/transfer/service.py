"""Brings whole shops of data in. So far: an invented one, for trials and benchmarks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, timedelta
from itertools import islice

from data import models as m
from data.bulk_load import LOADED, BulkLoad, Values, bulk_load, naive_utc
from data.repositories import numbers
from data.repositories.search_keys import KeyBatch
from services.actor import Actor
from services.audit import steps as audit
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.roles import TECHNICIAN
from services.auth.work import Work
from services.errors import Invalid
from services.settings.reference import Reference, ReferenceCache
from services.transfer.dto import Generate, GenerateReport
from services.transfer.invented_orders import (
    LONGEST_HISTORY,
    InventedOrder,
    OrderInventor,
    Span,
)
from services.transfer.invented_people import invented_customers
from services.transfer.order_rows import OrderRows, Place

Progress = Callable[[str, int, int], None]

_BATCH = 20_000
_YEARS = timedelta(days=4 * 365)
_MOST_OPEN = 2_000

_CUSTOMER = (
    "id name name_folded identity_key phone phone_e164 phone_digits email "
    "email_folded created_at_utc"
).split()
_CONSENT = ["customer_id", "channel", "granted", "how", "person_id", "at_utc"]


def _silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


class TransferService:
    """Loads data in bulk. Needs the shop to be set up."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.BULK_LOAD)
    def generate(
        self,
        actor: Actor,
        command: Generate,
        *,
        progress: Progress = _silent,
    ) -> GenerateReport:
        """Invent a shop's past: customers and orders over four years, up to two thousand open.

        Commits once; a load that fails leaves nothing, and a repeat of the operation loads nothing.
        The same seed on the same database gives the same rows. ``progress`` is told what, how many,
        of how many.

        Raises:
            Invalid: there are orders without customers.
        """
        customers, orders = command.customers, command.orders
        if orders and not customers:
            raise Invalid("Orders need customers.", field="customers")
        began = time.monotonic()
        operation = operation_of(command, kind="generate")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replace(GenerateReport(**json.loads(work.replayed)), replayed=True)
            reference = self._reference.get(work)
            with bulk_load(work, LOADED, rows_expected=customers + orders) as load:
                loading = _Loading(work, load, reference, seed=command.seed, progress=progress)
                loading.customers(customers)
                if orders:
                    loading.orders(orders)
            audit.record(
                work,
                action="data.generated",
                entity="shop",
                entity_id=1,
                details={"customers": customers, "orders": orders, "seed": command.seed},
            )
            report = GenerateReport(
                customers=customers,
                orders=orders,
                lines=loading.lines_stored,
                history=loading.history_stored,
                open_orders=loading.open_orders,
                seconds=round(time.monotonic() - began, 1),
            )
            audit.finish(work, result_json=json.dumps(asdict(report)))
            return report


class _Loading:
    """One load in progress."""

    def __init__(
        self, work: Work, load: BulkLoad, reference: Reference, *, seed: int, progress: Progress
    ) -> None:
        self._work = work
        self._load = load
        self._reference = reference
        self._seed = seed
        self._progress = progress
        self._now = naive_utc(work.at)
        self._first_customer = 0
        self._customers = 0
        self._last_numbers: dict[int, int] = {}
        self.lines_stored = 0
        self.history_stored = 0
        self.open_orders = 0

    def customers(self, count: int) -> None:
        """Store ``count`` invented customers with their keys and consents."""
        position = self._first_customer = self._load.reserve_ids(m.customer, count)
        made = invented_customers(count, offset=position - 1, seed=self._seed)
        created = self._now - _YEARS
        while batch := list(islice(made, _BATCH)):
            rows: list[Values] = []
            keys = KeyBatch()
            consents: list[Values] = []
            for customer in batch:
                facts = customer.facts
                rows.append(
                    (
                        position,
                        facts.name,
                        facts.name_folded,
                        facts.identity_key,
                        facts.phone,
                        facts.phone_e164,
                        facts.phone_digits,
                        facts.email,
                        facts.email_folded,
                        created,
                    )
                )
                keys.add(facts.keys, customer_id=position)
                if customer.sms_consent:
                    consents.append(
                        (position, "sms", True, "counter", self._work.actor.person_id, created)
                    )
                position += 1
            self._load.insert(m.customer, _CUSTOMER, rows)
            keys.store(self._load)
            self._load.insert(m.consent, _CONSENT, consents)
            self._customers = position - self._first_customer
            self._progress("customers", self._customers, count)

    def orders(self, count: int) -> None:
        """Store ``count`` invented orders, numbered without gap by the shop's years."""
        technicians = self._technicians()
        rows = OrderRows(
            reference=self._reference,
            person_id=self._work.actor.person_id,
            till_id=self._work.actor.till_id,
            technician_ids=technicians,
        )
        numbered = self._numbered(self._invented(count, technicians=len(technicians)), count)
        done = 0
        while batch := list(islice(numbered, _BATCH)):
            for order, place in batch:
                self.history_stored += rows.add(order, place)
                self.lines_stored += len(order.repairs)
            rows.store(self._load)
            done += len(batch)
            self._progress("orders", done, count)
        numbers.raise_to(self._work, self._last_numbers)

    def _invented(self, count: int, *, technicians: int) -> Iterator[InventedOrder]:
        self.open_orders = min(_MOST_OPEN, count // 10)
        inventor = OrderInventor(
            self._reference, seed=self._seed, unit_minor=10**self._reference.exponent
        )
        return inventor.orders(
            count,
            customers=self._customers,
            technicians=technicians,
            span=Span(begin=self._now - _YEARS, end=self._now),
            still_open=self.open_orders,
        )

    def _numbered(
        self, orders: Iterable[InventedOrder], count: int
    ) -> Iterator[tuple[InventedOrder, Place]]:
        ticket_id, device_id, visit_id, note_id = (
            self._load.reserve_ids(table, count)
            for table in (m.ticket, m.device, m.visit, m.ticket_note)
        )
        history_id = self._load.reserve_ids(m.ticket_history, count * LONGEST_HISTORY)
        self._last_numbers = numbers.last_numbers(self._work)
        for order in orders:
            year = order.opened_at.replace(tzinfo=UTC).astimezone(self._reference.zone).year
            sequence = self._last_numbers.get(year, 0) + 1
            self._last_numbers[year] = sequence
            yield (
                order,
                Place(
                    ticket_id=ticket_id,
                    device_id=device_id,
                    visit_id=visit_id,
                    first_history_id=history_id,
                    note_id=note_id,
                    customer_id=self._first_customer + order.customer,
                    year=year,
                    sequence=sequence,
                ),
            )
            ticket_id, device_id, visit_id = ticket_id + 1, device_id + 1, visit_id + 1
            history_id += order.history_length
            note_id += order.is_cancelled

    def _technicians(self) -> list[int]:
        return [
            person.person_id
            for person in self._reference.people.values()
            if person.role_key == TECHNICIAN and person.active
        ]
