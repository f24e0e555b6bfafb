"""Turns invented orders into rows as tuples, in the order of the columns named here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from data import models as m
from data.bulk_load import BulkLoad, Values
from data.values import (
    CollectedBy,
    CollectedCheck,
    HistoryKind,
    Outcome,
    PriceOrigin,
    Priority,
    TicketStatus,
)
from services.actor import Way
from services.settings.reference import Reference
from services.tickets.numbering import format_number
from services.transfer.invented_orders import InventedOrder

_DEVICE = (
    "id customer_id device_model_id title colour imei serial serial_folded imei_reversed "
    "serial_reversed no_identity_reason created_at_utc"
).split()
_VISIT = ("id customer_id till_id person_id terms_version terms_accepted opened_at_utc").split()
_TICKET = (
    "id number number_year number_seq visit_id visit_position customer_id device_id "
    "device_model_id device_title device_category repair_summary status outcome priority "
    "technician_id till_id words condition accessories promised_at_utc currency "
    "prices_include_tax subtotal_minor tax_minor total_minor total_is_open deposit_agreed_minor "
    "opened_at_utc ready_at_utc closed_at_utc device_in_shop collected_by collected_check "
    "collected_at_utc last_history_id version"
).split()
_LINE = (
    "ticket_id position repair_type_id part_type_id title grade quantity price_minor labour_minor "
    "price_origin estimated tax_class_id tax_name tax_rate_ppm tax_minor warranty_months"
).split()
_NOTE = ["id", "ticket_id", "text", "person_id", "at_utc"]
_HISTORY = (
    "id ticket_id kind old_status new_status outcome note_id person_id till_id way details at_utc"
).split()
# What the services write of a collection (services/tickets/service.py).
_COLLECTION = json.dumps(
    {"by": CollectedBy.CUSTOMER.value, "check": CollectedCheck.CLAIM_TICKET.value}
)
# Who cancels says why: the services ask for it, and so does the database.
_WHY_CANCELLED = ("Costs more than a new one.", "Has bought another.", "Nobody makes the part.")
_FINISHED = (TicketStatus.COMPLETED, TicketStatus.READY_PICKUP, TicketStatus.DELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one order goes: its ids and its number. ``customer_id`` is the stored customer's.

    ``note_id`` is for the reason of a cancelled one.
    """

    ticket_id: int
    device_id: int
    visit_id: int
    first_history_id: int
    note_id: int
    customer_id: int
    year: int
    sequence: int


