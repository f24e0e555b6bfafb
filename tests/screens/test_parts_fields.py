"""Fields and type-ahead, by keyboard and by ear."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.screens.parts_stage import DESCRIPTION, NAME, press, spoken, stage
from ui.parts.field import Field, LabelPlace
from ui.parts.keycap import Keycap
from ui.parts.money_field import MoneyField
from ui.parts.spinner import Spinner
from ui.parts.suggestions import Suggestion
from ui.parts.text_area import TextArea
from ui.parts.typeahead import TypeAhead

DANA = Suggestion(value=1, title="Dana Whitfield", detail="1 open order", person="Dana Whitfield")
SAM = Suggestion(value=2, title="Sam Okafor", detail="owes $19.00", person="Sam Okafor")
NEW = Suggestion(value="new", title="New customer 415-555-0142")


def test_field_is_named_by_its_label_and_told_by_its_hint(qtbot: QtBot) -> None:
    field = Field("E-mail", name="e-mail", optional=True, hint="For the receipt")
    stage(qtbot, field)
    heard = spoken(field.edit)
    assert heard.role() == QAccessible.Role.EditableText
    assert heard.text(NAME) == "E-mail"
    assert heard.text(DESCRIPTION) == "For the receipt"
    assert field.label.buddy() is field.edit
    assert field.edit.objectName() == "e-mail"


def test_error_keeps_the_text_and_says_what_to_do(qtbot: QtBot) -> None:
    field = Field("IMEI", name="imei", hint="15 digits")
    stage(qtbot, field)
    qtbot.keyClicks(field.edit, "356938112044827")
    field.set_error("Last digit does not fit. Dial *#06# to read it again.")
    assert field.text() == "356938112044827"
    assert field.frame.has_error
    assert spoken(field.edit).text(DESCRIPTION).startswith("Last digit does not fit")
    field.set_error(None)
    assert not field.frame.has_error
    assert spoken(field.edit).text(DESCRIPTION) == "15 digits"


def test_error_and_focus_edges_move_nothing(qtbot: QtBot) -> None:
    field = Field("IMEI", name="imei", hint="15 digits")
    stage(qtbot, field)
    before = field.edit.geometry().topLeft(), field.frame.geometry()
    field.set_error("Too short")
    field.edit.setFocus()
    assert (field.edit.geometry().topLeft(), field.frame.geometry()) == before


def test_return_commits_and_enters(qtbot: QtBot) -> None:
    field = Field("Name", name="name")
    stage(qtbot, field)
    qtbot.keyClicks(field.edit, " Dana ")
    with qtbot.waitSignals([field.committed, field.entered]):
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "Dana"


def test_leaving_commits_and_typing_is_told(qtbot: QtBot) -> None:
    field, after = Field("Name", name="name"), Field("Phone", name="phone")
    stage(qtbot, field, after)
    field.edit.setFocus()
    with qtbot.waitSignal(field.text_edited) as typed:
        qtbot.keyClicks(field.edit, "D")
    assert typed.args == ["D"]
    with qtbot.waitSignal(field.committed) as told:
        qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert told.args == ["D"]
    assert after.edit.hasFocus()


def test_pointer_in_the_frame_puts_the_cursor_into_the_text(qtbot: QtBot) -> None:
    other, field = Field("Name", name="name"), Field("IMEI", name="imei")
    stage(qtbot, other, field)
    other.edit.setFocus()
    qtbot.mouseClick(field.frame, Qt.MouseButton.LeftButton, pos=field.frame.rect().topLeft())
    assert field.edit.hasFocus()


@pytest.mark.parametrize("place", LabelPlace)
def test_label_is_the_name_wherever_it_stands(qtbot: QtBot, place: LabelPlace) -> None:
    field = Field("Customer’s words", name="words", place=place, height=32)
    stage(qtbot, field)
    assert spoken(field.edit).text(NAME) == "Customer’s words"
    assert field.label.isVisible() is (place is not LabelPlace.HIDDEN)
    assert field.frame.height() == 32


def test_read_only_text_can_be_read_and_not_changed(qtbot: QtBot) -> None:
    field = Field("Order number", name="number")
    field.set_text("R26-000418-H")
    field.set_read_only(read_only=True)
    stage(qtbot, field)
    qtbot.keyClicks(field.edit, "x")
    assert field.text() == "R26-000418-H"
    assert spoken(field.edit).state().readOnly


def _cents(text: str) -> int | None:
    whole, _, rest = text.partition(".")
    digits = whole + rest.ljust(2, "0")
    return int(digits) if digits.isdigit() and len(rest) <= 2 else None


def _money() -> MoneyField:
    return MoneyField(
        "Deposit agreed",
        name="deposit",
        currency_sign="$",
        parse=_cents,
        show=lambda minor: f"{minor // 100}.{minor % 100:02}",
    )


def test_money_field_tells_minor_units_and_tidies_when_left(qtbot: QtBot) -> None:
    field = _money()
    stage(qtbot, field)
    with qtbot.waitSignal(field.amount_changed) as told:
        qtbot.keyClicks(field.edit, "5")
    assert told.args == [500]
    qtbot.keyClicks(field.edit, "0")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "50.00"
    assert field.amount_minor() == 5000


def test_money_field_keeps_what_is_no_number(qtbot: QtBot) -> None:
    field = _money()
    stage(qtbot, field)
    qtbot.keyClicks(field.edit, "fifty")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "fifty"
    assert field.amount_minor() is None
    field.set_amount_minor(None)
    assert field.text() == ""


def test_amount_of_five_billion_survives_the_signal(qtbot: QtBot) -> None:
    field = _money()
    stage(qtbot, field)
    with qtbot.waitSignal(field.amount_changed) as told:
        field.set_text("5000000")
        qtbot.keyClicks(field.edit, "0")
    assert told.args == [5_000_000_000]


def test_tab_leaves_a_text_area_and_ctrl_return_is_the_page_s(qtbot: QtBot) -> None:
    area, after = TextArea("Note", name="note", lines=3), Field("Next", name="next")
    stage(qtbot, area, after)
    area.edit.setFocus()
    with qtbot.waitSignal(area.text_edited):
        qtbot.keyClicks(area.edit, "Screen is black")
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(area.edit, event)
    assert area.text() == "Screen is black"
    with qtbot.waitSignal(area.committed):
        qtbot.keyClick(area.edit, Qt.Key.Key_Tab)
    assert after.edit.hasFocus()
    assert spoken(area.edit).text(NAME) == "Note"


def test_program_fills_a_text_area_without_a_signal(qtbot: QtBot) -> None:
    area = TextArea("Note", name="note")
    stage(qtbot, area)
    with qtbot.assertNotEmitted(area.text_edited):
        area.set_text("<b>literal</b>")
    assert area.text() == "<b>literal</b>"


def _customer(qtbot: QtBot) -> TypeAhead:
    field = TypeAhead("Customer", name="customer", placeholder="Phone or name")
    stage(qtbot, field)
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "555")
    field.set_suggestions((DANA, SAM, NEW))
    return field


def test_enter_takes_the_first_suggestion(qtbot: QtBot) -> None:
    field = _customer(qtbot)
    assert field.is_open
    with qtbot.waitSignal(field.chosen) as told, qtbot.assertNotEmitted(field.entered):
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert told.args == [1]
    assert not field.is_open


def test_arrows_move_and_never_take_the_focus(qtbot: QtBot) -> None:
    field = _customer(qtbot)
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.suggestions.current() == SAM
    assert field.edit.hasFocus()
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    assert field.suggestions.current() == NEW
    with qtbot.waitSignal(field.chosen) as told:
        qtbot.keyClick(field.edit, Qt.Key.Key_Enter)
    assert told.args == ["new"]


def test_readers_hear_the_highlighted_suggestion(qtbot: QtBot) -> None:
    field = _customer(qtbot)
    assert spoken(field.edit).text(DESCRIPTION) == "Dana Whitfield, 1 open order, 1 of 3"
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    assert spoken(field.edit).text(DESCRIPTION) == "Sam Okafor, owes $19.00, 2 of 3"
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert spoken(field.edit).text(DESCRIPTION) == "Phone or name"


def test_escape_closes_the_list_first_and_keeps_the_text(qtbot: QtBot) -> None:
    field = _customer(qtbot)
    assert press(field.edit, Qt.Key.Key_Escape).isAccepted()
    assert not field.is_open
    assert field.text() == "555"
    qtbot.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.is_open


def test_open_list_claims_its_keys_before_shortcuts(qtbot: QtBot) -> None:
    field = _customer(qtbot)

    def claimed(key: Qt.Key) -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(field.edit, event)
        return event.isAccepted()

    assert claimed(Qt.Key.Key_Escape)
    assert claimed(Qt.Key.Key_Down)
    field.close_list()
    assert not claimed(Qt.Key.Key_Escape)


def test_list_closes_when_the_focus_leaves(qtbot: QtBot) -> None:
    field, after = TypeAhead("Customer", name="customer"), Field("Next", name="next")
    stage(qtbot, field, after)
    field.edit.setFocus()
    field.set_suggestions((DANA,))
    assert field.is_open
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert after.edit.hasFocus()
    assert not field.is_open


def test_late_answer_does_not_open_a_list_elsewhere(qtbot: QtBot) -> None:
    field, after = TypeAhead("Customer", name="customer"), Field("Next", name="next")
    stage(qtbot, field, after)
    after.edit.setFocus()
    field.set_suggestions((DANA,))
    assert not field.is_open
    assert after.edit.hasFocus()


def test_pointer_takes_a_suggestion(qtbot: QtBot) -> None:
    field = _customer(qtbot)
    rows = field.suggestions
    spot = rows.visualRect(rows.model().index(1, 0)).center()
    with qtbot.waitSignal(field.chosen) as told:
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == [2]


def test_list_stands_below_its_field_or_above_where_there_is_no_room(qtbot: QtBot) -> None:
    field = _customer(qtbot)
    window = field.window()
    popup = field.suggestions.parentWidget()
    below = field.frame.mapTo(window, field.frame.rect().bottomLeft()).y()
    assert popup.mapTo(window, popup.rect().center()).y() > below
    assert popup.geometry().bottom() < window.height() + 20
    assert not popup.grab().isNull()


@pytest.mark.parametrize("trailing", [None, "Ctrl K"])
def test_the_spinner_turns_inside_the_field(qtbot: QtBot, trailing: str | None) -> None:
    keycap = None if trailing is None else Keycap(trailing)
    field = TypeAhead("Search", name="search", trailing=keycap)
    window = stage(qtbot, field)
    [spinner] = field.findChildren(Spinner)
    assert not spinner.isVisible()
    field.set_looking(on=True)
    assert spinner.isVisible()
    assert spinner.window() is window
    assert keycap is None or keycap.isVisible()
    field.set_suggestions(())
    assert not spinner.isVisible()


def test_empty_answer_closes_the_list_and_ends_the_looking(qtbot: QtBot) -> None:
    field = _customer(qtbot)
    field.set_looking(on=True)
    field.set_suggestions(())
    assert not field.is_open
    with qtbot.waitSignal(field.entered) as told:
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert told.args == ["555"]
