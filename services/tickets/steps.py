"""Changes of an order that another feature makes: held for it, and told in its timeline."""

from __future__ import annotations

from services.auth.work import Work
from services.tickets.changing import Changing, History, Written, open_change, write_change

__all__ = ["Changing", "History", "hold_order", "tell_of_order"]


def hold_order(work: Work, ticket_id: int) -> Changing:
    """Keep an order from being changed by others until the commit.

    Raises:
        NotFound: no such order, or it is not in the actor's scope.
    """
    return open_change(work, ticket_id, seen_version=None)


def tell_of_order(work: Work, order: Changing, *, history: History, action: str) -> Written:
    """Write what happened to an order: history, version, audit and change row."""
    return write_change(work, order, history=history, values={}, action=action)
