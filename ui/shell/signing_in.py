"""Who is at the till, and what the window must know of them and of the shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.actor import Actor
    from services.facade import Services
    from services.settings.dto import ShopSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who is at the till, what that person may do, and where the shop is."""

    actor: Actor
    rights: frozenset[str]
    shop: ShopSettings


def sign_in(services: Services, *, person_id: int, till_id: int) -> SignedIn:
    """Let a person act, and read what the window must know. Called off the main thread."""
    return still_signed_in(services, services.people.sign_in(person_id=person_id, till_id=till_id))


def still_signed_in(services: Services, actor: Actor) -> SignedIn:
    """Read anew what the window must know. Called off the main thread."""
    return SignedIn(
        actor=actor, rights=services.people.rights(actor), shop=services.settings.shop(actor)
    )
