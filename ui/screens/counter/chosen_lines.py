"""The chosen repairs with their prices: what a person may type over, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.settings.dto import TaxClass
from services.tickets.dto import DraftLine
from ui.format import Formats
from ui.icons import Icon
from ui.measures import fix_width
from ui.parts.button import Button, ButtonKind
from ui.parts.elided import Elided
from ui.parts.field import LabelPlace
from ui.parts.flow import Columns
from ui.parts.money_field import MoneyField
from ui.parts.text import Text, Tone, plain_tip
from ui.screens.counter.problem_line import ProblemLine
from ui.screens.counter.tax_choice import TaxChoice
from ui.tokens import Height, Space, TypeRole

_PRICE_WIDTH: Final = 116
_BESIDE: Final = (2, 1)
_FEWEST_TO_CHOOSE: Final = 2


class LineEditor(QWidget):
    """One chosen repair: its name, its tax class where there are several, its price, and away.

    Signals:
        edited(): the price or the tax class was changed in the line.
        removed(object): the `DraftLine` that is to go.
    """

    edited = Signal()
    removed = Signal(object)

    def __init__(
        self,
        line: DraftLine,
        *,
        place: int,
        formats: Formats,
        tax_classes: Sequence[TaxClass],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._formats = formats
        self.setObjectName(f"counter-line-{place + 1}")
        self._approx = Text("≈", role=TypeRole.STRONG, tone=Tone.EST)
        self.price = MoneyField(
            self.tr("Price of {repair}").format(repair=line.title),
            name=f"counter-line-{place + 1}-price",
            currency_sign=formats.symbol,
            parse=formats.parse_money,
            show=formats.money_field,
            place=LabelPlace.HIDDEN,
            height=Height.DENSE,
        )
        self.price.edit.setPlaceholderText(self.tr("ask"))
        fix_width(self.price, _PRICE_WIDTH)
        # A box that hands its focus on counts as a stop of its own, and would stay where lines that
        # come later stand in Qt's order: at the end.
        self.price.setFocusProxy(None)  # type: ignore[arg-type]
        self._tax = self._tax_choice(tax_classes, place=place)
        self._remove = Button(
            "", kind=ButtonKind.GHOST, icon=Icon.X, height=28, name=f"counter-line-{place + 1}-off"
        )
        words = self.tr("Take {repair} off").format(repair=line.title)
        self._remove.setAccessibleName(words)
        self._remove.setToolTip(plain_tip(words))
        self._arrange()
        self.show_line()
        self.price.text_edited.connect(self._price_typed)
        self.price.committed.connect(lambda _text: self.show_line())
        self._remove.clicked.connect(lambda: self.removed.emit(self._line))

    @property
    def line(self) -> DraftLine:
        """The line of the draft that is edited here."""
        return self._line

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in this line, in reading order."""
        tax = () if self._tax is None else (self._tax,)
        return (*tax, self.price.edit, self._remove)

    def show_line(self) -> None:
        """Show the line's price as it stands; a text that is no amount stays for its owner."""
        line = self._line
        self._approx.setVisible(line.estimated)
        if line.price_minor is not None:
            self.price.set_amount_minor(line.price_minor)
        elif not line.price_text.strip():
            self.price.set_amount_minor(None)
        else:
            self.price.set_text(line.price_text)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Elided(self._line.title), stretch=1)
        row.addWidget(self._approx)
        if self._tax is not None:
            row.addWidget(self._tax)
        row.addWidget(self.price)
        row.addWidget(self._remove)

    def _tax_choice(self, classes: Sequence[TaxClass], *, place: int) -> TaxChoice | None:
        active = [each for each in classes if each.active]
        if len(active) < _FEWEST_TO_CHOOSE:
            return None
        choice = TaxChoice(
            active,
            chosen_id=self._line.tax_class_id,
            label=self.tr("Tax class of {repair}").format(repair=self._line.title),
            name=f"counter-line-{place + 1}-tax",
        )
        choice.chosen.connect(self._tax_chosen)
        return choice

    def _price_typed(self, text: object) -> None:
        self._line.price_text = str(text)
        self._line.price_minor = self._formats.parse_money(str(text))
        self._line.estimated = False
        self._approx.hide()
        self.price.frame.show_error(shown=False)
        self.edited.emit()

    def _tax_chosen(self, tax_class_id: object) -> None:
        assert isinstance(tax_class_id, int)
        self._line.tax_class_id = tax_class_id
        self.edited.emit()


class ChosenLines(QWidget):
    """The lines of the device, two beside each other.

    Signals:
        edited(): a price or tax class was changed.
        removed(object): the `DraftLine` a person took off.
    """

    edited = Signal()
    removed = Signal(object)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("counter-lines")
        self._formats = formats
        self._tax_classes: tuple[TaxClass, ...] = ()
        self._editors: list[LineEditor] = []
        self._problem = ProblemLine(name="counter-lines-problem")
        self._rows = Columns(
            counts=_BESIDE, across=Space.WIDE, down=Space.TIGHT, name="counter-lines-rows"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(self._rows)
        column.addWidget(self._problem)

    @property
    def editors(self) -> tuple[LineEditor, ...]:
        """The editors in the order of the lines."""
        return tuple(self._editors)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in reading order."""
        return tuple(stop for editor in self._editors for stop in editor.stops)

    def set_tax_classes(self, tax_classes: Sequence[TaxClass]) -> None:
        """Offer other tax classes per line."""
        self._tax_classes = tuple(tax_classes)

    def show_lines(self, lines: Sequence[DraftLine]) -> None:
        """Show these lines; the editor of a line that stays keeps its text and the focus."""
        kept = {id(editor.line): editor for editor in self._editors}
        self._editors = [
            kept.get(id(line)) or self._editor(line, place=place)
            for place, line in enumerate(lines)
        ]
        self._arrange()

    def show_prices(self) -> None:
        """Show prices that changed with the part grade."""
        for editor in self._editors:
            if not editor.price.edit.hasFocus():
                editor.show_line()

    def show_problem(self, place: int, sentence: str) -> QWidget | None:
        """Show what is wrong with a line; return its field, or None when the line is gone."""
        if place >= len(self._editors):
            return None
        field = self._editors[place].price
        field.frame.show_error(shown=True)
        self._problem.say(sentence)
        return field.edit

    def clear_problems(self) -> None:
        """Take the error marks away."""
        self._problem.say("")
        for editor in self._editors:
            editor.price.frame.show_error(shown=False)

    def _editor(self, line: DraftLine, *, place: int) -> LineEditor:
        editor = LineEditor(line, place=place, formats=self._formats, tax_classes=self._tax_classes)
        editor.edited.connect(self.edited.emit)
        editor.removed.connect(self.removed.emit)
        return editor

    def _arrange(self) -> None:
        self._rows.show_row(self._editors)
        self.setVisible(bool(self._editors))
