"""Nothing typed at the Counter is lost: kept while typing, put aside, cleared and put back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.sample_draft import keep_sample_draft
from services.tickets.drafts import DraftService
from services.tickets.dto import DraftDevice, IntakeDraft, QueueChip, QueueQuestion, TicketDetail
from tests.screens.counter_stage import ALT, CTRL, KEY, CounterStage, counter_stage, stock_shop
from tests.support.shops import GOOD_IMEI, SmallShop


@pytest.fixture
def shop(small_shop: SmallShop) -> SmallShop:
    """Give a shop with prices and one known customer."""
    stock_shop(small_shop)
    return small_shop


@pytest.fixture
def stage(shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> Iterator[CounterStage]:
    """Give the Counter of that shop."""
    with counter_stage(shop, qtbot, drafts=tmp_path) as stage:
        yield stage


def fill(stage: CounterStage) -> None:
    """Enter a visit as far as the words."""
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.enter()
    stage.at("counter-words")
    stage.write("Left half is black")


def test_a_draft_comes_back_in_a_new_window(shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> None:
    with counter_stage(shop, qtbot, drafts=tmp_path) as first:
        fill(first)
        first.settled()
        operation_id = first.screen.sheet.draft.operation_id
    with counter_stage(shop, qtbot, drafts=tmp_path) as second:
        second.until(lambda: not second.screen.sheet.is_blank)
        form, draft = second.screen.form, second.screen.sheet.draft
        assert draft.operation_id == operation_id, "a repeat of the same visit stays one visit"
        assert draft.name == "Dana Whitfield"
        assert form.problem.words.text() == "Left half is black"
        second.at("counter-condition-screen")
        second.until(
            lambda: form.problem.grid.chips != () and form.problem.grid.chips[0].isChecked()
        )
        assert "is back" in second.said.toasts[0]
        second.until(lambda: form.customer.findChild(QLabel, "tag") is not None)


def test_what_was_taken_in_does_not_come_back(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    with counter_stage(shop, qtbot, drafts=tmp_path) as first:
        fill(first)
        first.tab_to("counter-terms")
        first.press(KEY.Key_Space)
        first.take_in()
        first.until(lambda: len(first.orders()) == 2)
        first.until(lambda: first.screen.sheet.is_blank)
        first.settled()
    with counter_stage(shop, qtbot, drafts=tmp_path) as second:
        assert second.screen.sheet.is_blank
        assert second.said.toasts == []


def test_a_draft_taken_in_just_before_a_crash_is_not_taken_in_again(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    with counter_stage(shop, qtbot, drafts=tmp_path) as first:
        fill(first)
        first.tab_to("counter-terms")
        first.press(KEY.Key_Space)
        first.settled()
        kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        first.take_in()
        first.until(lambda: len(first.orders()) == 2)
        first.until(lambda: first.screen.sheet.is_blank)
        first.settled()
    # The power went between the commit and the removal of the draft.
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    with counter_stage(shop, qtbot, drafts=tmp_path) as second:
        second.until(lambda: not second.screen.sheet.is_blank)
        second.take_in()
        second.until(lambda: len(second.said.toasts) == 2)
        assert second.said.toasts[1].startswith(f"{second.orders()[1].number} taken in")
        assert len(second.orders()) == 2


def test_the_bar_says_when_the_draft_was_kept(stage: CounterStage) -> None:
    assert not stage.screen.bar.kept.isVisible(), "there is nothing to keep yet"
    stage.write("N")
    stage.settled()
    assert stage.screen.bar.kept.text() == "Draft kept 2:26:00 PM"


def test_a_draft_that_can_not_be_kept_is_said(stage: CounterStage, tmp_path: Path) -> None:
    # A folder stands where the draft's new file would be written.
    (tmp_path / f"counter-{stage.shop.owner.till_id}.{os.getpid()}.new").mkdir()
    stage.write("N")
    stage.until(lambda: stage.screen.bar.kept.text() == "Draft not kept")
    assert stage.screen.form.customer.search.text() == "N"


def test_clear_empties_and_undo_brings_everything_back(stage: CounterStage) -> None:
    fill(stage)
    stage.press(KEY.Key_C, ALT)
    assert stage.screen.sheet.is_blank
    assert stage.said.toasts == ["Counter cleared"]
    stage.at("counter-customer-search")
    stage.said.undos[-1]()
    assert stage.screen.form.problem.words.text() == "Left half is black"
    assert [line.title for line in stage.screen.sheet.device.lines] == ["Screen replacement"]
    assert stage.screen.sheet.draft.name == "Dana Whitfield"


def test_undo_of_clear_puts_aside_what_was_begun_meanwhile(stage: CounterStage) -> None:
    fill(stage)
    stage.press(KEY.Key_C, ALT)
    stage.at("counter-customer-search")
    stage.write("Lena")
    stage.said.undos[-1]()
    assert stage.screen.sheet.draft.name == "Dana Whitfield"
    stage.until(stage.screen.bar.drafts.isVisible)
    assert [draft.title for draft in stage.services.drafts.parked(stage.shop.owner)] == ["Lena"]


def test_a_saved_draft_can_be_taken_up_again(stage: CounterStage) -> None:
    fill(stage)
    stage.press(KEY.Key_S, CTRL)
    stage.until(lambda: stage.said.toasts == ["Draft of Dana Whitfield saved"])
    assert stage.screen.sheet.is_blank
    stage.at("counter-customer-search")
    stage.until(lambda: stage.screen.bar.drafts.words == "Drafts 1")
    stage.tab_to("counter-drafts")
    menu = stage.screen.bar.menu()
    assert [action.text() for action in menu.actions()] == ["Dana Whitfield, iPhone 13 Pro"]
    menu.actions()[0].trigger()
    stage.until(lambda: not stage.screen.sheet.is_blank)
    assert stage.screen.form.problem.words.text() == "Left half is black"
    stage.until(lambda: not stage.screen.bar.drafts.isVisible())
    stage.settled()
    assert stage.services.drafts.parked(stage.shop.owner) == ()


def test_a_saved_draft_taken_up_elsewhere_is_said_to_be_gone(stage: CounterStage) -> None:
    fill(stage)
    stage.press(KEY.Key_S, CTRL)
    stage.until(stage.screen.bar.drafts.isVisible)
    menu = stage.screen.bar.menu()
    parked = stage.services.drafts.parked(stage.shop.owner)[0]
    stage.services.drafts.discard(stage.shop.owner, key=parked.key)
    menu.actions()[0].trigger()
    stage.until(lambda: len(stage.said.toasts) == 2)
    assert stage.said.toasts[1] == "This draft is gone: it was taken up elsewhere"
    stage.until(lambda: not stage.screen.bar.drafts.isVisible())


def test_a_draft_of_an_older_program_keeps_its_deposit(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    kept = tmp_path / f"counter-{shop.owner.till_id}.json"
    kept.write_text('{"devices": [{"title": "Old radio", "deposit_text": "1,250"}]}')
    with counter_stage(shop, qtbot, drafts=tmp_path) as stage:
        stage.until(lambda: "1,250.00" in stage.preview())
        assert stage.screen.form.condition.deposit.text() == "1,250"
        assert stage.screen.sheet.device.deposit_minor == 125_000


@pytest.mark.parametrize(
    ("name", "phone", "customer_id"),
    [
        ("Lena Ortiz", "415-555-0142", None),
        ("Dana Whitfield", "415-555-0199", None),
        ("Dana Whitfield", "415-555-0142", 999),
    ],
)
def test_a_draft_that_means_another_customer_is_not_taken_in_for_this_one(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path, name: str, phone: str, customer_id: int | None
) -> None:
    known = queue_of(shop)[0]
    keep(
        shop,
        tmp_path,
        IntakeDraft(
            operation_id="of-another-database",
            customer_id=customer_id or known.customer_id,
            name=name,
            phone=phone,
            sms_consent=True,
            devices=[
                DraftDevice(device_id=1, title="iPhone 13 Pro", imei=GOOD_IMEI, words="Rattles")
            ],
            terms_accepted=True,
        ),
    )
    with counter_stage(shop, qtbot, drafts=tmp_path) as stage:
        search = stage.screen.form.customer.search
        stage.until(lambda: search.error is not None)
        assert search.error == (
            f"This draft was for {name}, {phone}, who is not the customer kept here. Choose again."
        )
        draft = stage.screen.sheet.draft
        assert (draft.customer_id, draft.name, draft.sms_consent) == (None, "", None)
        assert [device.device_id for device in draft.devices] == [None]
        assert search.text() == phone
        stage.until(lambda: name not in stage.preview())
        stage.take_in()
        stage.at("counter-customer-search")
        assert len(stage.orders()) == 1, "nobody is chosen"
        stage.write("0142")
        stage.suggested("Dana Whitfield")
        stage.enter()
        stage.until(lambda: draft.customer_id == known.customer_id)
        stage.take_in()
        stage.until(lambda: len(stage.orders()) == 2)
        assert stage.orders()[1].customer_name == "Dana Whitfield"


def test_a_draft_of_the_same_customer_shows_what_is_kept_of_them_now(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    known = queue_of(shop)[0]
    draft = IntakeDraft(
        operation_id="of-this-database",
        customer_id=known.customer_id,
        name=known.customer_name,
        phone=known.customer_phone,
        email="old@example.com",
        devices=[DraftDevice(device_id=999, title="Old radio", words="Rattles")],
    )
    keep(shop, tmp_path, draft)
    with counter_stage(shop, qtbot, drafts=tmp_path) as stage:
        now = stage.screen.sheet
        stage.until(lambda: now.draft.email == "dana@example.com")
        assert now.draft.customer_id == known.customer_id
        assert stage.screen.form.customer.search.error is None
        assert now.device.device_id is None, "this is no device of theirs"


def test_the_visit_of_the_pictures_is_one_the_counter_makes(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    with counter_stage(shop, qtbot, drafts=tmp_path) as first:
        keep_sample_draft(first.screen._context)
    with counter_stage(shop, qtbot, drafts=tmp_path) as stage:
        stage.until(lambda: not stage.screen.sheet.is_blank)
        stage.until(lambda: "Apple iPhone 13 Pro, Sierra Blue" in stage.preview())
        assert "50.00" in stage.preview()
        draft = stage.screen.sheet.snapshot()
        model = stage.services.catalog.device(
            shop.owner, device_model_id=draft.devices[0].device_model_id or 0
        )
        assert draft.devices[0].title == model.title
        stage.take_in()
        stage.until(lambda: len(stage.orders()) == 2)
        order = stage.orders()[1]
        assert (order.device_title, order.deposit_agreed_minor) == ("iPhone 13 Pro", 5_000)


def keep(shop: SmallShop, folder: Path, draft: IntakeDraft) -> None:
    DraftService(folder).keep(shop.owner, key=f"counter-{shop.owner.till_id}", draft=draft)


def queue_of(shop: SmallShop) -> list[TicketDetail]:
    ids = shop.queue.ask(shop.owner, QueueQuestion(chip=QueueChip.ALL)).ids
    return [shop.tickets.detail(shop.owner, ticket_id=each) for each in ids]
