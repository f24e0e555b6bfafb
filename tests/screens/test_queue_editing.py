"""Editing an order from the queue, by keyboard: what is seen, what is stored, what is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from services.tickets.dto import EditedField, TicketDetail
from services.types import ConditionMark, ConditionPart, HistoryKind, Priority
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.editing import edit
from tests.support.shops import SmallShop
from tests.support.statement_doors import failing_once, lost_line
from ui.parts.dialog import QuestionDialog
from ui.screens.queue.editing.entries import ChoiceEntry
from ui.screens.queue.editing.sheet import EditSheet

F = EditedField

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def order(small_shop: SmallShop) -> TicketDetail:
    """Take one device in."""
    return take_in(small_shop, "Delta", words="Fell")


@pytest.fixture
def stage(small_shop: SmallShop, order: TicketDetail, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue, at that order."""
    with queue_stage(small_shop, qtbot) as stage:
        stage.go_to(order)
        yield stage


def sheet(stage: QueueStage, *, after: QuestionDialog | None = None) -> EditSheet:
    """Wait for the sheet and what it asks for."""
    dialog = stage.dialog(after=after)
    assert isinstance(dialog, EditSheet)
    stage.until(lambda: dialog.pages.total.text() != "")
    return dialog


def open_sheet(stage: QueueStage) -> EditSheet:
    stage.press(KEY.Key_E)
    return sheet(stage)


def go_to(stage: QueueStage, name: str) -> None:
    """Walk to a field by Tab."""
    for _step in range(60):
        if stage.focus() == name:
            return
        stage.press(KEY.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}, last {stage.focus()}")


def show_page(stage: QueueStage, *, steps: int) -> None:
    """Go to another page by the switch."""
    go_to(stage, "edit-pages")
    for _step in range(steps):
        stage.press(KEY.Key_Right)


def rewrite(stage: QueueStage, name: str, text: str) -> None:
    """Write a field anew."""
    go_to(stage, name)
    stage.press(KEY.Key_A, CTRL)
    stage.write(text)


def save(stage: QueueStage) -> None:
    stage.press(KEY.Key_Return, CTRL)
    stage.no_dialog()


def test_e_edits_the_order_and_undo_takes_it_back(stage: QueueStage, order: TicketDetail) -> None:
    open_sheet(stage)
    assert stage.focus() == "edit-priority"
    stage.press(KEY.Key_Down)
    rewrite(stage, "edit-slot", "A 3")
    rewrite(stage, "edit-estimated-minutes", "1:30")
    show_page(stage, steps=1)
    go_to(stage, "edit-finding")
    stage.write("Frame is bent")
    go_to(stage, "edit-condition-screen")
    stage.press(KEY.Key_B)
    save(stage)
    stage.until(lambda: stage.said.toasts != [])
    after = stage.stored(order.ticket_id)

    assert (after.priority, after.slot, after.estimated_minutes) == (Priority.URGENT, "A 3", 90)
    assert after.finding == "Frame is bent"
    assert after.condition == ((ConditionPart.SCREEN, ConditionMark.BROKEN),)
    assert stage.said.toasts == [f"{order.number} edited"]
    (undo,) = stage.said.undos
    undo()
    stage.until(lambda: len(stage.said.toasts) == 2)
    back = stage.stored(order.ticket_id)
    assert (back.priority, back.slot, back.finding) == (Priority.NORMAL, "", "")
    assert back.history[0].kind is HistoryKind.UNDONE


def test_what_was_edited_is_seen_in_the_panel(stage: QueueStage, order: TicketDetail) -> None:
    edit(stage.shop, order, priority="express", slot="B1")
    panel = stage.screen.view.panel
    stage.until(lambda: panel.story.entries[0].title == "Priority, shelf slot changed")
    assert panel.story.entries[0].body == "Priority: Normal → Express\nShelf slot: – → B1"
    edit(stage.shop, order, slot="B2")
    stage.until(lambda: panel.story.entries[0].title == "Moved from B1 to B2")


