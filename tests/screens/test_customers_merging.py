"""Merging: found, previewed, done, taken back; refused where somebody was faster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.customers.dto import MergeCustomers, SaveCustomer
from tests.screens.customers_stage import CTRL, KEY, CustomersStage, customers_stage
from tests.screens.queue_stage import take_in
from tests.support.shops import SmallShop
from ui.screens.customers.merging.dialog import MergeDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@dataclass
class Pair:
    """Dana, who has an order, and a second entry of hers with another."""

    stage: CustomersStage
    dana: int
    other: int


@pytest.fixture
def pair(small_shop: SmallShop, qtbot: QtBot) -> Iterator[Pair]:
    """Give Dana's page."""
    take_in(small_shop, "Radio", customer="D. Whitfield", phone="415-555-0177")
    small_shop.clock.pass_by(minutes=1)
    take_in(small_shop, "Pixel 8")
    with customers_stage(small_shop, qtbot) as stage:
        dana, other = (stage.screen.list.model.id_at(row) or 0 for row in (0, 1))
        stage.open(dana)
        yield Pair(stage=stage, dana=dana, other=other)


def begin(pair: Pair) -> MergeDialog:
    """Open the question and find the other one by the keyboard."""
    stage = pair.stage
    stage.choose("customer-more", "customer-merge")
    dialog = stage.dialog()
    assert isinstance(dialog, MergeDialog)
    stage.at("merge-search")
    stage.write("D. Whit")
    stage.press(KEY.Key_Return)
    stage.at("question-action")
    return dialog


def test_the_preview_says_who_stays_what_moves_and_what_differs(pair: Pair) -> None:
    begin(pair)
    stage = pair.stage
    stage.sees("Stays: Dana Whitfield, 415-555-0142")
    stage.sees("from D. Whitfield, 415-555-0177: 1 order, 1 visit, 1 device, 1 contact")
    stage.sees("The other phone or e-mail becomes a further contact. The other name")
    assert len(stage.stored(pair.other).name) > 0
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert stage.stored(pair.other).customer_id == pair.other


def test_a_merge_is_taken_back_from_the_toast(pair: Pair) -> None:
    begin(pair)
    stage = pair.stage
    stage.press(KEY.Key_Return)
    stage.toasted("D. Whitfield is part of Dana Whitfield now")
    stage.settle()
    assert stage.stored(pair.other).customer_id == pair.dana
    assert stage.screen.desk.page.tickets == 2
    stage.said.undos[-1]()
    stage.toasted("They are two customers again")
    assert stage.stored(pair.other).customer_id == pair.other


def test_a_merge_is_taken_back_on_the_page_within_a_day(pair: Pair) -> None:
    begin(pair)
    stage = pair.stage
    stage.press(KEY.Key_Return)
    stage.sees("Merged from two. It can be undone until Tomorrow")
    stage.no_dialog()
    stage.use("customer-merged-action")
    stage.toasted("They are two customers again")
    stage.until(lambda: not stage.shows("customer-merged"))


def test_after_a_day_nothing_is_offered_any_more(pair: Pair) -> None:
    begin(pair)
    stage = pair.stage
    stage.press(KEY.Key_Return)
    stage.toasted("is part of")
    stage.settle()
    stage.shop.clock.pass_by(hours=25)
    stage.screen.desk.read_again()
    stage.settle()
    assert not stage.shows("customer-merged")


def test_the_other_one_can_be_the_one_that_stays(pair: Pair) -> None:
    begin(pair)
    stage = pair.stage
    stage.use("merge-swap")
    stage.sees("Stays: D. Whitfield, 415-555-0177")
    stage.at("question-action")
    stage.press(KEY.Key_Return)
    stage.toasted("Dana Whitfield is part of D. Whitfield now")
    stage.until(lambda: stage.screen.desk.has_page)
    assert stage.screen.desk.page.customer_id == pair.other


def test_what_is_typed_on_the_page_outlives_a_merge(pair: Pair) -> None:
    stage = pair.stage
    stage.go_into("customer-flag")
    stage.write("Pays late")
    begin(pair)
    stage.press(KEY.Key_Return)
    stage.toasted("D. Whitfield is part of Dana Whitfield now")
    stage.until(lambda: stage.screen.desk.page.tickets == 2)
    assert stage.screen.desk.view.contact.form.values()["flag"] == "Pays late"
    stage.no_dialog()
    stage.at("customer-name")
    stage.press(KEY.Key_S, CTRL)
    stage.until(lambda: stage.stored(pair.dana).flag == "Pays late")


def test_a_page_with_something_typed_is_not_merged_away(pair: Pair) -> None:
    stage = pair.stage
    stage.go_into("customer-flag")
    stage.write("Pays late")
    begin(pair)
    stage.use("merge-swap")
    stage.sees("Stays: D. Whitfield, 415-555-0177")
    stage.at("question-action")
    stage.press(KEY.Key_Return)
    stage.toasted("Save or undo the changes first")
    stage.settle()
    assert stage.screen.desk.view.contact.form.values()["flag"] == "Pays late"
    assert stage.stored(pair.dana).customer_id == pair.dana


def test_somebody_faster_is_a_conflict_that_shows_both_as_they_are_now(pair: Pair) -> None:
    begin(pair)
    stage = pair.stage
    stored = stage.stored(pair.other)
    command = SaveCustomer(
        operation_id=new_operation_id(),
        customer_id=pair.other,
        name="Dora Whitfield",
        phone=stored.phone,
        seen_version=stored.version,
    )
    stage.services.customers.save(stage.shop.owner, command)
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.shows("merge-notice"))
    stage.sees("Dora Whitfield")
    assert stage.stored(pair.other).customer_id == pair.other, "nothing was merged"
    stage.at("question-action")
    stage.press(KEY.Key_Return)
    stage.toasted("Dora Whitfield is part of Dana Whitfield now")


def test_an_old_id_leads_to_the_one_kept_and_says_so(pair: Pair) -> None:
    stage = pair.stage
    kept, gone = stage.stored(pair.dana), stage.stored(pair.other)
    stage.services.customer_merging.merge(
        stage.shop.owner,
        MergeCustomers(
            operation_id=new_operation_id(),
            kept_id=pair.dana,
            gone_id=pair.other,
            kept_version=kept.version,
            gone_version=gone.version,
        ),
    )
    stage.settle()
    stage.open(pair.other)
    stage.sees("The customer you asked for was merged into this one.")
    assert stage.screen.desk.page.customer_id == pair.dana


def test_the_warning_while_editing_leads_to_the_merge(pair: Pair) -> None:
    stage = pair.stage
    stage.go_into("customer-phone")
    stage.rewrite("415-555-0177")
    stage.use(f"customer-twins-use-{pair.other}")
    dialog = stage.dialog()
    assert isinstance(dialog, MergeDialog)
    stage.at("question-action")
    stage.press(KEY.Key_Escape)


def test_who_may_not_merge_is_not_offered_it(pair: Pair) -> None:
    stage = pair.stage
    stage.press(KEY.Key_Escape)
    stage.actors.append(stage.shop.person("Vera", "viewer"))
    stage.open(pair.dana)
    assert not stage.shows("customer-more")
