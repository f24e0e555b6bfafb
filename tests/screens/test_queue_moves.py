"""Moving orders on from the queue, by keyboard: menus, questions, undo, lost races."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from services.actor import Actor, new_operation_id
from services.errors import OutcomeUnknown
from services.jobs.service import JobService
from services.printing.dto import DocumentKind
from services.settings.dto import PrinterEntry, SaveTill
from services.tickets.dto import MoveResult, NoteCommand
from services.types import HistoryKind, Outcome, TicketStatus
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.shops import GOOD_IMEI, SmallShop
from ui.errors import NoticeKind
from ui.parts.toast import ToastKind
from ui.screens.queue.commands import moving
from ui.screens.queue.correction import CorrectionDialog
from ui.screens.queue.deeds import Confirmed, Deeds
from ui.screens.queue.questions import WordsDialog
from ui.screens.queue.shape import Shape

S = TicketStatus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of a shop that a test fills before it looks."""
    take_in(small_shop, "Alpha", minutes=30, status="in_progress")
    take_in(small_shop, "Beta", minutes=60, status="ready_pickup", customer="Lena Fischer")
    take_in(small_shop, "Gamma", minutes=90, status="awaiting_approval")
    take_in(small_shop, "Delta", minutes=120)
    with queue_stage(small_shop, qtbot) as stage:
        yield stage


def test_a_move_changes_the_pill_and_is_stored(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    stage.press(KEY.Key_S)
    assert stage.menu_words() == [
        "Start diagnosis",
        "Start repair",
        "Waiting for parts",
        "Cancel order",
    ]
    stage.press(KEY.Key_Return)
    assert stage.row_status(ticket_id) == "diagnosing", "shown before it is stored"
    stage.until(lambda: stage.said.toasts != [])
    stage.until(lambda: stage.pill() == "diagnosing")
    number = stage.stored(ticket_id).number
    assert stage.said.toasts == [f"{number} moved to Diagnosing"]
    assert stage.stored(ticket_id).status is S.DIAGNOSING
    stage.until(lambda: stage.screen.order.reader.detail.status is S.DIAGNOSING)
    assert stage.screen.view.panel.story.entries[0].title == "Pending → Diagnosing"


def test_a_letter_typed_into_a_menu_is_no_key_of_the_row_behind_it(stage: QueueStage) -> None:
    stage.go_to_device("Delta")
    stage.press(KEY.Key_S)
    menu = stage.menu()
    stage.press(KEY.Key_V)
    assert stage.menu() is menu
    assert stage.screen.orders.shape is Shape.TABLE
    stage.press(KEY.Key_Escape)
    stage.press(KEY.Key_V)
    assert stage.screen.orders.shape is Shape.BOARD


def test_the_button_moves_too(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.focus() == "move-move-diagnosing")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.stored(ticket_id).status is S.DIAGNOSING)
    stage.until(lambda: stage.focus() == "move-move-in_progress")
    assert stage.pill() == "diagnosing"


def test_undo_puts_the_order_back(stage: QueueStage) -> None:
    ticket_id = stage.begin_move("menu-move-diagnosing", title="Delta")
    stage.until(lambda: len(stage.said.undos) == 1)
    stage.said.undos[0]()
    stage.until(lambda: stage.stored(ticket_id).status is S.PENDING)
    stage.until(lambda: stage.row_status(ticket_id) == "pending" and stage.pill() == "pending")
    story = stage.screen.view.panel.story
    stage.until(lambda: story.entries[0].title.startswith("Taken back"))
    assert story.entries[0].title == "Taken back: Diagnosing → Pending"


def test_undo_after_its_minute_says_why_not(stage: QueueStage) -> None:
    ticket_id = stage.begin_move("menu-move-diagnosing", title="Delta")
    stage.until(lambda: len(stage.said.undos) == 1)
    stage.shop.clock.pass_by(seconds=61)
    stage.said.undos[0]()
    stage.until(lambda: stage.window.notices != [])
    assert "60 seconds" in stage.window.notices[0].text
    stage.until(lambda: stage.row_status(ticket_id) == "diagnosing")
    assert stage.stored(ticket_id).status is S.DIAGNOSING


def test_completed_asks_what_became_of_it(stage: QueueStage) -> None:
    ticket_id = stage.begin_move("menu-move-completed", title="Alpha")
    assert stage.menu_words() == ["Repaired", "Not repairable", "Declined"]
    stage.choose("outcome-not_repairable")
    stage.until(lambda: stage.stored(ticket_id).status is S.COMPLETED)
    assert stage.stored(ticket_id).outcome is Outcome.NOT_REPAIRABLE
    top = stage.screen.view.panel.story
    stage.until(lambda: top.entries[0].title == "In progress → Completed, not repairable")


def test_after_asking_approval_declined_comes_first(stage: QueueStage) -> None:
    ticket_id = stage.begin_move("menu-move-completed", title="Gamma")
    assert stage.menu_words()[0] == "Declined"
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.stored(ticket_id).outcome is Outcome.DECLINED)


