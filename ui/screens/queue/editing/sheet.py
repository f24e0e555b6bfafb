"""The sheet in which one order is edited: three pages, saved together with Ctrl+Enter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from services.catalog.dto import RepairType
from services.pricing.dto import RepairChoice
from services.tickets.dto import (
    CONFIRM_SLOT_IN_USE,
    EditedField,
    LinesPreview,
    LineView,
    TicketDetail,
)
from services.types import PartGrade
from ui.context import UiContext
from ui.fonts import scaled
from ui.format import Formats
from ui.measures import fix_width
from ui.parts.button import Button, ButtonKind
from ui.parts.dialog import Question, QuestionDialog
from ui.parts.segmented import Segmented
from ui.screens.queue.editing.entries import Entry
from ui.screens.queue.editing.pages import Page, build_pages, job_choices
from ui.screens.queue.editing.typed import Typed, lines_from, text_of, wanted_from
from ui.screens.queue.editing.words import value_words
from ui.screens.queue.words import say
from ui.tokens import Height, Space

_WIDTH: Final = 620
# Heading, switch and buttons, and what stays free above and below the sheet.
_AROUND: Final = 280
_LEAST_HEIGHT: Final = 160
_USUAL: Final = 720
_IN_VIEW: Final = 40
_CONFLICT: Final = "Meanwhile: {value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was typed, and the order as it was seen then."""

    typed: Typed
    seen: TicketDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """What a person asks to be stored; ``confirmed`` are warnings they saw in the sheet."""

    typed: Typed
    confirmed: frozenset[str]


