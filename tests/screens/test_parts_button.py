"""Buttons by keyboard and by ear."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.screens.parts_stage import NAME, spoken, stage
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind, IconButton, button_look
from ui.parts.focus_ring import FocusRing
from ui.parts.painting import Interaction
from ui.tokens import TOKENS, Scheme


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_button_is_pressed_by_key(qtbot: QtBot, key: Qt.Key) -> None:
    button = Button("Save draft")
    stage(qtbot, button)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_readers_hear_the_visible_words_and_the_tool_tip_of_an_icon(qtbot: QtBot) -> None:
    button, icon = Button("Buy & sell"), IconButton("Print", icon=Icon.PRINTER, key="P")
    stage(qtbot, button, icon)
    assert spoken(button).text(NAME) == "Buy & sell"
    assert spoken(button).role() == QAccessible.Role.Button
    assert spoken(icon).text(NAME) == "Print"
    assert icon.toolTip() == "Print  (P)"
    button.set_words("Sell")
    assert spoken(button).text(NAME) == "Sell"


def test_ring_is_shown_for_the_keyboard_only(qtbot: QtBot) -> None:
    first, second = Button("First"), Button("Second")
    window = stage(qtbot, first, second)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.shows_focus_ring
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert second.shows_focus_ring
    assert not first.shows_focus_ring
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert not first.shows_focus_ring
    assert window.findChildren(FocusRing) == []


def test_ring_surrounds_the_button_two_pixels_away(qtbot: QtBot) -> None:
    button = Button("Take in")
    window = stage(qtbot, button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    ring = window.findChild(FocusRing)
    corner = button.mapTo(window, QPoint(0, 0))
    assert ring.geometry().topLeft() == corner - QPoint(4, 4)
    assert ring.width() == button.width() + 8
    button.hide()
    assert not ring.isVisible()


def test_busy_button_says_so_keeps_its_width_and_takes_no_press(qtbot: QtBot) -> None:
    button = Button("Take in and print", kind=ButtonKind.PRIMARY, key="Ctrl Enter")
    holder = QWidget()
    button.setParent(holder)
    stage(qtbot, holder)
    button.show()
    before = button.sizeHint().width()
    button.set_busy("Taking in …")
    assert button.sizeHint().width() == max(before, button.width())
    assert spoken(button).text(NAME) == "Taking in …"
    with qtbot.assertNotEmitted(button.clicked, wait=10):
        qtbot.keyClick(button, Qt.Key.Key_Space)
        qtbot.keyClick(button, Qt.Key.Key_Return)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        button.click()
    button.set_busy(None)
    assert spoken(button).text(NAME) == "Take in and print"
    assert button.sizeHint().width() == before
    with qtbot.waitSignal(button.clicked):
        button.click()


def test_button_is_never_narrower_than_its_words(qtbot: QtBot) -> None:
    short, long = Button("Save"), Button("Save", icon=Icon.CHECK, key="Ctrl S")
    stage(qtbot, short, long)
    assert long.minimumSizeHint().width() > short.minimumSizeHint().width()
    assert short.sizeHint().height() == 36


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("kind", ButtonKind)
def test_states_of_a_button_can_be_told_apart(kind: ButtonKind, scheme: Scheme) -> None:
    tokens = TOKENS[scheme]
    rest, hover, off = (
        button_look(kind, state=state, t=tokens)
        for state in (Interaction.REST, Interaction.HOVER, Interaction.OFF)
    )
    assert off.ink == tokens.disabled
    assert rest.ink != off.ink
    assert kind is ButtonKind.DESTROY or rest.fill != hover.fill


def test_destructive_button_is_outlined_and_filled_only_in_its_question() -> None:
    tokens = TOKENS[Scheme.LIGHT]
    outlined = button_look(ButtonKind.DANGER, state=Interaction.REST, t=tokens)
    filled = button_look(ButtonKind.DESTROY, state=Interaction.REST, t=tokens)
    assert (outlined.fill, outlined.edge) == (tokens.surface, tokens.danger)
    assert filled.fill == tokens.danger


def test_switched_off_button_takes_no_key(qtbot: QtBot) -> None:
    button = Button("Refund", kind=ButtonKind.DANGER)
    stage(qtbot, button)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked, wait=10):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert spoken(button).state().disabled


def test_every_kind_paints_without_a_warning(qtbot: QtBot) -> None:
    buttons = [Button("Do it", kind=kind, icon=Icon.CHECK, key="D") for kind in ButtonKind]
    buttons.append(Button("Group: none", trailing=Icon.CHEVRON_DOWN))
    stage(qtbot, *buttons)
    for button in buttons:
        for state in Interaction:
            button.show_as(state)
            picture: QPixmap = button.grab()
            assert not picture.isNull()
