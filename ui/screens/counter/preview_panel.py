"""The paper beside the form: claim ticket and labels as this till will print them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from services.errors import MendpointError
from services.printing.dto import Preview, PrinterRole, PrinterSettings
from services.settings.dto import Till
from ui.context import UiContext
from ui.parts.card import Surface
from ui.parts.elided import Elided
from ui.parts.paper import RECEIPT_WIDTH, PaperView
from ui.parts.paper_sheet import SHADOW
from ui.parts.text import Text, Tone, plain_tip
from ui.screens.counter.sheet import Sheet
from ui.tokens import Space, TypeRole

# While typing the paper follows at most this often; the newest draft wins.
_FOLLOW_MS: Final = 80
# The ticket carries the time of day: without typing it is drawn anew this often.
_CLOCK_MS: Final = 20_000
_BESIDE_FROM: Final = 600
_USUAL_WIDTH: Final = 368
_MARGIN: Final = 21
# Shadow and scroll bar at the right, and as much at the left.
_BESIDE_PAPER: Final = 2 * (SHADOW + 12)
_NARROW_COLUMNS: Final = 32
_LINE: Final = 18
# The white space between title and note stands between the two in the head's layout.
_BETWEEN: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What the note says, and what it says where that has no room."""

    whole: str = ""
    short: str = ""


