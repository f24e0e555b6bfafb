"""What an order would come to with other lines, worked out as an edit does and not stored."""

from __future__ import annotations

from collections.abc import Sequence

from data.repositories import ticket_edits as repository
from services.auth.work import Work
from services.errors import Invalid
from services.pricing.dto import Confidence
from services.pricing.steps import quote_all
from services.settings.reference import Reference
from services.tickets.dto import LineEdit, LinePrice, LinesPreview
from services.tickets.edit_lines import (
    amount_of,
    edited_lines,
    line_problems,
    quote_of,
    wanted_prices,
)


def preview_lines(
    work: Work, reference: Reference, *, ticket_id: int, edits: Sequence[LineEdit]
) -> LinesPreview:
    """Return what each line and the order would come to now, beside the price book's prices.

    Raises:
        Invalid: with one problem per field.
    """
    before = repository.load_editable(work, ticket_id=ticket_id)
    rows = repository.load_lines(work, ticket_id=ticket_id)
    problems = tuple(line_problems(edits, rows, reference))
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)
    model_id = before.device_model_id
    quotes = quote_all(work, wanted_prices(edits, rows, device_model_id=model_id), at=work.at)
    lines = edited_lines(
        edits,
        rows,
        reference,
        quotes=quotes,
        ticket_id=ticket_id,
        device_model_id=model_id,
        prices_include_tax=before.prices_include_tax,
        # Nothing is stored, so no id is taken.
        new_ids=range(-len(edits), 0),
    )
    prices = []
    for line, row in zip(edits, lines.rows, strict=True):
        book = quote_of(quotes, row["repair_type_id"], line.grade, model_id)
        is_confirmed = book.confidence is Confidence.CONFIRMED
        prices.append(
            LinePrice(
                price_minor=row["price_minor"],
                amount_minor=amount_of(row),
                book_minor=book.price_minor if is_confirmed else None,
            )
        )
    return LinesPreview(
        lines=tuple(prices),
        tax_minor=lines.totals.tax_minor,
        total_minor=lines.totals.total_minor,
        total_is_open=lines.totals.is_open,
    )
