"""The chosen repairs with their prices: what a person may type over, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from services.settings.dto import TaxClass
from services.tickets.dto import DraftLine
from ui.fonts import scaled
from ui.format import Formats
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.combo import Combo
from ui.parts.field import LabelPlace
from ui.parts.marker import Marker, MarkerKind
from ui.parts.money_field import MoneyField
from ui.parts.text import Text, Tone
from ui.screens.counter.folded_line import Elided
from ui.tokens import Height, Space, TypeRole

_PRICE_WIDTH: Final = 116
_TAX_WIDTH: Final = 124
_BESIDE: Final = 3
_BESIDE_WITH_TAX: Final = 2


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
        self.price.setFixedWidth(scaled(_PRICE_WIDTH))
        self._tax = self._tax_combo(tax_classes, place=place)
        self._remove = Button(
            "", kind=ButtonKind.GHOST, icon=Icon.X, height=28, name=f"counter-line-{place + 1}-off"
        )
        words = self.tr("Take {repair} off").format(repair=line.title)
        self._remove.setAccessibleName(words)
        self._remove.setToolTip(words)
        self._arrange()
        self.show_line()
        self.price.text_edited.connect(self._price_typed)
        self.price.committed.connect(lambda _text: self.show_line())
        self._remove.clicked.connect(lambda: self.removed.emit(self._line))

    @property
    def line(self) -> DraftLine:
        """The line of the draft that is edited here."""
        return self._line

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

    def _tax_combo(self, classes: Sequence[TaxClass], *, place: int) -> Combo | None:
        active = [each for each in classes if each.active]
        if len(active) < 2:
            return None
        default = next((each for each in active if each.is_default), active[0])
        ids = [each.tax_class_id for each in active]
        chosen = self._line.tax_class_id
        combo = Combo(
            self.tr("Tax class of {repair}").format(repair=self._line.title),
            name=f"counter-line-{place + 1}-tax",
            choices=[(each.tax_class_id, each.name) for each in active],
            value=chosen if chosen in ids else default.tax_class_id,
            place=LabelPlace.HIDDEN,
            height=Height.DENSE,
        )
        combo.setFixedWidth(scaled(_TAX_WIDTH))
        combo.chosen.connect(self._tax_chosen)
        return combo

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
    """The lines of the device, two or three beside each other.

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
        self._problem = Marker("", kind=MarkerKind.FAILED, name="counter-lines-problem")
        self._problem.hide()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.WIDE)
        self._grid.setVerticalSpacing(Space.TIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addLayout(self._grid)
        column.addWidget(self._problem)

    @property
    def editors(self) -> tuple[LineEditor, ...]:
        """The editors in the order of the lines."""
        return tuple(self._editors)

    def set_tax_classes(self, tax_classes: Sequence[TaxClass]) -> None:
        """Offer other tax classes per line."""
        self._tax_classes = tuple(tax_classes)

    def show_lines(self, lines: Sequence[DraftLine]) -> None:
        """Show these lines; the editor of a line that stays keeps its text and the focus."""
        kept = {id(editor.line): editor for editor in self._editors}
        wanted = {id(line) for line in lines}
        for key, editor in kept.items():
            if key not in wanted:
                self._drop(editor)
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
        self._problem.show_words(sentence, kind=MarkerKind.FAILED)
        self._problem.show()
        return field.edit

    def clear_problems(self) -> None:
        """Take the error marks away."""
        self._problem.hide()
        for editor in self._editors:
            editor.price.frame.show_error(shown=False)

    def _editor(self, line: DraftLine, *, place: int) -> LineEditor:
        editor = LineEditor(
            line, place=place, formats=self._formats, tax_classes=self._tax_classes, parent=self
        )
        editor.edited.connect(self.edited.emit)
        editor.removed.connect(self.removed.emit)
        return editor

    def _drop(self, editor: LineEditor) -> None:
        self._grid.removeWidget(editor)
        editor.hide()
        editor.deleteLater()

    def _arrange(self) -> None:
        beside = _BESIDE_WITH_TAX if len(self._tax_classes) > 1 else _BESIDE
        before: QWidget | None = None
        for place, editor in enumerate(self._editors):
            self._grid.removeWidget(editor)
            self._grid.addWidget(editor, place // beside, place % beside)
            editor.show()
            if before is not None:
                QWidget.setTabOrder(before, editor)
            before = editor
        for column in range(_BESIDE):
            self._grid.setColumnStretch(column, 1 if column < beside else 0)
        self.setVisible(bool(self._editors))
        self.updateGeometry()