class EditSheet(QuestionDialog):
    """Edits one order. What is typed is told when the sheet closes, whichever way.

    Signals (besides those of `QuestionDialog`):
        saved(object): a `Save`.
        put_off(object): the `Typed` of a sheet that was closed without saving.
    """

    saved = Signal(object)
    put_off = Signal(object)

    def __init__(
        self,
        detail: TicketDetail,
        *,
        context: UiContext,
        told: str,
        kept: Kept | None,
        parent: QWidget,
    ) -> None:
        super().__init__(_question(detail, told=told), parent=parent)
        self.setObjectName("edit-sheet")
        self.detail = detail
        self._context = context
        now = context.now()
        self.pages = build_pages(
            detail, formats=context.formats, now=now, prices=context.may("tickets:price")
        )
        self.switch = Segmented(
            say("Page"),
            name="edit-pages",
            choices=[(page.key, page.words) for page in self.pages.pages],
            value=self.pages.pages[0].key,
            height=Height.STANDARD,
        )
        self.again = Button(
            say("Start over"), kind=ButtonKind.GHOST, height=Height.STANDARD, name="edit-start-over"
        )
        self.area = QScrollArea()
        self._build()
        self._show_order()
        if kept is not None:
            self._show_kept(kept)
        self.again.setVisible(kept is not None)
        self._connect()
        self._load()

    # --- what is typed ---------------------------------------------------------------------------

    @property
    def entries(self) -> dict[EditedField, Entry]:
        """The fields of all pages."""
        return {entry.what: entry for page in self.pages.pages for entry in page.entries}

    def typed(self) -> Typed:
        """Return what differs from the order."""
        values = {what: entry.get() for what, entry in self.entries.items()}
        return {
            what: value
            for what, value in values.items()
            if value != self.entries[what].of(self.detail)
        }

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show what can't be accepted, at its fields; the keyboard goes to the first."""
        first: QWidget | None = None
        for field, sentence in problems.items():
            name = field.split(".")[0]
            entry = next((e for what, e in self.entries.items() if what.value == name), None)
            if entry is None:
                continue
            page = self._page_of(entry)
            if first is None:
                self._go_to(page.key)
            where: QWidget | None = None
            if "." in field:
                where = self.pages.lines.show_problem(field, sentence)
            else:
                entry.set_error(sentence)
            if first is None:
                first = where or entry.widget
                (where.setFocus if where is not None else entry.take_focus)()
        self._fit()

    # --- the dialog ------------------------------------------------------------------------------

    def ask(self) -> None:
        """Open the sheet with the keyboard in the first field."""
        super().ask()
        self._fit()
        if self.focusWidget() in (None, self.card.keep):
            self.pages.pages[0].entries[0].take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on with Enter, save with Ctrl+Enter."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.card.action.click()
        else:
            self.focusNextChild()

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        fix_width(self.card, _WIDTH)
        inside = QWidget()
        inside.setObjectName("edit-inside")
        column = self._column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for page in self.pages.pages:
            column.addWidget(page.widget)
        self.area.setObjectName("edit-scroll")
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.area.viewport(), inside):
            part.setAutoFillBackground(False)
        head = QHBoxLayout()
        head.addWidget(self.switch)
        head.addStretch(1)
        head.addWidget(self.again)
        self.card.extra.addLayout(head)
        self.card.extra.addWidget(self.area)
        self.card.action.set_key("Ctrl Enter")
        self.switch.setVisible(len(self.pages.pages) > 1)
        self._go_to(self.pages.pages[0].key)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._go_to)
        self.area.verticalScrollBar().rangeChanged.connect(self._make_room)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._bring_into_view)
        self.again.clicked.connect(self._start_over)
        self.pages.lines.edited.connect(self._ask_prices)
        self.rejected.connect(lambda: self.put_off.emit(self.typed()))

    def _load(self) -> None:
        """Ask for what is offered: slots in use, kinds of work, repairs of this device."""
        actor, services, runner = (
            self._context.actor(),
            self._context.services,
            self._context.runner,
        )
        detail = self.detail
        if EditedField.SLOT in detail.editable:
            runner.run(self, lambda: services.editing.slots(actor), done=self.pages.slot.know)
        if EditedField.LINES not in detail.editable:
            return
        runner.run(
            self,
            lambda: (
                services.catalog.repair_types(actor),
                services.pricing.choices(
                    actor,
                    device_model_id=detail.device_model_id,
                    category=detail.device_category,
                    grade=PartGrade.ORIGINAL,
                ),
            ),
            done=self._take_repairs,
        )
        self._ask_prices()

    def _take_repairs(self, found: tuple[tuple[RepairType, ...], tuple[RepairChoice, ...]]) -> None:
        repairs, choices = found
        self.pages.job.offer(job_choices(repair.category for repair in repairs))
        self.pages.lines.offer(choices)

    def _show_order(self) -> None:
        self._show_total(self.detail.total_minor, is_open=self.detail.total_is_open)
        for entry in self.entries.values():
            entry.put(entry.of(self.detail))
            entry.set_hint("")
            entry.set_error(None)

    def _show_kept(self, kept: Kept) -> None:
        """Put back what was typed; where the order changed since, say what it is now."""
        formats, now = self._context.formats, self._context.now()
        for what, value in kept.typed.items():
            entry = self.entries.get(what)
            if entry is None:
                continue
            entry.put(value)
            other = entry.of(self.detail)
            if other != entry.of(kept.seen):
                if what is EditedField.LINES:
                    told = ", ".join(_line_words(line, formats) for line in self.detail.lines)
                else:
                    told = value_words(what, text_of(what, other), formats=formats, now=now)
                entry.set_hint(say(_CONFLICT, value=told))

    def _start_over(self) -> None:
        self._show_order()
        self.again.hide()
        self.card.text.hide()
        self._ask_prices()
        self._page(str(self.switch.value())).entries[0].take_focus()
        self._fit()

    def _ask_prices(self) -> None:
        """Ask what the lines come to; while one can't be read the last answer stays."""
        lines, problems = lines_from(self.pages.lines.get(), formats=self._context.formats)
        if problems or EditedField.LINES not in self.detail.editable:
            return
        actor, editing = self._context.actor(), self._context.services.editing
        ticket_id = int(self.detail.ticket_id)
        self._context.runner.run(
            self,
            lambda: editing.preview(actor, ticket_id=ticket_id, lines=lines),
            done=self._show_prices,
            # What can't be accepted is said when it is saved.
            failed=lambda _error: None,
            kind="edit-prices",
        )

    def _show_prices(self, preview: LinesPreview) -> None:
        self.pages.lines.show_prices(preview.lines)
        self._show_total(preview.total_minor, is_open=preview.total_is_open)
        self._fit()

    def _show_total(self, total_minor: int, *, is_open: bool) -> None:
        """Say what the lines come to, what they came to before, and what nobody agreed to."""
        formats, agreed = self._context.formats, self.detail.agreed_minor
        words = say("Total {amount}", amount=say("ask") if is_open else formats.money(total_minor))
        if total_minor != self.detail.total_minor and not self.detail.total_is_open:
            before = formats.money(self.detail.total_minor)
            words = say("{total}, before {amount}", total=words, amount=before)
        self.pages.total.setText(words)
        above = agreed is not None and not is_open and total_minor > agreed
        if agreed is not None:
            told = say("The customer agreed to {amount} at intake.", amount=formats.money(agreed))
            self.pages.agreed.setText(told)
        self.pages.agreed.setVisible(above)

    def _agree(self, typed: object) -> None:
        values = self.typed()
        wanted = wanted_from(values, formats=self._context.formats)
        if wanted.problems:
            self.show_problems(wanted.problems)
            return
        if not values:
            self.reject()
            return
        is_warned = EditedField.SLOT in values and self.pages.slot.taken_by is not None
        confirmed = frozenset({CONFIRM_SLOT_IN_USE} if is_warned else ())
        self.saved.emit(Save(typed=values, confirmed=confirmed))
        super()._agree(typed)

    def _go_to(self, key: object) -> None:
        self.switch.set_value(key)
        for page in self.pages.pages:
            page.widget.setVisible(page.key == key)
        self._fit()

    def _page(self, key: str) -> Page:
        return next(page for page in self.pages.pages if page.key == key)

    def _page_of(self, entry: Entry) -> Page:
        return next(page for page in self.pages.pages if entry in page.entries)

    def _fit(self) -> None:
        """Take the height of the highest page, as far as the window has it: no page jumps."""
        window = self.parentWidget()
        room = (window.height() if window is not None else _USUAL) - scaled(_AROUND)
        wanted = max(page.widget.sizeHint().height() for page in self.pages.pages)
        self.area.setFixedHeight(max(scaled(_LEAST_HEIGHT), min(wanted, room)))
        self.adjustSize()
        if window is not None and self.isVisible():
            self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())

    def _bring_into_view(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.area.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, _IN_VIEW)

    def _make_room(self, _low: int, high: int) -> None:
        """Leave room for the scroll bar only while there is one."""
        self._column.setContentsMargins(0, 0, Space.SMALL if high > 0 else 0, 0)


def _line_words(line: LineView, formats: Formats) -> str:
    amount = line.amount_minor
    told = say("ask") if amount is None else formats.money(amount)
    return say("{title} {amount}", title=line.title, amount=told)


def _question(detail: TicketDetail, *, told: str) -> Question:
    return Question(
        heading=say("Edit {number}", number=detail.number),
        text=told,
        action=say("Save"),
        keep=say("Not now"),
    )