def test_escape_keeps_what_was_typed(stage: QueueStage, order: TicketDetail) -> None:
    open_sheet(stage)
    rewrite(stage, "edit-slot", "Back room")
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert stage.stored(order.ticket_id).version == order.version

    again = open_sheet(stage)
    assert again.pages.slot.text() == "Back room"
    assert again.card.text.text() == "What you typed before is here again."
    go_to(stage, "edit-start-over")
    stage.press(KEY.Key_Return)
    assert again.pages.slot.text() == ""
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    assert open_sheet(stage).typed() == {}
    stage.press(KEY.Key_Escape)


def test_another_person_finds_nothing_that_is_not_theirs(
    stage: QueueStage, order: TicketDetail
) -> None:
    open_sheet(stage)
    rewrite(stage, "edit-slot", "Back room")
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    stage.sit_down(stage.shop.person("Ana Reyes", "front_desk"))
    stage.go_to(order)
    theirs = open_sheet(stage)
    assert (theirs.typed(), theirs.pages.slot.text()) == ({}, "")
    stage.press(KEY.Key_Escape)
    stage.no_dialog()
    stage.sit_down(stage.shop.owner)
    stage.go_to(order)
    assert open_sheet(stage).pages.slot.text() == "Back room"
    stage.press(KEY.Key_Escape)


