"""Set aside, deleted, told what is held, erased: each says what it does and what stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from services.errors import NotFound
from tests.screens.customers_stage import KEY, CustomersStage, customers_stage
from tests.screens.queue_stage import take_in
from tests.support.shops import SmallShop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[CustomersStage]:
    """Give a shop with Dana, whose order is handed over, and Sam, who has none."""
    order = take_in(small_shop, "Pixel 8", status="ready_pickup", price_minor=0)
    small_shop.move(order.ticket_id, "delivered")
    with customers_stage(small_shop, qtbot) as stage:
        stage.add("Sam Okafor", phone="415-555-0121")
        stage.until(lambda: len(stage.names()) == 2)
        yield stage


def open_page(stage: CustomersStage, name: str) -> int:
    """Open a customer's page by name and return the id."""
    rows = stage.screen.list.model.rows()
    customer_id = next(int(row.customer_id) for _place, row in rows if row.name == name)
    stage.open(customer_id)
    return customer_id


def agree(stage: CustomersStage) -> None:
    """Take the action of the open question, which is not what the keyboard begins at."""
    dialog = stage.dialog()
    assert stage.focus() != "question-action"
    dialog.card.action.setFocus()
    stage.press(KEY.Key_Return)
    stage.no_dialog()


def test_deactivating_says_how_many_orders_stay_and_is_taken_back(stage: CustomersStage) -> None:
    dana = open_page(stage, "Dana Whitfield")
    stage.choose("customer-more", "customer-deactivate")
    stage.toasted("Dana Whitfield deactivated. 1 order stays.")
    stage.sees("Inactive")
    assert not stage.stored(dana).active
    assert not stage.shows("customer-intake")
    stage.said.undos[-1]()
    stage.toasted("Dana Whitfield is active again")
    assert stage.stored(dana).active


def test_deactivating_with_open_orders_asks_with_their_count(stage: CustomersStage) -> None:
    take_in(stage.shop, "Radio")
    stage.settle()
    dana = open_page(stage, "Dana Whitfield")
    stage.choose("customer-more", "customer-deactivate")
    stage.dialog()
    stage.sees("Deactivate Dana Whitfield?")
    assert "Dana Whitfield has 1 open order." in stage.words()
    agree(stage)
    stage.until(lambda: not stage.stored(dana).active)


def test_an_inactive_customer_is_listed_apart_and_comes_back(stage: CustomersStage) -> None:
    dana = open_page(stage, "Dana Whitfield")
    stage.choose("customer-more", "customer-deactivate")
    stage.sees("Inactive")
    stage.press(KEY.Key_Escape)
    stage.until(lambda: stage.names() == ["Sam Okafor"])
    stage.go_into("customers-activity")
    stage.press(KEY.Key_Right)
    stage.until(lambda: stage.names() == ["Dana Whitfield"])
    stage.open(dana)
    stage.choose("customer-more", "customer-reactivate")
    stage.toasted("Dana Whitfield is active again")


def test_who_has_orders_can_not_be_deleted_and_the_menu_says_why(stage: CustomersStage) -> None:
    open_page(stage, "Dana Whitfield")
    stage.use("customer-more")
    entry = next(a for a in stage.menu().actions() if a.objectName() == "customer-delete")
    assert not entry.isEnabled()
    assert entry.text() == "Delete … (there is 1 order)"
    stage.press(KEY.Key_Escape)


def test_who_has_nothing_is_deleted_after_a_question(stage: CustomersStage) -> None:
    sam = open_page(stage, "Sam Okafor")
    stage.choose("customer-more", "customer-delete")
    agree(stage)
    stage.toasted("Sam Okafor deleted")
    stage.until(lambda: stage.names() == ["Dana Whitfield"])
    with pytest.raises(NotFound):
        stage.stored(sam)


def test_an_order_that_came_meanwhile_leads_to_deactivating(stage: CustomersStage) -> None:
    sam = open_page(stage, "Sam Okafor")
    stage.choose("customer-more", "customer-delete")
    dialog = stage.dialog()
    take_in(stage.shop, "Radio", customer="Sam Okafor", phone="415-555-0121")
    dialog.card.action.setFocus()
    stage.press(KEY.Key_Return)
    stage.sees("The customer has orders by now")
    assert stage.stored(sam).active
    stage.press(KEY.Key_Escape)


def test_what_is_held_is_written_to_a_file(stage: CustomersStage, tmp_path: Path) -> None:
    open_page(stage, "Dana Whitfield")
    stage.choose("customer-more", "customer-export")
    stage.dialog()
    stage.at("question-field")
    path = tmp_path / "dana.json"
    stage.rewrite(str(path))
    stage.press(KEY.Key_Return)
    stage.toasted("Written to dana.json")
    assert "Dana Whitfield" in json.dumps(json.loads(path.read_text(encoding="utf-8")))


def test_erasing_names_the_person_and_asks_who_wanted_it(stage: CustomersStage) -> None:
    dana = open_page(stage, "Dana Whitfield")
    stage.choose("customer-more", "customer-erase")
    dialog = stage.dialog()
    stage.sees("Erase Dana Whitfield?")
    stage.sees("1 order and its money stay, without a name.")
    stage.sees("Answers about consent stay without a name.")
    stage.at("question-field")
    stage.press(KEY.Key_Return)
    assert dialog.card.field is not None
    assert dialog.card.field.error
    stage.write("In person, with identity card")
    stage.press(KEY.Key_Return)
    stage.toasted("The person is erased. 1 order stays.")
    stage.until(lambda: stage.shows("customer-tag"))
    stage.settle()
    stored = stage.stored(dana)
    assert stored.erased_at_utc is not None
    assert "Dana" not in stored.name
    assert stored.phone == ""
    for name in ("customer-bar", "customer-more", "customer-intake", "customer-note"):
        assert not stage.shows(name), name


def test_a_reason_that_names_the_person_is_refused_at_its_field(stage: CustomersStage) -> None:
    dana = open_page(stage, "Dana Whitfield")
    stage.choose("customer-more", "customer-erase")
    stage.dialog()
    stage.write("Dana Whitfield asked")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.shows("question-field-below"))
    again = stage.dialog()
    assert again.card.field is not None
    stage.until(lambda: again.card.field.error)
    assert again.card.field.text() == "Dana Whitfield asked"
    stage.press(KEY.Key_Escape)
    assert stage.stored(dana).erased_at_utc is None


def test_who_has_open_orders_can_not_be_erased_yet(stage: CustomersStage) -> None:
    take_in(stage.shop, "Radio")
    stage.settle()
    open_page(stage, "Dana Whitfield")
    stage.use("customer-more")
    entry = next(a for a in stage.menu().actions() if a.objectName() == "customer-erase")
    assert entry.text() == "Erase the person … (1 open order)"
    assert not entry.isEnabled()
    stage.press(KEY.Key_Escape)


def test_the_front_desk_may_set_aside_but_neither_export_nor_erase(stage: CustomersStage) -> None:
    stage.actors.append(stage.shop.person("Ana", "front_desk"))
    stage.screen.shown()
    open_page(stage, "Dana Whitfield")
    stage.use("customer-more")
    names = [each.objectName() for each in stage.menu().actions() if not each.isSeparator()]
    assert names == ["customer-merge", "customer-deactivate", "customer-delete"]
    stage.press(KEY.Key_Escape)
