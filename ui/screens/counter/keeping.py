"""Keeps the draft on disk while it is typed, one write at a time and always the newest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from services.errors import MendpointError
from services.tickets.dto import IntakeDraft, ParkedDraft
from ui.context import UiContext
from ui.screens.counter.sheet import Sheet

# Writes while typing are this far apart at least: a key pressed just before a power cut may be
# lost, what was typed a third of a second before is not.
KEEP_EVERY_MS: Final = 300

# The drafts service lists the keys that begin like this.
PARKED: Final = "parked-"


class DraftKeeper(QObject):
    """Writes the sheet's draft off-thread under this till's key, and parks drafts for later.

    One write runs at a time: two at once could finish in the wrong order and leave the older text.

    Signals:
        kept(object): the aware UTC instant of the draft now on disk.
        not_kept(object): the `MendpointError` that kept it from being written.
        parked(object): the `IntakeDraft` that was put aside.
        not_parked(object): the `IntakeDraft` that could not be put aside, and the error.
        dropped(): a draft put aside is gone, it was taken up again.
    """

    kept = Signal(object)
    not_kept = Signal(object)
    parked = Signal(object)
    not_parked = Signal(object)
    dropped = Signal()

    def __init__(self, context: UiContext, *, sheet: Sheet, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._sheet = sheet
        self._writing = False
        self._next: dict[str, Callable[[], None]] = {}
        self._timer = QTimer(self, singleShot=True, interval=KEEP_EVERY_MS)
        self._timer.timeout.connect(self._keep)
        sheet.edited.connect(self._edited)

    @property
    def key(self) -> str:
        """The name of this till's draft."""
        return f"counter-{self._context.actor().till_id}"

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is on disk."""
        return not (self._writing or self._next or self._timer.isActive())

    def restore(self, *, done: Callable[[IntakeDraft | None], None]) -> None:
        """Ask for the draft this till was left with."""
        actor, key, drafts = self._context.actor(), self.key, self._context.services.drafts
        self._context.runner.run(
            self, lambda: drafts.load(actor, key=key), done=done, failed=self.not_kept.emit
        )

    def flush(self) -> None:
        """Write what is typed now, without waiting for the pause."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def forget(self) -> None:
        """Remove this till's draft: it was taken in, parked or cleared."""
        self._timer.stop()
        actor, key, drafts = self._context.actor(), self.key, self._context.services.drafts
        self._in_turn(key, lambda: drafts.discard(actor, key=key), done=lambda _none: None)

    def park(self, draft: IntakeDraft) -> None:
        """Put a draft aside under its own name; `parked` says when it is safe on disk."""
        draft.kept_at_utc = self._context.now().isoformat()
        key = f"{PARKED}{draft.operation_id}"
        actor, drafts = self._context.actor(), self._context.services.drafts
        self._in_turn(
            key,
            lambda: drafts.keep(actor, key=key, draft=draft),
            done=lambda _none: self.parked.emit(draft),
            failed=lambda error: self.not_parked.emit((draft, error)),
        )

    def ask_parked(self, *, done: Callable[[tuple[ParkedDraft, ...]], None]) -> None:
        """Ask for the drafts put aside, the newest first."""
        actor, drafts = self._context.actor(), self._context.services.drafts
        self._context.runner.run(self, lambda: drafts.parked(actor), done=done, kind="parked")

    def take_up(self, key: str, *, done: Callable[[IntakeDraft | None], None]) -> None:
        """Ask for a draft put aside. It stays on disk until `drop_parked`."""
        actor, drafts = self._context.actor(), self._context.services.drafts
        self._context.runner.run(self, lambda: drafts.load(actor, key=key), done=done)

    def drop_parked(self, key: str) -> None:
        """Remove a draft put aside, after this till's own draft holds what it said."""
        self._timer.stop()
        self._keep()
        actor, drafts = self._context.actor(), self._context.services.drafts
        self._in_turn(
            key,
            lambda: drafts.discard(actor, key=key),
            done=lambda _none: self.dropped.emit(),
        )

    def _edited(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _keep(self) -> None:
        if self._sheet.is_blank:
            self.forget()
            return
        draft = self._stamped()
        now = self._context.now()
        actor, key, drafts = self._context.actor(), self.key, self._context.services.drafts
        self._in_turn(
            key,
            lambda: drafts.keep(actor, key=key, draft=draft),
            done=lambda _none: self.kept.emit(now),
        )

    def _stamped(self) -> IntakeDraft:
        draft = self._sheet.snapshot()
        draft.kept_at_utc = self._context.now().isoformat()
        return draft

    # --- one write at a time -----------------------------------------------------------------

    def _in_turn(
        self,
        key: str,
        work: Callable[[], None],
        *,
        done: Callable[[None], None],
        failed: Callable[[MendpointError], None] | None = None,
    ) -> None:
        # A newer write of the same draft takes the place of one that has not begun.
        self._next.pop(key, None)
        self._next[key] = lambda: self._write(work, done=done, failed=failed or self.not_kept.emit)
        self._go_on()

    def _go_on(self) -> None:
        if self._next and not self._writing:
            self._writing = True
            self._next.pop(next(iter(self._next)))()

    def _write(
        self,
        work: Callable[[], None],
        *,
        done: Callable[[None], None],
        failed: Callable[[MendpointError], None],
    ) -> None:
        def ended(result: None) -> None:
            self._writing = False
            done(result)
            self._go_on()

        def went_wrong(error: MendpointError) -> None:
            self._writing = False
            failed(error)
            self._go_on()

        self._context.runner.run(self, work, done=ended, failed=went_wrong)
