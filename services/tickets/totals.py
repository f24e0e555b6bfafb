"""What an order costs: subtotal, tax and total in minor units. Pure.

Rounding is per document: the amounts of one tax rate are summed first, their tax is rounded once
(half away from zero), and the rounded tax is shared among the lines by largest remainder, so that
lines always add up to the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.values import share_of

_PPM = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One line's whole amount (quantity times unit price; None is "ask") and its tax rate."""

    amount_minor: int | None
    rate_ppm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """``subtotal`` is without tax; ``is_open`` says that some line has no price yet."""

    subtotal_minor: int
    tax_minor: int
    total_minor: int
    is_open: bool
    line_tax_minor: tuple[int, ...]


def totals_of(lines: Sequence[PricedLine], *, prices_include_tax: bool) -> Totals:
    """Add lines up. Lines without a price count as nothing and leave the total open."""
    taxes = [0] * len(lines)
    for rate in {line.rate_ppm for line in lines}:
        positions = [i for i, line in enumerate(lines) if line.rate_ppm == rate]
        amounts = [lines[i].amount_minor or 0 for i in positions]
        shares = _shared_tax(amounts, rate_ppm=rate, included=prices_include_tax)
        for position, share in zip(positions, shares, strict=True):
            taxes[position] = share
    listed = sum(line.amount_minor or 0 for line in lines)
    tax = sum(taxes)
    return Totals(
        subtotal_minor=listed - tax if prices_include_tax else listed,
        tax_minor=tax,
        total_minor=listed if prices_include_tax else listed + tax,
        is_open=any(line.amount_minor is None for line in lines),
        line_tax_minor=tuple(taxes),
    )


def _shared_tax(amounts: Sequence[int], *, rate_ppm: int, included: bool) -> list[int]:
    whole = share_of(sum(amounts), rate_ppm=rate_ppm, included=included)
    divisor = _PPM + rate_ppm if included else _PPM
    shares = [amount * rate_ppm // divisor for amount in amounts]
    remainders = [amount * rate_ppm % divisor for amount in amounts]
    missing = whole - sum(shares)
    by_remainder = sorted(range(len(amounts)), key=lambda i: (-remainders[i], i))
    for position in by_remainder[:missing]:
        shares[position] += 1
    return shares
