"""How a person left the queue at this workstation: read when they come, kept at a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from services.tickets.dto import QueueGrouping, QueueQuestion
from ui.context import UiContext
from ui.screens.queue.columns import Column
from ui.screens.queue.shape import Shape
from ui.workstation import QueueLook


class Habits(QObject):
    """Asks the workstation for the person's look of the queue, and tells it of changes."""

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._look = QueueLook()

    def recall(self, then: Callable[[QueueLook], None]) -> None:
        """Read how the person left the queue, then go on."""
        person_id, workstation = self._context.actor().person_id, self._context.workstation

        def take(look: QueueLook) -> None:
            self._look = look
            then(look)

        self._context.runner.run(
            self, lambda: workstation.queue_look(person_id), done=take, kind="recall"
        )

    def keep_shape(self, shape: Shape) -> None:
        """Remember that the person sees a table, or a board."""
        self._keep(replace(self._look, shape=shape.value))

    def keep_sort(self, question: QueueQuestion) -> None:
        """Remember what the person sorts by."""
        self._keep(replace(self._look, sort=question.sort.value, turned=question.turned))

    def keep_grouping(self, grouping: QueueGrouping) -> None:
        """Remember what the person groups by."""
        self._keep(replace(self._look, grouping=grouping.value))

    def keep_columns(self, columns: Iterable[Column]) -> None:
        """Remember which columns the person chose."""
        self._keep(replace(self._look, columns=tuple(column.value for column in columns)))

    def keep_widths(self, widths: Mapping[Column, int]) -> None:
        """Remember how wide the person drew the columns."""
        kept = {column.value: width for column, width in widths.items()}
        self._keep(replace(self._look, widths=kept))

    def _keep(self, look: QueueLook) -> None:
        self._look = look
        person_id, workstation = self._context.actor().person_id, self._context.workstation
        self._context.runner.run(
            self,
            lambda: workstation.keep_queue_look(person_id, look),
            done=lambda _kept: None,
            kind="keep",
        )
