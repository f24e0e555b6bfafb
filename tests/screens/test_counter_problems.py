"""What the Counter does with what can't be accepted: said at the field, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.screens.counter_stage import CTRL, KEY, CounterStage, counter_stage, stock_shop
from tests.support.shops import GOOD_IMEI, SmallShop
from ui.format import Formats

WRONG_IMEI = f"{GOOD_IMEI[:-1]}7"


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> Iterator[CounterStage]:
    """Give the Counter of a shop with prices and one known customer."""
    stock_shop(small_shop)
    with counter_stage(small_shop, qtbot, drafts=tmp_path) as stage:
        yield stage


def test_the_check_digit_is_judged_while_typing(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.write("ip13p")
    stage.until(lambda: stage.screen.form.device.search.is_open)
    stage.press(KEY.Key_Escape)
    stage.tab_to("counter-identity-text")
    identity = stage.screen.form.device.identity
    stage.write(WRONG_IMEI[:13])
    assert identity.field.error is None, "two digits are still to come"
    assert below(stage) == "2 more digits: an IMEI has 15."
    stage.write(WRONG_IMEI[13:])
    assert identity.field.error == "Last digit does not fit. Dial *#06# to read it again."
    stage.press(KEY.Key_Backspace)
    stage.write(GOOD_IMEI[-1])
    assert identity.field.error is None
    verdict = identity.findChild(QLabel, "counter-identity-verdict")
    assert verdict.text() == "Check digit correct"
    assert verdict.isVisible()


def test_an_imei_left_too_short_says_so(stage: CounterStage) -> None:
    stage.tab_to("counter-identity-text")
    stage.write("1234")
    stage.enter()
    identity = stage.screen.form.device.identity
    assert identity.field.error == "11 more digits: an IMEI has 15."
    assert identity.field.text() == "1234"


def test_the_first_problem_gets_the_keyboard_and_every_field_says_its_own(
    stage: CounterStage,
) -> None:
    stage.write("415-555-0177")
    stage.suggested("New customer")
    stage.enter()
    stage.at("counter-new-name")
    stage.tab_to("counter-words")
    stage.write("Rattles")
    stage.take_in()
    stage.at("counter-new-name")
    form = stage.screen.form
    assert form.customer.fresh.fields["name"].error
    assert form.device.search.error == "Say which device it is."
    assert form.device.identity.field.error
    assert form.problem.words.text() == "Rattles"
    assert [order.words for order in stage.orders()] == [""]
    stage.write("N")
    assert form.customer.fresh.fields["name"].error is None, "typing mends it"


def test_an_empty_counter_asks_for_the_customer(stage: CounterStage) -> None:
    stage.take_in()
    stage.until(lambda: stage.screen.form.customer.search.error is not None)
    stage.at("counter-customer-search")
    assert len(stage.orders()) == 1


def test_a_problem_opens_the_folded_section_of_its_device(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.tab_to("counter-line-1-price")
    stage.press(KEY.Key_A, CTRL)
    stage.write("12x")
    stage.tab_to("counter-device-another-folded")
    stage.press(KEY.Key_Space)
    stage.at("counter-device-search")
    stage.write("Old radio")
    stage.tab_to("counter-terms")
    stage.press(KEY.Key_Space)
    stage.take_in()
    stage.at("counter-line-1-price")
    assert stage.screen.sheet.draft.current_device == 0
    problem = stage.screen.form.problem.lines.findChild(QLabel, "counter-lines-problem-text")
    assert problem.text() == "This is not a price. Write it like 189.00."
    assert stage.screen.form.problem.lines.editors[0].price.text() == "12x"
    assert [each.title for each in stage.screen.sheet.draft.devices] == [
        "iPhone 13 Pro",
        "Old radio",
    ]


def test_a_deposit_that_is_no_amount_is_said_below_the_rows(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.tab_to("counter-deposit")
    stage.write("fifty")
    stage.take_in()
    stage.at("counter-deposit")
    line = stage.screen.form.condition.findChild(QLabel, "counter-condition-problem-text")
    assert line.text() == "This is not an amount. Write it like 50.00."
    stage.press(KEY.Key_A, CTRL)
    stage.write("50")
    assert not line.isVisible()


def test_a_promise_that_has_passed_is_refused_at_the_promise(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.tab_to("counter-ready-by")
    stage.press(KEY.Key_Home)
    stage.tab_to("counter-terms")
    stage.press(KEY.Key_Space)
    stage.shop.clock.pass_by(days=2)
    stage.take_in()
    stage.at("counter-ready-by")
    line = stage.screen.form.condition.findChild(QLabel, "counter-condition-problem-text")
    assert line.text() == "The promised time has passed already."
    assert len(stage.orders()) == 1


def test_terms_that_are_not_accepted_are_asked_about_once(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.take_in()
    assert "has not accepted terms v1" in stage.dialog().card.text.text()
    stage.press(KEY.Key_Escape)
    stage.at("counter-repair-1")
    assert len(stage.orders()) == 1
    assert [line.title for line in stage.screen.sheet.device.lines] == ["Screen replacement"]


def test_a_day_and_time_can_be_picked(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.tab_to("counter-terms")
    stage.press(KEY.Key_Space)
    stage.tab_to("counter-ready-by")
    stage.press(KEY.Key_Home)
    first = stage.screen.form.condition.ready_by
    before = first.moment.isVisible()
    stage.press(KEY.Key_End)
    stage.tab_to("counter-ready-by-moment")
    picked = first.moment.moment()
    stage.press(KEY.Key_Up)
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    assert not before, "the field is there only while a day is picked"
    assert stage.orders()[1].promised_at_utc == picked + timedelta(days=1)


def test_a_picked_day_and_time_are_written_as_on_the_paper(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.tab_to("counter-ready-by")
    stage.press(KEY.Key_End)
    field = stage.screen.form.condition.ready_by.moment
    shown = field.edit.text()
    local = Formats().local(field.moment())
    assert shown == f"{local:%a %b} {local.day} {Formats().time(field.moment())}"
    stage.until(lambda: shown.upper() in stage.screen.preview.label.accessibleDescription())
    stage.tab_to("counter-ready-by-moment")
    stage.until(lambda: field.edit.lineEdit().selectedText() == str(local.day))


def below(stage: CounterStage) -> str:
    """Return the quiet sentence below the IMEI."""
    field = stage.screen.form.device.identity.field
    return str(field.edit.accessibleDescription())
