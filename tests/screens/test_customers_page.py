"""One customer's page: edited in place, every section stored, taken back, and refused in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from data.errors import StorageFailure, StorageFault
from services.actor import new_operation_id
from services.customers.dto import SaveCustomer
from services.errors import storage_error
from tests.screens.customers_stage import CTRL, KEY, CustomersStage, customers_stage
from tests.screens.queue_stage import take_in
from tests.support.shops import SmallShop
from ui.parts.field import Field
from ui.parts.rows import RowsTable
from ui.screens.customers.page.contact_card import ContactCard
from ui.screens.customers.page.versions import VersionsDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

AWAY = storage_error(StorageFailure(StorageFault.AWAY, "the server went away"))


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[CustomersStage]:
    """Give the page of Dana, who has an order."""
    take_in(small_shop, "Pixel 8")
    with customers_stage(small_shop, qtbot) as stage:
        dana = stage.screen.list.model.id_at(0)
        assert dana is not None
        stage.open(dana)
        stage.at("customer-name")
        yield stage


def dana(stage: CustomersStage) -> int:
    return int(stage.screen.desk.page.customer_id)


def field(stage: CustomersStage, name: str) -> Field:
    return stage.widget(f"customer-{name}-field", Field)


def card(stage: CustomersStage) -> ContactCard:
    return stage.screen.desk.view.contact


def change_elsewhere(stage: CustomersStage, **changes: str) -> None:
    """Change Dana at another till."""
    page = stage.stored(dana(stage))
    values = {"name": page.name, "phone": page.phone, "email": page.email, **changes}
    command = SaveCustomer(
        operation_id=new_operation_id(),
        customer_id=dana(stage),
        seen_version=page.version,
        **values,
    )
    stage.services.customers.save(stage.shop.owner, command)


def test_the_page_shows_what_the_shop_holds(stage: CustomersStage) -> None:
    for words in ("Dana Whitfield", "$302.02", "1 order, 1 open", "Serial SN-Pixel 8"):
        stage.sees(words)
    orders = stage.widget("customer-orders-table", RowsTable)
    assert orders.rows_model.rowCount() == 1


def test_fields_are_saved_together_and_the_list_follows(stage: CustomersStage) -> None:
    stage.rewrite("Dana Whitfield-Okafor")
    stage.sees("1 change, not saved yet")
    stage.press(KEY.Key_Tab)
    stage.at("customer-phone")
    stage.press(KEY.Key_Tab)
    stage.write("dana@example.com")
    stage.sees("2 changes, not saved yet")
    stage.press(KEY.Key_S, CTRL)
    stage.toasted("Dana Whitfield-Okafor saved")
    stage.sees("Everything is saved")
    stored = stage.stored(dana(stage))
    assert (stored.name, stored.email) == ("Dana Whitfield-Okafor", "dana@example.com")
    stage.press(KEY.Key_Escape)
    stage.until(lambda: stage.names() == ["Dana Whitfield-Okafor"])


def test_what_can_not_be_accepted_is_said_at_its_field_and_stays(stage: CustomersStage) -> None:
    stage.go_into("customer-email")
    stage.write("not an address")
    stage.press(KEY.Key_S, CTRL)
    stage.until(lambda: field(stage, "email").error)
    assert field(stage, "email").text() == "not an address"
    stage.at("customer-email")
    assert stage.stored(dana(stage)).email == ""


def test_undo_shows_what_is_stored_and_esc_loses_nothing(stage: CustomersStage) -> None:
    stage.rewrite("Somebody else")
    stage.press(KEY.Key_Escape)
    stage.toasted("Save or undo the changes first")
    assert field(stage, "name").text() == "Somebody else"
    assert stage.screen.unsaved_words == "Dana Whitfield"
    assert stage.screen.undo()
    assert field(stage, "name").text() == "Dana Whitfield"
    stage.press(KEY.Key_Escape)
    stage.at("customers-table")


def test_a_conflict_shows_both_versions_and_mine_can_be_saved(stage: CustomersStage) -> None:
    stage.rewrite("Dana of mine")
    change_elsewhere(stage, name="Dana of theirs", email="theirs@example.com")
    stage.settle()
    stage.press(KEY.Key_S, CTRL)
    dialog = stage.dialog()
    assert isinstance(dialog, VersionsDialog)
    stage.sees("Dana of theirs")
    stage.sees("Dana of mine")
    assert stage.stored(dana(stage)).name == "Dana of theirs"
    dialog.card.action.setFocus()
    stage.press(KEY.Key_Return)
    stage.toasted("Dana of mine saved")
    stored = stage.stored(dana(stage))
    assert (stored.name, stored.email) == ("Dana of mine", "theirs@example.com")


def test_a_conflict_can_end_with_what_is_stored_or_with_more_editing(
    stage: CustomersStage,
) -> None:
    stage.rewrite("Dana of mine")
    change_elsewhere(stage, name="Dana of theirs")
    stage.settle()
    stage.press(KEY.Key_S, CTRL)
    stage.dialog()
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert field(stage, "name").text() == "Dana of mine"
    change_elsewhere(stage, name="Dana of a third")
    stage.settle()
    stage.press(KEY.Key_S, CTRL)
    stage.dialog()
    stage.use("versions-take-stored")
    stage.no_dialog()
    stage.until(lambda: field(stage, "name").text() == "Dana of a third")
    assert not card(stage).unsaved


def test_a_change_elsewhere_shows_at_once_where_nothing_is_typed(stage: CustomersStage) -> None:
    change_elsewhere(stage, name="Dana W.")
    stage.until(lambda: field(stage, "name").text() == "Dana W.")
    assert not card(stage).unsaved


def test_a_further_contact_is_added_made_first_and_removed_with_undo(
    stage: CustomersStage,
) -> None:
    stage.use("customer-contact-begin")
    stage.at("customer-contact")
    stage.write("415-555-0199")
    stage.press(KEY.Key_Tab)
    stage.write("work")
    stage.press(KEY.Key_Return)
    stage.sees("415-555-0199 (work)")
    further = next(each for each in stage.stored(dana(stage)).contacts if not each.primary)
    stage.use(f"customer-contact-first-{further.contact_id}")
    stage.toasted("415-555-0199 is the first now")
    assert stage.stored(dana(stage)).phone == "415-555-0199"
    stage.said.undos[-1]()
    stage.toasted("415-555-0142 is the first again")
    assert stage.stored(dana(stage)).phone == "415-555-0142"
    further = next(each for each in stage.stored(dana(stage)).contacts if not each.primary)
    stage.use(f"customer-contact-remove-{further.contact_id}")
    stage.toasted("415-555-0199 removed")
    assert len(stage.stored(dana(stage)).contacts) == 1
    stage.said.undos[-1]()
    stage.toasted("415-555-0199 is back")
    assert len(stage.stored(dana(stage)).contacts) == 2


def test_a_further_contact_that_is_none_is_refused_at_its_field(stage: CustomersStage) -> None:
    stage.use("customer-contact-begin")
    stage.write("12")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.widget("customer-contact-field", Field).error)
    assert stage.widget("customer-contact-field", Field).text() == "12"


def test_consents_are_given_and_withdrawn_and_the_ledger_keeps_all(stage: CustomersStage) -> None:
    stage.go_into("customer-consent-how")
    stage.press(KEY.Key_Down)
    stage.use("customer-sms-agree")
    stage.toasted("SMS agreed to")
    assert stage.stored(dana(stage)).sms_consent is True
    stage.use("customer-sms-withdraw")
    stage.toasted("No more SMS")
    stage.settle()
    ledger = stage.stored(dana(stage)).consents
    assert [(entry.granted, entry.how.value) for entry in ledger] == [
        (False, "phone"),
        (True, "phone"),
    ]
    table = stage.widget("customer-ledger", RowsTable).rows_model
    assert [table.data(table.index(0, column)) for column in range(4)] == [
        "SMS",
        "Withdrawn",
        "by phone",
        "Petra Alder",
    ]


def test_an_address_is_added_changed_removed_and_put_back(stage: CustomersStage) -> None:
    stage.use("customer-address-add")
    stage.at("customer-address-label")
    stage.write("Home")
    stage.press(KEY.Key_Tab)
    stage.write("12 Alder Street")
    stage.use("customer-address-save")
    stage.toasted("Address saved")
    address = stage.stored(dana(stage)).addresses[0]
    assert (address.label, address.street) == ("Home", "12 Alder Street")
    stage.use(f"customer-address-edit-{address.address_id}")
    stage.go_into("customer-address-city")
    stage.write("Portland")
    stage.press(KEY.Key_Return)
    stage.sees("12 Alder Street, Portland")
    stage.use(f"customer-address-remove-{address.address_id}")
    stage.toasted("Address removed")
    assert stage.stored(dana(stage)).addresses == ()
    stage.said.undos[-1]()
    stage.toasted("Address is back")
    assert stage.stored(dana(stage)).addresses[0].city == "Portland"


def test_a_note_is_added_and_removed_after_a_question(stage: CustomersStage) -> None:
    stage.go_into("customer-note")
    stage.write("Rings before nine only.")
    stage.use("customer-note-add")
    stage.until(lambda: stage.stored(dana(stage)).notes)
    stage.settle()
    stage.sees("Rings before nine only.")
    note = stage.stored(dana(stage)).notes[0]
    assert note.person_name == "Petra Alder"
    stage.use(f"customer-note-remove-{note.note_id}")
    dialog = stage.dialog()
    assert stage.focus() == "question-keep"
    dialog.card.action.setFocus()
    stage.press(KEY.Key_Return)
    stage.toasted("Note removed")
    assert stage.stored(dana(stage)).notes == ()


def test_enter_opens_an_order_in_the_queue_and_an_intake_begins(stage: CustomersStage) -> None:
    stage.go_into("customer-orders-table")
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    assert len(stage.shell.tickets) == 1
    stage.use("customer-intake")
    assert stage.shell.intakes == [dana(stage)]


def test_more_orders_are_read_when_they_are_asked_for(small_shop: SmallShop, qtbot: QtBot) -> None:
    for number in range(52):
        take_in(small_shop, f"Radio {number}")
    with customers_stage(small_shop, qtbot) as stage:
        stage.open(int(stage.screen.list.model.id_at(0) or 0))
        table = stage.widget("customer-orders-table", RowsTable).rows_model
        stage.until(lambda: table.rowCount() == 50)
        stage.use("customer-more-orders")
        stage.until(lambda: table.rowCount() == 52)
        assert not stage.shows("customer-more-orders")


def test_a_page_that_can_not_be_read_says_so_and_tries_again(stage: CustomersStage) -> None:
    other = stage.add("Sam Okafor", phone="415-555-0121")
    stage.press(KEY.Key_Escape)
    stage.settle()
    stage.gates.fails_with = AWAY
    stage.screen.open_customer(other)
    stage.sees("The customer can't be read now")
    stage.gates.fails_with = None
    stage.use("customer-away-action")
    stage.until(lambda: stage.screen.desk.has_page)
    assert stage.screen.desk.page.name == "Sam Okafor"


def test_a_change_while_the_database_is_away_keeps_what_was_typed(stage: CustomersStage) -> None:
    stage.go_into("customer-note")
    stage.write("Prefers e-mail.")
    stage.gates.fails_with = AWAY
    stage.use("customer-note-add")
    stage.until(lambda: stage.window.notices)
    assert stage.screen.desk.view.notes.text.text() == "Prefers e-mail."
    stage.gates.fails_with = None
    stage.use("customer-note-add")
    stage.until(lambda: stage.stored(dana(stage)).notes)


def test_a_slow_page_shows_nothing_of_the_customer_before(stage: CustomersStage) -> None:
    other = stage.add("Sam Okafor", phone="415-555-0121")
    stage.settle()
    stage.gates.free.clear()
    stage.screen.open_customer(other)
    stage.until(lambda: not stage.shows("customer-area"))
    assert "Dana" not in stage.words()
    stage.gates.free.set()
    stage.until(lambda: stage.shows("customer-area"))


def test_who_may_only_look_can_read_and_change_nothing(stage: CustomersStage) -> None:
    customer_id = dana(stage)
    stage.press(KEY.Key_Escape)
    stage.actors.append(stage.shop.person("Vera", "viewer"))
    stage.screen.shown()
    stage.open(customer_id)
    assert field(stage, "name").edit.isReadOnly()
    for name in ("customer-bar", "customer-note", "customer-sms-agree", "customer-more"):
        assert not stage.shows(name), name
    stage.at("customer-back")


def test_the_whole_page_is_walked_by_tab(stage: CustomersStage) -> None:
    seen = []
    for _step in range(60):
        if stage.focus() in seen:
            break
        seen.append(stage.focus())
        stage.press(KEY.Key_Tab)
    assert seen[:3] == ["customer-name", "customer-phone", "customer-email"]
    wanted = ["customer-flag", "customer-note", "customer-sms-agree", "customer-address-add"]
    places = [seen.index(name) for name in (*wanted, "customer-orders-table")]
    assert places == sorted(places), seen
