"""Committed changes, handed to the screens on the main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from services.changes import Change, ChangeBus


class LiveUpdates(QObject):
    """Follows the change bus and tells the screens.

    Signals:
        changed(object): a tuple of `services.changes.Change`, on the main thread, after a commit
            here or at another workstation.
    """

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, changes: ChangeBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._stop = changes.listen(self._hear)

    def stop(self) -> None:
        """Stop listening; nothing is emitted any more that was not on its way."""
        self._stop()

    def _hear(self, changes: tuple[Change, ...]) -> None:
        if isValid(self):
            self._heard.emit(changes)

    @Slot(object)
    def _pass_on(self, changes: tuple[Change, ...]) -> None:
        self.changed.emit(changes)
