"""Editing an order's lines: totals and tax anew, the agreed total beside them, rights on prices."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.errors import Invalid, InvalidTransition, PermissionDenied
from services.tickets.dto import EditedField, LineEdit, LineEntry, TicketDetail
from services.tickets.edit_lines import EditedLines, discount_problems
from services.tickets.totals import totals_of
from services.types import PartGrade
from tests.support.editing import edit, kept, last_changes, seen
from tests.support.shops import SmallShop, device


def repair_id(shop: SmallShop, key: str) -> int:
    """Return a repair of the catalogue."""
    with shop.database.reading() as uow:
        query = text("SELECT id FROM repair_type WHERE key = :key")
        return int(uow.connection.execute(query, {"key": key}).scalar_one())


def sums(order: TicketDetail) -> tuple[int, int, int]:
    return order.subtotal_minor, order.tax_minor, order.total_minor


def test_totals_and_tax_follow_quantity_price_and_discount(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    edit(
        small_shop, order, lines=(kept(order, quantity=2, price_minor=10_000, discount_minor=500),)
    )
    after = seen(small_shop, order)

    assert sums(after) == (19_500, 1_609, 21_109)
    assert (after.lines[0].amount_minor, after.lines[0].tax_minor) == (19_500, 1_609)
    assert after.lines[0].line_id == order.lines[0].line_id
    assert (after.agreed_minor, after.is_above_agreed) == (order.total_minor, False)


def test_lines_are_added_taken_off_and_put_in_order(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    added = LineEdit(title="Clean the port", price_minor=1_500)
    edit(small_shop, order, lines=(added, kept(order)))
    both = seen(small_shop, order)
    edit(small_shop, order, lines=(kept(both),))
    one = seen(small_shop, order)

    assert [line.title for line in both.lines] == ["Clean the port", "Screen replacement"]
    assert both.subtotal_minor == 29_400
    assert [line.title for line in one.lines] == ["Clean the port"]
    assert one.subtotal_minor == 1_500
    (change,) = last_changes(one)
    assert change.field is EditedField.LINES
    (gone,) = change.lines
    assert (gone.old.title if gone.old else "", gone.new) == ("Screen replacement", None)


def test_more_than_was_told_at_the_counter_is_seen(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    edit(small_shop, order, lines=(kept(order, price_minor=30_000),))
    dearer = seen(small_shop, order)
    edit(small_shop, order, lines=(kept(order, price_minor=20_000),))
    cheaper = seen(small_shop, order)

    assert dearer.agreed_minor == cheaper.agreed_minor == order.total_minor
    assert (dearer.is_above_agreed, cheaper.is_above_agreed) == (True, False)


def test_an_open_total_agreed_on_nothing(small_shop: SmallShop) -> None:
    order = small_shop.take_in(devices=(device(lines=(LineEntry(title="Look at it"),)),))
    edit(small_shop, order, lines=(kept(order, price_minor=5_000),))
    after = seen(small_shop, order)
    assert (after.agreed_minor, after.is_above_agreed, after.total_is_open) == (None, False, False)


def test_a_repair_without_a_price_of_its_own_takes_the_books(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    fee = LineEdit(repair_type_id=repair_id(small_shop, "diagnosis"))
    screen = LineEdit(repair_type_id=repair_id(small_shop, "screen"), grade=PartGrade.ORIGINAL)
    edit(small_shop, order, lines=(kept(order), fee, screen))
    after = seen(small_shop, order)

    assert [line.title for line in after.lines[1:]] == ["Diagnosis only", "Screen replacement"]
    # The book is empty: the screen is to be asked.
    assert (after.lines[2].price_minor, after.total_is_open) == (None, True)
    assert after.lines[2].warranty_months > 0
    rows = small_shop.queue.rows(small_shop.owner, ids=(order.ticket_id,))
    assert rows[0].repairs == "Screen replacement, diagnosis only, screen"


def test_a_discount_above_the_books_price_is_refused() -> None:
    # What is stored has at most the book's price taken off.
    row = {"price_minor": 500, "quantity": 1, "discount_minor": 500}
    nothing = totals_of([], prices_include_tax=False)
    lines = EditedLines(rows=(row, row), totals=nothing, priced=True)
    edits = (LineEdit(title="A", discount_minor=500), LineEdit(title="B", discount_minor=501))
    (problem,) = discount_problems(edits, lines)
    assert problem.field == "lines.1.discount_minor"
    assert problem.message == "The discount is more than the price."


def test_another_grade_takes_its_own_warranty(small_shop: SmallShop) -> None:
    line = LineEntry(
        repair_type_id=repair_id(small_shop, "screen"),
        grade=PartGrade.ORIGINAL,
        price_minor=20_000,
        labour_minor=8_000,
    )
    order = small_shop.take_in(devices=(device(lines=(line,)),))
    edit(small_shop, order, lines=(kept(order, grade=PartGrade.ECONOMY, price_minor=6_000),))
    after = seen(small_shop, order).lines[0]

    assert after.grade is PartGrade.ECONOMY
    assert after.warranty_months != order.lines[0].warranty_months
    assert (after.price_minor, after.labour_minor) == (6_000, 6_000)


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ((LineEdit(),), "lines.0.title"),
        ((LineEdit(line_id=999_999),), "lines.0.line_id"),
        ((LineEdit(title="A", price_minor=100, discount_minor=101),), "lines.0.discount_minor"),
        ((LineEdit(title="A", discount_minor=101),), "lines.0.discount_minor"),
        ((LineEdit(title="A", price_minor=10**13, quantity=2),), "lines.0.price_minor"),
        ((LineEdit(repair_type_id=999_999),), "lines.0.repair_type_id"),
        ((), "lines"),
    ],
)
def test_a_line_that_can_not_be_is_refused_at_its_field(
    small_shop: SmallShop, lines: tuple[LineEdit, ...], field: str
) -> None:
    order = small_shop.take_in()
    with pytest.raises(Invalid) as refused:
        edit(small_shop, order, lines=lines)
    assert refused.value.field == field
    assert seen(small_shop, order).lines == order.lines


def test_lines_stay_as_they_are_after_the_end(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    small_shop.move(order.ticket_id, "cancelled", note="No")
    with pytest.raises(InvalidTransition):
        edit(small_shop, order, lines=(kept(order, price_minor=1),))


def test_a_price_of_ones_own_needs_its_right(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    ana = small_shop.person("Ana Reyes", "front_desk")
    order = small_shop.take_in(devices=(device(technician_id=marco.person_id),))
    own = LineEdit(title="Tip", price_minor=500)
    for lines in (
        (kept(order, price_minor=1),),
        (kept(order, discount_minor=1),),
        (kept(order), own),
    ):
        with pytest.raises(PermissionDenied):
            edit(small_shop, order, actor=marco, lines=lines)
    # Work that costs what the book says, or is still to be asked, is the technician's to add.
    found = LineEdit(title="Look at the port")
    edit(small_shop, order, actor=marco, lines=(kept(order, quantity=2), found))
    after = seen(small_shop, order)
    edit(small_shop, order, actor=ana, lines=(kept(after, discount_minor=900),))
    assert seen(small_shop, order).lines[0].amount_minor == 54_900


def test_what_an_edit_would_cost_is_what_it_costs(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    fee = LineEdit(repair_type_id=repair_id(small_shop, "diagnosis"))
    lines = (kept(order, quantity=3, discount_minor=333), fee)
    told = small_shop.editing.preview(small_shop.owner, ticket_id=order.ticket_id, lines=lines)
    assert seen(small_shop, order).version == order.version
    edit(small_shop, order, lines=lines)
    after = seen(small_shop, order)

    assert (told.total_minor, told.tax_minor) == (after.total_minor, after.tax_minor)
    assert tuple(each.amount_minor for each in told.lines) == tuple(
        line.amount_minor for line in after.lines
    )
    assert told.total_is_open is after.total_is_open
