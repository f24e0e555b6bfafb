"""A scanned code opens the order it is printed on, for whoever may see that order."""

from __future__ import annotations

import pytest

from services.actor import new_operation_id
from services.tickets.dto import AssignCommand, ScannedCode
from tests.support.shops import GOOD_IMEI, SmallShop

NONE_SUCH = ScannedCode(is_ours=True)


def test_the_printed_number_opens_its_order(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    for code in (order.number, f" {order.number.lower()} "):
        found = small_shop.tickets.read_scan(small_shop.owner, code=code)
        expected = ScannedCode(is_ours=True, ticket_id=order.ticket_id, number=order.number)
        assert found == expected


@pytest.mark.parametrize(
    ("code", "found"),
    [
        pytest.param("R26-000002-P", NONE_SUCH, id="no such order"),
        pytest.param("R26-000001-0", NONE_SUCH, id="misread"),
        pytest.param("R26000001R", ScannedCode(is_ours=False), id="not as printed"),
        pytest.param(GOOD_IMEI, ScannedCode(is_ours=False), id="IMEI"),
        pytest.param("\x00'; --", ScannedCode(is_ours=False), id="hostile"),
        pytest.param("", ScannedCode(is_ours=False), id="nothing"),
    ],
)
def test_other_codes_open_nothing(small_shop: SmallShop, code: str, found: ScannedCode) -> None:
    small_shop.take_in()
    assert small_shop.tickets.read_scan(small_shop.owner, code=code) == found


def test_an_order_beyond_the_scope_is_told_as_none(small_shop: SmallShop) -> None:
    lena = small_shop.person("Lena Brandt", "technician")
    igor = small_shop.person("Igor Petrov", "technician")
    order = small_shop.take_in()
    small_shop.tickets.assign(
        small_shop.owner,
        AssignCommand(
            operation_id=new_operation_id(), ticket_id=order.ticket_id, technician_id=igor.person_id
        ),
    )
    assert small_shop.tickets.read_scan(lena, code=order.number) == NONE_SUCH
    assert small_shop.tickets.read_scan(igor, code=order.number).ticket_id == order.ticket_id
