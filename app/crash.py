"""Bugs: logged with a reference on whatever thread they come up, then shown once, honestly."""

from __future__ import annotations

import logging
import secrets
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.log_lines import cause_of, frames_of


class CrashReports(QObject):
    """Takes every exception nobody expected.

    ``last_told`` is what the newest one was, without personal data.

    Signals:
        reported(object): the reference of a bug, on the main thread.
    """

    reported = Signal(object)
    _came_up = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last_told = ""
        self._came_up.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._earlier = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Take uncaught exceptions of every thread from now on."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._earlier

    def report(self, bug: BaseException) -> str:
        """Log a bug and have it shown; return its reference. Callable from any thread."""
        reference = self.log(bug)
        self._came_up.emit(reference)
        return reference

    def log(self, bug: BaseException) -> str:
        """Log a bug that its caller shows; return its reference. Callable from any thread."""
        reference = secrets.token_hex(4)
        where = frames_of(bug)[-1:] or ["nowhere"]
        self.last_told = f"{cause_of(bug)} at {where[0]}"
        logging.getLogger("mendpoint.crash").error(
            "unexpected %s", type(bug).__name__, exc_info=bug, extra={"request_id": reference}
        )
        return reference

    def _uncaught(
        self,
        kind: type[BaseException],
        bug: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            self._earlier[0](kind, bug, traceback)
            return
        self.report(bug)

    def _uncaught_in_thread(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None and raised.exc_type is not SystemExit:
            self.report(raised.exc_value)

    @Slot(object)
    def _pass_on(self, reference: str) -> None:
        self.reported.emit(reference)
