"""The "scan here to test" field: says what came, and keeps none of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.parts.field import LineEdit
from ui.scanner.burst import Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What came: as a scan, or as typed keys that ended with Enter."""

    scan: Scan
    as_scan: bool


class ScanProbe(LineEdit):
    """Shows a scan as text without acting on it, and times what came as typing.

    Signals:
        arrived(object): an `Arrival`.
    """

    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._times: list[int] = []

    def show_scan(self, scan: Scan) -> None:
        """Show what was scanned with the keyboard here."""
        self._times = []
        self.setText(scan.text)
        self.selectAll()
        self.arrived.emit(Arrival(scan=scan, as_scan=True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take typed keys too: a scanner slower than the setting comes as these."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(event.timestamp())
            event.accept()
            return
        if event.text().isprintable() and event.text():
            self._times.append(event.timestamp())
        super().keyPressEvent(event)

    def _tell(self, at_ms: int) -> None:
        times, self._times = [*self._times, at_ms], []
        if len(times) > 1:
            scan = Scan(text=self.text(), took_ms=times[-1] - times[0], keys=len(times))
            self.arrived.emit(Arrival(scan=scan, as_scan=False))
        self.selectAll()
