"""The question before two customers become one: who is the other, and what happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from services.customers.dto import CustomerSuggestion, MergePreview
from services.errors import MendpointError
from ui.context import UiContext
from ui.finder import Finder
from ui.fonts import scaled
from ui.parts.dialog import Question, QuestionDialog
from ui.parts.suggestions import Suggestion
from ui.parts.text import Text, Tone
from ui.parts.typeahead import TypeAhead
from ui.screens.customers.merging.preview import PreviewPart
from ui.screens.customers.scrolled import scrolled
from ui.screens.customers.words import open_orders_words, say

_LEAST: Final = 96


class MergeDialog(QuestionDialog):
    """Finds the other customer and shows what a merge does; merging is the caller's.

    The button is off until a preview is there. Esc closes; nothing is stored before the button.

    Signals (besides those of `QuestionDialog`):
        merge_wanted(object): the `MergePreview` a person agreed to.
    """

    merge_wanted = Signal(object)

    def __init__(self, context: UiContext, *, customer_id: int, name: str, parent: QWidget) -> None:
        question = Question(
            heading=say("Merge {name} with another customer", name=name),
            text=say("Orders, devices and contacts come together. It can be undone for 24 hours."),
            action=say("Merge"),
            keep=say("Keep apart"),
        )
        super().__init__(question, parent=parent)
        self._context = context
        self._customer_id = customer_id
        self._pair: tuple[int, int] | None = None
        self._preview: MergePreview | None = None
        self.search = TypeAhead(
            say("The other customer"),
            name="merge-search",
            placeholder=say("Name, phone or e-mail"),
        )
        self._finder: Finder[tuple[CustomerSuggestion, ...]] = Finder(
            self.search, runner=context.runner, question=self._question, rows=self._rows
        )
        self.notice = Text("", tone=Tone.WARN, wrap=True, name="merge-notice")
        self.part = PreviewPart()
        # A window may be lower than a preview in large text: it scrolls, the buttons never do.
        self._area = scrolled(self.part, name="merge-area")
        for widget in (self.search, self.notice, self._area):
            self.card.extra.addWidget(widget)
        self.notice.hide()
        self._area.hide()
        self.card.action.setEnabled(False)
        self.search.text_edited.connect(self._typed)
        self.search.entered.connect(lambda _text: self._finder.take_first())
        self._finder.taken.connect(self._taken)
        self.part.swapped.connect(self._swap)

    def ask(self) -> None:
        """Open the question; the keyboard begins at who the other one is."""
        super().ask()
        if self._pair is None:
            self.search.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, other_id: int, *, notice: str = "") -> None:
        """Preview merging with this customer; ``notice`` says why it is asked again."""
        self._preview_pair(self._customer_id, other_id, notice=notice)

    def take_pair(self, kept_id: int, gone_id: int, *, notice: str) -> None:
        """Preview this pair again, because one of them changed."""
        self._preview_pair(kept_id, gone_id, notice=notice)

    # --- inside ----------------------------------------------------------------------------------

    def _question(self, text: str) -> Callable[[], tuple[CustomerSuggestion, ...]]:
        actor, customers = self._context.actor(), self._context.services.customers
        return lambda: customers.suggest(actor, text=text)

    def _rows(self, _text: str, found: Sequence[CustomerSuggestion]) -> list[Suggestion]:
        return [
            Suggestion(
                value=int(each.customer_id),
                title=each.name,
                detail=_detail(each),
                person=each.name,
            )
            for each in found
            if int(each.customer_id) != self._customer_id
        ]

    def _typed(self, text: object) -> None:
        self.search.set_error(None)
        self._show_none()
        self._finder.look(str(text).strip())

    def _taken(self, value: object) -> None:
        if isinstance(value, int):
            self.take(value)

    def _swap(self) -> None:
        if self._pair is not None:
            kept, gone = self._pair
            self._preview_pair(gone, kept)

    def _preview_pair(self, kept_id: int, gone_id: int, *, notice: str = "") -> None:
        self._pair = (kept_id, gone_id)
        self._preview = None
        self.card.action.setEnabled(False)
        actor, merging = self._context.actor(), self._context.services.customer_merging

        def done(preview: MergePreview) -> None:
            if self._pair == (kept_id, gone_id):
                self._show(preview, notice=notice)

        self._context.runner.run(
            self,
            lambda: merging.preview(actor, kept_id=kept_id, gone_id=gone_id),
            done=done,
            failed=self._failed,
            kind="preview",
        )

    def _show(self, preview: MergePreview, *, notice: str) -> None:
        self._preview = preview
        other = preview.gone if preview.kept.customer_id == self._customer_id else preview.kept
        self.search.set_text(other.name)
        self._finder.forget()
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        self.part.show_preview(preview)
        self._area.show()
        self.card.action.setEnabled(True)
        self._fit()
        self.card.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_none(self) -> None:
        self._pair = None
        self._preview = None
        self.notice.hide()
        self._area.hide()
        self.card.action.setEnabled(False)
        self._fit()

    def _failed(self, error: MendpointError) -> None:
        self._show_none()
        self.search.set_error(error.message)
        self.search.edit.setFocus()

    def _fit(self) -> None:
        # The words' heights are known once the layout has had its turn.
        QTimer.singleShot(0, self, self._fit_now)

    def _fit_now(self) -> None:
        """Be as high as the words need, and not higher than the window."""
        window = self.parentWidget()
        assert window is not None
        # Qt answers -1 of what has nothing to show yet.
        needed = max(0, self.part.heightForWidth(self._area.viewport().width()))
        over = self._height_with(needed) - window.height()
        if over > 0:
            self._height_with(max(scaled(_LEAST), needed - over))
        scrolls = Qt.FocusPolicy.StrongFocus if over > 0 else Qt.FocusPolicy.NoFocus
        self._area.setFocusPolicy(scrolls)
        self.resize(self.sizeHint())
        place = self.rect()
        place.moveCenter(window.mapToGlobal(window.rect().center()))
        self.move(place.topLeft())

    def _height_with(self, area: int) -> int:
        """Make the preview this high and return how high the whole then is."""
        self._area.setFixedHeight(area)
        for layout in (self.card.extra, self.card.layout(), self.layout()):
            if layout is not None:
                layout.invalidate()
                layout.activate()
        return self.sizeHint().height()

    def _agree(self, typed: object) -> None:
        if self._preview is None:
            return
        preview = self._preview
        super()._agree(typed)
        self.merge_wanted.emit(preview)


def _detail(customer: CustomerSuggestion) -> str:
    parts = [customer.phone, customer.email]
    parts += [open_orders_words(customer.open_tickets)] if customer.open_tickets else []
    return ", ".join(part for part in parts if part)
