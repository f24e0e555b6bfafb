"""What can be undone: toasts in a stack, then a list by key and by name, for a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from services.tickets.dto import TicketDetail
from services.types import TicketStatus
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from ui.shell.undo_panel import UndoPanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def order(small_shop: SmallShop) -> TicketDetail:
    """Take one device in."""
    return small_shop.take_in()


@pytest.fixture
def stage(
    small_shop: SmallShop, order: TicketDetail, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program at the queue."""
    small_shop.person("Vera", "viewer")
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.write("1")
        stage.until(lambda: stage.stage.program.session)
        stage.press(KEY.Key_F2)
        stage.settle()
        yield stage


def panel(stage: ShellStage) -> UndoPanel:
    return stage.stage.program.notices.undo_panel


def texts(stage: ShellStage) -> list[str]:
    return [line.undoable.text for line in panel(stage).lines]


def item(stage: ShellStage) -> str:
    """Return what the status bar says of what can be undone; empty while it says nothing."""
    shown = stage.stage.frame.status_bar.undos
    return shown.text() if shown.isVisibleTo(stage.stage.frame) else ""


def open_panel(stage: ShellStage) -> None:
    stage.stage.session.open_undos()
    stage.until(lambda: panel(stage).is_open)


def do(stage: ShellStage, text: str, done: list[str], **more: object) -> None:
    until = stage.stage.session.context.now() + timedelta(seconds=60)
    stage.stage.session.toast(
        text,
        undo=lambda: done.append(text),
        until=until,
        **more,  # type: ignore[arg-type]
    )


def test_a_real_move_is_undone_from_the_list_after_its_toast(
    stage: ShellStage, small_shop: SmallShop, order: TicketDetail
) -> None:
    def stored() -> TicketStatus:
        return small_shop.tickets.detail(small_shop.owner, ticket_id=order.ticket_id).status

    stage.press(KEY.Key_S)
    stage.settle()
    stage.press(KEY.Key_Return)
    stage.toasted(f"{order.number} moved to Diagnosing")
    stage.stage.program.notices.toasts.dismiss()
    assert item(stage) == "1 to undo"
    small_shop.clock.pass_by(seconds=40)
    stage.press(KEY.Key_Z, ALT)
    stage.until(lambda: panel(stage).is_open)
    assert texts(stage) == [f"{order.number} moved to Diagnosing"]
    assert stage.shows("20 s left")
    stage.at("undo-take-1")
    stage.press(KEY.Key_Space)
    stage.until(lambda: stored() is TicketStatus.PENDING)
    stage.toasted(f"{order.number} is back where it was")
    assert stage.shows("Nothing to undo.")
    assert item(stage) == ""
    stage.press(KEY.Key_Escape)
    assert not panel(stage).is_open


def test_ctrl_z_goes_back_step_by_step_though_the_toasts_are_gone(stage: ShellStage) -> None:
    done: list[str] = []
    for text in ("One", "Two", "Three"):
        do(stage, text, done)
    assert [toast.text for toast in stage.stage.program.notices.toasts.toasts] == [
        "Three",
        "Two",
        "One",
    ]
    stage.press(KEY.Key_Z, CTRL)
    assert done == ["Three"]
    stage.stage.program.notices.toasts.dismiss()
    stage.press(KEY.Key_Z, CTRL)
    stage.press(KEY.Key_Z, CTRL)
    assert done == ["Three", "Two", "One"]
    assert not stage.stage.session.undo()


def test_the_newest_change_of_an_order_goes_first(stage: ShellStage) -> None:
    done: list[str] = []
    do(stage, "Moved", done, about=(1,))
    do(stage, "Another moved", done, about=(2,))
    do(stage, "Noted", done, about=(1,))
    open_panel(stage)
    assert texts(stage) == ["Noted", "Another moved", "Moved"]
    buttons = [line.button.isEnabled() for line in panel(stage).lines]
    assert buttons == [True, True, False]
    assert stage.shows("after the newer change of this order")
    stage.press(KEY.Key_Space)
    assert done == ["Noted"]
    stage.at("undo-take-1")
    assert all(line.button.isEnabled() for line in panel(stage).lines)


def test_the_minute_ends_in_the_list_too(stage: ShellStage, small_shop: SmallShop) -> None:
    done: list[str] = []
    do(stage, "Moved", done)
    open_panel(stage)
    small_shop.clock.pass_by(seconds=61)
    stage.until(lambda: texts(stage) == [])
    assert stage.shows("Nothing to undo.")
    assert not stage.stage.session.undo()
    assert done == []


def test_what_has_no_end_is_undone_from_its_toast_only(stage: ShellStage) -> None:
    done: list[str] = []
    stage.stage.session.toast("Cleared", undo=lambda: done.append("Cleared"))
    assert item(stage) == ""
    stage.stage.program.notices.toasts.dismiss()
    assert not stage.stage.session.undo()
    assert done == []


def test_who_takes_over_undoes_nothing_of_the_one_before(stage: ShellStage) -> None:
    done: list[str] = []
    do(stage, "Moved", done)
    stage.stage.session.ask_person()
    stage.settle()
    stage.write("V")
    stage.until(lambda: stage.stage.frame.top_bar.person.text() == "Vera")
    assert item(stage) == ""
    assert not stage.stage.session.undo()
    assert done == []


def test_each_toast_is_reached_by_the_keyboard(stage: ShellStage) -> None:
    done: list[str] = []
    do(stage, "One", done)
    do(stage, "Two", done)
    older = stage.stage.program.notices.toasts.toasts[1]
    assert isinstance(older.undo, QPushButton)
    for _step in range(120):
        if older.undo.hasFocus():
            break
        stage.press(KEY.Key_Tab)
    stage.press(KEY.Key_Space)
    assert done == ["One"]
