"""The lines of an order as an edit wants them: checked, priced and taxed. Pure but for the ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.values import LARGEST_TOTAL_MINOR, PartGrade, PriceOrigin
from services.errors import FieldProblem
from services.pricing.dto import Quote
from services.pricing.steps import ASK, Wanted
from services.settings.reference import Reference
from services.tickets.dto import LineEdit, LineEntry
from services.tickets.line_rows import line_rows
from services.tickets.totals import PricedLine, Totals, totals_of

Row = dict[str, Any]
Quotes = Mapping[Wanted, Quote]

_TOTAL_WORDS = "The order comes to more than can be stored. Check prices and quantities."


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedLines:
    """The rows as they shall be stored. ``priced`` says that a person set a price of their own."""

    rows: tuple[Row, ...]
    totals: Totals
    priced: bool


def wanted_prices(
    edits: Sequence[LineEdit], rows: Sequence[Row], *, device_model_id: int | None
) -> frozenset[Wanted]:
    """Return the cells of the price book that the lines are compared with."""
    by_id = {row["id"]: row for row in rows}
    found = set[Wanted]()
    for line in edits:
        repair_type_id = line.repair_type_id
        if line.line_id is not None:
            repair_type_id = by_id.get(line.line_id, {}).get("repair_type_id")
        cell = wanted_price(repair_type_id, line.grade, device_model_id)
        if cell is not None:
            found.add(cell)
    return frozenset(found)


def wanted_price(
    repair_type_id: int | None, grade: PartGrade | None, model_id: int | None
) -> Wanted | None:
    """Return a line's cell of the price book; what is not of the catalogue has none."""
    if repair_type_id is None:
        return None
    return Wanted(device_model_id=model_id, repair_type_id=repair_type_id, grade=grade)


def line_problems(
    edits: Sequence[LineEdit], rows: Sequence[Row], reference: Reference
) -> Iterator[FieldProblem]:
    """Return what can't be accepted, each at its line's field."""
    known, named = {row["id"] for row in rows}, set[int]()
    for place, line in enumerate(edits):
        if line.line_id is None:
            yield from _new_line_problems(line, reference, place=place)
        elif line.line_id not in known or line.line_id in named:
            yield _problem(place, "line_id", "unknown", "This line is not on the order.")
        else:
            named.add(line.line_id)
        if line.price_minor is None and line.discount_minor and line.line_id is not None:
            yield _problem(place, "discount_minor", "too_large", "Set a price first.")
        elif (
            line.price_minor is not None and line.discount_minor > line.price_minor * line.quantity
        ):
            yield _problem(
                place, "discount_minor", "too_large", "The discount is more than the price."
            )


def _new_line_problems(
    line: LineEdit, reference: Reference, *, place: int
) -> Iterator[FieldProblem]:
    if line.repair_type_id is None and not line.title.strip():
        yield _problem(place, "title", "missing", "Say what is to be done.")
    if line.repair_type_id is not None and line.repair_type_id not in reference.repair_types:
        yield _problem(place, "repair_type_id", "unknown", "This repair is not in the catalogue.")
    tax = reference.tax_classes.get(line.tax_class_id or 0)
    if line.tax_class_id is not None and (tax is None or not tax.active):
        yield _problem(place, "tax_class_id", "unknown", "This tax class does not exist.")


def edited_lines(
    edits: Sequence[LineEdit],
    rows: Sequence[Row],
    reference: Reference,
    *,
    quotes: Quotes,
    ticket_id: int,
    device_model_id: int | None,
    prices_include_tax: bool,
    new_ids: Sequence[int],
) -> EditedLines:
    """Return the lines as they shall be; what stays keeps its tax, what is new takes today's."""
    by_id, ids = {row["id"]: row for row in rows}, iter(new_ids)
    after: list[Row] = []
    priced = False
    for line in edits:
        if line.line_id is not None:
            before = by_id[line.line_id]
            row = _changed_row(before, line, reference)
        else:
            before = {}
            row = _new_row(
                line,
                reference,
                quote=quote_of(quotes, line.repair_type_id, line.grade, device_model_id),
                ticket_id=ticket_id,
                line_id=next(ids),
            )
        book = quote_of(quotes, row["repair_type_id"], line.grade, device_model_id)
        priced = priced or _is_priced(before, row, book=book)
        after.append(row)
    totals = totals_of(
        [PricedLine(amount_minor=amount_of(row), rate_ppm=row["tax_rate_ppm"]) for row in after],
        prices_include_tax=prices_include_tax,
    )
    for position, (row, tax) in enumerate(zip(after, totals.line_tax_minor, strict=True)):
        row |= {"position": position, "tax_minor": tax}
    return EditedLines(rows=tuple(after), totals=totals, priced=priced)


