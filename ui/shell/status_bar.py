"""The status bar: which till, how the printer stands, what waits, and the shop's clock."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.icons import Icon
from ui.measures import fix_height
from ui.parts.text import Tone
from ui.shell.bar_item import BarItem
from ui.theme import tokens
from ui.tokens import Height


class StatusBar(QWidget):
    """The bar at the foot.

    Signals:
        till_pressed(): a person wants to know about the till.
        printer_pressed(): a person wants to know about the printer.
        jobs_pressed(): a person wants to see the print jobs.
        undos_pressed(): a person wants to see what can be undone.
        said(): the program began or ended to wait for something.
    """

    till_pressed = Signal()
    printer_pressed = Signal()
    jobs_pressed = Signal()
    undos_pressed = Signal()
    said = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status-bar")
        self.setAccessibleName("Status")
        fix_height(self, Height.STATUS_BAR)
        self.message = BarItem(icon=Icon.LOADER_CIRCLE, name="status-message", pressable=False)
        self.till = BarItem(icon=Icon.MONITOR, name="status-till")
        self.printer = BarItem(icon=Icon.PRINTER, name="status-printer")
        self.jobs = BarItem(icon=Icon.CLOCK, name="status-jobs")
        self.undos = BarItem(icon=Icon.UNDO_2, name="status-undos")
        self.clock = BarItem(name="status-clock", pressable=False)
        self._build()
        self._connect()

    def say(self, words: str) -> None:
        """Say what the program is waiting for; an empty text ends it and shows the till's state."""
        self.message.say(words, tone=Tone.SECOND)
        self.message.setVisible(bool(words))
        for item in (self.till, self.printer, self.jobs):
            item.setVisible(not words and bool(item.text()))
        self.said.emit()

    @property
    def is_saying(self) -> bool:
        """Whether the program waits for something and says so."""
        return not self.message.isHidden()

    def show_item(self, item: BarItem) -> None:
        """Show an item that has something to say now."""
        item.setVisible(bool(item.text()) and self.message.isHidden())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and the hairline above it."""
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(t.hairline))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 1, 10, 0)
        row.setSpacing(6)
        for item in (self.message, self.till, self.printer, self.jobs):
            item.hide()
            row.addWidget(item)
        row.addStretch(1)
        self.undos.hide()
        row.addWidget(self.undos)
        row.addWidget(self.clock)

    def _connect(self) -> None:
        self.till.clicked.connect(self.till_pressed)
        self.printer.clicked.connect(self.printer_pressed)
        self.jobs.clicked.connect(self.jobs_pressed)
        self.undos.clicked.connect(self.undos_pressed)
