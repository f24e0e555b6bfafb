"""The status bar tells how printing stands, and its panels say what to do, with a real printer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.printing.dto import DocumentKind
from services.types import JobState
from tests.screens.shell_stage import KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from tests.support.virtual_printer import Behaviour, VirtualPrinter
from ui.parts.button import Button
from ui.shell.bar_item import BarItem

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True),
]


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    """Give a receipt printer on the loopback network."""
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture
def stage(
    small_shop: SmallShop,
    printer: VirtualPrinter,
    database_url: str,
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[ShellStage]:
    """Give the program at the Counter, with the printer as its receipt printer."""
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        MENDPOINT_PRINTER=printer.address,
    ) as stage:
        stage.at("counter-customer-search")
        stage.settle()
        yield stage


def pill(stage: ShellStage, name: str) -> BarItem:
    return stage.widget(BarItem, f"status-{name}")


def take_in(stage: ShellStage, small_shop: SmallShop) -> int:
    """Take a device in through the program's own services, as the Counter does."""
    from tests.support.shops import intake_command

    services, actor = stage.stage.session.context.services, stage.stage.session.actor()
    result = services.intake.take_in(actor, intake_command())
    return int(result.tickets[0].ticket_id)


def states(stage: ShellStage) -> list[JobState]:
    services, actor = stage.stage.session.context.services, stage.stage.session.actor()
    return [job.state for job in services.jobs.list(actor)]


def open_jobs(stage: ShellStage) -> None:
    stage.stage.session.pills.open_jobs()
    stage.settle()


def press(stage: ShellStage, words: str) -> None:
    """Walk by Tab to a button of the open panel and press it."""
    button = next(
        each
        for each in stage.stage.session.pills.jobs_panel.findChildren(Button)
        if each.words == words
    )
    for _step in range(40):
        if button.hasFocus():
            break
        stage.press(KEY.Key_Tab)
    stage.press(KEY.Key_Space)


def test_a_ready_printer_is_said_and_nothing_waits(stage: ShellStage) -> None:
    stage.until(lambda: pill(stage, "printer").text() == "Printer ready")
    assert not pill(stage, "jobs").isVisible()
    assert pill(stage, "till").text() == "Till 1"


def test_a_paper_comes_out_by_itself_after_an_intake(
    stage: ShellStage, small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    take_in(stage, small_shop)
    stage.until(lambda: states(stage) == [JobState.DONE])
    assert len(printer.jobs) == 1
    stage.until(lambda: not pill(stage, "jobs").isVisible())


def test_a_printer_without_paper_keeps_the_job_and_says_what_to_do(
    stage: ShellStage, small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.OUT_OF_PAPER
    stage.stage.session.printer_state_changed()
    stage.until(lambda: pill(stage, "printer").text() == "Out of paper")
    take_in(stage, small_shop)
    stage.until(lambda: pill(stage, "jobs").text() == "1 print job waiting")
    stage.stage.session.pills.open_printer()
    stage.see("Put a new roll in. What waits is then printed by itself.")
    stage.until(lambda: not stage.widget(Button, "printer-panel-check").is_busy)
    printer.behaviour = Behaviour.OK
    stage.at("printer-panel-check")
    stage.press(KEY.Key_Space)
    stage.until(lambda: pill(stage, "printer").text() == "Printer ready")
    stage.press(KEY.Key_Escape)
    stage.at("counter-customer-search")
    stage.until(lambda: states(stage) == [JobState.DONE])


def test_a_lost_answer_is_unknown_and_only_a_person_prints_a_copy(
    stage: ShellStage, small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.DROPPED
    take_in(stage, small_shop)
    stage.until(lambda: pill(stage, "jobs").text() == "1 print unknown")
    open_jobs(stage)
    stage.see("Unknown: look whether paper came out")
    printer.behaviour = Behaviour.OK
    press(stage, "Print a copy")
    stage.until(lambda: sorted(states(stage)) == [JobState.DONE, JobState.UNKNOWN])
    assert b"COPY 1" in printer.jobs[-1]


def test_a_waiting_job_can_be_cancelled(
    stage: ShellStage, small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.COVER_OPEN
    take_in(stage, small_shop)
    stage.until(lambda: pill(stage, "jobs").text() == "1 print job waiting")
    open_jobs(stage)
    press(stage, "Cancel")
    stage.until(lambda: states(stage) == [JobState.CANCELLED])
    stage.until(lambda: not pill(stage, "jobs").isVisible())
    press(stage, "Print now")
    printer.behaviour = Behaviour.OK
    stage.until(lambda: states(stage) == [JobState.DONE])


def test_a_reprint_that_is_pressed_twice_is_one_copy(
    stage: ShellStage, small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    ticket_id = take_in(stage, small_shop)
    stage.until(lambda: states(stage) == [JobState.DONE])
    services, actor = stage.stage.session.context.services, stage.stage.session.actor()
    operation_id = new_operation_id()
    jobs = {
        services.printing.reprint(
            actor,
            operation_id=operation_id,
            ticket_id=ticket_id,
            document=DocumentKind.CLAIM_TICKET,
        )
        for _press in range(2)
    }
    stage.until(lambda: states(stage) == [JobState.DONE, JobState.DONE])
    assert len(jobs) == 1
    assert len(printer.jobs) == 2
