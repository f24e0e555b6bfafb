"""The paper beside the form is the paper that prints, whatever was typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from services.printing.dto import DocumentKind, Page, TextLine
from services.printing.render import PaperFormat
from tests.screens.counter_stage import KEY, CounterStage, counter_stage, stock_shop
from tests.support.shops import SmallShop
from ui.parts.elided import Elided

OTHER_IMEI = "356938035643809"
HOSTILE = (
    "<b>Dana</b> & <script>alert(1)</script>",
    "Robert'); DROP TABLE ticket;--",
    "דנה לוי שלום",
    "山田 太郎 😀 Ł",
    "%s {0} &amp; C:\\new",
)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> Iterator[CounterStage]:
    """Give the Counter of a shop with prices and one known customer."""
    stock_shop(small_shop)
    with counter_stage(small_shop, qtbot, drafts=tmp_path) as stage:
        yield stage


def take_in_somebody(stage: CounterStage, name: str, *, words: str = "Rattles") -> None:
    """Take in somebody new with a radio."""
    stage.write("415-555-0177")
    stage.suggested("New customer")
    stage.enter()
    stage.at("counter-new-name")
    stage.paste(name)
    stage.tab_to("counter-device-search")
    stage.write("Old radio")
    stage.suggested("Use “Old radio” as written")
    stage.enter()
    stage.at("counter-device-colour")
    stage.tab_to("counter-identity-kind")
    stage.press(KEY.Key_End)
    stage.enter()
    stage.at("counter-identity-text")
    stage.write("No label")
    stage.until(lambda: stage.screen.form.problem.grid.chips != ())
    stage.tab_to("counter-repair-1")
    stage.write("1")
    stage.tab_to("counter-words")
    stage.paste(words)
    stage.tab_to("counter-terms")
    stage.press(KEY.Key_Space)


def test_the_preview_is_what_prints(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("14")
    stage.enter()
    stage.write("Left half is black, charging cuts out")
    stage.enter()
    stage.mark_all_good_and_promise()
    stage.tab_to("counter-deposit")
    stage.write("50")
    stage.until(lambda: "50.00" in stage.preview())
    stage.until(lambda: "accepted" in stage.preview())
    previewed = stage.preview()
    label = stage.screen.preview.label.page
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    order = stage.orders()[1]
    assert without_number(printed(stage, order.ticket_id), order.number) == without_number(
        previewed, order.number
    )
    stored = stage.services.printing.page(
        stage.shop.owner, ticket_id=order.ticket_id, document=DocumentKind.BENCH_LABEL
    )
    assert label is not None
    assert (label.columns, label.kind) == (stored.columns, stored.kind)


def test_a_deposit_is_previewed_stored_and_printed_as_the_shop_writes_it(
    stage: CounterStage,
) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.write("1")
    stage.enter()
    stage.enter()
    stage.mark_all_good_and_promise()
    stage.tab_to("counter-deposit")
    stage.write("1,250")
    stage.until(lambda: "1,250.00" in stage.preview())
    previewed = stage.preview()
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    order = stage.orders()[1]
    assert order.deposit_agreed_minor == 125_000
    assert without_number(printed(stage, order.ticket_id), order.number) == without_number(
        previewed, order.number
    )


def test_what_is_typed_of_an_earlier_device_is_previewed_stored_and_printed(
    stage: CounterStage,
) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.press(KEY.Key_Escape)
    stage.at("counter-device-search")
    stage.tab_to("counter-device-colour")
    stage.write("Black")
    stage.tab_to("counter-identity-text")
    stage.write(OTHER_IMEI)
    stage.enter()
    stage.at("counter-repair-1")
    stage.write("1")
    stage.enter()
    stage.enter()
    stage.mark_all_good_and_promise()
    stage.until(lambda: "Black" in stage.preview() and OTHER_IMEI[-4:] in stage.preview())
    stage.until(lambda: "accepted" in stage.preview())
    previewed = stage.preview()
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    order = stage.orders()[1]
    assert (order.colour, order.imei) == ("Black", OTHER_IMEI)
    assert without_number(printed(stage, order.ticket_id), order.number) == without_number(
        previewed, order.number
    )
    card = stage.services.customers.card(stage.shop.owner, customer_id=order.customer_id)
    assert [(owned.colour, owned.imei) for owned in card.devices] == [("Black", OTHER_IMEI)]


def test_the_number_is_pale_until_it_is_given(stage: CounterStage) -> None:
    stage.write("Noor")
    stage.until(lambda: stage.screen.preview.ticket.page is not None)
    page = stage.screen.preview.ticket.page
    assert page is not None
    pale = [line.text for line in page.elements if isinstance(line, TextLine) and line.pale]
    assert pale == ["Number and barcode are given on saving"]


def test_the_label_shown_is_that_of_the_current_device(stage: CounterStage) -> None:
    stage.choose_known_customer()
    stage.choose_earlier_device()
    stage.tab_to("counter-device-another-folded")
    stage.press(KEY.Key_Space)
    stage.at("counter-device-search")
    stage.write("Old radio")
    words = stage.screen.preview.findChild(Elided, "counter-preview-label-words")
    stage.until(lambda: words.text == "Label 2 of 2")
    first, second = labels(stage)
    stage.until(lambda: stage.screen.preview.label.page == second)
    stage.tab_to("counter-visit-devices")
    stage.press(KEY.Key_Left)
    assert words.text == "Label 1 of 2"
    assert stage.screen.preview.label.page == first
    assert first != second


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_and_stored_literally(stage: CounterStage, name: str) -> None:
    take_in_somebody(stage, name, words=name)
    stage.until(lambda: stage.screen.form.customer.is_folded)
    summary = stage.screen.form.customer.findChild(Elided, "counter-customer-summary-name")
    assert summary.text == name
    for label in stage.screen.findChildren(QLabel):
        assert label.textFormat() != Qt.TextFormat.RichText
        assert not (label.textFormat() == Qt.TextFormat.AutoText and name in label.text())
    stage.take_in()
    stage.until(lambda: len(stage.orders()) == 2)
    assert stage.orders()[1].customer_name == name
    assert stage.orders()[1].words == name


def test_control_characters_never_reach_the_paper(stage: CounterStage) -> None:
    take_in_somebody(stage, "Dana\x1b@Whitfield", words="bell\x07 and \x1d!\x11 more")
    stage.until(lambda: "Dana" in stage.preview() and "bell" in stage.preview())
    assert not any(ord(character) < 32 and character != "\n" for character in stage.preview())
    assert "Dana" in stage.preview()


def test_ten_thousand_letters_are_refused_at_their_field(stage: CounterStage) -> None:
    take_in_somebody(stage, "N" * 10_000)
    stage.take_in()
    stage.at("counter-new-name")
    field = stage.screen.form.customer.fresh.fields["name"]
    assert field.error == "This is too long: at most 200 characters."
    assert len(field.text()) == 10_000
    assert len(stage.orders()) == 1


def printed(stage: CounterStage, ticket_id: int) -> str:
    """Return the text the printer was given."""
    return stage.services.printing.render(
        stage.shop.owner,
        ticket_id=ticket_id,
        document=DocumentKind.CLAIM_TICKET,
        paper_format=PaperFormat.TEXT,
    ).decode()


def without_number(text: str, number: str) -> list[str]:
    """Return the lines that say something beside the order's number."""
    return [line for line in text.splitlines() if line.strip() and number not in line]


def labels(stage: CounterStage) -> tuple[Page, ...]:
    """Return the labels of what is on the Counter now."""
    draft = stage.screen.sheet.snapshot()
    return stage.services.intake.preview(stage.shop.owner, draft).labels
