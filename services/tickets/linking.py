"""The orders that stand beside one: its visit's, its device's, and the comebacks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from data.queries.tickets import LinkedRow, TicketRow
from data.values import TicketId, TicketStatus
from services.auth.work import Work
from services.tickets.dto import LinkedOrder, LinkKind

_ORDER = tuple(LinkKind)


def visit_numbers(row: TicketRow, found: Sequence[LinkedRow]) -> tuple[str, ...]:
    """Return the numbers of the visit's orders in their order."""
    mine = [each for each in found if each.visit_id == row.visit_id]
    return tuple(each.number for each in sorted(mine, key=lambda each: each.visit_position))


def linked_orders(
    work: Work, row: TicketRow, found: Sequence[LinkedRow]
) -> tuple[LinkedOrder, ...]:
    """Return the other orders in the actor's scope: comebacks first, of each kind the newest."""
    linked = [
        LinkedOrder(
            kind=_kind(row, each),
            ticket_id=TicketId(each.ticket_id),
            number=each.number,
            status=TicketStatus(each.status),
            device_title=each.device_title,
            opened_at_utc=each.opened_at_utc,
        )
        for each in found
        if each.ticket_id != row.ticket_id
        and work.reaches(technician_id=each.technician_id, status=each.status)
    ]
    return tuple(sorted(linked, key=lambda each: (_ORDER.index(each.kind), -each.ticket_id)))


def _kind(row: TicketRow, other: LinkedRow) -> LinkKind:
    if other.ticket_id == row.comeback_of_id:
        return LinkKind.COMEBACK_OF
    if other.comeback_of_id == row.ticket_id:
        return LinkKind.COMEBACK
    return LinkKind.SAME_VISIT if other.visit_id == row.visit_id else LinkKind.SAME_DEVICE
