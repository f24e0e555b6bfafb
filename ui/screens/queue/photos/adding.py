"""Adds what was chosen, one after another: how far it is, how it is stopped, what went wrong."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from services.actor import Actor, new_operation_id
from services.attachments.dto import AddAttachment, AddedAttachment
from services.errors import MendpointError, OutcomeUnknown
from ui.context import UiContext
from ui.screens.queue.photos.sources import Incoming
from ui.screens.queue.words import say
from ui.tasks import TaskHandle, TaskProgress

# Work over this shows that it is busy (SCREENS.md, promise 6).
_SHOWN_AFTER_MS: Final = 300


@dataclass(slots=True, kw_only=True)
class Batch:
    """What one person chose at once for one order, and what became of it."""

    actor: Actor
    ticket_id: int
    number: str
    waiting: deque[Incoming]
    count: int
    added: list[AddedAttachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Adding(QObject):
    """One batch after another, one file at a time: a disk is no faster with four.

    Signals:
        moved(object): a `(words, done, total)` triple, once it has taken a while.
        added(object): the `AddedAttachment` of one file.
        ended(object): the `Batch` that is over, in whole, in part or stopped.
    """

    moved = Signal(object)
    added = Signal(object)
    ended = Signal(object)

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._batches: deque[Batch] = deque()
        self._handle: TaskHandle | None = None
        self._far = (0, 0)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_SHOWN_AFTER_MS)
        self._patience.timeout.connect(self._tell)

    def add(self, incoming: list[Incoming], *, ticket_id: int, number: str) -> None:
        """Add these to an order."""
        batch = Batch(
            actor=self._context.actor(),
            ticket_id=ticket_id,
            number=number,
            waiting=deque(incoming),
            count=len(incoming),
        )
        self._batches.append(batch)
        if len(self._batches) == 1:
            self._patience.start()
            self._go_on()

    def stop(self) -> None:
        """Stop the file under way and leave out those that wait."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._batches:
            self._batches[0].waiting.clear()
            self._end()

    # --- inside ----------------------------------------------------------------------------------

    def _go_on(self) -> None:
        batch = self._batches[0]
        if not batch.waiting:
            self._end()
            return
        incoming = batch.waiting.popleft()
        self._far = (0, 0)
        command = AddAttachment(
            operation_id=new_operation_id(), ticket_id=batch.ticket_id, name=incoming.name
        )
        self._send(incoming, command, again=True)
        if not self._patience.isActive():
            self._tell()

    def _send(self, incoming: Incoming, command: AddAttachment, *, again: bool) -> None:
        actor, attachments = self._batches[0].actor, self._context.services.attachments
        progress = TaskProgress(self)
        progress.moved.connect(self._is_far)

        def done(added: AddedAttachment) -> None:
            progress.deleteLater()
            self._take(added)

        def failed(error: MendpointError) -> None:
            progress.deleteLater()
            if isinstance(error, OutcomeUnknown) and again:
                # The same operation id: if it was stored, this returns what was stored.
                self._send(incoming, command, again=False)
            else:
                self._refuse(error)

        self._handle = self._context.runner.run(
            self,
            lambda: attachments.add(actor, command, source=incoming.source(), watch=progress),
            done=done,
            failed=failed,
            progress=progress,
        )

    def _take(self, added: AddedAttachment) -> None:
        self._handle = None
        self._batches[0].added.append(added)
        self.added.emit(added)
        self._go_on()

    def _refuse(self, error: MendpointError) -> None:
        self._handle = None
        self._batches[0].problems.append(error.message)
        self._go_on()

    def _end(self) -> None:
        batch = self._batches.popleft()
        self._patience.stop()
        self.ended.emit(batch)
        if self._batches:
            self._patience.start()
            self._go_on()

    def _is_far(self, far: tuple[int, int]) -> None:
        self._far = far
        if not self._patience.isActive():
            self._tell()

    def _tell(self) -> None:
        if not self._batches:
            return
        batch = self._batches[0]
        words = say("Adding to {number} …", number=batch.number)
        if batch.count > 1:
            at = batch.count - len(batch.waiting)
            words = say(
                "Adding {at} of {count} to {number} …",
                at=at,
                count=batch.count,
                number=batch.number,
            )
        self.moved.emit((words, *self._far))
