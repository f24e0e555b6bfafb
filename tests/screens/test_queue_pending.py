"""What was asked of an order shows at the key press, is confirmed, or goes back with the reason."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from services.actor import Actor
from services.errors import OutcomeUnknown, StorageUnavailable
from services.tickets.dto import MoveResult, QueueChip
from services.types import TicketStatus
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from tests.support.statement_doors import at_statement
from ui.screens.queue.commands import moving
from ui.screens.queue.deeds import Confirmed, Deeds
from ui.screens.queue.shape import Shape

S = TicketStatus
HISTORY_STORED = r"(?i)insert into \W?ticket_history\b"
SHIFT = Qt.KeyboardModifier.ShiftModifier

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of three orders nobody has."""
    for minutes, title in enumerate(("Alpha", "Beta", "Gamma"), start=1):
        take_in(small_shop, title, minutes=30 * minutes)
    with queue_stage(small_shop, qtbot) as stage:
        yield stage


@contextmanager
def answer_held_up(stage: QueueStage) -> Iterator[threading.Event]:
    """Let the next change wait in its transaction until the event, or the end."""
    go_on = threading.Event()

    def wait(_connection: object) -> None:
        assert go_on.wait(20)

    with at_statement(stage.shop.database, HISTORY_STORED, wait):
        try:
            yield go_on
        finally:
            go_on.set()


def status_cell(stage: QueueStage, ticket_id: int) -> str:
    """Return what a reader hears of an order's status in the table."""
    model = stage.screen.model
    place = model.place_of(ticket_id)
    assert place is not None
    column = [each.value for each in model.columns].index("status")
    return str(model.data(model.index(place, column)))


def names(stage: QueueStage) -> list[str]:
    """Return whom the screen knows that orders can be given to."""
    return [person.name for person in stage.screen.order.acts.people]


def heard(stage: QueueStage, ticket_id: int) -> list[str]:
    """Begin to note what a reader hears of an order's status whenever its row changes."""
    said: list[str] = []
    stage.screen.model.dataChanged.connect(lambda *_: said.append(status_cell(stage, ticket_id)))
    return said


def facts(stage: QueueStage) -> list[str]:
    labels = stage.screen.view.panel.facts.findChildren(object)
    return [each.text() for each in labels if each.objectName() == "fact"]  # type: ignore[attr-defined]


