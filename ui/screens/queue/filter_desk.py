"""The filters' side of the queue: the dialog, the tokens in the header, and taking them away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from services.auth.dto import Person
from services.tickets.dto import (
    QueueChip,
    QueueFilters,
    QueueQuestion,
    QueueRow,
    SavedView,
    ViewPart,
)
from ui.context import UiContext
from ui.screens.queue.filter_dialog import Chosen, FilterDialog
from ui.screens.queue.filter_words import Token, tokens_of, without
from ui.screens.queue.header import QueueHeader


class FilterDesk(QObject):
    """Keeps what narrows the list, what it is called, and what a view named in vain.

    ``come_back`` is called when the dialog is closed.
    """

    def __init__(
        self,
        context: UiContext,
        *,
        header: QueueHeader,
        question: Callable[[], QueueQuestion],
        ask: Callable[[QueueQuestion], None],
        come_back: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._header = header
        self._question = question
        self._ask = ask
        self._come_back = come_back
        self._host = parent
        self._names: dict[ViewPart, str] = {}
        self._gone: tuple[ViewPart, ...] = ()
        # What the view that named them asks; asked something else, they say nothing of it.
        self._of = (QueueChip.OPEN, QueueFilters())
        header.tokens.removed.connect(self._remove)
        header.tokens.cleared.connect(self.clear)

    def choose(self, people: Sequence[Person], row: QueueRow | None) -> FilterDialog:
        """Ask what shall narrow the list."""
        dialog = FilterDialog(
            self._question().filters,
            names=self._names,
            people=people,
            row=row,
            context=self._context,
            parent=self._host,
        )
        dialog.chosen.connect(self._take)
        dialog.finished.connect(lambda _result: self._come_back())
        dialog.ask()
        return dialog

    def clear(self) -> None:
        """Take every filter away; chip and text stay."""
        self._gone = ()
        self._narrow(QueueFilters())

    def follow(self, view: SavedView) -> None:
        """Know what a view's filters are called, and which are no longer there."""
        self._names.update(view.names)
        self._gone = view.gone
        self._of = (view.content.chip, view.content.filters)

    def show(self, question: QueueQuestion) -> None:
        """Show the question's filters in the header."""
        if self._of != (question.chip, question.filters):
            self._gone = ()
        tokens = tokens_of(
            question.filters,
            names=self._names,
            gone=self._gone,
            formats=self._context.formats,
            now=self._context.now(),
        )
        self._header.show_tokens(tokens)

    # --- inside ----------------------------------------------------------------------------------

    def _take(self, chosen: Chosen) -> None:
        filters, names = chosen
        self._names.update(names)
        self._narrow(filters)

    def _remove(self, token: Token) -> None:
        if token.is_gone:
            self._gone = tuple(part for part in self._gone if part is not token.part)
            self.show(self._question())
        else:
            filters = without(self._question().filters, token.part)
            self._of = (self._question().chip, filters)
            self._narrow(filters)

    def _narrow(self, filters: QueueFilters) -> None:
        question = replace(self._question(), filters=filters)
        if filters.is_closed and question.chip is not QueueChip.ALL:
            # The chips besides "All" hold open orders.
            question = replace(question, chip=QueueChip.ALL)
        self._ask(question)
