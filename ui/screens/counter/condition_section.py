"""Section 4: what shape the device is in, what stays with us, and what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from services.settings.dto import PromiseChoice, Terms
from services.types import ConditionPart, Priority
from ui.context import UiContext
from ui.icons import Icon
from ui.measures import fix_width
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Hairline
from ui.parts.checkbox import Checkbox
from ui.parts.combo import Combo
from ui.parts.elided import Elided
from ui.parts.field import LabelPlace
from ui.parts.flow import Flow, together
from ui.parts.icon_view import IconView
from ui.parts.money_field import MoneyField
from ui.parts.text import Text, Tone, plain_tip
from ui.screens.counter.completeness import condition_is_complete, marks_given
from ui.screens.counter.condition_grid import ConditionGrid
from ui.screens.counter.left_with_us import LeftWithUs
from ui.screens.counter.order import instant_from
from ui.screens.counter.places import SectionKey
from ui.screens.counter.problem_line import ProblemLine
from ui.screens.counter.ready_by import ReadyBy
from ui.screens.counter.section import CounterSection, focus, in_tab_order
from ui.screens.counter.sheet import Sheet
from ui.screens.counter.summary_line import SummaryLine
from ui.shortcuts import shortcut
from ui.tokens import Height, IconSize, Space, TypeRole

_DEPOSIT_WIDTH: Final = 104
_PRIORITY_WIDTH: Final = 112


class ConditionSection(CounterSection):
    """Nine condition rows, accessories, promised time, deposit, priority and the terms."""

    def __init__(self, *, context: UiContext, sheet: Sheet) -> None:
        title = QCoreApplication.translate("Counter", "Condition and promise")
        super().__init__(title, key=SectionKey.CONDITION, context=context, sheet=sheet)
        self._has_terms = False
        self._build_head()
        self._build()
        self._connect()

    def _build_head(self) -> None:
        self._count = Text(role=TypeRole.LABEL, tone=Tone.SECOND, name="counter-condition-count")
        self._count.setContentsMargins(Space.SMALL, 0, 0, 0)
        self.all_good = Button(
            self.tr("All good"),
            kind=ButtonKind.GHOST,
            key=shortcut("counter.all_good").keycap,
            height=32,
            name="counter-all-good",
        )
        self.priority = Combo(
            self.tr("Priority"),
            name="counter-priority",
            choices=[
                (Priority.NORMAL, self.tr("Normal")),
                (Priority.URGENT, self.tr("Urgent")),
                (Priority.EXPRESS, self.tr("Express")),
            ],
            value=Priority.NORMAL,
            place=LabelPlace.HIDDEN,
            height=Height.DENSE,
        )
        fix_width(self.priority, _PRIORITY_WIDTH)
        label = self._beside(self.tr("Priority"), editor=self.priority.box)
        self.show_in_head([label, self.priority, self._count, self.all_good])

    def _build(self) -> None:
        formats = self.context.formats
        self.grid = ConditionGrid()
        self.left = LeftWithUs()
        self.terms = Checkbox(self.tr("Terms accepted"), name="counter-terms")
        self.ready_by = ReadyBy(formats)
        self.deposit = MoneyField(
            self.tr("Deposit agreed"),
            name="counter-deposit",
            currency_sign=formats.symbol,
            parse=formats.parse_money,
            show=formats.money_field,
            place=LabelPlace.HIDDEN,
            height=Height.DENSE,
        )
        self.deposit.edit.setPlaceholderText(formats.money_field(0))
        fix_width(self.deposit, _DEPOSIT_WIDTH)
        self._problem = ProblemLine(name="counter-condition-problem")
        self.body.addWidget(self.grid)
        self.body.addWidget(Hairline())
        self.body.addWidget(self._first_row())
        self.body.addWidget(self._second_row())
        self.body.addWidget(self._problem)
        self._summary = Elided(role=TypeRole.STRONG, name="counter-condition-summary")
        self.summary.addWidget(SummaryLine(name=self._summary))

    def _first_row(self) -> Flow:
        # The passcode's place: another issue asks for it, encrypted. Nothing is stored here.
        passcode = together(
            IconView(Icon.LOCK, tone=Tone.THIRD, size=IconSize.PILL),
            Text(self.tr("Passcode: not asked for"), tone=Tone.THIRD, name="counter-passcode"),
        )
        row = Flow(gap=Space.LARGE, name="counter-left-row")
        row.show_row([self.left, passcode, self.terms])
        row.keep_right(passcode, self.terms)
        return row

    def _second_row(self) -> Flow:
        label = self._beside(self.tr("Deposit agreed"), editor=self.deposit.edit)
        deposit = together(label, self.deposit)
        row = Flow(gap=Space.LARGE, name="counter-promise-row")
        row.show_row([self.ready_by, deposit])
        row.keep_right(deposit)
        return row

    def _beside(self, words: str, *, editor: QWidget) -> Text:
        label = Text(words, role=TypeRole.LABEL, tone=Tone.SECOND)
        label.setBuddy(editor)
        return label

    def _connect(self) -> None:
        self.grid.marked.connect(self._marked)
        self.all_good.clicked.connect(self.mark_rest_good)
        self.left.left.connect(self._left)
        self.left.rearranged.connect(self._order_tabs)
        self.priority.chosen.connect(self._prioritised)
        self.terms.clicked.connect(self._terms_clicked)
        self.ready_by.promised.connect(self._promised)
        self.deposit.text_edited.connect(self._deposit_edited)
        self.change_asked.connect(self.take_focus)

    # --- what every section does ---------------------------------------------------------------

    def complete(self) -> bool:
        """Say whether all nine rows are marked, a time is promised and the terms are accepted."""
        return condition_is_complete(
            self.sheet.draft, device=self.sheet.device, has_terms=self._has_terms
        )

    def show_sheet(self) -> None:
        """Show the current device's condition and promise."""
        device = self.sheet.device
        self.grid.show_marks(device.condition)
        self.left.show_chosen(device.accessories)
        known = {each.value for each in Priority}
        priority = device.priority if device.priority in known else Priority.NORMAL.value
        self.priority.set_value(Priority(priority))
        self.terms.setChecked(self.sheet.draft.terms_accepted)
        self.ready_by.show_promised(instant_from(device.promised_at_utc))
        self.deposit.set_text(device.deposit_text)
        self.clear_problems()
        self._show_count()

    def show_summary(self) -> None:
        """Write the promise and how many rows are marked."""
        self._show_count()
        promised = instant_from(self.sheet.device.promised_at_utc)
        parts = [self._count.text()]
        if promised is not None:
            when = self.context.formats.date_short(promised, self.context.now())
            parts.insert(0, self.tr("Ready {when}").format(when=when))
        self._summary.show_text(", ".join(parts))

    def take_focus(self) -> None:
        """Go to the first row without a mark, or to the promise."""
        self.unfold()
        unmarked = (row for row in self.grid.rows if row.condition() is None)
        focus(next(unmarked, self.ready_by.choice))

    def show_problem(self, field: str, sentence: str) -> QWidget | None:
        """Show a problem below the rows, its field marked."""
        self._problem.say(sentence)
        match field.partition(".")[0]:
            case "deposit_agreed_minor":
                self.deposit.frame.show_error(shown=True)
                return self.deposit.edit
            case "promised_at_utc":
                return self.ready_by.choice
            case "terms_accepted":
                return self.terms
            case "priority":
                return self.priority.box
            case _:
                return self.grid.rows[0]

    def clear_problems(self) -> None:
        """Take every error mark away."""
        self._problem.say("")
        self.deposit.frame.show_error(shown=False)

    # --- what it can offer ----------------------------------------------------------------------

    def offer_promises(self, choices: Sequence[PromiseChoice]) -> None:
        """Offer the promised times as of now."""
        self.ready_by.offer(choices)

    def offer_accessories(self, names: Sequence[str]) -> None:
        """Offer what usually stays with this kind of device."""
        self.left.offer(names)

    def show_terms(self, terms: Terms | None) -> None:
        """Ask for the terms in force; a shop without terms asks for none."""
        self._has_terms = terms is not None
        self.terms.setVisible(self._has_terms)
        if terms is not None:
            self.terms.set_words(self.tr("Terms v{number} accepted").format(number=terms.version))
            self.terms.setToolTip(plain_tip(terms.text))

    def _order_tabs(self) -> None:
        in_tab_order([self.grid.rows[-1], *self.left.stops])

    def mark_rest_good(self) -> None:
        """Mark what has no mark yet as good."""
        self.grid.mark_rest_good()

    # --- what is entered ------------------------------------------------------------------------

    def _marked(self, marks: object) -> None:
        assert isinstance(marks, dict)
        self.sheet.device.condition = marks
        self._touch()

    def _left(self, names: object) -> None:
        assert isinstance(names, tuple)
        self.sheet.device.accessories = list(names)
        self._touch()

    def _prioritised(self, priority: object) -> None:
        assert isinstance(priority, Priority)
        self.sheet.device.priority = priority.value
        self._touch()

    def _terms_clicked(self, accepted: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self.sheet.draft.terms_accepted = accepted
        self._touch()

    def _promised(self, promised: object) -> None:
        assert isinstance(promised, datetime)
        self.sheet.device.promised_at_utc = promised.isoformat()
        self._touch()

    def _deposit_edited(self, text: object) -> None:
        device = self.sheet.device
        device.deposit_text = str(text)
        device.deposit_minor = self.context.formats.parse_money(str(text))
        self._touch()

    def _touch(self) -> None:
        self.clear_problems()
        self._show_count()
        self.sheet.touch()

    def _show_count(self) -> None:
        device = self.sheet.device
        given = marks_given(device)
        self._count.setText(self.tr("{given} of {all}").format(given=given, all=len(ConditionPart)))
        found_bad = any(mark != "good" for mark in device.condition.values())
        self.all_good.set_words(self.tr("Rest good") if found_bad else self.tr("All good"))