def test_a_slow_move_shows_at_once_and_says_that_it_is_not_stored(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Alpha")
    with answer_held_up(stage) as go_on:
        stage.press(KEY.Key_S)
        stage.choose("menu-move-diagnosing")
        assert stage.row_status(ticket_id) == stage.pill() == "diagnosing"
        stage.until(lambda: status_cell(stage, ticket_id) == "Diagnosing, being stored")
        go_on.set()
        stage.until(lambda: status_cell(stage, ticket_id) == "Diagnosing")
    assert stage.stored(ticket_id).status is S.DIAGNOSING


def test_what_is_read_meanwhile_does_not_show_the_older_state(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Alpha")
    before = stage.screen.model.row_of(ticket_id)
    assert before is not None
    with answer_held_up(stage) as go_on:
        stage.press(KEY.Key_S)
        stage.choose("menu-move-diagnosing")
        generation = stage.screen.model.generation
        stage.screen.list.ask(stage.screen.list.question)
        stage.screen.order.reader.read_again()
        stage.until(lambda: stage.screen.model.generation > generation)
        stage.until(lambda: stage.screen.model.row_of(ticket_id) is not None)
        assert stage.row_status(ticket_id) == "diagnosing"
        assert stage.pill() == "diagnosing"
        go_on.set()
        stage.until(lambda: stage.said.toasts != [])
    assert stage.screen.pending.settle(before).status is S.DIAGNOSING, "the newest wins"


def test_a_row_keeps_its_place_under_a_filter_until_the_answer(stage: QueueStage) -> None:
    marco = stage.shop.person("Marco Ruiz", "technician")
    stage.screen.show_filter(QueueChip.UNASSIGNED)
    stage.until(lambda: stage.screen.model.rowCount() == 3)
    stage.until(lambda: names(stage) == ["Marco Ruiz"])
    ticket_id = stage.go_to_device("Alpha")
    with answer_held_up(stage) as go_on:
        stage.press(KEY.Key_A)
        stage.choose(f"assign-{marco.person_id}")
        row = stage.screen.model.row_of(ticket_id)
        assert row is not None
        assert row.technician_name == "Marco Ruiz"
        assert stage.screen.model.place_of(ticket_id) == 0
        stage.until(lambda: "Marco Ruiz" in facts(stage))
        go_on.set()
        stage.until(lambda: stage.said.toasts != [])
    stage.until(lambda: stage.screen.model.rowCount() == 2)


def test_a_refused_move_goes_back_and_its_row_says_why(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Alpha")
    seen, said = stage.screen.order.reader.detail, heard(stage, ticket_id)
    assert seen is not None
    stage.shop.move(ticket_id, "waiting_parts", stage.shop.person("Marco Ruiz", "manager"))
    stage.screen.order.acts.move(seen, seen.next_moves[0], at=QPoint(0, 0))
    stage.until(lambda: stage.window.notices != [])
    stage.until(lambda: any("not changed: R26-000001-R was changed" in each for each in said))
    stage.until(lambda: status_cell(stage, ticket_id) == "Waiting for parts")


def test_a_refused_wish_goes_back_behind_an_earlier_one(stage: QueueStage) -> None:
    ticket_id, pending = stage.go_to_device("Alpha"), stage.screen.pending
    pending.begin(ticket_id, {"status": S.DIAGNOSING})
    pending.begin(ticket_id, {"technician_name": "Marco Ruiz"})
    pending.give_up(ticket_id)
    row = stage.screen.model.row_of(ticket_id)
    assert row is not None
    assert (row.status, row.technician_name) == (S.PENDING, "")


def test_of_several_the_refused_ones_say_why(stage: QueueStage) -> None:
    stage.screen.view.table.setFocus()
    stage.press(KEY.Key_Home)
    stage.press(KEY.Key_Down, SHIFT)
    first, second = stage.screen.view.table.marked_ids()
    stage.press(KEY.Key_S)
    stage.menu()
    stage.context.live.stop()
    stage.shop.move(second, "waiting_parts", stage.shop.person("Marco Ruiz", "manager"))
    said = heard(stage, second)
    stage.choose("several-diagnosing")
    assert stage.row_status(first) == stage.row_status(second) == "diagnosing"
    stage.until(lambda: any("not changed" in each for each in said))
    stage.until(lambda: stage.row_status(second) == "waiting_parts")
    assert stage.row_status(first) == "diagnosing"
    assert stage.stored(first).status is S.DIAGNOSING


def test_a_card_stays_in_its_new_column_whatever_the_list_answers(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Alpha")
    stage.press(KEY.Key_V)
    board = stage.screen.orders.board
    stage.until(lambda: board.status_of(ticket_id) is S.PENDING)
    with answer_held_up(stage) as go_on:
        stage.screen.order.move_to(ticket_id, S.DIAGNOSING, at=QPoint(0, 0))
        stage.until(lambda: board.status_of(ticket_id) is S.DIAGNOSING)
        answers: list[object] = []
        stage.screen.view.board.sight_changed.connect(lambda: answers.append(True))
        stage.screen.list.ask(stage.screen.list.question)
        stage.until(lambda: answers != [])
        assert board.status_of(ticket_id) is S.DIAGNOSING
        go_on.set()
        stage.until(lambda: stage.said.toasts != [])
    assert stage.screen.orders.shape is Shape.BOARD
    stage.until(lambda: board.status_of(ticket_id) is S.DIAGNOSING)


def test_the_next_available_technician_is_one_line_of_the_menu(stage: QueueStage) -> None:
    stage.shop.person("Marco Ruiz", "technician")
    stage.until(lambda: names(stage) == ["Marco Ruiz"])
    ticket_id = stage.go_to_device("Alpha")
    stage.press(KEY.Key_A)
    assert stage.menu_words()[0] == "Next available technician"
    stage.press(KEY.Key_Return)
    number = stage.stored(ticket_id).number
    stage.until(lambda: stage.said.toasts == [f"{number} given to Marco Ruiz"])
    stage.until(lambda: "The only technician here today" in facts(stage))
    story = stage.screen.view.panel.story
    assert story.entries[0].body == "Because: the only technician here today."
    stage.said.undos[0]()
    stage.until(lambda: stage.stored(ticket_id).technician_id is None)
    stage.until(lambda: "Nobody yet" in facts(stage))


def test_several_orders_go_to_the_next_available_ones(stage: QueueStage) -> None:
    people = [stage.shop.person(name, "technician") for name in ("Marco Ruiz", "Mia Chen")]
    stage.until(lambda: len(stage.screen.order.acts.people) == 2)
    stage.screen.view.table.setFocus()
    stage.press(KEY.Key_A, CTRL)
    stage.press(KEY.Key_A)
    stage.choose("assign-next")
    stage.until(lambda: stage.said.toasts != [])
    assert stage.said.toasts == ["3 orders given to the next available technicians"]
    given = [stage.stored(ticket_id).technician_id for ticket_id in (1, 2, 3)]
    first, second = (person.person_id for person in people)
    assert given == [first, second, first]


def test_an_answer_lost_for_a_while_is_asked_for_until_it_comes(stage: QueueStage) -> None:
    detail = stage.stored(stage.go_to_device("Alpha"))
    deed = moving(stage.context.services, detail, detail.next_moves[0])
    away = StorageUnavailable("Away.", fault="away")
    errors = iter((OutcomeUnknown("Lost."), away, OutcomeUnknown("Lost.")))
    calls: list[MoveResult] = []

    def call(actor: Actor, confirmed: Confirmed) -> MoveResult:
        calls.append(deed.call(actor, confirmed))
        error = next(errors, None)
        if error is not None:
            raise error
        return calls[-1]

    deeds = Deeds(stage.context, parent=stage.screen, again_ms=(0, 5, 5))
    with stage.qtbot.waitSignal(deeds.stored):
        deeds.carry_out(replace(deed, call=call))
    assert len(calls) == 4
    assert len(stage.stored(detail.ticket_id).history) == len(detail.history) + 1


def test_two_acts_are_taken_back_one_after_the_other(stage: QueueStage) -> None:
    ticket_id = stage.begin_move("menu-move-diagnosing", title="Alpha")
    stage.until(lambda: len(stage.said.undos) == 1)
    stage.until(lambda: stage.screen.order.reader.detail.status is S.DIAGNOSING)
    detail = stage.screen.order.reader.detail
    stage.screen.order.acts.move(detail, detail.next_moves[0], at=QPoint(0, 0))
    stage.until(lambda: len(stage.said.undos) == 2)
    stage.said.undos[1]()
    stage.said.undos[0]()
    stage.until(lambda: stage.stored(ticket_id).status is S.PENDING)
    stage.until(lambda: stage.row_status(ticket_id) == stage.pill() == "pending")


def test_a_note_that_is_taken_back_stands_ready_to_be_written_again(stage: QueueStage) -> None:
    ticket_id = stage.go_to_device("Alpha")
    stage.press(KEY.Key_N)
    stage.dialog()
    stage.write("Wrong order")
    stage.press(KEY.Key_Return, CTRL)
    stage.no_dialog()
    stage.until(lambda: len(stage.said.undos) == 1)
    assert stage.said.about == [frozenset({ticket_id})]
    assert stage.said.until[0] is not None
    stage.said.undos[0]()
    story = stage.screen.view.panel.story
    stage.until(lambda: story.entries[0].title == "Taken back")
    assert (story.entries[1].title, story.entries[1].body) == ("Note, taken back", "")
    stage.press(KEY.Key_N)
    assert stage.dialog().words.text() == "Wrong order"  # type: ignore[attr-defined]
    stage.press(KEY.Key_Escape)
