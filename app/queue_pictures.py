"""The queue's table for the pictures: in groups, filtered, without a match, and as a saved view."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import Qt

from app.hands import Hands
from app.stage import Stage
from services.tickets.dto import DaySpan, QueueFilters, QueueGrouping, SpanKind
from services.types import Priority, TicketStatus
from ui.screen_key import ScreenKey
from ui.screens.queue.screen import QueueScreen

_FILTERS = {
    "queue-filtered": QueueFilters(
        status=TicketStatus.IN_PROGRESS, opened=DaySpan(kind=SpanKind.LAST_7_DAYS)
    ),
    "queue-no-match": QueueFilters(
        status=TicketStatus.WAITING_PARTS,
        priority=Priority.EXPRESS,
        opened=DaySpan(kind=SpanKind.TODAY),
    ),
}


class Look(Protocol):
    """Photographs what a stage shows, in every look."""

    def __call__(self, stage: Stage, *, name: str) -> None: ...


def picture_arranged(stage: Stage, *, hands: Hands, look: Look) -> None:
    """Photograph the table in groups, filtered, and filtered to nothing; then as it was."""
    queue = stage.session.widget_of(ScreenKey.QUEUE)
    assert isinstance(queue, QueueScreen)
    arranging = queue.arranging
    arranging.group_by(QueueGrouping.STATUS)
    stage.settle()
    look(stage, name="queue-grouped")
    arranging.group_by(QueueGrouping.NONE)
    for name, filters in _FILTERS.items():
        queue.list.ask(replace(queue.list.question, filters=filters))
        stage.settle()
        look(stage, name=name)
    hands.press(Qt.Key.Key_X)
    arranging.views.store("Today at the counter")
    stage.settle()
    stage.program.notices.toasts.dismiss()
    look(stage, name="queue-view")
    arranging.views.leave()
    stage.settle()
