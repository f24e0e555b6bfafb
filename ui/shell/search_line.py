"""The search line: answers while one types, newest question wins, Enter opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from services.errors import MendpointError
from services.search.dto import HitKind, SearchHit
from ui.icons import Icon
from ui.parts.field import LabelPlace
from ui.parts.keycap import Keycap
from ui.parts.suggestions import Suggestion
from ui.parts.typeahead import TypeAhead
from ui.scanner.fields import let_take_scans
from ui.shell.top_bar import SEARCH_HINT, SEARCH_WORDS
from ui.shortcuts import shortcut
from ui.tokens import Height

if TYPE_CHECKING:
    from ui.context import UiContext


_SHOWN = 8

# How the service's name of the field that matched is said.
_WHY = {
    "Order number": "Order number matches",
    "IMEI or serial": "IMEI or serial matches",
    "Customer": "Customer matches",
    "Phone": "Phone matches",
    "Name": "Name matches",
    "E-mail": "E-mail matches",
}


class SearchLine(QObject):
    """Asks the search service for what is typed and hands the chosen answer on.

    What is typed is neither stored nor logged.

    Signals:
        chosen(object): the `SearchHit` a person took.
        nothing_found(object): the text that Enter was pressed on and that finds nothing.
    """

    chosen = Signal(object)
    nothing_found = Signal(object)

    def __init__(self, field: TypeAhead, *, context: Callable[[], UiContext | None]) -> None:
        super().__init__(field)
        self._field = field
        self._context = context
        self._answered = ""
        self._open_first = False
        field.text_edited.connect(self._ask)
        field.chosen.connect(self._take)
        field.entered.connect(self._entered)

    @Slot(object)
    def _ask(self, text: str) -> None:
        context = self._context()
        wanted = str(text).strip()
        self._open_first = False
        if context is None or not wanted:
            self._answered = ""
            self._field.set_suggestions([])
            return
        actor = context.actor()
        context.runner.run(
            self,
            lambda: context.services.search.find(actor, text=wanted, limit=_SHOWN),
            done=lambda hits: self._show(wanted, hits),
            failed=self._failed,
            kind="search",
        )

    def _show(self, wanted: str, hits: tuple[SearchHit, ...]) -> None:
        self._answered = wanted
        if self._open_first:
            self._open_first = False
            self._enter_on(hits, wanted)
            return
        self._field.set_suggestions([_suggestion(hit) for hit in hits])

    def _failed(self, error: MendpointError) -> None:
        context = self._context()
        self._field.set_suggestions([])
        if context is not None:
            from ui.errors import present

            present(self._field, error)

    @Slot(object)
    def _entered(self, text: str) -> None:
        """Open the only answer: a scanner types faster than answers come."""
        wanted = str(text).strip()
        if not wanted:
            return
        if self._answered == wanted:
            self._enter_on(tuple(_hit(row) for row in self._field.suggestions.rows), wanted)
        else:
            self._open_first = True

    def _enter_on(self, hits: tuple[SearchHit, ...], wanted: str) -> None:
        if not hits:
            self._field.set_suggestions([])
            self.nothing_found.emit(wanted)
        else:
            self._take(hits[0])

    @Slot(object)
    def _take(self, hit: SearchHit) -> None:
        self._field.set_text("")
        self._field.set_suggestions([])
        self._answered = ""
        self.chosen.emit(hit)


def search_field() -> TypeAhead:
    """Return the search line's field, as wide and high as the frame's first one."""
    field = TypeAhead(
        SEARCH_WORDS,
        name="search",
        placeholder=SEARCH_HINT,
        icon=Icon.SEARCH,
        trailing=Keycap(shortcut("shell.search").keycap),
        place=LabelPlace.HIDDEN,
        height=Height.STANDARD,
    )
    let_take_scans(field.edit)
    return field


def _suggestion(hit: SearchHit) -> Suggestion:
    if hit.kind is HitKind.CUSTOMER:
        return Suggestion(value=hit, title=hit.title, detail=_about(hit), person=hit.title)
    return Suggestion(
        value=hit, title=hit.title, detail=_about(hit), icon=Icon.RECEIPT, status=hit.status
    )


def _about(hit: SearchHit) -> str:
    """Say what else is known of a hit, and which field matched: "415-555-0117. Name matches"."""
    why = _WHY.get(hit.why)
    said = QCoreApplication.translate("Search", why) if why is not None else ""
    return ". ".join(part for part in (hit.detail, said) if part)


def _hit(row: Suggestion) -> SearchHit:
    assert isinstance(row.value, SearchHit)
    return row.value
