"""What a scan does: opens an order, fills a field, or makes a sound and an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from services.errors import MendpointError, PermissionDenied
from services.types import ScanForm, imei_digits, scan_form
from ui.context import ScreenKey, TakesDevices
from ui.errors import present
from ui.parts.toast import ToastKind
from ui.scanner.fields import fill, taker
from ui.scanner.offer import OFFER_KEY, ScanOffer, shortened
from ui.scanner.probe import ScanProbe

if TYPE_CHECKING:
    from services.tickets.dto import ScannedCode
    from ui.context import UiContext
    from ui.scanner.wedge import Scanned
    from ui.shell.frame import ShellFrame
    from ui.shell.notices import Notices


class ScanDesk(QObject):
    """Carries scans out. Until somebody is at the till, a scan only makes a sound and a word.

    What was scanned is neither stored nor logged.

    Signals:
        sounded(): the computer made its sound: this scan did nothing by itself.
    """

    sounded = Signal()

    def __init__(self, frame: ShellFrame, *, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._notices = notices
        self._context: UiContext | None = None

    def serve(self, context: UiContext) -> None:
        """Act for whoever is at the till from now on."""
        self._context = context

    @Slot(object)
    def take(self, scanned: Scanned) -> None:
        """Do what a scan asks for."""
        place, text = scanned.place, scanned.scan.text.strip()
        if isinstance(place, ScanProbe):
            place.show_scan(scanned.scan)
            return
        self._notices.clear_banner(OFFER_KEY)
        field = taker(place)
        if self._context is None:
            self._refuse(self.tr("Choose who is at the till first, then scan"))
        elif scan_form(text) is ScanForm.ORDER:
            self._open(self._context, text)
        elif field is not None:
            fill(field, text=text)
        elif not self._question_is_open():
            self._offer(text, sentence=self.tr("Not one of our codes: “{code}”"))

    # --- codes of ours ------------------------------------------------------------------------

    def _open(self, context: UiContext, code: str) -> None:
        if self._question_is_open():
            return
        actor = context.actor()
        context.runner.run(
            self,
            lambda: context.services.tickets.read_scan(actor, code=code),
            done=lambda found: self._found(context, code, found),
            failed=lambda error: self._failed(code, error),
            kind="scan",
        )

    def _found(self, context: UiContext, code: str, found: ScannedCode) -> None:
        if found.ticket_id is None:
            self._tell_unknown(code)
        elif not self._question_is_open():
            _close_menus()
            context.shell.open_ticket(found.ticket_id)

    def _failed(self, code: str, error: MendpointError) -> None:
        if isinstance(error, PermissionDenied):
            self._tell_unknown(code)
            return
        self._sound()
        present(self._frame, error)

    def _tell_unknown(self, code: str) -> None:
        self._offer(code.upper(), sentence=self.tr("There is no order {code}"))

    # --- everything else ----------------------------------------------------------------------

    def _offer(self, code: str, *, sentence: str) -> None:
        self._sound()
        offer = ScanOffer(sentence.format(code=shortened(code)), intake=self._intake_words(code))
        offer.asked.connect(lambda: self._search(code))
        offer.acted.connect(lambda: self._take_in(code))
        offer.closed.connect(lambda: self._notices.clear_banner(OFFER_KEY))
        self._notices.put_banner(OFFER_KEY, offer)
        offer.follow_in_tab_order(self._frame.top_bar.search)

    def _intake_words(self, code: str) -> str:
        may = self._context is not None and self._context.may("tickets:take_in")
        if not may:
            return ""
        match scan_form(code):
            case ScanForm.IMEI:
                return self.tr("New intake with this IMEI")
            case ScanForm.SERIAL:
                return self.tr("New intake with this serial number")
        return ""

    def _search(self, code: str) -> None:
        self._notices.clear_banner(OFFER_KEY)
        self._frame.top_bar.search.search_for(code)

    def _take_in(self, code: str) -> None:
        self._notices.clear_banner(OFFER_KEY)
        if self._context is None or not self._context.shell.go(ScreenKey.COUNTER):
            return
        counter: object = self._frame.shown
        if isinstance(counter, TakesDevices):
            if scan_form(code) is ScanForm.IMEI:
                counter.begin_with(imei=imei_digits(code))
            else:
                counter.begin_with(serial=code)

    def _question_is_open(self) -> bool:
        """Say so where a question waits: it keeps the word until it is answered."""
        if QApplication.activeModalWidget() is None:
            return False
        self._refuse(self.tr("Answer the question first, then scan again"))
        return True

    def _refuse(self, words: str) -> None:
        self._sound()
        self._notices.toast(words, kind=ToastKind.NOT_DONE)

    def _sound(self) -> None:
        QApplication.beep()
        self.sounded.emit()


def _close_menus() -> None:
    """Close what would keep the keyboard from the order: a menu, the list of a box."""
    popup = QApplication.activePopupWidget()
    while popup is not None and popup.close():
        popup = QApplication.activePopupWidget()
