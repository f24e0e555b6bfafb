"""What the jobs pill opens: the latest print jobs, with retry, cancel and "Print a copy"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from services.actor import Actor, new_operation_id
from services.errors import MendpointError
from services.jobs.dto import JobView
from services.printing.dto import DocumentKind
from services.types import JobState
from ui.errors import present
from ui.fonts import scaled
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Hairline
from ui.parts.marker import Marker
from ui.parts.text import Text, Tone
from ui.shell.popover import Popover
from ui.shell.printing_words import JOB_LOOKS, document_of, job_title
from ui.tokens import Height, Space, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext

_WIDTH: Final = 520
_SHOWN: Final = 30
_MOST_HIGH: Final = 380

Act = Callable[[Actor], object]


class JobsPanel(Popover):
    """The latest print jobs, newest first. Nothing is ever printed twice by itself."""

    def __init__(self, context: UiContext, *, anchor: QWidget) -> None:
        super().__init__("Print jobs", name="jobs-panel", width=_WIDTH, anchor=anchor)
        self._context = context
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.SMALL)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.SMALL, 0)
        column.addLayout(self._rows)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        self._area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.content.addWidget(self._area)
        self._inside = inside

    def ask(self) -> None:
        """Read the jobs anew."""
        context = self._context
        actor = context.actor()
        context.runner.run(
            self,
            lambda: context.services.jobs.list(actor, limit=_SHOWN),
            done=self.show_jobs,
            kind="jobs",
        )

    def show_jobs(self, jobs: tuple[JobView, ...]) -> None:
        """Show these jobs; the focus stays with its job where it was in the panel."""
        focused = QApplication.focusWidget()
        held = focused.objectName() if focused and self.isAncestorOf(focused) else ""
        self._clear()
        if not jobs:
            self._rows.addWidget(Text("Nothing has been printed yet.", tone=Tone.SECOND))
        for index, job in enumerate(jobs):
            if index:
                self._rows.addWidget(Hairline())
            self._rows.addWidget(self._row(job))
        # What was just added counts in no size before Qt has shown it, at the next turn.
        QTimer.singleShot(0, self, self._fit_rows)
        if held:
            place = self.findChild(QWidget, held) or self.close_button
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_rows(self) -> None:
        height = self._inside.sizeHint().height() + 4
        self._area.setFixedHeight(min(scaled(_MOST_HIGH), height))
        if self.is_open:
            self.fit()

    def _row(self, job: JobView) -> QWidget:
        row = QWidget()
        row.setObjectName(f"job-{job.job_id}")
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 2, 0, 2)
        across.setSpacing(Space.SMALL)
        words = QVBoxLayout()
        words.setSpacing(2)
        formats, now = self._context.formats, self._context.now()
        head = QHBoxLayout()
        head.addWidget(Text(job_title(job), role=TypeRole.STRONG))
        head.addStretch(1)
        head.addWidget(Text(formats.ago(job.created_at_utc, now), tone=Tone.THIRD))
        words.addLayout(head)
        look = JOB_LOOKS[job.state]
        words.addWidget(Marker(look.words, kind=look.marker))
        if job.last_error and job.state is not JobState.DONE:
            words.addWidget(Text(job.last_error, tone=Tone.SECOND, wrap=True))
        across.addLayout(words, stretch=1)
        for button in self._buttons(job):
            across.addWidget(button)
        return row

    def _buttons(self, job: JobView) -> list[Button]:
        may = self._context.may
        buttons: list[Button] = []
        if may("jobs:update"):
            buttons = [
                self._button(words, job, act)
                for words, act in self._acts(job.state, job_id=int(job.job_id))
            ]
        copied = job.state in (JobState.DONE, JobState.UNKNOWN)
        document = document_of(job)
        if copied and job.ticket_id and document and may("printing:print"):
            act = self._copier(job.ticket_id, document)
            buttons.append(self._button("Print a copy", job, act))
        return buttons

    def _acts(self, state: JobState, *, job_id: int) -> list[tuple[str, Act]]:
        jobs = self._context.services.jobs
        # Made once per row: pressing twice, or again after a lost answer, does it once.
        operation_id = new_operation_id()

        def retry(actor: Actor) -> object:
            return jobs.retry(actor, operation_id=operation_id, job_id=job_id)

        def put_aside(actor: Actor) -> object:
            return jobs.cancel(actor, operation_id=operation_id, job_id=job_id)

        match state:
            case JobState.WAITING:
                return [("Cancel", put_aside)]
            case JobState.FAILED | JobState.CANCELLED:
                return [("Print now", retry)]
            case JobState.UNKNOWN:
                return [("Seen to", put_aside)]
            case _:
                return []

    def _copier(self, ticket_id: int, document: DocumentKind) -> Act:
        printing = self._context.services.printing
        # Made once per row: pressing twice prints one copy.
        operation_id = new_operation_id()

        def copy(actor: Actor) -> object:
            return printing.reprint(
                actor, operation_id=operation_id, ticket_id=ticket_id, document=document
            )

        return copy

    def _button(self, words: str, job: JobView, act: Act) -> Button:
        button = Button(
            words, kind=ButtonKind.SECONDARY, height=Height.DENSE, name=f"job-{job.job_id}-act"
        )
        context = self._context

        def press() -> None:
            actor = context.actor()
            button.set_busy(words)
            context.runner.run(
                self,
                lambda: act(actor),
                done=lambda _result: self.ask(),
                failed=failed,
            )

        def failed(error: MendpointError) -> None:
            button.set_busy(None)
            present(self, error)
            self.ask()

        button.clicked.connect(press)
        return button

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
