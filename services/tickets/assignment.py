"""Who a new order goes to: the present, skilled technician with the fewest open orders. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.values import PersonId
from services.auth.dto import Person
from services.auth.roles import TECHNICIAN


def technicians(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return the technicians who are here today."""
    return tuple(p for p in people if p.active and p.present and p.role_key == TECHNICIAN)


def choose_technician(
    available: Iterable[Person], *, needed: frozenset[str], open_orders: Mapping[int, int]
) -> PersonId | None:
    """Return who takes the order; None when nobody present has the skills.

    ``needed`` are repair categories. A person without listed skills takes every repair. Ties go to
    the person who has been on the list longest (lowest id).
    """
    able = [p for p in available if not p.skills or needed <= frozenset(p.skills)]
    if not able:
        return None
    return min(able, key=lambda p: (open_orders.get(p.person_id, 0), p.person_id)).person_id
