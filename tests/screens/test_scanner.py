"""Scanning everywhere: what a scan does from each place, and what typing stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.tickets.dto import AssignCommand, CustomerEntry, TicketDetail
from tests.screens.scan_gun import ScanGun, opened, text
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import GOOD_IMEI, SmallShop, device
from ui.parts.button import Button
from ui.parts.dialog import Asked, Question, QuestionDialog, ask
from ui.parts.text import Text
from ui.scanner.fields import let_take_scans
from ui.scanner.offer import ScanOffer
from ui.screen_key import ScreenKey
from ui.screens.counter.screen import CounterScreen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

OTHER_IMEI = "356938035643809"


@pytest.fixture
def order(small_shop: SmallShop) -> TicketDetail:
    """Give the order whose paper is scanned."""
    return small_shop.take_in(
        customer=CustomerEntry(name="Dana Whitfield", phone="415-555-0142"),
        devices=(device(title="Pixel 8", imei=GOOD_IMEI),),
    )


@pytest.fixture
def stage(
    small_shop: SmallShop, order: TicketDetail, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program at the Counter, the owner at the till."""
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.at("counter-customer-search")
        stage.settle()
        yield stage


@pytest.fixture
def gun(stage: ShellStage) -> ScanGun:
    """Give the scanner."""
    return ScanGun(stage)


@pytest.fixture
def code(order: TicketDetail) -> str:
    """Give what the order's ticket and label carry."""
    return order.number


def field_of(dialog: QuestionDialog) -> QLineEdit:
    field = dialog.card.field
    assert field is not None
    return field.edit


def offered(stage: ShellStage) -> str:
    stage.until(lambda: "scan" in stage.stage.program.notices.banner_keys, what="an offer")
    return stage.widget(Text, "banner-scan-sentence").text()


# --- our codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\r", "\t"])
def test_a_code_opens_its_order_from_a_field_with_text_in_it(
    stage: ShellStage, gun: ScanGun, order: TicketDetail, code: str, end: str
) -> None:
    gun.type("Dan")
    gun.scan(code, end=end)
    opened(stage, order)
    assert text(stage, "counter-customer-search") == "Dan"
    assert not gun.sounds


def test_a_code_opens_its_order_from_a_field_that_takes_scans(
    stage: ShellStage, gun: ScanGun, order: TicketDetail, code: str
) -> None:
    stage.press(KEY.Key_K, CTRL)
    stage.at("search")
    gun.scan(code)
    opened(stage, order)
    assert text(stage, "search") == ""


def test_a_code_opens_its_order_from_an_open_suggestion_list(
    stage: ShellStage, gun: ScanGun, order: TicketDetail, code: str
) -> None:
    search = stage.stage.session.search.palette
    stage.press(KEY.Key_K, CTRL)
    stage.at("search")
    gun.type("whitfield")
    gun.rest()
    stage.until(lambda: search.list.heads[:1] == ("Orders",))
    gun.scan(code)
    opened(stage, order)
    stage.until(lambda: not search.is_open)
    assert text(stage, "search") == "whitfield"


def test_a_code_opens_its_order_from_the_settings(
    stage: ShellStage, gun: ScanGun, order: TicketDetail, code: str
) -> None:
    stage.press(KEY.Key_F9)
    stage.at("section-shop")
    stage.settle()
    stage.tab_to("name")
    gun.scan(code)
    opened(stage, order)
    assert text(stage, "name") == "Alder Street Repair"


def test_a_code_opens_its_order_from_a_note_of_many_lines(
    stage: ShellStage, gun: ScanGun, order: TicketDetail, code: str
) -> None:
    note = QPlainTextEdit("Sofia said\n", stage.stage.frame)
    note.setObjectName("note")
    note.show()
    note.setFocus()
    gun.scan(code)
    opened(stage, order)
    assert note.toPlainText() == "Sofia said\n"


def test_a_code_opens_its_order_from_the_queues_rows_and_from_a_menu(
    stage: ShellStage, gun: ScanGun, order: TicketDetail, code: str
) -> None:
    stage.press(KEY.Key_F2)
    stage.at("queue-table")
    stage.settle()
    gun.scan(code)
    opened(stage, order)
    menu = QMenu(stage.stage.frame)
    menu.addAction("Receive")
    menu.popup(stage.stage.frame.pos())
    stage.until(lambda: QApplication.activePopupWidget() is menu)
    gun.scan(code)
    stage.until(lambda: QApplication.activePopupWidget() is None, what="the menu to close")
    opened(stage, order)


def test_a_question_keeps_its_say(stage: ShellStage, gun: ScanGun, code: str) -> None:
    answers: list[str] = []
    question = Question(heading="Really?", action="Yes", keep="No")
    dialog = ask(stage.stage.frame, question=question, agreed=lambda _t: answers.append("yes"))
    stage.at("question-keep")
    gun.scan(code)
    stage.toasted("Answer the question first, then scan again")
    assert (len(gun.sounds), answers, dialog.isVisible()) == (1, [], True)
    gun.scan("4901542032")
    assert (len(gun.sounds), answers, dialog.isVisible()) == (2, [], True)
    assert stage.stage.session.shown_screen is ScreenKey.COUNTER
    dialog.reject()
    stage.come_back()


def test_a_field_of_a_question_takes_scans_where_it_may(stage: ShellStage, gun: ScanGun) -> None:
    answers: list[str] = []
    asked = Asked(label="IMEI", text="12")
    question = Question(heading="Which one?", action="Take", keep="Leave", asked=asked)
    dialog = ask(stage.stage.frame, question=question, agreed=answers.append)
    stage.at("question-field")
    let_take_scans(field_of(dialog))
    gun.scan(OTHER_IMEI)
    assert (answers, gun.sounds) == ([OTHER_IMEI], [])
    stage.come_back()


