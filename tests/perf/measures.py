"""What a measurement says, and the arithmetic behind it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One budget and what was found. ``met`` is None where the issue names no limit."""

    what: str
    found: str
    budget: str
    met: bool | None
    numbers: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every measurement is handed: a folder of its own, and how large to be.

    ``kept`` holds what must live until the end of the run.
    """

    folder: Path
    customers: int
    orders: int
    rounds: int
    database: Path | None
    kept: list[object] = field(default_factory=list)

    def place(self, name: str) -> Path:
        """Return a fresh folder."""
        folder = self.folder / name
        folder.mkdir()
        return folder


def share(values: Sequence[float], part: float) -> float:
    """Return the smallest value that ``part`` (0.99: 99 %) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * part) - 1)]


def usual_share(rounds: Sequence[Sequence[float]], part: float) -> float:
    """Return the median of the rounds' shares: one round in a busy moment does not decide."""
    return statistics.median(share(values, part) for values in rounds)


def in_turns(
    first: Callable[[], float], second: Callable[[], float], *, rounds: int
) -> tuple[list[float], list[float]]:
    """Measure two things by turns, so that a busy moment of the machine hits both."""
    ones, others = [], []
    for _round in range(rounds):
        ones.append(first())
        others.append(second())
    return ones, others


def ratio(ones: Sequence[float], others: Sequence[float]) -> float:
    """Return how many times the second median fits into the first."""
    return statistics.median(ones) / statistics.median(others)


def ms(seconds: float) -> str:
    """Write a duration in milliseconds."""
    value = seconds * 1000
    return f"{value:.2f} ms" if value < 10 else f"{value:,.0f} ms"
