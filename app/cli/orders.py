"""Commands that look at orders: one, many, or whatever fits a text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from app.cli.json_out import write_json
from app.cli.session import Session, till_option
from data.values import TicketStatus

if TYPE_CHECKING:
    from services.tickets.dto import LineView, QueueRow, TicketDetail

MOST_ROWS = 100_000


@click.command("ticket")
@click.argument("number")
@till_option
@click.pass_obj
def ticket(session: Session, number: str) -> None:
    """Show one order: status, customer, device, lines, totals, history, prints, legal moves.

    NUMBER is read in any case, with or without dashes and check character.
    """
    actor = session.actor()
    write_json(ticket_object(session.services().tickets.find(actor, number=number)), to=sys.stdout)


@click.command("queue")
@click.option(
    "--status",
    type=click.Choice([status.value for status in TicketStatus]),
    help="Only orders of this status; without it, all open ones.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, MOST_ROWS),
    default=50,
    show_default=True,
    help="At most so many orders.",
)
@till_option
@click.pass_obj
def queue(session: Session, status: str | None, limit: int) -> None:
    """List orders: the earliest promise first, those without one last.

    "complete" is false when there are more than --limit.
    """
    from services.paging import PAGE_ROWS
    from services.tickets.dto import QueueChip, QueueFilters, QueueQuestion

    actor, services = session.actor(), session.services()
    question = QueueQuestion(
        chip=QueueChip.OPEN if status is None else QueueChip.ALL,
        filters=QueueFilters(status=TicketStatus(status) if status is not None else None),
    )
    answer = services.queue.ask(actor, question, limit=limit + 1)
    rows = list(answer.first_rows[:limit])
    for start in range(PAGE_ROWS, min(limit, len(answer.ids)), PAGE_ROWS):
        page = answer.ids[start : min(limit, start + PAGE_ROWS)]
        rows.extend(services.queue.rows(actor, ids=page))
    currency = services.settings.shop(actor).currency
    write_json(
        {
            "count": len(rows),
            "complete": len(answer.ids) <= limit,
            "orders": [_queue_object(row, currency=currency) for row in rows],
        },
        to=sys.stdout,
    )


@click.command("search")
@click.argument("text")
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="At most so many answers.",
)
@till_option
@click.pass_obj
def search(session: Session, text: str, limit: int) -> None:
    """Find orders and customers by number, phone, name, e-mail, IMEI or serial number.

    Nothing found is an empty list, not an error.
    """
    actor = session.actor()
    hits = session.services().search.find(actor, text=text, limit=limit)
    write_json({"count": len(hits), "hits": hits}, to=sys.stdout)


def ticket_object(detail: TicketDetail) -> dict[str, Any]:
    """Return one order as scripts read it, the oldest of its history and prints first.

    Amounts are minor units beside their currency.
    """
    return {
        "ticket_id": detail.ticket_id,
        "number": detail.number,
        "status": detail.status,
        "outcome": detail.outcome,
        "priority": detail.priority,
        "customer": {
            "customer_id": detail.customer_id,
            "name": detail.customer_name,
            "phone": detail.customer_phone,
            "email": detail.customer_email,
        },
        "device": _device_object(detail),
        "words": detail.words,
        "finding": detail.finding,
        "slot": detail.slot or None,
        "job_category": detail.job_category or None,
        "minutes": {"estimated": detail.estimated_minutes, "actual": detail.actual_minutes},
        "lines": [_line_object(line, currency=detail.currency) for line in detail.lines],
        "totals": _totals_object(detail),
        "technician": detail.technician_name or None,
        "promised_at_utc": detail.promised_at_utc,
        "opened_at_utc": detail.opened_at_utc,
        "taken_in_by": detail.taken_in_by,
        "till": detail.till,
        "terms": {"version": detail.terms_version, "accepted": detail.terms_accepted},
        "visit": {"visit_id": detail.visit_id, "numbers": detail.visit_numbers},
        "linked": detail.linked,
        "to_hand_back": detail.to_hand_back,
        "collection": detail.collection,
        "version": detail.version,
        "history": sorted(detail.history, key=lambda entry: entry.history_id),
        "prints": sorted(detail.prints, key=lambda record: record.at_utc),
        "moves": detail.next_moves,
        "undo": _undo_object(detail),
    }


def _device_object(detail: TicketDetail) -> dict[str, Any]:
    return {
        "title": detail.device_title,
        "category": detail.device_category,
        "colour": detail.colour,
        "imei": detail.imei,
        "serial": detail.serial,
        "no_identity_reason": detail.no_identity_reason,
        "condition": dict(detail.condition),
        "accessories": detail.accessories,
    }


def _line_object(line: LineView, *, currency: str) -> dict[str, Any]:
    return {
        "position": line.position,
        "title": line.title,
        "grade": line.grade,
        "quantity": line.quantity,
        "currency": currency,
        "price_minor": line.price_minor,
        "labour_minor": line.labour_minor,
        "discount_minor": line.discount_minor,
        "amount_minor": line.amount_minor,
        "tax_minor": line.tax_minor,
        "tax_name": line.tax_name,
        "tax_rate_ppm": line.tax_rate_ppm,
        "warranty_months": line.warranty_months,
        "estimated": line.estimated,
    }


def _totals_object(detail: TicketDetail) -> dict[str, Any]:
    return {
        "currency": detail.currency,
        "prices_include_tax": detail.prices_include_tax,
        "subtotal_minor": detail.subtotal_minor,
        "tax_minor": detail.tax_minor,
        "total_minor": detail.total_minor,
        "total_is_open": detail.total_is_open,
        "agreed_minor": detail.agreed_minor,
        "deposit_agreed_minor": detail.deposit_agreed_minor,
        "paid_minor": detail.paid_minor,
        "balance_minor": detail.balance_minor,
    }


def _undo_object(detail: TicketDetail) -> dict[str, Any] | None:
    if detail.undoable_history_id is None:
        return None
    return {"history_id": detail.undoable_history_id, "until_utc": detail.undo_until_utc}


def _queue_object(row: QueueRow, *, currency: str) -> dict[str, Any]:
    return {
        "ticket_id": row.ticket_id,
        "number": row.number,
        "status": row.status,
        "priority": row.priority,
        "customer": row.customer_name,
        "device": row.device_title,
        "repairs": row.repairs,
        "technician": row.technician_name or None,
        "promised_at_utc": row.promised_at_utc,
        "ready_at_utc": row.ready_at_utc,
        "opened_at_utc": row.opened_at_utc,
        "currency": currency,
        "balance_minor": row.balance_minor,
        "balance_is_open": row.balance_is_open,
        "to_hand_back": row.to_hand_back,
        "till": row.till,
        "version": row.version,
    }
