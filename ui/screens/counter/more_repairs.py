"""The repairs that have no chip: found by a few letters, or written as the shop calls them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from services.pricing.dto import RepairChoice
from ui.fonts import scaled
from ui.format import Formats
from ui.icons import Icon
from ui.measures import fix_width
from ui.parts.field import LabelPlace
from ui.parts.suggestions import Suggestion
from ui.parts.typeahead import TypeAhead
from ui.screens.counter.offers import duration_words, offer_of
from ui.screens.counter.section import TAKES_ENTER, focus
from ui.tokens import Height

_WIDTH: Final = 190
_LIST_WIDTH: Final = 380


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRepair:
    """A line of its own, with the title as typed and no price yet."""

    title: str


class MoreRepairs(TypeAhead):
    """A short type-ahead over the repairs left. The first letters of any word find one.

    Signals (besides those of `TypeAhead`):
        taken(object): the `RepairChoice` or `TypedRepair` a person took.
    """

    taken = Signal(object)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Another repair"),
            name="counter-more-repairs",
            placeholder=self.tr("Another repair"),
            place=LabelPlace.HIDDEN,
            height=Height.DENSE,
            parent=parent,
        )
        self._formats = formats
        self._choices: tuple[RepairChoice, ...] = ()
        self._chips = 0
        fix_width(self, _WIDTH)
        self.edit.setProperty(TAKES_ENTER, True)
        self.edit.setMaxLength(200)
        self.edit.setToolTip(self.tr("Another repair  (9)"))
        self.text_edited.connect(lambda _text: self._show())
        self.chosen.connect(self._take)

    def offer(self, choices: Sequence[RepairChoice], *, chips: int) -> None:
        """Offer all repairs; the first ``chips`` have a chip and come only when typed for."""
        self._choices = tuple(choices)
        self._chips = chips
        if self.is_open:
            self._show()

    def take_focus(self) -> None:
        """Go to the field and show what there is."""
        focus(self.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the list as soon as the field has the focus."""
        if watched is self.edit and event.type() == QEvent.Type.FocusIn:
            QTimer.singleShot(0, self, self._show)
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        typed = self.text()
        words = typed.casefold().split()
        rows = [
            self._row(choice)
            for choice in (self._choices if typed else self._choices[self._chips :])
            if all(_begins_a_word(word, text=choice.name) for word in words)
        ]
        if typed:
            title = self.tr("Add “{words}” as its own line").format(words=typed)
            rows.append(Suggestion(value=TypedRepair(title=typed), title=title, icon=Icon.PENCIL))
        self.set_suggestions(rows)

    def _place(self) -> None:
        """Make the list wide enough for the longest repair; the field is short."""
        super()._place()
        if self._popup is not None:
            box = self._popup.geometry()
            box.setWidth(max(box.width(), scaled(_LIST_WIDTH)))
            self._popup.setGeometry(box)

    def _row(self, choice: RepairChoice) -> Suggestion:
        price = offer_of(choice, formats=self._formats).shown_price
        parts = (price, duration_words(choice.minutes))
        return Suggestion(
            value=choice,
            title=choice.name,
            detail=", ".join(part for part in parts if part),
            icon=Icon.WRENCH,
        )

    def _take(self, value: object) -> None:
        self.set_text("")
        self.close_list()
        self.taken.emit(value)


def _begins_a_word(word: str, *, text: str) -> bool:
    return any(each.startswith(word) for each in text.casefold().split())
