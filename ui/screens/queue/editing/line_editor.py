"""The lines of an order in the sheet: part, pieces, price and discount; added and taken off."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.pricing.dto import RepairChoice
from services.tickets.dto import EditedField, LinePrice, TicketDetail
from services.types import PartGrade
from ui.field_row import FieldRow
from ui.format import Formats
from ui.icons import Icon
from ui.parts.button import Button, IconButton
from ui.parts.combo import Combo
from ui.parts.field import Field
from ui.parts.menus import Choice, open_menu
from ui.parts.money_field import MoneyField
from ui.parts.text import Text, Tone
from ui.screens.queue.editing.typed import LineTyped, lines_of
from ui.screens.queue.words import GRADE_WORDS, say
from ui.tokens import Height, Space, TypeRole

_NO_PART: Final = "none"


class LineEditor(QWidget):
    """One line. What is called a repair of the catalogue keeps its name; a typed one has a field.

    Signals:
        edited(): a person changed something.
        taken_off(): a person takes the line off.
    """

    edited = Signal()
    taken_off = Signal()

    def __init__(self, line: LineTyped, *, formats: Formats, prices: bool) -> None:
        super().__init__()
        self.setObjectName("edit-line")
        self._line = line
        self._formats = formats
        self._wants_book = False
        is_named = line.line_id is not None or line.repair_type_id is not None
        self.title = Text(line.title, role=TypeRole.STRONG, wrap=True, name="edit-line-title")
        self.named = Field(say("What is to be done"), name="edit-line-name", max_length=200)
        self.named.set_text(line.title)
        self.remove = IconButton(
            say("Take {title} off", title=line.title or say("this line")), icon=Icon.TRASH_2
        )
        self.grade = Combo(
            say("Part"),
            name="edit-line-grade",
            choices=[(_NO_PART, say("No part")), *((g, say(GRADE_WORDS[g])) for g in PartGrade)],
            value=line.grade or _NO_PART,
            height=Height.STANDARD,
        )
        self.quantity = Field(say("Pieces"), name="edit-line-quantity", height=Height.STANDARD)
        self.quantity.edit.setMaxLength(3)
        self.quantity.set_text(line.quantity)
        self.price = self._money(say("Price"), name="edit-line-price", text=line.price)
        self.discount = self._money(say("Discount"), name="edit-line-discount", text=line.discount)
        for field in (self.price, self.discount):
            field.set_read_only(read_only=not prices)
        self._arrange(is_named=is_named)
        self._connect()

    def typed(self) -> LineTyped:
        """Return the line as it stands."""
        grade = self.grade.value()
        return replace(
            self._line,
            title=self._line.title if self.named.isHidden() else self.named.text(),
            grade=grade if isinstance(grade, PartGrade) else None,
            quantity=self.quantity.text(),
            price=self.price.text(),
            discount=self.discount.text(),
        )

    def show_price(self, price: LinePrice | None) -> None:
        """Say what the price book thinks of the price; after another grade, take its price."""
        if price is None:
            return
        book = price.book_minor
        if self._wants_book and book is not None:
            self._wants_book = False
            self.price.set_amount_minor(book)
            self.edited.emit()
            return
        self._wants_book = False
        written = self.price.amount_minor()
        is_silent = written is None and price.price_minor is not None
        self.price.edit.setPlaceholderText(
            self._formats.money_field(price.price_minor or 0) if is_silent else say("ask")
        )
        below = book is not None and price.price_minor is not None and price.price_minor < book
        hint = say("Below {amount}", amount=self._formats.money(book or 0)) if below else ""
        self.price.set_hint(hint)

    def show_problem(self, field: str, sentence: str) -> QWidget:
        """Show a problem at one of the fields; return what takes the keyboard."""
        place = {
            "quantity": self.quantity,
            "price_minor": self.price,
            "discount_minor": self.discount,
            "title": self.named,
        }.get(field, self.price)
        place.set_error(sentence)
        return place.edit

    def clear_problems(self) -> None:
        """Take every error mark away."""
        for field in (self.named, self.quantity, self.price, self.discount):
            field.set_error(None)

    def _money(self, label: str, *, name: str, text: str) -> MoneyField:
        field = MoneyField(
            label,
            name=name,
            currency_sign=self._formats.symbol,
            parse=self._formats.parse_money,
            show=self._formats.money_field,
            height=Height.STANDARD,
        )
        field.set_text(text)
        return field

    def _arrange(self, *, is_named: bool) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        head.addWidget(self.title if is_named else self.named, stretch=1)
        head.addWidget(self.remove, alignment=Qt.AlignmentFlag.AlignBottom)
        (self.named if is_named else self.title).setParent(self)
        (self.named if is_named else self.title).hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.SMALL)
        column.setSpacing(Space.TIGHT)
        column.addLayout(head)
        fields = (self.grade, self.quantity, self.price, self.discount)
        column.addWidget(FieldRow(*fields, stretches=(4, 2, 4, 4)))

    def _connect(self) -> None:
        self.remove.clicked.connect(self.taken_off.emit)
        self.grade.chosen.connect(self._regrade)
        # Before the price book's answer is here a person may have written their own.
        self.price.text_edited.connect(lambda _text: self._leave_price())
        for field in (self.named, self.quantity, self.price, self.discount):
            field.text_edited.connect(self._edited)

    def _regrade(self, _grade: object) -> None:
        self._wants_book = self._line.repair_type_id is not None
        self.edited.emit()

    def _leave_price(self) -> None:
        self._wants_book = False

    def _edited(self, _text: object) -> None:
        self.clear_problems()
        self.edited.emit()


class LinesEntry(QWidget):
    """All lines, one below the other, and a list from which another one is added.

    Signals:
        edited(): a person changed something.
    """

    what = EditedField.LINES
    edited = Signal()

    def __init__(self, formats: Formats, *, prices: bool) -> None:
        super().__init__()
        self.setObjectName("edit-lines")
        self._formats = formats
        self._prices = prices
        self.editors: list[LineEditor] = []
        self._repairs: tuple[RepairChoice, ...] = ()
        self.add = Button(say("Add a line"), icon=Icon.PLUS, name="edit-line-add")
        self._below = Text("", tone=Tone.DANGER, wrap=True, name="edit-lines-below")
        self._hint = Text("", tone=Tone.THIRD, wrap=True, name="edit-lines-hint")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addLayout(self._rows)
        column.addWidget(self._below)
        column.addWidget(self._hint)
        column.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeft)
        self._below.hide()
        self._hint.hide()
        self.add.clicked.connect(self._open_menu)

    @property
    def widget(self) -> QWidget:
        """The lines."""
        return self

    def offer(self, repairs: tuple[RepairChoice, ...]) -> None:
        """Offer these repairs to be added."""
        self._repairs = repairs

    def get(self) -> object:
        """Return the lines as they stand."""
        return tuple(editor.typed() for editor in self.editors)

    def put(self, value: object) -> None:
        """Show these lines."""
        for editor in self.editors:
            self._rows.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self.editors.clear()
        for line in value if isinstance(value, tuple) else ():
            self._put_line(line)

    def of(self, detail: TicketDetail) -> object:
        """Return the order's lines."""
        return lines_of(detail, formats=self._formats)

    def show_prices(self, prices: tuple[LinePrice, ...]) -> None:
        """Say what the price book thinks of each price."""
        if len(prices) == len(self.editors):
            for editor, price in zip(self.editors, prices, strict=True):
                editor.show_price(price)

    def set_error(self, sentence: str | None) -> None:
        """Say what can't be accepted of the lines together."""
        self._below.setText(sentence or "")
        self._below.setVisible(bool(sentence))

    def set_hint(self, hint: str) -> None:
        """Say something quiet below."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def show_problem(self, field: str, sentence: str) -> QWidget | None:
        """Show a problem at ``lines.2.price_minor``; return what takes the keyboard."""
        _lines, place, name = field.split(".", 2)
        if int(place) >= len(self.editors):
            return None
        return self.editors[int(place)].show_problem(name, sentence)

    def take_focus(self) -> None:
        """Take the keyboard."""
        first = self.editors[0].grade.box if self.editors else self.add
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_line(self, line: LineTyped) -> LineEditor:
        editor = LineEditor(line, formats=self._formats, prices=self._prices)
        editor.edited.connect(self._edited)
        editor.taken_off.connect(lambda: self._take_off(editor))
        self.editors.append(editor)
        self._rows.addWidget(editor)
        return editor

    def _take_off(self, editor: LineEditor) -> None:
        place = self.editors.index(editor)
        self.editors.remove(editor)
        self._rows.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        rest = self.editors[min(place, len(self.editors) - 1) :] if self.editors else []
        (rest[0].remove if rest else self.add).setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def _open_menu(self) -> None:
        """Offer the repairs of this device, and a line of one's own words."""
        choices = [
            Choice(
                words=repair.name,
                act=lambda repair=repair: self._add_repair(repair),  # type: ignore[misc]
                name=f"add-{repair.key}",
            )
            for repair in self._repairs
        ]
        other = Choice(
            words=say("Something else"),
            act=self._add_other,
            begins_group=bool(choices),
            name="add-other",
        )
        at = self.add.mapToGlobal(QPoint(0, self.add.height()))
        open_menu(self, [*choices, other], at=at, name="line-menu", title=self.add.words)

    def _add_repair(self, repair: RepairChoice) -> None:
        line = LineTyped(
            line_id=None,
            title=repair.name,
            repair_type_id=int(repair.repair_type_id),
            grade=PartGrade.ORIGINAL if repair.needs_part else None,
        )
        editor = self._put_line(line)
        self._go_to(editor, editor.quantity.edit)

    def _add_other(self) -> None:
        editor = self._put_line(LineTyped(line_id=None, title=""))
        self._go_to(editor, editor.named.edit)

    def _go_to(self, editor: LineEditor, field: QWidget) -> None:
        editor.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def _edited(self) -> None:
        self.set_error(None)
        self.edited.emit()
