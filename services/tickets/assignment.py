"""Who a new order goes to: the present, skilled technician with the fewest open orders. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from data.values import PersonId
from services.auth.dto import Person
from services.auth.roles import TECHNICIAN
from services.tickets.dto import Because


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Who takes an order, and what spoke for them."""

    person_id: PersonId
    because: Because

    def details(self) -> dict[str, Any]:
        """Return what a history row keeps of the choice: ids, counts and codes."""
        return {
            "technician_id": self.person_id,
            "chosen_by": "rule",
            "because": {
                "open": self.because.open_orders,
                "among": self.because.among,
                "skills": list(self.because.skills),
            },
        }


def technicians(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return the technicians who are here today."""
    return tuple(p for p in people if p.active and p.present and p.role_key == TECHNICIAN)


def choose_technician(
    available: Iterable[Person], *, needed: frozenset[str], open_orders: Mapping[int, int]
) -> Chosen | None:
    """Return who takes the order; None when nobody present has the skills.

    ``needed`` are repair categories. A person without listed skills takes every repair. Ties go to
    the person who has been on the list longest (lowest id).
    """
    able = [p for p in available if not p.skills or needed <= frozenset(p.skills)]
    if not able:
        return None
    first = min(able, key=lambda p: (open_orders.get(p.person_id, 0), p.person_id))
    because = Because(
        open_orders=open_orders.get(first.person_id, 0),
        among=len(able),
        skills=tuple(sorted(needed)),
    )
    return Chosen(person_id=first.person_id, because=because)


def because_in(details: Mapping[str, Any] | None) -> Because | None:
    """Read back why the rule chose somebody; None where a person chose."""
    kept = (details or {}).get("because")
    if kept is None:
        return None
    return Because(
        open_orders=int(kept["open"]), among=int(kept["among"]), skills=tuple(kept["skills"])
    )