def test_what_can_not_be_read_is_said_at_its_field(stage: QueueStage, order: TicketDetail) -> None:
    dialog = open_sheet(stage)
    rewrite(stage, "edit-estimated-minutes", "soon")
    show_page(stage, steps=1)
    stage.press(KEY.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog.entries[F.ESTIMATED_MINUTES].widget.error == "Write hours and minutes, like 1:30."
    assert stage.focus() == "edit-estimated-minutes"
    stage.write("0:45")
    rewrite(stage, "edit-estimated-minutes", "0:45")
    save(stage)
    stage.until(lambda: stage.said.toasts != [])
    assert stage.stored(order.ticket_id).estimated_minutes == 45


def test_what_the_shop_refuses_is_said_at_its_field(stage: QueueStage, order: TicketDetail) -> None:
    first = open_sheet(stage)
    show_page(stage, steps=2)
    go_to(stage, "edit-line-add")
    stage.press(KEY.Key_Return)
    stage.choose("add-other")
    stage.until(lambda: stage.focus() == "edit-line-name")
    stage.press(KEY.Key_Return, CTRL)
    again = sheet(stage, after=first)
    assert again.pages.lines.editors[1].named.error == "Say what is to be done."
    assert stage.focus() == "edit-line-name"
    stage.press(KEY.Key_Escape)
    stage.no_dialog()


def test_a_conflict_shows_both_versions_and_keeps_the_typed(
    stage: QueueStage, order: TicketDetail
) -> None:
    ana = stage.shop.person("Ana Reyes", "front_desk")
    first = open_sheet(stage)
    rewrite(stage, "edit-slot", "A 3")
    edit(stage.shop, order, actor=ana, slot="B 7", priority="express")
    stage.press(KEY.Key_Return, CTRL)
    again = sheet(stage, after=first)

    assert again.pages.slot.text() == "A 3"
    assert "Meanwhile: B 7" in again.pages.slot._sentence.text()
    assert "Ana Reyes" in again.card.text.text()
    priority = again.entries[F.PRIORITY]
    assert isinstance(priority, ChoiceEntry)
    assert priority.get() == "express"
    save(stage)
    stage.until(lambda: stage.said.toasts != [])
    after = stage.stored(order.ticket_id)
    assert (after.slot, after.priority) == ("A 3", Priority.EXPRESS)


def test_a_conflict_is_said_to_who_has_gone_on_to_another_order(
    stage: QueueStage, order: TicketDetail
) -> None:
    other = take_in(stage.shop, "Echo", customer="Omar Beck", phone="415-555-0199")
    desk = stage.screen.order
    desk._deeds.overtaken.connect(lambda _refusal: stage.screen.open_ticket(other.ticket_id))
    open_sheet(stage)
    rewrite(stage, "edit-slot", "A 3")
    edit(stage.shop, order, slot="B 7")
    save(stage)
    stage.until(lambda: stage.window.notices != [])
    assert stage.window.notices[0].key == "conflict"
    assert stage.shows(other.ticket_id)
    stage.go_to(order)
    assert QApplication.activeModalWidget() is None
    assert open_sheet(stage).pages.slot.text() == "A 3"
    stage.press(KEY.Key_Escape)


def test_what_the_store_could_not_take_is_there_again(
    stage: QueueStage, order: TicketDetail
) -> None:
    store = stage.shop.database
    open_sheet(stage)
    rewrite(stage, "edit-slot", "A 3")
    with failing_once(store, r"(?i)update \W?ticket\b", error=lost_line(store)):
        save(stage)
        stage.until(lambda: stage.window.notices != [])
    assert stage.window.notices[0].key == "storage_unavailable"
    assert open_sheet(stage).pages.slot.text() == "A 3"
    save(stage)
    stage.until(lambda: stage.said.toasts != [])
    assert stage.stored(order.ticket_id).slot == "A 3"


def test_a_slot_in_use_is_said_while_it_is_typed(stage: QueueStage, order: TicketDetail) -> None:
    other = take_in(stage.shop, "Echo", customer="Omar Beck", phone="415-555-0199")
    edit(stage.shop, other, slot="A 3")
    dialog = open_sheet(stage)
    stage.until(lambda: dialog.pages.slot._uses != ())
    rewrite(stage, "edit-slot", "a3")
    assert dialog.pages.slot._sentence.text() == f"Holds {other.number}, Echo already"
    save(stage)
    stage.until(lambda: stage.said.toasts != [])
    assert stage.stored(order.ticket_id).slot == "a3"


def test_a_slot_that_was_taken_meanwhile_is_asked_about(
    stage: QueueStage, order: TicketDetail
) -> None:
    other = take_in(stage.shop, "Echo", customer="Omar Beck", phone="415-555-0199")
    first = open_sheet(stage)
    stage.until(lambda: QApplication.focusWidget() is not None)
    rewrite(stage, "edit-slot", "A 3")
    edit(stage.shop, other, slot="A 3")
    stage.press(KEY.Key_Return, CTRL)
    question = stage.dialog(after=first)
    assert question.card.heading.text() == "Put it into A 3 too?"
    stage.press(KEY.Key_Escape)
    again = sheet(stage, after=question)
    assert again.pages.slot.text() == "A 3"
    # Whoever saves before the sheet knows that is asked once more.
    stage.until(lambda: again.pages.slot.taken_by is not None)
    stage.press(KEY.Key_Return, CTRL)
    stage.no_dialog()
    stage.until(lambda: stage.said.toasts != [])
    assert stage.stored(order.ticket_id).slot == "A 3"


def test_a_closed_order_offers_only_what_is_left_to_it(
    stage: QueueStage, order: TicketDetail
) -> None:
    stage.shop.move(order.ticket_id, "cancelled", note="No")
    stage.screen.order.reader.read_again()
    stage.until(lambda: stage.pill() == "cancelled")
    stage.press(KEY.Key_E)
    dialog = stage.dialog()
    assert isinstance(dialog, EditSheet)
    assert set(dialog.entries) == {F.SLOT, F.ACTUAL_MINUTES, F.FINDING}
    stage.press(KEY.Key_Escape)
    stage.no_dialog()


def test_who_may_not_update_has_no_key_for_it(small_shop: SmallShop, qtbot: QtBot) -> None:
    viewer = small_shop.person("Vera Lind", "viewer")
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        stage.sit_down(viewer)
        stage.go_to(order)
        assert stage.screen.view.panel.edit.isHidden()
        stage.press(KEY.Key_E)
        assert QApplication.activeModalWidget() is None
        assert "edit" not in stage.screen.view.footer.keys.text()


def test_a_note_is_for_the_customer_when_it_is_said_so(
    stage: QueueStage, order: TicketDetail
) -> None:
    stage.press(KEY.Key_N)
    stage.dialog()
    stage.write("Comes on Friday")
    go_to(stage, "note-kind")
    stage.press(KEY.Key_Right)
    save(stage)
    stage.until(lambda: stage.said.toasts != [])
    assert stage.stored(order.ticket_id).history[0].note_kind.value == "customer"
    panel = stage.screen.view.panel
    stage.until(lambda: panel.story.entries[0].title == "Note for the customer")
    assert not isinstance(QApplication.focusWidget(), QLineEdit)
