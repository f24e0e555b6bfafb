"""A device that came back is begun at the Counter with its customer, linked to its first order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from services.tickets.dto import DraftDevice, LinkKind, TicketDetail
from tests.screens.counter_stage import CounterStage, counter_stage, stock_shop
from tests.support.shops import SmallShop
from ui.context import Comeback
from ui.screens.counter.folded_line import TagRow


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> Iterator[CounterStage]:
    """Give the Counter of a shop with prices and one known customer."""
    stock_shop(small_shop)
    with counter_stage(small_shop, qtbot, drafts=tmp_path) as stage:
        yield stage


def comeback_of(order: TicketDetail) -> Comeback:
    return Comeback(
        ticket_id=int(order.ticket_id),
        number=order.number,
        customer_id=int(order.customer_id),
        device=DraftDevice(
            device_id=int(order.device_id),
            device_model_id=order.device_model_id,
            title=order.device_title,
            category=order.device_category.value if order.device_category else "",
            colour=order.colour,
            imei=order.imei,
            serial=order.serial,
            comeback_of_id=int(order.ticket_id),
            comeback_of=order.number,
        ),
    )


def begin(stage: CounterStage) -> TicketDetail:
    """Begin the comeback of the known customer's order."""
    first = stage.orders()[0]
    stage.screen.begin_comeback(comeback_of(first))
    stage.until(lambda: stage.screen.sheet.draft.customer_id == first.customer_id)
    return first


def test_a_comeback_needs_only_what_is_wrong_now(stage: CounterStage) -> None:
    first = begin(stage)
    device = stage.screen.sheet.device
    assert (device.title, device.imei) == (first.device_title, first.imei)
    tags = stage.screen.form.device.findChild(TagRow, "counter-device-tags")
    assert f"Comeback of {first.number}" in [tag.words for tag in tags.specs]
    stage.at("counter-repair-1")
    stage.write("1")
    stage.enter()
    stage.at("counter-words")
    stage.write("The same again")
    stage.enter()
    stage.mark_all_good_and_promise()
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    again = stage.orders()[1]
    assert again.device_id == first.device_id
    assert [(each.kind, each.number) for each in again.linked] == [
        (LinkKind.COMEBACK_OF, first.number)
    ]


def test_another_device_is_no_comeback(stage: CounterStage) -> None:
    begin(stage)
    stage.screen.form.device.search.text_edited.emit("Radio")
    assert stage.screen.sheet.device.comeback_of_id is None
    assert stage.screen.sheet.device.device_id is None
