"""What the printer pill opens: how each printer of this till stands and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from services.errors import MendpointError
from services.printing.dto import PrinterRole, PrinterStatus
from ui.parts.button import Button, ButtonKind
from ui.parts.text import Text, Tone
from ui.shell.popover import Popover
from ui.shell.printing_words import PRINTER_LOOKS
from ui.tokens import Height, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext

_WIDTH = 380


class PrinterPanel(Popover):
    """Asks the receipt printer when it opens, and again on demand.

    Signals:
        status_told(object): the `PrinterStatus` just learned.
        settings_asked(): a person wants to set the printers up.
        jobs_asked(): a person wants to see the print jobs.
    """

    status_told = Signal(object)
    settings_asked = Signal()
    jobs_asked = Signal()

    def __init__(self, context: UiContext, *, anchor: QWidget) -> None:
        super().__init__("Receipt printer", name="printer-panel", width=_WIDTH, anchor=anchor)
        self._context = context
        self._state = Text("", role=TypeRole.STRONG, wrap=True, name="printer-panel-state")
        self._advice = Text("", tone=Tone.SECOND, wrap=True, name="printer-panel-advice")
        self._told = Text("", tone=Tone.THIRD, wrap=True, name="printer-panel-told")
        self.check = Button("Check again", height=Height.DENSE, name="printer-panel-check")
        self.jobs = Button(
            "Print jobs", kind=ButtonKind.GHOST, height=Height.DENSE, name="printer-panel-jobs"
        )
        self.settings = Button(
            "Printer settings",
            kind=ButtonKind.GHOST,
            height=Height.DENSE,
            name="printer-panel-settings",
        )
        for text in (self._state, self._advice, self._told):
            self.content.addWidget(text)
        row = QHBoxLayout()
        row.addWidget(self.check)
        row.addWidget(self.jobs)
        row.addWidget(self.settings)
        row.addStretch(1)
        self.content.addLayout(row)
        self.check.clicked.connect(self.ask)
        self.jobs.clicked.connect(self.jobs_asked)
        self.settings.clicked.connect(self.settings_asked)
        self.settings.setVisible(context.may("settings:update"))

    def ask(self) -> None:
        """Ask the printer how it stands; the answer takes up to its time-out."""
        context = self._context
        actor = context.actor()
        self.check.set_busy("Asking …")
        context.runner.run(
            self,
            lambda: context.services.printing.status(actor, role=PrinterRole.RECEIPT),
            done=self.show_status,
            failed=self._failed,
            kind="printer",
        )

    def show_status(self, status: PrinterStatus) -> None:
        """Show how the printer stands."""
        look = PRINTER_LOOKS[status.state]
        self.check.set_busy(None)
        self._state.setText(look.words)
        self._advice.setText(look.advice)
        told = " ".join(part for part in (status.message, status.detail) if part)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        if self.is_open:
            self.fit()
        self.status_told.emit(status)

    def _failed(self, error: MendpointError) -> None:
        self.check.set_busy(None)
        self._state.setText(error.message)
        self._advice.setText("")
        self._told.hide()
