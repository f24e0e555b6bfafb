"""Keys at the window's door: held, handed on in their order, and left alone where they must be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.scanner.burst import Rule
from ui.scanner.fields import fill, let_take_scans, taker
from ui.scanner.wedge import Scanned, Wedge

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
CLAIM = QEvent.Type.ShortcutOverride


class Door:
    """A window with two fields, and keys without timestamps by a clock the test turns."""

    def __init__(self, qtbot: QtBot) -> None:
        self.now_ms = 5_000.0
        self.scans: list[Scanned] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.first, self.second, self.many = QLineEdit(), QLineEdit(), QPlainTextEdit()
        column = QVBoxLayout(self.window)
        for field in (self.first, self.second, self.many):
            column.addWidget(field)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is self.window.windowHandle())
        self.first.setFocus()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.wedge = Wedge(application, rule=Rule(), clock_ms=lambda: self.now_ms)
        self.wedge.scanned.connect(self.scans.append)
        self.wedge.start()

    def send(
        self,
        kind: QEvent.Type,
        key: int,
        text: str = "",
        modifier: Qt.KeyboardModifier = PLAIN,
        *,
        repeats: bool = False,
    ) -> bool:
        """Send one event; return whether it was accepted."""
        event = QKeyEvent(kind, key, modifier, text, repeats)
        event.ignore()
        QCoreApplication.sendEvent(self.window.windowHandle(), event)
        return event.isAccepted()

    def key(
        self,
        text: str,
        *,
        after_ms: float = 5,
        key: int | None = None,
        modifier: Qt.KeyboardModifier = PLAIN,
    ) -> None:
        """Press and release one key."""
        self.now_ms += after_ms
        code = key if key is not None else ord(text.upper())
        self.send(CLAIM, code, text, modifier)
        self.send(PRESS, code, text, modifier)
        self.send(RELEASE, code, text, modifier)

    def write(self, text: str, *, pace_ms: float = 5) -> None:
        for character in text:
            code = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}.get(character)
            self.key(character, after_ms=pace_ms, key=code)


@pytest.fixture
def door(qtbot: QtBot) -> Iterator[Door]:
    """Give the door, watched."""
    door = Door(qtbot)
    yield door
    door.wedge.stop()


def test_a_key_is_held_for_the_gap_and_no_longer(door: Door, qtbot: QtBot) -> None:
    door.write("a")
    assert (door.first.text(), door.wedge.is_holding) == ("", True)
    qtbot.waitUntil(lambda: not door.wedge.is_holding)
    assert door.first.text() == "a"


def test_a_scan_leaves_nothing_and_says_where_the_keyboard_was(door: Door) -> None:
    door.write("1234567\r")
    assert [(each.scan.text, each.place) for each in door.scans] == [("1234567", door.first)]
    assert door.first.text() == ""
    assert not door.wedge.is_holding


def test_a_scan_reaches_no_field_with_its_releases_either(door: Door) -> None:
    seen: list[QEvent.Type] = []

    class Field(QLineEdit):
        def keyReleaseEvent(self, event: QKeyEvent) -> None:
            seen.append(event.type())

    field = Field(door.window)
    field.show()
    field.setFocus()
    door.write("1234567\r")
    assert seen == []
    door.write("a", pace_ms=100)
    door.wedge.let_go()
    assert seen == [RELEASE]


RUNS = st.lists(
    st.one_of(
        st.tuples(st.just("typed"), st.text(st.sampled_from("aB7- ."), min_size=1, max_size=8)),
        st.tuples(st.just("rushed"), st.text(st.sampled_from("aB7- ."), min_size=1, max_size=8)),
        st.tuples(st.just("scan"), st.sampled_from(["R26-000418-H\r", "1234567\t"])),
    ),
    max_size=8,
)


def test_any_mix_of_typing_and_scans_leaves_the_typing_whole(door: Door) -> None:
    pace_ms = {"typed": 60, "rushed": 5, "scan": 5}

    @given(runs=RUNS)
    def mix(runs: list[tuple[str, str]]) -> None:
        door.first.clear()
        door.scans.clear()
        for kind, text in runs:
            door.now_ms += 200
            door.write(text, pace_ms=pace_ms[kind])
        door.wedge.let_go()
        assert door.first.text() == "".join(text for kind, text in runs if kind != "scan")
        assert [f"{each.scan.text}" for each in door.scans] == [
            text[:-1] for kind, text in runs if kind == "scan"
        ]

    mix()


def test_a_key_that_is_no_part_of_a_scan_comes_after_those_before_it(door: Door) -> None:
    door.write("abc")
    door.key("", key=Qt.Key.Key_Backspace)
    assert door.first.text() == "ab"
    door.write("de")
    door.key("", key=Qt.Key.Key_Home)
    door.write("x")
    door.wedge.let_go()
    assert door.first.text() == "xabde"


def test_ctrl_with_a_letter_is_no_character(door: Door) -> None:
    door.write("ab")
    door.key("\x01", key=Qt.Key.Key_A, modifier=CTRL)
    assert door.first.selectedText() == "ab"


def test_alt_gr_makes_characters_and_alt_does_not(door: Door) -> None:
    door.write("abc")
    door.key("@", key=Qt.Key.Key_At, modifier=CTRL | ALT)
    door.write("xyz\r")
    assert [each.scan.text for each in door.scans] == ["abc@xyz"]
    door.key("a", key=Qt.Key.Key_A, modifier=ALT, after_ms=100)
    assert not door.wedge.is_holding


def test_letters_of_other_scripts_are_characters(door: Door) -> None:
    door.write("жук")
    door.key("李")
    door.wedge.let_go()
    assert door.first.text() == "жук李"


def test_shift_does_not_break_a_burst(door: Door) -> None:
    for character in "ABCDEFG":
        door.send(PRESS, Qt.Key.Key_Shift, modifier=SHIFT)
        door.key(character, modifier=SHIFT)
        door.send(RELEASE, Qt.Key.Key_Shift)
    door.write("\r")
    assert [each.scan.text for each in door.scans] == ["ABCDEFG"]


def test_a_key_held_down_is_never_part_of_a_burst(door: Door) -> None:
    door.send(PRESS, Qt.Key.Key_X, "x")
    for _time in range(12):
        door.now_ms += 5
        door.send(PRESS, Qt.Key.Key_X, "x", repeats=True)
    door.write("\r")
    assert (door.first.text(), door.scans) == ("x" * 13, [])


def test_a_dead_key_is_let_be_and_an_input_methods_text_comes_in_its_place(door: Door) -> None:
    door.write("a")
    door.key("", key=Qt.Key.Key_Dead_Acute)
    assert (door.first.text(), door.wedge.is_holding) == ("a", False)
    door.write("b")
    committed = QInputMethodEvent()
    committed.setCommitString("é")
    QCoreApplication.sendEvent(door.first, committed)
    assert door.first.text() == "abé"


def test_a_click_comes_after_the_keys_before_it(door: Door) -> None:
    door.write("ab")
    middle = QPointF(door.second.geometry().center())
    button, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, held in (
        (QEvent.Type.MouseButtonPress, button),
        (QEvent.Type.MouseButtonRelease, none),
    ):
        place = door.window.mapToGlobal(middle)
        click = QMouseEvent(kind, middle, place, button, held, PLAIN)
        QCoreApplication.sendEvent(door.window.windowHandle(), click)
    assert (door.first.text(), QApplication.focusWidget()) == ("ab", door.second)


def test_a_field_that_is_gone_loses_no_key(door: Door) -> None:
    door.write("ab")
    door.second.setFocus()
    door.first.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    door.wedge.let_go()
    assert door.second.text() == "ab"


def test_a_typed_key_is_a_shortcut_only_where_no_field_claims_it(door: Door) -> None:
    acts: list[str] = []
    shortcut = QShortcut(QKeySequence("S"), door.window)
    shortcut.activated.connect(lambda: acts.append("s"))
    door.write("s")
    door.wedge.let_go()
    assert (acts, door.first.text()) == ([], "s")
    bench = QWidget(door.window)
    bench.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    bench.show()
    bench.setFocus()
    door.write("s", pace_ms=100)
    assert acts == []
    door.wedge.let_go()
    assert acts == ["s"]
    door.write("s123456\r", pace_ms=1)
    assert (acts, len(door.scans)) == (["s"], 1)


def test_a_key_that_moves_the_focus_is_followed(door: Door) -> None:
    shortcut = QShortcut(QKeySequence("/"), door.window)
    shortcut.activated.connect(door.second.setFocus)
    bench = QWidget(door.window)
    bench.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    bench.show()
    bench.setFocus()
    door.write("/ab")
    door.wedge.let_go()
    assert door.second.text() == "ab"


def test_a_button_is_pressed_once_by_a_held_space(door: Door) -> None:
    pressed: list[bool] = []
    button = QPushButton("Save", door.window)
    button.clicked.connect(lambda: pressed.append(True))
    button.show()
    button.setFocus()
    door.write(" ")
    assert pressed == []
    door.wedge.let_go()
    assert pressed == [True]


def test_lines_typed_fast_come_out_whole(door: Door) -> None:
    door.many.setFocus()
    door.write("ab\rcd\r")
    door.wedge.let_go()
    assert door.many.toPlainText() == "ab\ncd\n"


def test_another_rule_counts_at_once_and_loses_nothing(door: Door) -> None:
    door.write("ab")
    door.wedge.use(Rule(prefix="~"))
    assert door.first.text() == "ab"
    door.write("~7\r", pace_ms=100 / 4)
    assert [each.scan.text for each in door.scans] == ["7"]


def test_a_field_is_filled_once_and_only_where_it_can_be(door: Door) -> None:
    edits: list[str] = []
    entered: list[str] = []
    assert taker(door.first) is None
    let_take_scans(door.first)
    door.first.setText("old")
    door.first.textEdited.connect(edits.append)
    door.first.returnPressed.connect(lambda: entered.append(door.first.text()))
    field = taker(door.first)
    assert field is door.first
    fill(field, text="490154203237518")
    assert (edits, entered) == (["490154203237518"], ["490154203237518"])
    door.first.undo()
    assert door.first.text() == "old"
    door.first.setReadOnly(True)
    assert taker(door.first) is None
    assert taker(None) is None
