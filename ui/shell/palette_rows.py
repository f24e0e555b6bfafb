"""Hits, orders opened before, actions and offers, as the palette's lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from services.search.dto import HitKind, SearchHit
from ui.icons import Icon
from ui.parts.palette_list import PaletteGroup, PaletteLine
from ui.shell.actions import ShellAction

if TYPE_CHECKING:
    from services.tickets.dto import TicketDetail

# By the kind's value, in the order they are shown: the head, how many at most, and the icon.
_KINDS: Final = {
    "ticket": ("Orders", 5, Icon.SMARTPHONE),
    "customer": ("Customers", 4, Icon.USER),
    "device": ("Devices", 3, Icon.TABLET),
}
# How the service's name of the field that matched is said.
_WHY: Final = {
    "Order number": "by order number",
    "IMEI or serial": "by IMEI or serial",
    "Customer": "by customer",
    "Phone": "by phone",
    "Name": "by name",
    "E-mail": "by e-mail",
}
_FEWEST_PHONE, _MOST_PHONE = 5, 13


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """Take in somebody new with what was typed."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFor:
    """Take in a device of somebody known."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Ask the same again."""


def say(words: str, **values: object) -> str:
    """Translate one of the palette's texts, then fill it in."""
    return QCoreApplication.translate("Palette", words).format(**values)


def hit_groups(hits: Sequence[SearchHit]) -> list[PaletteGroup]:
    """Return what was found by kind, each under its head."""
    groups = []
    for kind, (head, most, icon) in _KINDS.items():
        of_kind = [hit for hit in hits if hit.kind.value == kind][:most]
        lines = tuple(_hit_line(hit, icon=icon) for hit in of_kind)
        groups.append(PaletteGroup(head=say(head), lines=lines))
    return groups


def recent_group(orders: Iterable[TicketDetail]) -> PaletteGroup:
    """Return the orders opened before, as they stand now."""
    lines = [_hit_line(_hit_of(order), icon=Icon.HISTORY) for order in orders]
    return PaletteGroup(head=say("Opened lately"), lines=tuple(lines))


def action_lines(actions: Iterable[ShellAction]) -> tuple[PaletteLine, ...]:
    """Return actions with their keys."""
    return tuple(
        PaletteLine(value=action, title=action.said, icon=action.icon, key=action.keycap)
        for action in actions
    )


def intake_lines(hits: Sequence[SearchHit]) -> tuple[PaletteLine, ...]:
    """Return the intake of the first customer found."""
    first = next((hit for hit in hits if hit.kind is HitKind.CUSTOMER), None)
    if first is None:
        return ()
    title = say("Take in a device for {name}", name=first.title)
    value = IntakeFor(customer_id=first.entity_id)
    return (PaletteLine(value=value, title=title, icon=Icon.PACKAGE_PLUS),)


def new_customer_lines(text: str) -> tuple[PaletteLine, ...]:
    """Return the offer to take in somebody new, where the text is a number, an address or a name.

    An order number or a code that nothing fits is none of them.
    """
    title, detail = "", text
    digits = sum(character.isdigit() for character in text)
    letters = sum(character.isalpha() for character in text)
    if not letters and _FEWEST_PHONE <= digits <= _MOST_PHONE:
        title = say("New customer with this number")
    elif "@" in text:
        title = say("New customer with this e-mail")
    elif letters and not digits:
        title, detail = say("New customer “{name}”", name=text), ""
    if not title:
        return ()
    value = NewCustomer(text=text)
    return (PaletteLine(value=value, title=title, detail=detail, icon=Icon.PLUS),)


def try_again_line() -> PaletteLine:
    """Return the line that asks again."""
    return PaletteLine(value=TryAgain(), title=say("Try again"), icon=Icon.REFRESH_CW)


def search_keys() -> tuple[str, ...]:
    """Return what the keys do, as it stands at the foot."""
    return say("Up and Down choose"), say("Enter open"), say("Ctrl Enter act")


def count_words(hits: int, *, others: int, most: int) -> str:
    """Return how many were found; an answer as long as it may be is not all there is."""
    if hits >= most:
        return say("more than {count} found", count=hits)
    return say("{count} found", count=hits + others)


def _hit_of(order: TicketDetail) -> SearchHit:
    return SearchHit(
        kind=HitKind.TICKET,
        entity_id=int(order.ticket_id),
        title=order.device_title,
        detail=f"{order.number}, {order.customer_name}",
        why="",
        number=order.number,
        status=order.status.value,
    )


def _hit_line(hit: SearchHit, *, icon: Icon) -> PaletteLine:
    """Return a hit's line; an order is called by its number, which its detail begins with."""
    title, detail = hit.title, hit.detail
    if hit.number:
        title, detail = hit.number, f"{hit.title}, {hit.detail.removeprefix(f'{hit.number}, ')}"
    return PaletteLine(
        value=hit,
        title=title,
        detail=detail,
        icon=icon,
        why=_why(hit.why),
        status=hit.status,
    )


def _why(field: str) -> str:
    return say(_WHY[field]) if field in _WHY else field
