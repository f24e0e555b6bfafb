"""What another feature changes of orders and of how they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection

from data.repositories import erasing
from services.auth.work import Work
from services.tickets.changing import Changing, History, Written, open_change, write_change
from services.tickets.saved_views import folded
from services.tickets.view_content import customer_of

__all__ = ["Changing", "History", "hold_order", "rename_views", "tell_of_order"]

Scrub = Callable[[str], str]


def hold_order(work: Work, ticket_id: int) -> Changing:
    """Keep an order from being changed by others until the commit.

    Raises:
        NotFound: no such order, or it is not in the actor's scope.
    """
    return open_change(work, ticket_id, seen_version=None)


def tell_of_order(work: Work, order: Changing, *, history: History, action: str) -> Written:
    """Write what happened to an order: history, version, audit and change row."""
    return write_change(work, order, history=history, values={}, action=action)


def rename_views(
    work: Work, customer_ids: Collection[int], *, of_them: Scrub, of_others: Scrub
) -> None:
    """Scrub the name of every view: ``of_them`` where it shows these customers' orders."""
    views = erasing.read_view_names(work)
    taken = {(view.person_id, view.name_folded) for view in views}
    for view in views:
        scrub = of_them if customer_of(view.content) in customer_ids else of_others
        name = scrub(view.name)
        if name == view.name:
            continue
        if (view.person_id, folded(name)) in taken:
            name = f"{name} {view.id}"
        taken.add((view.person_id, folded(name)))
        erasing.rename_view(work, view.id, name=name, name_folded=folded(name))
