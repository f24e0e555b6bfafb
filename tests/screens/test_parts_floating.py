"""Toasts and questions: time, keys, focus and what is heard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.parts_stage import DESCRIPTION, NAME, spoken, stage
from ui.icons import Icon
from ui.parts.dialog import Asked, Question, QuestionDialog, ask
from ui.parts.field import Field
from ui.parts.icon_view import IconView
from ui.parts.toast import SHADOW, ToastKind, ToastNote
from ui.parts.toast_stack import ToastStack

MOVED = "{count} orders moved to Completed"


def _stack(qtbot: QtBot, *, lifetime_ms: int = 60_000) -> tuple[QWidget, ToastStack]:
    window = stage(qtbot, Field("Name", name="name"), width=900, height=600)
    return window, ToastStack(window, lifetime_ms=lifetime_ms)


def test_toast_stands_at_the_bottom_in_the_middle(qtbot: QtBot) -> None:
    window, stack = _stack(qtbot)
    stack.show_note(ToastNote(text="R26-000412-P moved to Completed"))
    box = stack.toast.geometry().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    assert abs(box.center().x() - window.width() // 2) <= 1
    assert window.height() - box.bottom() - 1 == 28 + 24
    window.resize(700, 500)
    box = stack.toast.geometry().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    assert window.height() - box.bottom() - 1 == 28 + 24


def test_toast_goes_when_its_time_is_over(qtbot: QtBot) -> None:
    _, stack = _stack(qtbot, lifetime_ms=10)
    with qtbot.waitSignal(stack.gone):
        stack.show_note(ToastNote(text="Done"))
    assert stack.toast is None


def test_time_stands_still_under_the_pointer(qtbot: QtBot) -> None:
    _, stack = _stack(qtbot)
    stack.show_note(ToastNote(text="Done"))
    assert not stack.is_paused
    spot = stack.toast.rect().center().toPointF()
    QApplication.sendEvent(stack.toast, QEnterEvent(spot, spot, spot))
    assert stack.is_paused
    QApplication.sendEvent(stack.toast, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not stack.is_paused)


def test_time_stands_still_while_undo_has_the_focus(qtbot: QtBot) -> None:
    window, stack = _stack(qtbot)
    stack.show_note(ToastNote(text="Moved", undo=lambda: None))
    stack.toast.undo.setFocus()
    assert stack.is_paused
    window.findChild(QWidget, "name").setFocus()
    qtbot.waitUntil(lambda: not stack.is_paused)


def test_undo_is_pressed_by_key_and_the_toast_goes(qtbot: QtBot) -> None:
    _, stack = _stack(qtbot)
    undone: list[str] = []
    stack.show_note(ToastNote(text="Moved", undo=lambda: undone.append("one")))
    stack.toast.undo.setFocus()
    with qtbot.waitSignal(stack.gone):
        qtbot.keyClick(stack.toast.undo, Qt.Key.Key_Space)
    assert undone == ["one"]


def test_several_of_a_group_become_one_with_undo_all(qtbot: QtBot) -> None:
    _, stack = _stack(qtbot)
    undone: list[int] = []
    for number in (1, 2, 3):
        note = ToastNote(
            text=f"Order {number} moved",
            undo=lambda number=number: undone.append(number),
            group="move",
            several=MOVED,
        )
        stack.show_note(note)
    assert stack.toast.text == "3 orders moved to Completed"
    assert spoken(stack.toast.undo).text(NAME) == "Undo all"
    assert stack.undo()
    assert undone == [3, 2, 1]


def _texts(stack: ToastStack) -> list[str]:
    return [toast.text for toast in stack.toasts]


def test_another_group_stands_on_top_each_with_its_own_undo(qtbot: QtBot) -> None:
    _, stack = _stack(qtbot)
    undone: list[str] = []
    for text in ("Moved", "Assigned"):
        stack.show_note(ToastNote(text=text, undo=lambda text=text: undone.append(text)))
    stack.show_note(ToastNote(text="Printed", group="print"))
    assert _texts(stack) == ["Printed", "Assigned", "Moved"]
    tops = [toast.geometry().top() for toast in stack.toasts]
    assert tops == sorted(tops)
    assert [toast.key.isVisible() for toast in stack.toasts if toast.key] == [True, False]
    qtbot.keyClick(stack.toasts[2].undo, Qt.Key.Key_Space)
    assert undone == ["Moved"]
    assert stack.undo()
    assert undone == ["Moved", "Assigned"]
    assert _texts(stack) == ["Printed"]
    assert not stack.undo()


def test_a_long_text_gives_way_and_undo_stays(qtbot: QtBot) -> None:
    window, stack = _stack(qtbot)
    stack.show_note(ToastNote(text="Given to " + "Wolfeschlegel " * 15, undo=lambda: None))
    assert window.rect().contains(stack.toast.geometry().adjusted(0, 0, 0, -SHADOW))
    assert stack.toast.undo.geometry().right() < stack.toast.width() - SHADOW
    assert stack.toast.undo.width() == stack.toast.undo.sizeHint().width()


def test_the_oldest_makes_room(qtbot: QtBot) -> None:
    _, stack = _stack(qtbot)
    gone: list[str] = []
    stack.note_gone.connect(lambda note: gone.append(note.text))
    for number in range(1, 6):
        stack.show_note(ToastNote(text=str(number)))
    assert _texts(stack) == ["5", "4", "3"]
    assert gone == ["1", "2"]


def test_esc_closes_a_toast_and_the_keyboard_goes_back(qtbot: QtBot) -> None:
    window, stack = _stack(qtbot)
    field = window.findChild(QWidget, "name")
    field.setFocus()
    stack.show_note(ToastNote(text="Moved", undo=lambda: None))
    stack.toast.undo.setFocus()
    qtbot.keyClick(stack.toast.undo, Qt.Key.Key_Escape)
    assert _texts(stack) == []
    assert field.hasFocus()


def test_what_was_undone_elsewhere_goes_from_its_toast(qtbot: QtBot) -> None:
    _, stack = _stack(qtbot)
    notes = [ToastNote(text=f"Order {n} moved", group="move", several=MOVED) for n in (1, 2)]
    for note in notes:
        stack.show_note(note)
    stack.remove(notes[1])
    assert _texts(stack) == ["Order 1 moved"]
    stack.remove(notes[0])
    assert _texts(stack) == []


@pytest.mark.parametrize(
    ("kind", "icon"),
    [
        (ToastKind.DONE, Icon.CHECK),
        (ToastKind.TOLD, Icon.INFO),
        (ToastKind.NOT_DONE, Icon.CIRCLE_ALERT),
    ],
)
def test_only_what_was_done_has_a_tick(qtbot: QtBot, kind: ToastKind, icon: Icon) -> None:
    _, stack = _stack(qtbot)
    stack.show_note(ToastNote(text="Told", kind=kind))
    assert stack.toast.kind is kind
    assert [view.icon for view in stack.toast.findChildren(IconView)] == [icon]


def test_toast_never_covers_the_focused_field(qtbot: QtBot) -> None:
    window, stack = _stack(qtbot)
    field = Field("Low", name="low")
    field.setParent(window)
    field.setGeometry(250, 500, 400, 62)
    field.show()
    field.edit.setFocus()
    stack.show_note(ToastNote(text="R26-000412-P moved to Completed"))
    top = field.mapTo(window, field.edit.mapTo(field, field.edit.rect().topLeft())).y()
    assert stack.toast.geometry().bottom() < top


def test_toast_takes_no_focus_and_speaks(qtbot: QtBot) -> None:
    window, stack = _stack(qtbot)
    field = window.findChild(QWidget, "name")
    field.setFocus()
    with qtbot.waitSignal(stack.shown) as told:
        stack.show_note(ToastNote(text="Moved", undo=lambda: None))
    assert told.args == ["Moved"]
    assert field.hasFocus()
    assert spoken(stack.toast).text(NAME) == "Moved"
    assert spoken(stack.toast.close_button).text(NAME) == "Close"


REFUND = Question(
    heading="Refund $89.00 to Carl Jensen?",
    text="The money goes back in cash from till 1.",
    action="Refund $89.00",
    keep="Keep payment",
    destroys=True,
)

CANCEL = Question(
    heading="Cancel R26-000412-P?",
    action="Cancel the order",
    keep="Keep the order",
    destroys=True,
    asked=Asked(label="Reason", missing="Say why: the customer will ask."),
)


def _asked(qtbot: QtBot, question: Question) -> tuple[QuestionDialog, list[str]]:
    window = stage(qtbot, Field("Name", name="name"))
    answers: list[str] = []
    dialog = ask(window, question=question, agreed=answers.append)
    with qtbot.waitExposed(dialog):
        dialog.activateWindow()
    return dialog, answers


def test_safe_answer_has_the_focus_and_escape_takes_it(qtbot: QtBot) -> None:
    dialog, answers = _asked(qtbot, REFUND)
    assert dialog.card.keep.hasFocus()
    assert dialog.card.keep.shows_focus_ring
    window = dialog.parentWidget()
    assert window.findChild(QWidget, "scrim").isVisible()
    with qtbot.waitSignal(dialog.kept):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert answers == []
    scrim = window.findChild(QWidget, "scrim")
    assert scrim is None or not scrim.isVisible()


def test_return_on_the_safe_button_keeps(qtbot: QtBot) -> None:
    dialog, answers = _asked(qtbot, REFUND)
    with qtbot.waitSignal(dialog.kept):
        qtbot.keyClick(dialog.card.keep, Qt.Key.Key_Return)
    assert answers == []


def test_action_is_taken_by_tab_and_return(qtbot: QtBot) -> None:
    dialog, answers = _asked(qtbot, REFUND)
    qtbot.keyClick(dialog.card.keep, Qt.Key.Key_Tab)
    assert dialog.card.action.hasFocus()
    with qtbot.waitSignal(dialog.agreed):
        qtbot.keyClick(dialog.card.action, Qt.Key.Key_Return)
    assert answers == [""]


def test_reason_is_needed_and_the_sentence_says_why(qtbot: QtBot) -> None:
    dialog, answers = _asked(qtbot, CANCEL)
    field = dialog.card.field
    assert field.edit.hasFocus()
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.error == "Say why: the customer will ask."
    assert answers == []
    qtbot.keyClicks(field.edit, "Bought a new one")
    with qtbot.waitSignal(dialog.agreed):
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert answers == ["Bought a new one"]


def test_question_is_heard(qtbot: QtBot) -> None:
    dialog, _ = _asked(qtbot, REFUND)
    assert spoken(dialog).text(NAME) == "Refund $89.00 to Carl Jensen?"
    assert spoken(dialog).text(DESCRIPTION) == "The money goes back in cash from till 1."
    assert spoken(dialog.card.action).text(NAME) == "Refund $89.00"
    assert not dialog.grab().isNull()
    dialog.reject()


def test_window_waits_behind_its_question(qtbot: QtBot) -> None:
    dialog, _ = _asked(qtbot, REFUND)
    assert dialog.isModal()
    assert dialog.windowModality() == Qt.WindowModality.WindowModal
    dialog.reject()
