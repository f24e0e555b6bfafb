"""Collects garbage on the main thread only.

Python's own collector runs on whichever thread happens to allocate. On a worker it may free a Qt
widget that only a reference cycle kept, and Qt ends the process for that. So it is switched off
when the program starts (which also makes the first paint about 10 ms earlier) and run from here.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS: Final = 1_000


class MainThreadCollector(QObject):
    """Looks once a second whether a generation has grown past Python's own threshold."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect_what_is_due)
        self._timer.start()

    @Slot()
    def collect_what_is_due(self) -> None:
        """Collect the oldest generation that is due, as Python would have."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
