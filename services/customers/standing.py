"""Sets customers aside, takes them up again and removes empty ones, in an open transaction."""

from __future__ import annotations

from data.queries import customer_page as queries
from data.repositories import customers as repository
from services.auth.work import Work
from services.customers.dto import CONFIRM_OPEN_ORDERS, DeleteCustomer, SetActive
from services.customers.steps import held_customer, tell
from services.errors import Conflict, NeedsConfirmation


def set_active(work: Work, command: SetActive) -> None:
    """Set a customer aside, or take them up again.

    Raises:
        NeedsConfirmation: ``open-orders``, with their count.
        Conflict: someone else changed the customer since ``seen_version``.
    """
    held = held_customer(work, command.customer_id, seen_version=command.seen_version)
    still_open = queries.read_holdings(work, held.id).open_tickets
    if not command.active and still_open and CONFIRM_OPEN_ORDERS not in command.confirmed:
        raise NeedsConfirmation(
            f"{held.name} has {_orders(still_open, 'open ')}. Deactivate anyway?",
            key=CONFIRM_OPEN_ORDERS,
            details={"open": still_open},
        )
    repository.change_held(work, held.id, {"active": command.active})
    action = "customer.reactivated" if command.active else "customer.deactivated"
    tell(work, action, held.id, None)


def delete_customer(work: Work, command: DeleteCustomer) -> None:
    """Remove a customer with whom nothing ever happened.

    Raises:
        Conflict: there are orders, devices or consents, their counts in the details; or someone
            else changed the customer since ``seen_version``.
    """
    held = held_customer(work, command.customer_id, seen_version=command.seen_version)
    there = queries.read_holdings(work, held.id)
    details = {
        "tickets": there.tickets,
        "devices": there.devices,
        "visits": there.visits,
        "consents": there.consents,
        "merges": there.merges,
    }
    if there.tickets:
        raise Conflict(
            f"{held.name} has {_orders(there.tickets)} and can't be deleted. Deactivate instead.",
            details=details,
        )
    if any(details.values()):
        raise Conflict(
            f"{held.name} has devices, consents or a merge on record and can't be deleted. "
            "Deactivate instead.",
            details=details,
        )
    repository.delete_customer(work, held.id)
    tell(work, "customer.deleted", held.id, None)


def _orders(count: int, kind: str = "") -> str:
    return f"1 {kind}order" if count == 1 else f"{count:,} {kind}orders"
