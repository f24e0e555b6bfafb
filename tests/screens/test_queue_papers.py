"""Prints in the timeline: what took them, at which till, and the address only in the tool tip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from services.printing.dto import DocumentKind, PrintOutcome, PrintRecord
from services.types import TicketId
from tests.integration.jobs.jobs_stage import handler_of, runner_with
from tests.screens.queue_stage import KEY, queue_stage, take_in
from tests.support.shops import SetClock, SmallShop
from ui.screens.queue.detail.papers import paper_advice, paper_title

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)

QUEUED = "The system's print queue has it from here."
SILENT = "The printer does not say how it is: look at the paper."
PRINT = PrintRecord(
    ticket_id=TicketId(1),
    document=DocumentKind.CLAIM_TICKET,
    copy_no=0,
    outcome=PrintOutcome.HANDED_OVER,
    detail=QUEUED,
    printer="queue:Front desk",
    at_utc=SetClock().now(),
    person="Petra Alder",
)


def test_a_paper_handed_over_says_what_took_it(
    small_shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    order = take_in(small_shop, "Delta")
    address = f"file:{tmp_path / 'r.bin'}"
    with queue_stage(small_shop, qtbot) as stage:
        stage.go_to(order)
        story = stage.screen.view.panel.story
        stage.press(KEY.Key_P)
        stage.press(KEY.Key_Return)
        stage.until(lambda: stage.said.toasts != [])
        runner = runner_with(
            small_shop, handler_of(small_shop, address), changes=small_shop.gate._changes
        )
        assert runner.run_once() >= 1
        stage.until(lambda: "handed over" in story.entries[0].title)
        told = story.entries[0]
        assert told.title == "Claim ticket handed over to a file"
        assert told.detail.startswith("Petra Alder, ")
        assert told.detail.endswith(" at Till 1")
        assert told.body == ""
        tip = story.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
        assert "".join(tip.splitlines()[1:]) == address, "long addresses are wrapped"
        assert address not in told.spoken


@pytest.mark.parametrize(
    ("change", "title", "advice"),
    [
        ({}, "Claim ticket handed over to the print queue Front desk", ""),
        ({"printer": "file:/dev/usb/lp0"}, "Claim ticket handed over to a file", ""),
        (
            {"printer": "tcp://10.0.0.9:9100?status=no", "detail": SILENT, "copy_no": 2},
            "Claim ticket COPY 2 handed over to the printer",
            SILENT,
        ),
        ({"outcome": PrintOutcome.PRINTED, "detail": "Ready."}, "Claim ticket printed", ""),
        (
            {"outcome": PrintOutcome.NOT_PRINTED, "detail": "Put in a new roll."},
            "Claim ticket not printed",
            "Put in a new roll.",
        ),
        (
            {"outcome": PrintOutcome.UNKNOWN, "detail": SILENT},
            "Claim ticket: unknown whether it printed",
            SILENT,
        ),
        ({"outcome": None, "detail": ""}, "Claim ticket waiting to print", ""),
    ],
)
def test_every_outcome_is_told_in_words(change: dict[str, object], title: str, advice: str) -> None:
    record = replace(PRINT, **change)  # type: ignore[arg-type]
    assert paper_title(record)[0] == title
    assert paper_advice(record) == advice
