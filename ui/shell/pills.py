"""Keeps what the bars say true: till, printer, print jobs, database and the shop's clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from services.changes import Change, Entity
from services.errors import MendpointError, StorageUnavailable
from services.jobs.dto import JobCounts
from services.printing.dto import PrinterRole, PrinterState, PrinterStatus
from ui.icons import Icon
from ui.shell.frame import ShellFrame
from ui.shell.jobs_panel import JobsPanel
from ui.shell.printer_panel import PrinterPanel
from ui.shell.printing_words import PRINTER_LOOKS, jobs_words

if TYPE_CHECKING:
    from ui.context import UiContext

_CLOCK_MS: Final = 5_000
# How often trouble is looked at again without anyone asking.
_AGAIN_MS: Final = 20_000
_WELL: Final = (PrinterState.READY, PrinterState.QUEUE, PrinterState.NO_PRINTER)


class Pills(QObject):
    """Asks off the main thread and shows the answers in the frame's bars."""

    def __init__(self, context: UiContext, *, frame: ShellFrame, is_local: bool) -> None:
        super().__init__(frame)
        self._context = context
        self._frame = frame
        self._words = "Local" if is_local else "Server"
        self._printer_well = True
        self._database_well = True
        self.printer_panel = PrinterPanel(context, anchor=frame.status_bar.printer)
        self.jobs_panel = JobsPanel(context, anchor=frame.status_bar.jobs)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._connect()

    def start(self) -> None:
        """Show what is known and ask for the rest."""
        bar = self._frame.status_bar
        bar.say("")
        self._show_database()
        self._tick()
        self._clock.start()
        self._again.start()
        self.follow_person()
        self.ask_jobs()
        self.ask_printer()

    def stop(self) -> None:
        """Ask nothing any more."""
        self._clock.stop()
        self._again.stop()

    def follow_person(self) -> None:
        """Show who is at which till now."""
        actor = self._context.actor()
        bar = self._frame.status_bar
        bar.till.say(actor.till_name, icon=Icon.MONITOR)
        bar.show_item(bar.till)
        self._frame.top_bar.show_person(actor.name)

    @Slot()
    def ask_printer(self) -> None:
        """Ask how the receipt printer stands."""
        if not self._context.may("settings:read"):
            return
        context = self._context
        actor = context.actor()
        context.runner.run(
            self,
            lambda: context.services.printing.status(actor, role=PrinterRole.RECEIPT),
            done=self._show_printer,
            failed=self._failed,
            kind="printer",
        )

    @Slot()
    def ask_jobs(self) -> None:
        """Ask how many print jobs wait or went wrong."""
        if not self._context.may("jobs:read"):
            return
        context = self._context
        actor = context.actor()
        context.runner.run(
            self,
            lambda: context.services.jobs.counts(actor),
            done=self._show_jobs,
            failed=self._failed,
            kind="jobs",
        )

    @Slot(object)
    def follow_changes(self, changes: tuple[Change, ...]) -> None:
        """Look again after something was printed."""
        touched = {change.entity for change in changes}
        if Entity.PRINT in touched:
            self.ask_jobs()
            if self.jobs_panel.is_open:
                self.jobs_panel.ask()
        if Entity.SETTINGS in touched:
            self.ask_printer()

    @Slot()
    def open_printer(self) -> None:
        """Open the printer's panel and ask it."""
        self.printer_panel.open_panel(focus=self.printer_panel.check)
        self.printer_panel.ask()

    @Slot()
    def open_jobs(self) -> None:
        """Open the list of print jobs."""
        self.printer_panel.close_panel()
        self.jobs_panel.open_panel()
        self.jobs_panel.ask()

    def database_failed(self, error: MendpointError) -> None:
        """Show that the database can't be reached; it is asked again by and by."""
        if isinstance(error, StorageUnavailable):
            self._database_well = False
            self._show_database()

    def _connect(self) -> None:
        bar = self._frame.status_bar
        self._clock.timeout.connect(self._tick)
        self._again.timeout.connect(self._look_again)
        self._context.live.changed.connect(self.follow_changes)
        bar.printer_pressed.connect(self.open_printer)
        bar.jobs_pressed.connect(self.open_jobs)
        self.printer_panel.status_told.connect(self._show_printer)
        self.printer_panel.jobs_asked.connect(self.open_jobs)

    def _tick(self) -> None:
        formats, clock = self._context.formats, self._frame.status_bar.clock
        clock.say(formats.date_full(self._context.now()))

    def _look_again(self) -> None:
        self.ask_jobs()
        if not self._printer_well:
            self.ask_printer()

    @Slot(object)
    def _show_printer(self, status: PrinterStatus) -> None:
        self._answered()
        self._printer_well = status.state in _WELL
        look = PRINTER_LOOKS[status.state]
        item = self._frame.status_bar.printer
        item.say(look.words, tone=look.tone, icon_tone=look.icon_tone, tip=look.advice)
        self._frame.status_bar.show_item(item)

    def _show_jobs(self, counts: JobCounts) -> None:
        self._answered()
        words, tone, icon = jobs_words(
            waiting=counts.waiting + counts.running, failed=counts.failed, unknown=counts.unknown
        )
        item = self._frame.status_bar.jobs
        item.say(words, tone=tone, icon=icon, tip="Show the print jobs" if words else "")
        self._frame.status_bar.show_item(item)

    def _answered(self) -> None:
        if not self._database_well:
            self._database_well = True
            self._show_database()
            self._context.shell.clear_banner("storage_unavailable")

    def _failed(self, error: MendpointError) -> None:
        self.database_failed(error)

    def _show_database(self) -> None:
        bar = self._frame.top_bar
        if self._database_well:
            bar.show_database(self._words, well=True, tip="Where the shop’s data is")
        else:
            tip = "It is asked again every 20 seconds. What is typed stays."
            bar.show_database("Database away", well=False, tip=tip)
