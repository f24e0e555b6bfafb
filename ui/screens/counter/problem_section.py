"""Section 3: what is to be done, at what price, and what the customer says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from services.pricing.dto import RepairChoice
from services.settings.dto import TaxClass
from services.tickets.dto import DraftDevice, DraftLine
from services.types import DeviceCategory, DeviceModelId, PartGrade
from ui.context import UiContext
from ui.parts.elided import Elided
from ui.parts.flow import together
from ui.parts.segmented import Segmented
from ui.parts.text import Text, Tone
from ui.screens.counter.chosen_lines import ChosenLines
from ui.screens.counter.completeness import problem_is_complete
from ui.screens.counter.more_repairs import MoreRepairs, TypedRepair
from ui.screens.counter.offers import line_of, reprice
from ui.screens.counter.places import SectionKey
from ui.screens.counter.repair_grid import CHIPS, RepairGrid
from ui.screens.counter.section import CounterSection, focus, in_tab_order
from ui.screens.counter.sheet import Sheet
from ui.screens.counter.summary_line import SummaryLine
from ui.screens.counter.words_field import WordsField
from ui.tokens import Space, TypeRole

_Asked = tuple[int | None, str, str]


class ProblemSection(CounterSection):
    """Chooses repairs by number, prices them for the part grade, and takes the customer's words."""

    def __init__(self, *, context: UiContext, sheet: Sheet) -> None:
        title = QCoreApplication.translate("Counter", "Problem and price")
        super().__init__(title, key=SectionKey.PROBLEM, context=context, sheet=sheet)
        self._choices: tuple[RepairChoice, ...] = ()
        self._asked_for: _Asked | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        formats = self.context.formats
        self.more = MoreRepairs(formats)
        self.grade = Segmented(
            self.tr("Part grade"),
            name="counter-grade",
            choices=[
                (PartGrade.ORIGINAL, self.tr("Original")),
                (PartGrade.PREMIUM, self.tr("Premium")),
                (PartGrade.STANDARD, self.tr("Standard")),
                (PartGrade.ECONOMY, self.tr("Economy")),
            ],
            value=PartGrade.ORIGINAL,
        )
        label = Text(self.tr("Part grade"), role=TypeRole.LABEL, tone=Tone.SECOND)
        label.setBuddy(self.grade)
        label.setContentsMargins(Space.SMALL, 0, 0, 0)
        self.show_in_head([self.more, together(label, self.grade)])
        self.grid = RepairGrid(formats)
        self.empty = Text(
            self.tr("Choose the device and its repairs appear here with their prices."),
            tone=Tone.THIRD,
            wrap=True,
            name="counter-repairs-none",
        )
        self.lines = ChosenLines(formats)
        self.words = WordsField()
        for part in (self.grid, self.empty, self.lines, self.words):
            self.body.addWidget(part)
        self._chosen = Elided(role=TypeRole.STRONG, name="counter-problem-summary")
        self.summary.addWidget(SummaryLine(name=self._chosen))

    def _connect(self) -> None:
        self.grade.chosen.connect(self._grade_chosen)
        self.grid.pressed.connect(self._switch_repair)
        self.grid.left.connect(lambda: focus(self.words.edit))
        self.more.taken.connect(self._add_more)
        self.lines.edited.connect(self._prices_edited)
        self.lines.removed.connect(self._remove)
        self.words.text_edited.connect(self._words_edited)
        self.words.left.connect(self.finished.emit)
        self.change_asked.connect(self.take_focus)
        self.sheet.edited.connect(self._ask_if_changed)

    # --- what every section does ---------------------------------------------------------------

    def complete(self) -> bool:
        """Say whether a repair is chosen or the customer's words are there."""
        return problem_is_complete(self.sheet.device)

    def show_sheet(self) -> None:
        """Show the current device's repairs and words."""
        device = self.sheet.device
        self.grade.set_value(_grade_of(device))
        self.words.set_text(device.words)
        self.clear_problems()
        self._ask_if_changed()
        self._show_lines()

    def show_summary(self) -> None:
        """Write the repairs with their prices; without any, the customer's words."""
        device = self.sheet.device
        chosen = ", ".join(self._line_words(line) for line in device.lines)
        self._chosen.show_text(chosen or " ".join(device.words.split()))

    def take_focus(self) -> None:
        """Go to the first chip, or to the words while there is none."""
        self.unfold()
        if self.grid.isVisibleTo(self):
            self.grid.take_focus()
        else:
            focus(self.words.edit)

    def show_problem(self, field: str, sentence: str) -> QWidget | None:
        """Show a problem at a line's price or at the words."""
        head, _, rest = field.partition(".")
        if head == "lines":
            place = rest.partition(".")[0]
            found = self.lines.show_problem(int(place) if place.isdigit() else 0, sentence)
            if found is not None:
                return found
        self.words.set_error(sentence)
        return self.words.edit

    def clear_problems(self) -> None:
        """Take every error mark away."""
        self.words.set_error(None)
        self.lines.clear_problems()

    def press(self, number: int) -> None:
        """Take a number key: 1–8 press a chip, 9 goes to the other repairs."""
        if number > CHIPS:
            self.unfold()
            self.more.take_focus()
        else:
            self.grid.press(number)

    def set_tax_classes(self, tax_classes: Sequence[TaxClass]) -> None:
        """Offer the shop's tax classes per line."""
        self.lines.set_tax_classes(tax_classes)

    # --- the repairs on offer -------------------------------------------------------------------

    def _ask_if_changed(self) -> None:
        """Ask for the repairs of another device, kind or grade; the newest answer wins."""
        device = self.sheet.device
        asked = (device.device_model_id, device.category, _grade_of(device).value)
        named = bool(device.title.strip())
        self.grid.setVisible(named)
        self.empty.setVisible(not named)
        self.more.setEnabled(named)
        if named and asked != self._asked_for:
            self._asked_for = asked
            self.grid.wait_for_choices()
            self._ask(asked)

    def ask_again(self) -> None:
        """Ask anew: prices changed, here or at another till."""
        self._asked_for = None
        self._ask_if_changed()

    def _ask(self, asked: _Asked) -> None:
        model_id, category, grade = asked
        actor, pricing = self.context.actor(), self.context.services.pricing
        self.context.runner.run(
            self,
            lambda: pricing.choices(
                actor,
                device_model_id=None if model_id is None else DeviceModelId(model_id),
                category=DeviceCategory(category) if category else None,
                grade=PartGrade(grade),
            ),
            done=lambda choices: self._came(asked, choices=choices),
            kind="choices",
        )

    def _came(self, asked: _Asked, *, choices: Sequence[RepairChoice]) -> None:
        if asked != self._asked_for:
            return
        self._choices = tuple(choices)
        self.grid.show_choices(self._choices)
        self._order_tabs()
        self.more.offer(self._choices, chips=CHIPS)
        by_id: dict[int | None, RepairChoice] = {
            choice.repair_type_id: choice for choice in self._choices
        }
        device = self.sheet.device
        before = [(line.price_minor, line.grade) for line in device.lines]
        for line in device.lines:
            choice = by_id.get(line.repair_type_id)
            if choice is not None:
                reprice(line, choice=choice, grade=device.grade)
        self._show_lines()
        self.grid.press_early()
        if before != [(line.price_minor, line.grade) for line in device.lines]:
            self.sheet.touch()

    def _grade_chosen(self, grade: object) -> None:
        assert isinstance(grade, PartGrade)
        self.sheet.device.grade = grade.value
        self.sheet.touch()

    # --- choosing -----------------------------------------------------------------------------

    def _switch_repair(self, choice: object) -> None:
        assert isinstance(choice, RepairChoice)
        device = self.sheet.device
        others = [each for each in device.lines if each.repair_type_id != choice.repair_type_id]
        if len(others) == len(device.lines):
            others.append(line_of(choice, grade=device.grade))
        device.lines = others
        self._lines_changed()

    def _add_more(self, value: object) -> None:
        match value:
            case RepairChoice():
                self._add_line(line_of(value, grade=self.sheet.device.grade))
            case TypedRepair():
                self._add_line(DraftLine(title=value.title, grade=""))

    def _add_line(self, line: DraftLine) -> None:
        """Add a line once, and go to its price where there is none yet."""
        lines = self.sheet.device.lines
        twin = line.repair_type_id is not None and any(
            each.repair_type_id == line.repair_type_id for each in lines
        )
        if not twin:
            lines.append(line)
            self._lines_changed()
        if line.price_minor is None and not twin:
            focus(self.lines.editors[-1].price.edit)
        else:
            self.grid.take_focus()

    def _remove(self, line: object) -> None:
        device = self.sheet.device
        device.lines = [each for each in device.lines if each is not line]
        self._lines_changed()
        self.take_focus()

    def _lines_changed(self) -> None:
        self.words.set_error(None)
        self._show_lines()
        self.sheet.touch()

    def _order_tabs(self) -> None:
        in_tab_order([self.grade, *self.grid.chips, *self.lines.stops])

    def _show_lines(self) -> None:
        device = self.sheet.device
        self.lines.show_lines(device.lines)
        self._order_tabs()
        self.lines.show_prices()
        self.grid.show_chosen(
            {line.repair_type_id for line in device.lines if line.repair_type_id is not None}
        )

    def _prices_edited(self) -> None:
        self.lines.clear_problems()
        self.sheet.touch()

    def _words_edited(self, text: object) -> None:
        self.sheet.device.words = str(text)
        self.words.set_error(None)
        self.sheet.touch()

    def _line_words(self, line: DraftLine) -> str:
        if line.price_minor is None:
            return self.tr("{repair} (ask)").format(repair=line.title)
        price = self.context.formats.money(line.price_minor)
        return f"{line.title} {'≈ ' if line.estimated else ''}{price}"


def _grade_of(device: DraftDevice) -> PartGrade:
    known = {grade.value for grade in PartGrade}
    return PartGrade(device.grade) if device.grade in known else PartGrade.ORIGINAL
