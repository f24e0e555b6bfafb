"""The shop: name, place, hours, money, terms and the logo on its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from services.actor import new_operation_id
from services.commands import checked
from services.errors import Invalid
from services.settings.dto import SaveShop, ShopSettings
from ui.field_row import FieldRow
from ui.hours_field import EACH_DAY, HoursField
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.checkbox import Checkbox
from ui.parts.combo import Combo
from ui.parts.field import Field
from ui.parts.money_field import MoneyField
from ui.parts.text import PlainLabel, Text, Tone
from ui.parts.text_area import TextArea
from ui.place_lists import PlaceLists, place_lists, with_value
from ui.screens.settings.page import Page, fields_in_row, note
from ui.tokens import Space, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext

_LOGO_HIGH = 72


class ShopPage(Page):
    """Saved as a whole; orders keep the terms and taxes they were taken in under."""

    key = "shop"
    title = "Shop"
    icon = Icon.INFO
    permissions = ("settings:update",)
    saves = True

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._shop: ShopSettings | None = None
        # None: as stored; empty: to be removed.
        self._logo: bytes | None = None
        self._operation_id = new_operation_id()
        self._make_fields()
        self._track()
        self._lay_out()

    def load(self) -> None:
        """Ask for the shop's data and for the lists to choose from."""
        context, actor = self.context, self.context.actor()
        self.ask(
            lambda: (context.services.settings.shop(actor), place_lists()),
            done=lambda found: self._show(*found),
            kind="shop",
        )

    def first_field(self) -> QWidget:
        """Begin with the name."""
        return self.name.edit

    def unsaved(self) -> int:
        """Count the logo too."""
        return super().unsaved() + (self._logo is not None)

    def revert(self) -> None:
        """Show again what is stored, the logo too."""
        self._logo = None
        super().revert()
        self._show_logo()

    def save(self) -> None:
        """Store the shop's data."""
        self.form.clear_errors()
        values = self.form.values()
        if values["opening_hours"] is None:
            return
        if self.fee.text() and values["diagnosis_fee_minor"] is None:
            self.fee.set_error(self.tr("An amount like 25.00"))
            self.form.focus_first_error()
            return
        try:
            command = checked(lambda: self._command(values))
        except Invalid as invalid:
            self.refuse(invalid)
            return
        settings, actor = self.context.services.settings, self.context.actor()
        self.store(lambda: settings.save_shop(actor, command), done=self._saved)

    # --- the fields -----------------------------------------------------------------------------

    def _make_fields(self) -> None:
        formats = self.context.formats
        self.name = Field(self.tr("Shop name"), name="name", max_length=120)
        self.address = Field(self.tr("Address"), name="address", optional=True, max_length=300)
        self.phone = Field(self.tr("Phone"), name="phone", optional=True, max_length=200)
        self.email = Field(self.tr("E-mail"), name="email", optional=True, max_length=200)
        self.registration = Field(
            self.tr("Registration"), name="registration", optional=True, max_length=200
        )
        self.tax_number = Field(
            self.tr("Tax number"), name="tax_number", optional=True, max_length=200
        )
        self.language = Combo(self.tr("Language of paper"), name="language")
        self.time_zone = Combo(self.tr("Time zone"), name="time_zone")
        self.fee = MoneyField(
            self.tr("Diagnosis fee"),
            name="diagnosis_fee_minor",
            currency_sign=formats.symbol,
            parse=formats.parse_money,
            show=formats.money_field,
            hint=self.tr("Charged when a customer declines after a diagnosis"),
        )
        self.includes_tax = Checkbox(self.tr("Prices include tax"), name="prices_include_tax")
        self.hours = HoursField(groups=EACH_DAY, name="opening_hours")
        self.hours.follow(formats)
        self.terms = TextArea(self.tr("Terms on the claim ticket"), name="terms_text", lines=8)
        self.currency = note("")
        self.logo = PlainLabel()
        self.logo.setObjectName("logo")
        self.choose_logo = Button(self.tr("Choose a picture …"), name="logo-choose")
        self.remove_logo = Button(self.tr("Remove"), kind=ButtonKind.GHOST, name="logo-remove")
        self.choose_logo.clicked.connect(self._choose_logo)
        self.remove_logo.clicked.connect(self._remove_logo)

    def _track(self) -> None:
        form = self.form
        for name, field in (
            ("name", self.name),
            ("address", self.address),
            ("phone", self.phone),
            ("email", self.email),
            ("registration", self.registration),
            ("tax_number", self.tax_number),
        ):
            form.add_text(name, field)
        form.add_combo("language", self.language)
        form.add_combo("time_zone", self.time_zone)
        form.add_money("diagnosis_fee_minor", self.fee)
        form.add_check("prices_include_tax", self.includes_tax)
        form.add_hours("opening_hours", self.hours)
        form.add_text("terms_text", self.terms)

    def _lay_out(self) -> None:
        who = Card(self.tr("On every paper"), name="card-who", spacing=Space.MEDIUM)
        who.body.addWidget(fields_in_row(self.name, self.phone, stretches=(2, 1)))
        who.body.addWidget(fields_in_row(self.address, self.email, stretches=(2, 1)))
        who.body.addWidget(fields_in_row(self.registration, self.tax_number))
        who.body.addLayout(self._logo_row())
        place = Card(self.tr("Place and money"), name="card-place", spacing=Space.MEDIUM)
        place.body.addWidget(fields_in_row(self.language, self.time_zone))
        place.body.addWidget(self.fee)
        place.body.addWidget(self.includes_tax)
        place.body.addWidget(self.currency)
        place.body.addStretch(1)
        hours = Card(self.tr("Opening hours"), name="card-hours", spacing=Space.SMALL)
        hours.body.addWidget(self.hours)
        terms = Card(self.tr("Terms"), name="card-terms", spacing=Space.MEDIUM)
        terms.body.addWidget(self.terms)
        self.cards.addWidget(who)
        self.cards.addWidget(FieldRow(place, hours, fill=True))
        self.cards.addWidget(terms)

    def _logo_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(self.tr("Logo"), role=TypeRole.LABEL, tone=Tone.SECOND))
        hint = self.tr("A PNG picture, black on white; printed at the top")
        words.addWidget(Text(hint, tone=Tone.THIRD, wrap=True))
        row.addLayout(words, stretch=1)
        row.addWidget(self.logo)
        row.addWidget(self.choose_logo)
        row.addWidget(self.remove_logo)
        return row

    # --- showing and saving ---------------------------------------------------------------------

    def _show(self, shop: ShopSettings, lists: PlaceLists) -> None:
        self._shop = shop
        self._logo = None
        self.language.set_choices(with_value(lists.languages, shop.language))
        self.time_zone.set_choices(with_value(lists.time_zones, shop.time_zone))
        words = self.tr("Currency {currency}, country {country}: they were set at the first start.")
        self.currency.setText(words.format(currency=shop.currency, country=shop.country))
        version = shop.terms.version if shop.terms is not None else 0
        hint = self.tr("Version {version}. A changed text is a new version; orders keep theirs.")
        self.terms.set_hint(hint.format(version=version))
        self.form.show(_values(shop))
        self._show_logo()

    def _command(self, values: dict[str, Any]) -> SaveShop:
        shop = self._stored()
        terms = values.pop("terms_text")
        old_terms = shop.terms.text if shop.terms is not None else ""
        fee = values.pop("diagnosis_fee_minor")
        return SaveShop(
            operation_id=self._operation_id,
            seen_version=shop.version,
            terms_text=terms if terms != old_terms.strip() else None,
            logo_png=self._logo or None,
            remove_logo=self._logo == b"",
            diagnosis_fee_minor=fee or 0,
            **values,
        )

    def _saved(self, shop: ShopSettings) -> None:
        self._operation_id = new_operation_id()
        self._shop, self._logo = shop, None
        self.form.show(_values(shop))
        self._show_logo()
        self.context.shell.toast(self.tr("Shop saved"))

    def _stored(self) -> ShopSettings:
        if self._shop is None:
            raise RuntimeError("the shop's data is not there yet")
        return self._shop

    # --- the logo -------------------------------------------------------------------------------

    def _choose_logo(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Choose the logo"), "", self.tr("PNG pictures (*.png)")
        )
        if path:
            self.take_logo(path)

    def take_logo(self, path: str) -> None:
        """Read a picture to become the logo when the page is saved."""
        workstation = self.context.workstation
        self.ask(lambda: workstation.read_file(path), done=self._take_logo, kind="logo")

    def _take_logo(self, content: bytes) -> None:
        self._logo = content
        self._show_logo()
        self.changed.emit()

    def _remove_logo(self) -> None:
        self._logo = b""
        self._show_logo()
        self.changed.emit()

    def _show_logo(self) -> None:
        stored = self._shop.logo_png if self._shop is not None else None
        content = self._logo if self._logo is not None else stored
        picture = QPixmap()
        if content:
            picture.loadFromData(content)
        if picture.isNull():
            self.logo.clear()
        else:
            smooth = Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(picture.scaledToHeight(_LOGO_HIGH, smooth))
        self.logo.setAccessibleName(self.tr("The logo") if content else self.tr("No logo"))
        self.logo.setVisible(bool(content))
        self.remove_logo.setVisible(bool(content))


def _values(shop: ShopSettings) -> dict[str, object]:
    return {
        "name": shop.name,
        "address": shop.address,
        "phone": shop.phone,
        "email": shop.email,
        "registration": shop.registration,
        "tax_number": shop.tax_number,
        "language": shop.language,
        "time_zone": shop.time_zone,
        "diagnosis_fee_minor": shop.diagnosis_fee_minor,
        "prices_include_tax": shop.prices_include_tax,
        "opening_hours": tuple((h.weekday, h.opens, h.closes) for h in shop.opening_hours),
        "terms_text": shop.terms.text if shop.terms is not None else "",
    }
