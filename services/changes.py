"""What changed, told to whoever shows it: one `Change` per entity touched by a commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

_LOG = logging.getLogger("mendpoint.changes")


class Entity(StrEnum):
    TICKET = "ticket"
    CUSTOMER = "customer"
    CATALOGUE = "catalogue"
    PRICE = "price"
    SETTINGS = "settings"
    PEOPLE = "people"
    PRINT = "print"
    VIEW = "view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    entity: Entity
    entity_id: int


Listener = Callable[[tuple[Change, ...]], None]


class ChangeBus:
    """Passes committed changes to listeners, on the thread that committed.

    Listeners must be quick and thread-safe; the UI's listener only emits a queued signal.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = Lock()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; return a function that removes it."""
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return stop

    def publish(self, changes: Iterable[Change]) -> None:
        """Tell every listener of changes that are committed.

        A listener that fails is logged: what was committed stays so, and the others still hear.
        """
        told = tuple(changes)
        if not told:
            return
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(told)
            except Exception:  # noqa: BLE001 - a listener may fail in any way; see above
                _LOG.exception("a listener failed on committed changes")
