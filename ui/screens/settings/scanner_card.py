"""How the scanner at this computer types, and a field to try it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from services.errors import MendpointError
from services.tickets.dto import ScannedCode
from ui.context import UiContext
from ui.errors import present
from ui.measures import fix_width
from ui.parts.card import Card
from ui.parts.field import Field, Labelled
from ui.parts.field_frame import FieldFrame
from ui.parts.flow import Flow
from ui.parts.segmented import Segmented
from ui.scanner.burst import LONGEST_PREFIX, USUAL_FEWEST
from ui.scanner.probe import Arrival, ScanProbe
from ui.screens.settings.page import note
from ui.tokens import Height, Space
from ui.workstation import ScanEnd, ScannerSettings

_GAPS_MS = (20, 30, 40, 50)
_FEWEST = (4, USUAL_FEWEST, 8, 12)
_PREFIX_WIDTH = 120

Line = Callable[[str, QWidget], Flow]


class ScannerCard(Card):
    """Timing, prefix and ending; each counts at once. ``line`` lays a label beside a control."""

    def __init__(self, context: UiContext, *, line: Line) -> None:
        super().__init__(self.tr("Scanner"), name="card-scanner", spacing=Space.LARGE)
        self._context = context
        self._scanner = context.workstation.scanner()
        self._build(line)
        self.gap.chosen.connect(lambda gap: self._keep(gap_ms=gap))
        self.fewest.chosen.connect(lambda fewest: self._keep(fewest=fewest))
        self.end.chosen.connect(lambda end: self._keep(end=end))
        self.prefix.committed.connect(self._prefix_typed)
        self.probe.arrived.connect(self._arrived)

    def _build(self, line: Line) -> None:
        self.gap = Segmented(
            self.tr("Time between keys"),
            choices=[(gap, self.tr("{gap} ms").format(gap=gap)) for gap in _GAPS_MS],
            value=min(_GAPS_MS, key=lambda gap: abs(gap - self._scanner.gap_ms)),
            name="scanner-gap",
        )
        self.fewest = Segmented(
            self.tr("Shortest code"),
            choices=[(fewest, str(fewest)) for fewest in _FEWEST],
            value=min(_FEWEST, key=lambda fewest: abs(fewest - self._scanner.fewest)),
            name="scanner-fewest",
        )
        self.end = Segmented(
            self.tr("Codes end with"),
            choices=[
                (ScanEnd.ENTER, self.tr("Enter")),
                (ScanEnd.TAB, self.tr("Tab")),
                (ScanEnd.BOTH, self.tr("Either")),
            ],
            value=self._scanner.end,
            name="scanner-end",
        )
        self.prefix = Field(
            self.tr("Prefix"),
            name="scanner-prefix",
            hint=self.tr("Where the scanner sends one, only what begins with it is a scan"),
            max_length=LONGEST_PREFIX,
        )
        self.prefix.set_text(self._scanner.prefix)
        fix_width(self.prefix.frame, _PREFIX_WIDTH)
        self.probe = ScanProbe()
        self.tried = Labelled(
            self.tr("Scan here to test"),
            editor=self.probe,
            frame=FieldFrame(self.probe, height=Height.FORM),
            name="scanner-probe",
        )
        words = self.tr("A scanner types faster than a hand: that is how it is told apart.")
        self.body.addWidget(note(words))
        self.body.addWidget(line(self.tr("Time between keys"), self.gap))
        self.body.addWidget(line(self.tr("Shortest code"), self.fewest))
        self.body.addWidget(line(self.tr("Codes end with"), self.end))
        self.body.addWidget(self.prefix)
        self.body.addWidget(self.tried)

    @Slot(object)
    def _prefix_typed(self, prefix: str) -> None:
        if prefix != self._scanner.prefix:
            self._keep(prefix=prefix)

    def _keep(self, **change: object) -> None:
        scanner: ScannerSettings = replace(self._scanner, **change)  # type: ignore[arg-type]
        self._scanner = scanner
        workstation = self._context.workstation
        workstation.use_scanner(scanner)
        self._context.runner.run(
            self,
            lambda: workstation.keep_scanner(scanner),
            done=lambda _kept: None,
            kind="scanner",
        )

    # --- the test -----------------------------------------------------------------------------

    @Slot(object)
    def _arrived(self, arrival: Arrival) -> None:
        scan = arrival.scan
        came = self.tr("{count} characters, {pace} ms per key").format(
            count=len(scan.text), pace=f"{scan.ms_per_key:.0f}"
        )
        if not arrival.as_scan:
            self.tried.set_hint(self._why_typed(came, arrival))
            return
        self.tried.set_hint(came)
        context = self._context
        actor = context.actor()
        context.runner.run(
            self,
            lambda: context.services.tickets.read_scan(actor, code=scan.text),
            done=lambda found: self.tried.set_hint(f"{came}. {self._meaning(found)}"),
            failed=self._failed,
            kind="scan",
        )

    def _why_typed(self, came: str, arrival: Arrival) -> str:
        if arrival.scan.ms_per_key > self._scanner.gap_ms:
            why = self.tr("Came as typing: slower than the time between keys")
        else:
            why = self.tr("Came as typing: too short, or not as set above")
        return f"{came}. {why}"

    def _meaning(self, found: ScannedCode) -> str:
        if found.ticket_id is not None:
            return self.tr("One of our codes: order {number}").format(number=found.number)
        if found.is_ours:
            return self.tr("One of our codes, but there is no such order")
        return self.tr("Not one of our codes")

    def _failed(self, error: MendpointError) -> None:
        present(self, error)