def test_a_lost_race_shows_the_others_change(stage: QueueStage) -> None:
    other = stage.shop.person("Marco Ruiz", "manager")
    ticket_id = stage.go_to_device("Delta")
    seen = stage.screen.order.reader.detail
    assert seen is not None
    stage.shop.move(ticket_id, "waiting_parts", other)
    # The window has not heard of it yet: the person acts on what they see.
    stage.screen.order.acts.move(seen, seen.next_moves[0], at=QPoint(0, 0))
    stage.until(lambda: stage.window.notices != [])
    notice = stage.window.notices[0]
    assert notice.heading == "Someone else changed this first"
    time = stage.context.formats.time(stage.shop.clock.now())
    assert notice.text == (
        f"{seen.number} was changed first. "
        f"Marco Ruiz, {time} at Till 1: Pending → Waiting for parts."
    )
    assert stage.stored(ticket_id).status is S.WAITING_PARTS
    stage.until(lambda: stage.row_status(ticket_id) == "waiting_parts")
    stage.until(lambda: stage.pill() == "waiting_parts")


def test_a_refused_move_puts_the_row_back(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    technician = stage.shop.person("Jules Laurent", "technician")
    detail = stage.screen.order.reader.detail
    assert detail is not None
    cancel = detail.next_moves[-1]
    stage.actors.append(technician)
    stage.screen.order.acts.move(detail, cancel, at=QPoint(0, 0))
    stage.dialog()
    stage.write("No time")
    stage.press(KEY.Key_Return, CTRL)
    stage.until(lambda: stage.window.notices != [])
    assert stage.window.notices[0].kind is not NoticeKind.BANNER
    assert stage.row_status(ticket_id) == "pending"
    assert stage.pill() == "pending"
    assert stage.stored(ticket_id).status is S.PENDING


def test_cancelling_needs_a_reason(stage: QueueStage) -> None:
    ticket_id = stage.begin_move("menu-move-cancelled", title="Delta")
    dialog = stage.dialog()
    assert isinstance(dialog, WordsDialog)
    stage.press(KEY.Key_Return, CTRL)
    assert dialog.words.error == "Say why the order is cancelled."
    assert stage.stored(ticket_id).status is S.PENDING
    stage.write("Too dear")
    stage.press(KEY.Key_Return, CTRL)
    stage.until(lambda: stage.stored(ticket_id).status is S.CANCELLED)
    assert stage.stored(ticket_id).history[0].note == "Too dear"
    assert stage.stored(ticket_id).to_hand_back


def test_words_of_a_question_left_with_escape_are_kept(stage: QueueStage) -> None:
    stage.go_to_device("Delta")
    stage.press(KEY.Key_N)
    stage.dialog()
    stage.write("Half a sente")
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    stage.press(KEY.Key_N)
    dialog = stage.dialog()
    assert isinstance(dialog, WordsDialog)
    assert dialog.words.text() == "Half a sente"


def test_a_note_is_added(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    stage.press(KEY.Key_N)
    stage.dialog()
    stage.write("Called, nobody home")
    stage.press(KEY.Key_Return, CTRL)
    stage.until(lambda: stage.stored(ticket_id).history[0].kind is HistoryKind.NOTED)
    stage.until(lambda: stage.screen.view.panel.story.entries[0].body == "Called, nobody home")
    stage.no_dialog()
    assert stage.focus() == "queue-table"


def test_an_order_is_given_to_a_technician_and_taken_back(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    marco = small_shop.person("Marco Ruiz", "technician")
    order = take_in(small_shop, "Alpha", technician=small_shop.owner)
    with queue_stage(small_shop, qtbot) as stage:
        stage.go_to(order)
        stage.press(KEY.Key_A)
        stage.choose(f"assign-{marco.person_id}")
        stage.until(lambda: stage.stored(order.ticket_id).technician_name == "Marco Ruiz")
        stage.until(lambda: stage.screen.model.row_of(order.ticket_id).technician_initials == "MR")
        stage.until(lambda: len(stage.said.undos) == 1)
        stage.said.undos[0]()
        stage.until(lambda: stage.stored(order.ticket_id).technician_name == "Petra Alder")
        assert stage.said.toasts[0] == f"{order.number} given to Marco Ruiz"


def test_a_document_is_printed_again(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    stage.press(KEY.Key_P)
    assert stage.menu_words() == ["Claim ticket", "Bench label"]
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.said.toasts != [])
    slips = [s for s in stage.stored(ticket_id).prints if s.document is DocumentKind.CLAIM_TICKET]
    assert slips
    stage.until(lambda: "waiting to print" in stage.screen.view.panel.story.entries[0].title)


def test_a_claim_ticket_is_printed_on_the_a4_printer_besides(stage: QueueStage) -> None:
    shop = stage.shop
    printers = {"receipt": "tcp://127.0.0.1:9", "a4": "queue:Office"}
    shop.settings.save_till(
        shop.owner,
        SaveTill(
            operation_id=new_operation_id(),
            till_id=shop.owner.till_id,
            name="Till 1",
            printers=tuple(PrinterEntry(role=role, address=at) for role, at in printers.items()),
        ),
    )
    stage.screen.shown()
    stage.until(lambda: len(stage.screen.order.acts.papers) == 3)
    ticket_id = stage.go_to_device("Delta")
    stage.press(KEY.Key_P)
    assert stage.menu_words() == ["Claim ticket", "Claim ticket (A4)", "Bench label"]
    stage.choose("print-claim-ticket-a4")
    stage.until(lambda: stage.said.toasts != [])
    assert stage.said.toasts[0].startswith("Claim ticket (A4) of ")
    jobs = JobService(shop.gate).list(shop.owner)
    lanes = [job.lane for job in jobs if job.ticket_id == ticket_id]
    assert lanes == [f"print:{shop.owner.till_id}:a4"]


def test_a_manager_corrects_with_a_reason(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    stage.screen.view.panel.more.setFocus()
    stage.press(KEY.Key_Return)
    stage.choose("rare-correct")
    dialog = stage.dialog()
    assert isinstance(dialog, CorrectionDialog)
    assert stage.focus() == "correct-customer"
    stage.press(KEY.Key_Tab)
    stage.press(KEY.Key_Tab)
    stage.write("490154203237519")
    stage.press(KEY.Key_Return, CTRL)
    assert dialog.reason.error == "Say why."
    stage.write("Typed wrongly")
    stage.press(KEY.Key_Return, CTRL)
    again = stage.dialog(after=dialog)
    assert isinstance(again, CorrectionDialog)
    assert again.imei.error is not None
    assert again.reason.text() == "Typed wrongly"
    again.imei.set_text("")
    stage.write(GOOD_IMEI)
    stage.press(KEY.Key_Return, CTRL)
    stage.until(lambda: stage.stored(ticket_id).imei == GOOD_IMEI)
    assert stage.stored(ticket_id).history[0].note == "Typed wrongly"


def test_a_correction_can_not_empty_the_device(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    stage.screen.view.panel.more.setFocus()
    stage.press(KEY.Key_Return)
    stage.choose("rare-correct")
    dialog = stage.dialog()
    stage.press(KEY.Key_Tab)
    assert stage.focus() == "correct-device"
    stage.press(KEY.Key_A, CTRL)
    stage.write("   ")
    for _step in range(4):
        stage.press(KEY.Key_Tab)
    stage.write("Typed wrongly")
    stage.press(KEY.Key_Return, CTRL)
    again = stage.dialog(after=dialog)
    assert isinstance(again, CorrectionDialog)
    assert again.device.error == "Say which device it is."
    assert stage.focus() == "correct-device"
    assert stage.stored(ticket_id).device_title == "Delta"


def test_one_order_is_changed_once_at_a_time(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    detail = stage.screen.order.reader.detail
    assert detail is not None
    for _press in range(2):
        stage.screen.order.acts.move(detail, detail.next_moves[0], at=QPoint(0, 0))
    stage.until(lambda: len(stage.said.toasts) == 2)
    assert stage.said.toasts[0] == f"{detail.number} is being changed, one moment"
    assert stage.said.kinds == [ToastKind.NOT_DONE, ToastKind.DONE]
    assert len(stage.stored(ticket_id).history) == len(detail.history) + 1


def test_a_lost_answer_is_asked_for_with_the_same_operation(stage: QueueStage) -> None:
    detail = stage.stored(stage.go_to_device("Delta"))
    deed = moving(stage.context.services, detail, detail.next_moves[0])
    calls: list[MoveResult] = []

    def call(actor: Actor, confirmed: Confirmed) -> MoveResult:
        calls.append(deed.call(actor, confirmed))
        if len(calls) == 1:
            raise OutcomeUnknown("The answer was lost.")
        return calls[-1]

    deeds = Deeds(stage.context, parent=stage.screen)
    with stage.qtbot.waitSignal(deeds.stored) as stored:
        deeds.carry_out(replace(deed, call=call))
    assert stored.args[0][1].replayed
    assert [result.history_id for result in calls] == [calls[0].history_id] * 2
    assert len(stage.stored(detail.ticket_id).history) == len(detail.history) + 1


def test_keys_of_a_row_wait_for_its_detail(stage: QueueStage) -> None:
    stage.go_to_device("Alpha")
    stage.press(KEY.Key_Down)
    stage.press(KEY.Key_S)
    assert stage.menu_words()[0] == "Approved, start"


def test_a_change_by_note_does_not_hinder_the_next_move(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Delta")
    command = NoteCommand(operation_id=new_operation_id(), ticket_id=ticket_id, text="Hello")
    stage.shop.tickets.note(stage.shop.owner, command)
    stage.until(lambda: stage.screen.view.panel.story.entries[0].body == "Hello")
    stage.press(KEY.Key_S)
    stage.choose("menu-move-diagnosing")
    stage.until(lambda: stage.stored(ticket_id).status is S.DIAGNOSING)
    assert stage.window.notices == []
