"""A new customer: stored once, warned of while typing, refused at the field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.screens.customers_stage import CTRL, KEY, CustomersStage, customers_stage
from tests.support.shops import SmallShop
from ui.parts.field import Field
from ui.twins import TwinWarning

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[CustomersStage]:
    """Give the form, in a shop that knows Dana."""
    with customers_stage(small_shop, qtbot, load=False) as stage:
        stage.add("Dana Whitfield", phone="415-555-0142", email="dana@example.com")
        stage.screen.load()
        stage.screen.shown()
        stage.until(lambda: stage.names() == ["Dana Whitfield"])
        stage.press(KEY.Key_N, CTRL)
        stage.at("customer-new-name")
        yield stage


def warning(stage: CustomersStage) -> TwinWarning:
    return stage.widget("customer-new-twins", TwinWarning)


def test_a_customer_is_added_by_the_keyboard_and_opens(stage: CustomersStage) -> None:
    stage.write("Sam Okafor")
    stage.press(KEY.Key_Tab)
    stage.write("(415) 555-0121")
    stage.press(KEY.Key_S, CTRL)
    stage.toasted("Sam Okafor added")
    stage.until(lambda: stage.screen.desk.has_page)
    assert stage.screen.desk.page.name == "Sam Okafor"
    stage.press(KEY.Key_Escape)
    stage.until(lambda: set(stage.names()) == {"Sam Okafor", "Dana Whitfield"})


@pytest.mark.parametrize(
    ("place", "typed", "why"),
    [
        ("phone", "+1 415 555 0142", "same phone"),
        ("email", "DANA@example.com", "same e-mail"),
        ("name", "dana whitfield", "similar name"),
    ],
)
def test_somebody_known_is_offered_while_typing_and_used(
    stage: CustomersStage, place: str, typed: str, why: str
) -> None:
    stage.go_into(f"customer-new-{place}")
    stage.write(typed)
    stage.until(lambda: warning(stage).twins)
    twin = warning(stage).twins[0]
    stage.sees(f"Dana Whitfield, 415-555-0142, {why}")
    stage.sees("Perhaps known already")
    stage.use(f"customer-new-twins-use-{twin.customer_id}")
    stage.until(lambda: stage.screen.desk.has_page)
    assert stage.screen.desk.page.customer_id == twin.customer_id
    assert stage.screen.new.unsaved_words == ""


def test_the_warning_goes_with_what_it_was_about(stage: CustomersStage) -> None:
    stage.write("Dana Whitfield")
    stage.until(lambda: warning(stage).twins)
    stage.rewrite("Bo")
    stage.until(lambda: not warning(stage).twins)
    assert not warning(stage).isVisible()


def test_what_is_missing_is_said_at_its_field(stage: CustomersStage) -> None:
    stage.press(KEY.Key_S, CTRL)
    for name in ("name", "phone"):
        stage.until(lambda name=name: stage.widget(f"customer-new-{name}-field", Field).error)
    stage.at("customer-new-name")
    stage.write("Sam Okafor")
    assert stage.widget("customer-new-name-field", Field).error is None


def test_the_same_name_and_contact_is_refused_at_the_contact(stage: CustomersStage) -> None:
    stage.write("Dana Whitfield")
    stage.press(KEY.Key_Tab)
    stage.write("415-555-0142")
    stage.press(KEY.Key_S, CTRL)
    stage.until(lambda: stage.widget("customer-new-phone-field", Field).error)
    assert stage.widget("customer-new-phone-field", Field).text() == "415-555-0142"


def test_esc_keeps_what_was_typed_for_the_next_time(stage: CustomersStage) -> None:
    stage.write("Half a name")
    stage.press(KEY.Key_Escape)
    stage.at("customers-table")
    assert stage.screen.unsaved_words == "Half a name"
    stage.press(KEY.Key_N, CTRL)
    stage.at("customer-new-name")
    assert stage.widget("customer-new-name-field", Field).text() == "Half a name"
    assert stage.screen.undo()
    assert stage.screen.unsaved_words == ""