def test_an_unknown_number_makes_a_sound_and_says_so(stage: ShellStage, gun: ScanGun) -> None:
    gun.scan("R26-000001-0")
    assert offered(stage) == "There is no order R26-000001-0"
    assert len(gun.sounds) == 1
    assert text(stage, "counter-customer-search") == ""


def test_an_order_out_of_reach_is_told_as_if_there_were_none(
    small_shop: SmallShop,
    order: TicketDetail,
    code: str,
    database_url: str,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    lena = small_shop.person("Lena Brandt", "technician")
    other = small_shop.person("Igor Petrov", "technician")
    small_shop.tickets.assign(
        small_shop.owner,
        AssignCommand(
            operation_id=new_operation_id(),
            ticket_id=order.ticket_id,
            technician_id=other.person_id,
            seen_version=order.version,
        ),
    )
    with shell_stage(
        home=tmp_path / "home", database_url=database_url, clock=small_shop.clock
    ) as stage:
        gun = ScanGun(stage)
        gun.scan(code)
        stage.toasted("Choose who is at the till first, then scan")
        stage.write(_digit_of(stage, lena.name))
        stage.until(lambda: stage.stage.program.session)
        stage.settle()
        gun.scan(code)
        assert offered(stage) == f"There is no order {code}"


# --- other codes ----------------------------------------------------------------------------------


def test_an_imei_fills_its_field_and_enter_goes_on(stage: ShellStage, gun: ScanGun) -> None:
    stage.tab_to("counter-identity-text")
    gun.type("12")
    gun.scan(OTHER_IMEI)
    assert text(stage, "counter-identity-text") == OTHER_IMEI
    assert stage.stage.focus() != "counter-identity-text"
    counter = stage.stage.session.widget_of(ScreenKey.COUNTER)
    assert isinstance(counter, CounterScreen)
    assert counter.sheet.device.imei == OTHER_IMEI
    assert not gun.sounds


def test_an_imei_in_the_search_finds_its_order(
    stage: ShellStage, gun: ScanGun, order: TicketDetail
) -> None:
    stage.press(KEY.Key_K, CTRL)
    stage.at("search")
    gun.type("whitf")
    gun.rest()
    stage.until(lambda: stage.stage.session.search.palette.list.heads[:1] == ("Orders",))
    gun.scan(GOOD_IMEI)
    opened(stage, order)


def test_any_other_code_makes_a_sound_and_is_searched_for(stage: ShellStage, gun: ScanGun) -> None:
    gun.scan("https://example.com/1")
    assert offered(stage) == "Not one of our codes: “https://example.com/1”"
    assert len(gun.sounds) == 1
    assert text(stage, "counter-customer-search") == ""
    assert stage.widget(Button, "banner-scan-action").isHidden()
    stage.settle()
    stage.press(KEY.Key_K, CTRL)
    stage.press(KEY.Key_Tab)
    stage.at("banner-scan-question")
    offer = stage.widget(ScanOffer, "banner-scan")
    offer.look()
    assert "scan" in stage.stage.program.notices.banner_keys
    stage.press(KEY.Key_Space)
    stage.at("search")
    assert text(stage, "search") == "https://example.com/1"
    assert not stage.stage.program.notices.banner_keys


def test_an_offer_goes_by_esc_by_time_and_with_the_next_scan(
    stage: ShellStage, gun: ScanGun, order: TicketDetail, code: str
) -> None:
    banners = stage.stage.program.notices
    gun.scan("https://example.com/1")
    offered(stage)
    stage.settle()
    stage.widget(ScanOffer, "banner-scan").question.setFocus()
    stage.press(KEY.Key_Escape)
    assert (banners.banner_keys, stage.stage.focus()) == ((), "counter-customer-search")
    gun.scan("https://example.com/2")
    offered(stage)
    stage.widget(ScanOffer, "banner-scan").look()
    assert banners.banner_keys == ()
    gun.scan("https://example.com/3")
    gun.scan(code)
    opened(stage, order)
    assert banners.banner_keys == ()


@pytest.mark.parametrize(
    ("scanned", "words"),
    [
        (OTHER_IMEI, "New intake with this IMEI"),
        ("C02XK1ZYJGH5", "New intake with this serial number"),
    ],
)
def test_a_device_nobody_brought_can_be_taken_in(
    stage: ShellStage, gun: ScanGun, scanned: str, words: str
) -> None:
    counter = stage.stage.session.widget_of(ScreenKey.COUNTER)
    assert isinstance(counter, CounterScreen)
    gun.type("Halvorsen")
    gun.rest()
    stage.press(KEY.Key_F2)
    stage.at("queue-table")
    gun.scan(scanned)
    offered(stage)
    intake = stage.widget(Button, "banner-scan-action")
    assert intake.words == words
    intake.setFocus()
    stage.press(KEY.Key_Space)
    stage.at("counter-customer-search")
    found = counter.sheet.device
    assert scanned in (found.imei, found.serial)
    assert text(stage, "counter-identity-text") == scanned
    # What was begun before is not lost.
    stage.toasted("Draft of Halvorsen saved")


def _digit_of(stage: ShellStage, name: str) -> str:
    people = stage.stage.program.entrance.opened.shop.services.people.choices()  # type: ignore[union-attr]
    names = [person.name for person in people]
    return str(names.index(name) + 1)