class PreviewPanel(Surface):
    """Shows what `intake.preview` lays out. It stores nothing and never keeps the form waiting.

    The ticket scrolls; the label of the current device stays in sight below it, or beside it where
    there is room.
    """

    def __init__(self, context: UiContext, *, sheet: Sheet) -> None:
        super().__init__("sunken", name="counter-preview")
        self._context = context
        self._sheet = sheet
        self._preview: Preview | None = None
        self._width_words = _Words()
        self._note_words = _Words()
        self.ticket = PaperView(self.tr("Claim ticket"), name="counter-preview-ticket")
        self.label = PaperView(self.tr("Bench label"), name="counter-preview-label")
        self._build()
        self._follow = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._follow.timeout.connect(self._ask)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        sheet.edited.connect(self.follow)
        sheet.replaced.connect(self.follow)
        sheet.device_changed.connect(self._show_label)

    def load(self) -> None:
        """Draw the first preview and go on with the clock."""
        self._clock.start()
        self._ask()

    def show_till(self, till: Till) -> None:
        """Say how wide this till's papers are."""
        receipt = _printer(till, PrinterRole.RECEIPT)
        narrow = receipt is not None and receipt.columns <= _NARROW_COLUMNS
        paper = self.tr("58 mm") if narrow else self.tr("80 mm")
        whole = self.tr("{paper}, as it will print").format(paper=paper)
        self._width_words = _Words(whole=whole, short=paper)
        self._say(self._width_words, tone=Tone.SECOND)
        label = _printer(till, PrinterRole.LABEL)
        wide, high = (label.label_width_mm, label.label_height_mm) if label else (57, 30)
        self._label_size.show_text(self.tr("{wide} × {high} mm").format(wide=wide, high=high))
        self.follow()

    def follow(self) -> None:
        """Draw anew soon."""
        if not self._follow.isActive():
            self._follow.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the paper; put the label beside it where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def restyle(self) -> None:
        """Take on the theme now in force, once every word has its new size."""
        QTimer.singleShot(0, self, self._arrange)

    # --- inside -------------------------------------------------------------------------------

    def _arrange(self) -> None:
        paper = min(RECEIPT_WIDTH, self.width() - _BESIDE_PAPER)
        for view in (self.ticket, self.label):
            view.set_paper_width(paper)
        self._fit_head()
        beside = self.width() >= _BESIDE_FROM
        self._papers.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self._papers.setStretch(1, 1 if beside else 0)
        # The sheet's own shadow stands outside its edge.
        left = (min(self.width(), _USUAL_WIDTH) - paper) // 2 - SHADOW
        self._ticket_page.setContentsMargins(left, 0, 0, 0)
        room = self.width() - left - self.label.sizeHint().width() - 2 * Space.SMALL
        words = max(line.sizeHint().width() for line in (self._label_words, self._label_size))
        below = beside or words > room
        self._label_row.setDirection(
            QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        )
        self._label_row.setSpacing(0 if below else Space.SMALL)
        # Below the label its shadow is white space enough.
        self._label_row.setContentsMargins(0 if beside else left, 0, Space.SMALL, 0)
        self._words.setContentsMargins(SHADOW if below else 0, 0 if below else SHADOW - 2, 0, 0)
        fixed = left + paper + 2 * SHADOW + Space.LARGE
        self._scroll.setMinimumWidth(fixed if beside else 0)
        self._scroll.setMaximumWidth(fixed if beside else self.maximumWidth())

    def _fit_head(self) -> None:
        """Put the note below the title where both do not fit in one line, shorter if need be."""
        self._note.show_text(self._note_words.whole)
        needed = self._title.sizeHint().width() + Space.MEDIUM + self._note.sizeHint().width()
        room = self.width() - 2 * _MARGIN
        fits = needed <= room
        if self._note.sizeHint().width() > room:
            self._note.show_text(self._note_words.short)
        self._head.setDirection(
            QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        )
        self._head.setStretch(_BETWEEN, 1 if fits else 0)

    def _build(self) -> None:
        self._note = Elided(
            tone=Tone.SECOND,
            role=TypeRole.BODY,
            grows=False,
            height=_LINE,
            name="counter-preview-note",
        )
        self._title = Text(self.tr("Claim ticket"), role=TypeRole.SECTION)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(_MARGIN, 10, _MARGIN, 4)
        self._head.setSpacing(0)
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._note)
        self._papers = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._papers.setSpacing(0)
        self._papers.addWidget(self._build_ticket(), stretch=1)
        self._papers.addWidget(self._build_label(), alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addLayout(self._papers, stretch=1)

    def _build_ticket(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("counter-preview-page")
        self._ticket_page = QVBoxLayout(inside)
        self._ticket_page.addWidget(self.ticket, alignment=Qt.AlignmentFlag.AlignLeft)
        self._ticket_page.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("counter-preview-scroll")
        self._scroll.setAccessibleName(self.tr("Preview of the claim ticket"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        return self._scroll

    def _build_label(self) -> QWidget:
        self._label_words = Elided(
            self.tr("Bench label"),
            role=TypeRole.STRONG,
            height=_LINE,
            name="counter-preview-label-words",
        )
        self._label_size = Elided(
            role=TypeRole.BODY, tone=Tone.SECOND, height=_LINE, name="counter-preview-label-size"
        )
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addWidget(self._label_words)
        self._words.addWidget(self._label_size)
        self._words.addStretch(1)
        part = QWidget()
        part.setObjectName("counter-preview-label-part")
        self._label_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, part)
        self._label_row.addWidget(self.label, alignment=Qt.AlignmentFlag.AlignTop)
        self._label_row.addLayout(self._words, stretch=1)
        return part

    def _tick(self) -> None:
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        draft, actor = self._sheet.snapshot(), self._context.actor()
        intake = self._context.services.intake
        self._context.runner.run(
            self,
            lambda: intake.preview(actor, draft),
            done=self._show,
            failed=self._not_shown,
            kind="preview",
        )

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        self._say(self._width_words, tone=Tone.SECOND)
        self.ticket.set_page(preview.ticket)
        self._show_label()

    def _show_label(self) -> None:
        labels = self._preview.labels if self._preview is not None else ()
        current = self._sheet.draft.current_device
        if current >= len(labels):
            self.follow()
            return
        self.label.set_page(labels[current])
        words = self.tr("Bench label")
        if len(labels) > 1:
            words = self.tr("Label {number} of {count}").format(
                number=current + 1, count=len(labels)
            )
        self._label_words.show_text(words)
        self._arrange()

    def _not_shown(self, error: MendpointError) -> None:
        # The form's own calls say what is the case; the paper stays as it was last known.
        waits = self.tr("Preview waits")
        self._say(_Words(whole=waits, short=waits), tone=Tone.WARN)
        self._note.setToolTip(plain_tip(error.message))

    def _say(self, words: _Words, *, tone: Tone) -> None:
        self._note_words = words
        self._note.set_tone(tone)
        self._fit_head()


def _printer(till: Till, role: PrinterRole) -> PrinterSettings | None:
    return next((printer for printer in till.printers if printer.role is role), None)