def total_problems(lines: EditedLines) -> Iterator[FieldProblem]:
    """Return the dearest line of an order that comes to too much."""
    if lines.totals.total_minor > LARGEST_TOTAL_MINOR:
        amounts = [amount_of(row) or 0 for row in lines.rows]
        dearest = amounts.index(max(amounts))
        yield _problem(dearest, "price_minor", "too_large", _TOTAL_WORDS)


def discount_problems(edits: Sequence[LineEdit], lines: EditedLines) -> Iterator[FieldProblem]:
    """Return new lines whose discount the price book's price has no room for."""
    for place, (line, row) in enumerate(zip(edits, lines.rows, strict=True)):
        if line.discount_minor > row["discount_minor"]:
            no_price = row["price_minor"] is None
            words = "Set a price first." if no_price else "The discount is more than the price."
            yield _problem(place, "discount_minor", "too_large", words)


def amount_of(row: Mapping[str, Any]) -> int | None:
    """Return what a line's row comes to, None for "ask"."""
    if row["price_minor"] is None:
        return None
    return int(row["price_minor"] * row["quantity"] - row["discount_minor"])


def lines_total(rows: Sequence[Row], *, prices_include_tax: bool) -> Totals:
    """Return what stored lines come to."""
    return totals_of(
        [PricedLine(amount_minor=amount_of(row), rate_ppm=row["tax_rate_ppm"]) for row in rows],
        prices_include_tax=prices_include_tax,
    )


def _changed_row(before: Row, line: LineEdit, reference: Reference) -> Row:
    row = dict(before)
    grade = line.grade.value if line.grade is not None else None
    if grade != before["grade"]:
        row |= {"grade": grade, **_part(before["repair_type_id"], line.grade, reference)}
    if line.price_minor != before["price_minor"]:
        typed = PriceOrigin.TYPED.value if line.price_minor is not None else None
        row |= {"price_minor": line.price_minor, "price_origin": typed, "estimated": False}
        row["labour_minor"] = min(before["labour_minor"], line.price_minor or 0)
    return row | {"quantity": line.quantity, "discount_minor": line.discount_minor}


def _part(repair_type_id: int | None, grade: PartGrade | None, reference: Reference) -> Row:
    repair = reference.repair_types.get(repair_type_id or 0)
    part = reference.part_types.get(grade) if grade is not None else None
    if part is None or (repair is not None and not repair.needs_part):
        return {"part_type_id": None, "warranty_months": 0}
    return {"part_type_id": part.part_type_id, "warranty_months": part.warranty_months}


def _new_row(
    line: LineEdit, reference: Reference, *, quote: Quote, ticket_id: int, line_id: int
) -> Row:
    asks = line.price_minor is None
    entry = LineEntry(
        repair_type_id=line.repair_type_id,
        title=line.title,
        grade=line.grade,
        quantity=line.quantity,
        price_minor=quote.price_minor if asks else line.price_minor,
        tax_class_id=line.tax_class_id,
        estimated=asks and quote.estimated,
    )
    (row,) = line_rows(
        (entry,), reference, ticket_id=ticket_id, line_tax_minor=(0,), next_id=lambda: line_id
    )
    whole = (row["price_minor"] or 0) * line.quantity
    return row | {"discount_minor": min(line.discount_minor, whole)}


def _is_priced(before: Row, after: Row, *, book: Quote) -> bool:
    """Say whether a person set this price: the price book's own is nobody's."""
    if after["discount_minor"] != before.get("discount_minor", 0):
        return True
    if after["price_minor"] == before.get("price_minor"):
        return False
    return bool(after["price_minor"] != book.price_minor)


def quote_of(
    quotes: Quotes, repair_type_id: int | None, grade: PartGrade | None, model_id: int | None
) -> Quote:
    """Return what the price book says of a line, or "ask"."""
    wanted = wanted_price(repair_type_id, grade, model_id)
    return quotes.get(wanted, ASK) if wanted is not None else ASK


def _problem(place: int, field: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(field=f"lines.{place}.{field}", code=code, message=message)
