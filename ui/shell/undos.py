"""What the person at the till can still take back, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

_TICK_MS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Undoable:
    """Something done. ``until`` None: it can be taken back while its toast is shown.

    ``about`` are the ids of the orders it concerns: of one order the newest change goes first.
    """

    text: str
    undo: Callable[[], None]
    until: datetime | None = None
    about: frozenset[int] = frozenset()


class Undos(QObject):
    """Holds what can be taken back. ``forget`` it when somebody else takes the till over.

    Signals:
        changed(): something was added, taken back, or is too old now.
        ticked(): a second has passed for what is held.
        taken(object): an `Undoable` is being taken back.
    """

    changed = Signal()
    ticked = Signal()
    taken = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held: list[Undoable] = []
        self._now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._tick)

    def follow_clock(self, now: Callable[[], datetime]) -> None:
        """Reckon by the shop's clock from here on."""
        self._now = now

    def add(self, undoable: Undoable) -> None:
        """Hold something that was just done."""
        self._held.insert(0, undoable)
        self._clock.start()
        self.changed.emit()

    def listed(self) -> tuple[Undoable, ...]:
        """Return what can be taken back for a while, the newest first."""
        return tuple(each for each in self._possible() if each.until is not None)

    def seconds_left(self, undoable: Undoable) -> int:
        """Return how long something can still be taken back."""
        if undoable.until is None:
            return 0
        return max(0, ceil((undoable.until - self._now()).total_seconds()))

    def waits(self, undoable: Undoable) -> bool:
        """Say whether a newer change of the same order must be taken back first."""
        newer = self._held[: self._held.index(undoable)] if undoable in self._held else []
        return any(each.about & undoable.about for each in newer)

    def undo_newest(self) -> bool:
        """Take the newest back; return whether there was anything."""
        possible = self._possible()
        if possible:
            self.take(possible[0])
        return bool(possible)

    def take(self, undoable: Undoable) -> None:
        """Take something back, if it is still held."""
        if undoable not in self._held:
            return
        self._drop(undoable)
        self.taken.emit(undoable)
        undoable.undo()

    def let_go(self, undoable: Undoable) -> None:
        """Forget what could be taken back from its toast only, which is gone."""
        if undoable in self._held and undoable.until is None:
            self._drop(undoable)

    def forget(self) -> None:
        """Forget everything: it was done by somebody else."""
        self._held.clear()
        self._clock.stop()
        self.changed.emit()

    # --- inside -------------------------------------------------------------------------------

    def _possible(self) -> list[Undoable]:
        return [e for e in self._held if e.until is None or self.seconds_left(e) > 0]

    def _drop(self, undoable: Undoable) -> None:
        self._held.remove(undoable)
        self.changed.emit()

    def _tick(self) -> None:
        possible = self._possible()
        if len(possible) < len(self._held):
            self._held = possible
            self.changed.emit()
        else:
            self.ticked.emit()
        if not self._held:
            self._clock.stop()
