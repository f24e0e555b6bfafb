"""Words written for an order are kept until they are stored, whatever refuses them. By keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from services.tickets.dto import TicketDetail
from services.types import HistoryKind, TicketStatus
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from tests.support.statement_doors import at_statement, failing_once, lost_line
from ui.screens.queue.correction import CorrectionDialog
from ui.screens.queue.questions import WordsDialog

S = TicketStatus
NOTE_STORED = r"(?i)insert into \W?ticket_note\b"

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def order(small_shop: SmallShop) -> TicketDetail:
    """Take one device in."""
    return take_in(small_shop, "Delta")


@pytest.fixture
def stage(small_shop: SmallShop, order: TicketDetail, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue, at that order."""
    with queue_stage(small_shop, qtbot) as stage:
        stage.go_to(order)
        yield stage


def words_dialog(stage: QueueStage) -> WordsDialog:
    dialog = stage.dialog()
    assert isinstance(dialog, WordsDialog)
    return dialog


def write_note(stage: QueueStage, text: str) -> None:
    stage.press(KEY.Key_N)
    words_dialog(stage)
    stage.write(text)
    stage.press(KEY.Key_Return, CTRL)
    stage.no_dialog()


def ask_to_cancel(stage: QueueStage) -> WordsDialog:
    stage.press(KEY.Key_S)
    stage.choose("menu-move-cancelled")
    return words_dialog(stage)


@contextmanager
def note_held_up(stage: QueueStage, *, fails: bool = False) -> Iterator[threading.Event]:
    """Let the next note wait in its transaction for the event; then it is stored, or it fails."""
    go_on = threading.Event()

    def wait(_connection: object) -> None:
        assert go_on.wait(10)
        if fails:
            raise lost_line(stage.shop.database)

    with at_statement(stage.shop.database, NOTE_STORED, wait):
        try:
            yield go_on
        finally:
            go_on.set()


def test_a_note_the_store_could_not_take_is_there_again(
    stage: QueueStage, order: TicketDetail
) -> None:
    store = stage.shop.database
    with failing_once(store, NOTE_STORED, error=lost_line(store)):
        write_note(stage, "Called, nobody home")
        stage.until(lambda: stage.window.notices != [])
    assert stage.window.notices[0].key == "storage_unavailable"
    stage.press(KEY.Key_N)
    assert words_dialog(stage).words.text() == "Called, nobody home"
    stage.press(KEY.Key_Return, CTRL)
    stage.no_dialog()
    stage.until(lambda: stage.said.toasts != [])
    assert stage.stored(order.ticket_id).history[0].note == "Called, nobody home"
    stage.press(KEY.Key_N)
    assert words_dialog(stage).words.text() == "", "what is stored is not asked for again"


def test_a_reason_to_cancel_the_store_could_not_take_is_there_again(
    stage: QueueStage, order: TicketDetail
) -> None:
    store = stage.shop.database
    with failing_once(store, NOTE_STORED, error=lost_line(store)):
        ask_to_cancel(stage)
        stage.write("Too dear")
        stage.press(KEY.Key_Return, CTRL)
        stage.until(lambda: stage.window.notices != [])
    stage.no_dialog()
    assert stage.row_status(order.ticket_id) == "pending"
    assert ask_to_cancel(stage).words.text() == "Too dear"
    stage.press(KEY.Key_Return, CTRL)
    stage.until(lambda: stage.stored(order.ticket_id).status is S.CANCELLED)
    assert stage.stored(order.ticket_id).history[0].note == "Too dear"


def test_a_reason_to_cancel_outlives_a_lost_race(stage: QueueStage, order: TicketDetail) -> None:
    ask_to_cancel(stage)
    stage.write("Too dear")
    stage.shop.move(order.ticket_id, "waiting_parts", stage.shop.person("Marco Ruiz", "manager"))
    stage.press(KEY.Key_Return, CTRL)
    stage.until(lambda: stage.window.notices != [])
    assert stage.window.notices[0].key == "conflict"
    assert stage.stored(order.ticket_id).status is S.WAITING_PARTS
    stage.no_dialog()
    stage.until(lambda: stage.pill() == "waiting_parts")
    assert ask_to_cancel(stage).words.text() == "Too dear"


