"""What a page of the settings is: a title, cards that scroll, and perhaps something to save."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from services.errors import Invalid, MendpointError
from ui.errors import present
from ui.field_row import FieldRow
from ui.form import Form
from ui.icons import Icon
from ui.measures import least_height
from ui.parts.flow import Flow
from ui.parts.text import Text, Tone
from ui.tokens import Height, Space, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext

FORM_MOST = 1040


class Page(QWidget):
    """One page. ``permissions``: any of them opens it; none means everyone may.

    Signals:
        changed(): what is unsaved changed, or saving began or ended.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[Icon]
    permissions: ClassVar[tuple[str, ...]] = ()
    saves: ClassVar[bool] = False

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName(f"settings-{self.key}")
        self.setAccessibleName(self.title)
        self.context = context
        self.is_saving = False
        self.form = Form(self)
        self.form.changed.connect(self.changed)
        self.head = Flow(gap=Space.MEDIUM, name="page-head")
        self.cards = QVBoxLayout()
        self._frame()

    # --- what pages override ------------------------------------------------------------------

    def load(self) -> None:
        """Ask for what the page shows; called when it is first shown."""

    def refresh(self) -> None:
        """Ask again after a change elsewhere; a page with unsaved changes keeps them."""
        if not self.unsaved():
            self.load()

    def save(self) -> None:
        """Store what was changed."""

    def first_field(self) -> QWidget | None:
        """Return where the focus goes when the page comes up."""
        return None

    # --- shared -------------------------------------------------------------------------------

    def unsaved(self) -> int:
        """Return how many changes are not saved yet."""
        return self.form.unsaved()

    def revert(self) -> None:
        """Show again what is stored."""
        self.form.revert()

    def ask(self, work: Callable[[], object], *, done: Callable[..., None], kind: str) -> None:
        """Ask a service off the main thread; the newest question of a kind wins."""
        self.context.runner.run(self, work, done=done, kind=f"{self.key}-{kind}")

    def store(self, work: Callable[[], object], *, done: Callable[..., None]) -> None:
        """Carry a command out, showing that it is being saved; problems go to their fields."""
        self.set_saving(True)

        def finished(result: object) -> None:
            self.set_saving(False)
            done(result)

        def failed(error: MendpointError) -> None:
            self.set_saving(False)
            self.refuse(error)

        self.context.runner.run(self, work, done=finished, failed=failed)

    def refuse(self, error: MendpointError) -> None:
        """Put problems at their fields, and show what has no field here."""
        if not (isinstance(error, Invalid) and self.form.show_problems(error)):
            present(self, error)

    def show_in_head(self, *controls: QWidget) -> None:
        """Put controls at the right of the title; they go below it where the page is narrow."""
        self.head.show_row([self.title_text, *controls])
        self.head.keep_right(*controls)

    def set_saving(self, saving: bool) -> None:  # noqa: FBT001 - one state of one page
        """Say that the page is being saved, or no longer."""
        self.is_saving = saving
        self.changed.emit()

    def _frame(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(FORM_MOST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        self.title_text = Text(self.title, role=TypeRole.TITLE, name="page-title")
        least_height(self.title_text, Height.STANDARD)
        self.show_in_head()
        column.addWidget(self.head)
        self.cards.setSpacing(Space.MEDIUM)
        column.addLayout(self.cards)
        column.addStretch(1)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner, stretch=1)
        row.addStretch(0)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(holder)
        self.area.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)


def fields_in_row(*fields: QWidget, stretches: tuple[int, ...] = ()) -> FieldRow:
    """Return fields side by side, their labels on one line."""
    return FieldRow(*fields, stretches=stretches)


def note(words: str) -> Text:
    """Return a quiet sentence."""
    return Text(words, tone=Tone.SECOND, wrap=True)
