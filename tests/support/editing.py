"""Edits of one order by one person, as tests write them."""

from __future__ import annotations

from typing import Any

from services.actor import Actor, new_operation_id
from services.tickets.dto import (
    EditCommand,
    FieldChange,
    LineEdit,
    MoveResult,
    TicketDetail,
    UndoCommand,
)
from tests.support.shops import SmallShop


def edit(
    shop: SmallShop, order: TicketDetail, actor: Actor | None = None, **changes: Any
) -> MoveResult:
    """Edit an order."""
    values: dict[str, Any] = {"operation_id": new_operation_id(), "ticket_id": order.ticket_id}
    return shop.editing.edit(actor or shop.owner, EditCommand(**{**values, **changes}))


def take_back(shop: SmallShop, result: MoveResult, actor: Actor | None = None) -> MoveResult:
    """Take the last act back."""
    command = UndoCommand(
        operation_id=new_operation_id(),
        ticket_id=result.ticket_id,
        history_id=result.history_id,
    )
    return shop.tickets.undo(actor or shop.owner, command)


def seen(shop: SmallShop, order: TicketDetail, actor: Actor | None = None) -> TicketDetail:
    """Return the order as it is stored now."""
    return shop.tickets.detail(actor or shop.owner, ticket_id=order.ticket_id)


def kept(order: TicketDetail, **changes: Any) -> LineEdit:
    """Return the order's first line as it is, with ``changes``."""
    line = order.lines[0]
    values: dict[str, Any] = {
        "line_id": line.line_id,
        "grade": line.grade,
        "quantity": line.quantity,
        "price_minor": line.price_minor,
        "discount_minor": line.discount_minor,
    }
    return LineEdit(**{**values, **changes})


def last_changes(order: TicketDetail) -> tuple[FieldChange, ...]:
    """Return what the newest history row says was changed."""
    return max(order.history, key=lambda row: row.history_id).changes