@dataclass(slots=True)
class OrderRows:
    """A batch of rows of every table an order needs."""

    reference: Reference
    person_id: int
    till_id: int
    technician_ids: Sequence[int]
    devices: list[Values] = field(default_factory=list)
    visits: list[Values] = field(default_factory=list)
    tickets: list[Values] = field(default_factory=list)
    lines: list[Values] = field(default_factory=list)
    notes: list[Values] = field(default_factory=list)
    history: list[Values] = field(default_factory=list)

    def add(self, order: InventedOrder, place: Place) -> int:
        """Add one order; return how many history rows it has."""
        self.devices.append(_device(order, place))
        self.visits.append(self._visit(order, place))
        rows = self._history_rows(order, place)
        self.history.extend(rows)
        self.tickets.append(self._ticket(order, place, history=len(rows)))
        self.lines.extend(self._line_rows(order, place))
        return len(rows)

    def store(self, load: BulkLoad) -> None:
        """Insert the batch, parents before children, and begin an empty one."""
        for table, columns, rows in (
            (m.device, _DEVICE, self.devices),
            (m.visit, _VISIT, self.visits),
            (m.ticket, _TICKET, self.tickets),
            (m.ticket_line, _LINE, self.lines),
            (m.ticket_note, _NOTE, self.notes),
            (m.ticket_history, _HISTORY, self.history),
        ):
            load.insert(table, columns, rows)
            rows.clear()

    def _visit(self, order: InventedOrder, place: Place) -> Values:
        terms = self.reference.shop.terms
        return (
            place.visit_id,
            place.customer_id,
            self.till_id,
            self.person_id,
            terms.version if terms is not None else None,
            True,
            order.opened_at,
        )

    def _technician(self, order: InventedOrder) -> int | None:
        return None if order.technician is None else self.technician_ids[order.technician]

    def _ticket(self, order: InventedOrder, place: Place, *, history: int) -> Values:
        shop = self.reference.shop
        status, since = order.moves[-1] if order.moves else (TicketStatus.PENDING, None)
        collected_at = since if status is TicketStatus.DELIVERED else order.handed_back_at
        closed_at = since if status is TicketStatus.CANCELLED else collected_at
        return (
            place.ticket_id,
            format_number(year=place.year, sequence=place.sequence),
            place.year,
            place.sequence,
            place.visit_id,
            0,
            place.customer_id,
            place.device_id,
            order.model.device_model_id,
            order.model.title,
            order.model.category.value,
            _summary(order),
            status.value,
            _outcome(status),
            Priority.URGENT.value if order.urgent else Priority.NORMAL.value,
            self._technician(order),
            self.till_id,
            order.words,
            order.condition,
            "[]",
            order.promised_at,
            shop.currency,
            shop.prices_include_tax,
            order.totals.subtotal_minor,
            order.totals.tax_minor,
            order.totals.total_minor,
            False,
            0,
            order.opened_at,
            _ready_at(order),
            order.handed_back_at or closed_at,
            collected_at is None,
            CollectedBy.CUSTOMER.value if collected_at is not None else None,
            CollectedCheck.CLAIM_TICKET.value if collected_at is not None else None,
            collected_at,
            place.first_history_id + history - 1,
            history,
        )

    def _line_rows(self, order: InventedOrder, place: Place) -> list[Values]:
        tax = self.reference.tax_class(None)
        part = self.reference.part_types[order.grade]
        return [
            (
                place.ticket_id,
                position,
                repair.repair_type_id,
                part.part_type_id if repair.needs_part else None,
                repair.name,
                order.grade.value,
                1,
                price,
                0,
                PriceOrigin.TYPED.value,
                False,
                tax.tax_class_id,
                tax.name,
                tax.rate_ppm,
                order.totals.line_tax_minor[position],
                part.warranty_months if repair.needs_part else 0,
            )
            for position, (repair, price) in enumerate(
                zip(order.repairs, order.prices_minor, strict=True)
            )
        ]

    def _history_rows(self, order: InventedOrder, place: Place) -> list[Values]:
        rows: list[Values] = []
        before: TicketStatus | None = None
        for status, at in ((TicketStatus.PENDING, order.opened_at), *order.moves):
            rows.append(self._history_row(place, len(rows), before=before, after=status, at=at))
            before = status
        if order.handed_back_at is not None:
            at = order.handed_back_at
            rows.append(self._history_row(place, len(rows), before=None, after=None, at=at))
        return rows

    def _history_row(
        self,
        place: Place,
        position: int,
        *,
        before: TicketStatus | None,
        after: TicketStatus | None,
        at: datetime,
    ) -> Values:
        kind = _kind(before, after)
        is_cancelling = after is TicketStatus.CANCELLED
        if is_cancelling:
            why = _WHY_CANCELLED[place.ticket_id % len(_WHY_CANCELLED)]
            self.notes.append((place.note_id, place.ticket_id, why, self.person_id, at))
        return (
            place.first_history_id + position,
            place.ticket_id,
            kind.value,
            before.value if before is not None else None,
            after.value if after is not None else None,
            _outcome(after),
            place.note_id if is_cancelling else None,
            self.person_id,
            self.till_id,
            Way.SYSTEM.value,
            _COLLECTION if kind in (HistoryKind.HANDED_OVER, HistoryKind.HANDED_BACK) else None,
            at,
        )


def _device(order: InventedOrder, place: Place) -> Values:
    folded = order.serial.lower() if order.serial is not None else None
    return (
        place.device_id,
        place.customer_id,
        order.model.device_model_id,
        order.model.title,
        order.colour,
        order.imei,
        order.serial,
        folded,
        order.imei[::-1] if order.imei is not None else None,
        folded[::-1] if folded is not None else None,
        "",
        order.opened_at,
    )


def _summary(order: InventedOrder) -> str:
    first, *rest = (repair.short for repair in order.repairs)
    return ", ".join([first, *(name[:1].lower() + name[1:] for name in rest)])


def _kind(before: TicketStatus | None, after: TicketStatus | None) -> HistoryKind:
    if after is None:
        return HistoryKind.HANDED_BACK
    if before is None:
        return HistoryKind.TAKEN_IN
    return HistoryKind.HANDED_OVER if after is TicketStatus.DELIVERED else HistoryKind.MOVED


def _outcome(status: TicketStatus | None) -> str | None:
    if status is TicketStatus.CANCELLED:
        return Outcome.CANCELLED.value
    return Outcome.REPAIRED.value if status in _FINISHED else None


def _ready_at(order: InventedOrder) -> Any:
    return next((at for status, at in order.moves if status is TicketStatus.READY_PICKUP), None)
