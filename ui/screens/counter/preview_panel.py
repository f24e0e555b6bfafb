"""The paper beside the form: claim ticket and labels as this till will print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from services.errors import MendpointError
from services.printing.dto import Page, Preview, PrinterRole, PrinterSettings
from services.settings.dto import Till
from ui.context import UiContext
from ui.parts.card import Surface
from ui.parts.paper import RECEIPT_WIDTH, PaperView
from ui.parts.text import Text, Tone
from ui.screens.counter.sheet import Sheet
from ui.tokens import Space, TypeRole

# While typing the paper follows at most this often; the newest draft wins.
_FOLLOW_MS: Final = 80
# The ticket carries the time of day: without typing it is drawn anew this often.
_CLOCK_MS: Final = 20_000
_BESIDE_FROM: Final = 600
_MARGIN: Final = 21
_NARROW_COLUMNS: Final = 32


class PreviewPanel(Surface):
    """Shows what `intake.preview` lays out. It stores nothing and never keeps the form waiting."""

    def __init__(self, context: UiContext, *, sheet: Sheet) -> None:
        super().__init__("sunken", name="counter-preview")
        self._context = context
        self._sheet = sheet
        self._labels: list[PaperView] = []
        self._label_size = ""
        self.ticket = PaperView(self.tr("Claim ticket"), name="counter-preview-ticket")
        self._width_words = Text(tone=Tone.SECOND, name="counter-preview-width")
        self._build()
        self._follow = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._follow.timeout.connect(self._ask)
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        sheet.edited.connect(self.follow)
        sheet.replaced.connect(self.follow)
        sheet.device_changed.connect(self.follow)

    @property
    def labels(self) -> tuple[PaperView, ...]:
        """The labels shown, one for each device."""
        return tuple(self._labels)

    def load(self) -> None:
        """Draw the first preview and go on with the clock."""
        self._clock.start()
        self._ask()

    def show_till(self, till: Till) -> None:
        """Say how wide this till's papers are."""
        receipt = _printer(till, PrinterRole.RECEIPT)
        narrow = receipt is not None and receipt.columns <= _NARROW_COLUMNS
        self._width_words.setText(
            self.tr("58 mm, as it will print") if narrow else self.tr("80 mm, as it will print")
        )
        label = _printer(till, PrinterRole.LABEL)
        wide, high = (label.label_width_mm, label.label_height_mm) if label else (57, 30)
        self._label_size = self.tr("{wide} × {high} mm").format(wide=wide, high=high)
        self._label_words.setText(self._label_size)

    def follow(self) -> None:
        """Draw anew soon."""
        if not self._follow.isActive():
            self._follow.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the paper; put the labels beside it where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 9, _MARGIN, 0)
        head.addWidget(Text(self.tr("Claim ticket"), role=TypeRole.SECTION))
        head.addStretch(1)
        head.addWidget(self._width_words)
        self._papers = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._papers.setContentsMargins(0, Space.SMALL, 0, Space.LARGE)
        self._papers.setSpacing(Space.MEDIUM)
        self._papers.addWidget(self.ticket, alignment=_TOP)
        self._papers.addWidget(self._build_labels(), alignment=_TOP)
        self._papers.addStretch(1)
        inside = QWidget()
        inside.setObjectName("counter-preview-papers")
        inside.setLayout(self._papers)
        scroll = QScrollArea()
        scroll.setObjectName("counter-preview-scroll")
        scroll.setAccessibleName(self.tr("Preview of the papers"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, stretch=1)

    def _build_labels(self) -> QWidget:
        self._label_words = Text(tone=Tone.SECOND, name="counter-preview-label-size")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(self.tr("Bench label"), role=TypeRole.STRONG))
        words.addWidget(self._label_words)
        words.addStretch(1)
        self._stickers = QVBoxLayout()
        self._stickers.setSpacing(Space.TIGHT)
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addLayout(self._stickers)
        row.addLayout(words)
        row.addStretch(1)
        return part

    def _fit(self) -> None:
        paper = min(RECEIPT_WIDTH, self.width() - 2 * Space.LARGE - 4)
        beside = self.width() >= _BESIDE_FROM
        self._papers.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        for view in (self.ticket, *self._labels):
            view.set_paper_width(paper)
        # The sheet's own shadow stands outside its edge.
        left = max(Space.SMALL, (min(self.width(), 368) - paper) // 2 - 8)
        self._papers.setContentsMargins(left, Space.SMALL, 0, Space.LARGE)

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
        self._width_words.set_tone(Tone.SECOND)
        self.ticket.set_page(preview.ticket)
        self._show_labels(preview.labels)

    def _show_labels(self, pages: Sequence[Page]) -> None:
        while len(self._labels) > len(pages):
            gone = self._labels.pop()
            self._stickers.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._labels) < len(pages):
            number = len(self._labels) + 1
            view = PaperView(self.tr("Bench label"), name=f"counter-preview-label-{number}")
            self._labels.append(view)
            self._stickers.addWidget(view)
        for view, page in zip(self._labels, pages, strict=True):
            view.set_page(page)
        self._fit()

    def _not_shown(self, error: MendpointError) -> None:
        # The form's own calls say what is the case; the paper stays as it was last known.
        self._width_words.setText(self.tr("Preview waits: {why}").format(why=error.message))
        self._width_words.set_tone(Tone.WARN)


_TOP: Final = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


def _printer(till: Till, role: PrinterRole) -> PrinterSettings | None:
    return next((printer for printer in till.printers if printer.role is role), None)
