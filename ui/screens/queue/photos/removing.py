"""Removes photos and files at once and puts them back by Undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from services.actor import Actor, new_operation_id
from services.attachments.dto import (
    Attachment,
    RemoveAttachment,
    RemovedAttachment,
    UndoRemoval,
)
from services.errors import MendpointError, OutcomeUnknown
from ui.context import UiContext
from ui.screens.queue.words import say

Act = Callable[[Actor], RemovedAttachment]


class Removing(QObject):
    """Carries removals out; what is on its way is hidden already.

    Signals:
        begun(object): the id of what shall not be seen any more.
        ended(object): the `RemovedAttachment` that was removed or put back.
        failed(object): a `MendpointError`: it is as it was.
    """

    begun = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.under_way: set[int] = set()

    def remove(self, attachment: Attachment) -> None:
        """Remove one; the toast offers to take that back."""
        if attachment.attachment_id not in self.under_way:
            self._remove(attachment.attachment_id, said=True)

    def take_back(self, attachment_ids: Sequence[int]) -> None:
        """Remove what was just added, because that was taken back."""
        for attachment_id in attachment_ids:
            self._remove(attachment_id, said=False)

    # --- inside ----------------------------------------------------------------------------------

    def _remove(self, attachment_id: int, *, said: bool) -> None:
        attachments = self._context.services.attachments
        command = RemoveAttachment(operation_id=new_operation_id(), attachment_id=attachment_id)

        def done(removed: RemovedAttachment) -> None:
            self.under_way.discard(attachment_id)
            if said:
                words = say("{name} removed", name=removed.name)
                self._context.shell.toast(words, undo=lambda: self._put_back(removed))
            self.ended.emit(removed)

        self.under_way.add(attachment_id)
        self.begun.emit(attachment_id)
        self._send(
            lambda actor: attachments.remove(actor, command),
            done=done,
            failed=lambda error: self._refused(attachment_id, error),
        )

    def _put_back(self, removed: RemovedAttachment) -> None:
        attachments = self._context.services.attachments
        command = UndoRemoval(
            operation_id=new_operation_id(),
            attachment_id=removed.attachment_id,
            history_id=removed.history_id,
        )
        self._send(
            lambda actor: attachments.undo_removal(actor, command),
            done=self.ended.emit,
            failed=self.failed.emit,
        )

    def _send(
        self,
        act: Act,
        *,
        done: Callable[[RemovedAttachment], None],
        failed: Callable[[MendpointError], None],
        again: bool = True,
    ) -> None:
        actor = self._context.actor()

        def take_error(error: MendpointError) -> None:
            if isinstance(error, OutcomeUnknown) and again:
                # The same operation id: if it was stored, this returns what was stored.
                self._send(act, done=done, failed=failed, again=False)
            else:
                failed(error)

        self._context.runner.run(self, lambda: act(actor), done=done, failed=take_error)

    def _refused(self, attachment_id: int, error: MendpointError) -> None:
        self.under_way.discard(attachment_id)
        self.failed.emit(error)
