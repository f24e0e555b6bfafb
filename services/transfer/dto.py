"""Bringing whole shops of data in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateReport:
    """What was invented and stored. ``seconds`` is wall-clock time."""

    customers: int
    orders: int
    lines: int
    history: int
    open_orders: int
    seconds: float
