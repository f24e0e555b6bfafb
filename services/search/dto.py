"""What the search line finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.commands import OperationId, command


class HitKind(StrEnum):
    TICKET = "ticket"
    CUSTOMER = "customer"
    DEVICE = "device"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One answer. ``why`` says which field matched, in words.

    ``ticket_id`` is the order to open, with its ``number`` and ``status``: of a device its newest
    one, of a customer none.
    """

    kind: HitKind
    entity_id: int
    title: str
    detail: str
    why: str
    ticket_id: int | None = None
    number: str = ""
    status: str = ""


@command
class Reindex:
    """Make every search key anew."""

    operation_id: OperationId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReindexReport:
    """How many customers, devices and keys there are, and how many rows were put right."""

    customers: int
    devices: int
    keys: int
    mended: int
    seconds: float
    replayed: bool = False