def test_a_note_written_while_the_order_is_being_changed_is_kept(
    stage: QueueStage, order: TicketDetail
) -> None:
    with note_held_up(stage) as go_on:
        write_note(stage, "The first")
        stage.press(KEY.Key_N)
        assert words_dialog(stage).words.text() == "", "what is on its way is not written twice"
        stage.write("The second")
        stage.press(KEY.Key_Return, CTRL)
        stage.no_dialog()
        assert stage.said.toasts == [f"{order.number} is being changed, one moment"]
        go_on.set()
        stage.until(lambda: len(stage.said.toasts) == 2)
    stage.press(KEY.Key_N)
    assert words_dialog(stage).words.text() == "The second"
    stage.press(KEY.Key_Return, CTRL)
    stage.until(lambda: len(stage.said.toasts) == 3)
    notes = [
        row.note for row in stage.stored(order.ticket_id).history if row.kind is HistoryKind.NOTED
    ]
    assert notes == ["The second", "The first"]


def test_a_refused_note_joins_the_one_being_written(stage: QueueStage) -> None:
    with note_held_up(stage, fails=True) as go_on:
        write_note(stage, "The first")
        stage.press(KEY.Key_N)
        dialog = words_dialog(stage)
        stage.write("The second")
        go_on.set()
        stage.until(lambda: stage.window.notices != [])
    assert dialog.words.text() == "The first\nThe second"


def test_words_are_offered_only_to_who_wrote_them(stage: QueueStage, order: TicketDetail) -> None:
    stage.press(KEY.Key_N)
    words_dialog(stage)
    stage.write("Smells of smoke")
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    stage.sit_down(stage.shop.person("Ana Reyes", "front_desk"))
    stage.go_to(order)
    stage.press(KEY.Key_N)
    assert words_dialog(stage).words.text() == ""
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    stage.sit_down(stage.shop.owner)
    stage.go_to(order)
    stage.press(KEY.Key_N)
    assert words_dialog(stage).words.text() == "Smells of smoke"


def test_a_correction_the_store_could_not_take_is_filled_in_again(
    stage: QueueStage, order: TicketDetail
) -> None:
    def ask_to_correct() -> CorrectionDialog:
        stage.screen.view.panel.more.setFocus()
        stage.press(KEY.Key_Return)
        stage.choose("rare-correct")
        dialog = stage.dialog()
        assert isinstance(dialog, CorrectionDialog)
        return dialog

    other = take_in(stage.shop, "Omega", customer="Sam Okafor", phone="415-555-0151")
    store = stage.shop.database
    with failing_once(store, NOTE_STORED, error=lost_line(store)):
        dialog = ask_to_correct()
        stage.press(KEY.Key_A, CTRL)
        stage.write("Okafor")
        stage.until(lambda: dialog.customer.is_open)
        stage.press(KEY.Key_Return)
        for _step in range(5):
            stage.press(KEY.Key_Tab)
        stage.write("Mixed up")
        stage.press(KEY.Key_Return, CTRL)
        stage.until(lambda: stage.window.notices != [])
    stage.no_dialog()
    again = ask_to_correct()
    assert (again.customer.text(), again.reason.text()) == ("Sam Okafor", "Mixed up")
    stage.press(KEY.Key_Return, CTRL)
    stage.until(lambda: stage.stored(order.ticket_id).customer_id == other.customer_id)
    assert stage.stored(order.ticket_id).history[0].note == "Mixed up"


def test_another_person_begins_with_an_empty_page(stage: QueueStage, order: TicketDetail) -> None:
    shop, written = stage.shop, []
    stage.press(KEY.Key_N)
    words_dialog(stage)
    stage.write("Ask Lena")
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    for actor in (shop.person("Ana Silva", "manager"), shop.owner):
        generation = stage.screen.model.generation
        stage.sit_down(actor)
        stage.until(lambda generation=generation: stage.screen.model.generation > generation)
        stage.go_to(order)
        stage.press(KEY.Key_N)
        written.append(words_dialog(stage).words.text())
        stage.press(KEY.Key_Escape)
        stage.no_dialog()
    assert written == ["", "Ask Lena"]
