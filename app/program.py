"""The life of the program: the way in, a person at work, and the end in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.crash import CrashReports
from app.entrance import Beginning, Entrance
from app.home import Home
from app.log_lines import start_log, stop_log
from app.this_pc import ThisPc
from services.changes import Change, Entity
from services.clock import Clock
from services.printing.dto import PrinterRole, PrinterSettings
from services.printing.facts import shop_head
from services.printing.warming import warm_up
from services.settings.dto import FirstStart
from ui.errors import Notice, NoticeKind, present
from ui.icons import Icon, icon_pixmap
from ui.live import LiveUpdates
from ui.parts.dialog import Question, ask
from ui.scanner.deciding import ScanDesk
from ui.scanner.pace import rule_of
from ui.scanner.wedge import Wedge
from ui.shell.frame import ShellFrame
from ui.shell.notices import Notices
from ui.shell.session import Session, Surroundings
from ui.shell.signing_in import SignedIn
from ui.tasks import TaskRunner
from ui.theme import ThemeSwitch, tokens
from ui.workstation import ScannerSettings

CLOSING = "Closing …"
CRASHED = (
    "This was not your doing. What you typed is still there, and nothing that was confirmed is "
    "lost. The log holds what happened, without customer data."
)
# Drafts and answers on their way are waited for this long; then the rest is stopped.
_SETTLE_MS = 1_500
_STOP_TASKS_S = 2.0
_DRAIN_JOBS_S = 5.0
_WARM_UP_AFTER_MS = 500


class Program(QObject):
    """Everything behind the window, from its first paint to its end.

    Signals:
        ready(): a page that takes input is shown: first start, picker, trouble or a screen.
        ended(object): everything has stopped; the exit code.
    """

    ready = Signal()
    ended = Signal(object)
    _stopped = Signal()

    def __init__(
        self,
        home: Home,
        *,
        environment: Mapping[str, str],
        frame: ShellFrame,
        theme: ThemeSwitch,
        sample: FirstStart | None = None,
        clock: Clock | None = None,
        restart: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._frame = frame
        self._theme = theme
        self._restart = restart
        self._restarting = False
        self._ending = False
        self._may_lose = False
        self._settled_ms = 0
        self._settle = QTimer(self, interval=50)
        self._live: LiveUpdates | None = None
        self._log = start_log(home.logs)
        self.session: Session | None = None
        self.crashes = CrashReports(self)
        self.runner = TaskRunner(self, on_bug=self.crashes.report, present=present)
        self.notices = Notices(frame)
        self.scans = ScanDesk(frame, notices=self.notices, parent=self)
        self.wedge: Wedge | None = None
        self.this_pc = ThisPc(
            home,
            environment=environment,
            is_demo=sample is not None,
            end=self.end,
            restart=self._end_and_restart,
        )
        self.entrance = Entrance(
            Beginning(home=home, environment=environment, clock=clock, sample=sample),
            frame=frame,
            runner=self.runner,
            this_pc=self.this_pc,
            log_bug=self.crashes.log,
            parent=self,
        )
        self._connect()

    def start(self) -> None:
        """Take over after the first paint."""
        self.crashes.install()
        self._frame.use_notices(self.notices.show)
        self._frame.setWindowIcon(QIcon(icon_pixmap(Icon.BRAND, colour=tokens().accent, size=64)))
        self._watch_keys()
        self.entrance.open()

    @Slot()
    def end(self) -> None:
        """Stop in order: screens keep their drafts; then tasks, live, jobs, database."""
        if self._ending or (self.session is not None and not self.session.can_leave()):
            return
        unsaved = self.session.unsaved_words if self.session is not None else ""
        if unsaved and not self._may_lose:
            self._ask_about(unsaved)
            return
        self._ending = True
        self._frame.set_ready(False)
        self._frame.status_bar.say(CLOSING)
        if self.wedge is not None:
            self.wedge.stop()
        if self.session is not None:
            self.session.end()
        self._settle.start()

    def _watch_keys(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.wedge = Wedge(application, rule=rule_of(self.this_pc.scanner()), parent=self)
        self.wedge.scanned.connect(self.scans.take)
        self.this_pc.tell_scanner(self._use_scanner)
        self.wedge.start()

    def _use_scanner(self, scanner: ScannerSettings) -> None:
        if self.wedge is not None:
            self.wedge.use(rule_of(scanner))

    def _connect(self) -> None:
        self._stopped.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._settle.timeout.connect(self._look_whether_settled)
        self._frame.close_asked.connect(self.end)
        self.crashes.reported.connect(self._show_crash)
        self.entrance.shown.connect(self.ready)
        self.entrance.signed_in.connect(self._begin)
        self.entrance.quit_asked.connect(self.end)

    @Slot(object)
    def _begin(self, signed_in: SignedIn) -> None:
        opened = self.entrance.opened
        assert opened is not None
        shop = opened.shop
        self._live = LiveUpdates(shop.changes, self)
        shop.tills.use(int(signed_in.actor.till_id))
        shop.jobs.start()
        self.session = Session(
            self._frame,
            surroundings=Surroundings(
                services=shop.services,
                runner=self.runner,
                live=self._live,
                theme=self._theme,
                workstation=self.this_pc,
                notices=self.notices,
                now=shop.clock.now,
                database_is_local=opened.place.is_local,
            ),
            signed_in=signed_in,
        )
        self.notices.offer_again(self._look_again)
        self.scans.serve(self.session.context)
        self.session.begin()
        self.ready.emit()
        QTimer.singleShot(_WARM_UP_AFTER_MS, self, self._warm_up)

    def _look_again(self) -> None:
        """Have everything that is shown asked for anew: what still fails says so again."""
        if self._live is not None and self.session is not None:
            self.session.printer_state_changed()
            self._live.changed.emit((Change(entity=Entity.SETTINGS, entity_id=0),))

    @Slot()
    def _warm_up(self) -> None:
        """Load what printing needs while nobody waits: the first ticket is then as quick as any."""
        if self.session is None or self._ending:
            return
        settings, actor = self.session.context.services.settings, self.session.actor()
        head = shop_head(self.session.shop)

        def warm() -> int:
            printers = {printer.role: printer for printer in settings.till(actor).printers}
            usual = PrinterSettings(role=PrinterRole.RECEIPT, address="none")
            return warm_up(head, printer=printers.get(PrinterRole.RECEIPT, usual))

        # Not being warm is no trouble to show anybody: the first ticket then takes half a second.
        self.runner.run(self, warm, done=_let_be, failed=_let_be)

    # --- the end ------------------------------------------------------------------------------

    def _end_and_restart(self) -> None:
        self._restarting = True
        self.end()

    @Slot()
    def _look_whether_settled(self) -> None:
        self._settled_ms += self._settle.interval()
        if self.runner.under_way and self._settled_ms < _SETTLE_MS:
            return
        self._settle.stop()
        threading.Thread(target=self._stop_all, name="program-stop", daemon=True).start()

    def _stop_all(self) -> None:
        self.runner.stop(deadline_s=_STOP_TASKS_S)
        if self._live is not None:
            self._live.stop()
        if self.entrance.opened is not None:
            self.entrance.opened.shop.close(deadline_s=_DRAIN_JOBS_S)
        self._stopped.emit()

    @Slot()
    def _finish(self) -> None:
        self.crashes.uninstall()
        stop_log(self._log)
        if self._restarting and self._restart is not None:
            self._restart()
        self._frame.let_close()
        # Qt takes the window apart while Python still holds every part: left to the garbage
        # collector, event filters would be called on objects that have lost their attributes.
        self._frame.deleteLater()
        self.ended.emit(0)

    def _ask_about(self, unsaved: str) -> None:
        question = Question(
            heading="Quit without saving the settings?",
            text=f"Changed and not saved yet: {unsaved}.",
            action="Quit without saving",
            keep="Go back",
            destroys=True,
        )
        ask(self._frame, question=question, agreed=self._end_anyway)

    def _end_anyway(self, _typed: object) -> None:
        self._may_lose = True
        self.end()

    @Slot(object)
    def _show_crash(self, reference: str) -> None:
        self.notices.show(
            Notice(
                kind=NoticeKind.WINDOW,
                key="crash",
                heading="Something went wrong inside Mendpoint",
                text=CRASHED,
                reference=reference,
            )
        )


def _let_be(_answer: object) -> None:
    """Take an answer that changes nothing on the screen."""
