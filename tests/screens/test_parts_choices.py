"""What is chosen, ticked or switched, by keyboard and by ear."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.parts_stage import DESCRIPTION, NAME, spoken, stage
from ui.parts.checkbox import Checkbox
from ui.parts.chip import ChoiceChip, FilterChip
from ui.parts.combo import Combo
from ui.parts.condition_row import Condition, ConditionRow
from ui.parts.meter import Sureness
from ui.parts.repair_chip import PriceKind, RepairChip, RepairOffer
from ui.parts.segmented import Segmented
from ui.parts.switch import Switch

GRADES = (("original", "Original"), ("premium", "Premium"), ("standard", "Standard"))


def _grades() -> Segmented:
    return Segmented("Part grade", choices=GRADES, value="original", name="grade")


def test_arrows_move_the_choice_of_a_segmented_control(qtbot: QtBot) -> None:
    grades = _grades()
    stage(qtbot, grades)
    grades.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(grades.chosen) as told:
        qtbot.keyClick(grades, Qt.Key.Key_Right)
    assert told.args == ["premium"]
    assert grades.value() == "premium"
    qtbot.keyClick(grades, Qt.Key.Key_End)
    assert grades.value() == "standard"
    qtbot.keyClick(grades, Qt.Key.Key_Right)
    assert grades.value() == "original"
    assert grades.shows_focus_ring


def test_segmented_control_is_one_stop_of_the_tab_key(qtbot: QtBot) -> None:
    grades, after = _grades(), Checkbox("After", name="after")
    stage(qtbot, grades, after)
    grades.setFocus()
    qtbot.keyClick(grades, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_readers_hear_the_group_and_its_radio_buttons(qtbot: QtBot) -> None:
    grades = _grades()
    stage(qtbot, grades)
    group = spoken(grades)
    assert group.role() == QAccessible.Role.Grouping
    assert group.text(NAME) == "Part grade"
    assert group.text(DESCRIPTION) == "Original"
    cells = [spoken(cell) for cell in grades.cells]
    assert [cell.text(NAME) for cell in cells] == ["Original", "Premium", "Standard"]
    assert {cell.role() for cell in cells} == {QAccessible.Role.RadioButton}
    assert [bool(cell.state().checked) for cell in cells] == [True, False, False]


def test_program_sets_a_choice_without_a_signal(qtbot: QtBot) -> None:
    grades = _grades()
    stage(qtbot, grades)
    with qtbot.assertNotEmitted(grades.chosen):
        grades.set_value("standard")
    assert grades.value() == "standard"
    grades.set_value(None)
    assert grades.value() is None
    with pytest.raises(ValueError, match="gold"):
        grades.set_value("gold")


def test_pointer_chooses_a_segment(qtbot: QtBot) -> None:
    grades = _grades()
    stage(qtbot, grades)
    with qtbot.waitSignal(grades.chosen) as told:
        qtbot.mouseClick(grades.cells[2], Qt.MouseButton.LeftButton)
    assert told.args == ["standard"]
    assert not grades.shows_focus_ring


def test_choices_can_be_replaced(qtbot: QtBot) -> None:
    grades = _grades()
    stage(qtbot, grades)
    grades.set_choices((("cash", "Cash"), ("card", "Card")), value="card")
    assert [cell.words for cell in grades.cells] == ["Cash", "Card"]
    assert grades.value() == "card"


@pytest.mark.parametrize(
    ("key", "condition"),
    [
        ("1", Condition.GOOD),
        ("g", Condition.GOOD),
        ("2", Condition.WORN),
        ("w", Condition.WORN),
        ("3", Condition.BROKEN),
        ("b", Condition.BROKEN),
        ("4", Condition.UNTESTABLE),
        ("U", Condition.UNTESTABLE),
    ],
)
def test_one_key_sets_a_condition_and_moves_on(
    qtbot: QtBot, key: str, condition: Condition
) -> None:
    screen, back = ConditionRow("Screen", name="screen"), ConditionRow("Back", name="back")
    stage(qtbot, screen, back)
    screen.setFocus()
    with qtbot.waitSignal(screen.chosen) as told:
        qtbot.keyClicks(screen, key)
    assert told.args == [condition]
    assert screen.condition() is condition
    assert back.hasFocus()


def test_condition_can_be_emptied_and_starts_empty(qtbot: QtBot) -> None:
    row = ConditionRow("Screen", name="screen")
    stage(qtbot, row)
    assert row.condition() is None
    row.set_value(Condition.WORN)
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Backspace)
    assert row.condition() is None
    assert spoken(row).text(DESCRIPTION) == ""


def test_condition_row_speaks_its_label_and_word(qtbot: QtBot) -> None:
    row = ConditionRow("Liquid", name="liquid")
    stage(qtbot, row)
    row.set_value(Condition.UNTESTABLE)
    assert spoken(row).text(NAME) == "Liquid"
    assert spoken(row).text(DESCRIPTION) == "Untestable"


@pytest.mark.parametrize("condition", [None, *Condition])
def test_condition_cells_fill_the_row_without_overlap(
    qtbot: QtBot, condition: Condition | None
) -> None:
    row = ConditionRow("Biometrics", name="biometrics")
    stage(qtbot, row)
    row.set_value(condition)
    boxes = [cell.geometry() for cell in row.cells]
    assert all(left.right() < right.left() for left, right in pairwise(boxes))
    assert boxes[-1].right() < row.width()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_chips_are_switched_by_key(qtbot: QtBot, key: Qt.Key) -> None:
    chips: tuple[FilterChip | ChoiceChip, ...] = (
        FilterChip("Open", count=46, name="open"),
        ChoiceChip("Case", name="case"),
    )
    stage(qtbot, *chips)
    for chip in chips:
        chip.setFocus(Qt.FocusReason.TabFocusReason)
        assert chip.shows_focus_ring
        with qtbot.waitSignal(chip.chosen) as told:
            qtbot.keyClick(chip, key)
        assert told.args == [True]
        assert spoken(chip).state().checked


def test_filter_chip_speaks_its_count_and_keeps_a_count_of_nothing(qtbot: QtBot) -> None:
    chip = FilterChip("Late", count=3, name="late")
    stage(qtbot, chip)
    assert spoken(chip).text(NAME) == "Late"
    assert spoken(chip).text(DESCRIPTION) == "3"
    chip.set_count(0)
    assert spoken(chip).text(DESCRIPTION) == "0"
    assert chip.isVisible()
    chip.set_count(1240, shown="1,240")
    assert spoken(chip).text(DESCRIPTION) == "1,240"


def test_words_of_a_chosen_filter_chip_do_not_move_its_neighbours(qtbot: QtBot) -> None:
    chip = FilterChip("Waiting for parts", count=7, name="parts")
    stage(qtbot, chip)
    before = chip.sizeHint()
    chip.setChecked(True)
    assert chip.sizeHint() == before


def test_estimate_shows_its_three_signs(qtbot: QtBot) -> None:
    offer = RepairOffer(
        title="Charging port",
        price="$119.00",
        duration="40 min",
        kind=PriceKind.ESTIMATED,
        sureness=Sureness.FAIR,
    )
    chip = RepairChip(offer, key="4", name="charging")
    stage(qtbot, chip)
    assert offer.shown_price == "≈ $119.00"
    assert spoken(chip).text(DESCRIPTION) == "≈ $119.00, fair, 40 min"


def test_too_little_to_go_on_is_a_word_and_never_a_number(qtbot: QtBot) -> None:
    offer = RepairOffer(title="Water damage", price="$59.00", kind=PriceKind.ASK)
    chip = RepairChip(offer, name="water")
    stage(qtbot, chip)
    assert offer.shown_price == "ask"
    assert "59" not in spoken(chip).text(DESCRIPTION)


def test_repair_chip_is_chosen_by_key_and_keeps_its_choice(qtbot: QtBot) -> None:
    chip = RepairChip(RepairOffer(title="Screen", price="$279.00"), key="1", name="screen")
    stage(qtbot, chip)
    chip.setFocus()
    with qtbot.waitSignal(chip.chosen) as told:
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert told.args == [True]
    before = chip.size()
    chip.show_offer(RepairOffer(title="Screen", price="$289.00"))
    assert chip.isChecked()
    assert chip.size() == before
    assert chip.height() == 54


def _boxes() -> tuple[Checkbox | Switch, ...]:
    return Checkbox("Paper receipt", name="paper"), Switch("Send when ready", name="send")


def test_checkbox_and_switch_are_turned_by_space_and_speak(qtbot: QtBot) -> None:
    boxes = _boxes()
    stage(qtbot, *boxes)
    for box in boxes:
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Space)
        assert box.isChecked()
        assert spoken(box).role() == QAccessible.Role.CheckBox
        assert spoken(box).text(NAME) == box.words
        assert spoken(box).state().checked


def test_pointer_on_the_words_turns_the_box(qtbot: QtBot) -> None:
    boxes = _boxes()
    stage(qtbot, *boxes)
    for box in boxes:
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
        assert box.isChecked()
        assert box.height() >= 32


def test_combo_has_a_buddy_label_and_tells_the_value(qtbot: QtBot) -> None:
    combo = Combo("Country", name="country", choices=(("US", "United States"), ("DE", "Germany")))
    stage(qtbot, combo)
    assert combo.label.buddy() is combo.box
    assert combo.box.accessibleName() == "Country"
    combo.box.setFocus()
    with qtbot.waitSignal(combo.chosen) as told:
        qtbot.keyClicks(combo.box, "g")
        combo.box.activated.emit(combo.box.currentIndex())
    assert told.args == ["DE"]
    assert combo.value() == "DE"


def test_wheel_over_a_combo_changes_nothing(qtbot: QtBot) -> None:
    combo = Combo("Till", name="till", choices=((1, "Till 1"), (2, "Till 2")), value=2)
    stage(qtbot, combo)
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo.box, event)
    assert combo.value() == 2


def test_every_choice_paints_when_off(qtbot: QtBot) -> None:
    parts: list[QWidget] = [
        _grades(),
        ConditionRow("Screen", name="screen"),
        ChoiceChip("SIM", name="sim"),
        RepairChip(RepairOffer(title="Screen", price="$2.00"), name="repair"),
        Checkbox("Paper", checked=True, name="paper"),
        Switch("Sound", name="sound"),
        Combo("Till", name="till", choices=((1, "Till 1"),)),
    ]
    stage(qtbot, *parts)
    for part in parts:
        part.setEnabled(False)
        assert not part.grab().isNull()
