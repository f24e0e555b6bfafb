"""Puts the queue's orders into groups that follow each other, each in the list's order. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from data.queries.queue_groups import GroupKey
from data.values import Priority, TicketStatus
from services.settings.reference import Reference
from services.tickets.dto import QueueGroup, QueueGrouping

GROUP_KEYS: Final = {
    QueueGrouping.STATUS: GroupKey.STATUS,
    QueueGrouping.TECHNICIAN: GroupKey.TECHNICIAN,
    QueueGrouping.PRIORITY: GroupKey.PRIORITY,
    QueueGrouping.DAY: GroupKey.PROMISE,
    QueueGrouping.DEVICE: GroupKey.DEVICE,
}
_FLOW: Final = {status.value: place for place, status in enumerate(TicketStatus)}
# What is most pressing comes first.
_HASTE: Final = {
    priority.value: place
    for place, priority in enumerate((Priority.EXPRESS, Priority.URGENT, Priority.NORMAL))
}


def grouped(
    ids: array[int], keys: Mapping[int, Any], *, by: QueueGrouping, reference: Reference
) -> tuple[array[int], tuple[QueueGroup, ...]]:
    """Return the ids group by group, and the groups in that order; "none" comes last."""
    told = _TELLERS[by]
    members: dict[str, array[int]] = {}
    names: dict[str, str] = {}
    for ticket_id in ids:
        if ticket_id not in keys:
            continue
        key, name = told(keys[ticket_id], reference)
        members.setdefault(key, array("q")).append(ticket_id)
        names[key] = name
    order = sorted(members, key=lambda key: _rank(by, key, names[key]))
    arranged = array("q")
    for key in order:
        arranged.extend(members[key])
    groups = tuple(QueueGroup(key=key, count=len(members[key]), name=names[key]) for key in order)
    return arranged, groups


def _rank(by: QueueGrouping, key: str, name: str) -> tuple[bool, int, str]:
    match by:
        case QueueGrouping.STATUS:
            return (not key, _FLOW.get(key, len(_FLOW)), key)
        case QueueGrouping.PRIORITY:
            return (not key, _HASTE.get(key, len(_HASTE)), key)
        case QueueGrouping.DAY:
            return (not key, 0, key)
        case _:
            return (not key, 0, f"{name.casefold()}\n{key}")


def _itself(value: Any, _reference: Reference) -> tuple[str, str]:
    return str(value), ""


def _person(value: Any, reference: Reference) -> tuple[str, str]:
    if value is None:
        return "", ""
    staff = reference.people.get(value)
    return str(value), staff.name if staff is not None else ""


def _day(value: Any, reference: Reference) -> tuple[str, str]:
    if not isinstance(value, datetime):
        return "", ""
    return value.astimezone(reference.zone).date().isoformat(), ""


def _device(value: Any, _reference: Reference) -> tuple[str, str]:
    return str(value).casefold(), str(value)


_TELLERS: Final[dict[QueueGrouping, Callable[[Any, Reference], tuple[str, str]]]] = {
    QueueGrouping.STATUS: _itself,
    QueueGrouping.TECHNICIAN: _person,
    QueueGrouping.PRIORITY: _itself,
    QueueGrouping.DAY: _day,
    QueueGrouping.DEVICE: _device,
}
