"""Adds the lines' taxes up by rate, as the paper lists them. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def taxes_by_rate(
    classes: Iterable[tuple[str, int]], amounts_minor: Iterable[int]
) -> list[tuple[str, int, int]]:
    """Return (name, rate in parts per million, minor units), highest rate first."""
    found: dict[tuple[str, int], int] = {}
    for (name, rate), amount in zip(classes, amounts_minor, strict=True):
        found[name, rate] = found.get((name, rate), 0) + amount
    ordered = sorted(found.items(), key=lambda item: (-item[0][1], item[0][0]))
    return [(name, rate, amount) for (name, rate), amount in ordered]
