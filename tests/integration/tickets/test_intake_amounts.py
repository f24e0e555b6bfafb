"""What one order may come to: refused in words where it was typed, and held by the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.values import LARGEST_TOTAL_MINOR
from services.customers.service import CustomerService
from services.errors import Invalid
from services.tickets.dto import LineEntry, QueueQuestion
from tests.support.shops import SmallShop, device, intake_command

# With the tax of the small shop, 8.25 %, it comes to exactly the largest total.
LARGEST_PRICE_MINOR = 9_237_875_288_684


def line(price_minor: int, *, quantity: int = 1) -> LineEntry:
    return LineEntry(title="Mainboard", price_minor=price_minor, quantity=quantity)


def problems_of(call: Callable[[], object]) -> list[str]:
    """Return the fields of what is refused."""
    with pytest.raises(Invalid) as refused:
        call()
    assert refused.value.field == refused.value.problems[0].field
    assert {problem.code for problem in refused.value.problems} == {"too_large"}
    assert all(problem.message.endswith(".") for problem in refused.value.problems)
    return [problem.field for problem in refused.value.problems]


def test_an_order_comes_to_the_largest_total_and_no_further(small_shop: SmallShop) -> None:
    most = small_shop.take_in(devices=(device(lines=(line(LARGEST_PRICE_MINOR),)),))
    assert most.total_minor == LARGEST_TOTAL_MINOR
    more = device(lines=(line(LARGEST_PRICE_MINOR), line(1)))
    assert problems_of(lambda: small_shop.take_in(devices=(more,))) == [
        "devices.0.lines.0.price_minor"
    ]
    assert len(small_shop.queue.ask(small_shop.owner, QueueQuestion()).ids) == 1


def test_every_order_that_comes_to_too_much_is_named_at_its_dearest_line(
    small_shop: SmallShop,
) -> None:
    many = device(lines=(line(100), line(10**11, quantity=999)))
    dear = device(lines=(line(LARGEST_TOTAL_MINOR),))
    command = intake_command(devices=(many, device(), dear))
    assert problems_of(lambda: small_shop.intake.take_in(small_shop.owner, command)) == [
        "devices.0.lines.1.price_minor",
        "devices.2.lines.0.price_minor",
    ]


def test_many_of_the_largest_orders_add_up(small_shop: SmallShop) -> None:
    command = intake_command(devices=(device(lines=(line(LARGEST_PRICE_MINOR),)),) * 20)
    small_shop.intake.take_in(small_shop.owner, command)
    small_shop.take_in(devices=command.devices)
    customers = CustomerService(small_shop.gate, small_shop.reference)
    (found,) = customers.suggest(small_shop.owner, text="Dana")
    assert (found.open_tickets, found.balance_minor) == (40, 40 * LARGEST_TOTAL_MINOR)
