"""What the queue's orders are grouped by, read for orders whose order in the list is known."""

from __future__ import annotations

from array import array
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, select

from data import models as m
from data.unit_of_work import UnitOfWork

_T = m.ticket.c
# Far below what either database takes as values of one statement.
_AT_ONCE: Final = 1_000


class GroupKey(StrEnum):
    """A column that groups."""

    STATUS = "status"
    TECHNICIAN = "technician"
    PRIORITY = "priority"
    PROMISE = "promise"
    DEVICE = "device"


_COLUMNS: Final[dict[GroupKey, ColumnElement[Any]]] = {
    GroupKey.STATUS: _T.status,
    GroupKey.TECHNICIAN: _T.technician_id,
    GroupKey.PRIORITY: _T.priority,
    GroupKey.PROMISE: _T.promised_at_utc,
    GroupKey.DEVICE: _T.device_title,
}


def read_group_keys(uow: UnitOfWork, ids: array[int], *, by: GroupKey) -> dict[int, Any]:
    """Return the value of the grouping column by order."""
    found: dict[int, Any] = {}
    for some in _batches(ids):
        query = select(_T.id, _COLUMNS[by]).where(_T.id.in_(list(some)))
        found.update((row[0], row[1]) for row in uow.connection.execute(query))
    return found


def _batches(ids: array[int]) -> list[array[int]]:
    return [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
