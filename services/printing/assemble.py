"""Builds the documents of a stored visit: the claim ticket of all its orders, a label of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.queries import prints as queries
from data.queries.prints import PrintedOrder, PrintedOrderLine, PrintedVisit
from data.unit_of_work import UnitOfWork
from data.values import PartGrade, Priority
from services.errors import NotFound
from services.printing.dto import (
    BenchLabel,
    ClaimTicket,
    Document,
    DocumentKind,
    PrintedDevice,
    PrintedLine,
    PrintedTax,
)
from services.printing.facts import (
    condition_in_order,
    device_words,
    identity_words,
    line_detail,
    printed_terms,
    shop_head,
)
from services.printing.vocabulary import Vocabulary, vocabulary_of
from services.settings.reference import Reference
from services.tickets.taxes import taxes_by_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVisit:
    """One visit as it is stored, ready to become documents."""

    visit: PrintedVisit
    orders: tuple[PrintedOrder, ...]
    lines: tuple[PrintedOrderLine, ...]

    def lines_of(self, ticket_id: int) -> tuple[PrintedOrderLine, ...]:
        """Return one order's lines."""
        return tuple(line for line in self.lines if line.ticket_id == ticket_id)


def read_stored_visit(uow: UnitOfWork, *, visit_id: int) -> StoredVisit:
    """Read one visit.

    Raises:
        NotFound: there is no such visit.
    """
    visit = queries.read_visit(uow, visit_id=visit_id)
    if visit is None:
        raise NotFound("There is no such visit.")
    return StoredVisit(
        visit=visit,
        orders=tuple(queries.read_orders(uow, visit_id=visit_id)),
        lines=tuple(queries.read_order_lines(uow, visit_id=visit_id)),
    )


def assemble(
    stored: StoredVisit,
    reference: Reference,
    *,
    document: DocumentKind,
    ticket_id: int,
    copy_no: int,
) -> Document:
    """Return the document as data: the visit's claim ticket, or the order's bench label."""
    if document is DocumentKind.CLAIM_TICKET:
        return _claim_ticket(stored, reference, copy_no=copy_no)
    order = next(order for order in stored.orders if order.ticket_id == ticket_id)
    return BenchLabel(
        shop=shop_head(reference.shop),
        device=_label_device(order, stored.lines_of(ticket_id), reference),
        taken_in_at=stored.visit.opened_at_utc,
        copy_no=copy_no,
    )


def _claim_ticket(stored: StoredVisit, reference: Reference, *, copy_no: int) -> ClaimTicket:
    visit = stored.visit
    vocabulary = vocabulary_of(reference.shop.language)
    person = reference.people.get(visit.person_id)
    till = reference.tills.get(visit.till_id)
    return ClaimTicket(
        shop=shop_head(reference.shop),
        taken_in_at=visit.opened_at_utc,
        till=till.name if till is not None else "",
        person=person.name if person is not None else "",
        customer_name=visit.customer_name,
        customer_phone=visit.customer_phone,
        devices=tuple(
            _device(order, stored.lines_of(order.ticket_id), vocabulary) for order in stored.orders
        ),
        taxes=_taxes(stored.lines),
        prices_include_tax=any(order.prices_include_tax for order in stored.orders),
        total_minor=sum(order.total_minor for order in stored.orders),
        total_is_estimate=_is_estimate(stored),
        deposit_agreed_minor=sum(order.deposit_agreed_minor for order in stored.orders),
        terms_text=printed_terms(visit.terms_text or "", reference.shop),
        terms_version=visit.terms_version,
        terms_accepted=visit.terms_accepted,
        copy_no=copy_no,
    )


def _is_estimate(stored: StoredVisit) -> bool:
    return any(line.estimated for line in stored.lines) or any(
        order.total_is_open for order in stored.orders
    )


def _taxes(lines: Sequence[PrintedOrderLine]) -> tuple[PrintedTax, ...]:
    found = taxes_by_rate(
        [(line.tax_name, line.tax_rate_ppm) for line in lines],
        [line.tax_minor for line in lines],
    )
    return tuple(
        PrintedTax(name=name, rate_ppm=rate, amount_minor=amount) for name, rate, amount in found
    )


def _device(
    order: PrintedOrder, lines: Sequence[PrintedOrderLine], vocabulary: Vocabulary
) -> PrintedDevice:
    return PrintedDevice(
        number=order.number,
        title=device_words(brand=order.brand or "", title=order.device_title, colour=order.colour),
        identity=identity_words(
            imei=order.imei or "",
            serial=order.serial or "",
            reason=order.no_identity_reason,
            vocabulary=vocabulary,
        ),
        words=order.words,
        condition=condition_in_order(order.condition),
        accessories=tuple(order.accessories),
        lines=tuple(_line(line, vocabulary) for line in lines),
        promised_at=order.promised_at_utc,
        urgent=order.priority != Priority.NORMAL.value,
    )


def _label_device(
    order: PrintedOrder, lines: Sequence[PrintedOrderLine], reference: Reference
) -> PrintedDevice:
    technician = reference.people.get(order.technician_id or 0)
    return PrintedDevice(
        number=order.number,
        title=device_words(brand="", title=order.device_title, colour=order.colour),
        words=order.words,
        lines=tuple(PrintedLine(title=line.short or line.title) for line in lines),
        promised_at=order.promised_at_utc,
        technician=technician.name.split()[0] if technician is not None else "",
        urgent=order.priority != Priority.NORMAL.value,
        slot=order.slot or "",
    )


def _line(line: PrintedOrderLine, vocabulary: Vocabulary) -> PrintedLine:
    grade = PartGrade(line.grade) if line.grade is not None else None
    return PrintedLine(
        title=line.title,
        detail=line_detail(
            grade=grade,
            warranty_months=line.warranty_months,
            estimated=line.estimated,
            quantity=line.quantity,
            is_discounted=line.discount_minor > 0,
            vocabulary=vocabulary,
        ),
        amount_minor=_amount(line),
        estimated=line.estimated,
    )


def _amount(line: PrintedOrderLine) -> int | None:
    if line.price_minor is None:
        return None
    return line.price_minor * line.quantity - line.discount_minor
