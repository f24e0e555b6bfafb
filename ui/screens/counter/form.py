"""The form: four sections that complete themselves, fold, and hand the focus on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from services.errors import FieldProblem
from ui.context import Comeback, UiContext
from ui.parts.choice_group import ChoiceGroup
from ui.parts.repair_chip import RepairChip
from ui.parts.section import SectionStack
from ui.screens.counter.condition_section import ConditionSection
from ui.screens.counter.customer_section import CustomerSection
from ui.screens.counter.device_section import DeviceSection
from ui.screens.counter.places import Place, SectionKey
from ui.screens.counter.problem_section import ProblemSection
from ui.screens.counter.section import TAKES_ENTER, CounterSection, focus
from ui.screens.counter.sheet import Sheet

# What Enter stops at: everything one fills in, no button.
_ENTRIES: Final = (
    QLineEdit,
    QPlainTextEdit,
    QAbstractSpinBox,
    QComboBox,
    QCheckBox,
    ChoiceGroup,
    RepairChip,
)
# A press is over before the page may move under the pointer.
_WHILE_PRESSED_MS: Final = 40


class CounterForm(SectionStack):
    """The sections in reading order.

    Customer and device fold as soon as they are complete and left. Problem and condition fold only
    where the page would have to scroll, so that everything is seen at once when there is room.

    Signals:
        ended(): Enter was pressed in the last field.
        focus_moved(): the focus is in another field; it should be in view.
    """

    ended = Signal()
    focus_moved = Signal()

    def __init__(self, context: UiContext, *, sheet: Sheet) -> None:
        super().__init__(name="counter-form")
        self._sheet = sheet
        self._room = 0
        self.customer = CustomerSection(context=context, sheet=sheet)
        self.device = DeviceSection(context=context, sheet=sheet)
        self.problem = ProblemSection(context=context, sheet=sheet)
        self.condition = ConditionSection(context=context, sheet=sheet)
        self._steps: tuple[CounterSection, ...] = (
            self.customer,
            self.device,
            self.problem,
            self.condition,
        )
        for section in self._steps:
            self.add(section)
            section.finished.connect(self._go_on)
            section.change_asked.connect(self._refresh)
        self._fold_later = QTimer(self, singleShot=True, interval=0)
        self._fold_later.timeout.connect(self._fold)
        self._connect()

    def _connect(self) -> None:
        self.customer.card_came.connect(self.device.know_customer)
        self._sheet.edited.connect(self._refresh)
        self._sheet.replaced.connect(self._show_all)
        self._sheet.device_changed.connect(self._show_device)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    # --- what the screen asks for --------------------------------------------------------------

    def set_room(self, width: int, height: int) -> None:
        """Say how much of the form can be seen without scrolling, in pixels."""
        self._room = height
        for section in self._steps:
            section.fit(width)

    def take_focus(self) -> None:
        """Go to the first section that lacks something."""
        self._first_open().take_focus()

    def take_focus_first(self) -> None:
        """Go to the customer field, for the next person."""
        self.customer.take_focus()

    def begin_comeback(self, comeback: Comeback) -> None:
        """Fill in a device that came back and choose its customer; what is wrong comes next."""
        self._sheet.draft.devices = [replace(comeback.device)]
        self._sheet.device_changed.emit()
        self._sheet.touch()
        self.customer.choose(comeback.customer_id)

    def show_problems(self, placed: Sequence[tuple[Place | None, FieldProblem]]) -> bool:
        """Show every problem at its field and go to the first; say whether one had a place."""
        self._clear_problems()
        places = [(place, problem) for place, problem in placed if place is not None]
        if not places:
            return False
        first = min(places, key=lambda each: _reading_order(each[0]))[0]
        if first.device is not None:
            self._sheet.select_device(first.device)
        target: QWidget | None = None
        current = self._sheet.draft.current_device
        for place, problem in places:
            if place.device not in (None, current):
                continue
            section = self._section(place.section)
            section.unfold()
            widget = section.show_problem(place.field, problem.message)
            target = widget if place is first else target
        if target is not None:
            focus(target)
        return True

    def press(self, number: int) -> None:
        """Take a number key for the repairs."""
        self.problem.press(number)

    # --- moving on ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on with Enter and one section back with Esc, where no field took the key."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        widget = QApplication.focusWidget()
        if not plain or widget is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not widget.property(TAKES_ENTER):
                self._move_on(widget)
        elif event.key() == Qt.Key.Key_Escape:
            self._step_back(widget)
        else:
            super().keyPressEvent(event)

    def _move_on(self, widget: QWidget) -> None:
        here = self._section_of(widget)
        following = self._next_entry(widget)
        if following is not None and here in (None, self._section_of(following)):
            focus(following)
        elif here is not None:
            self._go_on_from(here)

    def _next_entry(self, widget: QWidget) -> QWidget | None:
        following = widget.nextInFocusChain()
        while following is not None and following is not widget:
            if self._is_entry(following):
                return following
            following = following.nextInFocusChain()
        return None

    def _is_entry(self, widget: QWidget) -> bool:
        return (
            isinstance(widget, _ENTRIES)
            and widget.isVisibleTo(self)
            and widget.isEnabled()
            and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            and self.isAncestorOf(widget)
        )

    def _go_on(self) -> None:
        section = self.sender()
        if isinstance(section, CounterSection):
            self._go_on_from(section)

    def _go_on_from(self, section: CounterSection) -> None:
        """Go to the next section that lacks something, or to the end."""
        place = self._steps.index(section)
        for following in self._steps[place + 1 :]:
            if not following.complete():
                following.take_focus()
                return
        self.ended.emit()

    def _step_back(self, widget: QWidget) -> None:
        section = self._section_of(widget)
        place = self._steps.index(section) if section is not None else 0
        if place > 0:
            self._steps[place - 1].take_focus()

    def _first_open(self) -> CounterSection:
        return next((each for each in self._steps if not each.complete()), self.customer)

    def _section(self, key: SectionKey) -> CounterSection:
        return next(each for each in self._steps if each.key is key)

    def _section_of(self, widget: QWidget) -> CounterSection | None:
        return next((each for each in self._steps if each.isAncestorOf(widget)), None)

    # --- showing ------------------------------------------------------------------------------

    def _show_all(self) -> None:
        for section in self._steps:
            section.show_sheet()
        self._refresh()

    def _show_device(self) -> None:
        for section in self._steps[1:]:
            section.show_sheet()
        self._refresh()

    def _clear_problems(self) -> None:
        for section in self._steps:
            section.clear_problems()

    def _refresh(self) -> None:
        for section in self._steps:
            section.refresh()

    @Slot("QWidget*", "QWidget*")
    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.window().isAncestorOf(now) and self.isVisible():
            self._fold_later.start(0)

    def _fold(self) -> None:
        """Fold what is complete and left, once no button is held: a click must hit its aim."""
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._fold_later.start(_WHILE_PRESSED_MS)
            return
        self._refresh()
        for short in (self.customer, self.device):
            short.fold()
        if self._is_cramped():
            for tall in (self.problem, self.condition):
                tall.fold()
        self.focus_moved.emit()

    def _is_cramped(self) -> bool:
        return self.sizeHint().height() > self._room > 0


def _reading_order(place: Place) -> tuple[int, int]:
    return (place.device or 0, tuple(SectionKey).index(place.section))
