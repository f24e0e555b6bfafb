"""Taking in at the Counter with the keyboard alone: what is seen and what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from services.printing.dto import DocumentKind
from services.types import ConditionMark, PartGrade, Priority
from tests.screens.counter_stage import ALT, CTRL, KEY, CounterStage, counter_stage, stock_shop
from tests.support.shops import GOOD_IMEI, SmallShop
from ui.parts.elided import Elided
from ui.parts.section import BadgeState


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> Iterator[CounterStage]:
    """Give the Counter of a shop with prices and one known customer."""
    stock_shop(small_shop)
    with counter_stage(small_shop, qtbot, drafts=tmp_path) as stage:
        yield stage


def test_a_known_customer_and_device_are_taken_in(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("14")
    stage.enter()
    stage.at("counter-words")
    stage.write("Dropped it, charging cuts out")
    stage.enter()
    stage.mark_all_good_and_promise()
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    stage.until(lambda: stage.said.toasts != [])
    order = stage.orders()[1]
    assert stage.said.toasts == [f"{order.number} taken in, printing"]
    assert order.customer_name == "Dana Whitfield"
    assert order.imei == GOOD_IMEI
    assert [(line.title, line.price_minor) for line in order.lines] == [
        ("Screen replacement", 27_900),
        ("Charging port replacement", 11_900),
    ]
    assert order.words == "Dropped it, charging cuts out"
    assert {mark for _part, mark in order.condition} == {ConditionMark.GOOD}
    assert len(order.condition) == 9
    assert order.terms_accepted
    assert order.promised_at_utc is not None
    stage.at("counter-customer-search")
    assert stage.screen.sheet.is_blank


def test_an_unknown_phone_becomes_a_new_customer(stage: CounterStage) -> None:
    stage.write("415-555-0177")
    stage.suggested("New customer")
    stage.enter()
    stage.at("counter-new-name")
    stage.until(lambda: "555-0177" in stage.screen.form.customer.fresh.fields["phone"].text())
    stage.write("Noor Haddad")
    stage.enter()
    stage.enter()
    stage.at("counter-new-email")
    stage.write("noor@example.com")
    stage.tab_to("counter-consent-sms")
    stage.press(KEY.Key_Space)
    stage.enter()
    stage.enter()
    stage.at("counter-device-search")
    stage.write("ip13p")
    stage.suggested("iPhone 13 Pro")
    stage.enter()
    stage.at("counter-device-colour")
    stage.write("Graphite")
    stage.enter()
    stage.enter()
    stage.at("counter-identity-text")
    stage.write(GOOD_IMEI)
    stage.enter()
    stage.at("counter-repair-1")
    stage.write("1")
    stage.take_in()
    assert stage.dialog().card.heading.text() == "Take in as it is?"
    stage.press(KEY.Key_Tab)
    stage.enter()
    stage.until(lambda: len(stage.orders()) == 2)
    order = stage.orders()[1]
    assert (order.customer_name, order.customer_email) == ("Noor Haddad", "noor@example.com")
    assert "555-0177" in order.customer_phone
    assert (order.device_title, order.colour) == ("iPhone 13 Pro", "Graphite")
    assert not order.terms_accepted
    card = stage.services.customers.card(stage.shop.owner, customer_id=order.customer_id)
    assert (card.customer.sms_consent, card.customer.email_consent) == (True, None)


def test_two_devices_of_one_visit_are_two_orders(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.enter()
    stage.enter()
    stage.mark_all_good_and_promise()
    stage.tab_to("counter-device-another-folded")
    stage.press(KEY.Key_Space)
    stage.at("counter-device-search")
    stage.write("ps5")
    stage.until(lambda: stage.screen.form.device.search.is_open)
    stage.enter()
    stage.at("counter-device-colour")
    stage.enter()
    stage.enter()
    stage.at("counter-identity-text")
    stage.write("SN-PS5-1")
    stage.enter()
    stage.at("counter-repair-1")
    stage.write("2")
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 3)
    first, second = stage.orders()[1:]
    assert first.visit_id == second.visit_id
    assert first.imei == GOOD_IMEI
    assert (second.serial, second.imei) == ("SN-PS5-1", "")
    assert second.promised_at_utc == first.promised_at_utc, "people rarely wait twice"
    stage.until(lambda: stage.said.toasts != [])
    assert stage.said.toasts == [f"{first.number} and {second.number} taken in, printing"]


def test_one_goes_back_to_the_first_device(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.tab_to("counter-device-another-folded")
    stage.press(KEY.Key_Space)
    stage.at("counter-device-search")
    stage.write("Old radio")
    stage.tab_to("counter-visit-devices")
    stage.press(KEY.Key_Left)
    assert stage.screen.form.device.search.text() == "iPhone 13 Pro"
    assert [line.title for line in stage.screen.sheet.device.lines] == ["Screen replacement"]
    stage.press(KEY.Key_Right)
    assert stage.screen.form.device.search.text() == "Old radio"
    stage.tab_to("counter-device-remove")
    stage.press(KEY.Key_Space)
    assert len(stage.screen.sheet.draft.devices) == 1
    assert stage.said.toasts == ["Device removed"]
    stage.said.undos[-1]()
    assert [each.title for each in stage.screen.sheet.draft.devices] == [
        "iPhone 13 Pro",
        "Old radio",
    ]


def test_ctrl_enter_twice_takes_in_once(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.enter()
    stage.enter()
    stage.mark_all_good_and_promise()
    stage.take_in()
    stage.take_in()
    stage.until(lambda: stage.said.toasts != [])
    stage.take_in()
    stage.settled()
    assert len(stage.orders()) == 2
    assert stage.screen.form.customer.search.error is None, "the second press meant the same visit"


def test_a_form_taken_in_before_asks_before_it_becomes_another_visit(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    before = stage.screen.sheet.draft.operation_id
    stage.shop.take_in(operation_id=before)
    stage.tab_to("counter-terms")
    stage.press(KEY.Key_Space)
    stage.take_in()
    question = stage.dialog()
    assert question.card.heading.text() == "Take in once more, as another visit?"
    stage.press(KEY.Key_Tab)
    stage.enter()
    stage.until(lambda: len(stage.orders()) == 3)
    assert stage.orders()[2].customer_name == "Dana Whitfield"


def test_prices_grade_and_priority_are_stored_as_chosen(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.tab_to("counter-grade")
    stage.press(KEY.Key_Right)
    chip = stage.screen.form.problem.grid.chips[0]
    stage.until(lambda: chip.offer.price == "$219.00")
    stage.tab_to("counter-repair-4")
    stage.press(KEY.Key_Space)
    stage.tab_to("counter-line-2-price")
    stage.write("95")
    stage.tab_to("counter-priority")
    stage.press(KEY.Key_Down)
    stage.tab_to("counter-terms")
    stage.press(KEY.Key_Space)
    stage.tab_to("counter-deposit")
    stage.write("50")
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    order = stage.orders()[1]
    assert [(line.grade, line.price_minor) for line in order.lines] == [
        (PartGrade.PREMIUM, 21_900),
        (PartGrade.PREMIUM, 9_500),
    ]
    assert order.deposit_agreed_minor == 5_000
    assert order.paid_minor == 0, "a deposit agreed is no tender"
    assert order.priority is Priority.URGENT


def test_another_repair_is_found_by_letters_or_written(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("9")
    stage.at("counter-more-repairs")
    stage.write("data")
    stage.suggested("Data recovery")
    stage.enter()
    stage.at("counter-line-1-price")
    stage.write("60")
    stage.press(KEY.Key_9, ALT)
    stage.at("counter-more-repairs")
    stage.write("Polish the case")
    stage.suggested("Add “Polish the case” as its own line")
    stage.enter()
    stage.at("counter-line-2-price")
    stage.write("12.50")
    stage.tab_to("counter-terms")
    stage.press(KEY.Key_Space)
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    lines = [(line.title, line.price_minor) for line in stage.orders()[1].lines]
    assert lines == [("Data recovery", 6_000), ("Polish the case", 1_250)]


def test_the_customers_words_are_enough_for_an_order(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    problem = stage.screen.form.problem
    assert problem.badge.state is not BadgeState.COMPLETE
    stage.tab_to("counter-words")
    stage.write("  Rattles, find out why")
    assert problem.badge.state is BadgeState.COMPLETE
    stage.enter()
    stage.mark_all_good_and_promise()
    folded = problem.findChild(Elided, "counter-problem-summary")
    assert folded.text == "Rattles, find out why"
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    order = stage.orders()[1]
    assert (order.lines, order.words) == ((), "Rattles, find out why")


def test_number_keys_write_in_a_field_and_choose_outside(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.tab_to("counter-words")
    stage.write("1 crack")
    assert stage.screen.sheet.device.lines == []
    stage.press(KEY.Key_1, ALT)
    assert [line.title for line in stage.screen.sheet.device.lines] == ["Screen replacement"]
    assert stage.screen.sheet.device.words == "1 crack"
    stage.tab_to("counter-all-good")
    stage.write("1")
    assert stage.screen.sheet.device.lines == [], "the key that chose it takes it off"
    stage.write("g")
    assert stage.screen.form.condition.grid.rows[0].condition() is not None


def test_what_was_pressed_before_the_repairs_came_is_chosen(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.until(lambda: stage.screen.form.device.search.is_open)
    stage.enter()
    stage.write("14")
    stage.until(lambda: len(stage.screen.sheet.device.lines) == 2)
    titles = [line.title for line in stage.screen.sheet.device.lines]
    assert titles == ["Screen replacement", "Charging port replacement"]


def test_the_ticket_of_the_new_order_is_queued_once(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.tab_to("counter-terms")
    stage.press(KEY.Key_Space)
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    prints = stage.orders()[1].prints
    assert [(record.document, record.copy_no) for record in prints] == [
        (DocumentKind.CLAIM_TICKET, 0)
    ]


def test_tab_follows_the_reading_order(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.until(stage.screen.form.condition.left.stops[0].isVisible)
    seen = [stage.focus()]
    while seen[-1] != "counter-take-in":
        stage.press(KEY.Key_Tab)
        seen.append(stage.focus())
    rows = [row.objectName() for row in stage.screen.form.condition.grid.rows]
    assert seen == [
        *(f"counter-repair-{number}" for number in range(1, 9)),
        "counter-line-1-tax",
        "counter-line-1-price",
        "counter-line-1-off",
        "counter-words",
        "counter-priority",
        "counter-all-good",
        *rows,
        "counter-left-case",
        "counter-left-sim",
        "counter-left-charger",
        "counter-left-add",
        "counter-terms",
        "counter-ready-by",
        "counter-deposit",
        "counter-clear",
        "counter-save-draft",
        "counter-take-in",
    ]


def test_every_control_has_a_name_for_readers(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("19")
    nameless = [
        widget.objectName() or type(widget).__name__
        for widget in stage.screen.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
    ]
    assert nameless == []


def test_esc_goes_one_step_back_and_loses_nothing(stage: CounterStage) -> None:
    stage.write("Noor")
    stage.suggested("New customer")
    stage.enter()
    stage.at("counter-new-phone")
    stage.write("415-555-0177")
    stage.press(KEY.Key_Escape)
    stage.at("counter-customer-search")
    stage.until(lambda: stage.screen.form.customer.search.is_open)
    stage.enter()
    stage.at("counter-new-name")
    fields = stage.screen.form.customer.fresh.fields
    assert (fields["name"].text(), fields["phone"].text()) == ("Noor", "415-555-0177")
    stage.press(KEY.Key_A, CTRL)
    assert fields["name"].edit.selectedText() == "Noor"
