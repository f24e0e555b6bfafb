"""Type-ahead over a service: the newest question wins; Enter never takes an older answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.parts.suggestions import Suggestion
from ui.parts.typeahead import TypeAhead
from ui.tasks import TaskRunner

T = TypeVar("T")

_FIRST = object()


class Finder(QObject, Generic[T]):
    """Asks off-thread at every key and hands the rows to the field.

    ``question(text)`` returns the work for a worker thread, ``rows(text, answer)`` its suggestions.
    A person types on while an answer is on its way: what is taken from a list that belongs to
    fewer letters waits for the list of all of them.

    Signals:
        taken(object): the value of a suggestion that fits what is typed.
    """

    taken = Signal(object)

    def __init__(
        self,
        field: TypeAhead,
        *,
        runner: TaskRunner,
        question: Callable[[str], Callable[[], T]],
        rows: Callable[[str, T], Sequence[Suggestion]],
    ) -> None:
        super().__init__(field)
        self._field = field
        self._runner = runner
        self._question = question
        self._rows = rows
        self._asked_for: str | None = None
        self._answered_for: str | None = None
        self._waiting_for: object | None = None
        field.chosen.connect(self._chosen)

    def look(self, text: str) -> None:
        """Ask for what fits ``text``; nothing fits nothing."""
        self._asked_for = text
        self._answered_for = None
        self._waiting_for = None
        if not text:
            self._field.set_suggestions(())
            return
        self._runner.run(
            self,
            self._question(text),
            done=lambda answer: self._answered(text, answer=answer),
            kind="look",
        )

    def take_first(self) -> None:
        """Take the first suggestion, now or as soon as the answer is there."""
        text = self._field.text()
        if text and (self._answered_for == text or self._asked_for != text):
            self.look(text)
        self._waiting_for = _FIRST

    def offer(self, rows: Sequence[Suggestion]) -> None:
        """Show rows that were not asked for, to choose from with an empty field."""
        self._answered_for = self._field.text()
        self._field.set_suggestions(rows)

    def forget(self) -> None:
        """Close the list and let an answer under way go unheard."""
        self._asked_for = None
        self._answered_for = None
        self._waiting_for = None
        self._field.set_suggestions(())

    def _answered(self, text: str, *, answer: T) -> None:
        if text != self._field.text():
            return
        self._answered_for = text
        rows = self._rows(text, answer)
        self._field.set_suggestions(rows)
        wanted, self._waiting_for = self._waiting_for, None
        if wanted is not None and rows:
            values = [row.value for row in rows]
            self._field.close_list()
            self.taken.emit(wanted if wanted in values else values[0])

    def _chosen(self, value: object) -> None:
        if self._answered_for == self._field.text():
            self.taken.emit(value)
        else:
            self._waiting_for = value
