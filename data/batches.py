"""Long lists of ids a few at a time: a statement takes only so many values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

IDS_AT_ONCE = 500


def batches(values: Iterable[T], *, of: int = IDS_AT_ONCE) -> Iterator[list[T]]:
    """Return the values in lists of at most ``of``, in their order."""
    left = iter(values)
    while few := list(islice(left, of)):
        yield few
