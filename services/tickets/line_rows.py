"""Order lines: what they are called, what they cost, how they are stored. Pure but for the ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from data.values import PriceOrigin
from services.settings.reference import Reference
from services.tickets.dto import LineEntry
from services.tickets.totals import PricedLine

_SUMMARY_LENGTH = 120


def priced_lines(lines: Sequence[LineEntry], reference: Reference) -> list[PricedLine]:
    """Return the lines' whole amounts and rates, for the totals."""
    return [
        PricedLine(
            amount_minor=None if line.price_minor is None else line.price_minor * line.quantity,
            rate_ppm=reference.tax_class(line.tax_class_id).rate_ppm,
        )
        for line in lines
    ]


def line_title(line: LineEntry, reference: Reference) -> str:
    """Return what the line is called on paper: typed, else the repair's long name."""
    if line.title.strip() or line.repair_type_id is None:
        return line.title.strip()
    return reference.repair_types[line.repair_type_id].name


def repair_summary(lines: Sequence[LineEntry], reference: Reference, *, words: str) -> str:
    """Return the few words the queue shows: the repairs' short names, else the customer's words."""
    names = [
        reference.repair_types[line.repair_type_id].short
        if line.repair_type_id is not None
        else line.title.strip()
        for line in lines
    ]
    # "Screen, charging port": only the first one keeps its capital, unless it is an acronym.
    later = [n if n[:2].isupper() else n[:1].lower() + n[1:] for n in names[1:]]
    text = ", ".join([*names[:1], *later]) or " ".join(words.split())
    return text if len(text) <= _SUMMARY_LENGTH else text[: _SUMMARY_LENGTH - 1].rstrip() + "…"


def line_rows(
    lines: Sequence[LineEntry],
    reference: Reference,
    *,
    ticket_id: int,
    line_tax_minor: Sequence[int],
    next_id: Callable[[], int],
) -> list[dict[str, Any]]:
    """Return one row per line, with the tax and warranty as they are today."""
    return [
        _line_row(
            line,
            reference,
            ticket_id=ticket_id,
            position=position,
            line_id=next_id(),
            tax_minor=tax,
        )
        for position, (line, tax) in enumerate(zip(lines, line_tax_minor, strict=True))
    ]


def _line_row(
    line: LineEntry,
    reference: Reference,
    *,
    ticket_id: int,
    position: int,
    line_id: int,
    tax_minor: int,
) -> dict[str, Any]:
    repair = reference.repair_types.get(line.repair_type_id or 0)
    part = reference.part_types.get(line.grade) if line.grade is not None else None
    if repair is not None and not repair.needs_part:
        part = None
    tax = reference.tax_class(line.tax_class_id)
    origin = None if line.price_minor is None else PriceOrigin.TYPED
    if line.price_minor is not None and line.estimated:
        origin = PriceOrigin.ESTIMATE
    return {
        "id": line_id,
        "ticket_id": ticket_id,
        "position": position,
        "repair_type_id": line.repair_type_id,
        "part_type_id": part.part_type_id if part is not None else None,
        "title": line_title(line, reference),
        "grade": line.grade.value if line.grade is not None else None,
        "quantity": line.quantity,
        "price_minor": line.price_minor,
        "labour_minor": line.labour_minor,
        "price_origin": origin.value if origin is not None else None,
        "estimated": line.estimated,
        "tax_class_id": tax.tax_class_id,
        "tax_name": tax.name,
        "tax_rate_ppm": tax.rate_ppm,
        "tax_minor": tax_minor,
        "warranty_months": part.warranty_months if part is not None else 0,
    }
