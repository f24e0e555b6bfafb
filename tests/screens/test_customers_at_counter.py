"""The Counter's new customer: somebody known already is offered while one types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.screens.counter_stage import KEY, CounterStage, counter_stage, stock_shop
from tests.support.shops import SmallShop
from ui.parts.button import Button
from ui.twins import TwinWarning


@pytest.fixture
def stage(small_shop: SmallShop, tmp_path: Path, qtbot: QtBot) -> Iterator[CounterStage]:
    """Give the Counter of a shop that knows Dana."""
    stock_shop(small_shop)
    with counter_stage(small_shop, qtbot, drafts=tmp_path) as stage:
        stage.write("Somebody")
        stage.suggested("New customer")
        stage.enter()
        stage.at("counter-new-phone")
        yield stage


def warning(stage: CounterStage) -> TwinWarning:
    return stage.screen.form.customer.twins


def test_the_same_phone_offers_the_customer_known_and_takes_them(stage: CounterStage) -> None:
    stage.write("415 555 0142")
    stage.until(lambda: bool(warning(stage).twins))
    assert warning(stage).isVisible()
    assert warning(stage).twins[0].name == "Dana Whitfield"
    use = warning(stage).findChildren(Button)[0]
    assert use.accessibleName() == "Use this one"
    use.setFocus()
    stage.press(KEY.Key_Return)
    draft = stage.screen.sheet.draft
    stage.until(lambda: draft.name == "Dana Whitfield")
    assert draft.customer_id is not None
    assert not warning(stage).isVisible()


def test_nobody_is_named_once_one_searches_instead(stage: CounterStage) -> None:
    stage.write("415 555 0142")
    stage.until(lambda: bool(warning(stage).twins))
    stage.press(KEY.Key_Escape)
    stage.at("counter-customer-search")
    assert warning(stage).twins == ()
    assert not warning(stage).isVisible()
