"""Taxes: names and rates. Orders keep the rate they were taken in at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from services.actor import new_operation_id
from services.commands import checked
from services.errors import Invalid
from services.settings.dto import SaveTaxClass, ShopSettings, TaxClass
from ui.format import parse_percent
from ui.icons import Icon
from ui.parts.cells import NameCell, TextCell
from ui.parts.checkbox import Checkbox
from ui.parts.field import Field
from ui.parts.rows import Column, Row, RowsTable
from ui.parts.switch import Switch
from ui.parts.tag import TagKind
from ui.parts.text import Tone
from ui.screens.settings.list_page import ListPage
from ui.screens.settings.page import note

if TYPE_CHECKING:
    from ui.context import UiContext

_RATE = 130
_STATE = 130
_MOST_ROWS = 12


class TaxPage(ListPage):
    """One tax class is the default of new lines; a class that is off is offered no more."""

    key = "tax"
    title = "Tax"
    icon = Icon.PERCENT
    permissions = ("settings:update",)
    add_words = "New tax"

    def __init__(self, context: UiContext) -> None:
        columns = (
            Column(words="Tax"),
            Column(words="Rate", width=_RATE),
            Column(words="State", width=_STATE),
        )
        super().__init__(context, table=RowsTable("Taxes", columns=columns, name="tax-table"))
        self._classes: dict[int, TaxClass] = {}
        self._shown: int | None = None
        self._operation_id = new_operation_id()
        self.name = Field(self.tr("Name"), name="tax-name", max_length=60)
        self.rate = Field(self.tr("Rate in %"), name="tax-rate", max_length=10)
        self.default = Checkbox(self.tr("Used for new lines"), name="tax-default")
        self.active = Switch(self.tr("Offered"), name="tax-active")
        for widget in (self.name, self.rate, self.default, self.active):
            self.editor.body.addWidget(widget)
        words = self.tr("A changed rate counts from now on; orders keep the one they came in at.")
        self.editor.body.addWidget(note(words))
        self.form.add_text("name", self.name)
        self.form.add_text("rate_ppm", self.rate)
        self.form.add_check("is_default", self.default)
        self.form.add_check("active", self.active)

    def load(self) -> None:
        """Ask for the taxes."""
        context, actor = self.context, self.context.actor()
        self.ask(lambda: context.services.settings.shop(actor), done=self._show, kind="tax")

    def first_field(self) -> QWidget:
        """Begin with the name."""
        return self.name.edit

    def shown_key(self) -> int | None:
        """Return the tax class in the editor."""
        return self._shown

    def open_entry(self, key: object) -> None:
        """Show a tax class."""
        tax = self._classes[int(str(key))]
        self._shown = int(tax.tax_class_id)
        self.editor_title.setText(tax.name)
        self.form.show(
            {
                "name": tax.name,
                "rate_ppm": self._rate_text(tax.rate_ppm),
                "is_default": tax.is_default,
                "active": tax.active,
            }
        )

    def open_new(self) -> None:
        """Show an empty editor."""
        self._shown = None
        self.editor_title.setText(self.tr("New tax"))
        self.form.show({"name": "", "rate_ppm": "", "is_default": False, "active": True})

    def save(self) -> None:
        """Store the tax class in the editor."""
        self.form.clear_errors()
        rate = parse_percent(self.rate.text())
        if rate is None:
            self.rate.set_error(self.tr("A rate like 8.25, from 0 to 100"))
            self.form.focus_first_error()
            return
        values = {**self.form.values(), "rate_ppm": rate}
        try:
            command = checked(
                lambda: SaveTaxClass(
                    operation_id=self._operation_id, tax_class_id=self._shown, **values
                )
            )
        except Invalid as invalid:
            self.refuse(invalid)
            return
        settings, actor = self.context.services.settings, self.context.actor()
        self.store(lambda: settings.save_tax_class(actor, command), done=self._saved)

    def _show(self, shop: ShopSettings) -> None:
        self._classes = {int(tax.tax_class_id): tax for tax in shop.tax_classes}
        if self._shown not in self._classes:
            self._shown = next(iter(self._classes), None)
        rows = [self._row(tax) for tax in shop.tax_classes]
        self.table.show_rows(rows, chosen=self._shown)
        self.table.fit_to_rows(most=_MOST_ROWS)
        if self._shown is not None:
            self.open_entry(self._shown)

    def _row(self, tax: TaxClass) -> Row:
        tag = self.tr("Default") if tax.is_default else ""
        state = self.tr("Offered") if tax.active else self.tr("Not offered")
        return Row(
            key=int(tax.tax_class_id),
            cells=(
                NameCell(name=tax.name, tag=tag, tag_kind=TagKind.ACCENT),
                TextCell(text=self.context.formats.percent(tax.rate_ppm)),
                TextCell(text=state, tone=Tone.TEXT if tax.active else Tone.THIRD),
            ),
        )

    def _rate_text(self, rate_ppm: int) -> str:
        return self.context.formats.percent(rate_ppm).rstrip("%").strip()

    def _saved(self, tax: TaxClass) -> None:
        self._operation_id = new_operation_id()
        self._shown = int(tax.tax_class_id)
        self._classes[self._shown] = tax
        self.open_entry(self._shown)
        self.load()
        self.context.shell.toast(self.tr("{name} saved").format(name=tax.name))
