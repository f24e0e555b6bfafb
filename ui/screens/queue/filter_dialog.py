"""Asks what shall narrow the list: every filter in one place, all of which apply together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from services.auth.dto import Person
from services.tickets.dto import DaySpan, QueueFilters, QueueRow, SpanKind, ViewPart
from services.types import Priority, TicketStatus
from ui.context import UiContext
from ui.measures import fix_width
from ui.parts.combo import Combo
from ui.parts.dialog import Question, QuestionDialog
from ui.parts.pill import status_word
from ui.parts.suggestions import Suggestion
from ui.parts.typeahead import TypeAhead
from ui.screens.queue.day_field import DayField
from ui.screens.queue.filter_words import OPENED_SPANS, PROMISED_SPANS, SPAN_WORDS, Names
from ui.screens.queue.questions import in_reading_order
from ui.screens.queue.words import PRIORITY_WORDS, say
from ui.tokens import Height, Space

T = TypeVar("T")

_ANY: Final = ""
_NOBODY: Final = "nobody"
_WEEK: Final = timedelta(days=6)
_SHORTEST: Final = 2
# Low enough for a window of 720 at twice the size of the text.
_WIDTH: Final = 580
_COLUMNS: Final = 12

Chosen = tuple[QueueFilters, Names]


class FilterDialog(QuestionDialog):
    """The filters as fields. What a person is at is offered first for customer and device.

    Signals (besides those of `QuestionDialog`):
        chosen(object): the `QueueFilters`, and what the ids in them are called.
    """

    chosen = Signal(object)

    def __init__(
        self,
        filters: QueueFilters,
        *,
        names: Names,
        people: Sequence[Person],
        row: QueueRow | None,
        context: UiContext,
        parent: QWidget,
    ) -> None:
        super().__init__(_question(), parent=parent)
        self._context = context
        self._names = dict(names)
        self._ids: dict[ViewPart, int | None] = {
            ViewPart.CUSTOMER: filters.customer_id,
            ViewPart.DEVICE: filters.device_model_id,
        }
        self._people = {person.person_id: person.name for person in people}
        self.status = _combo("Status", "filter-status", _status_choices())
        self.priority = _combo("Priority", "filter-priority", _priority_choices())
        self.technician = _combo("Technician", "filter-technician", _technician_choices(people))
        self.customer = TypeAhead(say("Customer"), name="filter-customer", height=Height.STANDARD)
        self.device = TypeAhead(say("Device"), name="filter-device", height=Height.STANDARD)
        self.opened = _combo("Taken in", "filter-opened", _span_choices(OPENED_SPANS))
        self.promised = _combo("Promised", "filter-promised", _span_choices(PROMISED_SPANS))
        self.days = {
            each: (self._day_field(each, "from"), self._day_field(each, "until"))
            for each in (ViewPart.OPENED, ViewPart.PROMISED)
        }
        self._build()
        self._fill(filters)
        self._offer(row)
        self._connect()

    def ask(self) -> None:
        """Open the question with the keyboard in its first field."""
        # The fields for days are hidden by now.
        self.adjustSize()
        super().ask()
        self.status.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Agree with Enter from any field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.card.action.click()
        else:
            super().keyPressEvent(event)

    # --- inside ----------------------------------------------------------------------------------

    def _day_field(self, part: ViewPart, end: str) -> DayField:
        words = {
            (ViewPart.OPENED, "from"): say("Taken in from"),
            (ViewPart.OPENED, "until"): say("Taken in until"),
            (ViewPart.PROMISED, "from"): say("Promised from"),
            (ViewPart.PROMISED, "until"): say("Promised until"),
        }[part, end]
        return DayField(words, name=f"filter-{part.value}-{end}", formats=self._context.formats)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(Space.SMALL)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.status, self.priority, self.technician),
            (self.customer, self.device),
            (self.opened, self.promised),
            (*self.days[ViewPart.OPENED], *self.days[ViewPart.PROMISED]),
        )
        for line, widgets in enumerate(rows):
            across = _COLUMNS // len(widgets)
            for place, widget in enumerate(widgets):
                grid.addWidget(widget, line, place * across, 1, across)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        fix_width(self.card, _WIDTH)
        self.card.extra.addSpacing(Space.TIGHT)
        self.card.extra.addLayout(grid)
        self.customer.setVisible(self._context.may("customers:read"))
        self.device.setVisible(self._context.may("catalog:read"))
        in_reading_order(
            self.status.box,
            self.priority.box,
            self.technician.box,
            self.customer.edit,
            self.device.edit,
            self.opened.box,
            self.promised.box,
            *(field.edit for pair in self.days.values() for field in pair),
            self.card.keep,
            self.card.action,
        )

    def _fill(self, filters: QueueFilters) -> None:
        self.status.set_value(filters.status or _ANY)
        self.priority.set_value(filters.priority or _ANY)
        technician: object = _NOBODY if filters.unassigned else filters.technician_id or _ANY
        if technician in (_ANY, _NOBODY) or technician in self._people:
            self.technician.set_value(technician)
        self.customer.set_text(self._name(ViewPart.CUSTOMER))
        self.device.set_text(self._name(ViewPart.DEVICE))
        today = self._context.formats.local(self._context.now()).date()
        for part, combo, span in (
            (ViewPart.OPENED, self.opened, filters.opened),
            (ViewPart.PROMISED, self.promised, filters.promised),
        ):
            first, last = self.days[part]
            first.show_day((span.first if span else None) or today - _WEEK)
            last.show_day((span.last if span else None) or today)
            combo.set_value(span.kind if span else _ANY)
            self._show_days(part, combo)

    def _name(self, part: ViewPart) -> str:
        return self._names.get(part, "") if self._ids[part] is not None else ""

    def _offer(self, row: QueueRow | None) -> None:
        if row is None:
            return
        self.customer.suggestions.show_rows([_person(row.customer_id, row.customer_name)])
        if row.device_model_id is not None:
            self.device.suggestions.show_rows([_model(row.device_model_id, row.device_title)])

    def _connect(self) -> None:
        self.customer.text_edited.connect(self._look_for_customers)
        self.device.text_edited.connect(self._look_for_devices)
        self.customer.chosen.connect(lambda value: self._take(ViewPart.CUSTOMER, value))
        self.device.chosen.connect(lambda value: self._take(ViewPart.DEVICE, value))
        self.opened.chosen.connect(lambda _v: self._show_days(ViewPart.OPENED, self.opened))
        self.promised.chosen.connect(lambda _v: self._show_days(ViewPart.PROMISED, self.promised))

    def _show_days(self, part: ViewPart, combo: Combo) -> None:
        for field in self.days[part]:
            field.setVisible(combo.value() is SpanKind.DAYS)
        self.adjustSize()

    def _look_for_customers(self, text: object) -> None:
        actor, customers = self._context.actor(), self._context.services.customers
        typed = str(text).strip()
        self._look(
            ViewPart.CUSTOMER,
            self.customer,
            typed,
            lambda: [
                _person(each.customer_id, each.name, detail=each.phone or each.email)
                for each in customers.suggest(actor, text=typed)
            ],
        )

    def _look_for_devices(self, text: object) -> None:
        actor, catalog = self._context.actor(), self._context.services.catalog
        typed = str(text).strip()
        self._look(
            ViewPart.DEVICE,
            self.device,
            typed,
            lambda: [
                _model(each.device_model_id, each.title)
                for each in catalog.suggest_devices(actor, text=typed)
            ],
        )

    def _look(
        self,
        part: ViewPart,
        field: TypeAhead,
        typed: str,
        find: Callable[[], list[Suggestion]],
    ) -> None:
        self._ids[part] = None
        field.set_error(None)
        if len(typed) < _SHORTEST:
            field.set_suggestions(())
            return

        def show(found: list[Suggestion]) -> None:
            # What was typed meanwhile has asked by itself.
            if field.text().strip() == typed and self._ids[part] is None:
                field.set_suggestions(found)

        self._context.runner.run(self, find, done=show, kind=f"filter-{part.value}")

    def _take(self, part: ViewPart, value: object) -> None:
        if not isinstance(value, tuple):
            return
        self._ids[part], self._names[part] = value
        field = self.customer if part is ViewPart.CUSTOMER else self.device
        field.set_text(self._names[part])
        field.set_error(None)

    def _agree(self, typed: object) -> None:
        for part, field in ((ViewPart.CUSTOMER, self.customer), (ViewPart.DEVICE, self.device)):
            if field.text().strip() and self._ids[part] is None:
                field.set_error(say("Choose one from the list."))
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                self.adjustSize()
                return
        self.chosen.emit((self._written(), self._names))
        super()._agree(typed)

    def _written(self) -> QueueFilters:
        technician = self.technician.value()
        if technician in self._people:
            self._names[ViewPart.TECHNICIAN] = self._people[technician]  # type: ignore[index]
        customer, device = self._ids[ViewPart.CUSTOMER], self._ids[ViewPart.DEVICE]
        return QueueFilters(
            status=_as(TicketStatus, self.status.value()),
            priority=_as(Priority, self.priority.value()),
            technician_id=technician if technician in self._people else None,  # type: ignore[arg-type]
            unassigned=technician == _NOBODY,
            customer_id=customer,  # type: ignore[arg-type]
            device_model_id=device,  # type: ignore[arg-type]
            opened=self._span(ViewPart.OPENED, self.opened),
            promised=self._span(ViewPart.PROMISED, self.promised),
        )

    def _span(self, part: ViewPart, combo: Combo) -> DaySpan | None:
        kind = combo.value()
        if not isinstance(kind, SpanKind):
            return None
        if kind is not SpanKind.DAYS:
            return DaySpan(kind=kind)
        first, last = sorted(field.day() for field in self.days[part])
        return DaySpan(kind=kind, first=first, last=last)


def _question() -> Question:
    return Question(
        heading=say("Filter the list"),
        text=say("All of it applies together, within the chip that is chosen."),
        action=say("Show"),
        keep=say("Leave as it is"),
    )


def _combo(label: str, name: str, choices: Sequence[tuple[object, str]]) -> Combo:
    every = ((_ANY, say("Any")), *choices)
    return Combo(say(label), name=name, choices=every, height=Height.STANDARD)


def _status_choices() -> list[tuple[object, str]]:
    return [(status, status_word(status.value)) for status in TicketStatus]


def _priority_choices() -> list[tuple[object, str]]:
    return [(priority, say(word)) for priority, word in PRIORITY_WORDS.items()]


def _technician_choices(people: Sequence[Person]) -> list[tuple[object, str]]:
    return [*((person.person_id, person.name) for person in people), (_NOBODY, say("Nobody"))]


def _span_choices(kinds: Sequence[SpanKind]) -> list[tuple[object, str]]:
    return [(kind, say(SPAN_WORDS[kind])) for kind in kinds]


def _person(customer_id: int, name: str, *, detail: str = "") -> Suggestion:
    return Suggestion(value=(int(customer_id), name), title=name, detail=detail, person=name)


def _model(device_model_id: int, title: str) -> Suggestion:
    return Suggestion(value=(int(device_model_id), title), title=title)


def _as(kind: type[T], value: object) -> T | None:
    return value if isinstance(value, kind) else None
