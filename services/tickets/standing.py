"""Which history rows of an order still stand: an undoing and what it undoes cancel out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar


class Step(Protocol):
    """A history row, as far as it matters here."""

    @property
    def history_id(self) -> int:
        """The row's id."""

    @property
    def undoes_id(self) -> int | None:
        """The row it takes back."""


S = TypeVar("S", bound=Step)


def undone_ids(steps: Iterable[Step]) -> frozenset[int]:
    """Return the rows that were taken back."""
    return frozenset(step.undoes_id for step in steps if step.undoes_id is not None)


def standing(steps: Sequence[S]) -> list[S]:
    """Return the rows that are neither undone nor an undoing, in their order."""
    undone = undone_ids(steps)
    return [s for s in steps if s.undoes_id is None and s.history_id not in undone]
