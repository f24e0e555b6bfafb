"""Reads an amount as people type it. Pure."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from data.values import minor_from_decimal

_CLEAN = re.compile(r"[^\d.,\-]")


def read_amount(text: str, *, exponent: int) -> int | None:
    """Return minor units for "50", "50.00", "50,00" or "1,250.00"; None if it is no amount.

    A single comma or dot with exactly as many digits after it as the currency has is the decimal
    mark; before that, three-digit groups may be parted by the other mark.
    """
    plain = _CLEAN.sub("", text)
    if not plain or "-" in plain:
        return None
    if "," in plain and "." in plain:
        grouping = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(grouping, "")
    plain = plain.replace(",", ".")
    try:
        return minor_from_decimal(Decimal(plain), exponent=exponent)
    except (InvalidOperation, ValueError):
        return None
