"""The first start: what the shop is called, where it is, its tax, its hours, and who owns it."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from services.actor import new_operation_id
from services.commands import checked
from services.errors import FieldProblem, Invalid, MendpointError
from services.settings.dto import FirstStart, SetUpDone
from ui.errors import present
from ui.field_row import FieldRow
from ui.format import Formats, ShopLocale, parse_percent
from ui.hours_field import WORKING_WEEK, HoursField
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.checkbox import Checkbox
from ui.parts.combo import Combo
from ui.parts.field import Field, Labelled
from ui.parts.text import Text, Tone
from ui.place_lists import PlaceLists, currency_of, place_lists, with_value
from ui.screens.first_start.guess import Guess, guess_place, sample_command
from ui.shell.brand import BrandMark
from ui.tokens import Height, Space, TypeRole

if TYPE_CHECKING:
    from services.settings.service import SettingsService
    from ui.tasks import TaskRunner

_CARD: Final = 440
_USUAL_HOURS: Final = (*((day, "09:00", "18:00") for day in range(5)), (5, "10:00", "16:00"))
_NEEDED: Final = "This is needed."


class FirstStartScreen(QWidget):
    """The page. It works before anybody can sign in, so it is handed one service, not a context.

    Signals:
        set_up(object): the `SetUpDone` of the new shop.
    """

    set_up = Signal(object)

    def __init__(
        self, *, settings: SettingsService, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("first-start")
        self.setAccessibleName(self.tr("Set up your shop"))
        self._settings = settings
        self._runner = runner
        self._guess = guess_place()
        # One id for the whole page: pressing twice, or again after a lost answer, sets up one shop.
        self._operation_id = new_operation_id()
        self._sample = sample_command(self._guess)
        self._make_fields()
        self._build()
        self._connect()

    def load(self) -> None:
        """Fill the lists off the main thread and begin with the shop's name."""
        self._runner.run(self, place_lists, done=self._lists_came, kind="lists")
        self.shop_name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the fields ---------------------------------------------------------------------------

    def _make_fields(self) -> None:
        guess = self._guess
        self.shop_name = Field(self.tr("Shop name"), name="shop_name", max_length=120)
        self.owner_name = Field(
            self.tr("Your name"),
            name="owner_name",
            hint=self.tr("You are the owner: you may do everything."),
            max_length=120,
        )
        self.address = Field(
            self.tr("Address"),
            name="address",
            optional=True,
            placeholder=self.tr("14 Alder Street, Fairhaven"),
            max_length=300,
        )
        self.phone = Field(self.tr("Phone"), name="phone", optional=True, max_length=200)
        self.country = Combo(self.tr("Country"), name="country")
        self.language = Combo(self.tr("Language of paper"), name="language")
        self.currency = Combo(self.tr("Currency"), name="currency")
        self.time_zone = Combo(self.tr("Time zone"), name="time_zone")
        self.tax_name = Field(self.tr("Tax"), name="tax_name", max_length=60)
        self.tax_rate = Field(
            self.tr("Rate in %"), name="tax_rate_ppm", placeholder="8.25", max_length=10
        )
        self.includes_tax = Checkbox(self.tr("Prices include this tax"), name="includes_tax")
        self.hours = HoursField(groups=WORKING_WEEK, name="opening_hours")
        self.printer = Field(
            self.tr("Receipt printer"),
            name="receipt_printer",
            optional=True,
            placeholder="tcp://192.168.1.50:9100",
            hint=self.tr("Skip it for now: Settings lists every way to connect one."),
            max_length=200,
        )
        self._show_lists(PlaceLists(countries=(), languages=(), currencies=(), time_zones=()))
        self._show_guess(guess)

    def _show_guess(self, guess: Guess) -> None:
        self.tax_name.set_text(guess.tax_name)
        self.includes_tax.setChecked(guess.prices_include_tax)
        self.hours.set_hours(_USUAL_HOURS)

    def _show_lists(self, lists: PlaceLists) -> None:
        guess = self._guess
        for combo, choices, value in (
            (self.country, lists.countries, guess.country),
            (self.language, lists.languages, guess.language),
            (self.currency, lists.currencies, guess.currency),
            (self.time_zone, lists.time_zones, guess.time_zone),
        ):
            combo.set_choices(with_value(choices, value), value=value)

    def _lists_came(self, lists: PlaceLists) -> None:
        self._show_lists(lists)
        self._follow_place()

    def _follow_place(self) -> None:
        """Write the hours as people write them there."""
        place = ShopLocale(country=str(self.country.value()), language=str(self.language.value()))
        self.hours.follow(Formats(place))

    # --- the page -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.sample = Button(self.tr("Try with sample data"), height=Height.FORM, name="sample")
        self.open_shop = Button(
            self.tr("Open the shop"),
            kind=ButtonKind.PRIMARY,
            key="Ctrl Enter",
            height=Height.FORM,
            name="open-shop",
        )
        cards = FieldRow(self._shop_card(), self._money_card(), fill=True)
        foot = QHBoxLayout()
        foot.addWidget(self.sample)
        words = self.tr("An invented shop with orders in every state; nothing of yours is needed.")
        foot.addSpacing(Space.SMALL)
        foot.addWidget(Text(words, tone=Tone.SECOND, wrap=True), stretch=1)
        foot.addWidget(self.open_shop)
        column = QVBoxLayout()
        column.setSpacing(Space.LARGE)
        column.addStretch(1)
        column.addLayout(self._head())
        column.addWidget(cards)
        column.addLayout(foot)
        column.addStretch(1)
        self._frame_in_scroll(column)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.MEDIUM)
        head.addWidget(BrandMark())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(self.tr("Set up your shop"), role=TypeRole.TITLE))
        hint = self.tr("One page. Everything on it can be changed later in Settings.")
        words.addWidget(Text(hint, tone=Tone.SECOND))
        head.addLayout(words)
        head.addStretch(1)
        return head

    def _shop_card(self) -> Card:
        card = Card(self.tr("The shop"), name="first-shop", spacing=Space.MEDIUM)
        card.setMinimumWidth(_CARD)
        for field in (self.shop_name, self.owner_name, self.address, self.phone):
            card.body.addWidget(field)
        card.body.addWidget(FieldRow(self.country, self.language))
        card.body.addStretch(1)
        return card

    def _money_card(self) -> Card:
        card = Card(self.tr("Money and hours"), name="first-money", spacing=Space.MEDIUM)
        card.setMinimumWidth(_CARD)
        card.body.addWidget(FieldRow(self.currency, self.time_zone))
        card.body.addWidget(FieldRow(self.tax_name, self.tax_rate, stretches=(2, 1)))
        card.body.addWidget(self.includes_tax)
        label = Text(self.tr("Opening hours"), role=TypeRole.LABEL, tone=Tone.SECOND)
        card.body.addWidget(label)
        card.body.addWidget(self.hours)
        card.body.addWidget(self.printer)
        card.body.addStretch(1)
        return card

    def _frame_in_scroll(self, column: QVBoxLayout) -> None:
        inner = QWidget()
        inner.setLayout(column)
        page = QWidget()
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addWidget(inner)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._area = area

    def _connect(self) -> None:
        self.open_shop.clicked.connect(self._open)
        self.sample.clicked.connect(self._try_sample)
        self.country.chosen.connect(self._follow_country)
        for combo in (self.country, self.language):
            combo.chosen.connect(lambda _value: self._follow_place())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            commit = QShortcut(QKeySequence(keys), self)
            commit.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            commit.activated.connect(self.open_shop.click)
        order = self._in_order()
        for field, following in pairwise(order):
            if isinstance(field, Field):
                field.entered.connect(partial(_focus, following))

    def _in_order(self) -> list[QWidget]:
        return [
            self.shop_name,
            self.owner_name,
            self.address,
            self.phone,
            self.country.box,
            self.language.box,
            self.currency.box,
            self.time_zone.box,
            self.tax_name,
            self.tax_rate,
            self.includes_tax,
            *self.hours.lines,
            self.printer,
            self.open_shop,
        ]

    def _follow_country(self, country: object) -> None:
        currency = currency_of(str(country))
        if currency and currency in dict(self._currency_choices()):
            self.currency.set_value(currency)
        place = Guess(country=str(country))
        self.tax_name.set_text(place.tax_name)
        self.includes_tax.setChecked(place.prices_include_tax)

    def _currency_choices(self) -> list[tuple[str, str]]:
        box = self.currency.box
        return [(box.itemText(i).split(" ")[0], box.itemText(i)) for i in range(box.count())]

    # --- setting up ---------------------------------------------------------------------------

    def _open(self) -> None:
        self._clear_errors()
        rate = parse_percent(self.tax_rate.text()) if self.tax_rate.text() else 0
        if rate is None:
            self.tax_rate.set_error(self.tr("A rate like 8.25, from 0 to 100."))
        hours = self.hours.hours()
        if not self.shop_name.text():
            self.shop_name.set_error(_NEEDED)
        if not self.owner_name.text():
            self.owner_name.set_error(_NEEDED)
        if self._focus_first_error() or hours is None or rate is None:
            return
        try:
            command = self._command(rate_ppm=rate, hours=hours)
        except Invalid as invalid:
            self._show_problems(invalid)
            return
        self._carry_out(command, button=self.open_shop, words=self.tr("Setting up …"))

    def _try_sample(self) -> None:
        words = self.tr("Making the sample shop …")
        self._carry_out(self._sample, button=self.sample, words=words)

    def _command(self, *, rate_ppm: int, hours: tuple[tuple[int, str, str], ...]) -> FirstStart:
        return checked(
            lambda: FirstStart(
                operation_id=self._operation_id,
                shop_name=self.shop_name.text(),
                address=self.address.text(),
                phone=self.phone.text(),
                country=str(self.country.value()),
                language=str(self.language.value()),
                currency=str(self.currency.value()),
                time_zone=str(self.time_zone.value()),
                opening_hours=hours,
                tax_name=self.tax_name.text() or self._guess.tax_name,
                tax_rate_ppm=rate_ppm,
                prices_include_tax=self.includes_tax.isChecked(),
                owner_name=self.owner_name.text(),
                receipt_printer=self.printer.text() or "none",
            )
        )

    def _carry_out(self, command: FirstStart, *, button: Button, words: str) -> None:
        for each in (self.open_shop, self.sample):
            each.setEnabled(each is button)
        button.set_busy(words)
        self._runner.run(
            self,
            lambda: self._settings.first_start(command),
            done=self._done,
            failed=self._failed,
        )

    def _done(self, done: SetUpDone) -> None:
        self.set_up.emit(done)

    def _failed(self, error: MendpointError) -> None:
        for button in (self.open_shop, self.sample):
            button.setEnabled(True)
            button.set_busy(None)
        # A refused command may be changed and sent again: it is another operation then.
        self._operation_id = new_operation_id()
        if isinstance(error, Invalid) and error.problems:
            self._show_problems(error)
        else:
            present(self, error)

    # --- problems at their fields -------------------------------------------------------------

    def _fields(self) -> dict[str, Labelled]:
        return {
            "shop_name": self.shop_name,
            "owner_name": self.owner_name,
            "address": self.address,
            "phone": self.phone,
            "country": self.country,
            "language": self.language,
            "currency": self.currency,
            "time_zone": self.time_zone,
            "tax_name": self.tax_name,
            "tax_rate_ppm": self.tax_rate,
            "receipt_printer": self.printer,
        }

    def _show_problems(self, invalid: Invalid) -> None:
        placed = [problem for problem in invalid.problems if self._show_problem(problem)]
        if not placed or len(placed) < len(invalid.problems):
            present(self, invalid)
        self._focus_first_error()

    def _show_problem(self, problem: FieldProblem) -> bool:
        name = problem.field.split(".")[0]
        if name == "opening_hours":
            self.hours.lines[0].set_error(problem.message)
            return True
        field = self._fields().get(name)
        if field is None:
            return False
        field.set_error(problem.message)
        return True

    def _clear_errors(self) -> None:
        for field in self._fields().values():
            field.set_error(None)

    def _focus_first_error(self) -> bool:
        fields = (*self._fields().values(), *self.hours.lines)
        first = next((field for field in fields if field.error), None)
        if first is None:
            return False
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(first)
        return True


def _focus(widget: QWidget, _text: object) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
