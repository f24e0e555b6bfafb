"""What the search line finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HitKind(StrEnum):
    TICKET = "ticket"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One answer. ``why`` says which field matched, in words."""

    kind: HitKind
    entity_id: int
    title: str
    detail: str
    why: str
    number: str = ""
    status: str = ""
