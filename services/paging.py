"""Large lists: ordered ids first, pages of rows after (ARCHITECTURE.md, Large lists)."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

PAGE_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class IdList:
    """The ids that answer one question, in order. ``complete`` is False for a first page only."""

    ids: array[int]
    complete: bool = True

    def __len__(self) -> int:
        return len(self.ids)
